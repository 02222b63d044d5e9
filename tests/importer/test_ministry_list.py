"""The ministry's own list: which organization a row is about, and what differs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tasharuk.importer import Imported, import_rows
from tasharuk.model.organization import Organization
from tasharuk.model.registry import RegistryRecord
from tasharuk.problems import Severity
from tests.tools.importing import AR, catalogue, codes, guide, imported, rows, told
from tests.tools.records import record

TITLES = ["اسم الجمعية", "رقم الإشهار", "الترخيص", "الحالة"]


def unregistered() -> tuple[str, str, str]:
    """Return slug, name and number of an organization of which the ministry holds no record yet."""
    return next(
        (slug, item.name, item.registration.number)
        for slug, item in catalogue().organizations.items()
        if item.registration and slug not in catalogue().registry
    )


def listed(*row: object, header: list[str] = TITLES) -> Imported:
    return imported(rows(row, header=header), registry=True)


def among(*organizations: Organization, row: list[str], record: RegistryRecord | None = None) -> Imported:
    """Import a row of name, number and directorate into a directory of these organizations alone."""
    own = replace(catalogue(), records=(*organizations, *([record] if record else [])))
    table = rows(row, header=["اسم الجمعية", "رقم الإشهار", "المديرية"])
    return import_rows(table, own, AR, guide(), registry=True)


def organization(slug: str, name: str, number: str, directorate: str) -> Organization:
    return record(Organization, slug, name=name, registration={"number": number, "directorate": directorate})


LAMP = organization("lamp", "جمعية المصباح", "12", "homs")
ROSE = organization("rose", "جمعية الجوريّ", "12", "hama")
TWIN = organization("twin", "جمعية المصباح", "30", "hama")


def test_the_ministrys_list_finds_its_organizations() -> None:
    slug, name, number = unregistered()
    file = listed(name, number, "نهائي", "عاملة").files[0]
    assert file.path == f"content/registry/{slug}.yml"
    assert f"registration_number: {number}\nlicence: full\nstatus: active\n" in file.text


def test_a_record_that_differs_from_the_profile_is_written_and_held() -> None:
    slug, name, _number = unregistered()
    found = listed(name, "999", "نهائي", "عاملة")
    assert [file.path for file in found.files] == [f"content/registry/{slug}.yml"]
    assert (found.severity, "registry_mismatch" in codes(found)) == (Severity.HELD, True)


@pytest.mark.parametrize(
    ("row", "code", "severity"),
    [
        (["جمعية لا يعرفها أحد", "999", "نهائي", "عاملة"], "import_no_profile", Severity.WARNING),
        (["جمعية لا يعرفها أحد", "NUMBER", "نهائي", "عاملة"], "import_number_of_other", Severity.HELD),
        (["NAME", "NUMBER", "نهائي", "مجمّدة قليلًا"], "import_unknown_term", Severity.ERROR),
    ],
)
def test_a_row_in_doubt_is_not_written(row: list[str], code: str, severity: Severity) -> None:
    _slug, name, number = unregistered()
    found = listed(*(cell.replace("NAME", name).replace("NUMBER", number) for cell in row))
    assert (found.files, found.severity, found.unwritten) == ((), severity, {2})
    assert code in codes(found)


@pytest.mark.parametrize(
    ("row", "path"),
    [
        (["", "12", "حماة"], "content/registry/rose.yml"),
        (["", "12", ""], ""),
        (["جمعية المصباح", "", ""], ""),
        (["جمعية المصباح", "12", ""], "content/registry/lamp.yml"),
        (["جمعية المصباح", "30", "حماة"], "content/registry/twin.yml"),
        (["جمعية المصباح", "12", "حماة"], ""),
    ],
)
def test_number_directorate_and_name_together_say_which_one_is_meant(row: list[str], path: str) -> None:
    found = among(LAMP, ROSE, TWIN, row=row)
    assert [file.path for file in found.files] == ([path] if path else [])
    assert path or found.severity is Severity.HELD


def test_a_name_that_is_nearly_one_of_the_directory_is_said() -> None:
    assert "«جمعية المصباح»" in told(among(LAMP, row=["جمعية المصابيح", "77", ""]))


def test_a_record_that_exists_is_left_alone_and_each_difference_told() -> None:
    old = record(RegistryRecord, "lamp", name="جمعية المصباح", registration_number="12")
    same = among(LAMP, row=["جمعية المصباح", "١٢", "حمص"], record=old)
    assert (same.files, same.severity, codes(same)) == (
        (),
        Severity.WARNING,
        {"import_compared", "import_unchanged"},
    )
    other = among(LAMP, row=["جمعية المصباح", "13", "حمص"], record=old)
    assert (other.files, other.severity) == ((), Severity.HELD)
    assert "content/registry/lamp.yml: «12»" in told(other)
    assert "«13»" in told(other)
