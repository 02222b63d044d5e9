"""Versions of a file → its story: each version is compared with the last one before it that could be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from tasharuk.history.edits import edits_between, title_of
from tasharuk.history.log import LOOK_BACK, UNREADABLE, Log, Trail, Version, path_of_key
from tasharuk.history.story import MOST_STEPS, How, Step, Story
from tasharuk.model.base import Record
from tasharuk.model.campaign import Campaign
from tasharuk.model.organization import Organization
from tasharuk.parse import Draft
from tasharuk.past import record_of

LARGEST = 200 * 1024  # bytes; no file of a record may be larger
MOST_SWAPPED = 200  # files that one commit removed, or brought, and that are read to tell which became which
MOST_READ = 16  # records that are held, since a version is compared with the one before

Moves: TypeAlias = Mapping[tuple[str, int], tuple[str, str]]  # key and commit → the key before, and git's name of it


class Reader:
    """Records out of git, the last few of them held."""

    def __init__(self, blob: Callable[[str], bytes | None]) -> None:
        """Read nothing yet; `blob` returns the bytes of git's name for them."""
        self._blob = blob
        self._held: dict[tuple[str, str], Record | None] = {}

    def record(self, key: str, name: str) -> Record | None:
        """Return a version of a record; None for one that cannot be read, or not whole."""
        if (key, name) not in self._held:
            while len(self._held) >= MOST_READ:
                del self._held[next(iter(self._held))]
            self._held[key, name] = self._read(key, name)
        return self._held[key, name]

    def _read(self, key: str, name: str) -> Record | None:
        raw = self._blob(name) if name not in ("", UNREADABLE) else None
        found = record_of(raw, path_of_key(key))[0] if raw is not None else None
        if isinstance(found, Draft):  # one with a key that no field has is whole: models change
            return None if found.left_out & type(found.record).model_fields.keys() else found.record
        return found


def continued(key: str, story: Story, trail: Trail, moves: Moves, reader: Reader) -> Story:
    """Return the story of a file with the versions that came since."""
    count = story.versions + trail.count
    steps, names, former = list(story.steps), list(story.trail), story.former
    for version in reversed(trail.versions):
        order = story.versions + version.order
        moved = moves.get((key, version.number))
        if order > count - MOST_STEPS:
            step = _step(key, version, names, moved, reader)
            steps += [step._replace(order=order)] if step is not None else []
        former = (moved[0], version.number) if moved else former
        names = [*names, version.new][-LOOK_BACK:]
    told = tuple(step for step in steps if step.order > count - MOST_STEPS)
    return Story(told, count, tuple(names), former)


def _step(key: str, version: Version, before: list[str], moved: tuple[str, str] | None, reader: Reader) -> Step | None:
    """Return what is told of a version; None where nothing but spelling changed."""
    names = dict.fromkeys(name for name in (version.old, *reversed(before)) if name)
    if not names and not moved:
        return _told(version, "added")  # not even read: most files have one version
    known = (reader.record(key, name) for name in names)
    old = reader.record(*moved) if moved else next((record for record in known if record is not None), None)
    if not version.new:
        return _told(version, "removed", old)
    new = reader.record(key, version.new)
    if new is None:
        return _told(version, "unread")
    if old is None:
        return _told(version, "unknown", new)
    how: How = "moved" if moved else "changed" if version.old else "added"
    edits = edits_between(old, new)
    return _told(version, how, old, new)._replace(edits=edits) if edits or how != "changed" else None


def _told(version: Version, how: How, *records: Record | None) -> Step:
    owners = dict.fromkeys(slug for record in records if isinstance(record, Campaign) for slug in record.organizations)
    last = records[-1] if records else None
    entered_by = last.entered_by if isinstance(last, Organization) else ""
    return Step(0, version.number, version.day, how, (), tuple(owners), entered_by, title_of(last))


def moves_of(log: Log, reader: Reader) -> Moves:
    """Return which files became which: by equal bytes, by a former slug, by the same name or title."""
    moves: dict[tuple[str, int], tuple[str, str]] = {}
    for number, gone, come in log.swaps:
        old = {key: version.old for key in gone if (version := _at(log, key, number))}
        new = {key: version.new for key in come if (version := _at(log, key, number))}
        for key, former in _pairs(old, new, reader):
            moves[key, number] = (former, old[former])
    return moves


def _at(log: Log, key: str, number: int) -> Version | None:
    return next((version for version in log.trails[key].versions if version.number == number), None)


def _pairs(old: dict[str, str], new: dict[str, str], reader: Reader) -> Iterator[tuple[str, str]]:
    """Yield (key, former key); a record of the ministry goes with the profile that it is about."""
    found: dict[str, str] = {}
    for is_former in (_by_bytes(old, new), _by_content(old, new, reader)):
        for key in new:
            former = is_former(key) if key not in found else None
            if former and former not in found.values() and _kind(former) == _kind(key) != "registry":
                found[key] = former
    yield from found.items()
    for key, former in found.items():
        own, was = (name.replace("organization/", "registry/") for name in (key, former))
        if own != key and own in new and was in old:
            yield own, was


def _by_bytes(old: dict[str, str], new: dict[str, str]) -> Callable[[str], str | None]:
    by_name = {(_kind(key), name): key for key, name in reversed(old.items())}
    return lambda key: by_name.get((_kind(key), new[key]))


def _by_content(old: dict[str, str], new: dict[str, str], reader: Reader) -> Callable[[str], str | None]:
    if max(len(old), len(new)) > MOST_SWAPPED:
        return lambda key: None
    by_title: dict[str, str] | None = None

    def former(key: str) -> str | None:
        nonlocal by_title
        record = reader.record(key, new[key])
        if record is None:
            return None
        slugs = record.former_slugs if isinstance(record, Organization) else ()
        named = next((f"organization/{slug}" for slug in slugs if f"organization/{slug}" in old), None)
        if by_title is None:
            by_title = {_title(reader.record(name, old[name])): name for name in reversed(old)}
        return named or by_title.get(_title(record))

    return former


def _kind(key: str) -> str:
    return key.partition("/")[0]


def _title(record: Record | None) -> str:
    return f"{type(record).__name__} {getattr(record, 'name', '')}{getattr(record, 'title', '')}" if record else "\0"
