"""The closed lists: a file that cannot be used is told in both languages, and the program's own list stands in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tasharuk.cache import Cache
from tasharuk.cli import main
from tasharuk.job import Job
from tasharuk.pipeline import read_vocabulary
from tasharuk.report import Reporter
from tasharuk.words import load_words
from tests.tools.building import REPOSITORY
from tests.tools.records import TODAY, vocabulary

PATH = "content/vocabulary/legal-forms.yml"


def write(root: Path, text: str) -> None:
    (root / PATH).parent.mkdir(parents=True, exist_ok=True)
    (root / PATH).write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("forms: 5\n", 1),
        ("lists: []\n", 1),
        ("forms:\n", 1),
        ("forms:\n  - {slug: a, name_ar: x}\n  - b\n", 3),
        ("forms:\n  - {name_ar: x}\n", 2),
        ("forms:\n  - {slug: [a], name_ar: x}\n", 2),
        ("forms:\n  - {slug: a, name_ar: {x: y}}\n", 2),
    ],
)
def test_a_list_that_cannot_be_used_is_told_and_replaced(text: str, line: int, tmp_path: Path) -> None:
    write(tmp_path, text)
    vocabulary, problems = read_vocabulary(Job(tmp_path, TODAY))
    assert [(problem.path, problem.line, problem.code) for problem in problems] == [(PATH, line, "bad_list")]
    assert vocabulary == read_vocabulary(Job(REPOSITORY, TODAY))[0]


def test_a_bad_list_is_told_in_both_languages(tmp_path: Path) -> None:
    write(tmp_path, "forms: 5\n")
    problem = read_vocabulary(Job(tmp_path, TODAY))[1][0]
    reporter = Reporter(*(load_words(REPOSITORY / "content/words", language) for language in ("ar", "en")))
    for words in (reporter.arabic, reporter.english):
        told = reporter.message(problem, words)
        assert "forms" in told
        assert "slug" in told


def test_a_check_with_a_bad_list_ends_with_its_problem(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, "nothing: here\n")
    assert main(["check", "--root", str(tmp_path), "--today", TODAY.isoformat()]) == 1
    assert f"{PATH}:1:1  error bad_list" in capsys.readouterr().out


def test_what_is_kept_of_the_lists_follows_their_files(tmp_path: Path) -> None:
    cache = Cache(tmp_path / ".cache", "1")
    job = Job(tmp_path, TODAY)
    ours = read_vocabulary(job, cache)
    assert read_vocabulary(job, cache) == ours == read_vocabulary(job)
    write(tmp_path, "forms: [{slug: club, name_ar: x}]\n")
    assert list(read_vocabulary(job, cache)[0].forms) == ["club"]
    write(tmp_path, "forms: 5\n")
    assert [read_vocabulary(job, cache)[1][0].code for _ in range(2)] == ["bad_list", "bad_list"]
    (tmp_path / PATH).unlink()
    assert read_vocabulary(job, cache) == ours


def test_each_language_has_its_names_for_the_same_terms() -> None:
    known = read_vocabulary(Job(REPOSITORY, TODAY))[0]
    assert known.called_in("ar") is known
    english = known.called_in("en")
    assert english is known.called_in("en")
    assert (english.sectors["health"].name, known.sectors["health"].name_en) == ("Health and psychosocial support",) * 2
    assert list(english.governorates) == list(known.governorates)
    assert vocabulary().called_in("en").sectors["health"].name == "health", (
        "a term without an English name keeps its own"
    )


def test_every_unit_is_counted_and_every_currency_summed_in_english() -> None:
    known = read_vocabulary(Job(REPOSITORY, TODAY))[0]
    assert not [slug for slug, term in known.units.items() if set(term.more["forms_en"]) != {"one", "other"}]
    assert not [slug for slug, term in known.currencies.items() if not term.more["short_en"]]
