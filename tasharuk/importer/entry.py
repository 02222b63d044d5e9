"""One row's values → a record that passes the check, or the notes that say why not.

An optional value that the model refuses is left out and told; where leaving it out would say something else than the
row does, the whole row is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tasharuk.dump import dump_record
from tasharuk.fix.table import SAME_SAID
from tasharuk.importer.fields import Field, fields_of, label_of
from tasharuk.importer.notes import RowNote
from tasharuk.kinds import KIND_BY_NAME
from tasharuk.markup.check import check_markdown
from tasharuk.model.base import Record
from tasharuk.parse import parse_record
from tasharuk.problems import Problem, Severity
from tasharuk.read import Place, source_of
from tasharuk.report import Reporter
from tasharuk.words import Words

# Left out, these would say something else: an organization that is dissolved would be shown at work.
NEVER_LEFT_OUT = frozenset({"status", "merged_into", "parent"})


@dataclass(frozen=True)
class Value:
    """A value for a field, with the title of its column and what stood in the cell."""

    text: str
    title: str
    seen: str


@dataclass
class Entry:
    """A row on its way to a file: its number, kind and slug, its values by field path, and its notes."""

    row: int
    kind: str
    words: Words
    slug: str = ""
    values: dict[str, list[Value]] = field(default_factory=dict)
    notes: list[RowNote] = field(default_factory=list)
    record: Record | None = None
    text: str = ""
    is_refused: bool = False

    @property
    def path(self) -> str:
        """The path of the file that the row becomes."""
        kind = KIND_BY_NAME[self.kind]
        return kind.fill(kind.pattern, self.slug)

    def first(self, path: str) -> str:
        """Return the first value of a field, or an empty text."""
        return next((value.text for value in self.values.get(path, ())), "")

    def note(self, column: str, seen: str, code: str, done: str, severity: Severity = Severity.WARNING) -> None:
        """Add a note on a cell of this row; an error or a held note refuses the row."""
        self.notes.append(RowNote(self.row, column, seen, code, done, severity))
        self.is_refused |= severity is not Severity.WARNING

    def say(
        self, code: str, column: str = "", seen: str = "", severity: Severity = Severity.WARNING, **values: object
    ) -> None:
        """Add a note in words of the import's own."""
        self.note(column, seen, code, self.words.ui(code, **values), severity)

    def data(self) -> dict[str, Any]:
        """Return the values as the file's nested mapping, in the model's order."""
        data: dict[str, Any] = {}
        for path, item in fields_of(self.kind).items():
            values = [value.text for value in self.values.get(path, ())]
            if not values:
                continue
            *groups, leaf = path.split(".")
            inner = data
            for group in groups:
                inner = inner.setdefault(group, {})
            inner[leaf] = values if item.is_list else values[0]
        return data


def settle(entry: Entry) -> None:
    """Turn an entry's values into its record and text, leaving out and telling what the model refuses."""
    place = Place(entry.kind, KIND_BY_NAME[entry.kind].pattern)
    while not entry.is_refused:
        entry.text = dump_record(entry.data())
        source = source_of(entry.text.encode("utf-8"), entry.path, place)
        if isinstance(source, list):
            problems: list[Problem] = source
        else:
            parsed, problems = parse_record(source)
            entry.record = parsed if isinstance(parsed, Record) else None
        problems = [problem for problem in problems if problem.is_error]
        if not problems and entry.record is not None:
            problems = list(_markdown_problems(entry))
        if not problems:
            return
        # the last of a list first, so that the places of the others stay true
        for problem in sorted(problems, key=lambda item: _position(item.field), reverse=True):
            _mend(entry, problem)


def _markdown_problems(entry: Entry) -> Iterator[Problem]:
    for found in check_markdown(entry.first("about"), allow_image=lambda _: False):
        yield Problem(entry.path, found.line, 1, found.code, field="about", values=dict(found.values))


def _position(dotted: str) -> tuple[str, int]:
    path, _, last = dotted.rpartition(".")
    return (path, int(last)) if last.isdigit() else (dotted, -1)


def sentence(problem: Problem, words: Words) -> str:
    """Return what a problem says, and its remedy."""
    reporter = Reporter(words, words)
    return f"{reporter.message(problem, words)} {reporter.hint(problem, words)}".strip()


def plain_path(dotted: str) -> str:
    """Return a field's path without the places in its lists."""
    return ".".join(part for part in dotted.split(".") if not part.isdigit())


def _mend(entry: Entry, problem: Problem) -> None:
    """Take the model's suggestion, or leave the value out; refuse the row where neither is right."""
    path = plain_path(problem.field)
    index = max(_position(problem.field)[1], 0)
    values = entry.values.get(path, [])
    told = sentence(problem, entry.words)
    if index >= len(values):
        label = label_of(entry.words, entry.kind, path) if path else ""
        entry.note(label, "", problem.code, told, Severity.ERROR)
        return
    value = values[index]
    if problem.code in SAME_SAID and len(problem.suggestions) == 1 and problem.suggestions[0] != value.text:
        values[index] = Value(problem.suggestions[0], value.title, value.seen)
        entry.say("import_repaired", value.title, value.seen, value=problem.suggestions[0])
    elif is_droppable(entry, fields_of(entry.kind)[path]):
        done = entry.words.ui("import_left_out", why=told)
        entry.note(value.title, value.seen, problem.code, done)
        del values[index]
    else:
        entry.note(value.title, value.seen, problem.code, told, Severity.ERROR)


def is_droppable(entry: Entry, item: Field) -> bool:
    """Tell whether a row stays true without a value: never in the ministry's list, where each word decides."""
    if entry.kind == "registry" or item.path in NEVER_LEFT_OUT:
        return False
    return not item.is_required or (item.is_list and len(entry.values.get(item.path, ())) > 1)
