"""YAML of the simplest forms → what the library's parser would find in it, in a third of its time.

Keys and values on one line each, lists and groups of fields, in brackets or a line each, texts below a bar: nearly all
that people write. Whatever else a text holds, down to a doubled space, is for the library, and so is every mistake;
`tests/read/test_simple.py` holds both ways together over texts of all signs.
"""

from __future__ import annotations

import re
from array import array
from typing import Any, TypeAlias

from tasharuk.read.source import Value

Found: TypeAlias = tuple[dict[str, Value], "array[int]"]

_LINE = re.compile(r"( *)(- )?(?:([a-z][a-z0-9_]*):(?: (?=[^ ])|\Z))?(.*)")
_INDICATORS = "-?:,[]{}#&*!|>'\"%@` "
_NOT_PLAIN = frozenset(_INDICATORS)  # with which no value begins that stands without quotes
_ITEM = rf"[^{re.escape(_INDICATORS)}](?:[^?:,\[\]{{}}#]*[^?:,\[\]{{}}# ])?"
_PAIR = rf"[a-z][a-z0-9_]*: {_ITEM}"
_GROUPS = {
    "[": re.compile(rf"\[{_ITEM}(?:, {_ITEM})*\]"),
    "{": re.compile(rf"\{{{_PAIR}(?:, {_PAIR})*\}}"),
}
_FOREIGN = ("\t", "\ufeff")  # a tab is no indent; the library refuses a byte-order mark within a text


class _NotSimple(Exception):
    """The text holds what only the library knows."""


def simple_mapping(text: str, first_line: int, max_depth: int, max_values: int) -> Found | None:
    r"""Return the mapping of a text of simple forms alone, and its positions; None for any other.

    The text is one that `decode` let through, with a line end at its end. `first_line` is the number of its first
    line; positions are line and column of each key and value in document order, as `Marks` takes them.
    """
    if any(map(text.__contains__, _FOREIGN)) or text[-1:] != "\n":
        return None
    try:
        found = _Reader(text[:-1].split("\n"), first_line, max_depth).read()
    except _NotSimple:
        return None
    return found if len(found[1]) <= 2 * max_values else None


class _Reader:
    """Reads line by line; raises _NotSimple at the first form it does not know."""

    def __init__(self, lines: list[str], first_line: int, max_depth: int) -> None:
        self.lines, self.first_line, self.max_depth = lines, first_line, max_depth
        self.positions: list[int] = []
        self.outer: list[tuple[Any, int]] = []
        # the open mapping or list, the column of its keys or dashes, from 0, and its last key, if its value is to come
        self.container: Any = {}
        self.column, self.is_list = -1, False
        self.key: str | None = ""

    def read(self) -> Found:
        """Return the mapping and its positions."""
        document = self.container
        number, count = 0, len(self.lines)
        while number < count:
            line = self.lines[number]
            number += 1
            if not line or line.lstrip(" ")[:1] == "#":
                continue
            found = _LINE.fullmatch(line)
            if found is None:
                raise _NotSimple
            indent, dash, key, rest = found.groups()
            at, place = len(indent), self.first_line + number - 1
            if at != self.column or self.key is not None or (dash is None) is self.is_list:
                self._go_to(at, dash is not None, place)
            if dash:
                at += 2
                if key is None:
                    self.positions += (place, at + 1)
                    self.container.append(self._value(rest, place, at + 1))
                    continue
                self._open({}, at, place)
            if key is None or key in self.container:
                raise _NotSimple
            self.positions += (place, at + 1)
            if not rest:
                self.key = key
                continue
            start = found.start(4) + 1
            self.positions += (place, start)
            if rest == "|":
                end = self._end_of_text(number, at)
                self.container[key] = _text(self.lines[number:end])
                number = end
            else:
                self.container[key] = self._value(rest, place, start)
        if self.key is not None or not isinstance(document[""], dict):
            raise _NotSimple
        return document[""], array("I", self.positions)

    def _go_to(self, at: int, is_item: bool, place: int) -> None:
        """Open or close groups until a key or an item at a column belongs to the open one."""
        if self.key is not None:
            if at < self.column + (not is_item):
                raise _NotSimple
            self._open([] if is_item else {}, at, place)
            return
        while at != self.column or is_item is not self.is_list:
            if at > self.column or not self.outer:
                raise _NotSimple
            self.container, self.column = self.outer.pop()
            self.is_list = isinstance(self.container, list)

    def _open(self, container: Any, at: int, place: int) -> None:
        if len(self.outer) >= self.max_depth:
            raise _NotSimple
        if self.key is None:
            self.container.append(container)
        else:
            self.container[self.key] = container
            self.key = None
        self.outer.append((self.container, self.column))
        self.container, self.column, self.is_list = container, at, isinstance(container, list)
        self.positions += (place, at + 1)

    def _value(self, typed: str, place: int, start: int) -> Value:
        """Return what stands on one line, from a column on: a value, or a list or group of values in brackets."""
        group = _GROUPS.get(typed[:1])
        if group is None:
            return _scalar(typed)
        if not group.fullmatch(typed) or len(self.outer) >= self.max_depth:
            raise _NotSimple
        found: Any = {} if typed[0] == "{" else []
        for item in typed[1:-1].split(", "):
            start += 1
            self.positions += (place, start)
            if typed[0] == "[":
                found.append(item)
            else:
                key, _, value = item.partition(": ")
                if key in found:
                    raise _NotSimple
                self.positions += (place, start + len(key) + 2)
                found[key] = value
            start += len(item) + 1
        return found  # type: ignore[no-any-return]

    def _end_of_text(self, number: int, at: int) -> int:
        """Return the number of the line behind a text whose key stands at a column."""
        end = number
        while end < len(self.lines) and (not self.lines[end] or self.lines[end].startswith(" " * (at + 1))):
            end += 1
        return end


def _text(lines: list[str]) -> str:
    """Return a text of lines, without their indent, which is that of the first."""
    if not lines or not lines[0]:
        raise _NotSimple
    indent = " " * (len(lines[0]) - len(lines[0].lstrip(" ")))
    if not all(line.startswith(indent) and line[-1] != " " for line in lines if line):
        raise _NotSimple
    size = len(indent)
    return "\n".join([line[size:] for line in lines]).rstrip("\n") + "\n"


def _scalar(typed: str) -> str:
    """Return a value that stands on one line, in quotes or without."""
    first = typed[:1]
    if first in ("'", '"'):
        if typed.find(first, 1) == len(typed) - 1 and "\\" not in typed:
            return typed[1:-1]
    elif first and first not in _NOT_PLAIN and typed[-1] not in ": " and ": " not in typed and " #" not in typed:
        return typed
    raise _NotSimple
