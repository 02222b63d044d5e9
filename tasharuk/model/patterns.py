r"""What field types look like as typed, as regular expressions for editors: only what Python and ECMAScript read alike.

The types themselves judge; these let an editor mark, while somebody types, what they would refuse. Characters stand
as `\uXXXX`, digits and letters as listed ranges: `\d` and `\w` differ between the two engines, `\p{L}` is in one only.
"""

from __future__ import annotations

from collections.abc import Iterable

from tasharuk.arabic import NO_WORDS, NOTHING_WORDS, YES_WORDS

_ZEROS = (0x30, 0x660, 0x6F0)  # of the digits of ASCII, Arabic and Persian
# what turns, hides or breaks text, within the first plane; wider characters have no escape that both engines read
REFUSED = (
    r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u206f"
    r"\u034f\u115f\u1160\u17b4\u17b5\u180e\u2061-\u2064\u2800\u3164\uffa0\ufff9-\ufffb"
    r"\ufffd-\uffff\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef"
)
UNSEEN = r"\u00ad\u061c\u200b-\u200f\u2060\ufeff"
BLANK = rf"[\s{UNSEEN}]*"
LATIN = r"A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1e00-\u1eff"
_LOOK_ALIKE = r"\u0370-\u0373\u0376\u0377\u037b-\u037d\u0386-\u03ff\u0400-\u0481\u048a-\u0556\u0561-\u0587"  # Latin's
ARABIC = (
    r"\u0620-\u063f\u0641-\u064a\u066e-\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06fc\u0750-\u077f\u08a0-\u08c9"
)
_OTHER = r"\u05d0-\u05f2\u0710\u0712-\u072f\u074d-\u074f\u0780-\u07a5\u0904-\u0939\u10a0-\u115e\u1161-\u11ff"
_WIDE = r"\u3041-\u3096\u30a1-\u30fa\u3400-\u9fff\uac00-\ud7a3"
_SHAPES = r"\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdcf\ufdf0-\ufdfb\ufe70-\ufefc"
LETTERS = LATIN + _LOOK_ALIKE + ARABIC + _OTHER + _WIDE
FOREIGN = _LOOK_ALIKE + ARABIC + _OTHER + _WIDE + _SHAPES
_ORNAMENTS = r"\u00a6\u00a9\u00ae\u2100-\u2bff\u3200-\u33ff\ufe0f\uff00-\uff5e"  # signs, pictures, letters in frames
_MARKS = r"\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4"


def digit(first: int, last: int | None = None) -> str:
    """Return the class of one digit, or of those from `first` to `last`, in three scripts."""
    return f"[{digits(first, first if last is None else last)}]"


def digits(first: int = 0, last: int = 9) -> str:
    """Return the ranges of the digits from `first` to `last`, to stand inside a class."""
    return "".join(rf"\u{zero + first:04x}-\u{zero + last:04x}" for zero in _ZEROS)


def any_case(words: Iterable[str]) -> str:
    """Return a group that takes each of these words in capital and small letters, in a fixed order."""
    return f"(?:{'|'.join(''.join(_both(character) for character in word) for word in sorted(words))})"


def _both(character: str) -> str:
    if character.isascii() and character.isalpha():
        return f"[{character.upper()}{character.lower()}]"
    return r"\." if character == "." else character


def whole(pattern: str) -> str:
    """Return a pattern for all of a value, which may begin and end with blanks."""
    return f"^{BLANK}{pattern}{BLANK}$"


def said(pattern: str) -> str:
    """Return a pattern for all of a value that also says something: `-`, `none` and the like are refused."""
    return f"^(?!{NOTHING}$){BLANK}{pattern}{BLANK}$"


NOTHING = f"{BLANK}{any_case(NOTHING_WORDS)}{BLANK}"
D = digit(0, 9)
DIGITS_OF_SCRIPTS = tuple(rf"\u{zero:04x}-\u{zero + 9:04x}" for zero in _ZEROS)
_NOT_PILED = rf"(?![^\n]*[{_MARKS}]{{4}})"
_VISIBLE = rf"[^\s{UNSEEN}{REFUSED}]"
_ONE_LINE = rf"[^\n\r{REFUSED}]*"
_NAME = rf"(?![^\n]*[{REFUSED}{_ORNAMENTS}{_SHAPES}])(?:(?!\n|\r)[\u0000-\uffff])*"


def with_letters(count: int, letters: str = LETTERS) -> str:
    """Return what must hold ahead for a value to have so many letters."""
    return rf"(?=(?:[^{letters}]*[{letters}]){{{count}}})"


LINE = said(rf"{_NOT_PILED}(?={_ONE_LINE}{_VISIBLE}){_ONE_LINE}")
TITLE = said(rf"{_NOT_PILED}{with_letters(1, LETTERS + _SHAPES)}{_ONE_LINE}")
TEXT = said(rf"{_NOT_PILED}(?=[\s\S]*{_VISIBLE})[^{REFUSED}]*")
SUMMARY = said(rf"(?![\s\S]*\S[ \t]*\n[ \t]*\n\s*\S){_NOT_PILED}(?=[\s\S]*{_VISIBLE})[^{REFUSED}]*")
_UNMIXED = rf"(?![\s\S]*(?:[{LATIN}][{_LOOK_ALIKE}]|[{_LOOK_ALIKE}][{LATIN}]))"
NAME = said(rf"{_NOT_PILED}{_UNMIXED}{with_letters(2)}{_NAME}")
LATIN_NAME = said(rf"{_NOT_PILED}(?![\s\S]*[{FOREIGN}]){with_letters(2, LATIN)}{_NAME}")

_YES_NO = any_case(YES_WORDS | NO_WORDS)
FLAG = whole(_YES_NO)
CONSENT = whole(any_case(YES_WORDS))
