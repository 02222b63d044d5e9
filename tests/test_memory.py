"""What a record takes in memory, counted in objects, and that nothing of it is lost by taking less."""

from __future__ import annotations

import copy
import errno
import gc
import os
import pickle
from pathlib import Path

import pytest

from tasharuk.job import Job
from tasharuk.kinds import KINDS, Kind
from tasharuk.loading import load_records
from tasharuk.model.activity import Post
from tasharuk.model.base import Record
from tasharuk.model.organization import Organization
from tasharuk.model.outline import outline_of, outlined, pack
from tasharuk.parallel import share
from tasharuk.past import PLACES
from tasharuk.read import list_files
from tasharuk.shelf import Shelf
from tests.tools.records import TODAY, record

ABOUT = {"name": "المصباح", "contacts": {"email": "lamp@example.org"}, "aliases": ["مصباح", "لمبة"]}
LATIN, KURDISH = "خبز and milk — ٣ «أرغفة»", "ڕۆژباش"
POST = """title: رحلة
date: 2026-05-01
kind: report
governorate: damascus
sectors: [-, health, education]
partners:
  - lamp
"""


def _outlined(*records: Record, shelf: Shelf | None = None) -> list[Record]:
    packed = [pack(record) for record in records]
    return (shelf or Shelf()).put([*map(outline_of, records)], [*map(len, packed)], b"".join(packed))


def _loaded(root: Path, front: str = POST) -> Record:
    file = root / "organizations/boat/posts/2026-05-01-trip.md"
    file.parent.mkdir(parents=True)
    file.write_text(f"---\n{front}---\nأبحرنا.\n", encoding="utf-8")
    listed, _, _ = list_files(root, PLACES, ())
    (found,) = load_records(Job(root, TODAY, jobs=1, uses_cache=False), listed, frozenset(), None)[0].everything
    return found


def test_of_an_outline_only_what_is_listed_is_in_memory() -> None:
    (made,) = _outlined(record(Post, owner="boat", body=LATIN, summary="سطر", partners=["lamp"]))
    held = [value for value in gc.get_referents(made) if isinstance(value, str | tuple | dict)]
    assert "سطر" not in held
    assert LATIN not in held
    assert ("lamp",) not in held
    assert made.title in held
    assert not any(isinstance(value, dict) for value in held)


def test_records_share_what_recurs_in_them() -> None:
    days = [record(Post, f"2026-05-0{day}-trip", "boat", sectors=["health"]) for day in (1, 2)]
    one, other = (_outlined(day)[0] for day in days)
    assert one.sectors is other.sectors
    assert one.date is other.date
    assert one.owner is other.owner


@pytest.mark.parametrize("body", [LATIN, KURDISH, "", "\u200f\n\r\ud7ff"])
def test_an_outline_says_all_that_the_record_says(body: str) -> None:
    typed = record(Post, owner="boat", body=body, summary="سطر", counts=[{"value": "3", "unit": "قارب"}])
    (outline,) = _outlined(typed)
    for made in (outline, outline.whole(), pickle.loads(pickle.dumps(outline)), copy.copy(outline), copy.copy(typed)):
        assert made == typed
        assert made is not typed
        assert made.model_dump(exclude_unset=True) == typed.model_dump(exclude_unset=True)
        assert made.model_dump_json() == typed.model_dump_json()
        assert {name: getattr(made, name) for name in Post.model_fields} == vars(typed)
        assert (made.path, made.slug, made.owner, made.body, made.body_line, made.stamp) == (
            *(typed.path, typed.slug, typed.owner, body, typed.body_line, typed.stamp),
        )


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_listed_fields_of_each_kind_exist(kind: Kind) -> None:
    assert set(kind.model.LISTED) <= set(kind.model.model_fields)


def test_a_field_at_its_default_is_known_without_reading() -> None:
    packed = [record(Organization, **ABOUT)]
    outline = outlined(outline_of(packed[0]), lambda: pytest.fail("read"))
    assert (outline.needs, outline.parent, outline.former_slugs) == ((), None, ())


def test_what_a_list_shows_of_a_post_is_known_without_reading() -> None:
    typed = record(Post, "2026-05-01-trip", "boat", governorate="homs", place="الرستن")
    outline = outlined(outline_of(typed), lambda: pytest.fail("read"))
    for name in ("title", "date", "kind", "governorate", "place", "path", "owner"):
        assert getattr(outline, name) == getattr(typed, name)


def test_what_is_no_field_is_missing_without_reading() -> None:
    outline = outlined(outline_of(record(Post, owner="boat")), lambda: pytest.fail("read"))
    for made in (outline, record(Post, owner="boat")):
        assert getattr(made, "needs", "none") == "none"
        with pytest.raises(AttributeError, match="Post has no neads"):
            made.neads  # noqa: B018


def test_records_of_different_files_or_texts_differ() -> None:
    typed = record(Post, "2026-05-01-trip", "boat", body=LATIN)
    assert typed != record(Post, "2026-05-02-trip", "boat", body=LATIN)
    assert typed != record(Post, "2026-05-01-trip", "boat", body=KURDISH)
    assert typed != record(Post, "2026-05-01-trip", "boat", body=LATIN, title="آخر")


def test_outlines_read_their_records_in_every_process() -> None:
    bodies = [sign * 200 for sign in ("خبز ", "ڕۆژ\n", "\U0001f35e\r\n")]
    records = _outlined(*(record(Post, f"2026-05-0{n}-trip", "boat", body=body) for n, body in enumerate(bodies, 1)))
    assert [made.body for made in records] == bodies
    assert share(lambda place: records[place].body, range(3), 2) == bodies


def test_a_record_read_lately_is_not_read_again() -> None:
    shelf = Shelf()
    (made,) = _outlined(record(Organization, **ABOUT), shelf=shelf)
    assert made.contacts is made.contacts
    assert shelf.record.cache_info().misses == 1


def test_records_stay_in_memory_where_the_disk_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    typed = record(Post, owner="boat", body=LATIN)
    monkeypatch.setattr(os, "pwrite", _full)
    assert _outlined(typed) == [typed]


def _full(*_given: object) -> int:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_place_is_found_when_it_is_asked(tmp_path: Path) -> None:
    found = _loaded(tmp_path)
    assert found.sectors == ("health", "education")
    assert found.mark_of("partners", 0) == (8, 5)
    assert found.mark_of("sectors", 1) == (6, 22)  # the dash before it was left out
    assert found.mark_of("summary") == (1, 1)


def test_places_are_those_of_the_file_that_was_read_whatever_happens_to_it(tmp_path: Path) -> None:
    found = _loaded(tmp_path)
    (tmp_path / found.path).write_text("---\ntitle: أخرى\n---\n", encoding="utf-8")
    assert found.mark_of("partners", 0) == (8, 5)
    for made in (copy.copy(found), pickle.loads(pickle.dumps(found))):
        assert made.marks == found.marks


def test_a_record_that_was_read_from_no_file_says_so() -> None:
    record = Organization.model_construct(name="جمعية")
    assert (record.path, record.slug, record.owner, record.body, record.body_line, record.stamp) == (
        "",
        "",
        "",
        "",
        0,
        b"",
    )
    assert record.mark_of("name") == (1, 1)
