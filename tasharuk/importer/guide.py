"""The import's guide: which title fills which field, how terms are spelled, what says "nothing".

Comes out of the folder `tables/`, the words, the vocabularies and, where one is given, a mapping file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tasharuk.arabic import fold
from tasharuk.importer.fields import Field, choice_group, fields_of, label_of
from tasharuk.model.fields import is_absent
from tasharuk.problems import Problem, nearest
from tasharuk.read import Mapped, read_mapping
from tasharuk.vocabulary import Vocabulary
from tasharuk.words import Words

TABLES = Path(__file__).resolve().parent / "tables"  # columns.yml and terms.yml
NOTHING: Mapping[str, Any] = MappingProxyType({})
IGNORED, NUMBERING, ACCOUNTS, PRIVATE = "ignore", "numbering", "accounts", "private"
MAPPING_KEYS = ("columns", "ignore", "defaults", "terms")
_LAST_NUMBER = re.compile(r"(?<=\S) ?\d{1,2}$")


@dataclass(frozen=True)
class Guide:
    """The data of `tables/columns.yml` and `tables/terms.yml`, and of a mapping file.

    A mapping file holds `columns` (title: field), `ignore` (titles), `defaults` (field: value where a cell is empty)
    and `terms` (list: slug: spellings).
    """

    columns: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    terms: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    mapping: Mapping[str, Any] = field(default_factory=lambda: NOTHING)

    def titles(self, kind: str, words: Words) -> dict[str, str]:
        """Return field path, or one of the reasons to leave a column out, by folded title."""
        found: dict[str, str] = {}
        for reason in (NUMBERING, ACCOUNTS, PRIVATE):
            found.update(dict.fromkeys(map(fold, _texts(self.columns.get(reason))), reason))
        fields = fields_of(kind)
        leaves = [item.leaf for item in fields.values()]
        own = _mapping(self.columns.get(kind))
        for path, item in fields.items():
            names = [path, label_of(words, kind, path), *_texts(own.get(path))]
            names += [item.leaf] if leaves.count(item.leaf) == 1 else []
            found.update(dict.fromkeys(map(fold, names), path))
        found.update({fold(title): str(path) for title, path in _mapping(self.mapping.get("columns")).items()})
        found.update(dict.fromkeys(map(fold, _texts(self.mapping.get("ignore"))), IGNORED))
        return found

    def rank(self, title: str) -> int:
        """Return the place of a column among those of the mapping file: of two for one field the first one wins."""
        named = [fold(name) for name in _mapping(self.mapping.get("columns"))]
        return named.index(fold(title)) if fold(title) in named else len(named)

    def defaults(self) -> Mapping[str, Any]:
        """Return what the mapping file puts where a cell is empty, by field path."""
        return _mapping(self.mapping.get("defaults"))

    def says_nothing(self, text: str) -> bool:
        """Tell whether a cell says that there is no value."""
        folded = fold(text)
        return is_absent(text) or not folded or folded in {fold(word) for word in _texts(self.columns.get("nothing"))}

    def letters(self) -> Mapping[str, str]:
        """Return the Latin letters that stand for each Arabic one."""
        return _mapping(self.columns.get("letters"))

    def spellings(self, item: Field, kind: str, vocabulary: Vocabulary, words: Words) -> dict[str, str]:
        """Return the slugs or values that a field is chosen from, by their folded spellings."""
        found: dict[str, str] = {}
        if item.choices:
            group = choice_group(kind, item.path)
            more = _mapping(_mapping(self.terms.get("choices")).get(group))
            for value in item.choices:
                names = [value, words.choice(group, value), *_texts(more.get(value))]
                found.update(dict.fromkeys(map(fold, names), value))
            return found
        for slug, term in getattr(vocabulary, item.terms).items():
            # words of a sector that are another's name give way to it: keywords come first and are overwritten
            for word in _texts(term.more.get("keywords_ar")):
                found.setdefault(fold(word), slug)
        for source in (self.terms, _mapping(self.mapping.get("terms"))):
            for slug, names in _mapping(source.get(item.terms)).items():
                found.update(dict.fromkeys(map(fold, _texts(names)), slug))
        for slug, term in getattr(vocabulary, item.terms).items():
            names = [slug, term.name, term.name_en, *_texts(term.more.get("aliases_en"))]
            found.update({fold(name): slug for name in names if name})
        return found


def read_guide(folder: Path = TABLES, mapping: Path | None = None) -> tuple[Guide, list[Problem]]:
    """Read the two tables of a folder and a mapping file; problems name what cannot be used of them."""
    (columns, problems), (terms, more) = (read_mapping(folder / name, name) for name in ("columns.yml", "terms.yml"))
    data = (columns.data if columns else NOTHING, terms.data if terms else NOTHING)
    problems = [*problems, *more]
    if mapping is None:
        return Guide(*data), problems
    mapped, found = read_mapping(mapping, mapping.as_posix())
    if mapped is None:
        return Guide(*data), [*problems, *found]
    return Guide(*data, mapped.data), [*problems, *_mapping_problems(mapped, mapping.as_posix())]


def _mapping_problems(mapped: Mapped, path: str) -> Iterator[Problem]:
    """Name the keys of a mapping file that mean nothing, and the fields it names that do not exist."""
    known = sorted({*fields_of("organization"), *fields_of("registry")})
    for key, value in mapped.data.items():
        if key not in MAPPING_KEYS:
            yield _unknown(mapped, path, (key,), key, MAPPING_KEYS)
        elif key == "columns":
            for title, target in _mapping(value).items():
                if target not in known:
                    yield _unknown(mapped, path, (key, title), str(target), known)
        elif key == "defaults":
            for target in _mapping(value):
                if target not in known:
                    yield _unknown(mapped, path, (key, target), target, known)


def _unknown(mapped: Mapped, path: str, place: tuple[str, ...], given: str, known: Iterable[str]) -> Problem:
    mark = mapped.marks[place]
    values = {"given": given, "field": given}
    return Problem(path, mark.line, mark.column, "unknown_key", values=values, suggestions=nearest(given, known))


def plain_title(title: str) -> str:
    """Return a title as it is looked up: folded, without its number at the end."""
    folded = fold(title)
    return _LAST_NUMBER.sub("", folded) or folded


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [str(item) for item in value] if isinstance(value, list | tuple) else []


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else NOTHING
