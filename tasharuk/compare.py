"""A root and a base revision → the Change between them: old records are read as the new ones are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from tasharuk.catalogue import Catalogue
from tasharuk.change import Change, RecordChange
from tasharuk.file_changes import FileChange
from tasharuk.model.base import Record
from tasharuk.model.organization import Organization
from tasharuk.model.registry import RegistryRecord
from tasharuk.parse import Draft
from tasharuk.past import Past
from tasharuk.revision import Revision

SETTLED_DAYS = 90  # a phone that is younger may be a fraudster's, put there before the account is changed


def compare(
    past: Past, files: Sequence[FileChange], catalogue: Catalogue, drafts: Iterable[Draft], author: str
) -> Change:
    """Return what differs from the base, in these files; `author` is the account that asks, empty for none.

    A file that cannot be read now stands with what could be understood of it; one that could not be read in the
    base counts as new. A record whose folder was renamed stands beside what it was under its former name.
    """
    revision = past.revision
    now = {record.path: record for record in catalogue.records} | {draft.record.path: draft.record for draft in drafts}
    records = tuple(_records(files, past, now))
    folders = _folders(files, records, catalogue)
    profiles = {slug: f"organizations/{slug}/profile.yml" for slug in folders}
    registry = {slug: f"content/registry/{slug}.yml" for slug in folders}
    there = revision.some((*profiles.values(), *registry.values()))
    owners = {slug: _owners(past.record(path)) for slug, path in registry.items()}
    known = frozenset(slug for slug, path in profiles.items() if path in there)
    earlier = _earlier(revision, catalogue, records)
    return Change(tuple(files), records, catalogue, owners, known, author.strip().removeprefix("@"), earlier)


def _records(files: Iterable[FileChange], past: Past, now: Mapping[str, Record]) -> Iterable[RecordChange]:
    old = {file.path: record for file in files if not file.is_new and (record := past.record(file.path))}
    new = {file.path: now[file.path] for file in files if file.path in now}
    former = _former_paths(old.keys() - new.keys(), new)
    for file in files:
        before = old.get(former.get(file.path, file.path))
        after = new.get(file.path)
        is_told_elsewhere = after is None and file.path in former.values()
        if not is_told_elsewhere and (before is not None or after is not None):
            yield RecordChange(file.path, before, after)


def _former_paths(gone: Iterable[str], new: Mapping[str, Record]) -> dict[str, str]:
    """Return new path → old path of what lies below an organization's folder that was renamed in this change."""
    missing = set(gone)
    found: dict[str, str] = {}
    for record in new.values():
        for slug in record.former_slugs if isinstance(record, Organization) else ():
            if f"organizations/{slug}/profile.yml" in missing:
                start = f"organizations/{record.slug}/"
                below = (path for path in new if path.startswith(start))
                pairs = {path: f"organizations/{slug}/{path[len(start) :]}" for path in below}
                found |= {path: was for path, was in pairs.items() if was in missing}
    return found


def _owners(record: Record | None) -> frozenset[str]:
    names = record.owners if isinstance(record, RegistryRecord) else ()
    return frozenset(name.casefold().removeprefix("@") for name in names)


def _folders(files: Iterable[FileChange], records: Iterable[RecordChange], catalogue: Catalogue) -> list[str]:
    """Return the organizations that a change touches, sorted."""
    slugs = {file.path.split("/")[1] for file in files if file.path.startswith("organizations/")}
    beside = {file.path.split("/")[1] for file in files if file.path.startswith("campaigns/")}
    for slug in beside & catalogue.campaigns.keys():
        slugs.update(catalogue.campaigns[slug].organizations)
    for change in records:
        for version in (change.old, change.new):
            slugs.update(getattr(version, "organizations", ()) if version is not None else ())
    return sorted(slugs)


def _earlier(revision: Revision, catalogue: Catalogue, records: Iterable[RecordChange]) -> Mapping[str, Record]:
    """Return, by path, the profiles as they were some months ago, of organizations whose accounts now change."""
    changed = [record for record in records if record.old is not None]
    paths = [record.path for record in changed if any(item.risk == "money" for item in record.fields)]
    before = revision.before(catalogue.today - timedelta(days=SETTLED_DAYS)) if paths else None
    past = Past(before, paths) if before is not None else None
    found = {path: past.record(path) for path in paths} if past is not None else {}
    return {path: record for path, record in found.items() if record is not None}
