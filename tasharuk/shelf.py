"""Records put aside in a file without a name: read when they are asked, and never copied from process to process.

What is in memory counts twice as soon as a second process looks at it, since Python writes into whatever it looks at.
"""

from __future__ import annotations

import os
import tempfile
import weakref
from collections.abc import Callable, Sequence
from functools import lru_cache, partial

from tasharuk.model.base import Record
from tasharuk.model.outline import Outline, outlined, unpack

MOST_WHOLE = 4_000  # records read last, about 5 kB each, that each process holds whole


class Shelf:
    """Packed records in one file, which is gone with the last that knows it. Other processes read it as well."""

    def __init__(self) -> None:
        """Open no file yet."""
        self._handle = -1
        self._size = 0
        self.record = lru_cache(MOST_WHOLE)(self._record)

    def put(self, outlines: Sequence[Outline], sizes: Sequence[int], packed: bytes) -> list[Record]:
        """Put records aside that are packed one after the other; returns their outlines, which know where they lie."""
        records: list[Record] = []
        start, offset = self._write(packed), 0
        for outline, size in zip(outlines, sizes, strict=True):
            whole: Callable[[], Record]
            if start is None:
                whole = partial(unpack, packed[offset : offset + size])
            else:
                whole = Shelved(self, start + offset, size)
            records.append(outlined(outline, whole))
            offset += size
        return records

    def _write(self, packed: bytes) -> int | None:
        """Return where the bytes begin; None where they do not fit on the disk, or no file can be shared."""
        if not hasattr(os, "pread"):
            return None
        try:
            if self._handle < 0:
                self._open()
            written = os.pwrite(self._handle, packed, self._size)
        except OSError:
            return None
        if written < len(packed):
            return None
        self._size += written
        return self._size - written

    def _record(self, place: int, size: int) -> Record:
        """Read the record of so many bytes at a place."""
        return unpack(os.pread(self._handle, size, place))

    def _open(self) -> None:
        """Open a file that is there as long as the shelf."""
        with tempfile.TemporaryFile() as file:
            self._handle = os.dup(file.fileno())
        weakref.finalize(self, os.close, self._handle)


class Shelved:
    """A record on a shelf; called, it returns the record."""

    __slots__ = ("_place", "_shelf", "_size")

    def __init__(self, shelf: Shelf, place: int, size: int) -> None:
        """Take down where the record lies."""
        self._shelf, self._place, self._size = shelf, place, size

    def __call__(self) -> Record:
        """Return the record, the same object while it was asked for lately."""
        return self._shelf.record(self._place, self._size)
