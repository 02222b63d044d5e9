"""A Table → its header and rows of filled cells: where the titles stand, what joined cells hold, what is no data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tasharuk.arabic import fold
from tasharuk.importer.cells import text_of
from tasharuk.importer.guide import plain_title
from tasharuk.importer.table import Cell, Table, is_filled

HEADER_ROWS = 20  # titles, logos and dates stand above the header, not whole tables


@dataclass(frozen=True)
class Column:
    """A column: its place from 0, its title as typed, and the field path or reason that its title means ("" none)."""

    index: int
    title: str
    target: str


@dataclass(frozen=True)
class Sheet:
    """The columns and the data rows, each with its number from 1 and its cells by place; `above` are other rows.

    `joined` are the (row number, place) of values repeated from a joined cell.
    """

    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[int, Mapping[int, Cell]], ...] = ()
    above: tuple[tuple[int, str], ...] = ()
    joined: frozenset[tuple[int, int]] = frozenset()


def sheet_of(table: Table, titles: Mapping[str, str]) -> Sheet | None:
    """Find the header and the data below it; None when no row looks like a header."""
    header = _header_row(table.rows, titles)
    if header is None:
        return None
    filled, joined = _spread(table, header)
    columns = []
    for index in range(max(map(len, table.rows))):
        title = text_of(table.rows[header][index]) if index < len(table.rows[header]) else ""
        if title or any(index < len(row) and is_filled(row[index]) for row in table.rows[header + 1 :]):
            columns.append(Column(index, title or _letters(index), _target(title, titles)))
    above, rows = [], []
    names = {column.index: fold(column.title) for column in columns}
    for number, row in enumerate(filled, 1):
        cells = {index: cell for index, cell in enumerate(row) if is_filled(cell)}
        own = [index for index in cells if (number, index) not in joined]
        if number == header + 1 or not own:
            continue
        is_header_again = all(fold(text_of(cells[index])) == names.get(index) for index in own)
        if number <= header or is_header_again:
            above.append((number, " | ".join(text_of(cells[index]) for index in own)))
        else:
            rows.append((number, cells))
    return Sheet(tuple(columns), tuple(rows), tuple(above), joined)


def _target(title: str, titles: Mapping[str, str]) -> str:
    return titles.get(fold(title)) or titles.get(plain_title(title), "") if title else ""


def _header_row(rows: Sequence[Sequence[Cell]], titles: Mapping[str, str]) -> int | None:
    """Return the first of the rows in which most titles are known; one title will do when it is all there is."""
    known = [
        sum(bool(_target(text_of(cell), titles)) for cell in row if isinstance(cell, str)) for row in rows[:HEADER_ROWS]
    ]
    best = max(known, default=0)
    return known.index(best) if best else None


def _spread(table: Table, header: int) -> tuple[list[list[Cell]], frozenset[tuple[int, int]]]:
    """Repeat the value of a joined cell in every row below the header that it covers."""
    rows = [list(row) for row in table.rows]
    joined = set()
    for merge in table.merges:
        if merge.top <= header or merge.left != merge.right:
            continue  # joined across columns: a heading between the rows, not a value of each
        value = rows[merge.top][merge.left]
        for top in range(merge.top + 1, min(merge.bottom + 1, len(rows))):
            if is_filled(value) and not is_filled(rows[top][merge.left]):
                rows[top][merge.left] = value
                joined.add((top + 1, merge.left))
    return rows, frozenset(joined)


def _letters(index: int) -> str:
    """Return the letters of a column as spreadsheets show them."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
