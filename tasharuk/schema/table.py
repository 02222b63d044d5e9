"""Models, words and closed lists come in, the page that people look fields up in goes out, in Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tasharuk.change import RISK_OF_FIELD
from tasharuk.kinds import KINDS, Kind
from tasharuk.schema.choices import OFFERED, WIDE, Choices
from tasharuk.schema.record import groups_of, kind_schema, models_of, part_of, value_of
from tasharuk.vocabulary import Vocabulary
from tasharuk.words import Words, group_name


def field_table(words: Words, vocabulary: Vocabulary) -> str:
    """Return the page: a table for each kind, then each group of fields once, then the closed lists."""
    groups = {model: group for kind in KINDS for model, group in groups_of(kind).items()}
    writer = _Writer(words, Choices(words, vocabulary), groups)
    return "\n".join([f"# {words.ui('field_table_title')}", "", words.ui("field_marks"), "", *writer.sections()])


@dataclass(frozen=True)
class _Writer:
    """Writes the sections of the page; `groups` are the names of groups of fields by model."""

    words: Words
    choices: Choices
    groups: Mapping[str, str]

    def sections(self) -> Iterator[str]:
        """Yield the lines of all sections."""
        parts: dict[str, Mapping[str, Any]] = {}
        for kind in KINDS:
            schema = kind_schema(kind, self.words)
            yield from (f"## {self.words.kind(kind.name, 'one')}", "", f"`{kind.pattern}`", "")
            yield from self._fields(schema, group_name(kind.model), kind)
            for model in models_of(kind.model)[1:]:
                parts.setdefault(group_name(model), schema["$defs"][model.__name__])
        yield from (f"## {self.words.ui('field_groups')}", "")
        for group, part in parts.items():
            yield from (f"### `{group}`", "")
            yield from self._fields(part, group)
        yield from (f"## {self.words.ui('field_lists')}", "")
        for name in self.words.sections["lists"]:
            yield from self._list(name)

    def _fields(self, schema: Mapping[str, Any], group: str, kind: Kind | None = None) -> Iterator[str]:
        yield from self._head("field_key", "field_label", "field_value", "field_hint")
        for name, entry in schema["properties"].items():
            value = value_of(entry)
            signs = {
                "*": name in schema.get("required", ()),
                "†": kind is not None and name in RISK_OF_FIELD.get(kind.name, {}),
                "‡": "x-withheld" in entry,
            }
            marks = "".join(f" {sign}" for sign, holds in signs.items() if holds)
            hint = "" if "enum" in value else entry.get("description", "")
            what = self._what(group, name, value, kind is not None)
            yield f"| `{name}`{marks} | {entry['title']} | {what} | {hint} |"
        yield ""

    def _what(self, group: str, name: str, value: Mapping[str, Any], is_top: bool) -> str:
        """Say what is written in a field: a type, choices, a closed list, a group of fields, or a list of these."""
        if value.get("type") == "array":
            item = self._what(group, name, value["items"], is_top)
            most = value.get("maxItems")
            return self.words.ui("field_list_most" if most else "field_list", what=item, most=most)
        if part := part_of(value):
            inner = self.groups[part]
            return self.words.ui("field_group", link=f"[`{inner}`](#{inner})")
        if "enum" in value:
            named = self.choices.values(group, name, value).items()
            return self.words.ui("list_comma").join(f"`{one}` {called}" for one, called in named)
        if terms := self.choices.list_of(name, value, is_top):
            return self._link("field_wide_list" if terms.endswith(WIDE) else "field_from_list", terms.rstrip(WIDE))
        if name in OFFERED:
            return self._link("field_offered", OFFERED[name])
        limit = value.get("maxLength") if value["x-type"] in ("summary", "title") else None
        called = self.words.type_name(value["x-type"])
        return self.words.ui("field_limit", type=called, limit=limit) if limit else called

    def _link(self, key: str, name: str) -> str:
        return self.words.ui(key, link=f"[{self.words.list_name(name)}](#{name})")

    def _list(self, name: str) -> Iterator[str]:
        yield from (f"### `{name}`", "", f"{self.words.list_name(name)}: `{self.choices.file_of(name)}`", "")
        yield from self._head("field_key", "field_label")
        yield from (f"| `{slug}` | {called} |" for slug, called in self.choices.terms(name).items())
        yield ""

    def _head(self, *keys: str) -> Iterator[str]:
        yield f"| {' | '.join(self.words.ui(key) for key in keys)} |"
        yield "|" + "---|" * len(keys)
