"""Every term must stand in its closed list; places must fit each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from tasharuk.arabic import fold
from tasharuk.catalogue import Catalogue
from tasharuk.model.base import Part, Record
from tasharuk.model.organization import NATIONAL, Organization
from tasharuk.problems import MAX_SUGGESTIONS, Problem, Severity, nearest
from tasharuk.rules.base import problem
from tasharuk.rules.date_order import group_fields
from tasharuk.vocabulary import Terms, Vocabulary

ARABIC_COMMAS = "\u060c\u061b"

# name of a field, in any kind -> closed list of its terms
LIST_OF_FIELD: Mapping[str, str] = {
    "governorate": "governorates",
    "governorates": "governorates",
    "headquarters": "governorates",
    "directorate": "governorates",
    "district": "districts",
    "districts": "districts",
    "sector": "sectors",
    "sectors": "sectors",
    "legal_form": "forms",
    "target_groups": "target_groups",
    "languages": "languages",
    "currency": "currencies",
}


def unknown_term(catalogue: Catalogue) -> Iterator[Problem]:
    """A term must stand in its closed list; "national" stands alone, and only where a record says where it works."""
    for record in catalogue.records:
        for path, slug in terms_of(record):
            yield from _judge(catalogue.vocabulary, record, path, slug)
        for name in ("sectors", "governorates", "target_groups"):
            if name in type(record).model_fields:
                yield from _repeated(record, name)


def terms_of(part: Part, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield (path, slug) of every value in a record that names a term of a closed list."""
    for name in _fields_of_terms(type(part)):
        value = getattr(part, name)
        if isinstance(value, Part):
            yield from terms_of(value, (*path, name))
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, Part):
                    yield from terms_of(item, (*path, name, index))
                elif name in LIST_OF_FIELD:
                    yield (*path, name, index), item
        elif value is not None and name in LIST_OF_FIELD:
            yield (*path, name), value


@cache
def _fields_of_terms(model: type[Part]) -> tuple[str, ...]:
    """Return the fields that name terms, or may hold groups of fields, in their order."""
    groups = group_fields(model)
    return tuple(name for name in model.model_fields if name in groups or name in LIST_OF_FIELD)


def _judge(vocabulary: Vocabulary, record: Record, path: tuple[str | int, ...], slug: str) -> Iterator[Problem]:
    name = next(str(part) for part in reversed(path) if isinstance(part, str))
    if slug == NATIONAL and path[0] == "governorates" and len(path) == 2:
        if len(getattr(record, "governorates", ())) > 1:
            yield problem(record, "national_alone", *path)
        return
    terms: Terms = getattr(vocabulary, LIST_OF_FIELD[name])
    if any(comma in slug for comma in ARABIC_COMMAS) and isinstance(path[-1], int):
        parts = (part.strip() for part in re.split(f"[{ARABIC_COMMAS}]", slug))
        right = ", ".join(part if part in terms else next(iter(suggested(part, terms)), part) for part in parts if part)
        yield problem(record, "arabic_comma", *path, given=slug, right=f"[{right}]")
    elif slug not in terms:
        file = vocabulary.file_of(LIST_OF_FIELD[name])
        meant, near = term_named(slug, terms), suggested(slug, terms)
        yield problem(record, "unknown_term", *path, suggestions=near, given=slug, list=file, meant=meant)
    elif name in ("district", "districts") and isinstance(record, Organization) and len(path) == 2:
        place = str(terms[slug].more["governorate"])
        if not record.is_national and place not in record.governorates:
            yield problem(
                record,
                "district_elsewhere",
                *path,
                severity=Severity.WARNING,
                given=terms[slug].name,
                governorate=vocabulary.governorates[place].name,
            )


def term_named(given: str, terms: Terms) -> str:
    """Return the slug of the one term whose Arabic or English name was typed, however spelled; "" for none."""
    folded = fold(given)
    slugs = {slug for slug, term in terms.items() if folded and folded in (fold(term.name), fold(term.name_en))}
    return slugs.pop() if len(slugs) == 1 else ""


def suggested(given: str, terms: Terms) -> tuple[str, ...]:
    """Return the slug whose Arabic or English name was typed, else the slugs that resemble it in either spelling."""
    slug_of_name = {fold(name): slug for slug, term in terms.items() for name in (term.name, term.name_en)}
    folded = fold(given)
    if folded in slug_of_name:
        return (slug_of_name[folded],)
    by_name = (slug_of_name[name] for name in nearest(folded, slug_of_name))
    return tuple(dict.fromkeys((*nearest(given, terms), *by_name)))[:MAX_SUGGESTIONS]


def _repeated(record: Record, name: str) -> Iterator[Problem]:
    slugs = getattr(record, name)
    for index, slug in enumerate(slugs):
        if slug in slugs[:index]:
            yield problem(record, "repeated_term", name, index, severity=Severity.WARNING, given=slug)
