"""What must not go round the checked fields: accounts, payment links, numbers of people and places in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tasharuk.arabic import MONEY_WORDS, fold, to_latin_digits
from tasharuk.catalogue import Catalogue
from tasharuk.change import bodies_of
from tasharuk.model.base import Record
from tasharuk.model.campaign import Campaign
from tasharuk.model.organization import Organization
from tasharuk.model.shared import Channel
from tasharuk.problems import Problem, Severity
from tasharuk.rules.base import problem
from tasharuk.rules.date_order import parts_of

FREE_TEXT = frozenset(
    {"about", "address", "alt", "basis", "description", "eligibility", "fees", "goals", "hours"}
    | {"how_to_apply", "item", "mission", "note", "outputs", "place", "requirements", "summary", "text", "title"}
    | {"vision"}
)
# hosts that take money for whoever holds the account; shops and sites of an organization's own are not among them
PAYMENT_HOSTS = (
    "buymeacoffee.com",
    "cash.app",
    "chuffed.org",
    "donorbox.org",
    "gofundme.com",
    "justgiving.com",
    "ko-fi.com",
    "launchgood.com",
    "patreon.com",
    "paypal.com",
    "paypal.me",
    "revolut.me",
    "venmo.com",
    "wise.com",
    "zeffy.com",
)
_LINK = re.compile(
    rf"(?<![\w.-])(?:[a-z0-9-]+\.)*(?:{'|'.join(re.escape(host) for host in PAYMENT_HOSTS)})(?![\w.-]*\w)",
    re.IGNORECASE,
)
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])")
_COIN = re.compile(
    r"(?<![A-Za-z0-9])(?:bc1[a-z0-9]{25,60}|[13][1-9A-HJ-NP-Za-km-z]{25,34}|0x[0-9a-fA-F]{40}|T[1-9A-HJ-NP-Za-km-z]{33})"
    r"(?![A-Za-z0-9])"
)
_DIGITS = re.compile(r"(?<![0-9.,/])\+?[0-9](?:[ -]?[0-9]){7,}(?![0-9]|[.,/][0-9])")
_POSITION = re.compile(r"(?<![0-9])[0-9]{1,2}\.[0-9]{3,}\s*[,\u060c]\s*[0-9]{1,2}\.[0-9]{3,}")
_DATES = re.compile(r"(?:19|20)[0-9]{2}[- ]?(?:[01]?[0-9][- ]?[0-3]?[0-9]|(?:19|20)[0-9]{2})")
_WORDS = re.compile("|".join(MONEY_WORDS))
BEFORE = 60  # characters before a number in which a word about money counts
NATIONAL_NUMBER = 11  # digits


def told_in_text(catalogue: Catalogue) -> Iterator[Problem]:
    """Accounts, payment links, telephone and national numbers and positions in free text wait for a reviewer."""
    for record in catalogue.records:
        if not bodies_of(record):
            continue
        known = _known(catalogue, record)
        for path, text in _texts(record):
            found = next(iter(_findings(to_latin_digits(text), known)), None)
            if found:
                line, _column = record.mark_of(*path)
                yield _held(record, path, line, *found)


def _held(record: Record, path: tuple[str | int, ...], line: int, code: str, given: str) -> Problem:
    if path:
        return problem(record, code, *path, severity=Severity.HELD, given=given)
    offset = to_latin_digits(record.body).split(given)[0].count("\n")
    return Problem(record.path, record.body_line + offset, 1, code, Severity.HELD, "", {"given": given})


def _texts(record: Record) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for path, part in parts_of(record):
        for name in FREE_TEXT & type(part).model_fields.keys():
            value = getattr(part, name)
            if isinstance(value, str):
                yield (*path, name), value
            elif isinstance(value, tuple):
                yield from (((*path, name, index), item) for index, item in enumerate(value) if isinstance(item, str))
    if record.body:
        yield (), record.body


def _findings(text: str, known: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield (code, what was found), the gravest first."""
    for pattern in (_IBAN, _COIN):
        for found in pattern.finditer(text):
            if _bare(found[0]) not in known:
                yield "account_in_text", found[0]
    for found in _LINK.finditer(text):
        yield "payment_link_in_text", found[0]
    numbers = [
        found for found in _DIGITS.finditer(text) if not _DATES.fullmatch(found[0]) and _bare(found[0]) not in known
    ]
    for found in numbers:
        if _WORDS.search(fold(text[max(0, found.start() - BEFORE) : found.start()])):
            yield "account_in_text", found[0]
    for found in numbers:
        if sum(map(str.isdigit, found[0])) == NATIONAL_NUMBER and found[0].startswith("0"):
            yield "national_number_in_text", found[0]
        elif found[0].startswith(("0", "+")):
            yield "phone_in_text", found[0]
    for found in _POSITION.finditer(text):
        yield "position_in_text", found[0]


def _bare(number: str) -> str:
    """Return what numbers are compared by: letters and digits, without the country and trunk prefixes of phones."""
    compact = re.sub(r"[^0-9A-Za-z]", "", number).upper()
    return compact.removeprefix("963").removeprefix("0") if number.startswith(("+963", "0")) else compact


def _known(catalogue: Catalogue, record: Record) -> frozenset[str]:
    """Return the accounts and phones that the organizations behind a record publish in their fields."""
    owners = [catalogue.organizations[slug] for slug in bodies_of(record) if slug in catalogue.organizations]
    channels: list[Channel] = [channel for owner in owners for channel in owner.donation_channels]
    if isinstance(record, Campaign):
        channels += record.channels
    values = [value for channel in channels for value in (channel.account_number, channel.iban) if value]
    return frozenset(_bare(value) for value in (*values, *(phone for owner in owners for phone in _phones(owner))))


def _phones(owner: Organization) -> Iterator[str]:
    if owner.contacts:
        yield from owner.contacts.phones
        yield owner.contacts.whatsapp or ""
    yield from (office.phone for office in owner.offices if office.phone)
