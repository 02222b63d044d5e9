"""The import's guide: which title fills which field, how terms are spelled, what says "nothing".

Comes out of the folder `tables/`, the words, the vocabularies and, where one is given, a mapping file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tasharuk.arabic import fold
from tasharuk.importer.fields import WORK_AREA, Field, choice_group, columns_of, label_of
from tasharuk.model.fields import is_absent
from tasharuk.model.organization import NATIONAL
from tasharuk.problems import Problem
from tasharuk.read import read_mapping
from tasharuk.vocabulary import Vocabulary
from tasharuk.words import Words

TABLES = Path(__file__).resolve().parent / "tables"  # columns.yml and terms.yml
NOTHING: Mapping[str, Any] = MappingProxyType({})
IGNORED, NUMBERING, ACCOUNTS, PRIVATE = "ignore", "numbering", "accounts", "private"
_LAST_NUMBER = re.compile(r"(?<=\S) ?\d{1,2}$")


@dataclass(frozen=True)
class Guide:
    """The data of `tables/columns.yml` and `tables/terms.yml`, and of a mapping file that was checked.

    A mapping file holds `columns` (title: field), `ignore` (titles), `defaults` (field: value where a cell is empty),
    `terms` (list: slug: spellings) and `dates` (one of DATE_ORDERS).
    """

    columns: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    terms: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    mapping: Mapping[str, Any] = field(default_factory=lambda: NOTHING)

    def titles(self, kind: str, words: Words) -> dict[str, str]:
        """Return field path, or one of the reasons to leave a column out, by folded title."""
        found: dict[str, str] = {}
        for reason in (NUMBERING, ACCOUNTS, PRIVATE):
            found.update(dict.fromkeys(map(fold, _texts(self.columns.get(reason))), reason))
        fields = columns_of(kind)
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

    @property
    def defaults(self) -> Mapping[str, tuple[str, ...]]:
        """What the mapping file puts where a cell is empty, by field path."""
        return {path: tuple(_texts(value)) for path, value in _mapping(self.mapping.get("defaults")).items()}

    @property
    def date_order(self) -> str:
        """How the mapping file says that dates such as 05/06/2018 are read; "" when it does not say."""
        return str(self.mapping.get("dates", ""))

    @cached_property
    def _nothing(self) -> frozenset[str]:
        return frozenset({"", *map(fold, _texts(self.columns.get("nothing")))})

    def says_nothing(self, text: str, item: Field) -> bool:
        """Tell whether a cell says that there is no value; "unknown" is no value, but where a choice decides."""
        return is_absent(text) or (fold(text) in self._nothing and not item.choices)

    def letters(self) -> Mapping[str, str]:
        """Return the Latin letters that stand for each Arabic one."""
        return _mapping(self.columns.get("letters"))

    def spellings(self, item: Field, kind: str, vocabulary: Vocabulary, words: Words) -> dict[str, str]:
        """Return the slugs or values that a field is chosen from, by their folded spellings."""
        found: dict[str, str] = {}
        if item.choices:
            group = choice_group(kind, item.path)
            for value in item.choices:
                names = [value, words.choice(group, value), *self._more(item.leaf, value)]
                found.update(dict.fromkeys(map(fold, names), value))
            return found
        terms = getattr(vocabulary, item.terms)
        for slug, term in terms.items():
            # words of a sector that are another's name give way to it: keywords come first and are overwritten
            for word in _texts(term.more.get("keywords_ar")):
                found.setdefault(fold(word), slug)
        for slug in terms:
            found.update(dict.fromkeys(map(fold, self._more(item.terms, slug)), slug))
        if item.path == WORK_AREA:
            names = [words.ui("all_syria"), *self._more(item.terms, NATIONAL)]
            found.update(dict.fromkeys(map(fold, names), NATIONAL))
        for slug, term in terms.items():
            names = [slug, term.name, term.name_en, *_texts(term.more.get("aliases_en"))]
            found.update({fold(name): slug for name in names if name})
        return found

    def _more(self, group: str, value: str) -> Iterator[str]:
        """Yield the other spellings of a term or choice in the tables and in the mapping file."""
        for source in (self.terms, _mapping(self.mapping.get("terms"))):
            yield from _texts(_mapping(source.get(group)).get(value))


def read_guide(folder: Path = TABLES) -> tuple[Guide, list[Problem]]:
    """Read the two tables of a folder; problems name what cannot be used of them."""
    (columns, problems), (terms, more) = (read_mapping(folder / name, name) for name in ("columns.yml", "terms.yml"))
    return Guide(columns.data if columns else NOTHING, terms.data if terms else NOTHING), [*problems, *more]


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
