"""Arabic text as people type it: folding, keys for comparison and order, digits, plural forms, scripts.

Pure functions over text; nothing of ours is imported. The browser's script follows the same table of cases,
`tests/cases/arabic.json`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from rapidfuzz.distance import OSA

ALPHABET = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"  # code points ascend in this order, so folded text sorts as it is
OTHER_LETTER = "#"
ARTICLE = "ال"

# Words that say what kind of body it is, folded; a name is told apart and sorted by what follows them.
LEGAL_WORDS = frozenset(
    {"جمعيه", "موسسه", "منظمه", "فريق", "مبادره", "رابطه", "اتحاد", "هييه", "تجمع", "شبكه"},
)
# Words that many names share, folded, without article: one more of them does not make another name.
GENERIC_WORDS = frozenset(
    {"خيريه", "تنمويه", "اهليه", "انسانيه", "اجتماعيه", "تطوعيه", "تطوعي", "وطنيه", "عربيه", "سوريه", "سوري", "جديده"},
)
# Words that claim a standing only the register can give, folded, without article.
BOAST_WORDS = frozenset({"رسمي", "رسميه", "موثق", "موثقه", "موكد", "موكده", "official", "verified"})
NO_BOAST_AFTER = frozenset({"غير", "تعليم", "التعليم"})  # non-formal education is a field of work
# Beginnings of words, folded, after which a number is an account or a wallet.
MONEY_WORDS = ("حساب", "محفظ", "ايبان", "كاش", "حول", "تحويل", "iban", "account", "wallet", "usdt")
# Words, folded, before which a number of groups of three is an account all the same.
ACCOUNT_WORDS = ("حساب", "محفظ", "ايبان", "رقم", "كاش", "iban", "account", "wallet")
# Words, folded, after which a link asks for money.
GIVING_WORDS = ("تبرع", "ادفع", "للدفع", "ساهموا", "donat", "give ", "giving", "pay ")
# Units of money and counts, folded, after which a number is no account.
UNIT_WORDS = ("ل ?س", "ليره", "دولار", "يورو", "الف", "مليون", "مليار", "درهم", "ريال", "syp", "usd", "eur")
# Words for sending money, and for the person it is sent to without an account.
SENDING_WORDS = ("حوال[ةه]", "حولوا", "تحويل", "الهرم", "ويسترن", "western union")
RECEIVER_WORDS = ("باسم", "لاسم", "إلى اسم")
BOOK_WORDS = ("isbn", "ردمك")  # before the number of a book
COMPASS_LETTERS = "NSEWشق"
YES_WORDS = frozenset({"true", "yes", "نعم"})
NO_WORDS = frozenset({"false", "no", "لا"})
NOTHING_WORDS = frozenset({"", "-", "--", "–", "—", "~", "none", "null", "n/a", "لا يوجد", "لايوجد", "لا توجد"})

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
# Letters and digits that pass for a Latin letter, upper or lower case; i, l and 1 are one shape.
_SHAPES = str.maketrans(
    "il1ı0аеорсухівнкмтѕјһԁԛԝӏαβεηικμνορτυχζօսհո",
    "lllloaeopcyxlbhkmtsjhdqwlabehlkmnoptyxzouhn",
)
_BARS = str.maketrans("|ǀ∣", "lll")

_ARABIC_LETTER = "\u0620-\u064a\u066e-\u06d3\u06d5\u06fa-\u06fc\u0750-\u077f\u08a0-\u08c9"
_MARKS = re.compile(
    "[\u200e\u200f\u061c\u200b\u2060\ufeff\u00ad]"
    f"|(?<![{_ARABIC_LETTER}])\u200c|\u200c(?![{_ARABIC_LETTER}])"  # elsewhere it is the Persian half-space
    "|(?<![\U0001f000-\U0001faff\u2600-\u27bf\ufe0f])\u200d"  # elsewhere it joins emoji
)
_NOT_WORD = re.compile(r"[\W_]+")
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
_PARTED_AND = re.compile("(?<!\\S)(\u0648) (?=\\S)")


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
    return " ".join(unicodedata.normalize("NFC", _MARKS.sub("", text)).split())


def to_latin_digits(text: str) -> str:
    """Replace Arabic-Indic and Persian digits by 0-9; leave everything else."""
    return text.translate(_LATIN_DIGITS)


def has_mixed_digits(text: str) -> bool:
    """Tell whether digits of more than one script stand in the text."""
    return len({ord(digit) - unicodedata.decimal(digit) for digit in text if digit.isdecimal()}) > 1


def name_key(text: str) -> str:
    """Return what a name is told apart by: two spellings of one name give one key.

    Folded, without the leading words for the kind of body, without articles and with each "and" joined to its word,
    as the rule of writing has it and many hands do not. Names that differ only in the kind
    of body give one key too: a donor would take one for the other.
    """
    words = _PARTED_AND.sub(r"\1", fold(text)).split()
    start = _start(words)
    return " ".join(_without_article(word) for word in words[start:])


def is_near_name(first: str, second: str) -> bool:
    """Tell whether a reader could take one name for the other: equal or near keys."""
    return is_near_key(name_key(first), name_key(second))


def is_near_key(first: str, second: str) -> bool:
    """Tell whether two name keys are equal, a slip or two apart, or differ by one added word.

    Short keys must be equal, or all three-letter names would be near one another; a single word added to a
    single word counts only when it is a number or one that many names share.
    """
    if first == second or first.replace(" ", "") == second.replace(" ", ""):
        return True
    shortest = min(len(first), len(second))
    slips = 0 if shortest < 5 else 1 if shortest < 10 else 2
    if slips and OSA.distance(first, second, score_cutoff=slips) <= slips:
        return True
    short, long = first.split(), second.split()
    if abs(len(short) - len(long)) != 1:
        return False
    if len(short) > len(long):
        short, long = long, short
    for word in short:
        if word not in long:
            return False
        long.remove(word)
    return len(short) > 1 or long[0].isdigit() or long[0] in GENERIC_WORDS


def skeleton(text: str) -> str:
    """Reduce a Latin name to its shapes, so that look-alikes are equal: I l 1, 0 O, Cyrillic and Greek twins.

    Case, accents, spaces and punctuation do not count. For comparison only: the result is no readable text.
    """
    shapes = fold(text.translate(_BARS)).translate(_SHAPES).replace(" ", "")
    return shapes.replace("rn", "m").replace("vv", "w")


def collation_key(text: str) -> tuple[int, str, str]:
    """Return a key that sorts names as an Arabic reader expects, names in other scripts after them.

    Leading words for the kind of body and one leading article do not count; hamza forms sort with alef, taa marbuta
    with haa, alef maqsura with yaa. Ties fall back to the text itself, so the order never depends on the input's.
    """
    words = _bare_words(text)
    folded = [fold(word) for word in words]
    start = _start(folded)
    rest = folded[start:]
    if rest and words[start].startswith(ARTICLE):  # bare alef only: a name like ألوان has no article
        rest[0] = _without_article(rest[0])
    key = " ".join(word for word in rest if word)
    return (0 if key[:1] in ALPHABET and key else 1, key, text)


def collation_letter(text: str) -> str:
    """Return the letter under which a name stands in an index: one of the alphabet, or `#`."""
    group, key, _ = collation_key(text)
    return key[0] if group == 0 else OTHER_LETTER


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


def has_boast(text: str) -> bool:
    """Tell whether a name begins or ends with a word such as "official" that only the register can grant."""
    words = fold(text).split()
    ends = [(words[-1], words[-2] if len(words) > 1 else ""), (words[0], "")] if words else []
    return any(_without_article(word) in BOAST_WORDS and before not in NO_BOAST_AFTER for word, before in ends)


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
    return "arabic" in scripts_of(text)


def letter_count(text: str) -> int:
    """Count the letters of any script; tatweel, digits and marks are none."""
    return sum(1 for character in text if script_of(character) and character not in _BLANK_LETTERS)


def is_blank_to_the_eye(text: str) -> bool:
    """Tell whether nothing in the text leaves ink: spaces, controls, zero widths, fillers."""
    return all(
        character in _BLANK_LETTERS or unicodedata.category(character)[0] in "ZC" or "\ufe00" <= character <= "\ufe0f"
        for character in text
    )


def _start(words: list[str]) -> int:
    """Find the first word after the kinds of body, at least the last word."""
    start = 0
    while start < len(words) - 1 and _without_article(words[start]) in LEGAL_WORDS:
        start += 1
    return start


def _without_article(word: str) -> str:
    if word.startswith(ARTICLE) and len(word) > 3 and word != "الله":
        return word[len(ARTICLE) :]
    return word


def _bare_words(text: str) -> list[str]:
    """Split into words without vowel signs or unseen marks; hamza stays on its letter, unlike in `fold`."""
    composed = unicodedata.normalize("NFKC", text)
    bare = "".join(character for character in composed if unicodedata.category(character) not in {"Mn", "Me", "Cf"})
    return [word for word in _NOT_WORD.split(bare.replace("ـ", "")) if fold(word)]
