"""Who works where: the matrix and its gaps, and which needs meet which offers."""

from __future__ import annotations

from typing import Any

import pytest

from tasharuk.catalogue import Entry
from tasharuk.coverage import STEPS, Coverage, is_alike, matches, reach
from tasharuk.model.base import Record
from tasharuk.model.organization import Organization
from tasharuk.model.registry import RegistryRecord
from tests.tools.records import GOVERNORATES, SECTORS, catalogue, need, record

NEED = {"title": "دفاتر مدرسية", "kind": "goods", "posted": "2026-01-01", "expires": "2026-12-31"}


def organization(slug: str, **fields: Any) -> Organization:
    return record(Organization, slug, **{"governorates": ["homs"], "sectors": ["education"], **fields})


def cells(*records: Record) -> dict[tuple[str, str], list[str]]:
    return {cell: [item.slug for item in found] for cell, found in Coverage(catalogue(*records)).cells.items()}


def test_an_organization_stands_in_every_cell_it_works_in_and_empty_cells_are_left_out() -> None:
    wide = organization("wide", governorates=["homs", "hama"], sectors=["education", "relief"])
    narrow = organization("narrow", name="جمعية الأفق")
    assert cells(wide, narrow) == {
        ("homs", "education"): ["narrow", "wide"],
        ("homs", "relief"): ["wide"],
        ("hama", "education"): ["wide"],
        ("hama", "relief"): ["wide"],
    }


def test_a_national_organization_stands_in_every_governorate() -> None:
    found = cells(organization("national", governorates=["national"]))
    assert sorted(found) == sorted((place, "education") for place in GOVERNORATES)


@pytest.mark.parametrize("status", ["dissolved", "merged"])
def test_an_organization_no_longer_at_work_covers_nothing(status: str) -> None:
    assert cells(organization("lamp", status=status)) == {}
    assert cells(organization("lamp"), record(RegistryRecord, status=status)) == {}


def test_gaps_are_what_nobody_covers_in_the_order_of_the_vocabulary() -> None:
    coverage = Coverage(catalogue(organization("lamp")))
    assert coverage.gaps_of_governorate("homs") == ("health", "relief")
    assert coverage.gaps_of_governorate("daraa") == SECTORS
    assert coverage.gaps_of_sector("education") == ("hama", "daraa")
    assert coverage.gaps_of_sector("relief") == GOVERNORATES


def test_the_widest_gaps_come_first_and_a_full_governorate_is_left_out() -> None:
    full = organization("full", governorates=["homs"], sectors=list(SECTORS))
    part = organization("part", governorates=["hama"])
    assert Coverage(catalogue(full, part)).widest_gaps == (("daraa", SECTORS), ("hama", ("health", "relief")))


def test_equal_gaps_stand_in_the_order_of_the_vocabulary() -> None:
    assert [slug for slug, _ in Coverage(catalogue()).widest_gaps] == list(GOVERNORATES)


def test_the_highest_count_is_that_of_the_fullest_cell() -> None:
    assert Coverage(catalogue()).most == 0
    assert Coverage(catalogue(organization("one"), organization("two", sectors=["education", "relief"]))).most == 2


@pytest.mark.parametrize(
    ("most", "steps"),
    [
        (0, [0]),
        (1, [0, 1]),
        (3, [0, 1, 2, 3]),
        (5, [0, 1, 2, 3, 4, 5]),
        (10, [0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]),
    ],
)
def test_shades_rise_with_the_count_and_small_counts_stay_light(most: int, steps: list[int]) -> None:
    coverage = Coverage(catalogue())
    assert [coverage.step(count, most) for count in range(most + 1)] == steps


def test_every_count_has_a_shade_of_the_scale() -> None:
    coverage = Coverage(catalogue())
    assert {coverage.step(count, 97) for count in range(98)} == set(range(STEPS + 1))


def test_needs_come_most_urgent_first_then_by_nearest_end_and_closed_ones_not_at_all() -> None:
    needs = [
        NEED | {"title": "عادي بعيد", "expires": "2026-12-20"},
        NEED | {"title": "عادي قريب", "expires": "2026-12-01"},
        NEED | {"title": "قليل", "urgency": "low", "expires": "2026-11-30"},
        NEED | {"title": "عاجل", "urgency": "high"},
        NEED | {"title": "منته", "urgency": "high", "expires": "2026-11-23"},
        NEED | {"title": "مكتمل", "urgency": "high", "quantity": "5", "met": "5"},
    ]
    found = catalogue(organization("lamp", needs=needs)).open_needs
    assert [entry.item.title for entry in found] == ["عاجل", "عادي قريب", "عادي بعيد", "قليل"]


def test_needs_and_offers_are_kept_apart() -> None:
    found = catalogue(organization("lamp", needs=[NEED], offers=[NEED | {"title": "كراسي"}]))
    assert [entry.item.title for entry in found.open_needs] == [NEED["title"]]
    assert [entry.item.title for entry in found.open_offers] == ["كراسي"]


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ({"title": "دفاتر مدرسية"}, {"title": "الدفاتر والأقلام"}, True),
        ({"title": "دفاتر مدرسية"}, {"title": "كراسي متحركة"}, False),
        ({"title": "دفاتر", "unit": "كرتون"}, {"title": "كراسي", "unit": "كرتون"}, True),
        ({"title": "دفاتر", "unit": "كرتون"}, {"title": "كراسي", "unit": "قطعة"}, False),
        ({"title": "قاعة تدريب", "kind": "space"}, {"title": "مستودع", "kind": "space"}, True),
        ({"title": "دفاتر مدرسية", "kind": "goods"}, {"title": "دفاتر مدرسية", "kind": "equipment"}, False),
    ],
    ids=["a word in common", "other things", "one unit", "two units", "no thing at all", "two kinds"],
)
def test_a_need_and_an_offer_are_alike_when_one_may_answer_the_other(
    first: dict[str, str], second: dict[str, str], alike: bool
) -> None:
    assert is_alike(need(**first), need(**second)) is alike
    assert is_alike(need(**second), need(**first)) is alike


@pytest.mark.parametrize(
    ("places", "own", "expected"),
    [
        (["homs", "hama"], {}, {"homs", "hama"}),
        (["homs", "hama"], {"governorate": "daraa"}, {"daraa"}),
        (["national"], {}, set(GOVERNORATES)),
    ],
    ids=["where its organization works", "its own place", "everywhere"],
)
def test_a_need_reaches_its_own_place_or_all_places_of_its_organization(
    places: list[str], own: dict[str, str], expected: set[str]
) -> None:
    owner = organization("lamp", governorates=places)
    assert reach(Entry(owner, need(**own)), catalogue(owner)) == expected


@pytest.mark.parametrize(
    ("offer", "owner", "found"),
    [
        ({}, {}, True),
        ({"kind": "space"}, {}, False),
        ({"governorate": "daraa"}, {}, False),
        ({}, {"governorates": ["daraa"]}, False),
        ({}, {"governorates": ["national"]}, True),
    ],
    ids=["alike and near", "another kind", "offered elsewhere", "owner elsewhere", "national owner"],
)
def test_a_need_meets_what_is_alike_and_within_reach(offer: dict[str, str], owner: dict[str, Any], found: bool) -> None:
    seeking, giving = organization("seeking"), organization("giving", **owner)
    entry, other = Entry(seeking, need()), Entry(giving, need(**offer))
    assert list(matches(entry, (other,), catalogue(seeking, giving))) == ([other] if found else [])


def test_an_organization_does_not_answer_itself() -> None:
    owner = organization("lamp")
    assert not list(matches(Entry(owner, need()), (Entry(owner, need()),), catalogue(owner)))
