"""Hostile submissions, when their folder lies beside the repository: a sample; tests.tools.hostile tries all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools import hostile
from tests.tools.building import REPOSITORY
from tests.tools.verdict import none_of

FOLDERS = [parent / "shared/hostile" for parent in REPOSITORY.parents]
FOLDER = next((folder for folder in FOLDERS if folder.is_dir()), None)
EVERY = 5  # case in so many of the public lists; those made for this directory are tried in full
OWN = ("money", "impersonation", "path", "privacy", "url", "iban", "digits", "campaign", "authority", "legit")


def sample(folder: Path) -> list[hostile.Case]:
    """Return the cases about money, names, paths and people, and some of the others, the same each time."""
    cases = hostile.load(folder)
    own = [case for case in cases if case["category"].startswith(OWN)]
    rest = [case for case in cases if not case["category"].startswith(OWN)]
    return [*own, *rest[:: EVERY * 8]]


@pytest.mark.skipif(FOLDER is None, reason="no ../shared/hostile beside the repository: nothing to try")
def test_hostile_submissions_are_judged_as_they_ask_for() -> None:
    assert FOLDER is not None
    outcomes = list(hostile.run(sample(FOLDER)))
    assert len(outcomes) > 100
    none_of(
        f"{outcome.case['id']} wants {outcome.case['expect']}, got {outcome.code} {outcome.note} {outcome.told}"
        for outcome in outcomes
        if not outcome.is_right
    )
