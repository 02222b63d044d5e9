"""The field types: what each takes, in which form it keeps it, and with which code it says no."""

from __future__ import annotations

import datetime
import sys
import unicodedata
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from tasharuk.model import fields, text
from tasharuk.model.fields import FIELD_CODES
from tasharuk.model.refusal import refuse


def taken(kind: Any, typed: Any) -> Any:
    return TypeAdapter(kind).validate_python(typed)


def refusal(kind: Any, typed: Any) -> tuple[str, dict[str, str]]:
    with pytest.raises(ValidationError) as caught:
        taken(kind, typed)
    (error,) = caught.value.errors(include_url=False)
    return error["type"], error.get("ctx", {})


NAME, LATIN, LINE, TERM, URL = fields.NameText, fields.LatinName, fields.Line, fields.Term, fields.WebUrl
AMOUNT, COUNT, DATE, ACCOUNT = fields.AmountValue, fields.Count, fields.Date, fields.AccountNumber

TAKEN = [
    (NAME, "جمعيّة البيت الدافئ", "جمعيّة البيت الدافئ"),
    (NAME, " بيت\u200f  دافئ\u200e ", "بيت دافئ"),
    (NAME, "مبادرة ABC 2030", "مبادرة ABC 2030"),
    (NAME, "بيت & <دفء>", "بيت & <دفء>"),
    (NAME, "ماڵی گەرم", "ماڵی گەرم"),
    (NAME, "می\u200cرود", "می\u200cرود"),
    (NAME, "ܒܝܬܐ", "ܒܝܬܐ"),
    (NAME, "رابطة التعليم غير الرسمي", "رابطة التعليم غير الرسمي"),
    (LATIN, "Warm Home – Foyer d'été & Co", "Warm Home – Foyer d'été & Co"),
    (LATIN, "NO", "NO"),
    (fields.Title, "٥٠ سلة 🎉", "٥٠ سلة 🎉"),
    (LINE, "9:00", "9:00"),
    (LINE, "012", "012"),
    (fields.Summary, "سطر\nسطر\n", "سطر سطر"),
    (fields.Text, "فقرة\r\n\r\nفقرة: 5% «قول»؛ هل؟\n", "فقرة\n\nفقرة: 5% «قول»؛ هل؟"),
    (fields.Text, "رقم \u200e+963\u200e", "رقم \u200e+963\u200e"),
    (fields.MarkdownText, "## عنوان", "## عنوان"),
    (fields.Slug, "warm-home-2", "warm-home-2"),
    (fields.Slugs, ["a", "b-1"], ("a", "b-1")),
    (TERM, "homs", "homs"),
    (TERM, "USD", "USD"),
    (TERM, "SY0100", "SY0100"),
    (fields.Code, "WINTER-٢٦", "WINTER-26"),
    (fields.FieldPath, "contacts.phones.0", "contacts.phones.0"),
    (fields.Flag, "نعم", True),
    (fields.Flag, "No", False),
    (fields.Consent, "true", True),
    (fields.MediaFile, "media/report.pdf", "report.pdf"),
    (fields.PhotoFile, "IMG_1.JPG", "IMG_1.JPG"),
    (URL, "HTTPS://Home.example/A?b=1&c=2#d", "https://home.example/A?b=1&c=2#d"),
    (URL, "http://home.example:8080", "http://home.example:8080"),
    (URL, "https://بيت.example/دفء", "https://بيت.example/دفء"),
    (fields.DonationUrl, "https://give.example/home?lang=ar", "https://give.example/home?lang=ar"),
    (fields.Email, "Info.desk+1@Home.Example", "Info.desk+1@home.example"),
    (fields.Phone, "+1 555 010 0000", "+15550100000"),
    (fields.Phone, "0933-000-000", "+963933000000"),
    (fields.Phone, "963 11 234 5670+", "+963112345670"),
    (DATE, "2026-3-1", datetime.date(2026, 3, 1)),
    (DATE, "۲۰۲۶/۰۳/۰۱", datetime.date(2026, 3, 1)),
    (fields.YearOrDate, "١٩٥٨", "1958"),
    (fields.YearOrDate, "1958-7-8", "1958-07-08"),
    (fields.Year, "2025", 2025),
    (COUNT, "007", 7),
    (COUNT, "1,250", 1250),
    (COUNT, "١٬٢٥٠", 1250),
    (COUNT, "1 250 000", 1_250_000),
    (COUNT, "0", 0),
    (AMOUNT, "1.10", Decimal("1.10")),
    (AMOUNT, "٣٥٠٬٠٠٠٫٥", Decimal("350000.5")),
    (fields.AmountNumber, "0", Decimal(0)),
    (ACCOUNT, "٠٠١٢-٣٤٥", "0012-345"),
    (ACCOUNT, " 12345678901234567890123 ", "12345678901234567890123"),
    (ACCOUNT, "gb82west12345698765432", "GB82 WEST 1234 5698 7654 32"),
    (fields.Iban, "GB82 WEST 1234 5698 7654 32", "GB82WEST12345698765432"),
    (fields.Swift, "xmplsyda", "XMPLSYDA"),
]

REFUSED = [
    (LINE, ["x"], "text_expected"),
    (LINE, " \u200b ", "blank"),
    (LINE, "x\nTEL:1", "line_break"),
    (LINE, "x\u2029y", "line_break"),
    (LINE, "س" * 201, "too_long"),
    (LINE, "x\x1b[31m", "control_character"),
    (fields.Text, "x\u2028y", "control_character"),
    (fields.Text, "x\u202ey", "bidi_control"),
    (fields.Text, "\ufffd", "broken_character"),
    (LINE, "a\ud800b", "broken_character"),
    (fields.Summary, "فقرة\n\nفقرة", "line_break"),
    (fields.Summary, "س" * 281, "too_long"),
    (NAME, "بيت\u2067", "bidi_control"),
    (NAME, "بيت\U000e0041", "hidden_character"),
    (NAME, "بي\u034fت", "hidden_character"),
    (NAME, "ب\u064b\u064c\u064d\u0650يت", "too_many_marks"),
    (NAME, "ـــ", "no_letter"),
    (NAME, "\u064b\u064c", "no_letter"),
    (NAME, "+1+1", "no_letter"),
    (NAME, "ب", "too_short"),
    (NAME, "بيت ✔", "decorated_name"),
    (NAME, "بيت الدفء الرسمي", "decorated_name"),
    (NAME, "ﺑﻴﺖ", "presentation_forms"),
    (NAME, "𝓗ome", "odd_letters"),
    (NAME, "Ноme", "mixed_scripts"),
    (LATIN, "Home Дом", "mixed_scripts"),
    (LATIN, "بيت", "latin_expected"),
    (fields.Title, "2030", "no_letter"),
    (fields.Slug, "Warm_Home", "bad_slug"),
    (fields.Slug, "../x", "bad_slug"),
    (fields.Slug, "a" * 61, "bad_slug"),
    (fields.Slug, "con", "reserved_slug"),
    (TERM, "…", "not_a_term"),
    (TERM, "a" * 61, "not_a_term"),
    (fields.Code, "شتاء", "bad_code"),
    (fields.FieldPath, "a..b", "bad_field_path"),
    (fields.Flag, "ربما", "not_yes_no"),
    (fields.Consent, "لا", "consent_missing"),
    (fields.MediaFile, "../x.png", "foreign_path"),
    (fields.MediaFile, "/x.png", "foreign_path"),
    (fields.MediaFile, "a\\x.png", "foreign_path"),
    (fields.MediaFile, "https://home.example/x.png", "foreign_path"),
    (fields.MediaFile, "media/deep/x.png", "foreign_path"),
    (fields.MediaFile, "صورة.png", "file_name"),
    (fields.MediaFile, "x.svg", "file_ending"),
    (fields.PhotoFile, "x.pdf", "file_ending"),
    (URL, "www.home.example", "not_a_url"),
    (URL, "//home.example/", "not_a_url"),
    (URL, "javascript:alert(1)", "url_scheme"),
    (URL, "mailto:info@home.example", "url_scheme"),
    (URL, "https://bank.example@evil.example/", "url_userinfo"),
    (URL, "https://bank.example#@evil.example", "url_userinfo"),
    (URL, "http://127.0.0.1/", "url_address"),
    (URL, "http://2130706433/", "url_address"),
    (URL, "http://0x7f.1/", "url_address"),
    (URL, "http://[::1]/", "url_address"),
    (URL, "http://localhost:8000/", "url_address"),
    (URL, "https://warm", "url_host"),
    (URL, "https://h%6fme.example", "url_host"),
    (URL, "https://-home-.example", "url_host"),
    (URL, "https://home.example:70000", "url_host"),
    (URL, "https://xn--a.example", "url_host"),
    (URL, "https://хоме.example/", "url_lookalike"),
    (URL, "https://xn--80ak6aa92e.example", "url_lookalike"),
    (URL, "https://ｈome.example", "url_lookalike"),
    (URL, "https://ho me.example", "url_character"),
    (URL, "https://bank.example\\@evil.example", "url_character"),
    (URL, 'https://home.example/"x="', "url_character"),
    (URL, "https://ho\u200bme.example", "hidden_character"),
    (URL, "https://home.example/" + "a" * 1000, "too_long"),
    (fields.DonationUrl, "http://give.example/home", "https_only"),
    (fields.DonationUrl, "https://bit.ly/abc", "url_shortener"),
    (fields.DonationUrl, "https://www.bank.example/go?u=https%3A%2F%2Fevil.example", "url_redirect"),
    (fields.Email, "info@home", "not_an_email"),
    (fields.Email, "Home <info@home.example>", "not_an_email"),
    (fields.Email, "info@home.example\nBcc: x@home.example", "line_break"),
    (fields.Email, "info@hоme.example", "not_an_email"),
    (fields.Email, "info@ho\u200bme.example", "hidden_character"),
    (fields.Phone, "+963 11 ABC", "phone_letters"),
    (fields.Phone, "0933 000 000 (واتساب)", "phone_note"),
    (fields.Phone, "0933000000 / 0944000000", "two_phones"),
    (fields.Phone, "0933000000 - 0944000000", "two_phones"),
    (fields.Phone, "110", "phone_length"),
    (fields.Phone, "+963 11 000 0000 0000 0000", "phone_length"),
    (fields.Phone, "+999 123 456", "not_a_phone"),
    (fields.Phone, "+88112345678", "costly_phone"),
    (fields.Phone, "+1 900 555 0000", "costly_phone"),
    (fields.Phone, "+963\u202e 11 234 5670", "bidi_control"),
    (fields.Phone, "+963 11 234 567²", "odd_digits"),
    (DATE, "2026-02-30", "impossible_date"),
    (DATE, "9999-01-01", "impossible_date"),
    (DATE, "1447-06-01", "hijri_date"),
    (DATE, "2026-03", "incomplete_date"),
    (DATE, "28/2/2026", "day_first_date"),
    (DATE, "2026-02-28 10:00", "date_with_time"),
    (DATE, "غدًا", "not_a_date"),
    (fields.YearOrDate, "1447", "hijri_date"),
    (fields.YearOrDate, "1750", "not_a_year"),
    (fields.Year, "25", "not_a_year"),
    (COUNT, ".inf", "not_a_number"),
    (COUNT, "0x1F", "not_a_number"),
    (COUNT, "1_000", "not_a_number"),
    (COUNT, "120 سلة", "not_a_number"),
    (COUNT, "1,00", "ambiguous_number"),
    (COUNT, "1.000.000", "ambiguous_number"),
    (COUNT, "1,000٬000", "ambiguous_number"),
    (AMOUNT, "1.000", "ambiguous_number"),
    (COUNT, "3.5", "whole_number_expected"),
    (COUNT, "-1", "number_too_small"),
    (COUNT, "1000000001", "number_too_large"),
    (COUNT, "9" * 100, "number_too_large"),
    (COUNT, "9" * 5000, "too_long"),
    (COUNT, "１２", "odd_digits"),
    (AMOUNT, "1e309", "not_a_number"),
    (AMOUNT, "0.00", "amount_not_positive"),
    (AMOUNT, "-5", "amount_not_positive"),
    (AMOUNT, "1.2345", "too_many_decimals"),
    (AMOUNT, "10000000000001", "number_too_large"),
    (ACCOUNT, "١٢٣456", "mixed_digits"),
    (ACCOUNT, "O123456", "letter_in_number"),
    (ACCOUNT, "12l456", "letter_in_number"),
    (ACCOUNT, "А123456", "letter_in_number"),
    (ACCOUNT, "１２３４５６", "odd_digits"),
    (ACCOUNT, "12²34", "odd_digits"),
    (ACCOUNT, "190:20:30", "account_character"),
    (ACCOUNT, "1_000_200", "account_character"),
    (ACCOUNT, "123\n456", "line_break"),
    (ACCOUNT, "123\u2060456", "hidden_character"),
    (ACCOUNT, "123\u200e456", "hidden_character"),
    (ACCOUNT, "12", "account_length"),
    (ACCOUNT, "GB82WEST12345698765433", "bad_iban"),
    (fields.Iban, "0103-123456", "bad_iban"),
    (fields.Iban, "SY12 3456 7890 1234 5678", "syrian_iban"),
    (fields.Swift, "ABC", "bad_swift"),
]

SUGGESTED = [
    (NAME, "بيت ✔ دافئ", "بيت دافئ"),
    (NAME, "ﺑﻴﺖ", "بيت"),
    (fields.Slug, "Warm Home", "warm-home"),
    (URL, "www.home.example/x", "https://www.home.example/x"),
    (fields.DonationUrl, "http://give.example", "https://give.example"),
    (fields.Email, "mailto: info@home.example", "info@home.example"),
    (fields.Phone, "0933 000 000 واتساب", "0933 000 000"),
    (DATE, "٢٨/٢/٢٠٢٦", "2026-02-28"),
    (DATE, "2026-02-28T10:00", "2026-02-28"),
]


@pytest.mark.parametrize(("kind", "typed", "kept"), TAKEN)
def test_a_good_value_is_taken(kind: Any, typed: Any, kept: Any) -> None:
    assert taken(kind, typed) == kept


@pytest.mark.parametrize(("kind", "typed", "code"), REFUSED)
def test_a_bad_value_is_refused_with_its_code(kind: Any, typed: Any, code: str) -> None:
    assert refusal(kind, typed)[0] == code


@pytest.mark.parametrize(("kind", "typed", "suggestion"), SUGGESTED)
def test_a_refusal_says_what_to_write_instead(kind: Any, typed: str, suggestion: str) -> None:
    assert refusal(kind, typed)[1]["suggestion"] == suggestion
    taken(kind, suggestion)


def test_every_code_is_tried_here() -> None:
    assert {code for _, _, code in REFUSED} | {"other_network"} == FIELD_CODES  # networks: test_field_values.py


def test_an_unknown_code_is_our_mistake() -> None:
    with pytest.raises(KeyError):
        refuse("no_such_code")


TEXT_TYPES = [getattr(fields, name) for name in fields.__all__ if name[0].isupper() and name != "FIELD_CODES"]


@given(st.sampled_from(TEXT_TYPES), st.text(alphabet=st.characters(), max_size=30))
def test_no_text_whatever_ends_in_anything_but_a_value_or_a_code(kind: Any, typed: str) -> None:
    try:
        value = taken(kind, typed)
    except ValidationError as error:
        assert {details["type"] for details in error.errors()} <= FIELD_CODES | {"tuple_type"}
    else:
        assert taken(kind, str(value)) == value


def test_each_type_names_itself_in_the_schema() -> None:
    names = [TypeAdapter(kind).json_schema().get("x-type") for kind in TEXT_TYPES if kind is not fields.Slugs]
    assert None not in names


def test_a_line_of_plain_signs_alone_holds_nothing_that_is_refused_or_changed() -> None:
    signs = "".join(sign for sign in map(chr, range(sys.maxunicode + 1)) if text.is_plain(sign))
    assert len(signs) > 130
    assert signs.isprintable()
    assert unicodedata.normalize("NFKC", signs) == signs
    assert not text._ANY_REFUSED.search(signs)
    assert not text._LINE_BREAK.search(signs)
    assert not [sign for sign in signs if unicodedata.combining(sign) or unicodedata.category(sign)[0] == "M"]


def test_no_word_for_nothing_begins_as_a_value_that_is_told_by_its_first_letter() -> None:
    assert not [word for word in text.NOTHING_WORDS if not text.is_absent(word) or word[:1] in text._SOMETHING]
    assert text.is_absent("لا\u200f يوجد")
