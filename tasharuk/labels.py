"""Labels of fields: which model declares a dotted path, and what the words call it."""

from __future__ import annotations

from typing import Any, TypeAlias, get_args

from tasharuk.arabic import fold
from tasharuk.model.base import Part
from tasharuk.words import Words, group_name

Loc: TypeAlias = tuple[str | int, ...]


def field_group(model: type[Part], loc: Loc) -> type[Part] | None:
    """Return the model that declares the fields at `loc`, list positions ignored; None when `loc` leads nowhere."""
    group: type[Part] | None = model
    for part in loc:
        if isinstance(part, str) and not part.isdigit():
            info = group.model_fields.get(part) if group else None
            group = part_in(info.annotation) if info else None
    return group


def known_keys(model: type[Part], loc: Loc) -> tuple[str, ...]:
    """Return the keys that the group of fields at `loc` may hold; none when `loc` leads nowhere."""
    group = field_group(model, loc)
    return tuple(group.model_fields) if group else ()


def part_in(annotation: Any) -> type[Part] | None:
    """Find the group of fields inside an annotation such as `tuple[Office, ...]` or `Contacts | None`."""
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return annotation
    return next(filter(None, map(part_in, get_args(annotation))), None)


def keys_called(words: Words, model: type[Part], loc: Loc, given: str) -> tuple[str, ...]:
    """Return the keys at `loc` whose label somebody typed in place of the key."""
    group = field_group(model, loc)
    keys = group.model_fields if group else {}
    return tuple(key for key in keys if group and fold(words.label(group_name(group), key)) == fold(given))


def choice_names(words: Words, model: type[Part], loc: Loc) -> dict[str, str]:
    """Return the name of every value of a closed choice by the value; nothing where `loc` names no choice."""
    names = [str(part) for part in loc if not str(part).isdigit()]
    group = field_group(model, tuple(names[:-1])) if names else None
    found = words.sections["choices"].get(f"{group_name(group)}.{names[-1]}", {}) if group else {}
    return {str(value): str(name) for value, name in found.items()}


def field_label(words: Words, model: type[Part], field: str) -> str | None:
    """Return the label of a field named by its dotted path, such as `contacts.phones.0`; None when unknown."""
    names = [part for part in field.split(".") if part and not part.isdigit()]
    if not names:
        return None
    group = field_group(model, tuple(names[:-1]))
    if group is None or names[-1] not in group.model_fields:
        return None
    return words.label(group_name(group), names[-1])
