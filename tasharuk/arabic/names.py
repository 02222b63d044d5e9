"""Names of bodies: keys that tell them apart and order them, near names, look-alike shapes, boasts."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from tasharuk.arabic.slips import is_within
from tasharuk.arabic.text import fold

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

# Letters and digits that pass for a Latin letter, upper or lower case; i, l and 1 are one shape.
_SHAPES = str.maketrans(
    "il1ı0аеорсухівнкмтѕјһԁԛԝӏαβεηικμνορτυχζօսհո",
    "lllloaeopcyxlbhkmtsjhdqwlabehlkmnoptyxzouhn",
)
_BARS = str.maketrans("|ǀ∣", "lll")
_NOT_WORD = re.compile(r"[\W_]+")
_PARTED_AND = re.compile("(?<!\\S)(\u0648) (?=\\S)")


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
    if slips and is_within(first, second, slips):
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


@lru_cache(16_384)  # 40 µs a name, asked when a name is sorted, put under its letter, and drawn in a logo's place
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


def has_boast(text: str) -> bool:
    """Tell whether a name begins or ends with a word such as "official" that only the register can grant."""
    words = fold(text).split()
    ends = [(words[-1], words[-2] if len(words) > 1 else ""), (words[0], "")] if words else []
    return any(_without_article(word) in BOAST_WORDS and before not in NO_BOAST_AFTER for word, before in ends)


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
