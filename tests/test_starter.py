"""Starter files of every kind: as written they only ask to be filled in, and once they are they pass."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tasharuk.job import PROGRAM, Job
from tasharuk.kinds import KINDS, Body, Kind
from tasharuk.pipeline import check, read_vocabulary
from tasharuk.problems import Problem
from tasharuk.schema import kind_schema
from tasharuk.schema.record import part_of, value_of
from tasharuk.starter import Starter
from tests.tools.building import REPOSITORY
from tests.tools.editor import values
from tests.tools.records import TODAY, words

OWNER = "two-lanterns"
EACH_KIND = pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
ASKING = {"required_field", "too_few", "empty_body"}
# what else a kind may be told: a registry record has no field that must be there, and it is about a profile
ALSO = {"registry": {"absent_value", "registry_without_profile"}}
# what a person types where the comments give no example, or one that is nobody's
TYPED = {
    "organization.legal_form": "association",
    "organization.registration.number": "1234",
    "organization.contacts.phones": '["+963 31 000 0000"]',
    "campaign.organizations": f"[{OWNER}]",
    "campaign.goal.value": "30000",
    "campaign.goal.currency": "USD",
    "project.status": "active",
    "opportunity.kind": "training",
    "resource.kind": "circular",
}


def text_of(kind: Kind) -> str:
    return Starter(kind, words(), read_vocabulary(Job(REPOSITORY, TODAY))[0], TODAY).text()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Path(shutil.copytree(REPOSITORY / "tests" / "site", tmp_path / "root"))


def told(root: Path, kind: Kind, text: str) -> list[Problem]:
    """Put a file in its place and return the problems about it."""
    slug = {"post": f"{TODAY}-brave-new", "registry": OWNER}.get(kind.name, "brave-new")
    path = kind.fill(kind.pattern, slug, OWNER)
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")
    return [problem for problem in check(Job(root, TODAY, program=PROGRAM)).problems if problem.path == path]


def filled(kind: Kind, text: str) -> str:
    """Fill every blank: with what a person types, or with the example in the comment above it."""
    groups = {name for name, entry in kind_schema(kind, words())["properties"].items() if part_of(value_of(entry))}
    lines: list[str] = []
    above, example = "", ""
    for line in text.split("\n"):
        if found := re.fullmatch(rf"\s*# {words().ui('field_example', example='(.+)')}", line):
            example = found[1]
        elif (found := re.fullmatch(r"(\s*)(\w+):(?: \[\])?", line)) and found[2] in groups and not found[1]:
            above = f"{found[2]}."
        elif found:
            field = f"{kind.name}.{above if found[1] else ''}{found[2]}"
            line, example = f"{found[1]}{found[2]}: {TYPED.get(field, example)}", ""
        lines.append(line)
    return "\n".join(lines) + ("" if kind.body is Body.NONE else "نصّ كتبه إنسان.\n")


@EACH_KIND
def test_a_starter_as_written_is_told_only_what_to_fill_in(kind: Kind, root: Path) -> None:
    codes = {problem.code for problem in told(root, kind, text_of(kind))}
    assert codes
    assert codes <= ASKING | ALSO.get(kind.name, set())


@EACH_KIND
def test_a_starter_whose_blanks_are_filled_passes(kind: Kind, root: Path) -> None:
    found = told(root, kind, filled(kind, text_of(kind)))
    assert [problem for problem in found if problem.is_error] == []


def asked(kind: Kind) -> Iterator[str]:
    schema: dict[str, Any] = kind_schema(kind, words())
    yield from (*schema.get("required", ()), *(path.partition(".")[0] for path in kind.starter))


@EACH_KIND
def test_a_starter_asks_for_what_is_required_and_publishes_no_example(kind: Kind) -> None:
    text = text_of(kind)
    front = values(text.split("---\n")[1] if kind.body is not Body.NONE else text)
    assert set(front) == set(asked(kind))
    written = {name: value for name, value in front.items() if value not in (None, []) and not isinstance(value, dict)}
    assert set(written.values()) <= {TODAY.isoformat()}
    assert f"schema/{kind.name}.schema.json" in text.split("\n")[0 if kind.body is Body.NONE else 1]


def test_short_lists_stand_in_the_comment_and_long_ones_are_named() -> None:
    text = text_of(KINDS[0])
    assert "association (جمعية)" in text
    assert "content/vocabulary/sectors.yml" in text
    assert "(الإغاثة والطوارئ)" not in text


def test_every_optional_line_is_taken_once_its_sign_is_removed(root: Path) -> None:
    kind = KINDS[0]
    text = re.sub(
        r"^# (name_en|acronym|aliases|founded|staff|languages|status): ", r"\1: ", text_of(kind), flags=re.MULTILINE
    )
    found = told(root, kind, filled(kind, text))
    assert [problem for problem in found if problem.is_error] == []
