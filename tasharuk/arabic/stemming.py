"""Words as search compares them: a light stem, second readings, joined digits; the browser's script does the same.

tests/cases/arabic.json is the table of cases that both follow.
"""

from __future__ import annotations

import re
from functools import lru_cache

from tasharuk.arabic.text import fold

# longest first; what stays must be a word: three letters, two where the article was doubled
PREFIXES = ("وبال", "وكال", "وال", "فال", "بال", "كال", "ولل", "لل", "ال")
SUFFIXES = ("يون", "يين", "يات", "ات", "ون", "ين", "ان", "ها", "هم", "يه", "ه", "ي")
# words whose last letters only look like an ending: without them oil is olives, milk Lebanon, and a law not legal
UNCUT = frozenset(
    """
    ادمان اسنان اعلان امتحان انسان برلمان برهان بستان تامين تحسين تخزين تعاون تعيين تفاهم
    تكوين تلفزيون تلفون تمرين تمكين جولان حمدان حوران حيوان رمضان ريحان زيتون زيدان سرطان
    سلطان سلمان سليمان شعبان صابون طيران عثمان عدنان عمران عنوان فلسطين فيضان قانون لبنان
    ليمون مخزون مروان مسكين مليون مهرجان ميدان ياسمين
    """.split()
)
CLITICS = ("عال", "هال", "بت", "بي", "و", "ف", "ب", "ل", "ك", "ع")
SHORTEST = 3
_ARABIC = re.compile("[\u0621-\u064a]+")
_TANWIN = re.compile("\u0627\u064b|\u064b\u0627?(?![\u0621-\u064a])")
_WATER = re.compile(r"(?<![\u0621-\u064a])([وفبلك]?(?:ال)?|لل)ماء(?![\u0621-\u064a])")  # folded it would be "what"
_DIGIT = "[0-9\u0660-\u0669\u06f0-\u06f9]"
# the sign first: what a search begins with decides how fast it is
_GROUPED = re.compile(f"[,.\u066b\u066c\u060c](?<={_DIGIT}.)(?={_DIGIT}{{3}}(?!{_DIGIT}))")


def words_of(text: str) -> tuple[str, ...]:
    """Split text into folded words: the vowel sign of an indefinite ending goes with its letter, 12,000 is one word."""
    if "\u064b" in text:
        text = _TANWIN.sub("", text)
    text = _GROUPED.sub("", text)
    if "ماء" in text:
        text = _WATER.sub(r"\1مياه", text)
    return tuple(fold(text).split())


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return a folded word without its article and one ending; words of other scripts stay as they are."""
    if not _ARABIC.fullmatch(word):
        return word
    for _ in range(2):  # the article before a word that begins like it: الألغام
        found = _beginning(word, PREFIXES)
        if not found:
            break
        word = word[len(found) :]
    if word in UNCUT:
        return word
    if word.endswith(SUFFIXES):
        ending = next((part for part in SUFFIXES if word.endswith(part) and len(word) - len(part) >= SHORTEST), "")
        if ending:
            return word[: -len(ending)]
    return word[:-1] if word.endswith("ا") and len(word) > SHORTEST + 1 else word


def second_reading(word: str) -> str:
    """Return the stem of a word without the particle it seems to begin with; empty when it has none."""
    found = _beginning(word, CLITICS)
    if not found or _beginning(word, PREFIXES) or not _ARABIC.fullmatch(word):
        return ""
    return stem(word[len(found) :])


def _beginning(word: str, parts: tuple[str, ...]) -> str:
    """Return the first of the parts with which a word begins and after which enough of it is left, or nothing."""
    if not word.startswith(parts):  # most words: asked at once, this costs a fifth
        return ""
    return next((part for part in parts if word.startswith(part) and len(word) - len(part) >= SHORTEST), "")
