"""Running text → what a reader copies from it: digits 0-9, nothing unseen, no markup inside a number."""

from __future__ import annotations

import html
import re
import unicodedata

from tasharuk.arabic import ascii_of

_UNSEEN = re.compile(
    r"[\u0300-\u036f\u0640\u064b-\u065f\u0670\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f"
    r"\u202a-\u202e\u2060-\u206f\u20dd-\u20e4\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0]"
)
_MARKUP_IN_NUMBER = re.compile(
    r"(?<=\d)(?:<!--.{0,200}?-->|</?[a-z][^<>]{0,60}>|\[?\]?\([^()]{0,60}\)|[*_`~]{1,3})(?=\d)",
    re.IGNORECASE | re.DOTALL,
)
_DIGITS = re.compile(r"\d+")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,12});", re.IGNORECASE)

# What a text must hold for a slower expression to find anything.
# The first holds nothing unseen and no digits but 0-9: one set of signs is sought six times as fast as two.
_MAY_BE_ODD = re.compile(
    r"[^\x00-\u00ac\u00ae-\u02ff\u0600-\u061b\u061d-\u063f\u0641-\u064a\u066a-\u066f\u0671-\u06ef\u06fa-\u07bf"
    r"\u2010-\u2027\u2030-\u205f\u2070-\u20cf]"
)
_MAY_PART_NUMBER = re.compile(r"[0-9][<\[\](*_`~]")


def plain_text(text: str) -> str:
    """Return a text as a reader copies from it: digits 0-9, nothing unseen, no markup inside a number."""
    if "&" in text:
        text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        if _MAY_BE_ODD.search(text):
            text = _DIGITS.sub(_latin, _UNSEEN.sub("", text))
    return _MARKUP_IN_NUMBER.sub("", text) if _MAY_PART_NUMBER.search(ascii_of(text)) else text


def _latin(match: re.Match[str]) -> str:
    digits = match[0]
    return digits if digits.isascii() else "".join(str(unicodedata.decimal(digit)) for digit in digits)


def bare(number: str) -> str:
    """Return what numbers are compared by: letters and digits, without the country and trunk prefixes of phones."""
    compact = re.sub(r"[^0-9A-Za-z]", "", number).upper()
    if number.lstrip("( ").startswith("+"):
        return compact.removeprefix("963")
    return compact.removeprefix("00963").removeprefix("0") if compact.startswith("0") else compact
