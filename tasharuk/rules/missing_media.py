"""Files that a record names must lie in its own folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from tasharuk.catalogue import Catalogue
from tasharuk.kinds import kind_of
from tasharuk.model.base import Record
from tasharuk.problems import Problem, Severity, nearest
from tasharuk.rules.base import problem


def missing_media(catalogue: Catalogue) -> Iterator[Problem]:
    """A picture or document that a record names must be there; one that nobody names is mentioned."""
    used: set[str] = set()
    for record in catalogue.records:
        kind = kind_of(record)
        folder = kind.fill(kind.media, record.slug, record.owner)
        there = catalogue.files_in.get(folder, ())
        for place, name in files_of(record):
            full = f"{folder}/{name}"
            used.add(full)
            if name not in there and full not in catalogue.unread:
                yield problem(
                    record, "missing_media", *place, suggestions=nearest(name, there), given=name, folder=folder
                )
        used.update(f"{folder}/{name}" for name in there if name in record.body)
    broken = _folders_of(catalogue.unread - catalogue.media)
    for path in sorted(path for path in catalogue.media - used if path.rpartition("/")[0] not in broken):
        yield Problem(path, 0, 0, "unused_media", Severity.WARNING, values={"given": path.rsplit("/", 1)[-1]})


def _folders_of(unread: Iterable[str]) -> set[str]:
    """Return the media folders whose files may be named by a record that could not be read whole."""
    places = ((path.rsplit(".", 1)[0], path.split("/")[:2]) for path in unread)
    return {folder for stem, top in places for folder in (stem, "/".join((*top, "media")))}


def files_of(record: Record) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield (path, name) of each file that a record names."""
    for name in _fields(type(record), "logo", "file"):
        if getattr(record, name):
            yield (name,), getattr(record, name)
    for name in _fields(type(record), "photos", "documents"):
        for index, item in enumerate(getattr(record, name)):
            if item.file:
                yield (name, index, "file"), item.file


@cache
def _fields(model: type[Record], *names: str) -> tuple[str, ...]:
    """Return those fields of a kind; asking a record for one that it lacks takes 3 µs."""
    return tuple(name for name in names if name in model.model_fields)
