"""A change and its problems → what a reviewer needs to decide: what is at stake, gravest first, and whom to call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from tasharuk.change import ACCOUNT_FIELDS, RISKS, Change, FieldChange, RecordChange, Risk, bodies_of
from tasharuk.file_changes import FileChange
from tasharuk.model.base import Record
from tasharuk.model.fields import display_phone
from tasharuk.model.organization import Organization
from tasharuk.problems import Problem
from tasharuk.rules.risky_change import CODE_OF_RISK, is_respelling

PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".pdf")
ROWS_AT_ONCE = 6  # of one record, before the other records have had their turn
# codes of problems -> what is at stake where a reviewer finds one
_CODES: Mapping[Risk, str] = {
    "money": "account_in_text payment_link_in_text link_hides_target link_text_mismatch shared_account "
    "campaign_channel_unlisted",
    "identity": "name_clash name_similar reserved_name reserved_name_part slug_similar shared_registration "
    "registry_mismatch shared_website host_similar contact_in_name claim_new",
    "ownership": "not_owner owner_unknown path_not_allowed odd_mode",
    "contact": "shared_phone phone_in_text",
}
RISK_OF_CODE: Mapping[str, Risk] = {code: risk for risk, codes in _CODES.items() for code in codes.split()}


@dataclass(frozen=True)
class Row:
    """One changed value as the card shows it."""

    record: RecordChange
    item: FieldChange
    is_respelled: bool

    @property
    def weight(self) -> tuple[int, bool, bool, bool]:
        """Sort by risk; then real changes first, of records that were there, of the account itself."""
        is_account = self.item.path[-1] in (*ACCOUNT_FIELDS, "url")
        return RISKS.index(self.item.risk), self.is_respelled, self.record.old is None, not is_account


@dataclass(frozen=True)
class Call:
    """An organization to call, by the numbers that it had before the change.

    `is_changed` tells that the change brings other numbers; `earlier` are those of months ago, when they differ.
    """

    name: str
    phones: tuple[str, ...]
    is_changed: bool
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True)
class Card:
    """Everything a reviewer needs to decide, gravest first."""

    change: Change
    problems: tuple[Problem, ...]

    @cached_property
    def rows(self) -> list[Row]:
        """Changed values of records that were there before, and the ways to give of new ones; gravest first.

        A record with many values does not push the others out of sight: after some, the next has its turn.
        """
        found = [
            Row(record, item, is_respelling(item))
            for record in self.change.records
            for item in record.fields
            if record.new is not None
            if record.old is not None or (item.risk == "money" and item.path[0] != "organizations")
        ]
        found.sort(key=lambda row: (row.weight, row.record.path))
        turns: Counter[tuple[str, str]] = Counter()
        ordered: list[tuple[tuple[int, bool], int, Row]] = []
        for row in found:
            turn = turns[row.record.path, row.item.risk] // ROWS_AT_ONCE
            turns[row.record.path, row.item.risk] += 1
            ordered.append((row.weight[:2], turn, row))
        return [row for _weight, _turn, row in sorted(ordered, key=lambda entry: entry[:2])]

    @cached_property
    def risks(self) -> dict[Risk, int]:
        """How many values, or problems told elsewhere, stand under each risk; respellings count as content."""
        counts = Counter("content" if row.is_respelled else row.item.risk for row in self.rows)
        shown = {(row.record.path, row.item.risk) for row in self.rows}
        for problem in self.own_problems:
            risk = RISK_OF_CODE.get(problem.code)
            if risk and (problem.is_held or problem.is_error) and (problem.path, risk) not in shown:
                counts[risk] += 1
        for record in self.change.records:
            if record.new is None and isinstance(record.old, Organization):
                counts["identity"] += 1  # somebody goes, or is made to go
            elif record.old is None or record.new is None:
                counts["content"] += 1
        return {risk: counts[risk] for risk in RISKS if counts[risk]}

    @cached_property
    def own_problems(self) -> tuple[Problem, ...]:
        """Problems in the files that were changed."""
        paths = {file.path for file in self.change.files}
        return tuple(problem for problem in self.problems if problem.path in paths)

    @property
    def listed_problems(self) -> list[Problem]:
        """Errors, then what is held and no row tells; those of changed files first, no warnings."""
        own = set(map(id, self.own_problems))
        told = set(CODE_OF_RISK.values())
        wanted = [item for item in self.problems if item.is_error or (item.is_held and item.code not in told)]
        return sorted(wanted, key=lambda item: (not item.is_error, id(item) not in own))

    @property
    def added(self) -> list[RecordChange]:
        """Records that are new."""
        return [record for record in self.change.records if record.old is None]

    @property
    def removed(self) -> list[RecordChange]:
        """Records that are gone, or that can no longer be read."""
        return [record for record in self.change.records if record.new is None]

    @property
    def pictures(self) -> list[FileChange]:
        """Pictures and papers that came or changed: no program sees what stands in them."""
        return [item for item in self.change.files if not item.is_deleted and item.path.lower().endswith(PICTURES)]

    @cached_property
    def calls(self) -> list[Call]:
        """The organizations behind changed accounts and contacts, those whose numbers change too first."""
        grave = {"money", "contact"}
        touched = [
            row.record
            for row in self.rows
            if row.item.risk in grave and not row.is_respelled and row.record.old is not None
        ]
        slugs = dict.fromkeys(body for record in touched for body in bodies_of(record.old or record.record))
        found = [self._call(slug) for slug in slugs]
        return sorted(
            (call for call in found if call is not None), key=lambda call: not (call.is_changed or call.earlier)
        )

    def _call(self, slug: str) -> Call | None:
        was = self.change.was(slug)
        if was is None:
            return None
        path = f"organizations/{slug}/profile.yml"
        record = next((item for item in self.change.records if item.path == path), None)
        is_changed = any(
            item.path[:2] in (("contacts", "phones"), ("contacts", "whatsapp"), ("contacts", "email"))
            or item.path == ("contacts",)
            for item in (record.fields if record is not None else ())
            if not is_respelling(item)
        )
        has_money = any(item.risk == "money" for item in (record.fields if record is not None else ()))
        earlier = self.change.earlier.get(path)
        before = phones_of(earlier) if isinstance(earlier, Organization) else ()
        phones = phones_of(was)
        return Call(was.name, phones, is_changed and has_money, before if before and before != phones else ())


def phones_of(record: Record | None) -> tuple[str, ...]:
    """Return the phone numbers of an organization as they are read aloud, each once."""
    if not isinstance(record, Organization) or record.contacts is None:
        return ()
    numbers: Iterable[str | None] = (*record.contacts.phones, record.contacts.whatsapp)
    return tuple(dict.fromkeys(display_phone(phone) for phone in numbers if phone))
