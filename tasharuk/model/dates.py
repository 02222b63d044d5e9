"""Field types for days and years of the Gregorian calendar, with a word for each usual slip."""

from __future__ import annotations

import datetime
import re
from typing import Annotated

from pydantic import BeforeValidator

from tasharuk.model.numbers import plain_digits
from tasharuk.model.patterns import D, digit, whole
from tasharuk.model.refusal import refuse, schema
from tasharuk.model.text import one_line

HIJRI_YEARS = range(1200, 1700)  # nobody means the Gregorian ones
FIRST_YEAR = 1800
LAST_YEAR = 2100

_DATE = re.compile(r"(\d{3,4})([-/])(\d{1,2})\2(\d{1,2})", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", re.ASCII)
_WITH_TIME = re.compile(r"(\d{4}[-/]\d{1,2}[-/]\d{1,2})[Tt ,]+\d{1,2}:.*", re.ASCII)
_INCOMPLETE = re.compile(r"\d{4}(?:[-/]\d{1,2})?", re.ASCII)
_YEAR = re.compile(r"\d{3,4}", re.ASCII)


def _day(year: str, month: str, day: str) -> datetime.date:
    if int(year) in HIJRI_YEARS:
        raise refuse("hijri_date")
    if not HIJRI_YEARS.stop <= int(year) <= LAST_YEAR:
        raise refuse("impossible_date")
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        raise refuse("impossible_date") from None


def _date(value: object) -> datetime.date:
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    text = plain_digits(one_line(value))
    if found := _DATE.fullmatch(text):
        return _day(found[1], found[3], found[4])
    if found := _DAY_FIRST.fullmatch(text):
        raise refuse("day_first_date", suggestion=_day(found[4], found[3], found[1]).isoformat())
    if found := _WITH_TIME.fullmatch(text):
        raise refuse("date_with_time", suggestion=_date(found[1]).isoformat())
    if _INCOMPLETE.fullmatch(text):
        raise refuse("incomplete_date")
    raise refuse("not_a_date")


def _year(value: object) -> int:
    text = str(value) if isinstance(value, int) else plain_digits(one_line(value))
    if not _YEAR.fullmatch(text):
        raise refuse("not_a_year", first=FIRST_YEAR, last=LAST_YEAR)
    year = int(text)
    if year in HIJRI_YEARS:
        raise refuse("hijri_date")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise refuse("not_a_year", first=FIRST_YEAR, last=LAST_YEAR)
    return year


def _year_or_date(value: object) -> str:
    text = plain_digits(one_line(value))
    if _YEAR.fullmatch(text):
        return str(_year(text))
    day = _date(text)
    _year(day.year)
    return day.isoformat()


def year_of(text: str) -> int:
    """Return the year of a YearOrDate."""
    return int(text[:4])


# For editors, who are spared leap years: the 29th of February stands in every year.
_ZERO, _ONE, _TWO, _THREE = (digit(number) for number in range(4))
_UP_TO_LAST = f"{_TWO}{_ZERO}{D}{D}|{_TWO}{_ONE}{_ZERO}{_ZERO}"
_YEAR_PATTERN = f"(?:{_ONE}{digit(8, 9)}{D}{D}|{_UP_TO_LAST})"
_UP_TO_29 = f"(?:{_ZERO}?{digit(1, 9)}|{digit(1, 2)}{D})"
_UP_TO_30 = f"(?:{_UP_TO_29}|{_THREE}{_ZERO})"
_UP_TO_31 = f"(?:{_UP_TO_30}|{_THREE}{_ONE})"
_LONG_MONTH = f"(?:{_ZERO}?(?:{_ONE}|{_THREE}|{digit(5)}|{digit(7, 8)})|{_ONE}(?:{_ZERO}|{_TWO}))"
_SHORT_MONTH = f"(?:{_ZERO}?(?:{digit(4)}|{digit(6)}|{digit(9)})|{_ONE}{_ONE})"


def _day_pattern(first: int) -> str:
    """Return how a day looks from a century of the second millennium on, such as 17."""
    days = "|".join(
        f"{sign}(?:{_LONG_MONTH}{sign}{_UP_TO_31}|{_SHORT_MONTH}{sign}{_UP_TO_30}|{_ZERO}?{_TWO}{sign}{_UP_TO_29})"
        for sign in "-/"
    )
    return f"(?:{_ONE}{digit(first % 10, 9)}{D}{D}|{_UP_TO_LAST})(?:{days})"


Date = Annotated[datetime.date, BeforeValidator(_date), schema("date", "string", pattern=whole(_day_pattern(17)))]
_YEARS = {"minimum": FIRST_YEAR, "maximum": LAST_YEAR}
Year = Annotated[
    int, BeforeValidator(_year), schema("year", "integer", "string", pattern=whole(_YEAR_PATTERN), **_YEARS)
]
YearOrDate = Annotated[
    str,
    BeforeValidator(_year_or_date),
    schema("year_or_date", "integer", "string", pattern=whole(f"(?:{_YEAR_PATTERN}|{_day_pattern(18)})"), **_YEARS),
]
