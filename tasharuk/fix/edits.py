"""A problem of a file that can be read → the Edit that mends it, or nothing where no answer is sure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tasharuk.arabic import drop_marks
from tasharuk.fix.repair import Edit, Path, Repair, Text, dotted
from tasharuk.fix.spans import dashed_span, entry_span, is_in_flow, item_span, scalar_end, written
from tasharuk.fix.table import CUT_CODES, SEPARATORS, answer, is_money, is_required
from tasharuk.problems import Problem
from tasharuk.read import Mark, Source
from tasharuk.read.text import code_point, is_invisible
from tasharuk.rules.unknown_term import LIST_OF_FIELD, term_named
from tasharuk.vocabulary import Vocabulary
from tasharuk.words import Words

_BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # unseen, but as wide as a letter
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True)
class Editor:
    """Makes edits of one text and the Source that was read from it."""

    text: Text
    source: Source
    vocabulary: Vocabulary
    words: Words

    @cached_property
    def _path_by_mark(self) -> dict[Mark, Path]:
        """The scalar, or else the innermost value, that starts at each place."""
        return {mark: path for path, mark in sorted(self.source.marks.items(), key=lambda item: len(item[0]))}

    @cached_property
    def _key_by_mark(self) -> dict[Mark, Path]:
        return {mark: path for path, mark in self.source.key_marks.items()}

    @cached_property
    def _places(self) -> list[int]:
        """Where every key and value starts, in order."""
        marks = [*self.source.marks.values(), *self.source.key_marks.values()]
        return sorted({self.text.offset(mark) for mark in marks})

    def edit(self, problem: Problem) -> Edit | None:
        """Return what mends a problem, None where nothing sure does."""
        mark = Mark(problem.line, problem.column)
        if problem.code == "unknown_key":
            key = self._key_by_mark.get(mark)
            return self._rename(key, answer(problem, self.words)) if key else None
        path = self._path_by_mark.get(mark)
        if path is None or not path or path not in self.source.marks:
            return None
        if problem.code in CUT_CODES:
            return None if is_money(path) or is_required(problem) else self._cut(path)
        if problem.code == "hidden_character":
            return self._clean(path)
        if problem.code == "list_expected":
            return self._list(path)
        if problem.code == "phone_note":
            return self._phone(path, answer(problem, self.words))
        return self.set(path, answer(problem, self.words), "value")

    def _value(self, path: Path) -> Any:
        value: Any = self.source.data
        for part in path:
            value = value[part]
        return value

    def _span(self, path: Path) -> tuple[int, int] | None:
        """Return where a scalar starts and ends."""
        value = self._value(path)
        start = self.text.offset(self.source.marks[path])
        end = scalar_end(self.text.text, start, value) if isinstance(value, str) else None
        return (start, end) if end is not None else None

    def _repair(self, code: str, path: Path, old: str, new: str = "") -> Repair:
        mark = self.source.marks[path]
        return Repair(self.source.path, mark.line, code, old, new, dotted(path))

    def set(self, path: Path, value: str, code: str) -> Edit | None:
        """Return the edit that writes another value in the place of one."""
        span = self._span(path)
        if not value or span is None or is_money(path):
            return None
        old = self.text.text[slice(*span)]
        text = written(value, old, is_in_flow(self.text, path, self.source.marks))
        return Edit(*span, text, "set", path, self._repair(code, path, self._value(path), value), value)

    def _rename(self, path: Path, key: str) -> Edit | None:
        if not key or key in self._value(path[:-1]):
            return None
        start = self.text.offset(self.source.key_marks[path])
        end = scalar_end(self.text.text, start, str(path[-1]))
        repair = Repair(self.source.path, self.source.key_marks[path].line, "key", str(path[-1]), key, dotted(path))
        return Edit(start, end, key, "rename", path, repair, key) if end is not None else None

    def _cut(self, path: Path) -> Edit | None:
        span = self._span(path)
        in_flow = is_in_flow(self.text, path, self.source.marks)
        if span is None:
            return None
        if isinstance(path[-1], int):
            cut = item_span(self.text, *span, in_flow)
        else:
            start = self.text.offset(self.source.key_marks[path])
            cut = entry_span(self.text, start, span[1], in_flow)
            if cut is None and not in_flow and self.text.text[self.text.line_start(start) : start].strip() == "-":
                following = next((place for place in self._places if place > span[1]), None)
                cut = dashed_span(self.text, start, span[1], following) if following is not None else None
        if cut is None:
            return None
        given = self._value(path)
        return Edit(cut[0], cut[1], cut[2], "cut", path, self._repair("removed", path, given or dotted(path)))

    def _clean(self, path: Path) -> Edit | None:
        """Take unseen characters out of a value, block or line; out of an account only where the eye sees the same."""
        start = self.text.offset(self.source.marks[path])
        ends = [place for place in self._places if place > start]
        end = ends[0] if ends else self._matter_end()
        old = self.text.text[start:end]
        new = "".join(_seen(character) for character in old)
        if is_money(path):
            value = str(self._value(path))
            is_turned = bool(_TURNING & set(value)) and not drop_marks(value).isalnum()
            if is_turned or _BLANKS & set(value):
                return None
        characters = " ".join(dict.fromkeys(code_point(sign) for sign in old if _seen(sign) != sign))
        return Edit(start, end, new, "clean", path, self._repair("hidden", path, characters)) if characters else None

    def _matter_end(self) -> int:
        """Return where the YAML part of the file ends."""
        if not self.source.path.endswith(".md"):
            return len(self.text.text)
        found = self.text.text.find("\n---", 4)
        return found if found >= 0 else len(self.text.text)

    def _list(self, path: Path) -> Edit | None:
        """Return the edit that puts a single value, or the terms in it, between brackets."""
        span, value = self._span(path), self._value(path)
        if span is None or is_money(path):
            return None
        items = self._terms(str(path[-1]), value) if path[-1] in LIST_OF_FIELD else _single(value)
        if not items:
            return None
        old = self.text.text[slice(*span)]
        texts = [written(item, old if len(items) == 1 else "", in_flow=True) for item in items]
        text = f"[{', '.join(texts)}]"
        return Edit(*span, text, "set", path, self._repair("list", path, value, text), items)

    def _terms(self, name: str, value: str) -> list[str]:
        """Return the terms that a text names, none where one of them is not known for sure."""
        terms = getattr(self.vocabulary, LIST_OF_FIELD[name])
        pieces = [value] if term_named(value, terms) else [piece.strip() for piece in SEPARATORS.split(value)]
        found = [piece if piece in terms else term_named(piece, terms) for piece in pieces]
        return list(dict.fromkeys(found)) if all(found) else []

    def _phone(self, path: Path, number: str) -> Edit | None:
        """Return the edit that keeps the number as the value, and its note as a comment behind it."""
        edit = self.set(path, number, "note")
        if edit is None or is_in_flow(self.text, path, self.source.marks):
            return None
        line_end = self.text.line_end(edit.end)
        note = str(self._value(path))[len(number) :].strip(" ()-\u2013:\u060c,")
        if self.text.text[edit.end : line_end].strip() or not note:
            return None
        return Edit(edit.start, edit.end, f"{edit.text} # {note}", "set", path, edit.repair, number)


def _seen(character: str) -> str:
    """Return what stays of a character: nothing of one that is not seen, a space of one that is blank."""
    if character in _BLANKS:
        return " "
    return "" if is_invisible(character) or unicodedata.category(character) == "Cf" else character


def _single(value: str) -> list[str]:
    return [] if SEPARATORS.search(value) or not value.strip() else [value]


def in_order(edits: Sequence[Edit]) -> Iterator[Edit]:
    """Yield the edits that do not touch one another, the last of the text first."""
    limit: int | None = None
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end), reverse=True):
        if limit is None or edit.end <= limit:
            limit = edit.start
            yield edit
