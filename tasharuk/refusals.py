r"""Field types → what the form's script refuses by itself, so that most slips are told at once, beside the field.

Patterns are JavaScript's, with the flag `u`. A text that one of them finds is refused with its code, the first that
fits. They refuse a part of what the model refuses and nothing that it takes; tests/browser/test_form.py compares them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

Refusals: TypeAlias = tuple[tuple[str, str], ...]

_SLUG: Refusals = (
    ("bad_slug", r"^(?![a-z0-9]+(-[a-z0-9]+)*$)|^.{61}"),
    ("reserved_slug", r"^(con|prn|aux|nul|(com|lpt)[1-9])$"),
)
_NAME: Refusals = (
    ("no_letter", r"^\P{L}*$"),
    ("decorated_name", r"[\u{1f000}-\u{1ffff}\u2600-\u27bf]"),
)
_URL: Refusals = (
    ("url_character", r'[\s<>"\\^`{|}]'),
    ("url_scheme", r"^(?![Hh][Tt][Tt][Pp][Ss]?:)[A-Za-z][A-Za-z0-9+\-]*:(?!\d)"),
    ("not_a_url", r"^(?![Hh][Tt][Tt][Pp][Ss]?:\/\/[^\/?#.]+(\.[^\/?#.]+)+([\/?#]|$))"),
)
_NUMBER: Refusals = (
    ("not_a_number", r"^(?!-?\d[\d.,\u060c\u066b\u066c ]*$)"),
    (
        "ambiguous_number",
        r"^(?!-?(\d{1,3}([,\u060c\u066c ])\d{3}(\2\d{3})*|\d+)([.\u066b]\d+)?$)|^-?\d+[.\u066b]\d{3}$",
    ),
)
_YEAR: Refusals = (
    ("not_a_year", r"^(?!\d{3,4}$)"),
    ("hijri_date", r"^1[2-6]\d\d$"),
    ("not_a_year", r"^(?!1[89]|20|2100)"),
)
REFUSALS: Mapping[str, Refusals] = {
    "name": _NAME,
    "title": _NAME[:1],
    "latin_name": (("latin_expected", r"(?!\p{Script=Latin})\p{L}"), *_NAME),
    **dict.fromkeys(("slug", "fresh", "owner"), _SLUG),
    "code": (("bad_code", r"^(?![A-Za-z0-9]([A-Za-z0-9\-]{0,18}[A-Za-z0-9])?$)"),),
    "phone": (
        ("phone_note", r"^\+?([ .\-]*\d){7}.*\p{L}"),
        ("phone_letters", r"\p{L}"),
        ("two_phones", r"\d{6}.*[\/,;|\u060c\u061b].*\d{6}"),
        ("not_a_phone", r"^(?!\+?[\d ().\-]+\+?$)"),
        ("phone_length", r"^(?!(\D*\d){7,17}\D*$)"),
    ),
    "email": (
        (
            "not_an_email",
            r"^(?!\w([\w.+\-]{0,62}[\w+\-])?@([A-Za-z0-9]([A-Za-z0-9\-]*[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9\-]+$)|\.\.",
        ),
    ),
    "web_url": _URL,
    "donation_url": (*_URL, ("https_only", r"^[Hh][Tt][Tt][Pp]:")),
    "social_url": tuple((code, rf"(?!^@?\w[\w.\-]*$|^[\w.]+\/)^.*?(?:{pattern})") for code, pattern in _URL),
    "account_number": (
        ("letter_in_number", r"(?![A-Za-z])\p{L}"),
        ("account_character", r"[^A-Za-z0-9 \-]"),
        ("letter_in_number", r"^(?![A-Z]{2}\d\d).*(\d[ \-]?[OoIl]|[OoIl][ \-]?\d)"),
        ("account_length", r"^(?!(\D*\d){4})"),
    ),
    "iban": (("account_character", r"[^A-Za-z0-9\s\-]"), ("syrian_iban", r"^[Ss][\s\-]*[Yy]")),
    "swift": (("bad_swift", r"^(?! *([A-Za-z] *){6}([A-Za-z0-9] *){2}(([A-Za-z0-9] *){3})?$)"),),
    "count": (*_NUMBER, ("number_too_small", r"^-.*[1-9]"), ("whole_number_expected", r"[.\u066b]")),
    "amount_number": (*_NUMBER, ("number_too_small", r"^-.*[1-9]")),
    "amount_value": (*_NUMBER, ("amount_not_positive", r"^-|^[^1-9]*$")),
    "year": _YEAR,
    "year_or_date": (
        ("not_a_date", r"[^\d\-\/.: ]"),
        ("incomplete_date", r"^\d{4}[\-\/]\d\d?$"),
        ("day_first_date", r"^\d\d?([\-\/.])\d\d?\1\d{4}$"),
        *((code, rf"^(?=\d{{3,4}}$)(?:{pattern})") for code, pattern in _YEAR),
    ),
    "field_path": (("bad_field_path", r"^(?![a-z][a-z_]*(\.([a-z][a-z_]*|\d{1,3}))*$)"),),
}
# what the wording of a code wants to know, where the field does not tell it
LIMITS: Mapping[str, Mapping[str, Any]] = {
    "account_length": {"limit": 4},
    "bad_slug": {"limit": 60},
    "bad_code": {"limit": 20},
    "number_too_small": {"limit": 0},
    "not_a_year": {"first": 1800, "last": 2100},
}
# those that the script finds without a pattern
SCRIPTED = (
    "required_field too_few too_many too_long bad_iban registration_required contact_required national_alone "
    "no_profile consent_missing future_date date_order media_type image_too_heavy image_too_small damaged_image"
).split()
CODES: tuple[str, ...] = tuple(dict.fromkeys((*SCRIPTED, *(code for row in REFUSALS.values() for code, _ in row))))
