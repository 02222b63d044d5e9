"""A spreadsheet's bytes → a Table of plain values: xlsx, xls, ods, or text with any delimiter and Arabic encoding."""

from __future__ import annotations

import csv
import datetime
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from tasharuk.read import read_bytes

Cell: TypeAlias = "str | float | bool | datetime.date | datetime.time | datetime.timedelta"
Row: TypeAlias = "tuple[Cell, ...]"

MAX_ROWS = 20_000
MAX_CELLS = 2_000_000
DELIMITERS = ("\t", ";", ",", "|", "\u060c", "\u061b", "^", "~")
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"  # xlsx and ods; xls
OWN_SHEET = "_"  # sheets whose name begins so hold the lists of our own template


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

    `told` are (key in the words, values) of what was noticed while reading; `failed` is the key in the words that
    says why there is nothing, empty when all went well.
    """

    rows: tuple[Row, ...] = ()
    merges: tuple[Merge, ...] = ()
    told: tuple[tuple[str, Mapping[str, str]], ...] = field(default=())
    failed: str = ""


def read_table(path: Path) -> Table:
    """Read a spreadsheet or a text table. Never raises on content: `failed` says what is wrong with the file."""
    try:
        raw = read_bytes(path)
    except OSError:
        return Table(failed="import_unreadable")
    return table_of(raw)


def table_of(raw: bytes) -> Table:
    """Turn the bytes of a spreadsheet into a table; what they are is told from the bytes, not from a file's name."""
    table = _workbook(raw) if raw.startswith((ZIP, OLE)) else _text(raw)
    if not table.failed and len(table.rows) > MAX_ROWS:
        return Table(failed="import_too_large")
    return table


def is_filled(cell: Cell) -> bool:
    """Tell whether anything stands in a cell."""
    return not isinstance(cell, str) or bool(cell.strip())


def _workbook(raw: bytes) -> Table:
    """Read the first sheet that holds anything; the others are told, so that nobody thinks they were read."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        chosen: Table | None = None
        others = []
        for name in book.sheet_names:
            if name.startswith(OWN_SHEET):
                continue
            sheet = book.get_sheet_by_name(name)
            if sheet.height * sheet.width > MAX_CELLS:
                return Table(failed="import_too_large")
            rows = tuple(tuple(row) for row in sheet.to_python(skip_empty_area=False))
            if not any(is_filled(cell) for row in rows for cell in row):
                continue
            if chosen is None:
                spans = [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
                chosen = Table(rows, tuple(Merge(*span) for span in spans))
            else:
                others.append(name)
    except (CalamineError, ValueError, OSError, KeyError, IndexError, OverflowError):
        return Table(failed="import_not_a_table")
    if chosen is None:
        return Table(failed="import_empty")
    told = tuple(("import_other_sheet", MappingProxyType({"given": name})) for name in others)
    return Table(chosen.rows, chosen.merges, told)


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
        rows = tuple(tuple(row) for row in _split(text, delimiter))
    except csv.Error:
        return Table(failed="import_not_a_table")
    return Table(rows, told=told)


def _decoded(raw: bytes) -> tuple[str, tuple[tuple[str, Mapping[str, str]], ...]]:
    """Return the text, with a note when its encoding had to be guessed."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace"), ()
    even, odd = raw[:4000:2].count(0), raw[1:4000:2].count(0)
    if max(even, odd) * 10 > len(raw[:4000]):  # UTF-16 without its mark: each Latin letter or comma has a zero byte
        return raw.decode("utf-16-le" if odd > even else "utf-16-be", "replace"), ()
    try:
        return raw.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        encoding = MappingProxyType({"given": "Windows-1256"})
        return raw.decode("cp1256", "replace"), (("import_encoding", encoding),)


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


def _split(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
