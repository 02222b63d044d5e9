"""Long texts put aside in a file without a name: read when they are asked, and never copied from process to process.

What is in memory counts twice as soon as a second process looks at it, since Python writes into whatever it looks at.
"""

from __future__ import annotations

import os
import tempfile
from typing import IO

SHORT = 200  # letters; shorter texts stay where they are


class Shelf:
    """Texts in one file, which is gone with the last that knows it. Other processes read it as well."""

    def __init__(self) -> None:
        """Open no file yet."""
        self._file: IO[bytes] | None = None
        self._size = 0

    def put(self, text: str) -> Shelved | None:
        """Put a text aside; returns what reads it again, or None where it is short or the disk is full."""
        if len(text) < SHORT:
            return None
        content = text.encode()
        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - open as long as there is a shelf
            written = os.pwrite(self._file.fileno(), content, self._size)
        except OSError:
            return None
        if written < len(content):
            return None
        place = self._size
        self._size += len(content)
        return Shelved(self, place, len(content))

    def read(self, place: int, size: int) -> str:
        """Return the text of so many bytes at a place."""
        assert self._file is not None
        return os.pread(self._file.fileno(), size, place).decode()


class Shelved:
    """A text on a shelf; called, it returns the text."""

    __slots__ = ("_place", "_shelf", "_size")

    def __init__(self, shelf: Shelf, place: int, size: int) -> None:
        """Take down where the text lies."""
        self._shelf, self._place, self._size = shelf, place, size

    def __call__(self) -> str:
        """Return the text."""
        return self._shelf.read(self._place, self._size)
