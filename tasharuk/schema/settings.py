"""The table of kinds comes in, what VS Code reads of a folder goes out: which file has which schema, snippets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from tasharuk.kinds import KINDS, Body, Kind
from tasharuk.schema.choices import Choices
from tasharuk.schema.record import groups_of, kind_schema, part_of, value_of
from tasharuk.vocabulary import Vocabulary
from tasharuk.words import TODAY, Words, group_name

EXTENSIONS: Mapping[str, Any] = {"recommendations": ["redhat.vscode-yaml"]}


def settings() -> dict[str, Any]:
    """Return the settings that make the YAML extension complete and check our files, by our schemas alone."""
    schemas = {f"./schema/{kind.name}.schema.json": _glob(kind) for kind in KINDS if kind.body is Body.NONE}
    return {
        "yaml.schemas": schemas,
        "yaml.schemaStore.enable": False,
        "files.encoding": "utf8",
        "files.eol": "\n",
    }


def _glob(kind: Kind) -> str:
    return kind.fill(kind.pattern, "*", "*")


def snippets(words: Words, vocabulary: Vocabulary) -> dict[str, Any]:
    """Return a snippet for each kind with front matter, which the YAML extension does not look into.

    It writes the required fields; choices and closed lists open as lists of what can be written.
    """
    choices = Choices(words, vocabulary)
    return {
        words.kind(kind.name, "one"): {
            "scope": "markdown",
            "prefix": [kind.name, words.kind(kind.name, "one")],
            "description": words.ui("snippet_description", pattern=kind.pattern),
            "body": ["---", *_front_matter(kind, words, choices), "---", "", "$0"],
        }
        for kind in KINDS
        if kind.body is not Body.NONE
    }


def _front_matter(kind: Kind, words: Words, choices: Choices) -> Iterator[str]:
    schema = kind_schema(kind, words)
    groups, stops = groups_of(kind), count(1)
    for name in schema["required"]:
        value = value_of(schema["properties"][name])
        part = part_of(value)
        if not part:
            is_today = words.sample(group_name(kind.model), name) == TODAY
            names = choices.names(group_name(kind.model), name, value, is_top=True)
            yield f"{name}: {_stop(next(stops), value, names, is_today)}"
            continue
        yield f"{name}:"
        fields = schema["$defs"][part]
        for inner in fields["required"]:
            value = value_of(fields["properties"][inner])
            yield f"  {inner}: {_stop(next(stops), value, choices.names(groups[part], inner, value))}"


def _stop(number: int, value: Mapping[str, Any], names: Mapping[str, str], is_today: bool = False) -> str:
    """Return the place where the cursor stops: a list to choose from, today's date, or nothing written yet."""
    if is_today:
        return f"${{{number}:$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE}}"
    stop = f"${{{number}|{','.join(names)}|}}" if names else f"${number}"
    return f"[{stop}]" if value.get("type") == "array" else stop
