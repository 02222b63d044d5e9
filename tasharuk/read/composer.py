"""YAML text → nested text values with their places: the only user of the YAML library among the stages.

Works on the parser's events, so that depth, size, anchors and tags are refused before anything is built from them.
Every scalar stays as typed: `012`, `no` and `12:30` are decided by the model.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Callable
from typing import Any, NoReturn

import yaml
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner, ScannerError

from tasharuk.problems import Problem
from tasharuk.read.document import MAX_DEPTH, USUAL, Document, Rules, document_of
from tasharuk.read.source import Marks, Value, ValuePath
from tasharuk.read.syntax import explain
from tasharuk.read.text import REFUSED, code_point, is_invisible, refusal, shown

MAX_PROBLEMS = 20
NUMBER_KEY = re.compile("[-+]?[0-9\u0660-\u0669\u06f0-\u06f9][0-9\u0660-\u0669\u06f0-\u06f9._:]*|~")


class PureParser(Reader, Scanner, Parser):
    """The parser without libyaml: ten times slower, the same events."""

    def __init__(self, stream: str) -> None:
        """Set up the three layers over one text."""
        Reader.__init__(self, stream)
        Scanner.__init__(self)
        Parser.__init__(self)

    def scan_to_next_token(self) -> None:
        """Pass over tabs that do not indent, as libyaml does."""
        super().scan_to_next_token()
        while self.peek() == "\t" and (self.flow_level or not self.allow_simple_key):
            self.forward()
            super().scan_to_next_token()

    def scan_plain_spaces(self, indent: Any, start_mark: Any) -> Any:
        """Keep the tabs inside an unquoted value and drop those at its end, as libyaml does."""
        length = 0
        while self.peek(length) in " \t":
            length += 1
        spaces = self.prefix(length)
        self.forward(length)
        if self.peek() in "\n\r":
            return super().scan_plain_spaces(indent, start_mark)
        return [spaces] if spaces else []

    def scan_directive_name(self, start_mark: Any) -> Any:
        """Refuse a directive that YAML does not know, as libyaml does."""
        name = super().scan_directive_name(start_mark)  # type: ignore[no-untyped-call]
        if name not in ("YAML", "TAG"):
            raise ScannerError("while scanning a directive", start_mark, "found unknown directive name", start_mark)
        return name


def _choose_parser() -> Callable[[str], Any]:
    try:
        from yaml.cyaml import CParser  # type: ignore[attr-defined]  # about ten times faster over 13,000 files
    except ImportError:
        return PureParser
    return CParser


PARSER = _choose_parser()


class _Stop(Exception):
    """The rest of the document cannot be trusted."""


def compose(
    text: str, path: str, lines_before: int = 0, rules: Rules = USUAL, parser: Callable[[str], Any] = PARSER
) -> Document | list[Problem]:
    """Read one mapping out of `text`, whose first line is line `lines_before` + 1 of the file. Never raises."""
    composer = _Composer(text, path, lines_before, rules)
    try:
        composer.read(parser(text))
    except _Stop:
        pass
    except yaml.YAMLError as error:
        place, code, values = explain(error, text)
        composer.report(code, place[0], place[1], values)
    except (ValueError, OverflowError):  # the parser without libyaml: an escape beyond the last character
        composer.report("syntax_escape", 0, 0, {})
    if composer.problems:
        return composer.problems
    return document_of(composer.root if isinstance(composer.root, dict) else {}, composer.positions)


class _Composer:
    """Builds the value of one document event by event. Lines and columns of events count from 0."""

    def __init__(self, text: str, path: str, lines_before: int, rules: Rules) -> None:
        self.text, self.path, self.rules = text, path, rules
        self.line_offset = lines_before + 1
        self.problems: list[Problem] = []
        self.positions: array[int] = array("I")
        self.root: Value | None = None
        self.container: Any = None  # the open list or dict; Any: a union here costs a check for each value
        self.is_mapping = False
        self.key: str | None = None
        self.stack: list[tuple[Any, bool, str | None]] = []
        self.documents = 0
        self.anchors: set[str] = set()

    def read(self, parser: Any) -> None:
        """Take all events; raises _Stop when the rest is not worth reading."""
        handlers: dict[type, Callable[[Any], None]] = {  # no attribute: it would hold itself
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._open_mapping,
            yaml.SequenceStartEvent: self._open_list,
            yaml.MappingEndEvent: self._close,
            yaml.SequenceEndEvent: self._close,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        while (event := parser.get_event()) is not None:
            handler = handlers.get(type(event))
            if handler is not None:
                handler(event)
        if self.root is None or self.root == "":
            if not self.rules.empty:
                self.report("empty_file", 0, 0, {})
        elif not isinstance(self.root, dict):
            self.report("not_a_mapping", self.positions[0] - self.line_offset, self.positions[1] - 1, {})

    def report(self, code: str, line: int, column: int, values: dict[str, str], field: str = "") -> None:
        """Add a problem at a place that counts from 0."""
        if len(self.problems) < MAX_PROBLEMS:
            place = (line + self.line_offset, column + 1)
            self.problems.append(Problem(self.path, *place, code, values=values, field=field))

    def _report_at(self, code: str, event: Any, field: str = "", **values: str) -> None:
        self.report(code, event.start_mark.line, event.start_mark.column, values, field)
        if len(self.problems) >= MAX_PROBLEMS:
            raise _Stop

    def _stop(self, code: str, event: Any, **values: str) -> NoReturn:
        self._report_at(code, event, self._field(), **values)
        raise _Stop

    def _document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            self._stop("second_document", event)
        if event.version or event.tags:
            self._stop("directive", event)

    def _scalar(self, event: Any) -> None:
        mark = event.start_mark
        self.positions.extend((mark.line + self.line_offset, mark.column + 1))
        value = event.value
        if event.tag is not None or event.anchor is not None:
            self._refuse_properties(event)
        if event.style == '"' and (found := REFUSED.search(value)):
            self._report_at(refusal(found.group()), event, self._field(), character=code_point(found.group()))
        if self.is_mapping and self.key is None:
            self.key = self._checked_key(value, event)
        else:
            self._place(value, event)

    def _place(self, value: Value, event: Any) -> None:
        container = self.container
        if self.is_mapping:
            container[self.key] = value
            self.key = None
        elif container is None:
            self.root = value
        else:
            container.append(value)
        if len(self.positions) > 2 * self.rules.max_values:
            self._stop("too_many_values", event, limit=str(self.rules.max_values))

    def _open_mapping(self, event: Any) -> None:
        self._open({}, True, event)

    def _open_list(self, event: Any) -> None:
        self._open([], False, event)

    def _open(self, container: Any, is_mapping: bool, event: Any) -> None:
        mark = event.start_mark
        if self.is_mapping and self.key is None:
            self._stop("complex_key", event)
        if len(self.stack) >= MAX_DEPTH:
            self._stop("too_deep", event, limit=str(MAX_DEPTH))
        self.positions.extend((mark.line + self.line_offset, mark.column + 1))
        if event.tag is not None or event.anchor is not None:
            self._refuse_properties(event)
        key = self.key
        self._place(container, event)
        self.stack.append((self.container, self.is_mapping, key))
        self.container, self.is_mapping = container, is_mapping

    def _close(self, event: Any) -> None:
        self.container, self.is_mapping, _key = self.stack.pop()

    def _alias(self, event: Any) -> None:
        after_merge = self.is_mapping and self.key is not None and self.key.startswith("<<")
        if event.anchor not in self.anchors and not after_merge:
            self._report_at("alias", event, self._field(), given="*" + shown(event.anchor))
            self.anchors.add(event.anchor)
        self.positions.extend((0, 0))
        if self.is_mapping and self.key is None:
            self.key = f"*{event.anchor}\0{len(self.positions)}"
        else:
            self._place("", event)

    def _refuse_properties(self, event: Any) -> None:
        """Report an anchor or a tag; uses of a reported anchor are the same cause."""
        if event.anchor is not None:
            self.anchors.add(event.anchor)
            self._report_at("anchor", event, self._field(), given="&" + shown(event.anchor))
        if event.tag is not None:
            self._report_at("tag", event, self._field(), given=shown(event.tag))

    def _checked_key(self, key: str, event: Any) -> str:
        """Report what a key may not be, and return it (made unique, when it is not: positions must stay in step)."""
        if not key.isascii():
            key = unicodedata.normalize("NFC", key)
        if key == "<<":
            self._report_at("merge_key", event)
        elif not key.strip():
            self._report_at("empty_key", event)
        elif not self.rules.number_keys and not event.style and NUMBER_KEY.fullmatch(key):
            self._report_at("key_not_text", event, given=shown(key))
        elif hidden := is_invisible(key):
            self._report_at("invisible_in_key", event, key=shown(key), character=code_point(hidden))
        if key not in self.container:
            return key
        if key != "<<":
            path = (*self._path(), key)
            first = Marks(self.root or {}, self.positions, of_keys=True).get(path)
            first_line = str(first.line if first else "")
            self._report_at("duplicate_key", event, _dotted(path), key=shown(key), first_line=first_line)
        return f"{key}\0{len(self.positions)}"

    def _path(self) -> ValuePath:
        """Return the path of the open container."""
        inner = [container for container, _is_mapping, _key in self.stack[1:]]
        parts: list[str | int] = []
        for container, (_outer, _is_mapping, key) in zip(inner, self.stack[1:], strict=True):
            parts.append(len(container) - 1 if key is None else key)
        return tuple(parts)

    def _field(self) -> str:
        """Return the dotted path of the value that is being read."""
        path = self._path()
        if self.key is not None:
            path = (*path, self.key)
        elif self.stack and not self.is_mapping:
            path = (*path, len(self.container))
        return _dotted(path)


def _dotted(path: ValuePath) -> str:
    """Write a path for people, without what made a repeated key unique."""
    return ".".join(shown(str(part).split("\0")[0]) for part in path)
