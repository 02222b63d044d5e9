"""Arabic text as people type it: folding, digits, plural forms, scripts.

Pure functions over text; nothing of ours is imported. The browser's script follows the same table of cases,
`tests/cases/arabic.json`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_FILLERS = "\u115f\u1160\u3164\uffa0"  # letters by category, blank to the eye
_LATIN_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_FOLDED_LETTERS = {
    **dict.fromkeys("ٱٲٳ", "ا"),
    **dict.fromkeys("ىیێېےۍ", "ي"),
    **dict.fromkeys("ۆۇۋ", "و"),
    **dict.fromkeys("ةہھەۃ", "ه"),
    **dict.fromkeys("کڪگڭ", "ك"),
    **dict.fromkeys("ڕڑ", "ر"),
    **dict.fromkeys("ءٴـۥۦ" + _FILLERS, ""),
    "پ": "ب",
    "چ": "ج",
    "ژ": "ز",
    "ڤ": "ف",
    "ڵ": "ل",
}

_ARABIC_LETTER = "\u0620-\u064a\u066e-\u06d3\u06d5\u06fa-\u06fc\u0750-\u077f\u08a0-\u08c9"
_MAY_BE_MARK = re.compile("[\u00ad\u061c\u200b-\u200f\u2060\ufeff]")
_MARKS = re.compile(
    "[\u200e\u200f\u061c\u200b\u2060\ufeff\u00ad]"
    f"|(?<![{_ARABIC_LETTER}])\u200c|\u200c(?![{_ARABIC_LETTER}])"  # elsewhere it is the Persian half-space
    "|(?<![\U0001f000-\U0001faff\u2600-\u27bf\ufe0f])\u200d"  # elsewhere it joins emoji
)
_BLANK_LETTERS = frozenset(_FILLERS + "\u2800\u034f")
_SCRIPTS = ("arabic", "latin", "syriac", "armenian", "cyrillic", "greek", "hebrew")


class _Folding(dict[int, str]):
    """What each character becomes, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_character(chr(code))
        return folded


def _fold_character(character: str) -> str:
    if character in _FOLDED_LETTERS:
        return _FOLDED_LETTERS[character]
    category = unicodedata.category(character)
    if category in {"Mn", "Me", "Cf"} or (category == "Lm" and character < "\u0300"):
        return ""
    if category[0] in "PSZC":
        return " "
    return character.translate(_LATIN_DIGITS)


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Reduce text to the letters that matter when people search.

    Unifies forms of alef, yaa, haa and kaf, drops hamza, vowel signs, tatweel and unseen marks, maps Arabic-Indic
    and Persian digits to 0-9, lowers case, removes accents; punctuation becomes a space. Persian and Kurdish letters
    become the nearest Arabic ones. Idempotent. Positions in the result do not match positions in `text`.
    """
    # Decomposition parts hamza, madda and accents from their letters: dropping marks then folds them all.
    letters = unicodedata.normalize("NFKD", text).lower().translate(_FOLDING)
    return " ".join(unicodedata.normalize("NFC", letters).split())


def drop_marks(text: str) -> str:
    """Remove what nobody sees or types on purpose from one line: direction marks, zero widths, doubled spaces.

    Composes letters (NFC). Keeps the joiners that belong: Persian half-space between Arabic letters, joined emoji.
    """
    if text.isascii():
        return " ".join(text.split())
    bare = _MARKS.sub("", text) if _MAY_BE_MARK.search(text) else text
    return " ".join(unicodedata.normalize("NFC", bare).split())


def ascii_of(text: str) -> str:
    """Return the ASCII of a text: a fifth of an Arabic one, and it holds every sign that the text does."""
    return text if text.isascii() else text.encode("ascii", "ignore").decode("ascii")


def to_latin_digits(text: str) -> str:
    """Replace Arabic-Indic and Persian digits by 0-9; leave everything else."""
    return text.translate(_LATIN_DIGITS)


def has_mixed_digits(text: str) -> bool:
    """Tell whether digits of more than one script stand in the text."""
    return len({ord(digit) - unicodedata.decimal(digit) for digit in text if digit.isdecimal()}) > 1


def plural_form(count: int) -> str:
    """Return the Arabic plural category of a count: zero, one, two, few, many or other.

    Source: plural rules of the Unicode CLDR.
    """
    if count in (0, 1, 2):
        return ("zero", "one", "two")[count]
    rest = abs(count) % 100
    if rest in range(3, 11):
        return "few"
    return "many" if rest >= 11 else "other"


_COMMON_LETTER = re.compile("[\u0621-\u063f\u0641-\u064a]")  # seen at once, where `scripts_of` asks every letter


@cache
def script_of(character: str) -> str:
    """Return the script of one letter, `other` when it is none we know; empty for what is no letter."""
    if not character.isalpha() or character == "ـ":
        return ""
    words = unicodedata.name(character, "").lower().split()
    if words[:2] == ["modifier", "letter"]:
        return ""
    return words[0] if words and words[0] in _SCRIPTS else "other"


def scripts_of(text: str) -> frozenset[str]:
    """Return the scripts of the letters in the text: arabic, latin, syriac, armenian, cyrillic, ..., other."""
    return frozenset(script_of(character) for character in text) - {""}


def has_arabic_letter(text: str) -> bool:
    """Tell whether at least one letter is of the Arabic script."""
    return bool(_COMMON_LETTER.search(text)) or "arabic" in scripts_of(text)


FSI, PDI = "\u2068", "\u2069"  # around a piece of text whose direction is its own


def isolated(text: str) -> str:
    """Set a text with Arabic letters apart from the text of another script that it is put into.

    A text that is set apart, or holds such pieces, is left as it is. The marks are those that published text may not
    hold (`bidi_control`), so they are always ours.
    """
    return text if text.isascii() or FSI in text or not has_arabic_letter(text) else f"{FSI}{text}{PDI}"


def letter_count(text: str) -> int:
    """Count the letters of any script; tatweel, digits and marks are none."""
    return sum(1 for character in text if script_of(character) and character not in _BLANK_LETTERS)


def is_blank_to_the_eye(text: str) -> bool:
    """Tell whether nothing in the text leaves ink: spaces, controls, zero widths, fillers."""
    if text[:1].isalnum() and text[0] not in _BLANK_LETTERS:
        return False
    return all(
        character in _BLANK_LETTERS or unicodedata.category(character)[0] in "ZC" or "\ufe00" <= character <= "\ufe0f"
        for character in text
    )
