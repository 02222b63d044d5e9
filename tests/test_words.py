"""The words files: two languages with the same keys and the same gaps to fill, six forms of every Arabic count."""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tasharuk.arabic import plural_form
from tasharuk.model.organization import YearOfFinances
from tasharuk.words import LANGUAGES, MissingWord, Words, group_name
from tests.tools.records import words
from tests.tools.verdict import none_of

FORMS = ("zero", "one", "two", "few", "many", "other")
AR, EN = words("ar"), words("en")
COUNTED = sorted(AR.sections["plurals"])


def texts(section: Mapping[str, Any], *above: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield (keys, text) of everything below a section."""
    for key, value in section.items():
        if isinstance(value, Mapping):
            yield from texts(value, *above, key)
        else:
            yield (*above, key), str(value)


def gaps(text: str) -> set[str]:
    """Return the names of the values that a text wants filled in."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("section", sorted(AR.sections))
def test_both_languages_have_the_same_keys(section: str) -> None:
    forms = set(FORMS) if section == "plurals" else set()
    keys = [
        {tuple(key for key in path if key not in forms) for path, _ in texts(own[section])}
        for own in (AR.sections, EN.sections)
    ]
    none_of(f"{section}.{'.'.join(path)} stands in one language only" for path in sorted(keys[0] ^ keys[1]))


@pytest.mark.parametrize("section", ["ui", "problems"])
def test_both_languages_fill_in_the_same_values(section: str) -> None:
    arabic, english = (dict(texts(own[section])) for own in (AR.sections, EN.sections))
    none_of(
        f"{section}.{'.'.join(path)}: {sorted(gaps(arabic[path]))} in ar, {sorted(gaps(english[path]))} in en"
        for path in sorted(arabic.keys() & english.keys())
        if gaps(arabic[path]) != gaps(english[path])
    )


def test_no_gap_is_without_a_name_and_none_hides_a_format() -> None:
    none_of(
        f"{language.language}: {section}.{'.'.join(path)}: {text}"
        for language in (AR, EN)
        for section in ("ui", "plurals", "problems")
        for path, text in texts(language.sections[section])
        if not all(name.isidentifier() for name in gaps(text))
    )


@pytest.mark.parametrize("key", COUNTED)
def test_every_arabic_count_has_six_forms_of_which_the_noun_itself_tells_one_and_two(key: str) -> None:
    forms = {form: str(text) for form, text in AR.sections["plurals"][key].items()}
    assert tuple(forms) == FORMS
    assert {form for form, text in forms.items() if gaps(text) == {"n"}} == {"few", "many", "other"}
    assert not any(gaps(forms[form]) for form in ("zero", "one", "two"))
    assert len({forms[form] for form in ("zero", "one", "two", "few", "other")}) == 5, "only many may equal another"
    assert forms["many"] != forms["few"]


@pytest.mark.parametrize("key", COUNTED)
def test_every_english_count_says_its_number(key: str) -> None:
    forms = EN.sections["plurals"][key]
    assert "1" in forms["one"]
    assert gaps(forms["other"]) == {"n"}


@pytest.mark.parametrize(
    ("count", "phrase"),
    [
        (0, "لا منظمات"),
        (1, "منظمة واحدة"),
        (2, "منظمتان"),
        (3, "3 منظمات"),
        (10, "10 منظمات"),
        (11, "11 منظمة"),
        (99, "99 منظمة"),
        (100, "100 منظمة"),
        (102, "102 منظمة"),
        (103, "103 منظمات"),
    ],
)
def test_organizations_are_counted_as_arabic_counts(count: int, phrase: str) -> None:
    assert AR.plural("organizations", count) == phrase


def test_a_count_is_shown_as_the_caller_wrote_it_in_the_form_of_its_number() -> None:
    assert plural_form(1250) == "many"
    assert AR.plural("donors", 1250, "1,250") == "1,250 متبرّعًا"
    assert EN.plural("donors", 1250, "1,250") == "1,250 donors"


MISSING = {
    "ui": lambda own: own.ui("no_such_word"),
    "plurals": lambda own: own.plural("no_such_word", 3),
    "fields": lambda own: own.label("no_such_word", "name"),
    "choices": lambda own: own.choice("no_such_word", "full"),
    "kinds": lambda own: own.kind("no_such_word", "one"),
    "problems": lambda own: own.message("no_such_word", {}),
}


@pytest.mark.parametrize("section", MISSING)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_missing_word_fails_loudly_and_says_which_file_lacks_it(language: str, section: str) -> None:
    with pytest.raises(MissingWord, match=rf"content/words/{language}\.yml: {section}\.no_such_word"):
        MISSING[section](words(language))


def test_a_word_without_its_value_fails_loudly_but_a_problem_is_told_all_the_same() -> None:
    own = Words(
        "ar", {"ui": {"hello": "أهلًا {name}"}, "problems": {"odd": {"message": "رأينا «{given}».", "hint": "x"}}}
    )
    with pytest.raises(KeyError):
        own.ui("hello")
    assert own.message("odd", {}) == "رأينا «»."


def test_a_problem_has_its_words_when_it_has_both_message_and_remedy() -> None:
    own = Words("ar", {"problems": {"full": {"message": "a", "hint": "b"}, "half": {"message": "a"}}})
    assert [own.has_problem(code) for code in ("full", "half", "none")] == [True, False, False]


def test_optional_words_are_empty_where_none_are_given() -> None:
    own = Words("ar", {"fields": {"record": {"name": {"label": "الاسم"}}}})
    assert (own.label("record", "name"), own.hint("record", "name"), own.sample("record", "name")) == ("الاسم", "", "")


def test_the_words_of_a_model_stand_under_its_name_in_small_letters() -> None:
    assert group_name(YearOfFinances) == "year_of_finances"
