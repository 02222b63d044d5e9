"""The bytes of a file → the bytes after every safe repair.

A repair that would change another value, or bring a new error, is dropped.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from tasharuk.catalogue import Catalogue
from tasharuk.fix.edits import Editor, in_order
from tasharuk.fix.repair import Edit, Repair, Text
from tasharuk.fix.respell import respellings
from tasharuk.fix.table import PLACES
from tasharuk.fix.text import clean
from tasharuk.model.base import Record
from tasharuk.parse import Draft, parse_record
from tasharuk.problems import Problem
from tasharuk.read import Source, place_of_path, source_of
from tasharuk.rules.unknown_term import unknown_term
from tasharuk.words import Words

MAX_ROUNDS = 12
MAX_SINGLE = 100  # edits tried one by one, once those of a round do not pass together
MAX_BYTES = 1_000_000
RULE_CODES = frozenset({"unknown_term", "national_alone"})


@dataclass(frozen=True)
class Mended:
    """A file after its repairs. `left` names the lines on which something was left as it was because of money."""

    content: bytes
    repairs: tuple[Repair, ...] = ()
    left: tuple[Repair, ...] = ()


@dataclass(frozen=True)
class _State:
    """A text and what can be read out of it; `lines` are the numbers that its lines had when reading began."""

    text: str
    source: Source
    record: Record | None
    left_out: frozenset[str]
    problems: tuple[Problem, ...]
    lines: tuple[int, ...]

    @property
    def errors(self) -> Counter[tuple[str, str]]:
        """How many errors of each code and field there are, places in lists aside."""
        return Counter((p.code, _without_numbers(p.field)) for p in self.problems if p.is_error)


def mend(raw: bytes, path: str, catalogue: Catalogue, words: Words) -> Mended:
    """Return the file with its safe repairs, in the order of the lines; a file of no kind stays as it is.

    Of the catalogue only the closed lists count. Mending what was mended changes nothing.
    """
    place = place_of_path(path, PLACES)
    cleaned = clean(raw, path, place) if place is not None and len(raw) <= MAX_BYTES else None
    if place is None or cleaned is None:
        return Mended(raw)
    repairs = list(cleaned.repairs)
    text = cleaned.text
    state = _state(text, path, catalogue, tuple(cleaned.lines))
    for _ in range(MAX_ROUNDS):
        if state is None:
            break
        editor = Editor(Text(state.text), state.source, catalogue.vocabulary, words)
        edits = [edit for problem in state.problems if (edit := editor.edit(problem)) is not None]
        after = _apply(state, edits, catalogue, repairs)
        if after is state:
            after = _apply(state, _plain_forms(state, editor), catalogue, repairs, is_respelling=True)
        if after is state:
            break
        state = after
    text = state.text if state is not None else text
    ordered = sorted(repairs, key=lambda repair: (repair.line, repair.field))
    return Mended(text.encode("utf-8", "surrogatepass"), tuple(ordered), tuple(cleaned.left))


def _state(text: str, path: str, catalogue: Catalogue, lines: tuple[int, ...]) -> _State | None:
    """Read and judge a text by itself; None where it cannot be read."""
    place = place_of_path(path, PLACES)
    source = source_of(text.encode("utf-8", "surrogatepass"), path, place) if place else []
    if not isinstance(source, Source):
        return None
    parsed, problems = parse_record(source)
    record = parsed.record if isinstance(parsed, Draft) else parsed
    left_out = parsed.left_out if isinstance(parsed, Draft) else frozenset()
    if record is not None:
        judged = unknown_term(replace(catalogue, records=(record,)))
        problems += [problem for problem in judged if problem.field.split(".")[0] not in left_out]
    return _State(text, source, record, left_out, tuple(problems), lines)


def _plain_forms(state: _State, editor: Editor) -> list[Edit]:
    if state.record is None:
        return []
    found = respellings(state.record, state.source.data, state.source.kind, state.left_out)
    return [edit for path, _, plain in found if (edit := editor.set(path, plain, "respelt")) is not None]


def _apply(
    state: _State, edits: Sequence[Edit], catalogue: Catalogue, repairs: list[Repair], is_respelling: bool = False
) -> _State:
    """Make the edits together, or those of them that pass one by one; returns the state itself where none does."""
    chosen = list(in_order(edits))
    after = _tried(state, chosen, catalogue, is_respelling) if chosen else None
    if after is None and len(chosen) > 1:
        passing: list[Edit] = []
        for edit in chosen[:MAX_SINGLE]:
            if _tried(state, [*passing, edit], catalogue, is_respelling) is not None:
                passing.append(edit)
        chosen = passing
        after = _tried(state, chosen, catalogue, is_respelling) if chosen else None
    if after is None:
        return state
    repairs += [replace(edit.repair, line=state.lines[edit.repair.line - 1]) for edit in chosen]
    return after


def _tried(state: _State, edits: Sequence[Edit], catalogue: Catalogue, is_respelling: bool) -> _State | None:
    """Make edits, the last of the text first, and read again; None where they did anything else than they should."""
    text, lines = state.text, list(state.lines)
    for edit in edits:
        first = text.count("\n", 0, edit.start)
        gone = text.count("\n", edit.start, edit.end) - edit.text.count("\n")
        at = first if edit.start == 0 or text[edit.start - 1] == "\n" else first + 1
        del lines[at : at + gone]
        text = text[: edit.start] + edit.text + text[edit.end :]
    after = _state(text, state.source.path, catalogue, tuple(lines))
    if after is None or after.source.body != state.source.body:
        return None
    if _plain(_expected(state.source.data, after.source.data, edits)) != _plain(after.source.data):
        return None
    if is_respelling and _stored(after) != _stored(state):
        return None
    return None if any(_is_fresh(state, *error) for error in after.errors - state.errors) else after


def _is_fresh(state: _State, code: str, field: str) -> bool:
    """Tell a new error from one that a broken neighbour had kept the rules from seeing."""
    return code not in RULE_CODES or (state.record is not None and field.split(".")[0] not in state.left_out)


def _stored(state: _State) -> Any:
    return state.record.model_dump() if state.record is not None else None


def _expected(old: Any, new: Any, edits: Sequence[Edit]) -> Any:
    """Return the values that the file should have after the edits, which come last first."""
    data = copy.deepcopy(dict(old))
    for edit in edits:
        holder: Any = data
        for part in edit.path[:-1]:
            holder = holder[part]
        last = edit.path[-1]
        if edit.action == "set":
            holder[last] = edit.value
        elif edit.action == "cut":
            del holder[last]
        elif edit.action == "rename":
            items = [(edit.value if key == last else key, value) for key, value in holder.items()]
            holder.clear()
            holder.update(items)
        else:
            holder[last] = _at(new, edit.path)
    return data


def _at(data: Any, path: Sequence[str | int]) -> Any:
    try:
        for part in path:
            data = data[part]
    except (KeyError, IndexError, TypeError):
        return None
    return data


def _plain(value: Any) -> Any:
    """Return values for comparison: a group or list of which all was cut is the empty value that stays of it."""
    if isinstance(value, dict):
        return [(key, _plain(item)) for key, item in value.items()] or ""
    if isinstance(value, list):
        return [_plain(item) for item in value] or ""
    return value


def _without_numbers(field: str) -> str:
    return ".".join(part for part in field.split(".") if not part.isdigit())
