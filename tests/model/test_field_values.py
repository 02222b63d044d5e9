"""Values that have more than one spelling, and how they are compared and shown."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

from tasharuk.model import fields


def taken(kind: Any, typed: Any) -> Any:
    return TypeAdapter(kind).validate_python(typed)


@pytest.mark.parametrize("typed", ["0112345670", "+963 11 234 5670", "00963 (11) 234-5670", "963112345670"])
def test_all_usual_spellings_of_a_phone_are_one_number(typed: str) -> None:
    assert taken(fields.Phone, typed) == "+963112345670"


@given(st.from_regex(r"09[0-9]{8}", fullmatch=True))
def test_digits_of_three_scripts_are_the_same_phone(number: str) -> None:
    spellings = [number, *(number.translate({48 + n: chr(zero + n) for n in range(10)}) for zero in (0x660, 0x6F0))]
    assert {taken(fields.Phone, spelling) for spelling in spellings} == {f"+963{number[1:]}"}


def test_a_phone_is_shown_in_groups() -> None:
    assert fields.display_phone("+963112345670") == "+963 11 234 5670"
    assert fields.display_phone("+963112345671") == "+963 11 234 5671"  # grouped as the one before
    assert fields.display_phone("+963944123456") == "+963 944 123 456"
    assert fields.display_phone("+963000401000") == "+963 00401000"  # an example, in no area
    assert fields.display_phone("+491701234567") == "+49 170 1234567"
    assert fields.display_phone("12") == "12"


@given(st.integers(min_value=0, max_value=10**9))
def test_grouping_never_changes_a_count(number: int) -> None:
    assert taken(fields.Count, f"{number:,}") == taken(fields.Count, f"{number:,}".replace(",", "\u066c")) == number


@pytest.mark.parametrize("typed", ["", " - ", "—", "لا يوجد", "None", "NULL", "~", "n/a", "\u200b", None])
def test_words_for_nothing_are_absent(typed: object) -> None:
    assert fields.is_absent(typed)


@pytest.mark.parametrize("typed", ["0", "no", "لا", "NO", "- مبادرة", [], False])
def test_values_are_not_absent(typed: object) -> None:
    assert not fields.is_absent(typed)


def test_accounts_are_compared_without_spaces_hyphens_and_script() -> None:
    assert fields.canonical_account("٠٠١٢-٣٤ ٥") == fields.canonical_account("0012 345") == "0012345"
    assert fields.display_iban("GB82WEST12345698765432") == "GB82 WEST 1234 5698 7654 32"


def test_an_arabic_address_links_in_ascii_and_shows_in_arabic() -> None:
    href = fields.url_href("https://بيت.example/دفء?a=1")
    assert href.isascii()
    assert href.startswith("https://xn--")
    assert taken(fields.WebUrl, href) == href
    assert fields.display_url(href) == "بيت.example/دفء?a=1"
    assert fields.url_host("https://بيت.example:80/x") == "بيت.example"
    assert fields.display_url("https://home.example/") == "home.example"
    assert fields.display_url("https://home.example/a%0Ab%20c") == "home.example/a%0Ab%20c"


class Social(BaseModel):
    facebook: fields.SocialUrl | None = None
    youtube: fields.SocialUrl | None = None
    other: fields.SocialUrl | None = None


@pytest.mark.parametrize(
    ("network", "typed", "kept"),
    [
        ("facebook", "warm.home", "https://www.facebook.com/warm.home"),
        ("youtube", "@warmhome", "https://www.youtube.com/@warmhome"),
        ("facebook", "www.facebook.com/home", "https://www.facebook.com/home"),
        ("facebook", "https://m.facebook.com/profile.php?id=1", "https://m.facebook.com/profile.php?id=1"),
        ("facebook", "https://facebook.example/home", "https://facebook.example/home"),
        ("other", "https://home.example", "https://home.example"),
    ],
)
def test_an_account_on_a_network_is_an_address_there(network: str, typed: str, kept: str) -> None:
    assert getattr(Social.model_validate({network: typed}), network) == kept


@pytest.mark.parametrize(
    ("network", "typed", "code"),
    [
        ("facebook", "https://facebook.com.evil.example/home", "other_network"),
        ("facebook", "https://faceb00k.com/home", "other_network"),
        ("facebook", "https://l.facebook.com/l.php?u=https%3A%2F%2Fhome.example", "url_redirect"),
        ("youtube", "javascript:alert(1)", "url_scheme"),
        ("other", "home", "not_a_url"),
    ],
)
def test_an_address_elsewhere_is_no_account_on_a_network(network: str, typed: str, code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Social.model_validate({network: typed})
    assert [error["type"] for error in caught.value.errors()] == [code]


def test_values_already_of_their_type_pass_again() -> None:
    day = datetime.date(2026, 3, 1)
    assert taken(fields.Date, day) == day
    assert taken(fields.Count, 5) == 5
    assert taken(fields.AmountValue, Decimal("0.125")) == Decimal("0.125")
    assert taken(fields.Flag, False) is False
    assert fields.year_of(taken(fields.YearOrDate, "1958-07-08")) == 1958
    for kind, value in ((fields.Count, True), (fields.AmountValue, Decimal("NaN"))):
        with pytest.raises(ValidationError, match="text_expected"):
            taken(kind, value)
