"""Removal of the example content: which files go when `clear-examples` leaves an empty directory to fill."""

from __future__ import annotations

from pathlib import PurePosixPath

from tasharuk.catalogue import Catalogue
from tasharuk.kinds import kind_of
from tasharuk.model.organization import Organization


def example_paths(catalogue: Catalogue) -> tuple[list[str], list[str]]:
    """Return the folders and the files to remove, sorted: all that is marked as an example or belongs to one."""
    folders = {str(PurePosixPath(item.path).parent) for item in catalogue.organizations.values() if item.example}
    files = set()
    for record in catalogue.records:
        if isinstance(record, Organization) or not _goes(catalogue, record):
            continue
        files.add(record.path)
        kind = kind_of(record)
        if kind.media and not record.owner:
            folders.add(kind.fill(kind.media, record.slug))
    return sorted(folders), sorted(path for path in files if not any(path.startswith(f"{top}/") for top in folders))


def _goes(catalogue: Catalogue, record: object) -> bool:
    from tasharuk.model.registry import RegistryRecord

    if isinstance(record, RegistryRecord):
        owner = catalogue.organizations.get(record.slug)
        return record.example or (owner is not None and owner.example)
    return catalogue.is_example(record)  # type: ignore[arg-type]
