"""Rows that were made before serve again, and the files are those that a clean build makes, byte for byte."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from tasharuk.cache import Cache
from tasharuk.export import DataWriter, segments
from tasharuk.export.plain import Row
from tasharuk.export.rows import RowMaker
from tasharuk.export.segments import Spool
from tasharuk.model.base import Record
from tasharuk.urls import BaseUrl
from tests.tools.records import words
from tests.tools.small_root import Root, campaign, opportunity, post, profile

ORGANIZATIONS, POSTS = 9, 12  # of each organization
WIDTH = 4  # files in a segment, on average
MOST_AGAIN = 16  # rows made anew after one change: those of a segment, or of two
ENGLISH = partial(words, "en")
NEED = "needs:\n  - {{title: دفاتر {n}, kind: goods, posted: 2026-01-0{n}, expires: 2026-12-{n}0}}\n"


@pytest.fixture(autouse=True)
def _short_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segments, "WIDTH", WIDTH)


@pytest.fixture
def root() -> Root:
    slugs = [f"lamp-{number:02}" for number in range(ORGANIZATIONS)]
    return Root(
        dict(
            (
                *(profile(slug, more=NEED.format(n=1 + place % 2)) for place, slug in enumerate(slugs)),
                *(post(slug, number) for slug in slugs for number in range(1, POSTS + 1)),
                *(campaign(f"ink-{at}", f"{slugs[at]}, {slugs[at + 1]}") for at in range(4)),
                opportunity(slugs[3], "2026-11-30"),
            )
        )
    )


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path, "1")


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that grows by the path of every record of which a row is made."""
    paths: list[str] = []
    rows = RowMaker.rows

    def noted(self: RowMaker, record: Record) -> list[Row]:
        paths.append(record.path)
        return rows(self, record)

    monkeypatch.setattr(RowMaker, "rows", noted)
    return paths


def files(root: Root, cache: Cache | None, common: str = "") -> dict[str, bytes]:
    """Write the open data of a root; `common` stands for its words, lists and settings."""
    writer = DataWriter(root.catalogue(), BaseUrl("https://tasharuk.example/"), words(), ENGLISH, cache, common)
    return {file.path: file.content for file in writer.artifacts()}


def clean(root: Root) -> dict[str, bytes]:
    return files(root, None)


def test_where_nothing_changed_no_row_is_made_and_none_is_read(
    root: Root, cache: Cache, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = files(root, cache)
    assert len(made) == len(root.files)
    made.clear()
    filled: list[Spool] = []
    fill = segments.TableWriter._spool
    monkeypatch.setattr(
        segments.TableWriter, "_spool", lambda own, spool, at: filled.append(spool) or fill(own, spool, at)
    )
    writer = DataWriter(root.catalogue(), BaseUrl("https://tasharuk.example/"), words(), ENGLISH, cache)
    digests = {file.path: file.digest for file in writer.artifacts()}
    assert len(filled) == 3, "the closed lists alone"
    assert digests.keys() == first.keys()
    assert files(root, cache) == first
    assert made == []


def test_a_changed_post_makes_the_rows_of_its_segment_anew_and_no_others(
    root: Root, cache: Cache, made: list[str]
) -> None:
    files(root, cache)
    made.clear()
    path, text = post("lamp-05", 7)
    root.files[path] = text.replace("سلال", "كتب")
    after = files(root, cache)
    again = list(made)
    assert path in again
    assert len(again) <= MOST_AGAIN
    assert all("/posts/" in one for one in again)
    assert after == clean(root)


def test_a_changed_profile_makes_the_rows_of_what_it_owns_anew(root: Root, cache: Cache, made: list[str]) -> None:
    files(root, cache)
    made.clear()
    root.files.update([profile("lamp-02", "القنديل")])
    after = files(root, cache)
    assert {path for path in root.files if "lamp-02/" in path} <= set(made)
    assert len(made) < len(root.files) / 2
    assert after == clean(root)


def test_a_record_that_comes_or_goes_leaves_the_others_as_they_were(root: Root, cache: Cache, made: list[str]) -> None:
    for change in (lambda: root.files.pop(post("lamp-00", 1)[0]), lambda: root.files.update([post("lamp-00", 20)])):
        files(root, cache)
        made.clear()
        change()
        after = files(root, cache)
        assert len(made) <= MOST_AGAIN
        assert after == clean(root)


def test_another_day_touches_what_opens_or_closes(root: Root, cache: Cache, made: list[str]) -> None:
    files(root, cache)
    made.clear()
    root.today += timedelta(days=1)
    files(root, cache)
    assert made == []
    root.today = date(2026, 12, 1)
    after = files(root, cache)
    assert opportunity("lamp-03", "")[0] in made
    assert after == clean(root)


def test_other_words_or_lists_make_everything_anew(root: Root, cache: Cache, made: list[str]) -> None:
    files(root, cache, "one")
    made.clear()
    files(root, cache, "two")
    assert len(made) == len(root.files)


def test_what_is_kept_for_nothing_goes(root: Root, cache: Cache) -> None:
    files(root, cache)
    before = sorted(file.name for file in (cache.folder / "data").iterdir())
    added = [post("lamp-02", number) for number in range(POSTS + 1, 29)]
    root.files.update(added)
    files(root, cache)
    for path, _ in added:
        del root.files[path]
    files(root, cache)
    assert sorted(file.name for file in (cache.folder / "data").iterdir()) == before


@pytest.mark.parametrize("damage", [lambda raw: raw[:-3], lambda raw: b"", lambda raw: raw[:90] + b"\0" + raw[91:]])
def test_a_damaged_cache_only_costs_time(root: Root, cache: Cache, damage: Callable[[bytes], bytes]) -> None:
    first = files(root, cache)
    for file in (cache.folder / "data").iterdir():
        file.write_bytes(damage(file.read_bytes()))
    assert files(root, cache) == first


def test_a_large_table_is_written_piece_by_piece(root: Root, cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segments, "CHUNK", 512)
    writer = DataWriter(root.catalogue(), BaseUrl("https://tasharuk.example/"), words(), ENGLISH, cache)
    longest = {file.path: max(map(len, file.chunks())) for file in writer.artifacts()}
    assert longest["data/posts.json"] <= 512
    assert longest["data/posts.csv"] <= 512
    assert files(root, cache) == clean(root)


def edit(root: Root, dice: random.Random, number: int) -> None:
    """Change something of a root, as people do."""
    owner = f"lamp-{dice.randrange(ORGANIZATIONS):02}"
    what = dice.choice("post gone name example withheld campaign registry day need".split())
    if what == "post":
        root.files.update([post(owner, dice.randint(1, 28), f"سطر {number}")])
    elif what == "gone":
        del root.files[dice.choice([path for path in root.files if "/posts/" in path])]
    elif what in ("name", "example", "withheld", "need"):
        more = {
            "example": "example: true\n",
            "withheld": "contacts: {hours: مساءً}\nwithheld: [{field: contacts.hours, reason: safety}]\n",
            "need": NEED.format(n=dice.randint(1, 2)),
        }.get(what, "")
        root.files.update([profile(owner, f"ي {number}", more)])
    elif what == "campaign":
        owners = ", ".join(f"lamp-{at:02}" for at in dice.sample(range(ORGANIZATIONS), dice.randint(1, 3)))
        root.files.update([campaign(f"ink-{dice.randrange(6)}", owners, dice.choice(("2026-12-31", "2026-12-01")))])
    elif what == "registry":
        status = dice.choice(("active", "dissolved", "suspended"))
        root.files[f"content/registry/{owner}.yml"] = f"registration_number: 12/2011\nstatus: {status}\n"
    else:
        root.today += timedelta(days=dice.randint(1, 20))


@pytest.mark.parametrize("seed", range(2))
def test_after_any_edit_the_files_are_those_of_a_clean_build(root: Root, cache: Cache, seed: int) -> None:
    dice = random.Random(seed)
    files(root, cache)
    for number in range(10):
        edit(root, dice, number)
        assert files(root, cache) == clean(root), number


def test_a_term_that_is_renamed_is_renamed_in_the_rows(root: Root) -> None:
    before = clean(root)["data/organizations.csv"]
    terms = dict(root.vocabulary.sectors)
    terms["education"] = replace(terms["education"], name="التعلّم")
    root.vocabulary = replace(root.vocabulary, sectors=terms)
    assert "التعلّم".encode() not in before
    assert "التعلّم".encode() in clean(root)["data/organizations.csv"]
