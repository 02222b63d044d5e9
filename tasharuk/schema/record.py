"""A model comes in, its JSON Schema goes out, with titles and hints out of the words: what form and importer read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from tasharuk.kinds import Kind
from tasharuk.labels import part_in
from tasharuk.words import Words, group_name

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def kind_schema(kind: Kind, words: Words) -> dict[str, Any]:
    """Return the JSON Schema of one kind, with titles and hints out of the words."""
    schema = kind.model.model_json_schema(mode="validation")
    models = {model.__name__: model for model in models_of(kind.model)}
    for name, definition in [(kind.model.__name__, schema), *schema.get("$defs", {}).items()]:
        model = models.get(name)
        for field, entry in definition.get("properties", {}).items():
            if model is not None:
                entry["title"] = words.label(group_name(model), field)
                hint = words.hint(group_name(model), field)
                if hint:
                    entry["description"] = hint
        definition.pop("title", None)
    return {"$schema": DIALECT, "title": words.kind(kind.name, "one"), **schema}


def models_of(model: type[BaseModel]) -> list[type[BaseModel]]:
    """Return a model and all groups of fields inside it, each once, in the order of declaration."""
    found = [model]
    for info in model.model_fields.values():
        inner = part_in(info.annotation)
        if inner is not None:
            found += [item for item in models_of(inner) if item not in found]
    return found


def groups_of(kind: Kind) -> dict[str, str]:
    """Return the names under which words of fields stand, by the names of the models that declare them."""
    return {model.__name__: group_name(model) for model in models_of(kind.model)}


def part_of(value: Mapping[str, Any]) -> str:
    """Return the name of the model that a value refers to; empty when it is no group of fields."""
    return str(value.get("$ref", "")).rpartition("/")[2]


def value_of(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the schema of a field's value, whether it may be absent or not."""
    return next((option for option in entry.get("anyOf", ()) if option.get("type") != "null"), entry)
