"""The shapes of mending: a Repair that was made, an Edit that may be, and the text with the places in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

from tasharuk.read import Mark

Path: TypeAlias = tuple[str | int, ...]
Action: TypeAlias = Literal["set", "cut", "rename", "clean"]


@dataclass(frozen=True)
class Repair:
    """One thing put right: where it was (line from 1, 0: the whole file), what it was and what it is.

    `code` names the words that tell it: `fix_<code>`.
    """

    path: str
    line: int
    code: str
    old: str = ""
    new: str = ""
    field: str = ""


@dataclass(frozen=True)
class Edit:
    """A piece of text to put in the place of another, and what it does to the values of the file.

    `start` and `end` count characters. `action` is done to the value at `path`: it becomes `value`, goes, or stands
    under another key; "clean" takes unseen characters out of it.
    """

    start: int
    end: int
    text: str
    action: Action
    path: Path
    repair: Repair
    value: str | list[str] = ""


@dataclass(frozen=True)
class Text:
    """A text whose places are found by line and column."""

    text: str

    @cached_property
    def starts(self) -> list[int]:
        """Where each line begins."""
        starts = [0]
        for line in self.text.split("\n"):
            starts.append(starts[-1] + len(line) + 1)
        return starts

    def offset(self, mark: Mark) -> int:
        """Return the position of a mark."""
        return min(self.starts[min(mark.line, len(self.starts)) - 1] + mark.column - 1, len(self.text))

    def line_start(self, position: int) -> int:
        """Return where the line of a position begins."""
        return self.text.rfind("\n", 0, position) + 1

    def line_end(self, position: int) -> int:
        """Return where the line of a position ends, before its line end."""
        end = self.text.find("\n", position)
        return len(self.text) if end < 0 else end


def dotted(path: Path) -> str:
    """Write the path of a value as reports name it."""
    return ".".join(str(part) for part in path)


Places: TypeAlias = Mapping[Path, Mark]
