"""Build a site for the tests, once a run, however many test processes ask for it."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.tools.html_page import HtmlPage

REPOSITORY = Path(__file__).resolve().parents[2]
BASE_URL = "https://tasharuk.example/dir/"
TODAY = "2026-11-24"


class CommandError(Exception):
    """A command that the tests need did not do its work; the text says what it printed."""


@dataclass(frozen=True)
class Built:
    """A built site: its folder and the address it was built for."""

    folder: Path
    base_url: str

    @property
    def base_path(self) -> str:
        """Return the path of the base address, with a slash at both ends."""
        return urlsplit(self.base_url).path

    @cached_property
    def pages(self) -> list[HtmlPage]:
        """Read every HTML file, in the order of their addresses."""
        return sorted(
            (HtmlPage.read(self.folder, file) for file in self.folder.rglob("*.html")), key=lambda page: page.url
        )

    @cached_property
    def page_by_url(self) -> dict[str, HtmlPage]:
        """Return the pages by their address below the base path."""
        return {page.url: page for page in self.pages}


def build_site(root: Path, out: Path, *options: str, **environment: str) -> None:
    """Build `root` into `out` in a process of its own; raise CommandError with what it printed."""
    command = [sys.executable, str(REPOSITORY / "build.py"), "build", "--root", str(root), "--out", str(out)]
    command += ["--today", TODAY, "--base-url", BASE_URL, "--no-cache", *options]
    run(command, **environment)


def committed(root: Path, place: Path) -> Path:
    """Copy a root to a place where it is a repository of one commit of a fixed day, and return the place."""
    shutil.copytree(root, place, ignore=shutil.ignore_patterns(".cache"))
    git = ["git", "-C", str(place), "-c", "user.name=test", "-c", "user.email=test@example.org"]
    days = dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), f"{TODAY}T12:00:00+03:00")
    for arguments in (["init", "-q"], ["add", "-A"], ["-c", "commit.gpgSign=false", "commit", "-q", "-m", "all"]):
        run([*git, *arguments], **days)
    return place


def run(command: list[str], **environment: str) -> str:
    """Run a command from the repository and return what it printed; raise CommandError when it fails."""
    done = subprocess.run(
        command, cwd=REPOSITORY, env={**os.environ, **environment}, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, encoding="utf-8", errors="replace", check=False,
    )  # fmt: skip
    if done.returncode:
        raise CommandError(
            f"{' '.join(command)}\nexit code {done.returncode}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
        )
    return done.stdout


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold the file's lock: one test process at a time goes on from here."""
    with file.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def once(shared: Path, name: str, make: Callable[[Path], object]) -> Path:
    """Return shared/name, made by the first process that asks; its failure is everyone's failure."""
    target, verdict = shared / name, shared / f"{name}.verdict"
    with locked(shared / f"{name}.lock"):
        if not verdict.exists():
            try:
                make(target)
                verdict.write_text("", encoding="utf-8")
            except CommandError as failure:
                verdict.write_text(str(failure), encoding="utf-8")
    if problem := verdict.read_text(encoding="utf-8"):
        pytest.fail(problem, pytrace=False)
    return target
