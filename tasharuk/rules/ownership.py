"""Who may change what: the accounts that the registry of the base revision names."""

from __future__ import annotations

from collections.abc import Iterator

from tasharuk.change import Change, RecordChange, bodies_of
from tasharuk.model.campaign import Campaign
from tasharuk.problems import Problem, Severity


def not_owner(change: Change) -> Iterator[Problem]:
    """An account changes only the folders that are its own; new folders are open to all."""
    if not change.author:
        return
    for folder, path in _folders(change).items():
        owners = change.owners.get(folder, frozenset())
        if owners and not _owns(change, folder):
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


def _owns(change: Change, folder: str) -> bool:
    return change.author.casefold() in change.owners.get(folder, frozenset())


def _folders(change: Change) -> dict[str, str]:
    """Return the organizations that the change touches, each with the first of its files; campaigns count for all."""
    touched: dict[str, str] = {}
    for file in change.files:
        parts = file.path.split("/")
        if parts[0] == "organizations" and len(parts) > 1:
            touched.setdefault(parts[1], file.path)
        elif parts[0] == "campaigns" and len(parts) > 2:  # pictures beside a campaign
            campaign = change.campaign(parts[1])
            for body in campaign.organizations if campaign else ():
                touched.setdefault(body, file.path)
    for record in change.records:
        for body in _bodies(change, record):
            touched.setdefault(body, record.path)
    return touched


def _bodies(change: Change, record: RecordChange) -> list[str]:
    """Return the organizations of a record before and after; a joint campaign may be changed by any of its own."""
    versions = [version for version in (record.old, record.new) if version is not None]
    bodies = list(dict.fromkeys(body for version in versions for body in bodies_of(version)))
    is_joint = isinstance(record.old, Campaign) and isinstance(record.new, Campaign)
    is_unmoved = is_joint and len({bodies_of(version) for version in versions}) == 1
    own = [body for body in bodies if _owns(change, body)]
    return own if is_unmoved and own else bodies
