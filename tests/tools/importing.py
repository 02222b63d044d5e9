"""Tables for the import's tests, and what must hold of every import: nothing is lost, and every file passes."""

import csv
import datetime
import io
import re
import shutil
import zipfile
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from tasharuk.arabic import fold
from tasharuk.catalogue import Catalogue
from tasharuk.importer import Guide, Imported, import_report, import_rows, read_guide, with_mapping
from tasharuk.importer.cells import text_of
from tasharuk.importer.fields import columns_of
from tasharuk.importer.table import Table, is_filled, table_of
from tasharuk.job import Job
from tasharuk.pipeline import check
from tasharuk.problems import Severity
from tests.tools.building import REPOSITORY
from tests.tools.records import words

FIXTURE = REPOSITORY / "tests" / "site"
CASES = REPOSITORY / "tests" / "cases" / "import"
TODAY = datetime.date(2026, 11, 24)
AR = words("ar")

HEADER = ["اسم المنظمة", "الشكل القانوني", "جملة تعريف", "محافظة المقرّ", "القطاعات", "رقم الإشهار", "هاتف"]
ROW = ["جمعية السفرجل", "جمعية", "نزرع السفرجل.", "حمص", "البيئة", "8100", "0310008100"]
OTHER_ROW = ["جمعية الدرّاق", *ROW[1:5], "8101", "0310008101"]


@cache
def catalogue() -> Catalogue:
    """Return the catalogue of the fixture site."""
    return check(Job(FIXTURE, TODAY)).catalogue


@cache
def guide(mapping: str = "", kind: str = "organization") -> Guide:
    """Return the project's guide, a mapping file of the cases laid over it."""
    found, problems = read_guide()
    if mapping:
        found, more = with_mapping(found, CASES / mapping, kind, catalogue().vocabulary, AR)
        problems += more
    assert problems == []
    return found


def imported(table: Table, mapping: str = "", registry: bool = False) -> Imported:
    """Import a table into the fixture site, without writing."""
    return import_rows(table, catalogue(), AR, guide(mapping), registry)


def saved(book: Workbook) -> bytes:
    """Return the bytes of a workbook."""
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def rows(*data: Sequence[object], header: Sequence[str] = HEADER) -> Table:
    """Return the table of a workbook with this header and these rows."""
    book = Workbook()
    for row in (header, *data):
        book.active.append(list(row))
    return table_of(saved(book))


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
    """Return the report for people."""
    return import_report(found, AR)


def codes(found: Imported) -> set[str]:
    """Return the codes of all notes."""
    return {note.code for note in found.notes}


def only_file(found: Imported) -> str:
    """Return the text of the one file that an import gave."""
    assert len(found.files) == 1, told(found)
    return found.files[0].text


# --- what holds of every import


def adds_up(table: Table, found: Imported, header: int, mapping: str = "") -> None:
    """Assert that each row with data is written or told, and each of its filled cells is in the file or in a note.

    `header` is the number of the header's row. Counted from the table itself, not from what the import says of it.
    """
    titles_only = {note.row for note in found.notes if note.code == "import_not_data"}
    filled = {number for number, row in enumerate(table.rows, 1) if any(map(is_filled, row))}
    with_data = filled - titles_only - set(range(1, header + 1))
    written = {file.row for file in found.files}
    assert written | found.unwritten == with_data
    assert not written & found.unwritten
    assert (found.row_count, len(found.files)) == (len(with_data), len(written))
    assert silent_cells(table, found, header, mapping) == []


def silent_cells(table: Table, found: Imported, header: int, mapping: str) -> list[tuple[int, str, str]]:
    """Return the filled cells of the rows written that are neither in the file of their row nor in a note."""
    shown = [text_of(cell) or get_column_letter(index) for index, cell in enumerate(table.rows[header - 1], 1)]
    columns = {note.column for note in found.notes if note.row == 0}
    quoted = {(note.row, note.column, note.seen) for note in found.notes}
    silent = []
    for file in found.files:
        for title, cell in zip(shown, table.rows[file.row - 1], strict=False):
            text = text_of(cell)
            is_told = title in columns or (file.row, title, text) in quoted
            if text and not is_told and not is_written(title, text, file.text, mapping):
                silent.append((file.row, title, text))
    return silent


@cache
def titles(mapping: str) -> dict[str, str]:
    """Return the field path of each folded title."""
    return guide(mapping).titles("organization", AR)


@cache
def spellings(path: str, mapping: str) -> dict[str, str]:
    """Return the slugs of a field by their folded spellings."""
    return guide(mapping).spellings(columns_of("organization")[path], "organization", catalogue().vocabulary, AR)


def is_written(title: str, text: str, file: str, mapping: str) -> bool:
    """Tell whether a file holds all of a cell; terms are looked up in the guide's own spellings."""
    known = titles(mapping)
    item = columns_of("organization")[known.get(fold(title)) or known[fold(title.rstrip(" 0123456789"))]]
    flat = fold(file)
    if item.terms or item.choices:
        slug_of = spellings(item.path, mapping)
        pieces = [text] if fold(text) in slug_of else re.split(r" ?[،,;/|] ?", text)
        parts = [[piece] if fold(piece) in slug_of else re.split(r"\s+و", piece) for piece in pieces]
        slugs = [slug_of.get(fold(part)) for group in parts for part in group]
        return all(slug and re.search(rf"(?:- |: ){slug}\n", file) for slug in slugs)
    return all(fold(piece) in flat for piece in re.split("[،/|]", text))


def passes_the_check(root: Path, found: Imported) -> None:
    """Write the files into a copy of the fixture site: nothing new is wrong or held."""
    copy = Path(shutil.copytree(FIXTURE, root / "copy"))
    for file in found.files:
        assert not (copy / file.path).exists()
        (copy / file.path).parent.mkdir(parents=True, exist_ok=True)
        (copy / file.path).write_text(file.text, encoding="utf-8")
    after, before = (
        [p for p in check(Job(place, TODAY)).problems if p.severity is not Severity.WARNING]
        for place in (copy, FIXTURE)
    )
    assert after == before


# --- the messy table, in each form that it comes in

MESSY_HEADER = 3


def messy_rows() -> list[list[str]]:
    """Return the rows of the messy text: titles above, sixty organizations, empty rows, a second header."""
    with (CASES / "messy.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.reader(file))
    width = max(map(len, table))
    return [row + [""] * (width - len(row)) for row in table]


def typed(title: str, text: str) -> Any:
    """Return a cell as a spreadsheet makes it of what is typed: a true date, a number without its zero."""
    if re.fullmatch(r"20\d\d-\d\d-\d\d", text) and text != "2021-02-30":
        return datetime.datetime.fromisoformat(text)
    if title in ("رقم الإشهار", "عدد المتطوعين", "م") and text.isascii() and text.isdecimal():
        return int(text)
    if title in ("الهاتف", "موبايل 2", "رقم الحساب") and text.isascii() and text.isdecimal() and text != "0":
        return float(text)
    return text or None


def messy_workbook() -> bytes:
    """Return the messy table as a workbook: joined cells, dates, numbers, formulas, errors, a second sheet."""
    book = Workbook()
    sheet = book.active
    table = messy_rows()
    titles = table[MESSY_HEADER - 1]
    for number, row in enumerate(table, 1):
        for column, (title, text) in enumerate(zip(titles, row, strict=True), 1):
            sheet.cell(number, column, typed(title, text) if number > MESSY_HEADER else text or None)
    place = {title: index for index, title in enumerate(titles, 1)}
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=8)
    governorate = place["المحافظة"]
    sheet.merge_cells(start_row=4, end_row=6, start_column=governorate, end_column=governorate)
    # a row that is a heading, cells that the spreadsheet itself has spoiled
    sheet.cell(len(table) + 1, 1, "جمعيات الريف")
    sheet.merge_cells(start_row=len(table) + 1, end_row=len(table) + 1, start_column=1, end_column=6)
    sheet.cell(23, place["موبايل 2"], 9.44000811123456e17)
    sheet.cell(24, place["موبايل 2"], "9.44E+08")
    sheet.cell(26, place["رقم الإشهار"], datetime.datetime.fromisoformat("2018-05-01"))
    sheet.cell(27, place["الموقع الالكتروني"], "=A1&B1")
    error = sheet.cell(30, place["الموقع الالكتروني"], "#REF!")
    error.data_type = "e"
    sheet.cell(32, place["تاريخ الإشهار"], 43233)
    book.create_sheet("ملاحظات").append(["لا شيء"])
    return saved(book)


def messy_xls() -> bytes:
    """Return the messy table in the old binary form; needs xlwt."""
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("جمعيات")
    day = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    table = messy_rows()
    for number, row in enumerate(table):
        for column, (title, text) in enumerate(zip(table[MESSY_HEADER - 1], row, strict=True)):
            value = typed(title, text) if number >= MESSY_HEADER else text
            if isinstance(value, datetime.datetime):
                sheet.write(number, column, value, day)
            elif value:
                sheet.write(number, column, value)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def ods(data: Iterable[Sequence[str]]) -> bytes:
    """Return rows of text as an OpenDocument spreadsheet, as little of one as there can be."""
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = "".join(
        f"<table:table-row>{''.join(cell.format(escape(text)) for text in row)}</table:table-row>" for row in data
    )
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    table = f'<table:table table:name="1">{lines}</table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    content = f'<?xml version="1.0"?><office:document-content{spaces}>{body}</office:document-content>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return file.getvalue()
