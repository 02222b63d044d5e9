"""The preview: a saved page is there at once, as a whole build would make it, and a burst of changes is one build."""

import os
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from tasharuk.cli import main
from tasharuk.job import Job
from tasharuk.preview import MOST_FILES, Preview
from tasharuk.serve import Workshop, saves
from tests.tools.building import REPOSITORY, TODAY

URL = "http://127.0.0.1:5500/"
POST = "organizations/inkwell-and-swallow/posts/2026-11-02-shelves.md"
PROFILE = "organizations/inkwell-and-swallow/profile.yml"
CAMPAIGN = "campaigns/ink-for-winter.md"
PAGES = "content/pages/about.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    site = REPOSITORY / "tests" / "site"
    return Path(shutil.copytree(site, tmp_path / "root", ignore=shutil.ignore_patterns(".cache")))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site as it is built before anything is saved, for nobody to change."""
    folder = tmp_path_factory.mktemp("built") / "out"
    build(REPOSITORY / "tests" / "site", folder)
    return folder


@pytest.fixture
def out(built: Path, tmp_path: Path) -> Path:
    """Return a site of one's own as it was built before anything is saved."""
    return Path(shutil.copytree(built, tmp_path / "out"))


@pytest.fixture
def preview(root: Path, out: Path) -> Preview:
    made = Preview(Job(root, date.fromisoformat(TODAY), URL), out)
    made.read()
    return made


def build(root: Path, out: Path) -> None:
    options = ["--root", str(root), "--out", str(out), "--today", TODAY, "--base-url", URL, "--no-cache", "--jobs", "1"]
    assert main(["build", *options]) == 0


def respell(file: Path, old: str, new: str) -> Path:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return file


SAVED = {
    POST: ("ركّب المتطوّعون", "نصب المتطوّعون", "organizations/inkwell-and-swallow/posts/2026-11-02-shelves"),
    PROFILE: ("name: جمعية", "name: رابطة", "organizations/inkwell-and-swallow"),
    CAMPAIGN: ("donors: 41", "donors: 42", "campaigns/ink-for-winter"),
    PAGES: ("title: ", "title: كل شيء ", "about"),
}


@pytest.mark.parametrize("path", SAVED)
def test_the_page_of_a_saved_file_is_the_one_that_a_build_makes(
    path: str, root: Path, out: Path, preview: Preview, tmp_path: Path
) -> None:
    old, new, page = SAVED[path]
    assert preview.show([respell(root / path, old, new)])
    build(root, tmp_path / "whole")
    shown = (out / page / "index.html").read_bytes()
    whole = (tmp_path / "whole" / page / "index.html").read_bytes()
    if path == PAGES:  # its title stands at the foot of every page: that follows with the build
        shown, whole = shown.partition(b"<footer")[0], whole.partition(b"<footer")[0]
    assert shown == whole


def test_a_link_to_the_table_to_fill_in_is_shown_as_a_build_shows_it(
    root: Path, out: Path, preview: Preview, tmp_path: Path
) -> None:
    linked = "[الجدول](/submit/organizations.xlsx)"
    assert preview.show([respell(root / POST, "ركّب المتطوّعون", f"{linked} ركّب المتطوّعون")])
    build(root, tmp_path / "whole")
    page = f"{SAVED[POST][2]}/index.html"
    assert (out / page).read_bytes() == (tmp_path / "whole" / page).read_bytes()


def test_one_save_after_the_other_is_shown(root: Path, out: Path, preview: Preview) -> None:
    for number in (43, 44, 45):
        assert preview.show(
            [respell(root / CAMPAIGN, f"donors: {number - 1 if number > 43 else 41}", f"donors: {number}")]
        )
        assert f"{number}" in (out / "campaigns/ink-for-winter/index.html").read_text(encoding="utf-8")


SPOILED: dict[str, Callable[[Path], Path]] = {
    "an error in the file": lambda root: respell(root / CAMPAIGN, "start: 2026-10-01", "start: أمس"),
    "an unknown sector": lambda root: respell(root / CAMPAIGN, "[education]", "[educations]"),
    "no YAML": lambda root: respell(root / PROFILE, "name:", "name: [\n"),
    "a file that is gone": lambda root: remove(root / POST),
    "no record": lambda root: respell(root / PROFILE, "name:", "name:").with_name("notes.txt"),
}


def remove(file: Path) -> Path:
    file.unlink()
    return file


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_what_only_a_build_can_judge_is_left_to_it(
    spoil: Callable[[Path], Path], root: Path, out: Path, preview: Preview
) -> None:
    before = {path: path.read_bytes() for path in out.rglob("*.html")}
    assert not preview.show([spoil(root)])
    assert {path: path.read_bytes() for path in out.rglob("*.html")} == before


def test_after_what_could_not_be_shown_everything_is_read_anew(root: Path, preview: Preview) -> None:
    assert not preview.show([remove(root / POST)])
    assert not preview.show([root / CAMPAIGN])
    preview.read()
    assert preview.show([root / CAMPAIGN])


def test_a_great_many_files_are_left_to_the_build(root: Path, preview: Preview) -> None:
    assert not preview.show([root / CAMPAIGN] * (MOST_FILES + 1))


def workshop(*, ends: bool = True) -> Workshop:
    command = [sys.executable, "-c", "" if ends else "import time; time.sleep(60)"]
    return Workshop(lambda: None, lambda saved: bool(list(saved)), command)


@pytest.fixture
def slow() -> Iterator[Workshop]:
    made = workshop(ends=False)
    yield made
    if made.running:
        made.running.kill()
        made.running.wait()


def test_saves_while_a_build_runs_wait_for_the_next_one(slow: Workshop) -> None:
    assert slow.step([Path("a")])
    assert slow.builds == 1
    assert slow.step([Path("b")])
    assert not slow.step([])
    assert slow.builds == 1
    assert slow.running is not None
    slow.running.kill()
    slow.running.wait()
    assert slow.step([])  # the build has ended: look, and begin the next
    assert slow.builds == 2
    assert not slow.unbuilt


def test_what_was_saved_while_a_build_ran_is_shown_again_after_it(slow: Workshop) -> None:
    shown: list[set[Path]] = []
    slow.show = lambda saved: bool(shown.append(set(saved))) or True
    slow.step([Path("a")])
    slow.step([Path("b")])
    assert slow.running is not None
    slow.running.kill()
    slow.running.wait()
    slow.step([Path("c")])  # the build has just put the pages of b and c as they were before
    assert shown == [{Path("a")}, {Path("b")}, {Path("b"), Path("c")}]


@pytest.mark.skipif(not hasattr(os, "getpriority"), reason="a system without precedences")
def test_a_build_gives_way_to_the_page_of_a_saved_file(slow: Workshop) -> None:
    slow.step([Path("a")])
    assert slow.running is not None
    assert os.getpriority(os.PRIO_PROCESS, slow.running.pid) > os.getpriority(os.PRIO_PROCESS, 0)


def test_five_thousand_changes_at_once_are_one_build(tmp_path: Path) -> None:
    made, stop = workshop(), threading.Event()
    folder = tmp_path / "organizations"
    folder.mkdir()
    changed = saves([folder], stop)
    next(changed)
    for number in range(5_000):
        (folder / f"{number}.md").write_bytes(b"x")
    seen = 0
    for _ in range(200):
        paths = next(changed)
        made.step(paths)
        seen += len(paths)
        if seen >= 5_000 and not paths and made.running is None and not made.unbuilt:
            break
        if made.running and not paths and seen >= 5_000:
            made.running.wait()
    stop.set()
    assert seen >= 5_000
    assert made.builds <= 2  # one, and one more where the burst was longer than a pause
