"""Thirty mistakes that people make: each is told at its line with a remedy, alone and all of them in one run.

The list is tests/examples/typical-mistakes/mistakes.yml; the sound site they are made in lies beside it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.test_examples import check_site
from tests.tools.building import REPOSITORY, TODAY

FOLDER = REPOSITORY / "tests" / "examples" / "typical-mistakes"
SITE = FOLDER / "site"
MISTAKES: list[dict[str, Any]] = yaml.safe_load((FOLDER / "mistakes.yml").read_text(encoding="utf-8"))["mistakes"]
EACH = pytest.mark.parametrize("mistake", MISTAKES, ids=[mistake["title"] for mistake in MISTAKES])

# the contract's record of a problem: key → type of its value
RECORD: dict[str, type] = {
    "path": str,
    "line": int,
    "column": int,
    "severity": str,
    "code": str,
    "field": str,
    "message_ar": str,
    "message_en": str,
    "hint_ar": str,
    "suggestions": list,
}


def make(mistake: dict[str, Any], root: Path) -> None:
    """Make a mistake in a copy of the site."""
    file: Path = root / mistake["file"]
    if "replace" in mistake:
        text = file.read_text(encoding="utf-8")
        assert text.count(mistake["replace"]) == 1, "the text to replace must stand there once"
        file.write_text(text.replace(mistake["replace"], mistake["by"]), encoding="utf-8")
    elif "encoding" in mistake:
        file.write_bytes(file.read_text(encoding="utf-8").encode(mistake["encoding"]))
    elif "rename" in mistake:
        file.rename(root / mistake["rename"])
    else:
        assert mistake["delete"]
        file.unlink()


def told(mistakes: Iterable[dict[str, Any]]) -> list[tuple[str, int, str, str]]:
    """Return what must be told of the mistakes: path, line, severity and code, sorted."""
    return sorted(
        (one.get("path", mistake["file"]), one["line"], mistake.get("severity", "error"), one["code"])
        for mistake in mistakes
        for one in expectations(mistake)
    )


def expectations(mistake: dict[str, Any]) -> list[dict[str, Any]]:
    expected: Any = mistake["expect"]
    return expected if isinstance(expected, list) else [expected]


def undo(mistake: dict[str, Any], root: Path) -> None:
    """Make the copy sound again."""
    if "rename" in mistake:
        (root / mistake["rename"]).rename(root / mistake["file"])
    else:
        shutil.copyfile(SITE / mistake["file"], root / mistake["file"])


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the sound site; who makes a mistake in it undoes it."""
    return Path(shutil.copytree(SITE, tmp_path_factory.mktemp("mistake") / "root"))


@dataclass(frozen=True)
class Run:
    """What a check printed, and how it ended."""

    code: int
    problems: list[dict[str, Any]]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Make all mistakes at once and check the site as people do."""
    copy = Path(shutil.copytree(SITE, tmp_path_factory.mktemp("mistakes") / "root"))
    for mistake in MISTAKES:
        make(mistake, copy)
    command = [sys.executable, "build.py", "check", "--root", str(copy), "--format", "json", "--today", TODAY]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, encoding="utf-8", check=False)
    assert done.stderr == ""
    return Run(done.returncode, json.loads(done.stdout))


def test_the_site_without_mistakes_is_sound() -> None:
    assert check_site(SITE).problems == ()


def test_the_list_holds_thirty_mistakes_that_are_errors() -> None:
    assert sum(mistake.get("severity", "error") == "error" for mistake in MISTAKES) == 30
    assert len({mistake["title"] for mistake in MISTAKES}) == len(MISTAKES)


@EACH
def test_a_mistake_alone_is_told_and_nothing_else(mistake: dict[str, Any], copy: Path) -> None:
    make(mistake, copy)
    found = check_site(copy).problems
    undo(mistake, copy)
    assert sorted((p.path, p.line, p.severity.value, p.code) for p in found) == told([mistake])


def test_all_mistakes_at_once_are_told_in_one_run(run: Run) -> None:
    assert run.code == 1
    assert sorted((p["path"], p["line"], p["severity"], p["code"]) for p in run.problems) == told(MISTAKES)


def test_the_problems_come_sorted_by_path_and_line(run: Run) -> None:
    places = [(problem["path"], problem["line"]) for problem in run.problems]
    assert places == sorted(places)


def test_a_problem_has_the_keys_of_the_contract_and_no_others(run: Run) -> None:
    assert {tuple(problem) for problem in run.problems} == {tuple(RECORD)}
    for problem in run.problems:
        assert {key: type(value) for key, value in problem.items()} == RECORD


@EACH
def test_a_mistake_is_told_in_both_languages_with_what_to_do(mistake: dict[str, Any], run: Run) -> None:
    for one in expectations(mistake):
        path = one.get("path", mistake["file"])
        found = [p for p in run.problems if (p["path"], p["line"], p["code"]) == (path, one["line"], one["code"])]
        assert found
        for problem in found:
            assert one["hint"] in problem["hint_ar"]
            assert "suggest" not in one or problem["suggestions"][0] == one["suggest"]
            assert problem["message_ar"].strip()
            assert problem["message_en"].strip()
