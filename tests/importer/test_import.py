"""The import: every cell of a table is in a file that passes the check, or told in the report."""

from __future__ import annotations

import csv
import datetime
import io
import re
import shutil
from functools import cache
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tasharuk.arabic import fold
from tasharuk.catalogue import Catalogue
from tasharuk.importer import Guide, Imported, import_rows, read_guide, read_table, report_text, template_workbook
from tasharuk.importer.cells import text_of
from tasharuk.importer.fields import fields_of, label_of
from tasharuk.importer.table import Table, table_of
from tasharuk.pipeline import Job, check
from tasharuk.problems import Severity
from tests.tools.building import REPOSITORY
from tests.tools.records import words

FIXTURE = REPOSITORY / "tests" / "site"
CASES = REPOSITORY / "tests" / "cases" / "import"
TODAY = datetime.date(2026, 11, 24)
AR = words("ar")

HEADER = ["اسم المنظمة", "الشكل القانوني", "جملة تعريف", "محافظة المقرّ", "القطاعات", "رقم الإشهار", "هاتف"]
ROW = ["جمعية السفرجل", "جمعية", "نزرع السفرجل.", "حمص", "البيئة", "8100", "0310008100"]


@cache
def catalogue() -> Catalogue:
    return check(Job(FIXTURE, TODAY)).catalogue


@cache
def guide(mapping: str = "") -> Guide:
    found, problems = read_guide(mapping=CASES / mapping if mapping else None)
    assert problems == []
    return found


def imported(table: Table, mapping: str = "", registry: bool = False) -> Imported:
    return import_rows(table, catalogue(), AR, guide(mapping), registry)


def rows(*data: list[object], header: list[str] | None = None) -> Table:
    """Return a workbook's table with this header and these rows."""
    book = Workbook()
    for row in (header or HEADER, *data):
        book.active.append(row)
    return table_of(saved(book))


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def row_with(**cells: object) -> Table:
    """Return a table of one sound row; `cells` replace or add cells, by place (`c3`) or new title."""
    header, row = list(HEADER), list[object](ROW)
    for key, value in cells.items():
        if key[0] == "c" and key[1:].isdigit():
            row[int(key[1:])] = value
        else:
            header.append(key)
            row.append(value)
    return rows(row, header=header)


def told(found: Imported) -> str:
    return report_text(found, AR)


def only_file(found: Imported) -> str:
    assert len(found.files) == 1, told(found)
    return found.files[0][1]


def silent_cells(table: Table, found: Imported, header: int, texts: dict[int, str]) -> list[tuple[int, str, str]]:
    """Return the filled cells that are neither in the file of their row nor in the report.

    A cell is told when its row is not written, its column is told as a whole, or a note quotes it; it is written
    when each of its values stands in the file as typed, as a slug, or as the number it means.
    """
    whole_rows = {note.row for note in found.report if not note.column and note.row}
    columns = {note.column for note in found.report if note.row == 0}
    cells = {(note.row, note.column, note.seen) for note in found.report}
    silent = []
    titles = [text_of(cell) for cell in table.rows[header]]
    for number, row in enumerate(table.rows, 1):
        for title, cell in zip(titles, row, strict=False):
            text = text_of(cell)
            if not text or number == header + 1 or number in whole_rows or title in columns:
                continue
            if (number, title, text) not in cells and not is_written(title, text, texts.get(number, "")):
                silent.append((number, title, text))
    return silent


def is_written(title: str, text: str, file: str) -> bool:
    """Tell whether the file of a row holds a cell's value; terms are looked up in the guide's own spellings."""
    path = guide().titles("organization", AR).get(fold(title)) or ""
    item = fields_of("organization").get(path) or fields_of("organization").get("contacts.phones")
    assert item is not None
    flat = fold(file)
    if item.terms or item.choices:
        spellings = guide().spellings(item, "organization", catalogue().vocabulary, AR)
        pieces = [text] if fold(text) in spellings else re.split(r" ?[،,;/|] ?", text)
        known = [[piece] if fold(piece) in spellings else re.split(r"\s+و", piece) for piece in pieces]
        wanted = [spellings.get(fold(part)) for parts in known for part in parts]
        return all(slug and f"{slug}\n" in file for slug in wanted)
    return all(fold(piece) in flat for piece in text.replace("/", "،").split("،"))


def texts_by_row(table: Table, found: Imported) -> dict[int, str]:
    """Return the text of each file by the row it came from, found by the name in it."""
    by_name = {fold(text.split("\n")[0].removeprefix("name: ")): text for _path, text in found.files}
    names = {number: {fold(text_of(cell)) for cell in row} for number, row in enumerate(table.rows, 1)}
    return {number: by_name[name] for number, found_in in names.items() for name in found_in & by_name.keys()}


def passes_the_check(root: Path, found: Imported) -> None:
    """Write the files into a copy of the fixture site: nothing new is wrong or held."""
    copy = Path(shutil.copytree(FIXTURE, root / "copy"))
    for path, text in found.files:
        assert not (copy / path).exists()
        (copy / path).parent.mkdir(parents=True, exist_ok=True)
        (copy / path).write_text(text, encoding="utf-8")
    paths = {path for path, _ in found.files}
    stops = [p for p in check(Job(copy, TODAY)).problems if p.severity is not Severity.WARNING]
    assert [problem for problem in stops if problem.path in paths] == []
    assert len(stops) == len([p for p in check(Job(FIXTURE, TODAY)).problems if p.severity is not Severity.WARNING])


# --- whole tables


def test_sixty_messy_rows_are_written_clean_or_told_cell_by_cell(tmp_path: Path) -> None:
    table = read_table(CASES / "messy.csv")
    found = imported(table)
    assert found.row_count == 60
    refused = {note.row for note in found.report if note.done == AR.ui("import_not_written")}
    assert len(found.files) + len(refused) == 60
    assert len(found.files) >= 25
    assert silent_cells(table, found, 2, texts_by_row(table, found)) == []
    passes_the_check(tmp_path, found)


def test_a_messy_workbook_gives_what_its_text_gives() -> None:
    book = Workbook()
    with (CASES / "messy.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file):
            book.active.append([cell or None for cell in row])
    assert imported(table_of(saved(book))) == imported(read_table(CASES / "messy.csv"))


def test_the_list_of_ror_comes_in_with_a_mapping_file(tmp_path: Path) -> None:
    table = read_table(CASES / "ror-excerpt.csv")
    found = imported(table, "ror-mapping.yml")
    refused = {note.row for note in found.report if note.done == AR.ui("import_not_written")}
    assert (found.row_count, len(found.files) + len(refused)) == (20, 20)
    assert len(found.files) == 11
    texts = dict(found.files)
    assert "name: جامعة دمشق\nname_en: Damascus University\n" in texts["organizations/damascus-university/profile.yml"]
    passes_the_check(tmp_path, found)


def test_importing_again_writes_nothing_and_says_where_each_one_is(tmp_path: Path) -> None:
    first = imported(rows(list(ROW)))
    copy = Path(shutil.copytree(FIXTURE, tmp_path / "copy"))
    path, text = first.files[0]
    (copy / path).parent.mkdir(parents=True)
    (copy / path).write_text(text, encoding="utf-8")
    again = import_rows(rows(list(ROW)), check(Job(copy, TODAY)).catalogue, AR, guide())
    assert again.files == ()
    assert again.severity is Severity.HELD
    assert path.removesuffix("/profile.yml") in report_text(again, AR)


# --- files


TEXT = "\n".join(";".join(row) for row in (HEADER, ROW, ["جمعية الدرّاق", *ROW[1:5], "8101", "0310008101"]))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "،"])
def test_text_is_read_in_any_encoding_with_any_delimiter(encoding: str, delimiter: str) -> None:
    table = table_of(TEXT.replace(";", delimiter).encode(encoding))
    assert [list(row) for row in table.rows[:2]] == [HEADER, ROW]
    found = imported(table)
    assert len(found.files) == 2
    assert ("Windows-1256" in told(found)) is (encoding == "cp1256")


@pytest.mark.parametrize("raw", [b"", b"   \n", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0", b"\x00\x01\x02" * 50])
def test_what_is_no_table_is_told_and_nothing_breaks(raw: bytes) -> None:
    found = imported(table_of(raw))
    assert (found.files, found.severity) == ((), Severity.ERROR)
    assert told(found)


def test_a_table_without_known_titles_says_which_titles_it_needs() -> None:
    found = imported(table_of(b"aaa,bbb\n1,2\n"))
    assert found.severity is Severity.ERROR
    assert "«اسم المنظمة»" in told(found)


def test_a_second_sheet_is_named() -> None:
    book = Workbook()
    book.active.append(HEADER)
    book.active.append(ROW)
    book.create_sheet("مكرّر").append(["x"])
    found = imported(table_of(saved(book)))
    assert len(found.files) == 1
    assert "مكرّر" in told(found)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    assert imported(read_table(tmp_path / "none.xlsx")).severity is Severity.ERROR


# --- cells


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


@pytest.mark.parametrize("cell", [0.112345670, 9.63112345670123e17])
def test_a_phone_that_a_spreadsheet_has_cut_is_not_guessed(cell: float) -> None:
    found = imported(row_with(c6=cell, email="a@b.example"))
    assert "phones" not in only_file(found)
    assert AR.ui("import_digits_lost") in told(found)


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
        assert any(note.column == "تاريخ الإشهار" for note in found.report)


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


def test_an_unknown_status_never_becomes_an_active_organization() -> None:
    found = imported(row_with(الحالة="منتهية"))
    assert (found.files, found.severity) == ((), Severity.ERROR)


def test_accounts_and_personal_numbers_are_neither_written_nor_repeated() -> None:
    found = imported(row_with(**{"c6": ROW[6], "رقم الحساب": "00123456", "الرقم الوطني": "01020304050"}))
    everything = only_file(found) + told(found)
    assert "00123456" not in everything
    assert "01020304050" not in everything
    assert AR.ui("import_account") in everything


def test_an_unknown_column_is_named_once() -> None:
    sound = [[f"جمعية السفرجل {n}", *ROW[1:5], str(8100 + n), f"03100081{n:02}", "أزرق"] for n in range(3)]
    found = imported(rows(*sound, header=[*HEADER, "اللون"]))
    assert [note.row for note in found.report if note.column == "اللون"] == [0]


def test_a_joined_cell_stands_for_all_its_rows() -> None:
    book = Workbook()
    for row in (HEADER, ROW, ["جمعية الدرّاق", *ROW[1:5], "8101", "0310008101"]):
        book.active.append(row)
    book.active["D3"] = None
    book.active.merge_cells("D2:D3")
    found = imported(table_of(saved(book)))
    assert len(found.files) == 2
    assert AR.ui("import_joined") in told(found)


def test_of_two_rows_with_one_name_the_first_is_written() -> None:
    second = ["مؤسّسة السّفرجل", *ROW[1:5], "8101", "0310008101"]
    found = imported(rows(list(ROW), second))
    assert [path for path, _ in found.files] == ["organizations/sfrjl/profile.yml"]
    assert AR.ui("import_row", number=2) in told(found)


def test_of_two_rows_with_one_phone_the_later_is_held() -> None:
    found = imported(rows(list(ROW), ["جمعية الدرّاق", *ROW[1:5], "8101", ROW[6]]))
    assert len(found.files) == 1
    assert found.severity is Severity.HELD


def test_an_existing_registration_number_is_told_not_written() -> None:
    slug, known = next((s, o) for s, o in catalogue().organizations.items() if o.registration)
    assert known.registration
    found = imported(row_with(c5=known.registration.number))
    assert found.files == ()
    assert f"organizations/{slug}" in told(found)


def test_an_english_name_gives_the_folder_its_name() -> None:
    found = imported(row_with(**{"c6": ROW[6], "English name": "Women's Quince & Café"}))
    assert found.files[0][0] == "organizations/womens-quince-cafe/profile.yml"


# --- the ministry's list

REGISTRY = ["اسم الجمعية", "رقم الإشهار", "الترخيص", "الحالة"]


def unregistered() -> tuple[str, str, str]:
    """Return slug, name and number of an organization of which the ministry holds no record yet."""
    return next(
        (slug, item.name, item.registration.number)
        for slug, item in catalogue().organizations.items()
        if item.registration and slug not in catalogue().registry
    )


def test_the_ministrys_list_finds_its_organizations() -> None:
    slug, name, number = unregistered()
    found = imported(rows([name, number, "نهائي", "عاملة"], header=REGISTRY), registry=True)
    path, text = found.files[0]
    assert path == f"content/registry/{slug}.yml"
    assert f"registration_number: {number}\nlicence: full\nstatus: active\n" in text


def test_a_registry_row_that_differs_from_the_profile_is_written_and_held() -> None:
    slug, name, _number = unregistered()
    found = imported(rows([name, "999", "نهائي", "عاملة"], header=REGISTRY), registry=True)
    assert [path for path, _ in found.files] == [f"content/registry/{slug}.yml"]
    assert found.severity is Severity.HELD


@pytest.mark.parametrize(
    "row",
    [
        ["جمعية لا يعرفها أحد", "999", "نهائي", "عاملة"],
        ["جمعية لا يعرفها أحد", "NUMBER", "نهائي", "عاملة"],
        ["NAME", "NUMBER", "نهائي", "مجمّدة قليلًا"],
    ],
)
def test_a_registry_row_in_doubt_is_not_written(row: list[str]) -> None:
    _slug, name, number = unregistered()
    cells: list[object] = [cell.replace("NAME", name).replace("NUMBER", number) for cell in row]
    found = imported(rows(cells, header=REGISTRY), registry=True)
    assert found.files == ()
    assert told(found)


def test_a_registry_record_is_never_written_over() -> None:
    slug, item = next((s, catalogue().organizations[s]) for s in catalogue().registry if s in catalogue().organizations)
    found = imported(rows([item.name, "", "نهائي", "عاملة"], header=REGISTRY), registry=True)
    assert found.files == ()
    assert f"content/registry/{slug}.yml" in told(found)


# --- the template


@pytest.mark.parametrize("kind", ["organization", "registry"])
def test_the_titles_of_the_template_are_those_of_the_fields(kind: str) -> None:
    titles = guide().titles(kind, AR)
    assert {path: titles[fold(label_of(AR, kind, path))] for path in fields_of(kind)} == {p: p for p in fields_of(kind)}


def test_the_template_filled_in_becomes_a_profile() -> None:
    raw = template_workbook(AR, catalogue().vocabulary)
    assert raw == template_workbook(AR, catalogue().vocabulary)
    assert imported(table_of(raw)).row_count == 0
    book = load_workbook(io.BytesIO(raw))
    sheet = book.worksheets[0]
    assert sheet.sheet_view.rightToLeft
    place = {str(cell.value).removesuffix(" *"): cell.column for cell in sheet[1]}
    for title, value in zip(HEADER, ROW, strict=True):
        sheet.cell(2, place[title], value)
    assert "headquarters: homs\n" in only_file(imported(table_of(saved(book))))


def test_the_drop_downs_offer_what_the_import_understands() -> None:
    book = load_workbook(io.BytesIO(template_workbook(AR, catalogue().vocabulary)))
    lists = book["_lists"]
    assert lists.sheet_state == "hidden"
    offered = [cell.value for cell in lists["A"]]
    assert all(isinstance(rule.formula1, str) for rule in book.worksheets[0].data_validations.dataValidation)
    assert offered is not None
    for item in fields_of("organization").values():
        if item.terms:
            spellings = guide().spellings(item, "organization", catalogue().vocabulary, AR)
            terms = getattr(catalogue().vocabulary, item.terms)
            assert {slug: spellings[fold(term.name)] for slug, term in terms.items()} == {s: s for s in terms}


def test_a_mapping_file_that_names_no_field_is_told_with_the_nearest(tmp_path: Path) -> None:
    file = tmp_path / "mapping.yml"
    file.write_text("columns: {Name: nmae}\ncolums: {}\n", encoding="utf-8")
    _, problems = read_guide(mapping=file)
    assert [(p.line, p.code, p.suggestions[:1]) for p in problems] == [
        (1, "unknown_key", ("name",)),
        (2, "unknown_key", ("columns",)),
    ]


def test_missing_tables_are_told_rather_than_nothing_understood(tmp_path: Path) -> None:
    assert [p.code for p in read_guide(tmp_path, tmp_path / "none.yml")[1]] == ["unreadable"] * 3
