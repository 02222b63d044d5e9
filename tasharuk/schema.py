"""Models and words come in, what editors read goes out: JSON Schemas, editor settings, the table of fields."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from tasharuk.kinds import KINDS, Kind
from tasharuk.labels import part_in
from tasharuk.words import Words, group_name
from tasharuk.write import Artifact

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_files(words: Words) -> Iterator[Artifact]:
    """Yield one JSON Schema a kind, the editor's settings, and the table of all fields, in a fixed order."""
    for kind in KINDS:
        text = json.dumps(kind_schema(kind, words), ensure_ascii=False, indent=1) + "\n"
        yield Artifact(f"schema/{kind.name}.schema.json", text.encode("utf-8"))
    yield Artifact(".vscode/settings.json", _settings().encode("utf-8"))
    yield Artifact("schema/fields.md", field_table(words).encode("utf-8"))


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


def _settings() -> str:
    """Return the settings that make editors complete and check YAML files by our schemas."""
    schemas = {
        f"./schema/{kind.name}.schema.json": "/".join(
            "*" if "<" in part and not part.endswith((".yml", ".md")) else part.replace("<slug>", "*")
            for part in kind.pattern.split("/")
        )
        for kind in KINDS
        if kind.pattern.endswith(".yml")
    }
    return json.dumps({"yaml.schemas": schemas, "files.encoding": "utf8", "files.eol": "\n"}, indent=1) + "\n"


def field_table(words: Words) -> str:
    """Return a Markdown page that lists every field of every kind with its label and hint."""
    lines = [f"# {words.ui('field_table_title')}", ""]
    for kind in KINDS:
        lines += [f"## {words.kind(kind.name, 'one')} (`{kind.pattern}`)", ""]
        for model in models_of(kind.model):
            if model is not kind.model:
                lines += [f"### `{group_name(model)}`", ""]
            lines += [
                f"| {words.ui('field_key')} | {words.ui('field_label')} | {words.ui('field_hint')} |",
                "|---|---|---|",
            ]
            for field, info in model.model_fields.items():
                star = " *" if info.is_required() else ""
                group = group_name(model)
                lines.append(f"| `{field}`{star} | {words.label(group, field)} | {words.hint(group, field)} |")
            lines.append("")
    return "\n".join(lines)
