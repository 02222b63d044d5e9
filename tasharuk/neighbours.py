"""A base revision → which of its profiles and campaigns are tied to a record, kept so that none need be read again.

What is kept belongs to one commit; from there to another only the files between them are read.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

from tasharuk.arabic import all_within
from tasharuk.cache import Cache
from tasharuk.kinds import KIND_BY_NAME
from tasharuk.parallel import share
from tasharuk.past import Past
from tasharuk.read import Place, place_of_path
from tasharuk.revision import Revision, UnknownRevision, path_of
from tasharuk.rules.name_clash import NEAR
from tasharuk.rules.ties import Host, Ties, ties_of

TIED = tuple(Place(name, KIND_BY_NAME[name].pattern) for name in ("organization", "campaign"))
DIGEST = 8  # bytes
HEX = "0123456789abcdef"
NAME = "neighbours"
LISTS = f"{NAME}/lists"
FOLDERS = ("organizations", "campaigns")
AT_ONCE = 200  # files
MOST_IN_SHARE = 4_000  # ties; to read so many takes a millisecond
Share = Mapping[str, tuple[str, ...]]  # digest of a tie → paths of all that have it


class Damaged(LookupError):
    """A part of what was kept is gone: everything must be read."""


@dataclass(frozen=True)
class Neighbours:
    """The ties of all profiles and campaigns of a commit.

    Who has a tie stands in shares, named by so many first `letters` of its digest: few of them are asked for a change.
    """

    cache: Cache
    commit: str = ""
    names: tuple[str, ...] = ()
    hosts: tuple[Host, ...] = ()
    letters: int = 0
    shares: dict[str, Share] = field(default_factory=dict)

    def of(self, ties: Ties, pointing: Iterable[str] = ()) -> set[str]:
        """Return the paths of what these ties lead to, and of what has one of those `pointing`. Raises Damaged."""
        near = {f"name {name}" for key in ties.names for name in self._near_names(key)}
        near |= {f"host {host}" for own in ties.hosts for host in self._near_hosts(own)}
        pattern = KIND_BY_NAME["organization"].pattern
        found = {pattern.replace("<slug>", slug) for slug in ties.needed}
        return found.union(*(self._sharing(tie) for tie in {*ties.shared, *near, *pointing}))

    def _near_names(self, key: str) -> Iterator[str]:
        return (self.names[place] for place, _distance in all_within(key, self.names, NEAR))

    def _near_hosts(self, own: Host) -> Iterator[Host]:
        near = (self.hosts[place] for place, _distance in all_within(own[0], self._shapes, 1))
        return (host for host in near if host[1] != own[1])

    @cached_property
    def _shapes(self) -> list[str]:
        return [shape for shape, _domain in self.hosts]

    def _sharing(self, tie: str) -> tuple[str, ...]:
        digest = _digest(tie)
        return self._share(digest[: self.letters]).get(digest, ())

    def _share(self, name: str) -> Share:
        if name not in self.shares:
            kept: Share | None = self.cache.get(f"{NAME}/of-{name}", self.commit)
            if kept is None:
                self.cache.remove(LISTS)
                raise Damaged(name)
            self.shares[name] = kept
        return self.shares[name]

    def all_ties(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the digest of every tie, and who has it. Raises Damaged."""
        for name in _names_of_shares(self.letters):
            yield from self._share(name).items()

    def keep(self) -> Neighbours:
        """Keep all for the next time; returns the same."""
        for name, kept in self.shares.items():
            self.cache.put(f"{NAME}/of-{name}", self.commit, kept)
        self.cache.put(LISTS, NAME, (self.commit, self.names, self.hosts, self.letters))
        return self


def neighbours(base: Revision, cache: Cache, jobs: int) -> Neighbours:
    """Return the ties of a revision: those kept, brought up to it, or all of them read anew."""
    lists = cache.get(LISTS, NAME)
    kept = Neighbours(cache, *lists) if lists is not None else None
    if kept is not None and kept.commit == base.commit:
        return kept
    try:
        if kept is not None and (differing := _between(kept, base)) is not None:
            return _brought_up(kept, base, differing, jobs).keep()
    except Damaged:
        pass
    return _brought_up(Neighbours(cache, shares={"": {}}), base, list(base.entries), jobs).keep()


def _brought_up(kept: Neighbours, base: Revision, differing: Sequence[str], jobs: int) -> Neighbours:
    """Return the ties of a revision, of those of another and the files that differ."""
    stale = frozenset(differing)
    read = _read(base, [path for path in differing if place_of_path(path, TIED)], jobs)
    names, hosts = set(kept.names), set(kept.hosts)
    found: dict[str, list[str]] = defaultdict(list)
    for digest, paths in kept.all_ties():
        if left := [path for path in paths if path not in stale]:
            found[digest] = left
    for pairs, more_names, more_hosts in read:
        names |= more_names
        hosts |= more_hosts
        for digest, path in pairs:
            found[digest].append(path)
    letters = 0
    while len(found) > MOST_IN_SHARE * len(HEX) ** letters:
        letters += 1
    shares: dict[str, dict[str, tuple[str, ...]]] = {name: {} for name in _names_of_shares(letters)}
    for digest in sorted(found):
        shares[digest[:letters]][digest] = tuple(sorted(found[digest]))
    return Neighbours(kept.cache, base.commit, tuple(sorted(names)), tuple(sorted(hosts)), letters, {**shares})


def _names_of_shares(letters: int) -> list[str]:
    return ["".join(parts) for parts in product(HEX, repeat=letters)]


def _digest(tie: str) -> str:
    return hashlib.blake2b(tie.encode("utf-8", "surrogatepass"), digest_size=DIGEST).hexdigest()


def _between(kept: Neighbours, base: Revision) -> list[str] | None:
    """Return the files that differ between two commits; None when the one kept is not at hand any more."""
    try:
        found = base.ask("diff-tree", "-r", "-z", "--name-only", "--no-renames", kept.commit, base.commit)
    except UnknownRevision:
        return None
    return [base.relative(path_of(path)) for path in found.split(b"\0") if path]


def _read(base: Revision, paths: Sequence[str], jobs: int) -> list[tuple[list[tuple[str, str]], set[str], set[Host]]]:
    def read(several: Sequence[str]) -> tuple[list[tuple[str, str]], set[str], set[Host]]:
        past = Past(base, several)
        pairs: list[tuple[str, str]] = []
        names: set[str] = set()
        hosts: set[Host] = set()
        for path in several:
            record = past.record(path)
            if record is None:
                continue
            ties = ties_of(record)
            all_ties = {*ties.shared, *ties.pointing, *(f"name {key}" for key in ties.names)}
            all_ties |= {f"host {host}" for host in ties.hosts}
            pairs += [(_digest(tie), path) for tie in all_ties]
            names |= ties.names
            hosts |= ties.hosts
        return pairs, names, hosts

    parts = [paths[start : start + AT_ONCE] for start in range(0, len(paths), AT_ONCE)]
    return share(read, parts, jobs)
