"""The form's values: every field of the model is asked once, in words that are there, by a script that is small."""

import re

import pytest
import rjsmin

from tasharuk.flows import FLOWS, Flow
from tasharuk.form import NOT_ASKED, Field, FormMaker
from tasharuk.kinds import KINDS, Body
from tasharuk.model.fields import FIELD_CODES
from tasharuk.refusals import CODES, LIMITS, REFUSALS, SCRIPTED
from tests.tools.building import REPOSITORY
from tests.tools.records import vocabulary, words

MAX_SCRIPT_BYTES = 20_000  # of both scripts together
SCRIPTS = [(REPOSITORY / f"templates/assets/js/{name}.js").read_text(encoding="utf-8") for name in ("form", "sw")]
MAKER = FormMaker(words("ar"), vocabulary())
FILE_FIELDS = {"slug", "owner", "body"}

each_flow = pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.kind.name)


def every(fields: tuple[Field, ...]) -> list[Field]:
    """Return fields and all fields inside them."""
    return [one for field in fields for one in (field, *every(field.fields))]


def test_every_kind_that_organizations_write_has_a_way_through_the_form() -> None:
    assert {flow.kind for flow in FLOWS} == {kind for kind in KINDS if kind.submitted}
    assert len({flow.url for flow in FLOWS}) == len(FLOWS)


@each_flow
def test_every_field_of_the_model_is_asked_in_one_step(flow: Flow) -> None:
    asked = [name for step in flow.steps for name in (*step.first, *step.more)]
    assert sorted(set(asked) - FILE_FIELDS) == sorted(set(flow.kind.model.model_fields) - NOT_ASKED)
    assert len(asked) == len(set(asked))


@each_flow
def test_what_the_file_needs_beside_its_fields_is_asked(flow: Flow) -> None:
    asked = {name for step in flow.steps for name in (*step.first, *step.more)} & FILE_FIELDS
    wanted = {"slug"}
    wanted |= {"owner"} if "<organization>" in flow.kind.pattern else set()
    wanted |= {"body"} if flow.kind.body is not Body.NONE else set()
    assert asked == wanted


@each_flow
def test_columns_of_a_flow_name_fields_of_its_model(flow: Flow) -> None:
    fields = flow.kind.model.model_fields
    assert {*flow.named, *flow.today} <= set(fields)
    assert not flow.dated or flow.dated in fields
    assert any(name in fields for name in flow.chips)


@each_flow
def test_required_fields_are_never_folded_away(flow: Flow) -> None:
    assert not [field.name for step in MAKER.steps(flow) for field in step["more"] if field.required]


@each_flow
def test_every_control_has_its_own_id_and_a_label(flow: Flow) -> None:
    fields = every((*MAKER.fields(flow.kind), *MAKER.file_fields(flow)))
    assert len({field.id for field in fields}) == len(fields)
    assert all(field.label for field in fields)


@each_flow
def test_every_choice_has_a_list(flow: Flow) -> None:
    fields = MAKER.fields(flow.kind)
    choices = MAKER.choices(fields)
    assert {field.choices for field in every(fields) if field.choices} | {"flag"} == set(choices)
    assert all([value for value, _ in found].count("") == 1 for found in choices.values())


def test_the_default_is_left_out_of_the_file() -> None:
    choices = MAKER.choices(MAKER.fields(FLOWS[0].kind))
    assert dict(choices["organization.status=active"])[""] == words("ar").choice("organization.status", "active")
    assert choices["governorates+"][1][0] == "national"
    assert "national" not in dict(choices["governorates"])


def test_a_sample_of_yaml_is_shown_to_nobody() -> None:
    for flow in FLOWS:
        assert not [field.path for field in every(MAKER.fields(flow.kind)) if set(field.example) & set("{}<>[]")]


def test_the_script_has_words_for_each_problem_it_finds() -> None:
    said = {word for word in re.findall(r'"([a-z]+(?:_[a-z]+)+)"', SCRIPTS[0]) if words("ar").has_problem(word)}
    assert said == set(SCRIPTED)
    assert {code for row in REFUSALS.values() for code, _ in row} <= FIELD_CODES
    assert set(LIMITS) <= set(CODES)
    assert set(MAKER.problems()) == {*CODES, "taken"}


def test_the_scripts_are_small_and_run_no_text() -> None:
    assert sum(len(rjsmin.jsmin(script).encode()) for script in SCRIPTS) <= MAX_SCRIPT_BYTES
    for script in SCRIPTS:
        assert not re.search(r"\beval\b|new Function|document\.write|https?://(?!wa\.me)[a-z]", script)
