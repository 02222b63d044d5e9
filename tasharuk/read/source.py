"""The shapes that reading hands on: places, sources, media, and the marks that tell where a value stands.

Nothing here touches the disk.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple, TypeAlias

Value: TypeAlias = "str | list[Value] | dict[str, Value]"
ValuePath: TypeAlias = "tuple[str | int, ...]"


class Mark(NamedTuple):
    """A place in a file; both count from 1."""

    line: int
    column: int


class Marks(Mapping[ValuePath, Mark]):
    """The marks of all values of a document, or of all its keys, by the path of the value.

    A build reads a hundred values a file and asks for the place of almost none, so the places are kept as a flat
    row of numbers in document order (the value, then for a mapping each key and its value), in which a value is found
    by counting those before it: a fiftieth of the time that it takes to spread all of them out.
    """

    def __init__(self, data: Value, positions: array[int], of_keys: bool = False) -> None:
        """Keep `positions`: line and column, counting from 1, of each key and value of `data` in document order."""
        self._data = data
        self._positions = positions
        self._of_keys = of_keys

    def __getitem__(self, path: ValuePath) -> Mark:
        """Return the place of the value at `path`; raises KeyError for a path the document lacks."""
        number, value = 0, self._data
        for place, part in enumerate(path, 1):
            number += 1
            if isinstance(value, dict) and part in value:
                for key, inner in value.items():
                    if key == part:
                        break
                    number += 1 + _count(inner)
                number += not self._of_keys or place < len(path)
                value = value[part]
            elif isinstance(value, list) and isinstance(part, int) and 0 <= part < len(value):
                number += sum(map(_count, value[:part]))
                value = value[part]
                if self._of_keys and place == len(path):
                    raise KeyError(path)
            else:
                raise KeyError(path)
        if (self._of_keys and not path) or 2 * number + 1 >= len(self._positions):
            raise KeyError(path)
        return Mark(self._positions[2 * number], self._positions[2 * number + 1])

    def __iter__(self) -> Iterator[ValuePath]:
        """Iterate over the paths in document order."""
        return (path for path, is_key in self._read() if is_key is self._of_keys)

    def __len__(self) -> int:
        """Count the paths."""
        return sum(1 for _ in self)

    def _read(self) -> Iterator[tuple[ValuePath, bool]]:
        """Yield what has a place: all of the document, or less of one that could not be read to its end."""
        return islice(_document_order((), self._data), len(self._positions) // 2)


def _count(value: Value) -> int:
    """Count a value with all keys and values inside it."""
    if isinstance(value, dict):
        return 1 + len(value) + sum(map(_count, value.values()))
    return 1 + sum(map(_count, value)) if isinstance(value, list) else 1


def _document_order(path: ValuePath, value: Value) -> Iterator[tuple[ValuePath, bool]]:
    """Yield (path, whether it is the key) as the parser met them. Depth is bounded by the reader."""
    yield path, False
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*path, key), True
            yield from _document_order((*path, key), inner)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _document_order((*path, index), inner)


@dataclass(frozen=True)
class Place:
    """Where the files of one kind live, such as `organizations/<organization>/posts/<slug>.md`.

    `<name>` captures one part of the path; in the last part it stands for the name without the ending.
    """

    kind: str
    pattern: str


@dataclass(frozen=True)
class Source:
    """One record file as it was typed: every scalar is text.

    `keys` are the captured parts of the path. `body` is the Markdown below the front matter and `body_line` the
    line of the file on which it starts (0: no body, as in every `.yml`). `stamp` is a digest of the file's bytes.
    """

    path: str
    kind: str
    keys: Mapping[str, str]
    data: Mapping[str, Value]
    marks: Mapping[ValuePath, Mark] = field(repr=False)
    key_marks: Mapping[ValuePath, Mark] = field(repr=False)
    body: str = ""
    body_line: int = 0
    size_bytes: int = 0
    stamp: bytes = b""


def stamp_of(raw: bytes) -> bytes:
    """Return a digest of the bytes of a file, of 16 bytes."""
    return hashlib.blake2b(raw, digest_size=16).digest()


@dataclass(frozen=True)
class Media:
    """An image or document that lies beside the records: listed, never opened here."""

    path: str
    size_bytes: int
