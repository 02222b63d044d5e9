"""The closed lists: governorates, districts, sectors, legal forms and others, from `content/vocabulary/`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any, TypeAlias


@dataclass(frozen=True)
class Term:
    """One entry of a closed list. `more` holds the entry's further keys as they stand in the file."""

    slug: str
    name: str
    name_en: str = ""
    more: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


Terms: TypeAlias = Mapping[str, Term]

NAMES = ("name_ar", "name_en")

# file of content/vocabulary/ -> (list in it, key that names an entry)
LISTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "governorates.yml": (("governorates", "slug"),),
    "districts.yml": (("districts", "pcode"),),
    "sectors.yml": (("sectors", "slug"), ("ministry_classes", "slug")),
    "legal-forms.yml": (("forms", "slug"),),
    "target-groups.yml": (("target_groups", "slug"),),
    "languages.yml": (("languages", "slug"),),
    "currencies.yml": (("currencies", "slug"),),
    "units.yml": (("units", "slug"),),
    "reserved-names.yml": (("reserved", "name"),),
}


@dataclass(frozen=True)
class Vocabulary:
    """All closed lists, each a mapping from slug to Term in the order of its file."""

    governorates: Terms
    districts: Terms
    sectors: Terms
    ministry_classes: Terms
    forms: Terms
    target_groups: Terms
    languages: Terms
    currencies: Terms
    units: Terms
    reserved: Terms

    @classmethod
    def of(cls, files: Mapping[str, Mapping[str, Any]]) -> Vocabulary:
        """Build the lists from the data of each file, by file name; `faults_of` tells what is wrong with it."""
        lists = {
            name: MappingProxyType({term.slug: term for term in _terms(files[file][name], key)})
            for file, names in LISTS.items()
            for name, key in names
        }
        return cls(**lists)

    def called_in(self, language: str) -> Vocabulary:
        """Return the lists with the names that a language has for their terms; the Arabic one where it has none."""
        return self if language == "ar" else self._in_english

    @cached_property
    def _in_english(self) -> Vocabulary:
        lists: dict[str, Terms] = {item.name: getattr(self, item.name) for item in fields(self)}
        return Vocabulary(
            **{
                name: MappingProxyType(
                    {slug: replace(term, name=term.name_en or term.name) for slug, term in terms.items()}
                )
                for name, terms in lists.items()
            }
        )

    def file_of(self, name: str) -> str:
        """Return the path of the file that holds a list, for messages."""
        return next(f"content/vocabulary/{file}" for file, names in LISTS.items() if name in dict(names))


@dataclass(frozen=True)
class Fault:
    """What a file of closed lists lacks: a list, or the key of an entry. `place` is where, as keys and positions."""

    name: str
    key: str
    place: tuple[str | int, ...]


def faults_of(file: str, data: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield what keeps the lists of a file from being used."""
    for name, key in LISTS[file]:
        entries = data.get(name)
        if not isinstance(entries, list | tuple):
            yield Fault(name, key, (name,))
            continue
        for index, entry in enumerate(entries):
            texts = [entry.get(key), *(entry.get(other, "") for other in NAMES)] if isinstance(entry, Mapping) else [""]
            if not texts[0] or not all(isinstance(text, str) for text in texts):
                yield Fault(name, key, (name, index))


def _terms(entries: Any, key: str) -> Iterator[Term]:
    for entry in entries:
        name = entry.get("name_ar", entry[key])
        yield Term(entry[key], name, entry.get("name_en", ""), MappingProxyType(dict(entry)))
