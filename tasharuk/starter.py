"""Starter files: a kind and its words come in, a commented file to fill in goes out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from tasharuk.kinds import Body, Kind
from tasharuk.schema.choices import Choices
from tasharuk.schema.record import groups_of, kind_schema, part_of, value_of
from tasharuk.vocabulary import Vocabulary
from tasharuk.words import TODAY, Words, group_name

MAX_CHOICES = 8  # that a comment lists; a longer list is named


@dataclass(frozen=True)
class Starter:
    """Writes the starter file of one kind: what is required stays blank, so that no example is ever published."""

    kind: Kind
    words: Words
    vocabulary: Vocabulary
    today: date

    def text(self) -> str:
        """Return the file: the editor's modeline, every field that must be filled in, the others as comments."""
        modeline = (
            f"# yaml-language-server: $schema={'../' * self.kind.pattern.count('/')}schema/{self.kind.name}.schema.json"
        )
        intro = [f"# {line}" for line in self.words.ui("starter_intro").split("\n") if line]
        group, fields = group_name(self.kind.model), self._schema["properties"]
        first = [line for name in fields if self._is_asked(name) for line in self._asked(name)]
        optional = [line for name in fields if not self._is_asked(name) for line in self._optional(group, name, fields)]
        heading = f"{self.words.ui('starter_optional')}. " if optional else ""
        last = ["", f"# {heading}{self.words.ui('starter_more')}"]
        text = "\n".join([modeline, *intro, *first, *last, *optional, ""])
        if self.kind.body is Body.NONE:
            return text
        return f"---\n{text}\n# {self.words.ui('starter_body')}\n---\n"

    @cached_property
    def _schema(self) -> dict[str, Any]:
        return kind_schema(self.kind, self.words)

    def _is_asked(self, name: str) -> bool:
        asked = {path.partition(".")[0] for path in self.kind.starter}
        return name in self._schema.get("required", ()) or name in asked

    def _asked(self, name: str) -> Iterator[str]:
        """Yield the lines of a field that stays to be filled in; of a group, those of its fields that must be."""
        group, fields = group_name(self.kind.model), self._schema["properties"]
        part = part_of(value_of(fields[name]))
        yield from ("", *self._comment(group, name, fields, is_top=True, with_sample=not part))
        if not part:
            yield self._blank(group, name, fields)
            return
        yield f"{name}:"
        yield from (f"  {line}" for line in self._inside(name, part))

    def _inside(self, name: str, part: str) -> Iterator[str]:
        """Yield the lines of a group of fields: those to be filled in, then the names of the others."""
        group, schema = groups_of(self.kind)[part], self._schema["$defs"][part]
        fields, required = schema["properties"], schema.get("required", ())
        others = []
        for field in fields:
            if field in required or f"{name}.{field}" in self.kind.starter:
                yield from (*self._comment(group, field, fields), self._blank(group, field, fields))
            else:
                others.append(self.words.ui("starter_choice", value=field, name=self.words.label(group, field)))
        if others:
            yield f"# {self.words.ui('starter_others', fields=self.words.ui('list_comma').join(others))}"

    def _blank(self, group: str, name: str, fields: Mapping[str, Any]) -> str:
        """Return a field without a value; a day that is today's is filled in."""
        if value_of(fields[name]).get("type") == "array":
            return f"{name}: []"
        return f"{name}: {self.today.isoformat()}" if self.words.sample(group, name) == TODAY else f"{name}:"

    def _optional(self, group: str, name: str, fields: Mapping[str, Any]) -> Iterator[str]:
        """Yield the lines of a field that may be left out: nothing for one without an example."""
        sample = self.words.sample(group, name).replace(TODAY, self.today.isoformat())
        if sample:
            yield from ("", *self._comment(group, name, fields, is_top=True, with_sample=False), f"# {name}: {sample}")

    def _comment(
        self, group: str, name: str, fields: Mapping[str, Any], is_top: bool = False, with_sample: bool = True
    ) -> Iterator[str]:
        """Yield what is to be known of a field: its name, its hint, what it is chosen from, an example."""
        value, choices = value_of(fields[name]), Choices(self.words, self.vocabulary)
        names = choices.names(group, name, value, is_top)
        is_choice = "enum" in value
        hint = "" if is_choice else self.words.hint(group, name)
        yield f"# {self.words.label(group, name)}" + (f": {hint}" if hint else "")
        if names and len(names) <= MAX_CHOICES:
            listed = (self.words.ui("starter_choice", value=one, name=called) for one, called in names.items())
            yield f"# {self.words.ui('starter_choices', choices=self.words.ui('list_comma').join(listed))}"
        elif names:
            yield f"# {self.words.ui('starter_list', file=choices.file_of(choices.list_of(name, value, is_top)))}"
        sample = self.words.sample(group, name)
        if with_sample and sample and sample != TODAY and not (names and len(names) <= MAX_CHOICES):
            yield f"# {self.words.ui('field_example', example=sample)}"
