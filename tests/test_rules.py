"""The rules across records. Every case is an entry of tests/cases/rules.yml: what is given, and all that is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tasharuk.catalogue import Catalogue
from tasharuk.kinds import KINDS
from tasharuk.model.base import Origin, Record
from tasharuk.model.settings import SiteSettings
from tasharuk.problems import Problem
from tasharuk.rules import RULE_CODES, RULES, check_catalogue
from tasharuk.vocabulary import Vocabulary
from tests.tools.records import TODAY

CASES = Path(__file__).parent / "cases" / "rules.yml"
# every scalar stays text, as the reader leaves it; the C loader is ten times faster
TABLE: dict[str, Any] = yaml.load(CASES.read_text("utf-8"), getattr(yaml, "CBaseLoader", yaml.BaseLoader))
VOCABULARY = Vocabulary.of(TABLE["vocabulary"])
SETTINGS = SiteSettings(name="تشارك", tagline="دليل", base_url="https://tasharuk.example/")
ALWAYS: dict[str, Any] = {"organizations/boat/profile.yml": {}}


def cases() -> Iterator[Any]:
    for code, outcomes in TABLE["rules"].items():
        for outcome, listed in outcomes.items():
            for case in listed:
                yield pytest.param(code, outcome, case, id=f"{code} {outcome}: {case['title']}")


def record(path: str, fields: dict[str, Any]) -> Record:
    """Return the record of a file with these fields over the least of its kind; `body` is the text below."""
    for kind in KINDS:
        if found := re.fullmatch(re.sub(r"<(\w+)>", r"(?P<\1>[^/]+)", kind.pattern), path):
            given = {**TABLE["least"][kind.name], **fields}
            body = given.pop("body", "")
            made = kind.model.model_validate({key: value for key, value in given.items() if value != "~"})
            return made.with_origin(Origin(path, found["slug"], found.groupdict().get("organization", ""), body))
    pytest.fail(f"no kind has files like {path}")


def catalogue(case: dict[str, Any], order: int = 1) -> Catalogue:
    given = {**ALWAYS, **case.get("given", {})}
    return Catalogue(
        settings=SETTINGS,
        vocabulary=VOCABULARY,
        today=TODAY,
        records=tuple(record(path, fields) for path, fields in given.items())[::order],
        media=frozenset(case.get("media", ())),
        unread=frozenset(case.get("unread", ())),
    )


def told(problem: Problem) -> str:
    suggested = f"→ {' '.join(problem.suggestions)}" if problem.suggestions else ""
    return " ".join(filter(None, (problem.severity.value, problem.code, problem.path, problem.field, suggested)))


@pytest.mark.parametrize(("code", "outcome", "case"), list(cases()))
def test_a_case_is_told_as_it_must_be_and_nothing_else(code: str, outcome: str, case: dict[str, Any]) -> None:
    found = check_catalogue(catalogue(case))
    assert sorted(map(told, found)) == sorted(case.get("found", ()))
    assert (code in {problem.code for problem in found}) == (outcome == "fires")
    turned = check_catalogue(catalogue(case, order=-1))
    assert sorted(map(told, turned)) == sorted(map(told, found)), "whatever the order of the files"


def test_every_code_has_a_case_that_fires_and_a_near_miss() -> None:
    assert set(TABLE["rules"]) == RULE_CODES
    for code, outcomes in TABLE["rules"].items():
        assert outcomes.keys() == {"fires", "silent"}, code
        assert all(outcomes.values()), code


def test_every_rule_tells_of_some_case() -> None:
    firing = [catalogue(case) for outcomes in TABLE["rules"].values() for case in outcomes["fires"]]
    idle = [rule.__name__ for rule in RULES if not any(True for found in firing for _ in rule(found))]
    assert idle == []


def test_the_rules_stand_in_order_and_say_what_they_ask_for() -> None:
    names = [rule.__name__ for rule in RULES]
    assert names == sorted(set(names))
    assert [rule.__name__ for rule in RULES if not (rule.__doc__ or "").endswith(".")] == []
