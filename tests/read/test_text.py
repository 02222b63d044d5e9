"""Bytes → text: what is refused before any parsing, under which code and at which place."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasharuk.problems import Problem
from tasharuk.read.text import MAX_PROBLEMS, REFUSED, SHOWN_LENGTH, code_point, decode, is_invisible, shown

TEXT = "name: جمعية البيت\nphone: 0112345670\n"

TAKEN = {
    "arabic": (TEXT.encode(), TEXT),
    "nothing": (b"", ""),
    "byte-order-mark": (codecs.BOM_UTF8 + TEXT.encode(), TEXT),
    "windows-line-ends": (TEXT.replace("\n", "\r\n").encode(), TEXT),
    "old-mac-line-ends": (TEXT.replace("\n", "\r").encode(), TEXT),
    "mixed-line-ends": (b"a\r\nb\rc\n\rd", "a\nb\nc\n\nd"),
    "tab": (b"a\tb", "a\tb"),
    "joiners-and-direction-marks": ("می\u200cرود \u200f(1)\u200e".encode(), "می\u200cرود \u200f(1)\u200e"),
    "astral": ("🎉\U00020000".encode(), "🎉\U00020000"),
    "no-break-space": ("5\u00a0%".encode(), "5\u00a0%"),
}

# bytes → line, column and code of each problem
REFUSED_BYTES = {
    "utf-16-le": (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), [(1, 1, "not_utf8_utf16")]),
    "utf-16-be": (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), [(1, 1, "not_utf8_utf16")]),
    "utf-16-unmarked": (TEXT.encode("utf-16-le"), [(1, 1, "not_utf8_utf16")]),
    "windows-1256": ("a: 1\nname: جمعية البيت\n".encode("cp1256"), [(2, 7, "not_utf8_windows")]),
    "windows-1252": ("name: Foyer d'été\n".encode("cp1252"), [(1, 15, "not_utf8")]),
    "damaged": ("name: بيت".encode() + b"\xff", [(1, 10, "not_utf8")]),
    "damaged-among-sound-letters": (b"\xc7\xe1\xc8 " + ("في " * 9).encode(), [(1, 1, "not_utf8")]),
    "cut-off": ("x\nname: بيت".encode()[:-1], [(2, 9, "not_utf8")]),
    "overlong": (b"a: \xc0\xaf", [(1, 4, "not_utf8")]),
    "beyond-unicode": (b"a: \xf4\x90\x80\x80", [(1, 4, "not_utf8")]),
    "damaged-after-mark": (codecs.BOM_UTF8 + "سس".encode() + b"\xfe", [(1, 3, "not_utf8")]),
    "damaged-after-all-line-ends": ("س\r\nس\rس\nسس".encode() + b"\xfe", [(4, 3, "not_utf8")]),
    "surrogate": ("بيت".encode() + b"\xed\xa0\x80", [(1, 4, "lone_surrogate")]),
    "surrogate-pair": (b"a: \xed\xa0\xbd\xed\xb8\x80", [(1, 4, "lone_surrogate")]),
    "nul": (b"name: x\0y\n", [(1, 8, "nul_character")]),
    "line-separator": ("بيت\u2028دار".encode(), [(1, 4, "line_separator")]),
    "paragraph-separator": ("a: 1\nb: \u2029".encode(), [(2, 4, "line_separator")]),
    "next-line": ("a\u0085b".encode(), [(1, 2, "line_separator")]),
    "form-feed": (b"a\x0cb\x0bc", [(1, 2, "line_separator")]),
    "escape-sequence": (b"a: \x1b[31m", [(1, 4, "control_character")]),
    "delete": (b"a\r\nb\x7f", [(2, 2, "control_character")]),
    "upper-control": ("a\u009bb".encode(), [(1, 2, "control_character")]),
    "annotation": ("a\ufff9b".encode(), [(1, 2, "control_character")]),
    "no-character": ("a\uffff".encode(), [(1, 2, "control_character")]),
    "tag-character": ("🎉\U000e0041".encode(), [(1, 2, "tag_character")]),
    "two-lines": ("\u202ea\n\nb\u2066".encode(), [(1, 1, "bidi_control"), (3, 2, "bidi_control")]),
    "one-line-twice": ("\u202ea\u202e\0\u202c\0".encode(), [(1, 1, "bidi_control"), (1, 4, "nul_character")]),
    "after-mark": (codecs.BOM_UTF8 + "a\u202e".encode(), [(1, 2, "bidi_control")]),
}
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def places(raw: bytes) -> list[tuple[int, int, str]]:
    found = decode(raw, "home.yml")
    assert isinstance(found, list), f"taken: {found!r}"
    assert {problem.path for problem in found} == {"home.yml"}
    return [(problem.line, problem.column, problem.code) for problem in found]


@pytest.mark.parametrize(("raw", "text"), TAKEN.values(), ids=TAKEN)
def test_sound_text_arrives_with_plain_line_ends(raw: bytes, text: str) -> None:
    assert decode(raw, "home.yml") == text


@pytest.mark.parametrize(("raw", "expected"), REFUSED_BYTES.values(), ids=REFUSED_BYTES)
def test_bytes_that_hide_something_are_refused_at_their_place(raw: bytes, expected: list[tuple[int, int, str]]) -> None:
    assert places(raw) == expected


@pytest.mark.parametrize("character", BIDI, ids=code_point)
def test_every_character_that_turns_the_line_is_refused(character: str) -> None:
    assert decode(f"بيت {character}".encode(), "home.yml") == [
        Problem("home.yml", 1, 5, "bidi_control", values={"character": code_point(character)})
    ]


def test_an_undecodable_byte_is_named_with_its_offset_in_the_file() -> None:
    (problem,) = decode("بيت".encode() + b"\xff", "home.yml")
    assert isinstance(problem, Problem)
    assert problem.values == {"byte": "FF", "offset": "7"}


def test_a_surrogate_in_the_bytes_is_named() -> None:
    (problem,) = decode(b"\xed\xa0\xbd", "home.yml")
    assert isinstance(problem, Problem)
    assert problem.values == {"character": "U+D83D"}


def test_a_file_full_of_refused_characters_is_reported_in_its_first_lines() -> None:
    assert places(b"a\x01\n" * 1000) == [(line, 2, "control_character") for line in range(1, MAX_PROBLEMS + 1)]


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.binary(max_size=60) | st.text(st.characters(), max_size=30).map(lambda t: t.encode("utf-8", "surrogatepass")))
def test_any_bytes_become_clean_text_or_problems_with_a_place(raw: bytes) -> None:
    found = decode(raw, "home.yml")
    if isinstance(found, str):
        assert not REFUSED.search(found)
        assert "\r" not in found
    else:
        assert found
        assert all(problem.line >= 1 and problem.column >= 1 for problem in found)


@pytest.mark.parametrize(
    "character", "\u200b\u200c\u200d\u200e\u200f\u061c\u2060\u00ad\ufeff\u3164\ufe0f", ids=code_point
)
def test_marks_without_width_are_found(character: str) -> None:
    assert is_invisible(f"هاتف{character}") == character


@pytest.mark.parametrize("text", ["", "phone", "هاتف", "بَيت", "🎉", "a\u00a0b"])
def test_what_has_width_is_not_invisible(text: str) -> None:
    assert is_invisible(text) == ""


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("بيت", "بيت"),
        ("a\u202eb", "aU+202Eb"),
        ("\x1b[31m", "U+001B[31m"),
        ("a\nb\u2028", "aU+000AbU+2028"),
        ("\ud800\U000e0041\ue000", "U+D800U+E0041U+E000"),
        ("س" * SHOWN_LENGTH, "س" * SHOWN_LENGTH),
        ("س" * (SHOWN_LENGTH + 1), "س" * (SHOWN_LENGTH - 1) + "…"),
    ],
)
def test_foreign_text_is_shown_short_on_one_line_and_with_nothing_hidden(text: str, safe: str) -> None:
    assert shown(text) == safe
