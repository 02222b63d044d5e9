"""Dates, numbers and money as readers see them: Levantine months, digits 0-9, the currency in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache

from tasharuk.model.shared import Amount
from tasharuk.vocabulary import Term, Terms
from tasharuk.words import Words

LOCALES = {"ar": "ar_SY", "en": "en_GB"}  # Levantine months


@cache
def _months(language: str) -> Mapping[int, str]:
    """Return the names of the months by number, read once: babel takes 60 µs for a date."""
    from babel import Locale  # 40 ms, where a date is written

    months: Mapping[int, str] = Locale.parse(LOCALES[language]).months["format"]["wide"]
    return months


def date_text(day: date, language: str = "ar") -> str:
    """Return a date with day, month name and year."""
    return f"{day.day} {month_text(day, language)}"


def month_text(day: date, language: str = "ar") -> str:
    """Return month name and year of a date."""
    return f"{_months(language)[day.month]} {day.year}"


@lru_cache(maxsize=4096)
def number_text(value: int | Decimal, language: str = "ar") -> str:
    """Return a number with its thousands grouped, at most two decimals."""
    if value >= 0 and value == int(value):  # 0.5 µs, where babel takes 100; both languages group by commas
        return f"{int(value):,}"
    from babel.numbers import format_decimal

    return str(format_decimal(value, "#,##0.##", locale=LOCALES[language], numbering_system="latn"))


def currency_text(amount: Amount, currencies: Terms, words: Words) -> str:
    """Return the word that stands after a figure; for old Syrian pounds it says so."""
    return words.ui("old_pounds") if amount.is_old_pound else currency_name(currencies[amount.currency], words.language)


def currency_name(currency: Term, language: str) -> str:
    """Return the word for a currency as it stands after a figure."""
    name = currency.name if language == "ar" else currency.name_en or currency.name
    return str(currency.more.get(f"short_{language}", name))


def money_text(amount: Amount, currencies: Terms, words: Words) -> str:
    """Return a sum with its currency in words; old Syrian pounds are shown in both series."""
    text = f"{number_text(amount.value, words.language)} {currency_text(amount, currencies, words)}"
    if not amount.is_old_pound:
        return text
    new = Amount(value=amount.in_new_units, currency=amount.currency)
    return words.ui("old_and_new_pounds", old=text, new=money_text(new, currencies, words))
