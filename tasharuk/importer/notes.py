"""What the import did with each row, as values; and as the Arabic report that people read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tasharuk.problems import Severity
from tasharuk.report import harmless
from tasharuk.words import Words

SHOWN_LENGTH = 80
SHOWN_ROWS = 12


@dataclass(frozen=True)
class RowNote:
    """One thing to know about a cell, a row or a column.

    `row` counts from 1 as spreadsheets do; 0 stands for the whole column or table. `column` is the column's title,
    empty for a whole row. `seen` is what stood there, `done` what was made of it or what to write instead. An error
    or a held note says that the row was not written, but for registry records that differ from a profile.
    """

    row: int
    column: str
    seen: str
    done: str
    severity: Severity = Severity.WARNING


@dataclass(frozen=True)
class Imported:
    """The files to write, each a path below the root and its text, the report, and how many rows held data."""

    files: tuple[tuple[str, str], ...] = ()
    report: tuple[RowNote, ...] = ()
    row_count: int = 0

    @property
    def severity(self) -> Severity | None:
        """The gravest severity in the report; None when there is nothing to report."""
        order = list(Severity)
        return min((note.severity for note in self.report), key=order.index, default=None)


def report_text(imported: Imported, words: Words) -> str:
    """Return the report for people: what stops rows first; the same remark about many rows stands once."""
    groups: dict[tuple[Severity, str, str, str], list[int]] = {}
    for note in imported.report:
        rows = groups.setdefault((note.severity, note.column, note.seen, note.done), [])
        if note.row not in rows:
            rows.append(note.row)
    order = list(Severity)
    lines = []
    for (severity, column, seen, done), rows in sorted(
        groups.items(), key=lambda item: (order.index(item[0][0]), item[1][0])
    ):
        where = [words.ui("import_at_rows", rows=_listed(rows, words))] if rows != [0] else []
        where += [words.ui("import_at_column", column=_shown(column))] if column else []
        parts = [words.ui(f"severity_{severity.value}"), words.ui("list_comma").join(where)]
        what = words.ui("import_seen", seen=_shown(seen)) if seen else ""
        head = ": ".join(part for part in parts if part)
        lines.append(harmless(f"{head}: {what}{done}") + "\n")
    lines.append(_summary(imported, words) + "\n")
    return "".join(lines)


def _summary(imported: Imported, words: Words) -> str:
    return words.ui(
        "import_summary",
        rows=words.plural("rows", imported.row_count),
        files=words.plural("files", len(imported.files)),
    )


def _listed(rows: Iterable[int], words: Words) -> str:
    numbers = [str(row) for row in rows]
    shown = numbers[:SHOWN_ROWS] + (["…"] if len(numbers) > SHOWN_ROWS else [])
    return words.ui("list_comma").join(shown)


def _shown(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= SHOWN_LENGTH else flat[: SHOWN_LENGTH - 1] + "…"
