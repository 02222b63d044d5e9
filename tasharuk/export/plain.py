"""Values of the model → what JSON holds: texts, numbers, lists and mappings, without what is absent or withheld."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, TypeAlias

from tasharuk.export.columns import is_left_out
from tasharuk.model.base import Part
from tasharuk.model.organization import Organization

Row: TypeAlias = dict[str, Any]
PLAIN = frozenset({str, int, bool})


def plain(value: Any) -> Any:
    """Return a value of the model in plain values: sums are numbers, dates are ISO, absent fields are left out."""
    kind = type(value)
    if kind in PLAIN:
        return value
    if kind is tuple:
        return [plain(item) for item in value]
    if isinstance(value, Part):
        return plain_fields(value)
    if kind is Decimal:
        return int(value) if value == int(value) else float(value)
    return value.isoformat() if isinstance(value, date) else value


def plain_fields(part: Part) -> Row:
    """Return the fields of a group that are there; of its values most are plain already."""
    row: Row = {}
    values = vars(part)
    for name in _shown(type(part)):
        value = values[name]
        if value is None or value == ():
            continue
        if type(value) not in PLAIN:
            value = plain(value)
            if value == {}:
                continue
        row[name] = value
    return row


@cache
def _shown(model: type[Part]) -> tuple[str, ...]:
    return tuple(name for name in model.model_fields if not is_left_out(model, name))


def without_withheld(row: Row, organization: Organization) -> Row:
    """Return the row of an organization without the fields that it withholds."""
    for entry in organization.withheld:
        _drop(row, [part for part in entry.field.split(".") if not part.isdigit()])
    return row


def _drop(value: Any, parts: Sequence[str]) -> None:
    if isinstance(value, list):
        for item in value:
            _drop(item, parts)
    elif isinstance(value, dict) and len(parts) == 1:
        value.pop(parts[0], None)
    elif isinstance(value, dict):
        _drop(value.get(parts[0]), parts[1:])
