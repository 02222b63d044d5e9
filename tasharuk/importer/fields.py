"""The model → the fields that a column of a table can fill, in the model's order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from tasharuk.kinds import KIND_BY_NAME
from tasharuk.labels import field_group, field_label
from tasharuk.rules.unknown_term import LIST_OF_FIELD
from tasharuk.words import Words, group_name

# filled by hand or by the form: files, addresses inside the directory that a table cannot know, and our own marks
LEFT_OUT = frozenset({"example", "logo", "former_slugs"})
WORK_AREA = "governorates"  # the one list that may say "the whole country" instead
DIRECTORATE = "directorate"  # in the ministry's list: tells apart equal numbers, and is no field of a registry record


@dataclass(frozen=True)
class Field:
    """A field that one cell can fill: its dotted path, the name of its type, and what its value is chosen from.

    `terms` names a closed list of the vocabulary, `choices` the values of a choice in the model; `limit` is how many
    values a list takes, 0 for any number.
    """

    path: str
    type: str
    is_list: bool = False
    is_required: bool = False
    terms: str = ""
    choices: tuple[str, ...] = ()
    limit: int = 0

    @property
    def leaf(self) -> str:
        """The last part of the path."""
        return self.path.rpartition(".")[2]


@cache
def fields_of(kind_name: str) -> Mapping[str, Field]:
    """Return the fields of a kind by path; lists of groups, such as accounts and offices, are none of them."""
    schema = KIND_BY_NAME[kind_name].model.model_json_schema(mode="validation")
    return {field.path: field for field in _fields(schema, schema.get("$defs", {}), "") if field.path not in LEFT_OUT}


@cache
def columns_of(kind_name: str) -> Mapping[str, Field]:
    """Return all that a column can mean: the fields of a kind, and what the import only compares with."""
    fields = dict(fields_of(kind_name))
    if kind_name == "registry":
        fields[DIRECTORATE] = replace(fields_of("organization")[f"registration.{DIRECTORATE}"], path=DIRECTORATE)
    return fields


def _fields(schema: Mapping[str, Any], defs: Mapping[str, Any], above: str) -> Iterator[Field]:
    for name, entry in schema.get("properties", {}).items():
        path = f"{above}{name}"
        plain = _plain(entry, defs)
        if "properties" in plain:
            yield from _fields(plain, defs, f"{path}.")
            continue
        is_list = plain.get("type") == "array"
        item = _plain(plain["items"], defs) if is_list else plain
        if "properties" not in item:
            yield Field(
                path,
                item.get("x-type", "line"),
                is_list,
                not above and name in schema.get("required", ()),
                LIST_OF_FIELD.get(name, ""),
                tuple(item.get("enum", ())),
                plain.get("maxItems", 0),
            )


def _plain(entry: Mapping[str, Any], defs: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the schema of a value, whether it may be absent or not."""
    if "anyOf" in entry:
        entry = next(option for option in entry["anyOf"] if option.get("type") != "null")
    return defs[entry["$ref"].rpartition("/")[2]] if "$ref" in entry else entry


def label_of(words: Words, kind_name: str, path: str) -> str:
    """Return the label of a field."""
    if path not in fields_of(kind_name) and path == DIRECTORATE:
        return label_of(words, "organization", f"registration.{DIRECTORATE}")
    return field_label(words, KIND_BY_NAME[kind_name].model, path) or path


def hint_of(words: Words, kind_name: str, path: str) -> str:
    """Return the hint of a field, empty where none is needed."""
    *above, leaf = path.split(".")
    group = field_group(KIND_BY_NAME[kind_name].model, tuple(above))
    return words.hint(group_name(group), leaf) if group else ""


def choice_group(kind_name: str, path: str) -> str:
    """Return the name under which the words of a choice stand, such as `registration.licence`."""
    *above, leaf = path.split(".")
    group = field_group(KIND_BY_NAME[kind_name].model, tuple(above))
    return f"{group_name(group)}.{leaf}" if group else leaf
