"""Folding, keys, order and digits of Arabic text. The cases are shared with the browser's script."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasharuk.arabic import (
    ALPHABET,
    collation_key,
    collation_letter,
    drop_marks,
    fold,
    has_arabic_letter,
    has_boast,
    has_mixed_digits,
    is_blank_to_the_eye,
    is_near_name,
    letter_count,
    name_key,
    plural_form,
    scripts_of,
    second_reading,
    skeleton,
    stem,
    to_latin_digits,
    words_of,
)

CASES: dict[str, Any] = json.loads((Path(__file__).parent / "cases" / "arabic.json").read_text(encoding="utf-8"))
ANY_TEXT = st.text(alphabet=st.characters(), max_size=40)
ARABIC_TEXT = st.text(alphabet=st.characters(min_codepoint=0x600, max_codepoint=0x6FF) | st.sampled_from(" -a1\u200f"))
TEXTS = ANY_TEXT | ARABIC_TEXT


@pytest.mark.parametrize(("text", "folded"), CASES["fold"])
def test_spellings_fold_to_the_letters_that_matter(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(TEXTS)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(TEXTS)
def test_folded_text_has_no_spare_spaces_and_no_capitals(text: str) -> None:
    folded = fold(text)
    assert folded == " ".join(folded.split()) == folded.lower()


@pytest.mark.parametrize(("text", "words"), CASES["words"])
def test_a_text_falls_into_the_words_that_are_compared(text: str, words: list[str]) -> None:
    assert list(words_of(text)) == words


@given(TEXTS)
def test_words_are_folded_and_have_no_spaces(text: str) -> None:
    assert all(word and fold(word) == word and " " not in word for word in words_of(text))


@pytest.mark.parametrize(("word", "stemmed"), CASES["stem"])
def test_a_word_loses_its_article_and_one_ending(word: str, stemmed: str) -> None:
    assert stem(word) == stemmed


@pytest.mark.parametrize(("word", "reading"), CASES["second_reading"])
def test_a_particle_gives_a_word_a_second_reading(word: str, reading: str) -> None:
    assert second_reading(word) == reading


@given(TEXTS)
def test_a_stem_is_never_shorter_than_three_letters_unless_the_word_is(text: str) -> None:
    for word in words_of(text):
        assert len(stem(word)) >= min(3, len(word))
        assert not second_reading(word) or len(second_reading(word)) >= 3


@pytest.mark.parametrize(("first", "second"), CASES["same_name"])
def test_two_spellings_of_one_name_have_one_key(first: str, second: str) -> None:
    assert name_key(first) == name_key(second)
    assert is_near_name(first, second)


@pytest.mark.parametrize(("first", "second"), CASES["near_name"])
def test_a_slip_or_an_added_word_makes_a_near_name(first: str, second: str) -> None:
    assert name_key(first) != name_key(second)
    assert is_near_name(first, second)
    assert is_near_name(second, first)


@pytest.mark.parametrize(("first", "second"), CASES["other_name"])
def test_different_names_are_not_near(first: str, second: str) -> None:
    assert not is_near_name(first, second)


@pytest.mark.parametrize(("first", "second"), CASES["same_shape"])
def test_look_alike_latin_names_have_one_skeleton(first: str, second: str) -> None:
    assert skeleton(first) == skeleton(second)


@pytest.mark.parametrize(("first", "second"), CASES["other_shape"])
def test_different_latin_names_have_two_skeletons(first: str, second: str) -> None:
    assert skeleton(first) != skeleton(second)


def test_names_sort_by_the_alphabet_and_latin_names_come_last() -> None:
    names: list[str] = CASES["order"]
    shuffled = names[::-1]
    assert sorted(shuffled, key=collation_key) == names


def test_the_alphabet_ascends_by_code_point() -> None:
    assert "".join(sorted(ALPHABET)) == ALPHABET
    assert fold(ALPHABET) == ALPHABET


@given(st.lists(TEXTS, max_size=6))
def test_order_does_not_depend_on_the_order_of_the_input(names: list[str]) -> None:
    turned = names[::-1]
    assert sorted(names, key=collation_key) == sorted(turned, key=collation_key)


@pytest.mark.parametrize(("name", "letter"), CASES["letter"])
def test_a_name_stands_under_its_letter(name: str, letter: str) -> None:
    assert collation_letter(name) == letter


@given(TEXTS)
def test_every_name_stands_under_a_letter_of_the_index(name: str) -> None:
    letter = collation_letter(name)
    assert len(letter) == 1
    assert letter in f"{ALPHABET}#"


@pytest.mark.parametrize(("count", "form"), CASES["plural"])
def test_counts_have_their_plural_form(count: int, form: str) -> None:
    assert plural_form(count) == form


def test_digits_of_both_arabic_sets_become_latin_and_nothing_else_changes() -> None:
    assert to_latin_digits("هاتف ٠١٢٣٤٥٦٧٨٩ ۰۱۲۳۴۵۶۷۸۹ x²") == "هاتف 0123456789 0123456789 x²"


@pytest.mark.parametrize("text", ["١2", "۱1", "١۱", "１1"])
def test_digits_of_two_scripts_are_noticed(text: str) -> None:
    assert has_mixed_digits(text)


@pytest.mark.parametrize("text", ["123", "١٢٣", "۱۲۳", "نص"])
def test_digits_of_one_script_are_not_mixed(text: str) -> None:
    assert not has_mixed_digits(text)


@pytest.mark.parametrize(
    ("text", "scripts"),
    [
        ("بيت Home", {"arabic", "latin"}),
        ("ܚܘܝܕܐ", {"syriac"}),
        ("Հույս", {"armenian"}),
        ("Дом", {"cyrillic"}),
        ("家", {"other"}),
        ("ʿAin 12 ـ", {"latin"}),
        ("12", set()),
    ],
)
def test_scripts_are_told_by_letters_only(text: str, scripts: set[str]) -> None:
    assert scripts_of(text) == scripts
    assert has_arabic_letter(text) == ("arabic" in scripts)


def test_only_letters_count_as_letters() -> None:
    assert letter_count("بَـيت 12 \u3164") == 3


@pytest.mark.parametrize("text", ["", " \u00a0", "\u200b\u200c\u200d", "\u3164", "\u2800", "\ufeff\ufe0f"])
def test_text_without_ink_is_blank_to_the_eye(text: str) -> None:
    assert is_blank_to_the_eye(text)


def test_text_with_ink_is_not_blank() -> None:
    assert not is_blank_to_the_eye("\u200b.")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("بيت\u200f \u200eدافئ\u061c", "بيت دافئ"),
        ("\ufeffبيت\u200b\u00a0\u00a0دافئ ", "بيت دافئ"),
        ("بيت\u200c دافئ", "بيت دافئ"),
        ("می\u200cرود", "می\u200cرود"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("a\u200db", "ab"),
        ("e\u0301", "é"),
    ],
)
def test_unseen_marks_go_and_joiners_that_belong_stay(text: str, kept: str) -> None:
    assert drop_marks(text) == kept


@pytest.mark.parametrize("name", ["جمعية البيت الرسمية", "البيت (موثّق)", "Home official", "الرسمي: البيت"])
def test_a_claim_of_standing_is_noticed(name: str) -> None:
    assert has_boast(name)


@pytest.mark.parametrize("name", ["جمعية التعليم غير الرسمي", "جمعية البيت", "", "رابطة الموثقين"])
def test_a_plain_name_claims_nothing(name: str) -> None:
    assert not has_boast(name)
