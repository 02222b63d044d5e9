"""Cells: what people type and what spreadsheets make of it, taken where there is one way to read it, told elsewhere."""

from __future__ import annotations

import datetime

import pytest

from tasharuk.problems import Severity
from tests.tools.importing import AR, ROW, codes, imported, only_file, row_with, told


@pytest.mark.parametrize(
    ("cell", "phones"),
    [
        (963112345670.0, ["963112345670"]),
        (112345670, ["112345670"]),
        ("0112345670 (بعد الظهر)", ["0112345670"]),
        ("0112345670 / 0944 000 811", ["0112345670", "0944 000 811"]),
        ("٠١١٢٣٤٥٦٧٠،\n0944000811", ["0112345670", "0944000811"]),
        ("0.112345670", ["0.112345670"]),
    ],
)
def test_phones_are_taken_out_of_what_people_type(cell: object, phones: list[str]) -> None:
    text = only_file(imported(row_with(c6=cell)))
    lines = [line.removeprefix("    - ") for line in text.split("  phones:\n")[1].split("\n")]
    assert lines[: len(phones)] == phones


DAY = datetime.date(2018, 5, 13)


@pytest.mark.parametrize("cell", [0.112345670, 9.63112345670123e17, "9.63E+11", "9,63112E11", DAY])
def test_a_phone_that_a_spreadsheet_has_changed_is_not_guessed(cell: object) -> None:
    found = imported(row_with(c6=cell, email="a@b.example"))
    assert "phones" not in only_file(found)
    assert "import_digits_lost" in codes(found)


def test_two_lines_in_short_are_not_taken_for_one_number() -> None:
    found = imported(row_with(c6="2234567-8", email="a@b.example"))
    assert "phones" not in only_file(found)
    assert "import_phone_range" in codes(found)


@pytest.mark.parametrize("cell", [DAY, 12.5, "1.2E+05"])
def test_a_registration_number_that_a_spreadsheet_has_changed_is_not_written(cell: object) -> None:
    found = imported(row_with(c5=cell))
    assert "import_digits_lost" in codes(found)
    assert not any("registration" in file.text for file in found.files)


def test_a_note_beside_a_phone_is_told() -> None:
    assert AR.ui("import_phone_note", given="(بعد الظهر)") in told(imported(row_with(c6="0112345670 (بعد الظهر)")))


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("13/05/2018", "2018-05-13"),
        ("05-13-2018", "2018-05-13"),
        ("٠٥.٠٥.٢٠١٨", "2018-05-05"),
        (datetime.date(2018, 5, 13), "2018-05-13"),
        (datetime.datetime.fromisoformat("2018-05-13 09:30"), "2018-05-13"),
        ("2018-05-13 00:00:00", "2018-05-13"),
        (43233, "2018-05-13"),
        ("43233", "2018-05-13"),
        ("05/06/2018", ""),
        ("0000-00-00", ""),
        ("لا يوجد", ""),
        ("أيار", ""),
    ],
)
def test_dates_are_taken_where_there_is_one_way_to_read_them(cell: object, written: str) -> None:
    found = imported(row_with(**{"c6": ROW[6], "تاريخ الإشهار": cell}))
    text = only_file(found)
    assert (f"  date: {written}\n" in text) if written else ("date: 20" not in text.replace("updated: ", ""))
    if not isinstance(cell, datetime.date):
        assert any(note.column == "تاريخ الإشهار" for note in found.notes)


@pytest.mark.parametrize(
    ("cell", "slugs"),
    [
        ("محافظة حماه", ["hama"]),
        ("حلب، ادلب", ["aleppo", "idlib"]),
        ("حلب / إدلب\nRif-Dimashq", ["aleppo", "idlib", "rural-damascus"]),
        ("حمص وحماة", ["homs", "hama"]),
        ("كل المحافظات", ["national"]),
        ("دير الزور; الشام", ["deir-ez-zor", "damascus"]),
        ("SY02 - حمص", ["homs"]),
    ],
)
def test_governorates_are_known_however_spelled(cell: str, slugs: list[str]) -> None:
    text = only_file(imported(row_with(**{"c6": ROW[6], "محافظات العمل": cell})))
    assert text.split("governorates:\n")[1].split("sectors:")[0].split() == " ".join(f"- {s}" for s in slugs).split()


def test_a_governorate_that_is_none_refuses_the_row_and_says_the_nearest() -> None:
    found = imported(row_with(c3="اللاذقيا"))
    assert found.files == ()
    assert "«اللاذقية»" in told(found)


@pytest.mark.parametrize("cell", ["منتهية", "غير معروف", 12])
def test_an_unknown_status_never_becomes_an_active_organization(cell: object) -> None:
    found = imported(row_with(الحالة=cell))
    assert (found.files, found.severity) == ((), Severity.ERROR)


def test_goals_keep_their_commas_and_names_are_parted_by_them() -> None:
    goals = "نعلّم، ونداوي\nنزرع"
    text = only_file(imported(row_with(**{"c6": ROW[6], "الأهداف": goals, "البلدات والقرى": "صدد، القريتين"})))
    assert "goals:\n  - نعلّم، ونداوي\n  - نزرع\n" in text
    assert "localities:\n  - صدد\n  - القريتين\n" in text


def test_what_is_filled_in_for_an_empty_cell_is_told_by_its_name() -> None:
    found = imported(row_with())
    assert "governorates:\n  - homs\n" in only_file(found)
    assert AR.ui("import_from_headquarters", value="حمص") in told(found)
