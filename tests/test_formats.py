"""Dates, numbers and money as Syrian readers know them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tasharuk.formats import currency_text, date_text, money_text, month_text, number_text
from tasharuk.model.shared import Amount
from tests.tools.records import vocabulary, words

LEVANTINE = "كانون الثاني|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين الأول|تشرين الثاني|كانون الأول".split("|")
ENGLISH = "January|February|March|April|May|June|July|August|September|October|November|December".split("|")


@pytest.mark.parametrize(
    ("language", "months"), [("ar", LEVANTINE), ("en", ENGLISH)], ids=["Arabic, Levantine names", "English"]
)
def test_dates_are_written_day_month_year_with_the_month_in_words(language: str, months: list[str]) -> None:
    days = [date(2026, month, 7) for month in range(1, 13)]
    assert [date_text(day, language) for day in days] == [f"7 {month} 2026" for month in months]
    assert [month_text(day, language) for day in days] == [f"{month} 2026" for month in months]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"),
        (999, "999"),
        (1250, "1,250"),
        (1_250_000, "1,250,000"),
        (Decimal("12.50"), "12.5"),
        (Decimal("0.125"), "0.12"),
        (Decimal("350000.75"), "350,000.75"),
        (Decimal("100.00"), "100"),
    ],
)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_numbers_have_latin_digits_grouped_by_thousands_and_at_most_two_decimals(
    value: int | Decimal, shown: str, language: str
) -> None:
    assert number_text(value, language) == shown


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ({"value": "1250000", "currency": "SYP"}, "1,250,000 ليرة سورية"),
        ({"value": "1250000", "currency": "SYP", "series": "new"}, "1,250,000 ليرة سورية"),
        ({"value": "٩٩٫٥", "currency": "USD"}, "99.5 دولار"),
    ],
    ids=["Syrian pounds", "new ones, said so", "dollars, by the short word"],
)
def test_money_is_a_figure_with_its_currency_in_words(amount: dict[str, str], shown: str) -> None:
    assert money_text(Amount.model_validate(amount), vocabulary().currencies, words("ar")) == shown


@pytest.mark.parametrize("language", ["ar", "en"])
def test_old_pounds_are_named_so_and_shown_in_both_series(language: str) -> None:
    old = Amount.model_validate({"value": "1250000", "currency": "SYP", "series": "old"})
    new = Amount.model_validate({"value": "12500", "currency": "SYP"})
    terms, own = vocabulary().currencies, words(language)
    shown = money_text(old, terms, own)
    assert currency_text(old, terms, own) == own.ui("old_pounds") != currency_text(new, terms, own)
    assert shown.startswith(f"1,250,000 {own.ui('old_pounds')}")
    assert money_text(new, terms, own) in shown


def test_in_english_a_sum_has_the_currency_in_the_plural_where_the_list_has_it() -> None:
    terms = vocabulary().currencies
    plural = replace(terms["USD"], more={"short_en": "US dollars"})
    amount = Amount.model_validate({"value": "2500", "currency": "USD"})
    assert money_text(amount, terms, words("en")) == "2,500 US dollar"
    assert money_text(amount, {"USD": plural}, words("en")) == "2,500 US dollars"
