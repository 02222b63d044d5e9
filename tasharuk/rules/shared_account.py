"""An account, a phone or a registration number belongs to one organization."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from tasharuk.arabic import fold
from tasharuk.catalogue import Catalogue
from tasharuk.model.base import Record
from tasharuk.model.campaign import Campaign
from tasharuk.model.fields import canonical_account, is_iban
from tasharuk.model.organization import Organization
from tasharuk.model.shared import Channel
from tasharuk.problems import Problem, Severity
from tasharuk.rules.base import problem
from tasharuk.rules.name_clash import are_related

ACCOUNT_IN_IBAN = 8  # digits at the end of an IBAN that may be an account of their own

Holding: TypeAlias = tuple[Record, tuple[str | int, ...], str, str]  # record, path, value as typed, canonical value


def shared_account(catalogue: Catalogue) -> Iterator[Problem]:
    """The same account or payment page in the channels of two organizations is held, however either is written."""
    records: list[Record] = [*catalogue.organizations.values(), *catalogue.campaigns.values()]
    yield from _shared(records, "shared_account")


def shared_phone(catalogue: Catalogue) -> Iterator[Problem]:
    """The same phone number in two organizations is held."""
    yield from _shared(catalogue.organizations.values(), "shared_phone")


def shared_registration(catalogue: Catalogue) -> Iterator[Problem]:
    """The same registration number, of one directorate or of none, in two organizations is held."""
    yield from _shared(catalogue.organizations.values(), "shared_registration")


def shared_website(catalogue: Catalogue) -> Iterator[Problem]:
    """The same website in two organizations that do not say that they belong together is held."""
    for found in _shared(catalogue.organizations.values(), "shared_website"):
        both = [catalogue.organizations[slug] for slug in (found.path.split("/")[1], found.values["other"])]
        if not are_related(*both):
            yield found


def _shared(records: Iterable[Record], code: str) -> Iterator[Problem]:
    holders: dict[str, list[Holding]] = defaultdict(list)
    for record in records:
        for holding in HOLDINGS[code](record):
            holders[holding[3]].append(holding)
    told: set[tuple[str, tuple[str | int, ...]]] = set()
    for holdings in holders.values():
        for record, path, given, _key in holdings:
            other = next((item for item, *_rest in holdings if not _same_body(record, item)), None)
            if other is not None and (record.path, path) not in told:
                told.add((record.path, path))
                yield problem(record, code, *path, severity=Severity.HELD, given=given, other=other.slug)


def _bodies(record: Record) -> frozenset[str]:
    return frozenset(record.organizations) if isinstance(record, Campaign) else frozenset({record.slug})


def _same_body(first: Record, second: Record) -> bool:
    return bool(_bodies(first) & _bodies(second))


def channels_of(record: Record) -> tuple[str, tuple[Channel, ...]]:
    """Return the name of a record's field that holds channels, and the channels."""
    if isinstance(record, Campaign):
        return "channels", record.channels
    return "donation_channels", record.donation_channels if isinstance(record, Organization) else ()


def _accounts(record: Record) -> Iterator[Holding]:
    name, channels = channels_of(record)
    for index, channel in enumerate(channels):
        for field in ("account_number", "iban"):
            value = getattr(channel, field)
            for key in _account_keys(value) if value else ():
                yield record, (name, index, field), value, key
        if channel.url:
            yield record, (name, index, "url"), channel.url, channel.url.rstrip("/").casefold()


def _account_keys(value: str) -> Iterator[str]:
    """Yield what an account is known by: itself without leading noughts, and the accounts that an IBAN may hold."""
    account = canonical_account(value)
    yield account.lstrip("0") or account
    if is_iban(account):
        ends = (account[start:] for start in range(4, len(account) - ACCOUNT_IN_IBAN + 1))
        yield from (end for end in ends if end.isdigit() and end[0] != "0")


def _websites(record: Record) -> Iterator[Holding]:
    website = record.contacts.website if isinstance(record, Organization) and record.contacts else None
    if website:
        bare = website.partition("://")[2].removeprefix("www.").rstrip("/")
        yield record, ("contacts", "website"), website, bare.casefold()


def _phones(record: Record) -> Iterator[Holding]:
    if not isinstance(record, Organization):
        return
    if record.contacts:
        for index, phone in enumerate(record.contacts.phones):
            yield record, ("contacts", "phones", index), phone, phone
        if record.contacts.whatsapp:
            yield record, ("contacts", "whatsapp"), record.contacts.whatsapp, record.contacts.whatsapp
    for index, office in enumerate(record.offices):
        if office.phone:
            yield record, ("offices", index, "phone"), office.phone, office.phone


def _registrations(record: Record) -> Iterator[Holding]:
    registration = record.registration if isinstance(record, Organization) else None
    if registration is not None:
        key = f"{fold(registration.number)}@{registration.directorate or ''}"
        yield record, ("registration", "number"), registration.number, key


# code → all that a record holds of what one organization alone may hold
HOLDINGS: Mapping[str, Callable[[Record], Iterator[Holding]]] = {
    "shared_account": _accounts,
    "shared_phone": _phones,
    "shared_registration": _registrations,
    "shared_website": _websites,
}
