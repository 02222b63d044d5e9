"""What must not go round the checked fields: accounts, payment links, numbers of people and places in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tasharuk.arabic import is_blank_to_the_eye
from tasharuk.catalogue import Catalogue
from tasharuk.change import bodies_of
from tasharuk.model.base import Record
from tasharuk.model.campaign import Campaign
from tasharuk.model.fields import url_host
from tasharuk.model.organization import Organization
from tasharuk.model.shared import Channel
from tasharuk.problems import Problem, Severity
from tasharuk.rules.base import problem
from tasharuk.rules.date_order import parts_of
from tasharuk.rules.hosts import own_domain
from tasharuk.rules.numbers_in_text import bare, findings, plain_text

# fields whose values have a form of their own, which the model checks, or name a term, a record or a file
STRUCTURED = frozenset(
    {"account_number", "code", "currency", "email", "facebook", "field", "file", "iban", "instagram", "linkedin"}
    | {"logo", "number", "phone", "phones", "swift", "telegram", "url", "website", "whatsapp", "x", "youtube"}
    | {"campaign", "directorate", "district", "districts", "former_slugs", "governorate", "governorates"}
    | {"headquarters", "initiative", "languages", "legal_form", "merged_into", "organizations", "parent", "project"}
    | {"sector", "sectors", "target_groups"}
)
NAMES = frozenset({"name", "name_en", "name_ku", "acronym", "aliases", "former_names"})
_CONTACT = re.compile(
    r"@\w|://|\bwww\.|\.(?:com|net|org|info|sy|io|me)\b|\b(?:tel|phone|wa)\b\W*\d|:\s*\+?\d{3}", re.IGNORECASE
)


def told_in_text(catalogue: Catalogue) -> Iterator[Problem]:
    """Accounts, payment links, telephone and national numbers and positions in free text wait for a reviewer."""
    for record in catalogue.records:
        if not bodies_of(record):
            continue
        known, hosts = _known(catalogue, record)
        for path, text in _texts(record):
            told = findings(text, known, hosts)
            if path[:1] == ("contacts",):  # the place for phones; whoever changes it is asked about that
                told = (found for found in told if found.code != "phone_in_text")
            found = next(told, None)
            if found is None:
                continue
            if path:
                yield problem(record, found.code, *path, severity=Severity.HELD, given=found.given)
            else:
                line = record.body_line + found.line
                yield Problem(record.path, line, 1, found.code, Severity.HELD, "", {"given": found.given})


def contact_in_name(catalogue: Catalogue) -> Iterator[Problem]:
    """A name that holds an address or a number to call is held: names are shown where nothing else is checked."""
    for organization in catalogue.organizations.values():
        for path, text in _texts(organization):
            if path[:1] and path[0] in NAMES and (found := _CONTACT.search(plain_text(text))):
                yield problem(organization, "contact_in_name", *path, severity=Severity.HELD, given=found[0])


def _texts(record: Record) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield (path, text) of everything people write freely, whatever the field; the body's path is empty."""
    for path, part in parts_of(record):
        for name in type(part).model_fields:
            if name in STRUCTURED:
                continue
            value = getattr(part, name)
            if isinstance(value, str):
                yield (*path, name), value
            elif isinstance(value, tuple):
                yield from (((*path, name, index), item) for index, item in enumerate(value) if isinstance(item, str))
    if record.body and not is_blank_to_the_eye(record.body):
        yield (), record.body


def _known(catalogue: Catalogue, record: Record) -> tuple[frozenset[str], frozenset[str]]:
    """Return the accounts and phones, and the domains, that the organizations behind a record publish in fields."""
    owners = [catalogue.organizations[slug] for slug in bodies_of(record) if slug in catalogue.organizations]
    channels: list[Channel] = [channel for owner in owners for channel in owner.donation_channels]
    if isinstance(record, Campaign):
        channels += record.channels
    values = [value for channel in channels for value in (channel.account_number, channel.iban) if value]
    numbers = frozenset(bare(value) for value in (*values, *(phone for owner in owners for phone in _phones(owner))))
    hosts = [url_host(channel.url) for channel in channels if channel.url]
    hosts += [host for owner in owners for host in _hosts(owner)]
    return numbers - {""}, frozenset(own_domain(host) for host in hosts) - {""}


def _phones(owner: Organization) -> Iterator[str]:
    if owner.contacts:
        yield from owner.contacts.phones
        yield owner.contacts.whatsapp or ""
    yield from (office.phone for office in owner.offices if office.phone)


def _hosts(owner: Organization) -> Iterator[str]:
    if owner.contacts and owner.contacts.website:
        yield url_host(owner.contacts.website)
    if owner.contacts and owner.contacts.email:
        yield owner.contacts.email.rpartition("@")[2].lower()
