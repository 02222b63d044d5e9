"""A spreadsheet's bytes → a Table of plain values: xlsx, xls, ods, or text with any delimiter and Arabic encoding.

What a workbook's file holds no value for, a formula never worked out or an error, stands in the Table as a Fault.
"""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from tasharuk.read import read_bytes

Cell: TypeAlias = "str | float | bool | datetime.date | datetime.time | datetime.timedelta"
Row: TypeAlias = "tuple[Cell, ...]"
Told: TypeAlias = "tuple[str, Mapping[str, str]]"  # key in the words, values

NOTHING: Mapping[str, str] = MappingProxyType({})

MAX_ROWS = 25_000
MAX_CELLS = 2_000_000
DELIMITERS = ("\t", ";", ",", "|", "\u060c", "\u061b", "^", "~")
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"  # xlsx and ods; xls
OWN_SHEET = "_lists"  # holds the drop-down lists of our own template
FAULT_MARKS = (b't="e"', b"<f", b":f")  # without these no cell of a workbook holds a formula or an error


class Fault(str):
    """A cell whose value the file does not hold: the formula, or the error that stands there."""

    __slots__ = ()


@dataclass(frozen=True)
class Merge:
    """Cells joined into one: first and last row and column, counted from 0, both included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Table:
    """The values of one sheet as they stand, row by row from the sheet's first row; empty cells are "".

    `told` is what was noticed while reading; `failed` is the key in the words that
    says why there is nothing, empty when all went well.
    """

    rows: tuple[Row, ...] = ()
    merges: tuple[Merge, ...] = ()
    told: tuple[Told, ...] = ()
    failed: str = ""


def read_table(path: Path, sheet: str = "") -> Table:
    """Read a spreadsheet or a text table. Never raises on content: `failed` says what is wrong with the file."""
    try:
        raw = read_bytes(path)
    except OSError:
        return Table(failed="import_unreadable")
    return table_of(raw, sheet)


def table_of(raw: bytes, sheet: str = "") -> Table:
    """Turn the bytes of a spreadsheet into a table; what they are is told from the bytes, not from a file's name.

    Without the name of a `sheet` the first one that holds anything is read, and the others are told.
    """
    table = _workbook(raw, sheet) if raw.startswith((ZIP, OLE)) else _text(raw)
    rows = table.rows
    while rows and not any(map(is_filled, rows[-1])):
        rows = rows[:-1]
    if table.failed or not rows:
        return Table(failed=table.failed or "import_empty")
    if len(rows) > MAX_ROWS:
        return Table(failed="import_too_large")
    return replace(table, rows=rows)


def is_filled(cell: Cell) -> bool:
    """Tell whether anything stands in a cell."""
    return not isinstance(cell, str) or bool(cell.strip())


def _workbook(raw: bytes, wanted: str) -> Table:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        names = [name for name in book.sheet_names if name != OWN_SHEET]
        filled = [name for name in names if book.get_sheet_by_name(name).height]
        chosen = next((name for name in filled if wanted in ("", name)), None)
        if chosen is None:
            return Table(failed="import_no_sheet" if wanted else "import_empty")
        sheet = book.get_sheet_by_name(chosen)
        if sheet.total_height * sheet.total_width > MAX_CELLS:
            return Table(failed="import_too_large")
        rows = [list(row) for row in sheet.to_python(skip_empty_area=False)]
        merges = tuple(Merge(*first, *last) for first, last in sheet.merged_cell_ranges or ())
    except (CalamineError, ValueError, OSError, KeyError, IndexError, OverflowError):
        return Table(failed="import_not_a_table")
    for row, column, text in _faults(raw, chosen):
        if row < len(rows) and column < len(rows[row]) and not is_filled(rows[row][column]):
            rows[row][column] = text
    told = [("import_other_sheet", {"given": name}) for name in filled if name != chosen and not wanted]
    return Table(tuple(map(tuple, rows)), merges, tuple(told))


def _faults(raw: bytes, sheet: str) -> list[tuple[int, int, Fault]]:
    """Return row, column (from 0) and text of the formulas and errors of an xlsx sheet, for calamine gives "" there."""
    if not raw.startswith(ZIP) or not _may_have_faults(raw):
        return []
    from openpyxl import load_workbook

    try:
        cells = (cell for row in load_workbook(io.BytesIO(raw), read_only=True)[sheet].iter_rows() for cell in row)
        return [
            (cell.row - 1, cell.column - 1, Fault(getattr(cell.value, "text", cell.value)))
            for cell in cells
            if cell.data_type in ("e", "f") and cell.value is not None
        ]
    except Exception:  # whatever its parts raise: ods, or a workbook that only calamine can read
        return []


def _may_have_faults(raw: bytes) -> bool:
    """Look into the sheets' files, which is many times faster than reading them cell by cell."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
            return any(mark in content for content in sheets for mark in FAULT_MARKS)
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError):
        return False


def _text(raw: bytes) -> Table:
    text, told = _decoded(raw)
    if not text.strip():
        return Table(failed="import_empty")
    if "\x00" in text:
        return Table(failed="import_not_a_table")
    first, _, rest = text.partition("\n")
    delimiter = ""
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:  # as Excel writes it
        delimiter, text = first.strip()[4], f"\n{rest}"
    try:
        delimiter = delimiter or _delimiter(text)
        rows, is_sound = _rows(text, delimiter)
    except csv.Error:
        return Table(failed="import_not_a_table")
    return Table(rows, told=told if is_sound else (*told, ("import_quotes", NOTHING)))


def _rows(text: str, delimiter: str) -> tuple[tuple[Row, ...], bool]:
    """Return all rows, and whether their quotation marks are in pairs, so that no row has swallowed the next."""
    try:
        return tuple(map(tuple, _split(text, delimiter, strict=True))), True
    except csv.Error:
        return tuple(map(tuple, _split(text, delimiter))), False


def _decoded(raw: bytes) -> tuple[str, tuple[Told, ...]]:
    """Return the text, with a note when its encoding had to be guessed."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace"), ()
    even, odd = raw[:4000:2].count(0), raw[1:4000:2].count(0)
    if max(even, odd) * 10 > len(raw[:4000]):  # UTF-16 without its mark: each Latin letter or comma has a zero byte
        return raw.decode("utf-16-le" if odd > even else "utf-16-be", "replace"), ()
    try:
        return raw.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        return raw.decode("cp1256", "replace"), (("import_encoding", {"given": "Windows-1256"}),)


def _delimiter(text: str) -> str:
    """Choose the delimiter that parts the first rows most evenly; of equal ones the one that parts them most."""
    return max(DELIMITERS, key=lambda delimiter: _evenness(text, delimiter))


def _evenness(text: str, delimiter: str) -> tuple[float, int]:
    rows = [row for row, _ in zip(_split(text[:200_000], delimiter), range(50), strict=False) if any(row)]
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return (0.0, 0)
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    return (count / len(rows), width)


def _split(text: str, delimiter: str, strict: bool = False) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
