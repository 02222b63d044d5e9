"""How far a fact can be trusted: declared, then documented, then confirmed, and back when profile and registry part."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from tasharuk.export import organization_files
from tasharuk.levels import COMPARED, differences, level_of, profile_value, standing
from tasharuk.model.organization import Organization
from tasharuk.model.registry import RegistryRecord
from tasharuk.urls import BaseUrl
from tests.tools.records import catalogue, record

UPDATED, CONFIRMED, LATER = date(2026, 6, 1), date(2026, 2, 1), date(2026, 9, 1)
NAME, NUMBER = "جمعية المصباح", "1247"


def profile(**fields: Any) -> Organization:
    return record(Organization, **{"name": NAME, "registration": {"number": NUMBER}, **fields})


def entry(field: str, on: date = CONFIRMED) -> dict[str, str]:
    return {"field": field, "on": on.isoformat(), "by": "مديرية حمص"}


def registry(*confirmed: dict[str, str], **fields: Any) -> RegistryRecord:
    return record(RegistryRecord, confirmed=list(confirmed), **{"name": NAME, "registration_number": NUMBER, **fields})


def test_what_only_the_organization_says_is_declared_on_the_day_it_said_so() -> None:
    level = level_of(profile(), None, "name")
    assert (level.name, level.on, level.by) == ("declared", UPDATED, "")


def test_a_decision_documents_the_registration_and_nothing_else() -> None:
    documented = profile(registration={"number": NUMBER, "decision": "قرار 512"})
    assert level_of(documented, None, "registration.number").name == "documented"
    assert level_of(documented, None, "name").name == "declared"


def test_a_field_is_confirmed_by_an_entry_for_it_and_dated_by_that_entry() -> None:
    level = level_of(profile(), registry(entry("name")), "name")
    assert (level.name, level.on, level.by) == ("confirmed", CONFIRMED, "مديرية حمص")


def test_a_registry_record_without_an_entry_confirms_nothing() -> None:
    assert level_of(profile(), registry(entry("name")), "registration.number").name == "declared"


def test_confirmation_outranks_the_decision() -> None:
    documented = profile(registration={"number": NUMBER, "decision": "قرار 512"})
    assert level_of(documented, registry(entry("registration.number")), "registration.number").name == "confirmed"


@pytest.mark.parametrize("field", ["registration.number", "registration_number"])
def test_an_entry_may_name_the_field_as_the_profile_or_as_the_registry_does(field: str) -> None:
    assert level_of(profile(), registry(entry(field)), "registration.number").name == "confirmed"


@pytest.mark.parametrize("order", [1, -1], ids=["oldest first", "newest first"])
def test_the_newest_of_two_entries_counts(order: int) -> None:
    entries = [entry("name", CONFIRMED), entry("name", LATER)][::order]
    assert level_of(profile(), registry(*entries), "name").on == LATER


@pytest.mark.parametrize(
    ("registered", "level"),
    [
        ({"name": "جمعيّة المصباح"}, "confirmed"),
        ({"name": "جمعية القنديل"}, "declared"),
        ({"name": None}, "declared"),
    ],
    ids=["another spelling", "another name", "registry silent"],
)
def test_a_confirmation_lasts_as_long_as_profile_and_registry_agree(registered: dict[str, Any], level: str) -> None:
    assert level_of(profile(), registry(entry("name"), **registered), "name").name == level


def test_a_field_that_the_registry_does_not_hold_is_never_confirmed() -> None:
    assert level_of(profile(), registry(entry("summary")), "summary").name == "declared"


def test_a_field_that_the_profile_lacks_is_not_confirmed() -> None:
    bare = record(Organization, name=NAME)
    assert level_of(bare, registry(entry("registration.number")), "registration.number").name == "declared"


@pytest.mark.parametrize(
    ("confirmed", "decision", "expected"),
    [
        ([], None, ("declared", UPDATED)),
        ([entry("name")], None, ("declared", UPDATED)),
        ([entry("registration.number")], None, ("declared", UPDATED)),
        ([entry("name")], "قرار 512", ("documented", UPDATED)),
        ([entry("name", LATER), entry("registration.number")], None, ("confirmed", CONFIRMED)),
        ([entry("name"), entry("registration.number", LATER)], None, ("confirmed", CONFIRMED)),
    ],
    ids=["nothing", "name alone", "number alone", "decision", "both, number older", "both, name older"],
)
def test_an_organization_is_confirmed_with_name_and_number_since_the_older_of_the_two(
    confirmed: list[dict[str, str]], decision: str | None, expected: tuple[str, date]
) -> None:
    stated = {"number": NUMBER, **({"decision": decision} if decision else {})}
    level = standing(profile(registration=stated), registry(*confirmed))
    assert (level.name, level.on) == expected


SAME = {
    "name": (NAME, "جمعيّة المصباح"),
    "registration.number": ("1247", "١٢٤٧"),
    "registration.date": ("2019-03-05", "2019/3/5"),
    "registration.licence": ("full", "full"),
    "registration.licence_expires": ("2027-01-01", "2027-01-01"),
    "status": ("active", "active"),
}
OTHER = {
    "name": "جمعية القنديل",
    "registration.number": "9999",
    "registration.date": "2020-03-05",
    "registration.licence": "provisional",
    "registration.licence_expires": "2026-01-01",
    "status": "suspended",
}


def declared_all() -> Organization:
    stated = {field.removeprefix("registration."): value for field, (value, _) in SAME.items()}
    name, status = stated.pop("name"), stated.pop("status")
    return profile(name=name, status=status, registration=stated)


def registered(**changed: str | None) -> RegistryRecord:
    values = {COMPARED[field]: value for field, (_, value) in SAME.items()}
    return record(RegistryRecord, **{**values, **changed})


def test_the_cases_cover_every_compared_field() -> None:
    assert list(SAME) == list(OTHER) == list(COMPARED)
    assert all(profile_value(declared_all(), field) is not None for field in COMPARED)


def test_one_fact_in_two_spellings_is_no_difference() -> None:
    assert differences(declared_all(), registered()) == []


@pytest.mark.parametrize("field", OTHER)
def test_another_value_is_a_difference_of_that_field_alone(field: str) -> None:
    assert differences(declared_all(), registered(**{COMPARED[field]: OTHER[field]})) == [field]


@pytest.mark.parametrize("field", OTHER)
def test_silence_of_the_registry_is_no_difference(field: str) -> None:
    assert differences(declared_all(), registered(**{COMPARED[field]: None})) == []


def test_silence_of_the_profile_is_no_difference() -> None:
    assert differences(record(Organization, name=NAME), registered()) == []


def test_differences_come_in_the_order_in_which_fields_are_compared() -> None:
    everything = {COMPARED[field]: value for field, value in OTHER.items()}
    assert differences(declared_all(), registered(**everything)) == list(COMPARED)


def test_the_open_data_of_an_organization_says_how_far_each_fact_can_be_trusted() -> None:
    found = catalogue(profile(), registry(entry("name")))
    (file,) = organization_files(found, BaseUrl("https://tasharuk.example/dir/"))
    data = json.loads(file.content)
    assert file.path == "organizations/lamp/index.json"
    assert data["levels"]["name"] == {"level": "confirmed", "on": "2026-02-01"}
    assert data["levels"]["status"] == {"level": "declared", "on": "2026-06-01"}
    assert data["standing"] == "declared"
    assert data["profile"]["registration"] == {"number": NUMBER}
