"""What a site was built of, as one fingerprint: where nothing has changed since, a build has nothing to do.

Files count by name, size and time of change, so that no file need be read. A fingerprint that is damaged or missing
only means that everything is built. Imports nothing heavy: to find that nothing changed must cost nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from tasharuk.history.head import head_stamp
from tasharuk.job import Job

CACHE = ".cache"
CODE = "tasharuk"
LIBRARIES = ("site-packages", "dist-packages")  # folders that installing changes
READ = ("organizations", "campaigns", "content", "templates")


@dataclass(frozen=True)
class Snapshot:
    """The fingerprint of everything that decides the bytes of a site, taken before it is built."""

    fingerprint: str
    file: Path
    out: Path

    @classmethod
    def take(cls, job: Job, out: Path, *options: object) -> Snapshot:
        """Take the fingerprint of a job; `options` are further choices that decide what is built."""
        state = hashlib.blake2b(code_fingerprint(job).encode(), digest_size=20)
        state.update(repr((job.today.isoformat(), job.base_url, str(job.root), str(out), *options)).encode())
        state.update(files_fingerprint(job, *READ).encode())
        state.update(head_stamp(job.root).encode())  # pages tell what was committed
        name = hashlib.blake2b(str(out).encode(), digest_size=6).hexdigest()
        return cls(state.hexdigest(), job.root / CACHE / f"built-{name}.json", out)

    @property
    def note(self) -> str | None:
        """What was said when the site that stands was built of the same files; None when it was not."""
        try:
            kept = json.loads(self.file.read_text(encoding="utf-8"))
            is_same = kept["fingerprint"] == self.fingerprint and kept["out"] == self._standing()
            return str(kept["note"]) if is_same else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(self, note: str) -> None:
        """Remember that the site which stands now was built of these files; where that cannot be kept, nothing is."""
        kept = {"fingerprint": self.fingerprint, "out": self._standing(), "note": note}
        try:
            self.file.parent.mkdir(exist_ok=True)
            self.file.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
        except OSError:
            return

    def _standing(self) -> list[list[object]]:
        """Return what tells this built site from another: its folder, and what lies at its top."""
        try:
            with os.scandir(self.out) as entries:
                found = sorted([entry.name, entry.stat().st_mtime_ns] for entry in entries)
            return [[self.out.stat().st_ino], *found]
        except OSError:
            return []


def code_fingerprint(job: Job) -> str:
    """Return what tells one version of the program, its libraries and Python from another."""
    state = hashlib.blake2b(sys.version.encode(), digest_size=20)
    for place in sys.path:  # asking `sysconfig` where libraries lie would take as long as all the rest
        if place.endswith(LIBRARIES):
            state.update(f"{place}\0{Path(place).stat().st_mtime_ns if Path(place).exists() else 0}".encode())
    _add(state, f"{job.program}/{CODE}")
    return state.hexdigest()


def files_fingerprint(job: Job, *names: str) -> str:
    """Return what tells one state of files and folders, of the root and of the program, from another."""
    state = hashlib.blake2b(digest_size=20)
    for root in dict.fromkeys((job.root, job.program)):
        for name in names:
            _add(state, f"{root}/{name}")
    return state.hexdigest()


def _add(state: hashlib.blake2b, place: str) -> None:
    """Add name, size and time of change of a file, or of all files below a folder."""
    waiting = [place]
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(here) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        if entry.name != "__pycache__":
                            waiting.append(entry.path)
                            state.update(entry.path.encode(errors="replace"))
                    else:
                        _add_file(state, entry.path, entry.stat(follow_symlinks=False))
        except NotADirectoryError:
            _add_file(state, here, os.stat(here))  # noqa: PTH116
        except OSError:
            state.update(f"{here}\0?".encode(errors="replace"))


def _add_file(state: hashlib.blake2b, path: str, info: os.stat_result) -> None:
    line = f"{path}\0{info.st_mtime_ns}\0{info.st_size}\0{info.st_mode}"
    state.update(line.encode(errors="replace"))
