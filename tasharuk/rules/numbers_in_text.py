"""Running text → the accounts, payment links, phones, national numbers and places in it, however they are spaced."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tasharuk.arabic import (
    ACCOUNT_WORDS,
    ARTICLE,
    BOOK_WORDS,
    COMPASS_LETTERS,
    GIVING_WORDS,
    LEGAL_WORDS,
    MONEY_WORDS,
    RECEIVER_WORDS,
    SENDING_WORDS,
    UNIT_WORDS,
    ascii_of,
    fold,
)
from tasharuk.model.fields import is_iban
from tasharuk.rules.copied_text import bare, plain_text
from tasharuk.rules.hosts import OPEN_HOSTS, PAYMENT_HOSTS, hides_target, is_under, poses_as_payment

BEFORE, AFTER = 60, 30  # characters around a number in which a word about money counts
NEAR = 20  # characters before a number in which a word for an account makes even an amount suspect
NATIONAL_NUMBER = 11  # digits
LONG_NUMBER = 10  # digits that no count of people or money has without its unit

_DIGIT = re.compile("[0-9]")

_IBAN = re.compile(
    r"(?<![A-Za-z0-9])[A-Z]{2}[0-9]{2}(?:[ .\-\n]?[A-Z0-9]{4}){3,7}(?:[ .\-\n]?[A-Z0-9]{1,3})?(?![A-Za-z0-9])"
)
_IBAN_LIKE = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z]{2}[\s.\-_]{0,2}[0-9][\s.\-_]?[0-9](?:[\s.\-_/]{0,2}[A-Za-z0-9]){11,36}"
)
_COIN = re.compile(
    r"(?<![A-Za-z0-9_-])(?:(?:bc1|ltc1)[a-z0-9]{25,60}|[13][1-9A-HJ-NP-Za-km-z]{25,34}|0x[0-9a-fA-F]{40}"
    r"|T[1-9A-HJ-NP-Za-km-z]{33})(?![A-Za-z0-9_-])"
)
_URL = re.compile(
    r"(?:(?P<scheme>https?://)(?:(?P<user>[^\s/@<>()\[\]\"']{1,80})@)?(?P<host>(?:[a-z0-9\u0600-\u06ff-]{1,63}\.)+"
    r"[a-z\u0600-\u06ff]{2,24})|(?<![a-z0-9.@_-])(?P<bare>(?:[a-z0-9-]{1,63}\.)+[a-z]{2,24}))(?![a-z0-9@])"
    r"(?::\d{1,5})?(?P<path>/[^\s<>()\[\]\"']*)?",
    re.IGNORECASE,
)
_DIALLED = re.compile(r"(?:wa\.me/|phone=|tel:|sms:|callto:)(\+?[0-9][0-9 ().-]{7,20})", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![0-9.,])\+?\(?[0-9](?:[ \u00a0.()/–—-]{0,2}[0-9]){7,}(?![0-9]|[.,][0-9])")
_SPREAD = re.compile(r"(?<![0-9])\+?[0-9](?:(?:\s{0,3}|[ \t]?[._*/\\–—~:-][ \t]?|[,;،٬٫|])[0-9]){7,}")
_AMOUNT = re.compile(
    r"(?<![0-9+])(?<![0-9][ .,/-])[0-9]{1,3}(?:[,٬،. ][0-9]{3})+(?:[.,٫][0-9]{1,2})?(?![0-9]|[ .,/-][0-9])"
)
_UNIT = re.compile("|".join(UNIT_WORDS))
_YEAR = "(?:19|20)[0-9]{2}"
_DATE = re.compile(
    rf"(?<![0-9])(?:{_YEAR}\s?[-–/.]\s?[0-9]{{1,2}}\s?[-–/.]\s?[0-9]{{1,2}}|[0-9]{{1,2}}[-–/.][0-9]{{1,2}}[-–/.]{_YEAR}"
    rf"|{_YEAR}[ ]?[-–/.،,]?[ ]?{_YEAR}|{_YEAR}(?:0[1-9]|1[0-2])[0-3][0-9]|[0-2]?[0-9]:[0-5][0-9])(?![0-9])"
)
_YEARS = re.compile(rf"(?:{_YEAR}\D{{0,3}})+")
_POSITION = re.compile(
    rf"(?<![0-9])[0-9]{{1,2}}\.[0-9]{{3,}}\s?°?\s?[{COMPASS_LETTERS}]?\s*[,،/]?\s*[0-9]{{1,2}}\.[0-9]{{3,}}"
    r"|[0-9]{1,2}\s?°\s?[0-9]{1,2}\s?['\u2032\u2019][^\n]{0,20}°\s?[0-9]{1,2}\s?['\u2032\u2019]"
)
_REMITTANCE = re.compile(
    rf"(?:{'|'.join(SENDING_WORDS)})[^\n.]{{0,50}}(?:{'|'.join(RECEIVER_WORDS)})\s(?P<receiver>\w[^\n.،]{{2,40}})",
    re.IGNORECASE,
)
_MONEY = re.compile("|".join(MONEY_WORDS))
_ACCOUNT = re.compile("|".join(ACCOUNT_WORDS))
_GIVING = re.compile("|".join(GIVING_WORDS))
_GIVING_PATH = re.compile(rf"donat|/give\b|/pay\b|payment|checkout|{GIVING_WORDS[0]}", re.IGNORECASE)
_BOOK = re.compile("|".join(BOOK_WORDS), re.IGNORECASE)

# What a text, or what is ASCII of it, must hold for a slower expression to find anything. Most hold none of it: a post
# takes a tenth of the time. The first is any sign but letters that no form hides, and what stands beside them without
# a meaning of its own: a text of these alone holds no digit, no host and nothing unseen.
_MAY_TELL = re.compile(r"[^\x00-%'-\-/:-\x7f\u00ab\u00bb\u060c\u061b\u061f\u0621-\u063a\u0641-\u064a]")
_MAY_BE_IBAN = re.compile(r"[A-Za-z]{2}[\s.\-_]{0,2}[0-9][\s.\-_]?[0-9](?:[\s.\-_/]{0,2}[A-Za-z0-9]){11}")
_MAY_BE_COIN = re.compile(r"[A-Za-z0-9]{26}")
_MAY_BE_HOST = re.compile(r"\.[A-Za-z\u0130\u0131\u017f\u212a]{2}")  # the last four are i, s and k in either case
_MAY_BE_URL = re.compile(rf"://|{_MAY_BE_HOST.pattern}")
_MAY_BE_NUMBER = re.compile(r"[0-9](?:[^0-9]{0,3}[0-9]){7}")
_MAY_BE_POSITION = re.compile(r"[0-9]\.[0-9]{3}")
_MAY_BE_DIALLED = ("wa.me/", "phone=", "tel:", "sms:", "callto:")


@dataclass(frozen=True)
class Finding:
    """What was found, as it reads once nothing unseen is left, and the line of the text, from 0."""

    code: str
    given: str
    line: int


def findings(text: str, known: frozenset[str], hosts: frozenset[str] = frozenset()) -> Iterator[Finding]:
    """Yield what a text tells, the gravest first; not the numbers and hosts that are known.

    `known` holds numbers as `bare` gives them, `hosts` the domains of those whose text it is.
    """
    if not _MAY_TELL.search(text) and not _has_receiver(text):
        return
    plain = plain_text(text)
    signs = ascii_of(plain)
    has_digits = _DIGIT.search(signs) is not None
    told: list[Iterator[tuple[str, str, int]]] = [_accounts(plain, signs, known)] if has_digits else []
    told.append(_remittances(plain))
    if "." in signs:
        told.append(_links(plain, hosts))
    if has_digits:
        told += [_numbers(plain, signs, known), _positions(plain, signs)]
    for found in told:
        for code, given, start in found:
            yield Finding(code, " ".join(given.split()), plain.count("\n", 0, start))


def _accounts(text: str, signs: str, known: frozenset[str]) -> Iterator[tuple[str, str, int]]:
    if _MAY_BE_IBAN.search(signs):
        yield from _ibans(text, known)
    for found in _COIN.finditer(text) if _MAY_BE_COIN.search(signs) else ():
        if bare(found[0]) not in known and not _is_in_open_url(text, found.start()):
            yield "account_in_text", found[0], found.start()


def _ibans(text: str, known: frozenset[str]) -> Iterator[tuple[str, str, int]]:
    for found in _IBAN.finditer(text):
        if bare(found[0]) not in known:
            yield "account_in_text", found[0], found.start()
    for found in _IBAN_LIKE.finditer(text):
        compact = re.sub(r"[^0-9A-Za-z]", "", found[0]).upper()
        valid = next((compact[:size] for size in range(15, 35) if is_iban(compact[:size])), "")
        if valid and valid not in known:
            yield "account_in_text", found[0], found.start()


def _is_in_open_url(text: str, start: int) -> bool:
    """Tell whether a place lies in an address of a host that everybody uses, where long names are no accounts."""
    word = re.split(r"[\s<>()\[\]\"']", text[max(0, start - 120) : start])[-1]
    found = _URL.match(word)
    return found is not None and is_under(_host(found), OPEN_HOSTS)


def _host(found: re.Match[str]) -> str:
    return (found["host"] or found["bare"]).lower()


def _links(text: str, hosts: frozenset[str]) -> Iterator[tuple[str, str, int]]:
    for found in _urls(text):
        host, path = _host(found), found["path"] or ""
        is_link = bool(found["scheme"] or path or host.startswith("www."))
        if found["user"] or hides_target(host):
            yield "link_hides_target", found[0], found.start()
        elif is_under(host, PAYMENT_HOSTS) or poses_as_payment(host):
            yield "payment_link_in_text", host, found.start()
        elif is_link and not is_under(host, hosts) and not is_under(host, OPEN_HOSTS):
            before = fold(text[max(0, found.start() - BEFORE) : found.start()]) + " "
            if _GIVING.search(before) or _GIVING_PATH.search(host + path):
                yield "payment_link_in_text", host, found.start()


def _urls(text: str) -> Iterator[re.Match[str]]:
    """Yield the addresses in a text. None holds a space, so only words that may be one are looked at."""
    if "://" not in text and not _MAY_BE_HOST.search(text):
        return
    end = 0
    for sign in _MAY_BE_URL.finditer(text):
        at = sign.start()
        if at >= end:
            start = max(end, text.rfind(" ", 0, at) + 1, text.rfind("\n", 0, at) + 1)
            end = min(found if (found := text.find(space, at)) >= 0 else len(text) for space in " \n")
            yield from _URL.finditer(text, start, end)


def _numbers(text: str, signs: str, known: frozenset[str]) -> Iterator[tuple[str, str, int]]:
    if _MAY_BE_NUMBER.search(signs):
        blank = _without_harmless(text)
        yield from _money_numbers(text, blank, known)
        yield from _personal_numbers(text, blank, known)
    for found in _DIALLED.finditer(text) if any(map(signs.lower().__contains__, _MAY_BE_DIALLED)) else ():
        if not _is_told(found[1], known):
            yield "phone_in_text", found[1], found.start(1)


def _money_numbers(text: str, blank: str, known: frozenset[str]) -> Iterator[tuple[str, str, int]]:
    """Yield numbers beside a word about money, whatever parts their digits, and long numbers on their own."""
    for found in _SPREAD.finditer(blank):
        if _is_told(found[0], known) or _YEARS.fullmatch(found[0]):
            continue
        near = fold(text[max(0, found.start() - NEAR) : found.start()])
        if _has_unit(text, found.end()) and not _ACCOUNT.search(near):
            continue
        around = f"{text[max(0, found.start() - BEFORE) : found.start()]} {text[found.end() : found.end() + AFTER]}"
        if _MONEY.search(fold(around)):
            yield "account_in_text", found[0], found.start()
    for found in _NUMBER.finditer(blank):
        digits = re.sub(r"\D", "", found[0])
        is_long = len(digits) >= LONG_NUMBER and digits[0] != "0" and "+" not in found[0] and not _is_phone(digits)
        if is_long and not _is_told(found[0], known) and not _is_counted(text, found, digits):
            yield "account_in_text", found[0], found.start()


def _is_counted(text: str, found: re.Match[str], digits: str) -> bool:
    """Tell whether a long number is an amount with its unit, or the number of a book."""
    is_book = len(digits) == 13 and digits.startswith("97")
    before = text[max(0, found.start() - NEAR) : found.start()]
    return _has_unit(text, found.end()) or bool(is_book and _BOOK.search(before))


def _personal_numbers(text: str, blank: str, known: frozenset[str]) -> Iterator[tuple[str, str, int]]:
    for found in _NUMBER.finditer(blank):
        digits = re.sub(r"\D", "", found[0])
        if _is_told(found[0], known):
            continue
        if len(digits) == NATIONAL_NUMBER and digits[0] == "0":
            yield "national_number_in_text", found[0], found.start()
        elif found[0].lstrip("(").startswith(("0", "+")) or _is_phone(digits):
            yield "phone_in_text", found[0], found.start()


def _remittances(text: str) -> Iterator[tuple[str, str, int]]:
    """Yield transfers to somebody by name; one to "the association" goes to whom the page is about."""
    for found in _REMITTANCE.finditer(text) if _has_receiver(text) else ():
        receiver = fold(found["receiver"]).split()[0].removeprefix(ARTICLE)
        if receiver not in LEGAL_WORDS:
            yield "account_in_text", found[0], found.start()


def _has_receiver(text: str) -> bool:
    return any(map(text.__contains__, RECEIVER_WORDS))


def _positions(text: str, signs: str) -> Iterator[tuple[str, str, int]]:
    for found in _POSITION.finditer(text) if "\u00b0" in text or _MAY_BE_POSITION.search(signs) else ():
        yield "position_in_text", found[0], found.start()


def _is_phone(digits: str) -> bool:
    """Tell whether digits without nought or plus are those of a Syrian mobile phone."""
    return re.fullmatch(r"(?:963)?9[3-9][0-9]{7}", digits) is not None


def _is_told(number: str, known: frozenset[str]) -> bool:
    """Tell whether a number is one that those whose text it is have in their fields, or the digits of one."""
    compact = bare(number)
    return compact in known or compact.removeprefix("963") in known


def _without_harmless(text: str) -> str:
    """Blank out addresses, dates, and amounts of money or people, in place."""
    for pattern, is_harmless in ((_URL, _is_address), (_DATE, _is_date), (_AMOUNT, _is_amount)):
        text = pattern.sub(lambda match, judge=is_harmless: "x" * len(match[0]) if judge(match) else match[0], text)  # type: ignore[misc]
    return text


def _is_address(match: re.Match[str]) -> bool:
    return bool(match["scheme"] or match["path"])


def _is_date(match: re.Match[str]) -> bool:
    return not _ACCOUNT.search(fold(match.string[max(0, match.start() - 12) : match.start()]))


def _is_amount(match: re.Match[str]) -> bool:
    if _has_unit(match.string, match.end()):
        return True
    if match[0].startswith("0"):
        return False
    return not _ACCOUNT.search(fold(match.string[max(0, match.start() - NEAR) : match.start()]))


def _has_unit(text: str, end: int) -> bool:
    after = text[end : end + 14]
    return after.lstrip()[:1] in ("$", "€", "%") or _UNIT.match(fold(after)) is not None
