"""A site that stands: what was written where, and what of it no longer lies there so."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

MARKER = ".tasharuk-site"  # tells a built site from a folder that must not be wiped


class Written(NamedTuple):
    """A file of a site that stands: the digest of its bytes, its size and its time of change in nanoseconds."""

    digest: bytes
    size: int
    changed: int


Standing: TypeAlias = Mapping[str, Written]  # a site as it was written, by path
NOTHING: Standing = MappingProxyType({})


class Differences(NamedTuple):
    """Where a site is not what was written: files that are gone, and files that are others, or nobody's."""

    missing: frozenset[str]
    other: frozenset[str]

    def same(self, standing: Standing) -> Standing:
        """Return the files that lie as they were written."""
        if not (self.missing or self.other):
            return standing
        return {path: file for path, file in standing.items() if path not in self.missing and path not in self.other}


def differences_in(folder: Path, standing: Standing) -> Differences | None:
    """Compare what lies in a site's folder with what was written, by size and time of change; None for no site."""
    lying = _files_in(folder) if standing else {}
    if not lying:
        return None
    other = (path for path, found in lying.items() if path not in standing or standing[path][1:] != found)
    return Differences(frozenset(standing.keys() - lying.keys()), frozenset(other))


def _files_in(folder: Path) -> dict[str, tuple[int, int]]:
    """Return size and time of change of all files below a folder, the marker aside; nothing where there is a link."""
    found: dict[str, tuple[int, int]] = {}
    waiting = [""]
    try:
        while waiting:
            here = waiting.pop()
            with os.scandir(f"{folder}/{here}") as entries:
                for entry in entries:
                    path = here + entry.name
                    if entry.is_symlink():
                        return {}
                    if entry.is_dir():
                        waiting.append(f"{path}/")
                    else:
                        info = entry.stat()
                        found[path] = (info.st_size, info.st_mtime_ns)
    except OSError:
        return {}
    if found.pop(MARKER, None) is None:
        return {}
    return found
