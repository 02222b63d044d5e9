"""Records put aside in a file without a name: read when they are asked, and never copied from process to process.

What is in memory counts twice as soon as a second process looks at it, since Python writes into whatever it looks at.
"""

from __future__ import annotations

import os
import tempfile
import weakref
from collections.abc import Sequence
from functools import lru_cache

from tasharuk.model.base import Record
from tasharuk.model.outline import Outline, outlined, unpack

MOST_WHOLE = 4_000  # records read last, about 5 kB each, that each process holds whole
IN_MEMORY = 1 << 60  # places from here on are no places in a file


class Sheets:
    """Bytes in one file without a name, which is gone with the last that knows it. Other processes read it as well."""

    def __init__(self) -> None:
        """Open no file yet."""
        self._handle = -1
        self._size = 0
        self._held = bytearray()

    def put(self, content: bytes) -> int:
        """Put bytes away and return where they begin; in memory where they do not fit on the disk."""
        place = self._write(content)
        if place is None:
            place = IN_MEMORY + len(self._held)
            self._held += content
        return place

    def read(self, place: int, size: int) -> bytes:
        """Return so many bytes at a place."""
        if place >= IN_MEMORY:
            return bytes(self._held[place - IN_MEMORY : place - IN_MEMORY + size])
        return os.pread(self._handle, size, place)

    def _write(self, content: bytes) -> int | None:
        """Return where the bytes begin; None where they do not fit on the disk, or no file can be shared."""
        if not hasattr(os, "pread"):
            return None
        try:
            if self._handle < 0:
                self._open()
            written = os.pwrite(self._handle, content, self._size)
        except OSError:
            return None
        if written < len(content):
            return None
        self._size += written
        return self._size - written

    def _open(self) -> None:
        """Open a file that is there as long as the sheets."""
        with tempfile.TemporaryFile() as file:
            self._handle = os.dup(file.fileno())
        weakref.finalize(self, os.close, self._handle)


class Shelf:
    """Packed records, put away on sheets."""

    def __init__(self) -> None:
        """Hold no record yet."""
        self._sheets = Sheets()
        self.record = lru_cache(MOST_WHOLE)(self._record)

    def put(self, outlines: Sequence[Outline], sizes: Sequence[int], packed: bytes) -> list[Record]:
        """Put records aside that are packed one after the other; returns their outlines, which know where they lie."""
        records: list[Record] = []
        place = self._sheets.put(packed)
        for outline, size in zip(outlines, sizes, strict=True):
            records.append(outlined(outline, Shelved(self, place, size)))
            place += size
        return records

    def _record(self, place: int, size: int) -> Record:
        """Read the record of so many bytes at a place."""
        return unpack(self._sheets.read(place, size))


class Shelved:
    """A record on a shelf; called, it returns the record."""

    __slots__ = ("_place", "_shelf", "_size")

    def __init__(self, shelf: Shelf, place: int, size: int) -> None:
        """Take down where the record lies."""
        self._shelf, self._place, self._size = shelf, place, size

    def __call__(self) -> Record:
        """Return the record, the same object while it was asked for lately."""
        return self._shelf.record(self._place, self._size)
