"""A mapping as typed, and the short way to it for texts of simple forms; `composer` reads the others.

Every scalar stays as typed: `012`, `no` and `12:30` are decided by the model.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass

from tasharuk.read.simple import simple_mapping
from tasharuk.read.source import Marks, Value

MAX_DEPTH = 8


@dataclass(frozen=True)
class Document:
    """A mapping as typed, with the places of its values and of its keys."""

    data: dict[str, Value]
    marks: Marks
    key_marks: Marks


@dataclass(frozen=True)
class Rules:
    """What a document may hold. `number_keys` and `empty` are for our own vocabularies and settings."""

    max_values: int = 5_000
    number_keys: bool = False
    empty: bool = False


USUAL = Rules()


def simple_document(text: str, lines_before: int = 0) -> Document | None:
    """Read a text of simple forms alone as `compose` does; None for any other. The text is one that `decode` gave."""
    found = simple_mapping(text, lines_before + 1, MAX_DEPTH, Rules.max_values)
    return None if found is None else document_of(*found)


def document_of(data: dict[str, Value], positions: array[int]) -> Document:
    """Return a mapping with line and column, in turns, of its values in the order in which they are written."""
    return Document(data, Marks(data, positions), Marks(data, positions, of_keys=True))
