"""Who may change what: the accounts that the registry of the base revision names."""

from __future__ import annotations

from collections.abc import Iterator

from tasharuk.change import Change, bodies_of
from tasharuk.problems import Problem, Severity


def not_owner(change: Change) -> Iterator[Problem]:
    """An account changes only the folders that are its own; new folders are open to all."""
    if not change.author:
        return
    for folder, path in _folders(change).items():
        owners = change.owners.get(folder, frozenset())
        if owners and change.author.casefold() not in owners:
            values = {"given": folder, "author": change.author}
            yield Problem(path, 0, 0, "not_owner", values=values)


def owner_unknown(change: Change) -> Iterator[Problem]:
    """A folder that the registry gives to nobody may be changed once a reviewer knows who asks."""
    if not change.author:
        return
    for folder, path in _folders(change).items():
        if folder in change.known and not change.owners.get(folder):
            values = {"given": folder, "author": change.author}
            yield Problem(path, 0, 0, "owner_unknown", Severity.HELD, values=values)


def _folders(change: Change) -> dict[str, str]:
    """Return the organizations that the change touches, each with the first of its files; campaigns count for all."""
    touched: dict[str, str] = {}
    for file in change.files:
        parts = file.path.split("/")
        if parts[0] == "organizations" and len(parts) > 2:
            touched.setdefault(parts[1], file.path)
    for record in change.records:
        for version in (record.old, record.new):
            for body in bodies_of(version) if version is not None else ():
                touched.setdefault(body, record.path)
    return touched
