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
from tasharuk.loading import load_records
from tasharuk.model.activity import Post
from tasharuk.model.base import Record, compact
from tasharuk.model.organization import Organization
from tasharuk.parallel import share
from tasharuk.past import PLACES
from tasharuk.read import list_files
from tasharuk.shelf import SHORT, Shelf
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


def _dictionaries(part: object) -> int:
    return sum(isinstance(held, dict) for held in gc.get_referents(part))


def _loaded(root: Path, front: str = POST) -> Record:
    file = root / "organizations/boat/posts/2026-05-01-trip.md"
    file.parent.mkdir(parents=True)
    file.write_text(f"---\n{front}---\nأبحرنا.\n", encoding="utf-8")
    listed, _, _ = list_files(root, PLACES, ())
    (found,) = load_records(Job(root, TODAY, jobs=1, uses_cache=False), listed, frozenset(), None)[0].everything
    return found


def test_a_compact_record_has_no_dictionary_of_its_own() -> None:
    typed = record(Post, owner="boat", body=LATIN, summary="سطر")
    assert (_dictionaries(typed), _dictionaries(compact(typed))) == (1, 0)


def test_records_share_what_recurs_in_them() -> None:
    one, other = (compact(record(Post, f"2026-05-0{day}-trip", "boat", sectors=["health"])) for day in (1, 2))
    assert one.sectors is other.sectors
    assert one.date is other.date
    assert one.owner is other.owner
    assert one.__pydantic_fields_set__ is other.__pydantic_fields_set__


@pytest.mark.parametrize("body", [LATIN, KURDISH, "", "\u200f\n\r\ud7ff"])
def test_a_compact_record_says_the_same(body: str) -> None:
    typed = record(Post, owner="boat", body=body, summary="سطر")
    for made in (compact(typed), pickle.loads(pickle.dumps(typed)), copy.copy(typed)):
        assert made == typed
        assert made is not typed
        assert made.model_dump(exclude_unset=True) == typed.model_dump(exclude_unset=True)
        assert (made.path, made.slug, made.owner, made.body, made.body_line, made.stamp) == (
            *(typed.path, typed.slug, typed.owner, body, typed.body_line, typed.stamp),
        )


def test_records_of_different_files_or_texts_differ() -> None:
    typed = record(Post, "2026-05-01-trip", "boat", body=LATIN)
    assert typed != record(Post, "2026-05-02-trip", "boat", body=LATIN)
    assert typed != record(Post, "2026-05-01-trip", "boat", body=KURDISH)
    assert typed != record(Post, "2026-05-01-trip", "boat", body=LATIN, title="آخر")


def test_parts_inside_a_record_are_compact_too() -> None:
    made = compact(record(Organization, **ABOUT))
    assert _dictionaries(made.contacts) == 0
    assert made.contacts == record(Organization, **ABOUT).contacts


def test_a_long_text_lies_in_a_file_and_reads_as_before() -> None:
    shelf, bodies = Shelf(), [sign * SHORT for sign in ("خبز ", "ڕۆژ\n", "\U0001f35e\r\n")]
    records = [record(Post, f"2026-05-0{place}-trip", "boat", body=body) for place, body in enumerate(bodies, 1)]
    for made in records:
        made.put_aside(shelf.put)
    assert not any(isinstance(held, str) and len(held) > SHORT for made in records for held in gc.get_referents(made))
    assert [made.body for made in records] == bodies
    assert share(lambda place: records[place].body, range(3), 2) == bodies
    assert [pickle.loads(pickle.dumps(made)).body for made in records] == bodies


def test_a_text_stays_in_memory_where_it_is_short_or_the_disk_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    long, short = (record(Post, owner="boat", body=body) for body in (LATIN * SHORT, LATIN))
    monkeypatch.setattr(os, "pwrite", _full)
    for made in (long, short):
        made.put_aside(Shelf().put)
    assert (long.body, short.body) == (LATIN * SHORT, LATIN)


def _full(*_given: object) -> int:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_place_is_found_again_in_the_file_when_it_is_asked(tmp_path: Path) -> None:
    found = _loaded(tmp_path)
    assert found.sectors == ("health", "education")
    assert found.mark_of("partners", 0) == (8, 5)
    assert found.mark_of("sectors", 1) == (6, 22)  # the dash before it was left out
    assert found.mark_of("summary") == (1, 1)


def test_a_place_in_a_file_that_has_gone_is_its_beginning(tmp_path: Path) -> None:
    found = _loaded(tmp_path)
    (tmp_path / found.path).unlink()
    assert found.mark_of("partners", 0) == (1, 1)


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
