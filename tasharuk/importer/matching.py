"""A row's values → the folder of a new organization, or the organization that a row of the ministry's list is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tasharuk.importer.directory import Directory, Holder
from tasharuk.importer.entry import Entry
from tasharuk.importer.fields import DIRECTORATE, choice_group, fields_of
from tasharuk.importer.slugs import slug_for
from tasharuk.levels import is_same
from tasharuk.problems import Severity, nearest


def choose_folder(entry: Entry, directory: Directory, letters: Mapping[str, str]) -> None:
    """Choose the folder of a new organization; one that is there already is for a person to look at."""
    name, number = entry.first("name"), entry.first("registration.number")
    same_name = directory.holders_of_name(name)
    same_number = directory.holders_of_number(number, entry.first("registration.directorate"))
    for path, code, holders in (
        ("name", "import_same_name", same_name),
        ("registration.number", "import_same_number", same_number),
    ):
        if holders:
            value = entry.values[path][0]
            other = _named(holders, entry)
            entry.say(code, value.title, value.seen, severity=Severity.HELD, other=other)
    place = entry.first("headquarters")
    entry.slug = slug_for(name, entry.first("name_en"), place, number, directory.slugs, letters)
    if not entry.slug and name and not entry.is_refused:
        entry.say("import_no_slug", seen=name, severity=Severity.ERROR)
    entry.slug = entry.slug or f"row-{entry.row}"  # a name for judging only: without one of its own it is refused


def find_organization(entry: Entry, directory: Directory) -> None:
    """Find the organization that a row of the ministry's list speaks of, by number, directorate and name.

    Where the row has both name and number, and the directory knows both, they must mean the same organization.
    """
    name, number = entry.first("name"), entry.first("registration_number")
    by_name = directory.holders_of_name(name)
    by_number = directory.holders_of_number(number, entry.first(DIRECTORATE))
    found: Iterable[Holder] = by_name
    if by_number:
        found = by_number if not name else [holder for holder in by_number if holder in by_name]
    slugs = [str(holder) for holder in found]
    seen = name or number
    if len(slugs) > 1:
        entry.say("import_several", seen=seen, severity=Severity.HELD, other=_named(slugs, entry))
    elif not slugs and by_number:
        other = _named(by_number, entry)
        entry.say("import_number_of_other", seen=seen, severity=Severity.HELD, number=number, other=other)
    elif not slugs:
        entry.is_refused = True
        near = nearest(name, directory.names())[:1]
        entry.say("import_no_profile", seen=seen if near else "")
        for word in near:
            entry.say("import_near_name", seen=seen, name=entry.words.ui("quoted", text=word))
    elif slugs[0] in directory.registered:
        other = _named([directory.registered[slugs[0]]], entry)
        entry.say("import_same_name", seen=seen, severity=Severity.HELD, other=other)
    else:
        entry.slug = slugs[0]
        directory.registered[entry.slug] = entry.row


def compare_with_registry(entry: Entry, directory: Directory) -> None:
    """Refuse a row whose organization has its registry record already, and tell every difference from it."""
    old = directory.catalogue.registry.get(entry.slug)
    if old is None:
        return
    differing = [
        path
        for path in fields_of("registry")
        if entry.values.get(path) and not is_same(getattr(old, path), getattr(entry.record, path))
    ]
    if not differing:
        entry.is_refused = True
        entry.say("import_unchanged")
    for path in differing:
        value = entry.values[path][0]
        entry.say(
            "import_registry_differs",
            value.title,
            value.seen,
            severity=Severity.HELD,
            path=entry.path,
            old=_shown(entry, path, getattr(old, path)),
            new=_shown(entry, path, getattr(entry.record, path)),
        )


def _shown(entry: Entry, path: str, value: Any) -> str:
    if value is None or value == ():
        return entry.words.ui("import_no_value")
    if fields_of("registry")[path].choices:
        return entry.words.choice(choice_group("registry", path), str(value))
    return entry.words.ui("list_comma").join(value) if isinstance(value, tuple) else str(value)


def _named(holders: Iterable[Holder], entry: Entry) -> str:
    names = (entry.words.ui("import_row", number=h) if isinstance(h, int) else f"organizations/{h}" for h in holders)
    return entry.words.ui("list_comma").join(names)
