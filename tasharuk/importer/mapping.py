"""A mapping file → a Guide that heeds it, or the problems of the file, each with its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tasharuk.arabic import fold
from tasharuk.importer.cells import DATE_ORDERS
from tasharuk.importer.fields import Field, columns_of
from tasharuk.importer.guide import Guide
from tasharuk.problems import Problem, nearest
from tasharuk.read import Mapped, read_mapping
from tasharuk.vocabulary import Vocabulary
from tasharuk.words import Words

KEYS = ("columns", "ignore", "defaults", "terms", "dates")
GROUPS = ("columns", "defaults", "terms")


def with_mapping(
    guide: Guide, file: Path, kind: str, vocabulary: Vocabulary, words: Words
) -> tuple[Guide, list[Problem]]:
    """Return the guide with a mapping file laid over it; problems name what cannot be used of the file."""
    path = file.as_posix()
    mapped, problems = read_mapping(file, path)
    if mapped is None:
        return guide, problems
    heeding = replace(guide, mapping=mapped.data)
    return heeding, list(_Reader(mapped, path, heeding, kind, vocabulary, words).problems())


@dataclass(frozen=True)
class _Reader:
    mapped: Mapped
    path: str
    guide: Guide
    kind: str
    vocabulary: Vocabulary
    words: Words

    def problems(self) -> Iterator[Problem]:
        data: Mapping[str, Any] = self.mapped.data
        for key, value in data.items():
            if key not in KEYS:
                yield self._problem((key,), "unknown_key", key, KEYS)
            elif key in GROUPS and not isinstance(value, Mapping):
                yield self._problem((key,), "mapping_expected", key)
            elif key == "ignore" and not isinstance(value, list):
                yield self._problem((key,), "list_expected", key)
            elif key == "dates" and value not in DATE_ORDERS:
                yield self._choice((key,), key, value, DATE_ORDERS)
            elif key == "columns":
                yield from self._columns(value)
            elif key == "defaults":
                yield from self._defaults(value)
            elif key == "terms":
                yield from self._terms(value)

    def _columns(self, columns: Mapping[str, Any]) -> Iterator[Problem]:
        for title, target in columns.items():
            if target not in columns_of(self.kind):
                yield self._problem(("columns", title), "unknown_key", str(target), columns_of(self.kind))

    def _defaults(self, defaults: Mapping[str, Any]) -> Iterator[Problem]:
        for target, value in defaults.items():
            place = ("defaults", target)
            item = columns_of(self.kind).get(target)
            if item is None:
                yield self._problem(place, "unknown_key", target, columns_of(self.kind))
            elif isinstance(value, Mapping) or (isinstance(value, list) and not item.is_list):
                yield self._problem(place, "text_expected", target)
            elif item.terms or item.choices:
                known = self.guide.spellings(item, self.kind, self.vocabulary, self.words)
                for text in self.guide.defaults[target]:
                    if fold(text) not in known:
                        yield self._choice(place, target, text, dict.fromkeys(known.values()))

    def _terms(self, groups: Mapping[str, Any]) -> Iterator[Problem]:
        fields = [item for item in columns_of(self.kind).values() if item.terms or item.choices]
        values = {item.terms or item.leaf: self._values(item) for item in fields}
        for group, spellings in groups.items():
            if group not in values:
                yield self._problem(("terms", group), "unknown_key", group, values)
            elif not isinstance(spellings, Mapping):
                yield self._problem(("terms", group), "mapping_expected", group)
            else:
                for value in spellings:
                    if value not in values[group]:
                        yield self._choice(("terms", group, value), group, value, values[group])

    def _values(self, item: Field) -> Iterable[str]:
        return item.choices or tuple(getattr(self.vocabulary, item.terms))

    def _choice(self, place: tuple[str, ...], field: str, given: Any, known: Iterable[str]) -> Problem:
        return self._problem(place, "unknown_choice", str(given), known, field)

    def _problem(
        self, place: tuple[str, ...], code: str, given: str, known: Iterable[str] = (), field: str = ""
    ) -> Problem:
        marks = self.mapped.key_marks if place[-1] == given else self.mapped.marks
        mark = marks[place]
        values = {"given": given, "field": field or given, "choices": self.words.ui("list_comma").join(known)}
        return Problem(
            self.path, mark.line, mark.column, code, field=field, values=values, suggestions=nearest(given, known)
        )
