"""Long texts put aside in a file without a name: read when they are asked, and never copied from process to process.

What is in memory counts twice as soon as a second process looks at it, since Python writes into whatever it looks at.
"""

from __future__ import annotations

import os
import tempfile
import weakref

SHORT = 200  # letters; shorter texts stay where they are


class Shelf:
    """Texts in one file, which is gone with the last that knows it. Other processes read it as well."""

    def __init__(self) -> None:
        """Open no file yet."""
        self._handle = -1
        self._size = 0

    def put(self, text: str) -> Shelved | None:
        """Put a text aside; returns what reads it again, or None where it stays in memory."""
        if len(text) < SHORT or not hasattr(os, "pread"):
            return None
        content = text.encode()
        try:
            if self._handle < 0:
                self._open()
            written = os.pwrite(self._handle, content, self._size)
        except OSError:
            return None
        if written < len(content):
            return None
        place = self._size
        self._size += len(content)
        return Shelved(self, place, len(content))

    def read(self, place: int, size: int) -> str:
        """Return the text of so many bytes at a place."""
        return os.pread(self._handle, size, place).decode()

    def _open(self) -> None:
        """Open a file that is there as long as the shelf."""
        with tempfile.TemporaryFile() as file:
            self._handle = os.dup(file.fileno())
        weakref.finalize(self, os.close, self._handle)


class Shelved:
    """A text on a shelf; called, it returns the text."""

    __slots__ = ("_place", "_shelf", "_size")

    def __init__(self, shelf: Shelf, place: int, size: int) -> None:
        """Take down where the text lies."""
        self._shelf, self._place, self._size = shelf, place, size

    def __call__(self) -> str:
        """Return the text."""
        return self._shelf.read(self._place, self._size)
