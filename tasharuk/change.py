"""A change: records as they were beside records as they are, field by field; what change rules and card judge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from tasharuk.catalogue import Catalogue
from tasharuk.file_changes import FileChange
from tasharuk.kinds import kind_of
from tasharuk.model.base import Part, Record
from tasharuk.model.campaign import Campaign
from tasharuk.model.fields import canonical_account
from tasharuk.model.organization import Organization

Path: TypeAlias = tuple[str | int, ...]
Risk: TypeAlias = Literal["money", "identity", "ownership", "contact", "content"]
RISKS: tuple[Risk, ...] = ("money", "identity", "ownership", "contact", "content")

# kind -> dotted path of a field, `*` for places in lists -> what is at stake there and below; all else is content
RISK_OF_FIELD: Mapping[str, Mapping[str, Risk]] = {
    "organization": {
        "donation_channels": "money",
        "example": "identity",
        "name": "identity",
        "name_en": "identity",
        "name_ku": "identity",
        "aliases": "identity",
        "former_names": "identity",
        "former_slugs": "identity",
        "legal_form": "identity",
        "registration": "identity",
        "status": "identity",
        "parent": "identity",
        "merged_into": "identity",
        "contacts": "contact",
        "contacts.hours": "content",
        "offices.*.phone": "contact",
    },
    "campaign": {
        "channels": "money",
        "approval": "money",
        "code": "money",
        "organizations": "money",
        "example": "identity",
    },
}
ACCOUNT_FIELDS = frozenset({"account_number", "iban"})
NUMBER_FIELDS = ACCOUNT_FIELDS | {"phones", "whatsapp", "swift", "number"}


@dataclass(frozen=True)
class FieldChange:
    """One value that differs: its path in the record, and the value before and after, empty for none."""

    path: Path
    old: str
    new: str
    risk: Risk

    @property
    def field(self) -> str:
        """The dotted path."""
        return ".".join(str(part) for part in self.path)


@dataclass(frozen=True)
class RecordChange:
    """One record that was added, changed or removed."""

    path: str
    old: Record | None
    new: Record | None

    @property
    def record(self) -> Record:
        """The record as it is, or as it was."""
        record = self.new or self.old
        assert record is not None
        return record

    @cached_property
    def fields(self) -> tuple[FieldChange, ...]:
        """Every value that differs, the gravest first, then in the order of the fields."""
        kind = kind_of(self.record).name
        found = [
            FieldChange(path, old, new, risk_of(kind, path, new or old))
            for path, old, new in differences(_values(self.old), _values(self.new))
        ]
        if self.old is not None and self.new is not None and self.old.body != self.new.body:
            found.append(FieldChange(("body",), self.old.body, self.new.body, "content"))
        return tuple(sorted(found, key=lambda change: RISKS.index(change.risk)))


@dataclass(frozen=True)
class Change:
    """All that differs from the base. `owners` are the accounts that the base names, by organization.

    `known` are the organizations that the base has, `earlier` profiles as they were months before it, by path.
    """

    files: tuple[FileChange, ...]
    records: tuple[RecordChange, ...]
    catalogue: Catalogue
    owners: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    known: frozenset[str] = frozenset()
    author: str = ""
    earlier: Mapping[str, Record] = field(default_factory=lambda: MappingProxyType({}))

    def touches(self, path: str, field: str) -> bool:
        """Tell whether a value of a record, given by its dotted path, differs from the base; empty: the body."""
        top = field.split(".")[0] or "body"
        changed = (record for record in self.records if record.path == path)
        return any(str(item.path[0]) == top for record in changed for item in record.fields)

    def campaign(self, slug: str) -> Campaign | None:
        """Return a campaign as the base has it, or as it came."""
        path = f"campaigns/{slug}.md"
        changed = next((record for record in self.records if record.path == path), None)
        found = (changed.old or changed.new) if changed is not None else self.catalogue.campaigns.get(slug)
        return found if isinstance(found, Campaign) else None

    def was(self, slug: str) -> Organization | None:
        """Return an organization as the base has it: what it was, or what it still is."""
        path = f"organizations/{slug}/profile.yml"
        changed = next((record for record in self.records if record.path == path), None)
        found = changed.old if changed is not None else self.catalogue.organizations.get(slug)
        return found if isinstance(found, Organization) else None


def risk_of(kind: str, path: Path, value: str = "") -> Risk:
    """Return what is at stake in a value of a record of this kind; keeping a field back weighs as the field does."""
    risks = RISK_OF_FIELD.get(kind, {})
    names = ["*" if isinstance(part, int) else part for part in path]
    if names[-2:] == ["*", "field"] and names[0] == "withheld":
        names = value.split(".")
    steps = (".".join(names[:depth]) for depth in range(len(names), 0, -1))
    return next((risks[step] for step in steps if step in risks), "content")


def bodies_of(record: Record) -> tuple[str, ...]:
    """Return the organizations that a record belongs to."""
    if isinstance(record, Campaign):
        return record.organizations
    return (record.slug,) if isinstance(record, Organization) else ((record.owner,) if record.owner else ())


def _values(record: Record | None) -> dict[str, Any]:
    if record is None:
        return {}
    return {name: getattr(record, name) for name in type(record).model_fields if getattr(record, name) is not None}


def differences(old: Any, new: Any, path: Path = ()) -> Iterator[tuple[Path, str, str]]:
    """Yield (path, old, new) of each single value that differs; places in lists are those of the new record."""
    if isinstance(old, Part):
        old = {name: getattr(old, name) for name in type(old).model_fields}
    if isinstance(new, Part):
        new = {name: getattr(new, name) for name in type(new).model_fields}
    if isinstance(old, Mapping) or isinstance(new, Mapping):
        before, after = old or {}, new or {}
        for key in dict.fromkeys((*before, *after)):
            yield from differences(before.get(key), after.get(key), (*path, key))
    elif isinstance(old, tuple) or isinstance(new, tuple):
        for index, (before, after) in enumerate(pairs(old or (), new or ())):
            yield from differences(before, after, (*path, index))
    elif _text(old) != _text(new):
        yield path, _text(old), _text(new)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def pairs(old: Sequence[Any], new: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    """Pair the items of two lists: equal ones, then those of one account or title, then those in the same place."""
    left = list(old)
    partner: dict[int, Any] = {}
    for same in (lambda a, b: a == b, lambda a, b: _identity(a) is not None and _identity(a) == _identity(b)):
        for index, item in enumerate(new):
            if index not in partner:
                match = next((position for position, other in enumerate(left) if same(other, item)), None)
                if match is not None:
                    partner[index] = left.pop(match)
    for index, item in enumerate(new):
        yield (partner[index] if index in partner else (left.pop(0) if left else None)), item
    for item in left:
        yield item, None


def _identity(item: Any) -> str | None:
    """Return what an item of a list is recognised by."""
    for name in ("account_number", "iban", "url", "title", "item", "name", "file"):
        value = getattr(item, name, None)
        if value:
            return canonical_account(value) if name in ACCOUNT_FIELDS else str(value)
    return None
