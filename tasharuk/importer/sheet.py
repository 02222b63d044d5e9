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
    filled, spread = _spread(table)
    header = _header_row(filled, titles)
    if header is None:
        return None
    # a joined title may reach over rows below the header; below them it is a value
    joined = frozenset((number, index) for number, index in spread if number > header + 1)
    columns = []
    for index in range(max(map(len, filled))):
        title = text_of(filled[header][index]) if index < len(filled[header]) else ""
        if title or any(index < len(row) and is_filled(row[index]) for row in filled[header + 1 :]):
            columns.append(Column(index, title or _letters(index), _target(title, titles)))
    above, rows = [], []
    names = {column.index: fold(column.title) for column in columns}
    for number, row in enumerate(filled, 1):
        cells = {index: cell for index, cell in enumerate(row) if is_filled(cell)}
        own = [index for index in cells if (number, index) not in spread]
        if number == header + 1 or not own:
            continue
        is_header_again = all(fold(text_of(cells[index])) == names.get(index) for index in own)
        if number <= header or is_header_again or _is_heading(table, number - 1, own):
            above.append((number, " | ".join(text_of(cells[index]) for index in own)))
        else:
            rows.append((number, cells))
    return Sheet(tuple(columns), tuple(rows), tuple(above), joined)


def _is_heading(table: Table, row: int, own: Sequence[int]) -> bool:
    """Tell whether all that a row holds is one cell joined across columns: the heading of the rows below it."""
    return len(own) == 1 and any(
        merge.top == row and merge.left == own[0] and merge.right > merge.left for merge in table.merges
    )


def _target(title: str, titles: Mapping[str, str]) -> str:
    return titles.get(fold(title)) or titles.get(plain_title(title), "") if title else ""


def _header_row(rows: Sequence[Sequence[Cell]], titles: Mapping[str, str]) -> int | None:
    """Return the first of the rows in which most titles are known; one title will do when it is all there is."""
    known = [
        sum(bool(_target(text_of(cell), titles)) for cell in row if isinstance(cell, str)) for row in rows[:HEADER_ROWS]
    ]
    best = max(known, default=0)
    return known.index(best) if best else None


def _spread(table: Table) -> tuple[list[list[Cell]], frozenset[tuple[int, int]]]:
    """Repeat the value of a joined cell in every row that it covers; returns their (row number, place) too."""
    rows = [list(row) for row in table.rows]
    spread = set()
    for merge in table.merges:
        if merge.top >= len(rows) or merge.left >= len(rows[merge.top]):
            continue
        value = rows[merge.top][merge.left]
        for top in range(merge.top + 1, min(merge.bottom + 1, len(rows))):
            if is_filled(value) and merge.left < len(rows[top]) and not is_filled(rows[top][merge.left]):
                rows[top][merge.left] = value
                spread.add((top + 1, merge.left))
    return rows, frozenset(spread)


def _letters(index: int) -> str:
    """Return the letters of a column as spreadsheets show them."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
