"""A root and a base revision → the Change between them: old records are read as the new ones are."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tasharuk.catalogue import Catalogue
from tasharuk.change import Change, RecordChange
from tasharuk.kinds import KINDS
from tasharuk.model.base import Record
from tasharuk.model.registry import RegistryRecord
from tasharuk.parse import Draft, parse_record
from tasharuk.read import Place, Source, place_of_path, source_of
from tasharuk.revision import FileChange, Revision

PLACES = tuple(Place(kind.name, kind.pattern) for kind in KINDS)


def compare(root: Path, catalogue: Catalogue, drafts: Iterable[Draft], base: str, author: str = "") -> Change:
    """Return what differs from the base in the root's files. Raises UnknownRevision.

    A file that cannot be read now stands with what could be understood of it; one that could not be read in the
    base counts as new.
    """
    revision = Revision(root, base)
    files = tuple(revision.changes())
    now = {record.path: record for record in catalogue.records} | {draft.record.path: draft.record for draft in drafts}
    records = tuple(change for file in files if (change := _record(revision, file, now.get(file.path))))
    folders = _folders(files, records)
    registry = {slug: _old(revision, f"content/registry/{slug}.yml") for slug in folders}
    owners = {slug: _owners(record) for slug, record in registry.items()}
    known = frozenset(slug for slug in folders if revision.read(f"organizations/{slug}/profile.yml") is not None)
    return Change(files, records, catalogue, owners, known, author)


def _record(revision: Revision, file: FileChange, new: Record | None) -> RecordChange | None:
    old = None if file.is_new else _old(revision, file.path)
    return RecordChange(file.path, old, new) if old is not None or new is not None else None


def _old(revision: Revision, path: str) -> Record | None:
    """Read one record as it was in the base; None when there was none that could be read."""
    place = place_of_path(path, PLACES)
    raw = revision.read(path) if place is not None else None
    if place is None or raw is None:
        return None
    source = source_of(raw, path, place)
    parsed = parse_record(source)[0] if isinstance(source, Source) else None
    return parsed.record if isinstance(parsed, Draft) else parsed


def _owners(record: Record | None) -> frozenset[str]:
    return frozenset(name.casefold() for name in record.owners) if isinstance(record, RegistryRecord) else frozenset()


def _folders(files: Iterable[FileChange], records: Iterable[RecordChange]) -> list[str]:
    """Return the organizations that a change touches, sorted."""
    slugs = {file.path.split("/")[1] for file in files if file.path.startswith("organizations/") and "/" in file.path}
    for change in records:
        for version in (change.old, change.new):
            slugs.update(getattr(version, "organizations", ()) if version is not None else ())
    return sorted(slugs)
