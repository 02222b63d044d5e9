"""Field types for numbers: counts and amounts. Read from text, never through floating point."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator

from tasharuk.arabic import to_latin_digits
from tasharuk.model.patterns import D, digit, whole
from tasharuk.model.refusal import refuse, schema
from tasharuk.model.text import one_line

COUNT_LIMIT = 10**9
AMOUNT_LIMIT = 10**13
DIGITS_LIMIT = 15  # long before int() becomes slow
DECIMALS_LIMIT = 2

# thousands in threes, parted by one and the same sign: comma, Arabic comma, Arabic thousands sign or space
_NUMBER = re.compile(
    r"(?P<sign>-?)(?P<whole>[0-9]{1,3}(?:(?P<part>[,\u060c\u066c ])[0-9]{3})(?:(?P=part)[0-9]{3})*|[0-9]+)"
    r"(?:\.(?P<decimals>[0-9]+))?"
)
_ONLY_SIGNS = re.compile(r"-?[0-9][0-9.,\u060c\u066c ]*")
_DECIMAL_SIGNS = str.maketrans({"\u066b": ".", "\u2212": "-"})


def plain_digits(text: str) -> str:
    """Return the text with its digits as 0-9; raised, circled, full-width and foreign digits are refused."""
    if text.isascii():
        return text
    latin = to_latin_digits(text)
    if any(character.isnumeric() and not character.isascii() for character in latin):
        raise refuse("odd_digits")
    return latin


def _read(value: object, limit: int) -> tuple[Decimal, int]:
    """Return the number and how many decimals it was typed with."""
    text = plain_digits(one_line(value)).translate(_DECIMAL_SIGNS)
    found = _NUMBER.fullmatch(text)
    if not found:
        raise refuse("ambiguous_number" if _ONLY_SIGNS.fullmatch(text) else "not_a_number")
    whole = re.sub(r"[^0-9]", "", found["whole"])
    decimals = found["decimals"] or ""
    if len(decimals) == 3 and not found["part"]:
        raise refuse("ambiguous_number")  # 1.000 is a thousand to some readers and one to others
    if len(whole) + len(decimals) > DIGITS_LIMIT or int(whole) > limit:
        raise refuse("number_too_large", limit=f"{limit:,}")
    return Decimal(found["sign"] + whole + (f".{decimals}" if decimals else "")), len(decimals)


def _count(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    number, decimals = _read(value, COUNT_LIMIT)
    if number < 0:
        raise refuse("number_too_small", limit=0)
    if decimals:
        raise refuse("whole_number_expected")
    return int(number)


def _sum(value: object) -> Decimal:
    if isinstance(value, Decimal) and value.is_finite():
        return value
    number, decimals = _read(value, AMOUNT_LIMIT)
    if decimals > DECIMALS_LIMIT:
        raise refuse("too_many_decimals", limit=DECIMALS_LIMIT)
    return number


def _amount(value: object) -> Decimal:
    number = _sum(value)
    if number < 0:
        raise refuse("number_too_small", limit=0)
    return number


def _positive_amount(value: object) -> Decimal:
    number = _sum(value)
    if number <= 0:
        raise refuse("amount_not_positive")
    return number


def _number_pattern(limit: int) -> str:
    """Return how a whole number up to a power of ten looks, for editors."""
    zeros = len(str(limit)) - 1
    zero, sign = digit(0), r"[,\u060c\u066c ]"
    limited = rf"(?:{D}{sign}?){{0,{zeros}}}|{digit(1)}(?:{sign}?{zero}){{{zeros}}}"
    return (
        rf"(?=(?:{zero}|{sign})*(?:{limited})(?!{D}|{sign}{D}))(?:{D}{{1,3}}(?:({sign}){D}{{3}})(?:\1{D}{{3}})*|{D}+)"
    )


_AMOUNT_PATTERN = rf"{_number_pattern(AMOUNT_LIMIT)}(?:[.\u066b]{D}{{1,{DECIMALS_LIMIT}}})?"
_NOT_NOUGHT = rf"(?=[\s\S]*{digit(1, 9)})"

Count = Annotated[
    int,
    BeforeValidator(_count),
    schema("count", "integer", "string", minimum=0, maximum=COUNT_LIMIT, pattern=whole(_number_pattern(COUNT_LIMIT))),
]
AmountNumber = Annotated[
    Decimal,
    BeforeValidator(_amount),
    schema("amount_number", "number", "string", minimum=0, maximum=AMOUNT_LIMIT, pattern=whole(_AMOUNT_PATTERN)),
]
AmountValue = Annotated[
    Decimal,
    BeforeValidator(_positive_amount),
    schema(
        "amount_value",
        "number",
        "string",
        exclusiveMinimum=0,
        maximum=AMOUNT_LIMIT,
        pattern=whole(_NOT_NOUGHT + _AMOUNT_PATTERN),
    ),
]
