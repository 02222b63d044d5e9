"""pydantic's errors → Problems, with their places in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TypeAlias

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from tasharuk.labels import Loc, known_keys
from tasharuk.model.base import Part
from tasharuk.problems import Problem, Severity, nearest
from tasharuk.read import Source

# path of a list from which items were left out -> the places, from 0, of those that stayed
Kept: TypeAlias = Mapping[Loc, list[int]]

# pydantic's own error types under the names our words use; `too_long` and `too_short` count the items of a list
PYDANTIC_CODES: Mapping[str, str] = {
    "missing": "required_field",
    "extra_forbidden": "unknown_key",
    "tuple_type": "list_expected",
    "list_type": "list_expected",
    "dict_type": "mapping_expected",
    "model_type": "mapping_expected",
    "model_attributes_type": "mapping_expected",
    "string_type": "text_expected",
    "literal_error": "unknown_choice",
    "too_short": "too_few",
    "too_long": "too_many",
    "string_too_long": "too_long",
    "greater_than_equal": "number_too_small",
    "less_than_equal": "number_too_large",
}
MAX_GIVEN = 80
MAX_KEYS = 5  # of a group of fields, named as an example


def problems_of(
    source: Source, model: type[Part], error: ValidationError, kept: Kept = MappingProxyType({})
) -> Iterator[Problem]:
    """Translate every error of one file, in pydantic's order; the report sorts them."""
    for details in error.errors(include_url=False, include_input=True):
        parts = tuple(part for part in details["loc"] if not str(part).startswith("function-"))
        loc = typed_path(parts, kept)
        code = _code(details)
        place = _key_place(source, loc) if code == "unknown_key" else None
        values, suggestions = _values(model, loc, code, details)
        yield problem_at(source, loc, code, place, suggestions=suggestions, values=values)


def _code(details: ErrorDetails) -> str:
    """Return our code of an error; one that our own fields raised says nothing but its code."""
    is_ours = details["msg"] == details["type"]
    return details["type"] if is_ours else PYDANTIC_CODES.get(details["type"], details["type"])


def _values(model: type[Part], loc: Loc, code: str, details: ErrorDetails) -> tuple[dict[str, str], tuple[str, ...]]:
    """Collect what the wording of an error needs, and the nearest right words."""
    context = {key: str(value) for key, value in (details.get("ctx") or {}).items() if key != "error"}
    given = details.get("input")
    values = {"field": _label(loc), "given": shorten(given) if isinstance(given, str) else "", **context}
    suggestions: tuple[str, ...] = ()
    if code == "unknown_key":
        values["given"] = shorten(str(loc[-1]))
        suggestions = nearest(str(loc[-1]), known_keys(model, loc[:-1]))
    elif code == "unknown_choice":
        choices = re.findall(r"'([^']*)'", context.get("expected", ""))
        values["choices"] = ", ".join(choices)
        suggestions = nearest(values["given"], choices)
    elif code == "required_field":
        values["given"] = ""
    elif code == "mapping_expected":
        values["known"] = ", ".join(known_keys(model, loc)[:MAX_KEYS])
    for limit in ("max_length", "min_length", "ge", "le"):
        if limit in context:
            values.setdefault("limit", context[limit])
    if "suggestion" in context:
        suggestions = (context["suggestion"],)
    return values, suggestions


def shorten(text: str) -> str:
    """Cut a submitted value to what a message can show on one line."""
    flat = " ".join(text.split())
    return flat if len(flat) <= MAX_GIVEN else flat[: MAX_GIVEN - 1] + "…"


def _label(loc: Loc) -> str:
    return ".".join(str(part) for part in loc)


def _key_place(source: Source, loc: Loc) -> tuple[int, int] | None:
    mark = source.key_marks.get(loc)
    return (mark.line, mark.column) if mark else None


def _place(source: Source, loc: Loc) -> tuple[int, int]:
    """Find the line and column of a value or, if it was not written, of what encloses it."""
    while loc:
        if loc in source.marks:
            return (source.marks[loc].line, source.marks[loc].column)
        loc = loc[:-1]
    return (1, 1)


def problem_at(
    source: Source,
    loc: Loc,
    code: str,
    place: tuple[int, int] | None = None,
    severity: Severity = Severity.ERROR,
    suggestions: tuple[str, ...] = (),
    values: Mapping[str, str] = MappingProxyType({}),
) -> Problem:
    """Return a problem of a source, placed at a value by its path, or at `place` (line and column)."""
    line, column = place or _place(source, loc)
    return Problem(source.path, line, column, code, severity, _label(loc), dict(values), suggestions)


def typed_path(loc: Loc, kept: Kept) -> Loc:
    """Return where a value stands in the file, before items of lists were left out."""
    return tuple(
        kept[loc[:depth]][part] if isinstance(part, int) and loc[:depth] in kept else part
        for depth, part in enumerate(loc)
    )
