"""A JSON Schema, words and closed lists come in, the schema that editors read goes out: it completes and explains.

The dialect is draft-07, the newest that every version of the YAML extension knows. Beside it stand keywords that VS
Code and the YAML language server read, and others skip: `enumDescriptions` name the choices, `errorMessage` says what
to write. A value that says nothing is marked here, as `check` warns of it there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tasharuk.change import RISK_OF_FIELD
from tasharuk.kinds import Kind
from tasharuk.model.organization import NATIONAL
from tasharuk.schema.choices import OFFERED, WIDE, Choices
from tasharuk.schema.record import groups_of, kind_schema, part_of, value_of
from tasharuk.vocabulary import Vocabulary
from tasharuk.words import Words, group_name

DIALECT = "http://json-schema.org/draft-07/schema#"
_KEPT = ("type", "pattern", "minimum", "exclusiveMinimum", "maximum", "maxLength")


def editor_schema(kind: Kind, words: Words, vocabulary: Vocabulary) -> dict[str, Any]:
    """Return the schema of one kind for editors."""
    schema = kind_schema(kind, words)
    writer = _Writer(kind, words, Choices(words, vocabulary))
    groups = groups_of(kind)
    parts = {name: writer.group(part, groups[name]) for name, part in schema.get("$defs", {}).items()}
    record = writer.group(schema, group_name(kind.model), is_top=True)
    definitions = {**parts, **dict(sorted(writer.shared.items()))}
    return {"$schema": DIALECT, "title": schema["title"], **record, "definitions": definitions}


@dataclass(frozen=True)
class _Writer:
    """Rewrites the schema of one kind; `shared` gathers the closed lists and the types that its fields have."""

    kind: Kind
    words: Words
    choices: Choices
    shared: dict[str, dict[str, Any]] = field(default_factory=dict)

    def group(self, schema: Mapping[str, Any], group: str, is_top: bool = False) -> dict[str, Any]:
        """Return the schema of a model's fields."""
        fields = {
            name: {
                "title": entry["title"],
                "description": self._description(group, name, entry, is_top),
                **self._value(group, name, value_of(entry), is_top),
                **({"default": entry["default"]} if isinstance(entry.get("default"), str) else {}),
            }
            for name, entry in schema["properties"].items()
        }
        required = {"required": schema["required"]} if "required" in schema else {}
        return {"type": "object", "additionalProperties": False, **required, "properties": fields}

    def _description(self, group: str, name: str, entry: Mapping[str, Any], is_top: bool) -> str:
        """Return what is shown beside a field: its hint, an example, and that a person confirms changes of it.

        Lists of keys show nothing else in Arabic, so a field without a hint says its title.
        """
        is_choice = "enum" in value_of(entry)
        lines = [entry["title"] if is_choice else entry.get("description", entry["title"])]
        sample = self.words.sample(group, name)
        if sample and "<" not in sample and not is_choice:
            lines.append(self.words.ui("field_example", example=sample))
        if is_top and name in RISK_OF_FIELD.get(self.kind.name, {}):
            lines.append(self.words.ui("field_risky"))
        if entry.get("x-withheld"):
            lines.append(self.words.ui("field_withheld"))
        return "\n".join(lines)

    def _value(self, group: str, name: str, value: Mapping[str, Any], is_top: bool) -> dict[str, Any]:
        if part := part_of(value):
            return {"$ref": f"#/definitions/{part}"}
        if value.get("type") == "array":
            return self._list(group, name, value, is_top)
        if "enum" in value:
            return self._chosen(self.choices.values(group, name, value))
        if terms := self.choices.list_of(name, value, is_top):
            return self._share(terms.replace(WIDE, "_or_national"), self._chosen(self.choices.terms(terms)))
        typed = self._share(value["x-type"], self._typed(value))
        if name in OFFERED:
            offered = self._chosen(self.choices.terms(OFFERED[name]))
            offered |= {"title": self.words.list_name(OFFERED[name]), "errorMessage": self._expected(value)}
            return {"anyOf": [offered, {"title": self.words.type_name(value["x-type"]), **typed}]}
        return typed

    def _list(self, group: str, name: str, value: Mapping[str, Any], is_top: bool) -> dict[str, Any]:
        item = {"title": self.words.label(group, name), **self._value(group, name, value["items"], is_top)}
        counts = {key: value[key] for key in ("minItems", "maxItems") if key in value}
        written = {"type": "array", **counts, "items": item, "errorMessage": self._hint("list_expected")}
        if self.choices.list_of(name, value, is_top).endswith(WIDE):
            alone = {"items": {"const": NATIONAL, "errorMessage": self._hint("national_alone")}}
            written |= {"if": {"contains": {"const": NATIONAL}}, "then": alone}
        return written

    def _chosen(self, names: Mapping[str, str]) -> dict[str, Any]:
        return {
            "type": "string",
            "enum": list(names),
            "enumDescriptions": list(names.values()),
            "errorMessage": self.words.ui("field_choose"),
        }

    def _share(self, name: str, definition: dict[str, Any]) -> dict[str, Any]:
        """Keep a definition under its name, and return the reference to it."""
        self.shared[name] = definition
        return {"$ref": f"#/definitions/{name}"}

    def _typed(self, value: Mapping[str, Any]) -> dict[str, Any]:
        expected = self._expected(value)
        written = {**{key: value[key] for key in _KEPT if key in value}, "errorMessage": expected}
        if value["x-type"] == "consent":
            written |= {"if": {"type": "boolean"}, "then": {"const": True, "errorMessage": expected}}
        return written

    def _expected(self, value: Mapping[str, Any]) -> str:
        return self.words.expected(value["x-type"], value.get("maxLength", 0))

    def _hint(self, code: str) -> str:
        return self.words.problem_hint(code, {})
