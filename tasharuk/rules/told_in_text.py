"""What must not go round the checked fields: accounts, payment links, numbers of people and places in running text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, partial
from typing import TypeAlias

from tasharuk.arabic import is_blank_to_the_eye
from tasharuk.catalogue import Catalogue
from tasharuk.change import bodies_of
from tasharuk.model.base import Part, Record
from tasharuk.model.campaign import Campaign
from tasharuk.model.fields import url_host
from tasharuk.model.organization import Organization
from tasharuk.model.shared import Channel
from tasharuk.problems import Problem, Severity
from tasharuk.rules.base import problem
from tasharuk.rules.copied_text import bare, plain_text
from tasharuk.rules.date_order import parts_of
from tasharuk.rules.hosts import own_domain
from tasharuk.rules.numbers_in_text import findings

# fields whose values have a form of their own, which the model checks, or name a term, a record or a file
STRUCTURED = frozenset(
    {"account_number", "code", "currency", "email", "facebook", "field", "file", "iban", "instagram", "linkedin"}
    | {"logo", "number", "phone", "phones", "swift", "telegram", "url", "website", "whatsapp", "x", "youtube"}
    | {"campaign", "directorate", "district", "districts", "former_slugs", "governorate", "governorates"}
    | {"headquarters", "initiative", "languages", "legal_form", "merged_into", "organizations", "parent", "project"}
    | {"sector", "sectors", "target_groups"}
)
NAMES = frozenset({"name", "name_en", "name_ku", "acronym", "aliases", "former_names"})
NAME_FIELDS = tuple(name for name in Organization.model_fields if name in NAMES)
_CONTACT = re.compile(
    r"@\w|://|\bwww\.|\.(?:com|net|org|info|sy|io|me)\b|\b(?:tel|phone|wa)\b\W*\d|:\s*\+?\d{3}", re.IGNORECASE
)

Known: TypeAlias = tuple[frozenset[str], frozenset[str]]  # the accounts and phones, and the domains, of somebody


def told_in_text(catalogue: Catalogue) -> Iterator[Problem]:
    """Accounts, payment links, telephone and national numbers and positions in free text wait for a reviewer."""
    known_of = cache(partial(_known_of, catalogue))
    for record in catalogue.records:
        bodies = bodies_of(record)
        if not bodies:
            continue
        known, hosts = known_of(bodies[0]) if len(bodies) == 1 else _joined(map(known_of, bodies))
        if isinstance(record, Campaign) and record.channels:
            known, hosts = _joined(((known, hosts), _of_channels(record.channels)))
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
        for path, text in _texts_of(organization, (), NAME_FIELDS):
            if found := _CONTACT.search(plain_text(text)):
                yield problem(organization, "contact_in_name", *path, severity=Severity.HELD, given=found[0])


def _texts(record: Record) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield (path, text) of everything people write freely, whatever the field; the body's path is empty."""
    for path, part in parts_of(record):
        yield from _texts_of(part, path, _free_fields(type(part)))
    body = record.body  # read once: it may lie in a file
    if body and not is_blank_to_the_eye(body):
        yield (), body


@cache
def _free_fields(model: type[Part]) -> tuple[str, ...]:
    return tuple(name for name in model.model_fields if name not in STRUCTURED)


def _texts_of(
    part: Part, path: tuple[str | int, ...], names: tuple[str, ...]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for name in names:
        value = getattr(part, name)
        if isinstance(value, str):
            yield (*path, name), value
        elif isinstance(value, tuple):
            yield from (((*path, name, index), item) for index, item in enumerate(value) if isinstance(item, str))


def _known_of(catalogue: Catalogue, slug: str) -> Known:
    """Return what an organization publishes in fields."""
    owner = catalogue.organizations.get(slug)
    if owner is None:
        return frozenset(), frozenset()
    numbers = frozenset(map(bare, _phones(owner)))
    hosts = frozenset(map(own_domain, _hosts(owner)))
    return _joined(((numbers - {""}, hosts - {""}), _of_channels(owner.donation_channels)))


def _of_channels(channels: tuple[Channel, ...]) -> Known:
    values = (value for channel in channels for value in (channel.account_number, channel.iban) if value)
    hosts = (own_domain(url_host(channel.url)) for channel in channels if channel.url)
    return frozenset(map(bare, values)) - {""}, frozenset(hosts) - {""}


def _joined(several: Iterable[Known]) -> Known:
    numbers, hosts = zip(*several, strict=True)
    return frozenset().union(*numbers), frozenset().union(*hosts)


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
