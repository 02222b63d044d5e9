"""Fixtures of the whole suite: a built site, a server for it, a browser, and the checkers from npm."""

import os
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tools.building import BASE_URL, REPOSITORY, Built, CommandError, build_site, committed, locked, once, run
from tests.tools.serving import serving

AXE = ("axe-core", "4.14.1", "axe.min.js")
VNU = ("vnu-jar", "26.9.27", "build/dist/vnu.jar")

# what a check needs → its commands (any of them will do) and its Debian packages
TOOLS = {
    "Chromium": (("chromium", "chromium-browser", "google-chrome"), "chromium"),
    "Node": (("npm",), "nodejs npm"),
    "Java": (("java",), "default-jre-headless"),
}


def command_of(tool: str) -> str | None:
    """Return the path of the tool's command, or None."""
    return next((path for name in TOOLS[tool][0] if (path := shutil.which(name))), None)


def require(*tools: str) -> None:
    """Skip when a tool is missing, always in the same words; fail in CI."""
    missing = [tool for tool in TOOLS if not command_of(tool)]
    if not set(tools) & set(missing):
        return
    packages = " ".join(TOOLS[tool][1] for tool in missing)
    reason = f"missing here: {', '.join(missing)}. To run these checks too: apt-get install {packages}"
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say once why tests were skipped, however many were."""
    reasons = Counter(report.longrepr[2] for report in terminalreporter.stats.get("skipped", ()))
    for reason, count in sorted(reasons.items()):
        terminalreporter.write_line(f"{count} skipped: {reason.removeprefix('Skipped: ')}", yellow=True)


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the temporary folder that all test processes of this run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def site(shared_folder: Path) -> Built:
    """Build the repository's own content once. TASHARUK_SITE=FOLDER checks a folder built before instead."""
    if given := os.environ.get("TASHARUK_SITE"):
        folder = Path(given).resolve()
        canonical = re.search(r'rel="?canonical"? href="?([^">\s]+)', (folder / "index.html").read_text("utf-8"))
        return Built(folder, canonical[1] if canonical else BASE_URL)
    return Built(once(shared_folder, "site", lambda out: build_site(REPOSITORY, out)), BASE_URL)


@pytest.fixture(scope="session")
def fixture_site(shared_folder: Path) -> Built:
    """Build tests/site/, the small site whose every record is there for a test, as a repository of one commit."""
    root = shared_folder / "fixture-root"
    return Built(
        once(shared_folder, "fixture-site", lambda out: build_site(committed(REPOSITORY / "tests/site", root), out)),
        BASE_URL,
    )


@pytest.fixture(scope="session")
def served(site: Built) -> Iterator[str]:
    """Serve the built site under its base path; return the address of its home page."""
    with serving(site.folder, site.base_path) as url:
        yield url


def npm_file(package: str, version: str, path: str) -> Path:
    """Return a file of an npm package, installed into .tools/ when it is not there yet."""
    require("Node")
    folder = REPOSITORY / ".tools" / f"{package}-{version}"
    file = folder / "node_modules" / package / path
    folder.mkdir(parents=True, exist_ok=True)
    npm = [command_of("Node") or "npm", "install", "--prefix", str(folder), "--no-save", "--ignore-scripts"]
    try:
        with locked(folder / "lock"):
            if not file.exists():
                run([*npm, "--no-audit", "--no-fund", "--loglevel=error", f"{package}@{version}"])
    except CommandError as failure:
        if os.environ.get("CI") == "true":
            pytest.fail(str(failure), pytrace=False)
        pytest.skip(f"npm could not install {package}@{version}; is there a network?")
    return file


@pytest.fixture(scope="session")
def vnu_jar() -> Path:
    """Return the Nu HTML checker."""
    require("Java", "Node")
    return npm_file(*VNU)


@pytest.fixture(scope="session")
def axe_source() -> str:
    """Return the script of axe-core."""
    return npm_file(*AXE).read_text(encoding="utf-8")
