r"""Records → the text of a file, in one canonical form: the form's script writes the same bytes.

Block style, two spaces, no folding. A scalar stands bare where no reader could take it for anything else, is quoted
where one could, and becomes a literal block where it has lines. Since readers here keep every scalar as text, `no`,
`012` and `12:30` need no quotes. tests/cases/dump.json is the table of cases that both writers share.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

INDENT = "  "
_FIRST = "+\u00ab("  # beside letters and digits, what a bare scalar may begin with
_UNSAFE = re.compile(r":(?:\s|$)|\s#|^\s|\s$|[\x00-\x1f\x7f]")


def dump_record(data: Mapping[str, Any], body: str = "", front_matter: bool = False) -> str:
    """Return the text of a record's file: YAML, or with `front_matter` (or a body) YAML between `---` and Markdown.

    Values are text, numbers, booleans, dates, lists and mappings of these; empty ones are left out.
    """
    text = "".join(f"{line}\n" for line in _mapping(data, ""))
    if not (front_matter or body):
        return text
    end = body.strip("\n")
    return f"---\n{text}---\n" + (f"\n{end}\n" if end else "")


def _mapping(data: Mapping[str, Any], indent: str) -> Iterator[str]:
    for key, value in data.items():
        if is_empty(value):
            continue
        if isinstance(value, Mapping):
            yield f"{indent}{key}:"
            yield from _mapping(value, indent + INDENT)
        elif isinstance(value, Sequence) and not isinstance(value, str):
            yield f"{indent}{key}:"
            yield from _list(value, indent + INDENT)
        else:
            first, *more = scalar(value, indent + INDENT)
            yield f"{indent}{key}: {first}"
            yield from more


def _list(items: Sequence[Any], indent: str) -> Iterator[str]:
    for item in items:
        if is_empty(item):
            continue
        inner = indent + INDENT
        lines = list(_mapping(item, inner)) if isinstance(item, Mapping) else scalar(item, inner)
        yield f"{indent}- {lines[0].removeprefix(inner)}"
        yield from lines[1:]


def is_empty(value: Any) -> bool:
    """Tell whether a value says nothing: no text, or a list or mapping of nothing."""
    if isinstance(value, Mapping):
        return all(is_empty(item) for item in value.values())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return all(is_empty(item) for item in value)
    return value is None or (isinstance(value, str) and not value.strip())


def scalar(value: Any, indent: str) -> list[str]:
    """Return the lines of one scalar; the first follows its key or dash, the others bear `indent`."""
    text = str(value).lower() if isinstance(value, bool) else str(value).strip("\n")
    if "\n" in text and _fits_block(text):
        return ["|", *(f"{indent}{line}" if line else "" for line in text.split("\n"))]
    if text[0].isalnum() | (text[0] in _FIRST) and not _UNSAFE.search(text):
        return [text]
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return [f'"{escaped}"']


def _fits_block(text: str) -> bool:
    """Tell whether a literal block keeps every line: none begins the block with a space or ends with one."""
    lines = text.split("\n")
    return not lines[0].startswith((" ", "\t")) and not any(line != line.rstrip() or "\t" in line for line in lines)
