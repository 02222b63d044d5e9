"""What the import did with each row, as values; and as the Arabic report that people and machines read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tasharuk.problems import Severity
from tasharuk.report import escape_markdown, harmless
from tasharuk.words import Words

SHOWN_LENGTH = 80
# the notes that say of a row that nothing of it was written
UNWRITTEN = frozenset({"import_not_written", "import_no_profile", "import_unchanged"})


@dataclass(frozen=True)
class RowNote:
    """One thing to know about a cell, a row or a column.

    `row` counts from 1 as spreadsheets do; 0 stands for the whole column or table. `column` is the column's title,
    empty for a whole row. `seen` is what stood there. `code` names the sentence `done`, which says what was made of
    it or what to write instead.
    """

    row: int
    column: str
    seen: str
    code: str
    done: str
    severity: Severity = Severity.WARNING


@dataclass(frozen=True)
class NewFile:
    """A file to write: the row it comes from, its path below the root, and its text."""

    row: int
    path: str
    text: str


@dataclass(frozen=True)
class Imported:
    """The files to write, the notes in the order of their rows, and how many rows held data."""

    files: tuple[NewFile, ...] = ()
    notes: tuple[RowNote, ...] = ()
    row_count: int = 0

    @property
    def severity(self) -> Severity | None:
        """The gravest severity among the notes; None when there are none."""
        order = list(Severity)
        return min((note.severity for note in self.notes), key=order.index, default=None)

    @property
    def unwritten(self) -> frozenset[int]:
        """The rows with data of which nothing is written."""
        return frozenset(note.row for note in self.notes if note.code in UNWRITTEN)


def import_report(imported: Imported, words: Words, style: str = "text", is_trial: bool = False) -> str:
    """Return the report as `text`, `json` or `markdown`; what stops rows comes first in those for people."""
    summary = _summary(imported, words, "import_trial" if is_trial else "import_summary")
    if style == "json":
        return _json(imported)
    if style == "markdown":
        lines = (f"- {escape_markdown(line)}" for line in _lines(imported, words))
        files = (f"- {escape_markdown(_at_rows([file.row], words))}: `{file.path}`" for file in imported.files)
        return "\n".join([f"**{escape_markdown(summary)}**", "", *lines, *files]) + "\n"
    files = (f"{_at_rows([file.row], words)}: {file.path}" for file in imported.files)
    return "\n".join([*_lines(imported, words), *files, summary]) + "\n"


def _json(imported: Imported) -> str:
    notes = [
        {
            "row": note.row,
            "column": note.column,
            "severity": note.severity.value,
            "code": note.code,
            "seen": note.seen,
            "message_ar": note.done,
        }
        for note in imported.notes
    ]
    written = [{"row": file.row, "path": file.path} for file in imported.files]
    data = {"rows": imported.row_count, "written": written, "unwritten": sorted(imported.unwritten), "notes": notes}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _lines(imported: Imported, words: Words) -> Iterator[str]:
    """Yield one line a remark; the same remark about many rows stands once, with all their numbers."""
    groups: dict[tuple[Severity, str, str, str], dict[int, None]] = {}
    for note in imported.notes:
        groups.setdefault((note.severity, note.column, note.seen, note.done), {})[note.row] = None
    order = list(Severity)
    for (severity, column, seen, done), rows in sorted(
        groups.items(), key=lambda item: (order.index(item[0][0]), min(item[1]))
    ):
        where = [_at_rows(rows, words)] if any(rows) else []
        where += [words.ui("import_at_column", column=_shown(column))] if column else []
        parts = [words.ui(f"severity_{severity.value}"), words.ui("list_comma").join(where)]
        what = words.ui("import_seen", seen=_shown(seen)) if seen else ""
        head = ": ".join(part for part in parts if part)
        yield harmless(f"{head}: {what}{done}")


def _summary(imported: Imported, words: Words, code: str) -> str:
    return words.ui(
        code,
        rows=words.plural("rows", imported.row_count),
        files=words.plural("files", len(imported.files)),
        unwritten=words.plural("rows", len(imported.unwritten)),
    )


def _at_rows(rows: Iterable[int], words: Words) -> str:
    """Name rows, neighbours as a range: none is left out, however many they are."""
    ranges: list[list[int]] = []
    for row in sorted(rows):
        if ranges and row == ranges[-1][1] + 1:
            ranges[-1][1] = row
        else:
            ranges.append([row, row])
    names = [str(first) if first == last else f"{first}-{last}" for first, last in ranges]
    return words.ui("import_at_rows", rows=words.ui("list_comma").join(names))


def _shown(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= SHOWN_LENGTH else flat[: SHOWN_LENGTH - 1] + "…"
