"""An old record and a new one → the edits between them, with those values alone that may ever be told again.

Values are told of plain public facts only, which stand in `PLAIN`. Of running text, people, contacts, addresses, links
and notes nothing is kept but that it changed; of an account its last characters, and a digest to know it by.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from tasharuk.arabic import fold
from tasharuk.change import ACCOUNT_FIELDS, pairs
from tasharuk.history.story import Confirmed, Edit, How, Sum, Value, Way
from tasharuk.model.base import Part, Record
from tasharuk.model.campaign import Campaign
from tasharuk.model.fields import canonical_account
from tasharuk.model.numbers import plain_digits
from tasharuk.model.organization import Organization
from tasharuk.model.registry import Confirmation, RegistryRecord
from tasharuk.model.shared import Amount, Channel

# fields whose values may be told: no running text, nothing by which a person or a place of work can be found
PLAIN: Mapping[type[Record], frozenset[str]] = {
    Organization: frozenset(
        "name name_en name_ku acronym legal_form parent merged_into founded registration.number registration.date "
        "registration.directorate registration.licence registration.licence_expires status headquarters governorates "
        "districts sectors target_groups languages staff volunteers members women_on_board policies updated".split()
    ),
    RegistryRecord: frozenset(
        "name registration_number registration_date licence licence_expires status status_since".split()
    ),
    Campaign: frozenset(
        "title organizations sectors governorates start end goal pledged received spent donors as_of "
        "approval.number approval.date".split()
    ),
}
GROUPS = ("registration", "contacts", "people", "approval")  # told field by field
WAYS = ("donation_channels", "channels")
UNTOLD = ("example", "review_due")  # no matter of the readers
DAYS = ("updated", "as_of")  # when it was said: told where nothing else was
LONGEST = 120  # characters of a text
MOST_DIGITS = 8  # in one piece; more may be anybody's number, typed into the wrong field
TAIL = 4  # characters of an account, and never more than half of it
KNOWN_BY = 8  # bytes
_NO_WORD = re.compile(rf"(?:\d[\s().+/-]*){{{MOST_DIGITS + 1},}}|@|://|www\.")


def edits_between(old: Record, new: Record) -> tuple[Edit, ...]:
    """Return what differs between two versions of a record, in the order of its fields; none for a respelling."""
    found = tuple(_edits(old, new))
    return tuple(edit for edit in found if edit.field not in DAYS) or found


def way_of(channel: Channel) -> Way:
    """Return what may be told of a way to give."""
    numbers = [canonical_account(number) for number in (channel.account_number, channel.iban) if number]
    known_by = tuple(map(_digest, (*numbers, *filter(None, [channel.url]))))
    tail = numbers[0][-min(TAIL, len(numbers[0]) // 2) :] if numbers else ""
    return Way(channel.kind, tail, known_by)


def title_of(record: Record | None) -> str:
    """Return the title of a campaign as it may be told."""
    return str(plain(record.title) or "") if isinstance(record, Campaign) else ""


def plain(value: Any) -> Value:
    """Return a value as it is told; None for one that holds what may be somebody's number or address."""
    if isinstance(value, Amount):
        return Sum(value.value, value.currency, value.series)
    if isinstance(value, str):
        is_more = any(_NO_WORD.search(text) for text in (plain_digits(value), fold(value)))
        return value if len(value) <= LONGEST and not is_more else None
    if isinstance(value, tuple):
        return tuple(str(item) for item in value)
    return value if isinstance(value, int | date) else None


def _edits(old: Record, new: Record) -> Iterator[Edit]:
    fields = PLAIN[type(new)]
    for name in type(new).model_fields:
        before, after = getattr(old, name), getattr(new, name)
        if before == after or name in UNTOLD:
            continue
        if name in WAYS:
            yield from _ways(name, before, after)
        elif name == "confirmed":
            yield from _confirmations(before, after)
        elif name in GROUPS:
            yield from _inside(name, before, after, fields)
        else:
            yield from _single(name, before, after, name in fields)
    if old.body != new.body:
        yield Edit("body", _how(old.body, new.body))


def _single(field: str, old: Any, new: Any, is_plain: bool) -> Iterator[Edit]:
    if isinstance(old, str) and isinstance(new, str) and "".join(old.split()) == "".join(new.split()):
        return
    values = (plain(old), plain(new)) if is_plain else (None, None)
    yield Edit(field, _how(old, new), *values)


def _inside(name: str, old: Part | None, new: Part | None, fields: frozenset[str]) -> Iterator[Edit]:
    """Yield the edits inside a group of fields."""
    names = dict.fromkeys(name for part in (old, new) if part is not None for name in type(part).model_fields)
    for inner in names:
        before, after = getattr(old, inner, None), getattr(new, inner, None)
        if before != after and (_is_given(before) or _is_given(after)):
            field = f"{name}.{inner}"
            yield from _single(field, before, after, field in fields)


def _ways(field: str, old: tuple[Channel, ...], new: tuple[Channel, ...]) -> Iterator[Edit]:
    for before, after in pairs(old, new):
        if before == after:
            continue
        was, way = (way_of(channel) if channel is not None else None for channel in (before, after))
        if was is None or way is None:
            yield Edit(field, "added" if was is None else "removed", was, way)
            continue
        differing = (name for name in Channel.model_fields if getattr(before, name) != getattr(after, name))
        parts = tuple(name for name in differing if name not in ACCOUNT_FIELDS)
        if was.known_by != way.known_by or parts:  # other spaces in a number are no other number
            yield Edit(field, "changed", was, way, parts)


def _confirmations(old: tuple[Confirmation, ...], new: tuple[Confirmation, ...]) -> Iterator[Edit]:
    before, after = ({Confirmed(item.field, item.on, item.by): None for item in items} for items in (old, new))
    yield from (Edit("confirmed", "added", None, item) for item in after if item not in before)
    still = {item.field for item in after}
    yield from (Edit("confirmed", "removed", item) for item in before if item.field not in still)


def _how(old: Any, new: Any) -> How:
    if not _is_given(old):
        return "added"
    return "changed" if _is_given(new) else "removed"


def _is_given(value: Any) -> bool:
    return value not in (None, (), "")


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=KNOWN_BY).digest()
