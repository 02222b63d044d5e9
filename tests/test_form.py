"""The form's values: every field of the model is asked once, in words that are there, by a script that is small."""

import re

import pytest
import rjsmin

from tasharuk.form import CODES, FLOWS, NOT_ASKED, Field, Flow, FormMaker
from tests.tools.building import REPOSITORY
from tests.tools.records import vocabulary, words

MAX_SCRIPT_BYTES = 20_000
SCRIPT = (REPOSITORY / "templates/assets/js/form.js").read_text(encoding="utf-8")
MAKER = FormMaker(words("ar"), vocabulary())


def every(fields: tuple[Field, ...]) -> list[Field]:
    """Return fields and all fields inside them."""
    return [one for field in fields for one in (field, *every(field.fields))]


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.kind.name)
def test_every_field_of_the_model_is_asked_in_one_step(flow: Flow) -> None:
    asked = [name for step in flow.steps for name in (*step.first, *step.more)]
    assert sorted(asked) == sorted(set(flow.kind.model.model_fields) - NOT_ASKED)


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.kind.name)
def test_required_fields_are_never_folded_away(flow: Flow) -> None:
    assert not [field.name for step in MAKER.steps(flow) for field in step["more"] if field.required]


def test_every_control_has_its_own_id_and_a_label() -> None:
    fields = every(MAKER.fields(FLOWS[0].kind))
    assert len({field.id for field in fields}) == len(fields)
    assert all(field.label for field in fields)


def test_every_choice_has_a_list_and_the_default_is_left_out_of_the_file() -> None:
    fields = MAKER.fields(FLOWS[0].kind)
    choices = MAKER.choices(fields)
    assert {field.choices for field in every(fields) if field.choices} == set(choices)
    assert [value for value, _ in choices["organization.status=active"]].count("") == 1
    assert choices["governorates+"][0][0] == "national"
    assert "national" not in dict(choices["governorates"])


def test_the_script_has_words_for_each_problem_it_finds() -> None:
    said = {word for word in re.findall(r'"([a-z]+(?:_[a-z]+)+)"', SCRIPT) if words("ar").has_problem(word)}
    assert said == set(CODES)


def test_the_script_is_small_and_runs_no_text() -> None:
    assert len(rjsmin.jsmin(SCRIPT).encode()) <= MAX_SCRIPT_BYTES
    assert not re.search(r"\beval\b|new Function|document\.write|https?://(?!wa\.me)[a-z]", SCRIPT)
