"""Stage parse: Sources come in, Records and Problems go out. pydantic's errors become ours, with places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, cast

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from tasharuk.kinds import KIND_BY_NAME, Body
from tasharuk.labels import Loc, known_keys
from tasharuk.model.base import Origin, Part, Record
from tasharuk.model.fields import is_absent
from tasharuk.model.settings import Acceptance, AcceptanceList, SiteSettings
from tasharuk.problems import Problem, Severity, nearest
from tasharuk.read import Mapped, Source

# pydantic's own error types under the names our words use; any other type is a code of ours already
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


def parse_records(sources: list[Source]) -> tuple[list[Record], list[Problem]]:
    """Turn every source into a record, or into the problems that prevent it."""
    records: list[Record] = []
    problems: list[Problem] = []
    for source in sources:
        record, found = parse_record(source)
        problems.extend(found)
        if record is not None:
            records.append(record)
    return records, problems


def parse_record(source: Source) -> tuple[Record | None, list[Problem]]:
    """Turn one source into a record, with its warnings; or into None, with the errors."""
    kind = KIND_BY_NAME[source.kind]
    data, problems = _without_absent(source)
    if kind.body is Body.REQUIRED and not source.body.strip():
        problems.append(_problem(source, (), "empty_body", (source.body_line or 1, 1)))
    try:
        record = kind.model.model_validate(data)
    except ValidationError as error:
        problems.extend(_problems_of(source, kind.model, error))
        return None, problems
    if any(problem.is_error for problem in problems):
        return None, problems
    origin = Origin(
        path=source.path,
        slug=source.keys["slug"],
        organization=source.keys.get("organization", ""),
        body=source.body,
        body_line=source.body_line,
        marks={path: (mark.line, mark.column) for path, mark in source.marks.items()},
    )
    return record.with_origin(origin), problems


def _without_absent(source: Source) -> tuple[dict[str, Any], list[Problem]]:
    """Leave out values that say "nothing": an empty text, a dash, "none". Each is a warning."""
    problems: list[Problem] = []

    def prune(value: Any, path: Loc) -> Any:
        if isinstance(value, Mapping):
            pruned = {key: prune(item, (*path, key)) for key, item in value.items()}
            return {key: item for key, item in pruned.items() if item is not None}
        if isinstance(value, list):
            items = [prune(item, (*path, index)) for index, item in enumerate(value)]
            return [item for item in items if item is not None]
        if is_absent(value):
            given = str(value).strip()
            problems.append(_problem(source, path, "absent_value", severity=Severity.WARNING, values={"given": given}))
            return None
        return value

    return cast("dict[str, Any]", prune(source.data, ())), problems


def _problems_of(source: Source, model: type[Part], error: ValidationError) -> Iterator[Problem]:
    """Translate every error of one file, in pydantic's order; the report sorts them."""
    for details in error.errors(include_url=False, include_input=True):
        loc = cast("Loc", tuple(part for part in details["loc"] if not str(part).startswith("function-")))
        code = PYDANTIC_CODES.get(details["type"], details["type"])
        place = _key_place(source, loc) if code == "unknown_key" else None
        values, suggestions = _values(model, loc, code, details)
        yield _problem(source, loc, code, place, suggestions=suggestions, values=values)


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


def _problem(
    source: Source,
    loc: Loc,
    code: str,
    place: tuple[int, int] | None = None,
    severity: Severity = Severity.ERROR,
    suggestions: tuple[str, ...] = (),
    values: Mapping[str, str] = MappingProxyType({}),
) -> Problem:
    line, column = place or _place(source, loc)
    return Problem(source.path, line, column, code, severity, _label(loc), values, suggestions)


@dataclass(frozen=True)
class Acceptances:
    """Held problems that the ministry has accepted, with the places of their entries in the file."""

    path: str
    entries: tuple[Acceptance, ...] = ()
    lines: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = ()

    def apply(self, problems: list[Problem]) -> list[Problem]:
        """Leave out the accepted held problems; an entry that fits none is an error of its own."""
        used: set[int] = set()
        kept = []
        for problem in problems:
            fitting = [index for index, entry in enumerate(self.entries) if _fits(entry, problem)]
            used.update(fitting)
            if not fitting:
                kept.append(problem)
        for index, entry in enumerate(self.entries):
            if index not in used:
                values = {"given": entry.path, "accepted_code": entry.code}
                kept.append(Problem(self.path, self.lines[index], 1, "acceptance_unused", values=values))
        return [*kept, *self.problems]


def _fits(entry: Acceptance, problem: Problem) -> bool:
    return (
        problem.is_held
        and entry.path == problem.path
        and entry.code == problem.code
        and (entry.field is None or entry.field == problem.field)
    )


def parse_acceptances(mapping: Mapped | None) -> Acceptances:
    """Turn `content/accepted.yml` into acceptances, or into the problems that prevent it."""
    path = "content/accepted.yml"
    if mapping is None:
        return Acceptances(path)
    try:
        model = AcceptanceList.model_validate(mapping.data)
    except ValidationError as error:
        return Acceptances(path, problems=tuple(_problems_of(_as_source(path, mapping), AcceptanceList, error)))
    lines = tuple(mapping.marks[("accepted", index)].line for index in range(len(model.accepted)))
    return Acceptances(path, model.accepted, lines)


def parse_settings(program: Mapped | None, own: Mapped | None) -> tuple[SiteSettings, list[Problem]]:
    """Lay the root's own `content/site.yml` over the program's; what cannot be used of it is a problem."""
    defaults = dict(program.data) if program else {}
    given = dict(own.data) if own else {}
    merged = {key: _overlay(defaults.get(key), given.get(key)) for key in {**defaults, **given}}
    try:
        return SiteSettings.model_validate(merged), []
    except ValidationError as error:
        if own is None:
            raise
        problems = list(_problems_of(_as_source("content/site.yml", own), SiteSettings, error))
    return SiteSettings.model_validate(defaults), problems


def _overlay(default: Any, given: Any) -> Any:
    if isinstance(default, Mapping) and isinstance(given, Mapping):
        return {**default, **given}
    return default if given is None else given


def _as_source(path: str, mapping: Mapped) -> Source:
    return Source(path, "settings", {}, mapping.data, mapping.marks, mapping.key_marks)
