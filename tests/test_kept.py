"""Pages of earlier builds serve again; after any edit the site is, byte for byte, the one that a clean build makes."""

import random
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tasharuk import kept, loading
from tasharuk.cli import main
from tasharuk.job import Job
from tasharuk.making import Maker
from tasharuk.pages import Page, PageGroup
from tasharuk.pipeline import check
from tasharuk.render import Renderer, renderer
from tasharuk.render.asked import Unwatched, Watch, WatchedCatalogue
from tests.tools.building import REPOSITORY, TODAY

Edit = Callable[[Path], object]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    site = REPOSITORY / "tests" / "site"
    return Path(shutil.copytree(site, tmp_path / "root", ignore=shutil.ignore_patterns(".cache")))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def build(root: Path, out: Path, *options: str) -> int:
    return main(["build", "--root", str(root), "--out", str(out), "--today", TODAY, "--jobs", "1", *options])


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that grows by the address of each page that is rendered."""
    addresses: list[str] = []
    render_page = Renderer.render_page

    def counted(self: Renderer, page: Page, more: Mapping[str, Any]) -> bytes:
        addresses.append(page.url)
        return render_page(self, page, more)

    monkeypatch.setattr(Renderer, "render_page", counted)
    return addresses


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def respell(file: str, old: str, new: str) -> Edit:
    def edit(root: Path) -> None:
        path = root / file
        text = path.read_text(encoding="utf-8")
        assert re.search(old, text), f"{file} does not hold {old}"
        path.write_text(re.sub(old, new, text, count=1), encoding="utf-8")

    return edit


POST = "organizations/two-lanterns/posts/2026-10-03-bicycles.md"
PROFILE = "organizations/two-lanterns/profile.yml"
BIG = "organizations/inkwell-and-swallow"
CAMPAIGN = "campaigns/ink-for-winter.md"


def add(file: str, text: str) -> Edit:
    return lambda root: (root / file).write_text((root / file).read_text(encoding="utf-8") + text, encoding="utf-8")


def copy(file: str, other: str) -> Edit:
    return lambda root: shutil.copy(root / file, root / other)


def remove(file: str) -> Edit:
    return lambda root: (root / file).unlink()


def own(folder: str) -> Edit:
    return lambda root: shutil.copytree(REPOSITORY / folder, root / folder, dirs_exist_ok=True)


# groups of edits, one after the other in one root: each changes something that pages of other files show
EDITS: tuple[tuple[Edit, ...], ...] = (
    (
        respell(POST, "title: ", "title: خبر عن "),
        respell(f"{BIG}/profile.yml", "name: جمعية المحبرة", "name: جمعية الدواة"),
        respell(f"{BIG}/profile.yml", "name_en: Inkwell", "name_en: Inkpot"),
        respell(PROFILE, "لتدريب عشرين", "لتدريب ثلاثين"),
        respell(CAMPAIGN, "received: {value: 125000", "received: {value: 126000"),
    ),
    (
        respell(PROFILE, "name: فريق", "name: رابطة"),
        copy(POST, POST.replace("bicycles", "more")),
        add(POST, "\n[هناك](/organizations/inkwell-and-swallow/posts/2026-11-02-new/)\n"),
        respell("content/registry/inkwell-and-swallow.yml", "status: active", "status: suspended"),
    ),
    (
        copy(f"{BIG}/posts/2026-11-02-shelves.md", f"{BIG}/posts/2026-11-02-new.md"),
        respell(PROFILE, "example: true\n", ""),
        respell(CAMPAIGN, "end: 2026-12-31", "end: 2026-11-22"),
    ),
    (remove(f"{BIG}/posts/2026-11-02-new.md"), remove(POST)),
    (own("content/words"), respell("content/words/ar.yml", "last_update: '", "last_update: 'كان ")),
    (respell("content/words/en.yml", "skip: Skip", "skip: Go"),),
    (
        own("content/vocabulary"),
        respell("content/vocabulary/sectors.yml", "name_ar: التعليم\n", "name_ar: قطاع التعليم\n"),
    ),
    (respell("content/pages/about.md", "title: ", "title: كل شيء "),),
)


def test_after_each_edit_the_site_is_the_one_that_a_clean_build_makes(root: Path, out: Path, tmp_path: Path) -> None:
    assert build(root, out) == 0
    for number, edits in enumerate(EDITS):
        for edit in edits:
            edit(root)
        assert build(root, out) == 0
        assert build(root, tmp_path / "clean", "--no-cache") == 0
        assert files(out) == files(tmp_path / "clean"), f"edits {number}"


def test_lines_taken_out_at_random_never_leave_an_old_page(root: Path, out: Path, tmp_path: Path) -> None:
    chance = random.Random(5)
    sources = sorted(path for ending in ("*.md", "*.yml") for path in root.rglob(ending))
    assert build(root, out) == 0
    compared = 0
    while compared < 5:
        path = chance.choice(sources)
        before = path.read_text(encoding="utf-8")
        lines = before.splitlines(keepends=True)
        del lines[chance.randrange(len(lines))]
        path.write_text("".join(lines), encoding="utf-8")
        if build(root, out):
            path.write_text(before, encoding="utf-8")
            continue
        assert build(root, tmp_path / "clean", "--no-cache") == 0
        assert files(out) == files(tmp_path / "clean"), path
        compared += 1


def test_a_post_edited_renders_what_shows_it_and_nothing_else(root: Path, out: Path, rendered: list[str]) -> None:
    build(root, out)
    first = len(rendered)
    assert first > 80
    rendered.clear()
    add(POST, "\nفقرة أخرى.\n")(root)
    build(root, out)
    page = "/organizations/two-lanterns/posts/2026-10-03-bicycles/"
    assert page in rendered
    assert len(rendered) < first / 5
    assert all("inkwell" not in url for url in rendered)


def test_a_post_edited_plans_what_shows_it_and_nothing_else_of_other_organizations(
    root: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(root, out)
    planned: list[str] = []
    pages_of = Maker._pages

    def noted(self: Maker, group: PageGroup) -> Iterator[Page]:
        planned.append(group.name)
        return pages_of(self, group)

    monkeypatch.setattr(Maker, "_pages", noted)
    add(POST, "\nفقرة أخرى.\n")(root)
    build(root, out)
    assert "organization/two-lanterns" in planned
    assert {name for name in planned if name.startswith("organization/")} == {"organization/two-lanterns"}


def noted(monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str, place: int) -> list[Any]:
    """Return a list that grows by one argument of each call of a function."""
    seen: list[Any] = []
    function = getattr(module, name)

    def called(*given: Any, **named: Any) -> Any:
        seen.append(given[place])
        return function(*given, **named)

    monkeypatch.setattr(module, name, called)
    return seen


def test_a_post_edited_is_alone_read_and_turned_to_html(root: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = noted(monkeypatch, loading, "read_source", 1)
    turned = noted(monkeypatch, renderer, "render_markdown", 0)
    build(root, out)
    assert len(read) > 10
    assert len(turned) > 5
    read.clear()
    turned.clear()
    add(POST, "\nفقرة أخرى.\n")(root)
    build(root, out)
    assert read == [POST]
    assert len(turned) == 1
    assert "فقرة أخرى." in turned[0]
    (root / POST).touch()
    turned.clear()
    build(root, out)
    assert turned == []


def test_files_that_were_only_touched_are_not_parsed_again(
    root: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = noted(monkeypatch, loading, "read_source", 1)
    stamped = noted(monkeypatch, loading, "is_as_stamped", 1)
    build(root, out)
    before, count = files(out), len(read)
    assert count > 10
    read.clear()
    for file in (root / "organizations").rglob("*.*"):
        file.touch()
    build(root, out)
    assert read == []
    assert POST in stamped
    assert files(out) == before
    respell(POST, "a", "e")(root)  # as long as it was
    stamped.clear()
    build(root, out)
    assert (read, stamped) == ([POST], [POST])  # what was looked into once is known by its time from then on


def test_an_empty_folder_is_filled_without_rendering(root: Path, out: Path, rendered: list[str]) -> None:
    build(root, out)
    before = files(out)
    shutil.rmtree(out)
    rendered.clear()
    build(root, out)
    assert rendered == []
    assert files(out) == before


@pytest.mark.parametrize(
    "spoil",
    [
        lambda file: file.write_bytes(b""),
        lambda file: file.unlink(),
        lambda file: file.write_bytes(file.read_bytes()[::-1]),
    ],
    ids=["empty", "gone", "turned round"],
)
@pytest.mark.parametrize("ending", ["pack", "list"])
def test_what_is_damaged_is_rendered(spoil: Callable[[Path], object], ending: str, root: Path, out: Path) -> None:
    build(root, out)
    before = files(out)
    for file in (root / ".cache/pages").glob(f"*.{ending}"):
        spoil(file)
    shutil.rmtree(out)
    build(root, out)
    assert files(out) == before


def test_packs_that_hold_mostly_old_pages_are_written_anew(
    root: Path, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rendered: list[str]
) -> None:
    build(root, out)
    monkeypatch.setattr(kept, "MAX_PACKS", 1)
    packs = sorted((root / ".cache/pages").glob("*.pack"))
    (root / POST).touch()
    rendered.clear()
    build(root, out)  # moves all
    (root / POST).touch()
    build(root, out)  # removes the packs that nobody needs
    assert rendered == []
    assert not set(packs) & set((root / ".cache/pages").glob("*.pack"))
    build(root, tmp_path / "other")
    assert files(tmp_path / "other") == files(out)


def test_a_file_that_somebody_changed_in_the_site_is_put_right(root: Path, out: Path) -> None:
    build(root, out)
    before = files(out)
    (out / "index.html").write_text("<p>بدّلها أحد</p>", encoding="utf-8")
    (out / "stranger.html").write_text("", encoding="utf-8")
    (out / "organizations/index.html").unlink()
    (root / POST).touch()
    build(root, out)
    assert files(out) == before


def test_views_cannot_ask_for_what_no_signature_would_notice(root: Path) -> None:
    catalogue = check(Job(root, date.fromisoformat(TODAY))).catalogue
    watch = Watch()
    watched = WatchedCatalogue(catalogue, watch)
    assert watched.organizations["two-lanterns"] is catalogue.organizations["two-lanterns"]
    assert watched.today == catalogue.today
    assert watch.take() == (("organizations", "two-lanterns"), ("today", ""))
    for ask in (lambda: watched.posts, lambda: list(watched.organizations), lambda: watched.has_examples):
        with pytest.raises(Unwatched):
            ask()


def test_macros_whose_text_is_kept_ask_nothing_of_the_site() -> None:
    for file in (REPOSITORY / "templates/components").glob("*.html"):
        text = file.read_text(encoding="utf-8")
        if "set cached" in text:
            assert not re.search(r"\b(?:view|picture|photos|markdown|files_of)\b", text), file.name
