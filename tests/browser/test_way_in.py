"""The whole way in, on a phone without a line: typed, saved, taken in by the help desk, checked, seen on the site."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tasharuk.cli import main
from tests.browser.test_form import MOST_INTERACTIONS, Thumb, fill_required, opened, saved, to_the_end
from tests.tools.building import REPOSITORY, Built
from tests.tools.serving import serving

pytestmark = pytest.mark.browser

KNOWN = "two-lanterns"
SUMMARY = "نصلح درّاجات التلاميذ ونعلّمهم إصلاحها."


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a repository that holds the fixture site."""
    root = tmp_path / "repository"
    shutil.copytree(REPOSITORY / "tests" / "site", root)
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "config", "user.name", "Help desk")
    git(root, "config", "user.email", "desk@tasharuk.example")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message=Start")
    return root


def take_in(repository: Path, folder: Path, name: str, content: bytes, today: str) -> None:
    """Give a saved file to the help desk, merge the branch it makes, and check the whole."""
    file = folder / name
    file.write_bytes(content)
    assert main(["intake", str(file), "--root", str(repository), "--today", today]) == 0
    git(repository, "merge", "--quiet", "--ff-only", f"intake/{name.split('--')[1]}-{today}")


def page_of(site: Path, slug: str) -> str:
    return (site / "organizations" / slug / "index.html").read_text(encoding="utf-8")


def test_what_is_typed_on_a_phone_without_a_line_stands_on_the_site(
    phone: BrowserContext, fixture_site: Built, repository: Path, tmp_path: Path
) -> None:
    with serving(fixture_site.folder, fixture_site.base_path) as url:
        form = opened(phone, url)
        form.evaluate("navigator.serviceWorker.ready")
        form.goto(f"{url}submit/?organization={KNOWN}")
        expect(form.locator("#f-name")).not_to_have_value("")
        form.evaluate("localStorage.clear()")
        phone.set_offline(True)
        files = [typed(form, f"{url}submit/"), changed(form, f"{url}submit/?organization={KNOWN}")]
    today = re.search(r"updated: (\S+)", files[0][1].decode())
    assert today
    for name, content in files:
        take_in(repository, tmp_path, name, content, today[1])
    options = ["--root", str(repository), "--today", today[1]]
    assert main(["check", "organizations/bridge-and-window", f"organizations/{KNOWN}", *options]) == 0
    out = tmp_path / "site"
    assert main(["build", "--out", str(out), *options]) == 0
    assert "جمعية الجسر والنافذة" in page_of(out, "bridge-and-window")
    assert SUMMARY in page_of(out, KNOWN)


def typed(form: Page, address: str) -> tuple[str, bytes]:
    """Type in a new organization and save it, in few taps."""
    form.goto(address)
    thumb = Thumb(form)
    fill_required(thumb)
    file = saved(thumb)
    assert thumb.count < MOST_INTERACTIONS
    return file


def changed(form: Page, address: str) -> tuple[str, bytes]:
    """Change an organization that the directory holds, and save it, in few taps."""
    form.goto(address)
    expect(form.locator("#f-name")).not_to_have_value("")
    thumb = Thumb(form)
    thumb.type("summary", SUMMARY)
    to_the_end(form)
    return saved(thumb)
