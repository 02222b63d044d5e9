"""Every field type of the model in one place. Each makes its value out of what was typed, or says why not."""

from __future__ import annotations

from tasharuk.model.contact import Email, Phone, display_phone
from tasharuk.model.dates import Date, Year, YearOrDate, year_of
from tasharuk.model.money import AccountNumber, Iban, Swift, canonical_account, display_iban, is_iban
from tasharuk.model.numbers import AmountNumber, AmountValue, Count
from tasharuk.model.refusal import FIELD_CODES
from tasharuk.model.terms import (
    Code,
    Consent,
    FieldPath,
    Flag,
    MediaFile,
    PhotoFile,
    Slug,
    Slugs,
    Term,
    is_slug,
    slugify,
)
from tasharuk.model.text import LatinName, Line, MarkdownText, NameText, Reference, Summary, Text, Title, is_absent
from tasharuk.model.web import DonationUrl, SocialUrl, Url, WebUrl, display_url, url_host, url_href

__all__ = [
    "FIELD_CODES",
    "AccountNumber",
    "AmountNumber",
    "AmountValue",
    "Code",
    "Consent",
    "Count",
    "Date",
    "DonationUrl",
    "Email",
    "FieldPath",
    "Flag",
    "Iban",
    "LatinName",
    "Line",
    "MarkdownText",
    "MediaFile",
    "NameText",
    "Phone",
    "PhotoFile",
    "Reference",
    "Slug",
    "Slugs",
    "SocialUrl",
    "Summary",
    "Swift",
    "Term",
    "Text",
    "Title",
    "Url",
    "WebUrl",
    "Year",
    "YearOrDate",
    "canonical_account",
    "display_iban",
    "display_phone",
    "display_url",
    "is_absent",
    "is_iban",
    "is_slug",
    "slugify",
    "url_host",
    "url_href",
    "year_of",
]
