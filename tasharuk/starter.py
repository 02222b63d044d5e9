"""Starter files: a kind and a slug come in, a commented file to fill in goes out."""

from __future__ import annotations

from datetime import date

from tasharuk.kinds import Body, Kind
from tasharuk.words import Words, group_name


def starter(kind: Kind, words: Words, today: date) -> str:
    """Return the text of a new file: the editor's modeline, every required field, the others as comments."""
    group = group_name(kind.model)
    depth = kind.pattern.count("/")
    lines = [f"# yaml-language-server: $schema={'../' * depth}schema/{kind.name}.schema.json"]
    lines += [f"# {line}" for line in words.ui("starter_intro").split("\n")]
    optional = []
    for field, info in kind.model.model_fields.items():
        sample = words.sample(group, field).replace("<today>", today.isoformat())
        hint = words.hint(group, field)
        comment = f"# {words.label(group, field)}" + (f": {hint}" if hint else "")
        if info.is_required() or field in kind.starter:
            lines += ["", comment, f"{field}: {sample}"]
        elif sample:
            optional += ["", comment, *(f"# {line}" for line in f"{field}: {sample}".split("\n"))]
    lines += ["", f"# {words.ui('starter_optional')}", *optional, ""]
    text = "\n".join(lines)
    if kind.body is Body.NONE:
        return text
    return f"---\n{text}---\n\n{words.ui('starter_body')}\n"
