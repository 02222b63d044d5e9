"""Field types for text: names, lines, summaries, running text. What was typed stays, unseen marks go."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated

from pydantic import BeforeValidator

from tasharuk.arabic import (
    NOTHING_WORDS,
    drop_marks,
    has_boast,
    is_blank_to_the_eye,
    letter_count,
    script_of,
    scripts_of,
    to_latin_digits,
)
from tasharuk.model import patterns
from tasharuk.model.refusal import expect_text, refuse, schema

NAME_LIMIT = 120
TITLE_LIMIT = 160
LINE_LIMIT = 200
SUMMARY_LIMIT = 280
TEXT_LIMIT = 5_000
MARKDOWN_LIMIT = 20_000
MARKS_LIMIT = 3
NAME_LETTERS = 2

_LINE_BREAK = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_REFUSED = (
    ("bidi_control", "\u202a-\u202e\u2066-\u2069"),
    # joiners of graphemes, fillers, blank Braille, invisible operators, annotation and tag characters
    (
        "hidden_character",
        "\u034f\u115f\u1160\u17b4\u17b5\u180e\u2061-\u2064\u206a-\u206f\u2800\u3164\uffa0\ufff9-\ufffb"
        "\U000e0000-\U000e0fff",
    ),
    # the mark of a wrong charset, halves of characters, private characters of a font, non-characters
    ("broken_character", "\ufffd\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000f0000-\U0010ffff"),
    ("control_character", "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029"),
)
_ANY_REFUSED = re.compile(f"[{''.join(characters for _code, characters in _REFUSED)}]")
_PLAIN = re.compile("[ -~\u00ab\u00bb\u060c\u061b\u061f\u0621-\u063a\u0641-\u064a]+")
_PILE = re.compile(rf"[^\w\s]{{{MARKS_LIMIT + 1}}}")  # marks are no word characters: few texts need the slow look
DIRECTION_MARKS = "\u200e\u200f\u061c"  # keyboards and pasted contacts leave them; nothing is lost with them
_DECORATION = frozenset({"√", "\ufe0f", "\u20e3"})
_ODD_SHAPES = ("<font>", "<wide>", "<circle>", "<square>", "<super>", "<sub>")
_LOOK_ALIKE_SCRIPTS = frozenset({"latin", "cyrillic", "greek", "armenian"})


# letters and digits with which no word for nothing begins: nearly every value is told by its first character
_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" + "".join(
    map(chr, (*range(0x621, 0x63B), *range(0x641, 0x64B)))
)
_NOTHING_STARTS = frozenset(word[:1].casefold() for word in NOTHING_WORDS)
_SOMETHING = frozenset(letter for letter in _LETTERS if letter.casefold() not in _NOTHING_STARTS)


def is_absent(value: object) -> bool:
    """Tell whether a value says "nothing": an empty text, a dash, "none", in either language."""
    if isinstance(value, str) and value[:1] in _SOMETHING:
        return False
    return value is None or (isinstance(value, str) and drop_marks(value).casefold() in NOTHING_WORDS)


def check_characters(text: str) -> None:
    """Refuse characters that turn, hide or break text, and marks piled so high that they cover other lines."""
    if is_plain(text):
        return
    if _ANY_REFUSED.search(text):
        for code, characters in _REFUSED:
            if found := re.search(f"[{characters}]", text):
                raise refuse(code, character=f"U+{ord(found[0]):04X}")
    if _PILE.search(text) and _has_piled_marks(text):
        raise refuse("too_many_marks", limit=MARKS_LIMIT)


def is_plain(text: str) -> bool:
    """Tell whether a text is one line of ASCII and Arabic letters, as most are: nothing hides, turns or breaks."""
    return (text.isascii() and text.isprintable()) or _PLAIN.fullmatch(text) is not None


def refuse_unseen(text: str, allowed: str = "") -> None:
    """Refuse any unseen mark, for values that people copy or programs follow; `allowed` marks may be dropped."""
    if text.isascii():
        return
    for character in text:
        if unicodedata.category(character) == "Cf" and character not in allowed:
            raise refuse("hidden_character", character=f"U+{ord(character):04X}")


def _has_piled_marks(text: str) -> bool:
    run = 0
    for character in unicodedata.normalize("NFC", text):
        run = run + 1 if unicodedata.category(character) in {"Mn", "Me"} else 0
        if run > MARKS_LIMIT:
            return True
    return False


def one_line(value: object, limit: int = LINE_LIMIT) -> str:
    """Return a line without unseen marks and doubled spaces; `limit` counts characters."""
    text = expect_text(value).strip()
    if is_plain(text):
        line = " ".join(text.split())
    else:
        if _LINE_BREAK.search(text):
            raise refuse("line_break")
        check_characters(text)
        line = drop_marks(text)
    _check_length(line, limit)
    return line


def _line(value: object) -> str:
    return one_line(value)


def _reference(value: object) -> str:
    """Return the number of a decision or licence, which may hold letters, with its digits as 0-9."""
    return to_latin_digits(one_line(value))


def _lines(value: object) -> str:
    text = unicodedata.normalize("NFC", expect_text(value).replace("\r\n", "\n").strip())
    check_characters(text)
    return text


def _check_length(text: str, limit: int) -> None:
    if is_blank_to_the_eye(text):
        raise refuse("blank")
    if len(text) > limit:
        raise refuse("too_long", limit=limit, length=len(text))


def _name(value: object) -> str:
    name = one_line(value, NAME_LIMIT)
    _check_letters(name)
    _check_decoration(name)
    return name


def _check_letters(name: str) -> None:
    letters = letter_count(name)
    if not letters:
        raise refuse("no_letter")
    if letters < NAME_LETTERS:
        raise refuse("too_short", limit=NAME_LETTERS)
    if any("\ufb50" <= character <= "\ufefc" and character.isalpha() for character in name):
        raise refuse("presentation_forms", suggestion=unicodedata.normalize("NFKC", name))
    if any(unicodedata.decomposition(character).startswith(_ODD_SHAPES) for character in name if character.isalnum()):
        raise refuse("odd_letters", suggestion=unicodedata.normalize("NFKC", name))
    if any(len(scripts_of(word) & _LOOK_ALIKE_SCRIPTS) > 1 for word in name.split()):
        raise refuse("mixed_scripts")


def _check_decoration(name: str) -> None:
    signs = {character for character in name if unicodedata.category(character) == "So" and character != "°"}
    if signs := signs | (_DECORATION & set(name)):
        plain = " ".join("".join(character for character in name if character not in signs).split())
        raise refuse("decorated_name", suggestion=plain)
    if has_boast(name):
        raise refuse("decorated_name")


def _latin_name(value: object) -> str:
    name = one_line(value, NAME_LIMIT)
    scripts = scripts_of(name)
    if scripts and scripts != {"latin"}:
        raise refuse("mixed_scripts" if "latin" in scripts else "latin_expected")
    _check_letters(name)
    _check_decoration(name)
    return name


def _title(value: object) -> str:
    title = one_line(value, TITLE_LIMIT)
    if not any(script_of(character) for character in title):
        raise refuse("no_letter")
    return title


def _summary(value: object) -> str:
    text = _lines(value)
    if re.search(r"\n\s*\n", text):
        raise refuse("line_break")
    paragraph = " ".join(line.strip() for line in text.split("\n"))
    _check_length(paragraph, SUMMARY_LIMIT)
    return paragraph


def _text(value: object) -> str:
    text = _lines(value)
    _check_length(text, TEXT_LIMIT)
    return text


def _markdown(value: object) -> str:
    text = _lines(value)
    _check_length(text, MARKDOWN_LIMIT)
    return text


NameText = Annotated[str, BeforeValidator(_name), schema("name", "string", maxLength=NAME_LIMIT, pattern=patterns.NAME)]
LatinName = Annotated[
    str,
    BeforeValidator(_latin_name),
    schema("latin_name", "string", maxLength=NAME_LIMIT, pattern=patterns.LATIN_NAME),
]
Title = Annotated[
    str, BeforeValidator(_title), schema("title", "string", maxLength=TITLE_LIMIT, pattern=patterns.TITLE)
]
Line = Annotated[
    str,
    BeforeValidator(_line),
    schema("line", "string", "number", "boolean", maxLength=LINE_LIMIT, pattern=patterns.LINE),
]
Summary = Annotated[
    str,
    BeforeValidator(_summary),
    schema("summary", "string", "number", maxLength=SUMMARY_LIMIT, pattern=patterns.SUMMARY),
]
Reference = Annotated[
    str,
    BeforeValidator(_reference),
    schema("reference", "string", "number", maxLength=LINE_LIMIT, pattern=patterns.LINE),
]
Text = Annotated[
    str, BeforeValidator(_text), schema("text", "string", "number", maxLength=TEXT_LIMIT, pattern=patterns.TEXT)
]
MarkdownText = Annotated[
    str,
    BeforeValidator(_markdown),
    schema("markdown", "string", "number", maxLength=MARKDOWN_LIMIT, pattern=patterns.TEXT),
]
