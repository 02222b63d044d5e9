"""The history as pages: what stands on them, how little is read again for a new commit, and always the same bytes."""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import brotli
import pytest

from tasharuk.cli import main
from tasharuk.history import load, steps
from tasharuk.history.story import Step
from tasharuk.job import Job
from tasharuk.making import Maker
from tasharuk.pages import Page, PageGroup
from tasharuk.snapshot import Snapshot
from tests.test_kept import files, respell
from tests.tools.building import REPOSITORY, TODAY
from tests.tools.html_page import HtmlPage
from tests.tools.past import Repository

PROFILE = "organizations/two-lanterns/profile.yml"
BIG = "organizations/inkwell-and-swallow/profile.yml"
REGISTRY = "content/registry/inkwell-and-swallow.yml"
CAMPAIGN = "campaigns/ink-for-winter.md"
HISTORY = "organizations/two-lanterns/history/index.html"


@pytest.fixture
def past(tmp_path: Path) -> Repository:
    """Return the fixture site as a repository of one commit."""
    root = shutil.copytree(REPOSITORY / "tests/site", tmp_path / "root", ignore=shutil.ignore_patterns(".cache"))
    made = Repository(root).begin()
    made.write(".gitignore", ".cache/\n")
    made.commit("2026-03-01")
    return made


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def build(past: Repository, out: Path, *options: str) -> int:
    given = options if "--jobs" in options else ("--jobs", "1", *options)
    return main(["build", "--root", str(past.root), "--out", str(out), "--today", TODAY, *given])


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that grows by the command of git that is started."""
    commands: list[str] = []

    class Counted(subprocess.Popen[bytes]):
        def __init__(self, command: list[str], *given: Any, **options: Any) -> None:
            if "--no-replace-objects" in command:  # ours, and not that of a test
                commands.append(command[command.index("--no-optional-locks") + 1])
            super().__init__(command, *given, **options)

    monkeypatch.setattr(subprocess, "Popen", Counted)
    return commands


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that grows by the key of each version that is parsed."""
    keys: list[str] = []
    read = steps.Reader._read

    def counted(self: steps.Reader, key: str, name: str) -> Any:
        keys.append(key)
        return read(self, key, name)

    monkeypatch.setattr(steps.Reader, "_read", counted)
    return keys


def page(out: Path, path: str = HISTORY) -> HtmlPage:
    return HtmlPage.read(out, out / path)


def told(out: Path, path: str = HISTORY) -> str:
    return (out / path).read_text(encoding="utf-8")


def edit(past: Repository, day: str, file: str, old: str, new: str) -> None:
    respell(file, old, new)(past.root)
    past.commit(day)


def test_each_organization_has_its_history_and_links_to_it(past: Repository, out: Path) -> None:
    edit(past, "2026-04-01", PROFILE, "name: فريق", "name: رابطة")
    assert build(past, out) == 0
    for profile in past.root.glob("organizations/*/profile.yml"):
        slug = profile.parent.name
        assert f'href="/organizations/{slug}/history/"' in told(out, f"organizations/{slug}/index.html")
        assert f"/organizations/{slug}/history/</loc>" in told(out, "sitemap.xml")
    text = told(out)
    assert '<time class="nb" datetime="2026-04-01">' in text
    assert "رابطة" in text
    assert "noindex" not in text


def test_without_a_repository_the_page_says_so_and_is_kept_from_search_engines(past: Repository, out: Path) -> None:
    shutil.rmtree(past.root / ".git")
    assert build(past, out) == 0
    text = told(out)
    assert "لا سجلّ للتغييرات متاح هنا." in text
    assert 'content="noindex"' in text
    assert "two-lanterns/history/" not in told(out, "sitemap.xml")
    other = told(out, "organizations/inkwell-and-swallow/history/index.html")
    assert "أكّدت مديرية الشؤون الاجتماعية والعمل في حمص" in other  # the registry tells its own past


def test_a_shallow_clone_says_since_when_it_knows(past: Repository, out: Path, tmp_path: Path) -> None:
    edit(past, "2026-04-01", PROFILE, "name: فريق", "name: رابطة")
    edit(past, "2026-04-02", PROFILE, "name: رابطة", "name: حلقة")
    clone = Repository(tmp_path / "clone")
    past.git("clone", "-q", "--depth", "2", f"file://{past.root}", str(clone.root))
    assert build(clone, out) == 0
    text = told(out)
    assert text.count('<li><span class="src">') == 1
    assert 'لا يُعرف هنا ما كان قبل <time class="nb" datetime="2026-04-01">' in text


def test_history_that_is_switched_off_is_not_read(past: Repository, out: Path, started: list[str]) -> None:
    site = (REPOSITORY / "content/site.yml").read_text(encoding="utf-8").replace("history: true", "history: false")
    past.write("content/site.yml", site)
    assert build(past, out) == 0
    assert started == []
    assert not (out / HISTORY).exists()
    assert "/history/" not in told(out, "organizations/two-lanterns/index.html")


def test_what_submitters_wrote_is_escaped(past: Repository, out: Path) -> None:
    edit(past, "2026-04-01", BIG, "acronym: ISA", "acronym: '<b>I</b>&S'")
    edit(past, "2026-04-02", BIG, "acronym: .*", "acronym: '<i>J</i>'")
    edit(past, "2026-04-03", CAMPAIGN, "title: .*", "title: '<u>حبر</u>'")
    assert build(past, out) == 0
    text = told(out, "organizations/inkwell-and-swallow/history/index.html")
    assert "<bdi>&lt;b&gt;I&lt;/b&gt;&amp;S</bdi>" in text
    assert not any(tag in text for tag in ("<b>I", "<i>J", "<u>حبر"))


def test_no_account_and_no_name_out_of_git_stands_on_the_page(past: Repository, out: Path) -> None:
    edit(past, "2026-04-01", BIG, 'account_number: ".*"', 'account_number: "1111222233334444"')
    edit(past, "2026-04-02", BIG, 'account_number: ".*"', 'account_number: "5555666677778888"')
    assert build(past, out) == 0
    text = told(out, "organizations/inkwell-and-swallow/history/index.html")
    assert "الرقم ينتهي بـ 4444 (لم يعد مستعملًا)" in text
    assert "طريق المال" in text
    for secret in (
        "111122223333",
        "1111 2222",
        "55556666",
        "data-copy",
        "Samar",
        "warraq",
        "owners",
        "example-inkwell",
    ):
        assert secret not in text


def test_a_long_history_fits_its_pages_whatever_stands_in_it(past: Repository, out: Path) -> None:
    chance = random.Random(7)
    letters = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي "
    names = ["acronym", "name_ku", "founded", "staff", "members"]
    profile = (past.root / PROFILE).read_text(encoding="utf-8")
    lines = [line for line in profile.splitlines() if line.split(":")[0] not in names]
    for number in range(60):
        text = "".join(chance.choices(letters, k=90)).strip()
        given = [f"acronym: ا{text}", f"name_ku: ب{text[::-1]}", f"founded: {1900 + number}", f"staff: {number + 1}"]
        past.write(PROFILE, "\n".join([*lines, *given]) + "\n")
        past.commit("2026-04-01")
    assert build(past, out) == 0
    pages = sorted((out / "organizations/two-lanterns/history").rglob("index.html"))
    assert len(pages) > 3
    assert max(len(brotli.compress(file.read_bytes())) for file in pages) <= 14_000
    assert 'href="/organizations/two-lanterns/history/page/2/"' in told(out)


# little is read again


def test_git_is_run_once_over_all_commits_and_never_when_nothing_was_committed(
    past: Repository, out: Path, started: list[str], parsed: list[str]
) -> None:
    edit(past, "2026-04-01", PROFILE, "name: فريق", "name: رابطة")
    edit(past, "2026-04-02", PROFILE, "name: رابطة", "name: حلقة")
    started.clear()
    assert build(past, out) == 0
    assert started == ["rev-parse", "rev-list", "diff-tree", "cat-file"]
    assert parsed == ["organization/two-lanterns"] * 3  # each version once, and no file of one version
    started.clear()
    parsed.clear()
    respell(CAMPAIGN, "received: {value: 125000", "received: {value: 126000")(past.root)
    assert build(past, out) == 0
    assert (started, parsed) == ([], [])


def test_a_new_commit_reads_its_own_versions_and_plans_its_own_organization(
    past: Repository, out: Path, started: list[str], parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(past, "2026-04-01", PROFILE, "name: فريق", "name: رابطة")
    edit(past, "2026-04-02", CAMPAIGN, "received: {value: 125000", "received: {value: 126000")
    respell(BIG, "staff: 4", "staff: 5")(past.root)
    assert build(past, out) == 0  # what others show of it is up to date
    past.commit("2026-04-03")
    started.clear()
    parsed.clear()
    planned: list[str] = []
    pages_of = Maker._pages

    def noted(self: Maker, group: PageGroup) -> Iterator[Page]:
        planned.append(group.name)
        return pages_of(self, group)

    monkeypatch.setattr(Maker, "_pages", noted)
    assert build(past, out) == 0
    assert started == ["rev-parse", "rev-list", "diff-tree", "cat-file"]
    assert parsed == ["organization/inkwell-and-swallow"] * 2
    assert {name for name in planned if name.startswith("organization/")} == {"organization/inkwell-and-swallow"}
    planned.clear()
    started.clear()
    past.git("commit", "-q", "--allow-empty", "-m", "x")
    started.clear()
    assert build(past, out) == 0
    assert started == ["rev-parse", "rev-list", "diff-tree"]
    assert not [name for name in planned if name.startswith("organization/")]


def test_a_site_is_not_called_unchanged_after_a_commit(past: Repository, out: Path) -> None:
    job = Job(past.root, date.fromisoformat(TODAY), uses_cache=True)
    before = Snapshot.take(job, out).fingerprint
    assert Snapshot.take(job, out).fingerprint == before
    past.git("commit", "-q", "--allow-empty", "-m", "x")
    assert Snapshot.take(job, out).fingerprint != before


# always the same bytes


def _rename(past: Repository) -> None:
    past.git("mv", "organizations/two-lanterns", "organizations/three-lanterns")
    respell("organizations/three-lanterns/profile.yml", "example: true", "example: true\nformer_slugs: [two-lanterns]")(
        past.root
    )
    for file in past.root.rglob("*"):
        if file.suffix in (".md", ".yml") and "two-lanterns" in file.read_text(encoding="utf-8"):
            text = file.read_text(encoding="utf-8").replace("two-lanterns", "three-lanterns")
            file.write_text(text.replace("former_slugs: [three", "former_slugs: [two"), encoding="utf-8")


def _break(past: Repository) -> None:
    past.write(PROFILE, "name: [")


STEPS: tuple[Callable[[Repository], object], ...] = (
    lambda past: respell(PROFILE, "name: فريق", "name: رابطة")(past.root),
    lambda past: respell(BIG, "staff: 4", "staff: 6")(past.root),
    lambda past: respell(REGISTRY, "status: active", "status: suspended")(past.root),
    lambda past: respell(CAMPAIGN, "received: {value: 125000", "received: {value: 126000")(past.root),
    lambda past: past.write("README.md", "لا يخصّ أحدًا\n"),
    _rename,
)


def test_after_each_commit_the_site_is_the_one_that_a_clean_build_makes(
    past: Repository, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "LEAST_TO_SHARE", 1)  # several processes compare the versions of the clean build
    assert build(past, out) == 0
    for number, step in enumerate(STEPS):
        step(past)
        assert build(past, out) == 0  # not committed yet
        past.commit(f"2026-04-0{number + 1}")
        assert build(past, out) == 0
        assert build(past, tmp_path / "clean", "--no-cache", "--jobs", "2") == 0
        assert files(out) == files(tmp_path / "clean"), f"step {number}"
    past.git("reset", "-q", "--hard", "HEAD~2")
    past.commit("2026-05-01")
    assert build(past, out) == 0
    assert build(past, tmp_path / "clean", "--no-cache") == 0
    assert files(out) == files(tmp_path / "clean")


def _stories(past: Repository, cached: bool) -> dict[str, tuple[Step, ...]]:
    job = Job(past.root, date.fromisoformat(TODAY), uses_cache=cached)
    history = load.load_history(job, load.Cache.of(job))
    return {key: history.story(key) for key in sorted(history.leaves)}


def test_commit_by_commit_tells_what_is_told_of_all_at_once(past: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("story", "log", "steps"):
        monkeypatch.setattr(f"tasharuk.history.{module}.MOST_STEPS", 4)
    for module in ("log", "steps"):
        monkeypatch.setattr(f"tasharuk.history.{module}.LOOK_BACK", 2)
    chance = random.Random(3)
    good = (past.root / PROFILE).read_text(encoding="utf-8")
    ways: tuple[Callable[[int], object], ...] = (
        lambda number: past.write(PROFILE, good + f"founded: {1900 + number}\n"),
        lambda number: past.write(PROFILE, good + f"founded: {1800 + number}\n"),
        lambda number: past.write(PROFILE, f"name: [{number}"),
        lambda number: (past.root / PROFILE).unlink(missing_ok=True),
        lambda number: past.write("other", str(number)),
    )
    for number in range(1, 40):
        chance.choice(ways)(number)
        past.commit("2026-04-01")
        assert _stories(past, cached=True) == _stories(past, cached=False), number


@pytest.mark.parametrize("name", ["index", "0"])
@pytest.mark.parametrize("content", [b"", b"x" * 200])
def test_a_damaged_part_of_what_was_kept_costs_time_and_nothing_else(
    past: Repository, started: list[str], name: str, content: bytes
) -> None:
    edit(past, "2026-04-01", PROFILE, "name: فريق", "name: رابطة")
    first = _stories(past, cached=True)
    (past.root / ".cache/history" / name).write_bytes(content)
    started.clear()
    assert _stories(past, cached=True) == first
    assert "rev-list" in started
    started.clear()
    assert _stories(past, cached=True) == first
    assert started == []
