"""Field types for the way to an account. A donor copies these, so nothing unclear passes."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator

from tasharuk.arabic import has_mixed_digits
from tasharuk.model.numbers import plain_digits
from tasharuk.model.patterns import DIGITS_OF_SCRIPTS, D, digits, whole
from tasharuk.model.refusal import expect_text, refuse, schema
from tasharuk.model.text import one_line, refuse_unseen

ACCOUNT_LIMIT = 40
ACCOUNT_DIGITS = 4

_PARTING = re.compile(r"[\s-]+")
_ALLOWED = re.compile(r"[A-Za-z0-9 -]+")
_DIGIT_TWIN = re.compile(r"(?<=[0-9])[ -]?[OoIl]|[OoIl][ -]?(?=[0-9])")  # letters that pass for 0 and 1
_IBAN_LIKE = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_SWIFT = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")


def canonical_account(text: str) -> str:
    """Return what an account is compared by: digits 0-9 and capitals, nothing between them."""
    return _PARTING.sub("", plain_digits(text)).upper()


def _strict_line(value: object) -> str:
    """Return a line with digits 0-9, typed in one script, and with nothing unseen in it."""
    line = one_line(value, ACCOUNT_LIMIT)
    text = plain_digits(line)
    refuse_unseen(expect_text(value))
    if has_mixed_digits(line):
        raise refuse("mixed_digits")
    return text


def _account(value: object) -> str:
    text = _strict_line(value)
    compact = canonical_account(text)
    if any(character.isalpha() and not character.isascii() for character in text):
        raise refuse("letter_in_number")
    if not _ALLOWED.fullmatch(text):
        raise refuse("account_character")
    if _IBAN_LIKE.fullmatch(compact):
        return display_iban(_valid_iban(compact))
    if _DIGIT_TWIN.search(text):
        raise refuse("letter_in_number")
    if sum(character.isdigit() for character in text) < ACCOUNT_DIGITS:
        raise refuse("account_length", limit=ACCOUNT_DIGITS)
    return text


def _iban(value: object) -> str:
    compact = canonical_account(_strict_line(value))
    if not compact.isascii() or not compact.isalnum():
        raise refuse("account_character")
    return _valid_iban(compact)


def _valid_iban(compact: str) -> str:
    if compact.startswith("SY"):
        raise refuse("syrian_iban")
    if not is_iban(compact):
        raise refuse("bad_iban")
    return compact


def is_iban(compact: str) -> bool:
    """Tell whether an account without spaces is an IBAN, its check digits included."""
    if not (compact[:2].isalpha() and compact[2:4].isdigit()):
        return False
    from stdnum import iban  # few records have one; the library takes 30 ms to load

    return bool(iban.is_valid(compact))


def display_iban(text: str) -> str:
    """Return an IBAN in groups of four, as it is printed."""
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def _swift(value: object) -> str:
    text = _strict_line(value).replace(" ", "").upper()
    if not _SWIFT.fullmatch(text):
        raise refuse("bad_swift")
    return text


# for editors: digits of one script; check digits are beyond a pattern
_GAP = "[ -]*"
_ONE_SCRIPT = "|".join(f"[A-Za-z{ranges} -]+" for ranges in DIGITS_OF_SCRIPTS)
_IBAN_SHAPE = rf"[A-Za-z]{_GAP}[A-Za-z](?:{_GAP}{D}){{2}}(?:{_GAP}[A-Za-z{digits(0, 9)}]){{11,30}}"
_NOT_SYRIAN = rf"(?![Ss]{_GAP}[Yy])"
_NO_TWINS = rf"(?![^\n]*(?:{D}[ -]?[OoIl]|[OoIl][ -]?{D}))"
_ENOUGH = rf"(?=(?:[^\n]*?{D}){{{ACCOUNT_DIGITS}}})"
_SIGN = f"[A-Za-z{digits(0, 9)}]"

AccountNumber = Annotated[
    str,
    BeforeValidator(_account),
    schema(
        "account_number",
        "string",
        "integer",
        minimum=0,
        maxLength=ACCOUNT_LIMIT,
        pattern=rf"^\s*(?:{_NOT_SYRIAN}{_IBAN_SHAPE}|(?!{_IBAN_SHAPE}\s*$){_ENOUGH}{_NO_TWINS}(?:{_ONE_SCRIPT}))\s*$",
    ),
]
Iban = Annotated[
    str,
    BeforeValidator(_iban),
    schema("iban", "string", maxLength=ACCOUNT_LIMIT, pattern=whole(_NOT_SYRIAN + _IBAN_SHAPE)),
]
Swift = Annotated[
    str,
    BeforeValidator(_swift),
    schema(
        "swift", "string", maxLength=11, pattern=whole(rf"(?:[A-Za-z] *){{6}}(?:{_SIGN} *){{2}}(?:(?:{_SIGN} *){{3}})?")
    ),
]
