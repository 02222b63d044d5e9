"""A base revision → the list of files that differ from it, in another revision or on disk.

Files on disk are hashed by ourselves and not compared by git, which would run filters and trust marks of its index.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tasharuk.revision import ABSENT, DATA, EXECUTABLE, LINK, REGULAR, REPOSITORY, Entry, Revision, listed, path_of

UNREAD = "unread"  # stands for the hash of a file that cannot be read: it differs from all others
_CHUNK = 1 << 20


@dataclass(frozen=True)
class FileChange:
    """One file that differs; `path` is relative to the root. A mode of 000000 says that there was, or is, none."""

    path: str
    old_mode: str
    new_mode: str

    @property
    def is_new(self) -> bool:
        """Tell whether the file was not there before."""
        return self.old_mode == ABSENT

    @property
    def is_deleted(self) -> bool:
        """Tell whether the file is gone."""
        return self.new_mode == ABSENT


def changes(
    base: Revision, head: str = "", among: Sequence[str] | None = None, known: Mapping[str, Entry] | None = None
) -> list[FileChange]:
    """Return what differs from the base in `head`, or on disk with the files git does not know, by path.

    With `among`, only these files are looked at; `known` is what git's index holds of them, where that was told.
    """
    before = _entries(base, among)
    now = _entries(Revision(base.root, head), among) if head else _Files(base, before, known).entries(among)
    found = []
    for path in sorted(before.keys() | now.keys()):
        old, new = before.get(path, (ABSENT, "")), now.get(path, (ABSENT, ""))
        if old != new:
            found.append(FileChange(path, old[0], new[0]))
    return found


def _entries(revision: Revision, among: Sequence[str] | None) -> Mapping[str, Entry]:
    return revision.entries if among is None else revision.some(among)


class _Files:
    """The files on disk beside a revision, as git would write them if nothing of it were filtered."""

    def __init__(self, base: Revision, before: Mapping[str, Entry], known: Mapping[str, Entry] | None) -> None:
        self.base, self.root, self.before, self.known = base, base.root, before, known

    @cached_property
    def _keeps_modes(self) -> bool:
        keeps = self.base.ask("config", "--type=bool", "--default=true", "--get", "core.fileMode")
        return os.name == "posix" and keeps.strip() == b"true"

    def entries(self, among: Sequence[str] | None = None) -> dict[str, Entry]:
        """Return mode and hash by path: of files git knows, and of those it does not; or of those named alone."""
        if among is not None:
            return self._some(among)
        found: dict[str, Entry] = {}
        for head, path in listed(self.base.ask("ls-files", "--stage", "--full-name", "-z", "--", ".")):
            self._add(found, self.base.relative(path), (head[0], head[1]))
        found |= dict(self._outside())
        others = self.base.ask("ls-files", "--others", "--exclude-standard", "-z", "--", ".")
        ignored = self.base.ask("ls-files", "--others", "-z", "--", *DATA)  # reading does not ask what is ignored
        for raw in dict.fromkeys((others + ignored).split(b"\0")):
            if raw:
                self._add(found, path_of(raw).rstrip("/"), None)
        return found

    def _some(self, paths: Sequence[str]) -> dict[str, Entry]:
        found: dict[str, Entry] = {}
        known = self.known if self.known is not None else self._staged(paths)
        for path in paths:
            self._add(found, path, known.get(path))
        return found

    def _staged(self, paths: Sequence[str]) -> Mapping[str, Entry]:
        lines = self.base.ask("ls-files", "--stage", "--full-name", "-z", "--", *paths) if paths else b""
        return {self.base.relative(path): (head[0], head[1]) for head, path in listed(lines)}

    def _outside(self) -> Iterator[tuple[str, Entry]]:
        """Yield what git knows outside the root, where files on disk are no matter of ours."""
        if self.base.prefix:
            top = self.base.ask("rev-parse", "--show-toplevel").rstrip(b"\n")
            lines = Revision(Path(path_of(top)), self.base.commit).ask("ls-files", "--stage", "-z")
            for head, path in listed(lines):
                if not path.startswith(self.base.prefix):
                    yield self.base.relative(path), (head[0], head[1])

    def _add(self, found: dict[str, Entry], path: str, known: Entry | None) -> None:
        old = self.before.get(path)
        entry = self._entry(path, known, old)
        if entry is not None:
            found[path] = entry

    def _entry(self, path: str, known: Entry | None, old: Entry | None) -> Entry | None:
        file = self.root / path
        info = None if self._has_link_above(path) else _lstat(file)
        if info is None:
            is_left_out = known is not None and path in self._left_out
            return known if is_left_out else None
        if stat.S_ISDIR(info.st_mode):
            is_repository = known is None or known[0] == REPOSITORY
            return (known or (REPOSITORY, "")) if is_repository else None
        if stat.S_ISLNK(info.st_mode):
            return LINK, _hash(os.fsencode(file.readlink()), old)
        if not stat.S_ISREG(info.st_mode):
            return f"{stat.S_IFMT(info.st_mode):06o}", UNREAD
        mode = EXECUTABLE if info.st_mode & stat.S_IXUSR else REGULAR
        if known is not None and known[0] != mode and not self._keeps_modes:
            mode = known[0]
        if known is not None and known[0] == LINK and known[1] == _hash_of_file(file, known):
            return known  # laid out as a text that names its target, where links are switched off
        return mode, _hash_of_file(file, old)

    @cached_property
    def _left_out(self) -> frozenset[str]:
        """Files that git knows and was told not to lay out (sparse checkout): their places are no deletions."""
        lines = self.base.ask("ls-files", "-t", "-z", "--full-name", "--", ".").split(b"\0")
        return frozenset(self.base.relative(path_of(line[2:])) for line in lines if line.startswith(b"S "))

    def _has_link_above(self, path: str) -> bool:
        parts = path.split("/")[:-1]
        return any((self.root / "/".join(parts[: depth + 1])).is_symlink() for depth in range(len(parts)))


def _lstat(file: Path) -> os.stat_result | None:
    try:
        return file.lstat()
    except (OSError, ValueError):
        return None


def _hash(content: bytes, like: Entry | None) -> str:
    """Return git's hash of a file, in the kind of hash of `like`."""
    return _hash_of([content], len(content), like)


def _hash_of(chunks: Iterable[bytes], size: int, like: Entry | None) -> str:
    kind = "sha256" if like is not None and len(like[1]) == 64 else "sha1"
    digest = hashlib.new(kind, b"blob %d\0" % size, usedforsecurity=False)
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()


def _hash_of_file(file: Path, old: Entry | None) -> str:
    """Return the hash of a file; line ends alone, which git may have turned on this machine, are no change."""
    try:
        with file.open("rb") as handle:
            name = _hash_of(iter(lambda: handle.read(_CHUNK), b""), file.lstat().st_size, old)
        if old is not None and name != old[1] and file.lstat().st_size < _CHUNK:
            content = file.read_bytes()
            if b"\r\n" in content and _hash(content.replace(b"\r\n", b"\n"), old) == old[1]:
                return old[1]
    except OSError:
        return UNREAD
    return name
