"""Files that a record names must lie in its own folder."""

from __future__ import annotations

from collections.abc import Iterator

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
        for place, name in files_of(record):
            full = f"{folder}/{name}"
            used.add(full)
            if full not in catalogue.media and full not in catalogue.unread:
                there = [item.rsplit("/", 1)[-1] for item in catalogue.media if item.startswith(f"{folder}/")]
                yield problem(
                    record, "missing_media", *place, suggestions=nearest(name, there), given=name, folder=folder
                )
        used.update(item for item in catalogue.media if item.rsplit("/", 1)[-1] in record.body)
    for path in sorted(catalogue.media - used):
        yield Problem(path, 0, 0, "unused_media", Severity.WARNING, values={"given": path.rsplit("/", 1)[-1]})


def files_of(record: Record) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield (path, name) of each file that a record names."""
    for name in ("logo", "file"):
        if getattr(record, name, None):
            yield (name,), getattr(record, name)
    for name in ("photos", "documents"):
        for index, item in enumerate(getattr(record, name, ())):
            if item.file:
                yield (name, index, "file"), item.file
