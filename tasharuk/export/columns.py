"""Models → the columns of their tables: a column a field, and beside a term its names; groups unfolded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from tasharuk.labels import part_in
from tasharuk.model.base import Part
from tasharuk.rules.unknown_term import LIST_OF_FIELD
from tasharuk.words import group_name

# field type of the model → type of Table Schema; all others are texts
TYPES: Mapping[str, str] = {
    "flag": "boolean",
    "count": "integer",
    "amount_number": "number",
    "amount_value": "number",
    "date": "date",
    "year": "year",
}
NAMED = frozenset({"governorates", "districts", "sectors", "forms", "target_groups", "languages"})
UNGUARDED = frozenset({"year_or_date"})  # texts that may look like a number: it is one

# what the public does not read in a table, or not so: field → why
LEFT_OUT: Mapping[str, str] = {
    "Organization.people": "no page shows who answers for an organization",
    "Organization.women_on_board": "no page shows it",
    "Organization.logo": "pictures are published with their pages, encoded anew",
    "Organization.donation_channels": "in JSON alone, beside the level of trust, and only where the page shows them",
    "Organization.needs": "a table of its own",
    "Organization.offers": "a table of its own",
    "Campaign.channels": "as donation_channels",
    "Campaign.photos": "as the logo",
    "Project.photos": "as the logo",
    "Post.photos": "as the logo",
}


class Form(Enum):
    """What a cell holds of the value at the column's path."""

    VALUE = "value"
    COUNT = "count"
    NAME = "name"
    NAME_EN = "name_en"
    PCODE = "pcode"


@dataclass(frozen=True)
class Column:
    """One column: its name, its type in Table Schema, where in a row its value stands, and what of it is shown.

    `labels` are the groups and fields whose words name it, the outermost first; `terms` is a closed list; `choices`
    are the values that the model allows, and `chosen` is their name among the words.
    """

    name: str
    type: str
    path: tuple[str, ...]
    labels: tuple[tuple[str, str], ...]
    form: Form = Form.VALUE
    terms: str = ""
    choices: tuple[str, ...] = ()
    chosen: str = ""
    is_list: bool = False
    is_required: bool = False
    is_guarded: bool = False
    note: str = ""


def given(name: str, kind: str = "string", is_list: bool = False, is_required: bool = True) -> Column:
    """Return a column of something that no model declares; its words stand under `open_data`."""
    return Column(
        name,
        kind,
        (name,),
        (("open_data", name),),
        is_list=is_list,
        is_required=is_required,
        is_guarded=kind == "string",
    )


@cache
def columns_of(model: type[Part]) -> tuple[Column, ...]:
    """Return the columns of all fields of a model that are published, in the order of declaration."""
    return tuple(_columns(model, (), (), is_required=True))


def is_left_out(model: type[Part], field: str) -> bool:
    """Tell whether a field stands in no table: it is in LEFT_OUT, or one of those that every table ends with."""
    return field == "example" or f"{model.__name__}.{field}" in LEFT_OUT


def _columns(
    model: type[Part], path: tuple[str, ...], labels: tuple[tuple[str, str], ...], is_required: bool
) -> Iterator[Column]:
    group = group_name(model)
    for field, info in model.model_fields.items():
        if is_left_out(model, field):
            continue
        here, named = (*path, field), (*labels, (group, field))
        name, needed = "_".join(here), is_required and info.is_required()
        inner, what = part_in(info.annotation), _what(info.annotation, info.metadata)
        if inner is not None and not what.is_list:
            yield from _columns(inner, here, named, needed)
        elif inner is not None:
            yield Column(f"{name}_count", "integer", here, named, Form.COUNT, is_required=True)
        else:
            terms = LIST_OF_FIELD.get(field, "") if what.name == "term" else ""
            kind = "string" if what.is_list else TYPES.get(what.name, "string")
            is_text = kind == "string" and what.name not in UNGUARDED
            column = Column(
                name,
                kind,
                here,
                named,
                terms=terms,
                choices=what.choices,
                chosen=f"{group}.{field}" if what.choices else "",
                is_list=what.is_list,
                is_required=needed
                or (not path and not what.is_list and bool(what.choices) and info.default is not None),
                is_guarded=is_text,
                note=info.description or "",
            )
            yield column
            yield from _names(column)


def _names(column: Column) -> Iterator[Column]:
    """Yield the columns beside one of terms: Arabic and English names, and the codes of governorates."""
    if column.terms not in NAMED:
        return
    forms = (Form.NAME, Form.NAME_EN, *((Form.PCODE,) if column.terms == "governorates" else ()))
    for form in forms:
        yield Column(
            f"{column.name}_{form.value}",
            "string",
            column.path,
            column.labels,
            form,
            column.terms,
            is_list=column.is_list,
            is_guarded=True,
        )


@dataclass(frozen=True)
class _What:
    name: str = ""
    is_list: bool = False
    choices: tuple[str, ...] = ()


def _what(annotation: Any, metadata: Any = ()) -> _What:
    """Tell field type, choices and whether it is a list, of an annotation such as `tuple[Term, ...] | None`."""
    for item in metadata:
        schema = getattr(item, "json_schema", None)
        if schema:
            return _What(schema["x-type"])
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _what(inner[0], inner[1:])
    if origin is Literal:
        return _What(choices=tuple(map(str, inner)))
    if origin is tuple:
        found = _what(inner[0])
        return _What(found.name, True, found.choices)
    if origin in (Union, UnionType):
        return next((_what(option) for option in inner if option is not type(None)), _What())
    return _What()
