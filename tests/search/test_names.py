"""What the search box proposes."""

from tasharuk.model.organization import Organization
from tasharuk.search.names import names_text
from tests.tools.records import catalogue, record


def rows(*records: Organization) -> list[list[str]]:
    """Return the lines of the file of names, each as its three values."""
    return [line.split("\t") for line in names_text(catalogue(*records)).split("\n")]


def test_governorates_and_sectors_come_first_with_their_pages() -> None:
    found = rows()
    assert found[0] == ["g", "homs", "/governorates/homs/"]
    assert ["s", "health", "/sectors/health/"] in found
    assert {sort for sort, *_ in found} == {"g", "s"}


def test_organizations_are_proposed_with_their_pages() -> None:
    assert rows(record(Organization))[-1] == ["o", "جمعية المصباح", "/organizations/lamp/"]


def test_what_english_pages_call_otherwise_has_that_name_behind_it() -> None:
    lamp = record(Organization, name_en="The  Lamp")
    assert rows(lamp)[-1] == ["o", "جمعية المصباح", "/organizations/lamp/", "The Lamp"]
    without = names_text(catalogue(lamp, features={"english": False}))
    assert {len(line.split("\t")) for line in without.split("\n")} == {3}


def test_towns_are_proposed_once_and_searched() -> None:
    towns = [["تلبيسة", "homs"], ["الرستن", "تلبيسة"]]
    found = rows(
        *(record(Organization, f"a{at}", name=f"دار {at}", localities=names) for at, names in enumerate(towns))
    )
    assert [row for row in found if row[0] == "t"] == [["t", "الرستن", ""], ["t", "تلبيسة", ""]]
