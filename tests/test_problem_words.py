"""Every code, field and choice has its words in both languages, and no words are left over."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

import pytest

from tasharuk.intake.package import INTAKE_CODES
from tasharuk.kinds import KINDS
from tasharuk.model.base import Part
from tasharuk.model.fields import FIELD_CODES
from tasharuk.parse.errors import PYDANTIC_CODES
from tasharuk.read import READ_CODES
from tasharuk.rules import CHANGE_CODES, RULE_CODES
from tasharuk.schema import models_of
from tasharuk.words import LANGUAGES, Words, group_name
from tests.tools.building import REPOSITORY
from tests.tools.records import words

# stages that keep no list of their codes → the calls that take one
CALLS = {
    "images.py": {"BadImage"},
    "markup/check.py": {"MarkupProblem"},
    "parse/absent.py": {"problem_at"},
    "parse/records.py": {"problem_at"},
    "parse/settings.py": {"Problem"},
    "pipeline.py": {"Problem"},
}
EACH_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


def codes_in(path: str) -> set[str]:
    """Return the codes that stand in the calls of a module."""
    tree = ast.parse((REPOSITORY / "tasharuk" / path).read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) in CALLS[path]]
    given = [argument.value for call in calls for argument in call.args if isinstance(argument, ast.Constant)]
    return {value for value in given if isinstance(value, str)}


OTHER_CODES = {path: codes_in(path) for path in CALLS}
RAISED = frozenset().union(
    FIELD_CODES, RULE_CODES, CHANGE_CODES, READ_CODES, INTAKE_CODES, PYDANTIC_CODES.values(), *OTHER_CODES.values()
)


def models() -> list[type[Part]]:
    """Return every model of every kind once."""
    return list(dict.fromkeys(model for kind in KINDS for model in models_of(kind.model)))


def literals(annotation: Any) -> Iterator[str]:
    """Yield the values of the closed choices in an annotation."""
    if get_origin(annotation) is Literal:
        yield from get_args(annotation)
    else:
        for inner in get_args(annotation):
            yield from literals(inner)


FIELDS = {group_name(model): set(model.model_fields) for model in models()}
CHOICES = {
    f"{group_name(model)}.{field}": set(values)
    for model in models()
    for field, info in model.model_fields.items()
    if (values := list(literals(info.annotation)))
}


def entries(language: str, section: str) -> dict[str, Any]:
    return dict(words(language).sections[section])


def placeholders(language: str, code: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", " ".join(entries(language, "problems")[code].values())))


def test_the_codes_of_every_stage_are_found() -> None:
    assert all(OTHER_CODES.values()), OTHER_CODES


@EACH_LANGUAGE
def test_every_code_has_a_message_and_a_hint(language: str) -> None:
    assert [code for code in sorted(RAISED) if not words(language).has_problem(code)] == []
    assert {tuple(sorted(entry)) for entry in entries(language, "problems").values()} == {("hint", "message")}


@EACH_LANGUAGE
def test_no_words_are_kept_for_a_code_that_nobody_raises(language: str) -> None:
    assert sorted(entries(language, "problems").keys() - RAISED) == []


def test_both_languages_name_the_same_values() -> None:
    spelt_out = {"limit"}  # Arabic has a word for two letters
    differ = [code for code in sorted(RAISED) if (placeholders("ar", code) ^ placeholders("en", code)) - spelt_out]
    assert differ == []


@EACH_LANGUAGE
def test_every_sentence_is_one_line_and_can_be_filled(language: str) -> None:
    told: Words = words(language)
    for code in sorted(RAISED):
        values = dict.fromkeys(placeholders(language, code), "§")
        for sentence in (told.message(code, values), told.problem_hint(code, values)):
            assert sentence, code
            assert "\n" not in sentence, code
            assert not set("{}") & set(sentence), code


@EACH_LANGUAGE
def test_every_field_has_its_label_and_no_label_is_left_over(language: str) -> None:
    labelled = entries(language, "fields")
    missing = [f"{group}.{field}" for group, fields in FIELDS.items() for field in fields - labelled[group].keys()]
    left_over = [f"{group}.{field}" for group, fields in FIELDS.items() for field in labelled[group].keys() - fields]
    assert (sorted(missing), sorted(left_over)) == ([], [])
    assert [group for group, fields in labelled.items() if not all(entry["label"] for entry in fields.values())] == []


@EACH_LANGUAGE
def test_every_choice_has_its_words_and_no_word_is_left_over(language: str) -> None:
    assert {name: set(values) for name, values in entries(language, "choices").items()} == CHOICES
    assert all(all(values.values()) for values in entries(language, "choices").values())
