"""What an organization withholds is a field of the profile, and is not published all the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tasharuk.catalogue import Catalogue
from tasharuk.labels import known_keys
from tasharuk.model.base import Part
from tasharuk.model.organization import Organization
from tasharuk.problems import Problem, nearest
from tasharuk.rules.base import problem


def withheld_unknown(catalogue: Catalogue) -> Iterator[Problem]:
    """A withheld field must be one that profiles have."""
    for organization, index, parts in _withheld(catalogue):
        known = known_keys(Organization, parts[:-1])
        if parts[-1] not in known:
            suggestions = tuple(".".join((*parts[:-1], name)) for name in nearest(parts[-1], known))
            given = ".".join(parts)
            yield problem(organization, "withheld_unknown", "withheld", index, suggestions=suggestions, given=given)


def withheld_given(catalogue: Catalogue) -> Iterator[Problem]:
    """A field that is withheld and written nevertheless would be published: one of the two is a slip."""
    for organization, index, parts in _withheld(catalogue):
        values = list(_values(organization, parts))
        if values and all(_is_written(value) for value in values):
            yield problem(organization, "withheld_given", "withheld", index, given=".".join(parts))


def _is_written(value: Any) -> bool:
    """Tell whether a value holds anything; a group of fields may be there and empty."""
    if isinstance(value, Part):
        return any(_is_written(getattr(value, name)) for name in type(value).model_fields)
    return value not in (None, (), "")


def _withheld(catalogue: Catalogue) -> Iterator[tuple[Organization, int, tuple[str, ...]]]:
    for organization in catalogue.organizations.values():
        for index, entry in enumerate(organization.withheld):
            yield organization, index, tuple(part for part in entry.field.split(".") if not part.isdigit())


def _values(value: Any, parts: tuple[str, ...]) -> Iterator[Any]:
    """Yield what stands at a path, once for each item of the lists on the way."""
    if isinstance(value, tuple) and parts:
        for item in value:
            yield from _values(item, parts)
    elif parts:
        if value is not None:
            yield from _values(getattr(value, parts[0], None), parts[1:])
    else:
        yield value
