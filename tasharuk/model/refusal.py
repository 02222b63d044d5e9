"""How a field says no: one stable code for each idea, whatever the type. The wording is elsewhere."""

from __future__ import annotations

from typing import Any

from pydantic import WithJsonSchema
from pydantic_core import PydanticCustomError

_TEXT_CODES = {
    "text_expected",
    "blank",
    "line_break",
    "bidi_control",
    "hidden_character",
    "broken_character",
    "control_character",
    "too_many_marks",
    "too_long",
    "too_short",
    "no_letter",
    "decorated_name",
    "presentation_forms",
    "odd_letters",
    "mixed_scripts",
    "latin_expected",
}
_TERM_CODES = {
    "bad_slug",
    "reserved_slug",
    "not_a_term",
    "bad_code",
    "bad_field_path",
    "not_yes_no",
    "consent_missing",
    "foreign_path",
    "file_name",
    "file_ending",
}
_CONTACT_CODES = {
    "not_a_url",
    "url_scheme",
    "url_userinfo",
    "url_address",
    "url_host",
    "url_lookalike",
    "url_character",
    "url_shortener",
    "url_redirect",
    "https_only",
    "other_network",
    "not_an_email",
    "not_a_phone",
    "phone_letters",
    "phone_note",
    "phone_length",
    "two_phones",
    "costly_phone",
}
_NUMBER_CODES = {
    "odd_digits",
    "not_a_number",
    "ambiguous_number",
    "whole_number_expected",
    "too_many_decimals",
    "number_too_small",
    "number_too_large",
    "amount_not_positive",
    "not_a_date",
    "impossible_date",
    "day_first_date",
    "hijri_date",
    "date_with_time",
    "incomplete_date",
    "not_a_year",
}
_MONEY_CODES = {
    "mixed_digits",
    "letter_in_number",
    "account_character",
    "account_length",
    "bad_iban",
    "syrian_iban",
    "bad_swift",
}
FIELD_CODES: frozenset[str] = frozenset().union(_TEXT_CODES, _TERM_CODES, _CONTACT_CODES, _NUMBER_CODES, _MONEY_CODES)


def refuse(code: str, **values: object) -> PydanticCustomError:
    """Return the error to raise: a code of FIELD_CODES with what its wording needs.

    `suggestion` among the values is what to write instead. Raises KeyError for an unknown code.
    """
    if code not in FIELD_CODES:
        raise KeyError(code)
    return PydanticCustomError(code, code, {key: str(value) for key, value in values.items()})


def expect_text(value: object) -> str:
    """Return the value, which the reader has left as text; a list or group of fields is refused."""
    if not isinstance(value, str):
        raise refuse("text_expected")
    return value


def schema(name: str, *types: str, **more: Any) -> WithJsonSchema:
    """Return the JSON Schema of a field type: the YAML scalars it may be typed as, and its name for the form."""
    kinds: str | list[str] = types[0] if len(types) == 1 else list(types)
    return WithJsonSchema({"type": kinds, "x-type": name, **more})
