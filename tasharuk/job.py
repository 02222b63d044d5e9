"""What a run works on: its folders, its date, and how it may work. Imports nothing heavy: every command starts here."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

PROGRAM = Path(__file__).resolve().parent.parent  # where words, vocabularies, templates and settings of our own lie


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True)
class Job:
    """What a run works on. `today` is the only clock; `base_url` overrules the settings.

    `base` is the git revision to compare with, `author` the account that asks for the change; empty for none.
    When `root` holds a revision that was laid out, `head` is its name and `repository` the root it came from.
    `jobs` is how many processes may work at once; with `uses_cache` what was made before may be used again.
    """

    root: Path
    today: date
    base_url: str = ""
    program: Path = PROGRAM
    base: str = ""
    author: str = ""
    head: str = ""
    repository: Path | None = None
    jobs: int = 1
    uses_cache: bool = False

    def own_or(self, relative: str) -> Path:
        """Return the root's own file or folder, or the program's where the root has none."""
        own = self.root / relative
        return own if own.exists() else self.program / relative

    @property
    def content_root(self) -> Path:
        """The root, or the program's where the root has no content/ of its own."""
        return self.root if (self.root / "content").is_dir() else self.program

    def file(self, path: str) -> Path:
        """Return the file that a record's or a picture's path names."""
        return self.root_of(path) / path

    def root_of(self, path: str) -> Path:
        """Return the folder from which a path is counted: the program's for what it lends."""
        return self.content_root if path.startswith("content/") else self.root
