"""Values that are understood but would be stored otherwise: numbers, dates, phones, yes and no in their plain form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from tasharuk.arabic import drop_marks, to_latin_digits
from tasharuk.fix.repair import Path
from tasharuk.fix.table import is_money
from tasharuk.kinds import KIND_BY_NAME
from tasharuk.model.base import Part, Record

STORED = frozenset({"date", "year", "year_or_date", "count", "amount_number", "amount_value", "flag", "consent"})
DIGITS = frozenset({"code", "reference", "email"})

_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014", "-"))
_TRAILING_PLUS = re.compile(r"([0-9][0-9 ().-]*)\+")


def respellings(
    record: Record, data: Any, kind: str, left_out: frozenset[str] = frozenset()
) -> Iterator[tuple[Path, str, str]]:
    """Yield (path, typed, plain) of each value whose plain form differs from what was typed, in document order.

    `left_out` names the fields of which the record does not hold what was typed.
    """
    types = types_of(kind)
    for path, typed in _scalars(data, ()):
        name = types.get(tuple(part for part in path if isinstance(part, str)), "")
        plain = "" if path[0] in left_out or is_money(path) else _plain(name, typed, _stored(record, data, path))
        if plain and plain != typed:
            yield path, typed, plain


def _plain(name: str, typed: str, stored: Any) -> str:
    if name in STORED:
        return _text(stored)
    if name == "phone" and isinstance(stored, str):
        text = to_latin_digits(drop_marks(typed)).translate(_DASHES)
        found = _TRAILING_PLUS.fullmatch(text)
        return f"+{found[1]}" if found else text
    return to_latin_digits(drop_marks(typed)) if name in DIGITS and isinstance(stored, str) else ""


def _text(stored: Any) -> str:
    if isinstance(stored, bool):
        return "true" if stored else "false"
    return str(stored) if isinstance(stored, int | str | Decimal | date) else ""


def _scalars(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _scalars(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _scalars(inner, (*path, index))
    elif isinstance(value, str):
        yield path, value


def _stored(record: Record, data: Any, path: Path) -> Any:
    """Return what the record holds at a path of the file; None where the two do not stand side by side."""
    value: Any = record
    for part in path:
        if isinstance(part, str):
            value = getattr(value, part, None) if isinstance(value, Part) else None
        else:
            value = value[part] if isinstance(value, tuple) and len(value) == len(data) else None
        data = data[part]
    return value


@cache
def types_of(kind: str) -> Mapping[tuple[str, ...], str]:
    """Return the name of the type of every field of a kind, by path without places in lists."""
    schema = KIND_BY_NAME[kind].model.model_json_schema(mode="validation")
    return dict(_types(schema, schema.get("$defs", {}), ()))


def _types(
    schema: Mapping[str, Any], defs: Mapping[str, Any], above: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], str]]:
    for name, entry in schema.get("properties", {}).items():
        plain = _without_none(entry, defs)
        if plain.get("type") == "array":
            plain = _without_none(plain["items"], defs)
        if "properties" in plain:
            yield from _types(plain, defs, (*above, name))
        else:
            yield (*above, name), plain.get("x-type", "")


def _without_none(entry: Mapping[str, Any], defs: Mapping[str, Any]) -> Mapping[str, Any]:
    if "anyOf" in entry:
        entry = next(option for option in entry["anyOf"] if option.get("type") != "null")
    return defs[entry["$ref"].rpartition("/")[2]] if "$ref" in entry else entry
