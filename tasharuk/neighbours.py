"""A base revision → which of its profiles and campaigns are tied to a record, kept so that none need be read again.

What is kept belongs to one commit; from there to another only the files between them are read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from tasharuk.cache import Cache
from tasharuk.kinds import KIND_BY_NAME
from tasharuk.parallel import share
from tasharuk.past import Past
from tasharuk.read import Place, place_of_path
from tasharuk.revision import Revision, UnknownRevision, path_of
from tasharuk.rules.name_clash import NEAR
from tasharuk.rules.ties import Host, Ties, ties_of

TIED = tuple(Place(name, KIND_BY_NAME[name].pattern) for name in ("organization", "campaign"))
NAME = "ties"
FOLDERS = ("organizations", "campaigns")
AT_ONCE = 200  # files
END = b"\0"  # of a line: the one character that no path holds


@dataclass(frozen=True)
class Neighbours:
    """The ties of all profiles and campaigns of a commit: sorted lines of a tie's digest and a path."""

    commit: str
    lines: bytes
    names: tuple[str, ...]
    hosts: tuple[Host, ...]

    def of(self, ties: Ties, pointing: Iterable[str] = ()) -> set[str]:
        """Return the paths of what these ties lead to, and of what has one of those `pointing`."""
        near = {f"name {name}" for key in ties.names for name in self._near_names(key)}
        near |= {f"host {host}" for own in ties.hosts for host in self._near_hosts(own)}
        pattern = KIND_BY_NAME["organization"].pattern
        found = {pattern.replace("<slug>", slug) for slug in ties.needed}
        return found.union(*(self._sharing(tie) for tie in {*ties.shared, *near, *pointing}))

    def _near_names(self, key: str) -> Iterator[str]:
        return (
            name for name, *_ in process.extract(key, self.names, scorer=OSA.distance, score_cutoff=NEAR, limit=None)
        )

    def _near_hosts(self, own: Host) -> Iterator[Host]:
        near = process.extract(own[0], self._shapes, scorer=OSA.distance, score_cutoff=1, limit=None)
        return (self.hosts[place] for _shape, _distance, place in near if self.hosts[place][1] != own[1])

    @cached_property
    def _shapes(self) -> list[str]:
        return [shape for shape, _domain in self.hosts]

    def _sharing(self, tie: str) -> Iterator[str]:
        start = _digest(tie)
        low, high = 0, len(self.lines)
        while low < high:  # the first line that does not stand before it
            line = self.lines.rfind(END, 0, (low + high) // 2) + 1
            if self.lines[line : line + len(start)] < start:
                low = self.lines.index(END, line) + 1
            else:
                high = line
        while self.lines.startswith(start, low):
            end = self.lines.index(END, low)
            yield path_of(self.lines[low + len(start) : end])
            low = end + 1


def neighbours(base: Revision, cache: Cache, jobs: int) -> Neighbours:
    """Return the ties of a revision: those kept, brought up to it, or all of them read anew."""
    kept: Neighbours | None = cache.get(NAME, NAME)
    if kept is not None and kept.commit == base.commit:
        return kept
    differing = _between(kept, base)
    paths = list(base.entries) if kept is None or differing is None else differing
    found = _read(base, [path for path in paths if place_of_path(path, TIED)], jobs)
    stale = {path.encode("utf-8", "surrogateescape") for path in differing or ()}
    if kept is not None and differing is not None:
        lines = (line for line in kept.lines.split(END) if line)
        found.append(([line for line in lines if line[DIGEST:] not in stale], set(kept.names), set(kept.hosts)))
    made = Neighbours(
        base.commit,
        b"".join(line + END for line in sorted(line for lines, _, _ in found for line in lines)),
        tuple(sorted(set().union(*(names for _, names, _ in found)))),
        tuple(sorted(set().union(*(hosts for _, _, hosts in found)))),
    )
    cache.put(NAME, NAME, made)
    return made


DIGEST = 16  # characters


def _digest(tie: str) -> bytes:
    return hashlib.blake2b(tie.encode("utf-8", "surrogatepass"), digest_size=DIGEST // 2).hexdigest().encode("ascii")


def _between(kept: Neighbours | None, base: Revision) -> list[str] | None:
    """Return the files that differ between two commits; None when the one kept is not at hand any more."""
    try:
        options = ("-r", "-z", "--name-only", "--no-renames")
        found = base.ask("diff-tree", *options, kept.commit, base.commit) if kept is not None else None
    except UnknownRevision:
        return None
    return None if found is None else [base.relative(path_of(path)) for path in found.split(END) if path]


def _read(base: Revision, paths: Sequence[str], jobs: int) -> list[tuple[list[bytes], set[str], set[Host]]]:
    def read(several: Sequence[str]) -> tuple[list[bytes], set[str], set[Host]]:
        past = Past(base, several)
        lines: list[bytes] = []
        names: set[str] = set()
        hosts: set[Host] = set()
        for path in several:
            record = past.record(path)
            if record is None:
                continue
            ties = ties_of(record)
            all_ties = {*ties.shared, *ties.pointing, *(f"name {key}" for key in ties.names)}
            all_ties |= {f"host {host}" for host in ties.hosts}
            lines += [_digest(tie) + path.encode("utf-8", "surrogateescape") for tie in all_ties]
            names |= ties.names
            hosts |= ties.hosts
        return lines, names, hosts

    parts = [paths[start : start + AT_ONCE] for start in range(0, len(paths), AT_ONCE)]
    return share(read, parts, jobs)
