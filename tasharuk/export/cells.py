"""Plain rows → lines of CSV (RFC 4180) that no spreadsheet takes for something else.

A spreadsheet runs a cell that begins with `=`, `+`, `-` or `@` as a formula, makes a date of 12/2011, and rounds a
number of twenty digits. So a text that begins with one of these signs, or with an apostrophe, or that is all digits and
marks, gets one apostrophe before it; whoever reads a text that begins with an apostrophe takes that one away.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tasharuk.export.columns import Column, Form
from tasharuk.export.plain import Row
from tasharuk.model.organization import NATIONAL
from tasharuk.vocabulary import Vocabulary

BOM = "\ufeff"  # Excel reads Arabic right only behind it
JOIN = ";"  # between the items of a list; one within an item becomes a comma
GUARD = "'"
COUNTRY = "SY"  # the p-code of what is national
# unseen marks and spaces, then a sign of formulas, its full-width forms included; or nothing but digits and marks
_RISKY = re.compile(r"[\s\u200b-\u200f\u061c\ufeff]*(?:['=+\-@\t\r\uff1d\uff0b\uff0d\uff20]|[0-9][0-9 .,:/eE()+-]*\Z)")


def guarded(text: str) -> str:
    """Return a text as it stands in a cell."""
    return GUARD + text if _RISKY.match(text) else text


def line(cells: Iterable[str]) -> str:
    """Return one line of CSV with its ending."""
    return _lines([cells])


def _lines(rows: Iterable[Iterable[str]]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows(rows)
    return buffer.getvalue()


@dataclass(frozen=True)
class Cells:
    """Makes the lines of a table. `national` tells what the whole country is called, in Arabic and in English."""

    columns: Sequence[Column]
    vocabulary: Vocabulary
    national: Callable[[], tuple[str, str]]

    def lines(self, rows: Iterable[Row]) -> str:
        """Return the lines of rows."""
        cells = self._cells
        return _lines([cell(row) for cell in cells] for row in rows)

    @cached_property
    def _cells(self) -> list[Callable[[Row], str]]:
        """What makes the cell of each column, decided once for all rows: a table has up to ninety columns."""
        return [self._cell(column) for column in self.columns]

    def _cell(self, column: Column) -> Callable[[Row], str]:
        value_of, text_of = _value_of(column.path), self._text_of(column)

        def cell(row: Row) -> str:
            value = value_of(row)
            return "" if value is None or value == [] else text_of(value)

        if column.form is Form.COUNT:
            return lambda row: str(len(value_of(row) or ()))
        return cell

    def _text_of(self, column: Column) -> Callable[[Any], str]:
        """Return what writes a value of a column."""
        guard: Callable[[str], str] = guarded if column.is_guarded else str
        if column.form is not Form.VALUE:
            return self._names_of(column)
        if column.is_list:
            return lambda value: guard(_joined(value))
        return {"string": guard, "boolean": lambda value: "true" if value else "false"}.get(column.type, str)

    def _names_of(self, column: Column) -> Callable[[Any], str]:
        """Return what writes the names of terms; the same terms recur in thousands of rows."""
        known: dict[Any, str] = {}

        def names(value: Any) -> str:
            slugs = tuple(value) if column.is_list else (value,)
            if slugs not in known:
                known[slugs] = guarded(_joined(self._named(column, slug) for slug in slugs))
            return known[slugs]

        return names

    def _named(self, column: Column, slug: str) -> str:
        """Return the name of a term, or its code at OCHA; nothing for a term that the list lacks."""
        if slug == NATIONAL:
            return dict(zip((Form.NAME, Form.NAME_EN), self.national(), strict=True)).get(column.form, COUNTRY)
        term = getattr(self.vocabulary, column.terms).get(slug)
        if term is None:
            return ""
        if column.form is Form.PCODE:
            return str(term.more.get("pcode", ""))
        return str(term.name if column.form is Form.NAME else term.name_en)


def _joined(items: Iterable[Any]) -> str:
    return JOIN.join([str(item).replace(JOIN, ",") for item in items])


def _value_of(path: Sequence[str]) -> Callable[[Row], Any]:
    """Return what finds the value at a path of a row; None where there is none."""
    if len(path) == 1:
        (name,) = path
        return lambda row: row.get(name)
    *groups, last = path

    def found(row: Row) -> Any:
        for group in groups:
            inner = row.get(group)
            if inner is None:
                return None
            row = inner
        return row.get(last)

    return found
