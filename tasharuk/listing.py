"""A base revision → all paths there are now, and the few that may differ from it, without reading a file.

Git is asked while the program is still loading. It only says where to look: what differs is told by `file_changes`,
which hashes the files itself. Where git could overlook a change, there is no listing, and every file is looked at.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass

from tasharuk.job import Job
from tasharuk.many_paths import Adjusted, Lines
from tasharuk.revision import ABSENT, DATA, Entry, Revision, listed, path_of

REPOSITORY = ".git"
USUAL = b"H "  # the mark of a file to which nothing is peculiar
ATTRIBUTES = ".gitattributes"  # can make git take files for the same that are not


Sides = tuple[Entry | None, Entry | None]  # a file before and after; None where there is none


@dataclass(frozen=True)
class Listing:
    """Paths from the root: of all files there are, and of those that may differ from the base, sorted.

    `index` is what git's index holds of those that may differ; None where that was not told.
    """

    paths: Set[str]
    suspects: tuple[str, ...]
    index: Mapping[str, Entry] | None = None


@dataclass(frozen=True)
class Begun:
    """A comparison that has begun: the base, and what waits for the listing, which is None where there is none."""

    base: Revision
    listing: Callable[[], Listing | None]


def begin(job: Job) -> Begun | None:
    """Begin to compare what a job names with its base; None when it names none. Raises UnknownRevision."""
    if not job.base:
        return None
    base = Revision(job.repository or job.root, job.base)
    return Begun(base, begin_listing(base, job.head) if job.uses_cache else lambda: None)


def begin_listing(base: Revision, head: str = "") -> Callable[[], Listing | None]:
    """Begin to list `head`, or the files on disk; the function returned waits for the listing, None for none."""
    return _of_revision(base, head) if head else _of_files(base)


def _of_revision(base: Revision, head: str) -> Callable[[], Listing | None]:
    commit = Revision(base.root, head).commit
    differing = base.ask_later("diff-tree", "-r", "-z", "--raw", "--no-renames", base.commit, commit)
    all_paths = base.ask_later("ls-tree", "-r", "-z", "--full-tree", commit)

    def answer() -> Listing | None:
        paths = frozenset(base.relative(path) for _head, path in listed(all_paths()))
        sides = _raw(base, differing())
        base.learn({path: old for path, (old, _new) in sides.items()})
        return _listing(paths, frozenset(sides))

    return answer


def _of_files(base: Revision) -> Callable[[], Listing | None]:
    # what takes longest begins first
    unknown = base.ask_later("ls-files", "--others", "-z", "--", *DATA)  # reading does not ask what is ignored
    quiet = _without_filters(base)
    dirty = base.ask_later(
        "diff-files", "--raw", "-z", "--no-renames", "--ignore-submodules=all", "--", ".", environment=quiet
    )
    staged = base.ask_later("diff-index", "--cached", "--raw", "-z", "--no-renames", base.commit)
    known = base.ask_later("ls-files", "-v", "-z", "--", ".")
    outside = _unknown_outside(base)

    def answer() -> Listing | None:
        paths, left_out = _tracked(known())
        to_index, to_disk = _raw(base, staged()), _raw(base, dirty())
        others = {path_of(raw).rstrip("/") for raw in (unknown() + outside()).split(b"\0") if raw}
        if left_out is None:
            return None
        present = {path for path in left_out if os.path.lexists(base.root / path)}
        suspects = others.union(to_index, to_disk, present)
        index = {path: new for path, (_old, new) in to_index.items()}
        index |= {path: old for path, (old, _new) in to_disk.items()}
        if present or any(old is None for old, _new in to_disk.values()):
            return _listing(paths, suspects)
        base.learn({path: index.get(path) for path in suspects} | {path: old for path, (old, _new) in to_index.items()})
        return _listing(paths, suspects, {path: entry for path, entry in index.items() if entry is not None})

    return answer


def _tracked(marked: bytes) -> tuple[Set[str], list[str] | None]:
    """Return the paths of `ls-files -v -z`, and of those the ones that were not laid out.

    None instead of the latter where a mark lets git overlook changes, or a merge is half done.
    """
    paths = Lines(marked, len(USUAL))
    if marked.startswith(USUAL) and marked.count(b"\0" + USUAL) + 1 == marked.count(b"\0"):  # nearly always
        return paths, []
    lines = path_of(marked).split("\0")[:-1]
    is_odd = any(line[0] not in "HS" for line in lines)
    return frozenset(paths), None if is_odd else [line[2:] for line in lines if line[0] == "S"]


def _unknown_outside(base: Revision) -> Callable[[], bytes]:
    """List files that git neither knows nor ignores, outside the folders of data."""
    with os.scandir(base.root) as entries:
        names = sorted(entry.name for entry in entries if entry.name not in (*DATA, REPOSITORY))
    if not names:
        return lambda: b""
    return base.ask_later("ls-files", "--others", "--exclude-standard", "-z", "--", *names)


def _without_filters(base: Revision) -> Mapping[str, str]:
    """Return the settings under which git runs no program over the files that it has to read."""
    names = (path_of(name) for name in base.ask("config", "--list", "--name-only", "-z").split(b"\0"))
    filters = {name[: name.rindex(".")] for name in names if name.startswith("filter.")}
    pairs = [(f"{name}.{key}", "") for name in sorted(filters) for key in ("clean", "process")]
    pairs += [(f"{name}.required", "false") for name in sorted(filters)]
    settings = {"GIT_CONFIG_COUNT": str(len(pairs))}
    for index, (key, value) in enumerate(pairs):
        settings |= {f"GIT_CONFIG_KEY_{index}": key, f"GIT_CONFIG_VALUE_{index}": value}
    return settings


def _raw(base: Revision, output: bytes) -> dict[str, Sides]:
    """Return what `--raw -z` tells: two modes, two hashes and a letter, then the path, in turns."""
    parts = output.split(b"\0")
    found: dict[str, Sides] = {}
    for told, path in zip(parts[::2], parts[1::2], strict=False):
        old_mode, new_mode, old, new, _letter = told.decode("ascii").removeprefix(":").split()
        found[base.relative(path_of(path))] = (_entry(old_mode, old), _entry(new_mode, new))
    return found


def _entry(mode: str, name: str) -> Entry | None:
    return None if mode == ABSENT else (mode, name)


def _listing(paths: Set[str], suspects: Set[str], index: Mapping[str, Entry] | None = None) -> Listing | None:
    is_odd = any(path.startswith("../") or path.rpartition("/")[2] == ATTRIBUTES for path in suspects)
    return None if is_odd else Listing(Adjusted(paths, frozenset(suspects)), tuple(sorted(suspects)), index)
