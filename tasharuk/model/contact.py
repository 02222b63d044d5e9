"""Field types for reaching people: phone numbers and e-mail addresses."""

from __future__ import annotations

import re
from itertools import accumulate, pairwise
from typing import Annotated

from pydantic import BeforeValidator

from tasharuk.model.numbers import plain_digits
from tasharuk.model.patterns import D, digits, whole
from tasharuk.model.refusal import expect_text, refuse, schema
from tasharuk.model.text import DIRECTION_MARKS, one_line, refuse_unseen

HOME_REGION = "SY"
HOME_CODE = "+963"
HOME_AREA = 7  # characters that tell how a number at home is grouped: its code, and one digit more than the plan asks
PHONE_LIMIT = 60
EMAIL_LIMIT = 254
# satellite networks and numbers without a country, dear to the caller
COSTLY_COUNTRY_CODES = frozenset({870, 878, 881, 882, 883, 888, 979})

_PHONE = re.compile(r"\+?[0-9 ().-]+")
_TRAILING_PLUS = re.compile(r"([0-9][0-9 ().-]*)\+")  # as it is typed from right to left
_PARTING = re.compile(r"[/,;|\u060c\u061b]|\s-+\s")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014", "-"))
_LETTERS = re.compile(r"[^\W\d_]")
_NUMBER_DIGITS = 6
_GROUPS: dict[tuple[str, int], tuple[int, ...]] = {}
_EMAIL = re.compile(
    r"(?P<name>[A-Za-z0-9_](?:[A-Za-z0-9._+-]{0,62}[A-Za-z0-9_+-])?)"
    r"@(?P<host>(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+(?:[A-Za-z]{2,63}|[Xx][Nn]--[A-Za-z0-9-]{1,59}))"
)


def _phone(value: object) -> str:
    """Return the number in the form +963112345670."""
    text = plain_digits(one_line(value, PHONE_LIMIT)).translate(_DASHES)
    refuse_unseen(expect_text(value), DIRECTION_MARKS)
    if _count_numbers(text) > 1:
        raise refuse("two_phones")
    if found := _TRAILING_PLUS.fullmatch(text):
        text = f"+{found[1]}"
    if not _PHONE.fullmatch(text):
        raise _refuse_phone(text)
    return _e164(text)


def _count_numbers(text: str) -> int:
    return sum(len(re.findall("[0-9]", piece)) >= _NUMBER_DIGITS for piece in _PARTING.split(text))


def _refuse_phone(text: str) -> Exception:
    """Tell a number with a note from what is no number."""
    if not _LETTERS.search(text):
        return refuse("not_a_phone")
    number = re.match(r"\+?[0-9 .-]*[0-9]", text)
    if number and len(re.findall("[0-9]", number[0])) > _NUMBER_DIGITS:
        return refuse("phone_note", suggestion=number[0])
    return refuse("phone_letters")


def _e164(text: str) -> str:
    import phonenumbers  # 20 ms, where a number is read
    from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType, ValidationResult

    try:
        number = phonenumbers.parse(text, HOME_REGION)
    except NumberParseException as error:
        is_short = error.error_type in {
            NumberParseException.TOO_SHORT_NSN,
            NumberParseException.TOO_SHORT_AFTER_IDD,
            NumberParseException.TOO_LONG,
        }
        raise refuse("phone_length" if is_short else "not_a_phone") from None
    if number.country_code in COSTLY_COUNTRY_CODES:
        raise refuse("costly_phone")
    # possible, not valid: the numbers of the examples must be nobody's
    if phonenumbers.is_possible_number_with_reason(number) != ValidationResult.IS_POSSIBLE:
        raise refuse("phone_length")
    if phonenumbers.number_type(number) == PhoneNumberType.PREMIUM_RATE:
        raise refuse("costly_phone")
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def display_phone(e164: str) -> str:
    """Return a stored number as it is printed: +963 11 234 5670."""
    if not e164.startswith(HOME_CODE) or e164.startswith(f"{HOME_CODE}0"):
        return _international(e164)
    alike = (e164[:HOME_AREA], len(e164))  # numbers of one area and length are grouped alike: 1 µs instead of 150
    if alike not in _GROUPS:
        _GROUPS[alike] = tuple(len(group) for group in _international(e164).split(" "))
    ends = list(accumulate(_GROUPS[alike]))
    return " ".join(e164[start:end] for start, end in pairwise((0, *ends)))


def _international(e164: str) -> str:
    import phonenumbers

    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return e164
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _email(value: object) -> str:
    """Return the address with its host in lower case."""
    text = one_line(value, EMAIL_LIMIT)
    refuse_unseen(expect_text(value), DIRECTION_MARKS)
    found = _EMAIL.fullmatch(text)
    if not found or ".." in found["name"]:
        plain = text.replace(" ", "").removeprefix("mailto:")
        raise refuse("not_an_email", **({"suggestion": plain} if plain != text and _EMAIL.fullmatch(plain) else {}))
    return f"{found['name']}@{found['host'].lower()}"


# For editors: 7 to 17 digits (a number of 15 after 00), and one number only. Numbering plans are beyond a pattern.
_TYPED = rf"[{digits(0, 9)} ().\u2010-\u2014\u061c\u200e\u200f-]"
_DIGITS = rf"(?=\+?(?:[^{digits(0, 9)}]*{D}){{7,17}}(?:(?!{D})[\s\S])*$)"
_HALF = rf"(?:[^{digits(0, 9)}]*{D}){{{_NUMBER_DIGITS}}}"
_ONE_NUMBER = rf"(?!{_HALF}[\s\S]*\s[-\u2010-\u2014]+\s{_HALF})"
_EMAIL_PATTERN = rf"(?![^@]*\.\.){re.sub('[?]P<[a-z]+>', '?:', _EMAIL.pattern)}"

Phone = Annotated[
    str,
    BeforeValidator(_phone),
    schema(
        "phone",
        "string",
        "integer",
        minimum=10**6,
        maximum=10**15 - 1,
        maxLength=PHONE_LIMIT,
        pattern=whole(rf"{_DIGITS}{_ONE_NUMBER}(?:\+?{_TYPED}+|{_TYPED}+\+)"),
    ),
]
Email = Annotated[
    str, BeforeValidator(_email), schema("email", "string", maxLength=EMAIL_LIMIT, pattern=whole(_EMAIL_PATTERN))
]
