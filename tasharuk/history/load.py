"""A job → the history of its root: what was kept of the commits before, and what git tells of those since.

Kept are the stories of all files, in shares by key, and the commit that they tell of. Where nothing was committed
since, git is not run; after a new commit it is asked for that one alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from zlib import crc32

from tasharuk.cache import Cache
from tasharuk.history.head import head_stamp, is_shallow
from tasharuk.history.log import Log, read_log
from tasharuk.history.steps import LARGEST, Moves, Reader, continued, moves_of
from tasharuk.history.story import NONE, History, Story, packed, unpacked
from tasharuk.job import Job
from tasharuk.parallel import done
from tasharuk.revision import Revision, UnknownRevision

FOLDER, INDEX = "history", "history/index"
STORIES_IN_SHARE = 100
LEAST_TO_SHARE = 400  # versions; fewer are compared before another process has started


@dataclass(frozen=True)
class Kept:
    """What is known of a line of commits up to one.

    `stamps` are those of the repository before and after it was read. `named` are the campaigns that once were an
    organization's, by its slug. `written` tells for which commit each share was written last.
    """

    stamp: str
    prefix: str
    shallow: bool
    commit: str
    count: int
    since: date | None
    named: Mapping[str, tuple[str, ...]]
    written: tuple[str, ...]
    shares: list[dict[str, bytes]] = field(default_factory=list, compare=False)


def load_history(job: Job, cache: Cache | None) -> History:
    """Return the history of the root, as far as git knows it. Never raises on what a repository holds."""
    stamp = head_stamp(job.root)
    if not stamp:
        return History()
    kept = _kept(cache)
    if kept is None or kept.stamp != stamp:
        try:
            kept = _read(job, stamp, kept, cache)
        except UnknownRevision:
            return History()
    return History.of(kept.since, kept.named, (item for share in kept.shares for item in share.items()))


def _kept(cache: Cache | None) -> Kept | None:
    """Return what was kept; None where a part of it is missing."""
    kept: Kept | None = cache.get(INDEX, FOLDER) if cache else None
    if cache is None or kept is None:
        return None
    shares = [cache.get(f"{FOLDER}/{place}", commit) for place, commit in enumerate(kept.written)]
    return None if None in shares else replace(kept, shares=shares)


def _read(job: Job, stamp: str, kept: Kept | None, cache: Cache | None) -> Kept:
    """Read what was committed since, or everything where the line of commits is another. Raises UnknownRevision."""
    revision, shallow = Revision(job.root, "HEAD"), is_shallow(job.root)
    log = None
    if kept is not None and (kept.prefix, kept.shallow) == (revision.prefix, shallow):
        log = _since(revision, kept)
    if log is None or kept is None:
        log = read_log(revision, shallow=shallow)
        assert log is not None
        share_count = max(1, len(log.trails) // STORIES_IN_SHARE)
        kept = Kept("", revision.prefix, shallow, "", 0, log.since, {}, (log.commit,) * share_count)
        kept.shares.extend({} for _ in range(share_count))
    fresh = replace(_continued(job, revision, kept, log), stamp=stamp, commit=log.commit, count=log.count)
    if cache:
        _keep(cache, fresh)
    return fresh


def _since(revision: Revision, kept: Kept) -> Log | None:
    try:
        return read_log(revision, kept.commit, kept.count)
    except UnknownRevision:  # git has forgotten that commit
        return None


def _continued(job: Job, revision: Revision, kept: Kept, log: Log) -> Kept:
    """Return the stories with what the log tells; shares in which nothing changed stay as they are."""
    before = {key: _story(kept, key) for key in log.trails}
    changed: dict[int, dict[str, bytes]] = defaultdict(dict)
    named = {slug: dict.fromkeys(keys) for slug, keys in kept.named.items()}
    for key, story in _stories(job, revision, before, log):
        changed[_place(key, len(kept.shares))][key] = packed(story)
        for slug in dict.fromkeys(slug for step in story.steps for slug in step.owners):
            named.setdefault(slug, {})[key] = None
    shares = [{**share, **changed[place]} if place in changed else share for place, share in enumerate(kept.shares)]
    written = tuple(log.commit if place in changed else old for place, old in enumerate(kept.written))
    in_order = {slug: tuple(sorted(keys)) for slug, keys in sorted(named.items())}
    return replace(kept, shares=shares, written=written, named=in_order)


def _story(kept: Kept, key: str) -> Story:
    content = kept.shares[_place(key, len(kept.shares))].get(key)
    return unpacked(content) if content else NONE


def _place(key: str, count: int) -> int:
    return crc32(key.encode()) % count


def _stories(job: Job, revision: Revision, before: Mapping[str, Story], log: Log) -> Iterator[tuple[str, Story]]:
    """Yield the story of every file that the log speaks of; git is run once, or once for each process."""
    compared = [key for key, story in before.items() if story.versions or log.trails[key].has_past]
    if not compared and not log.swaps:
        yield from _told(before, log, {}, Reader(lambda name: None), before)
        return
    moves: Moves = {}
    if log.swaps:
        with revision.blobs(LARGEST) as blob:
            moves = moves_of(log, Reader(blob))
    versions = sum(len(log.trails[key].versions) for key in compared)
    shares = job.jobs if versions >= LEAST_TO_SHARE else 1
    work = partial(_share, revision, before, log, moves)
    keys = list(before)
    for _place_of_share, told in done(work, [keys[start::shares] for start in range(shares)], job.jobs):
        yield from told


def _share(
    revision: Revision, before: Mapping[str, Story], log: Log, moves: Moves, keys: Sequence[str]
) -> list[tuple[str, Story]]:
    with revision.blobs(LARGEST) as blob:
        return list(_told(before, log, moves, Reader(blob), keys))


def _told(
    before: Mapping[str, Story], log: Log, moves: Moves, reader: Reader, keys: Iterable[str]
) -> Iterator[tuple[str, Story]]:
    for key in keys:
        yield key, continued(key, before[key], log.trails[key], moves, reader)


def _keep(cache: Cache, kept: Kept) -> None:
    """Write the shares that changed, and last the index, which alone makes them count."""
    for place, share in enumerate(kept.shares):
        if kept.written[place] == kept.commit:
            cache.put(f"{FOLDER}/{place}", kept.commit, share)
    cache.put(INDEX, FOLDER, replace(kept, shares=[]))
