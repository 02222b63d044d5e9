"""What people are told of the typical mistakes, word for word: tests/golden/messages.txt, to be read aloud.

`TASHARUK_GOLDEN=write pytest tests/test_messages.py` approves the texts anew. Each must say where, what was seen, and
what to write instead.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from PIL import Image

from tasharuk.job import Job
from tasharuk.model.fields import FIELD_CODES
from tasharuk.parse.errors import PYDANTIC_CODES
from tasharuk.pipeline import check
from tasharuk.problems import Problem
from tasharuk.read import READ_CODES
from tasharuk.report import Reporter
from tasharuk.rules import CHANGE_CODES, RULE_CODES
from tests.test_examples import check_site
from tests.test_golden import compare
from tests.test_typical_mistakes import FOLDER, MISTAKES, SITE, make
from tests.tools.building import TODAY
from tests.tools.records import words

APART: list[dict[str, Any]] = yaml.safe_load((FOLDER / "apart.yml").read_text(encoding="utf-8"))["mistakes"]
ALL = [*MISTAKES, *APART]
OWNERS = {"thread-and-olive": "thread-owner", "clay-lantern": ""}
REPORTER = Reporter(words("ar"), words("en"))
# words of the trade that a volunteer need not know
JARGON = re.compile(r"\bYAML\b|\bslug\b|front matter|\bNUL\b|سلسلة نصّية|مفتاح|\bبايت|البايت|محرف|مصفوفة|كائن")


def place(mistake: dict[str, Any], root: Path) -> None:
    """Make a mistake of either list in a copy of the site."""
    file = root / mistake["file"]
    file.parent.mkdir(parents=True, exist_ok=True)
    if "write" in mistake:
        file.write_text(mistake["write"], encoding="utf-8")
    elif "bytes" in mistake:
        file.write_bytes(bytes.fromhex(mistake["bytes"]))
    elif "picture" in mistake:
        picture = io.BytesIO()
        Image.new("1", mistake["picture"]).save(picture, "PNG")
        file.write_bytes(picture.getvalue())
    else:
        make(mistake, root)


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=test", "-c", "user.email=test@example.org"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def against_the_site(mistake: dict[str, Any], root: Path) -> tuple[Problem, ...]:
    """Judge a mistake as a change of the sound site, whose folders have owners."""
    for slug, owner in OWNERS.items():
        file = root / f"content/registry/{slug}.yml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"example: true\nowners: [{owner}]\n", encoding="utf-8")
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "base")
    place(mistake, root)
    return check(Job(root, date.fromisoformat(TODAY), base="HEAD", author=mistake["author"])).problems


@cache
def told_of(number: int, folder: Path) -> tuple[Problem, ...]:
    """Return the problems of a mistake made alone in a copy of the site."""
    mistake = ALL[number]
    root = Path(shutil.copytree(SITE, folder / str(number)))
    if "author" in mistake:
        return against_the_site(mistake, root)
    place(mistake, root)
    return check_site(root).problems


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Problem, ...]]:
    """Return what is told of every mistake, by its title."""
    folder = tmp_path_factory.mktemp("messages")
    return {mistake["title"]: told_of(number, folder) for number, mistake in enumerate(ALL)}


def typed(mistake: dict[str, Any]) -> str:
    """Return what the contributor did, for the reader of the approved texts."""
    done = {key: value for key, value in mistake.items() if key not in ("title", "file", "expect", "severity")}
    return "".join(f"  {key}: {str(value).strip()!r}\n".replace("\\n", " ⏎ ") for key, value in done.items())


def test_there_are_more_than_fifty_typical_mistakes() -> None:
    assert len({mistake["title"] for mistake in ALL}) == len(ALL) > 50


def test_every_message_is_as_it_was_approved(told: dict[str, tuple[Problem, ...]]) -> None:
    compare(
        "messages.txt",
        "\n".join(
            f"# {mistake['title']}\n{typed(mistake)}\n{REPORTER.format(told[mistake['title']], 'text')}"
            for mistake in ALL
        ),
    )


def test_every_mistake_is_told_at_its_line(told: dict[str, tuple[Problem, ...]]) -> None:
    for title, problems in told.items():
        assert problems, title
        for problem in problems:
            text = REPORTER.text(problem)
            assert text.startswith(f"{problem.path}:{problem.line}:")
            assert (f"السطر {problem.line}: " in text) == (problem.line > 0)


def test_the_mistakes_come_from_every_stage(told: dict[str, tuple[Problem, ...]]) -> None:
    codes = {problem.code for problems in told.values() for problem in problems}
    pictures = {"not_an_image", "damaged_image", "image_too_large"}
    for stage in (READ_CODES, FIELD_CODES | set(PYDANTIC_CODES.values()), RULE_CODES, CHANGE_CODES, pictures):
        assert len(codes & stage) >= 3


@pytest.mark.parametrize("code", sorted(words("ar").sections["problems"]))
def test_a_message_is_short_and_in_plain_words(code: str) -> None:
    for language, limit in (("ar", 130), ("en", 160)):
        entry = words(language).sections["problems"][code]
        for sentence in entry.values():
            assert not JARGON.search(sentence)
            assert len(sentence) <= limit, sentence


@pytest.mark.parametrize(
    ("code", "field", "given", "suggested"),
    [
        ("unknown_key", "الملخص", "الملخص", ()),
        ("unknown_key", "المتطوعون", "المتطوعون", ("volunteers",)),
        ("unknown_key", "contacts.بريد الكتروني", "بريد الكتروني", ("email",)),
        ("unknown_key", "contacts.متطوّعون", "متطوّعون", ()),
        ("unknown_choice", "status", "عاملة", ("active",)),
        ("unknown_choice", "donation_channels.0.kind", "تحويل مصرفي", ("bank",)),
        ("unknown_choice", "status", "نشطة", ()),
        ("unknown_choice", "status", "", ()),
    ],
)
def test_who_types_the_arabic_name_is_told_the_word_of_the_file(
    code: str, field: str, given: str, suggested: tuple[str, ...]
) -> None:
    problem = Problem("organizations/boat/profile.yml", 3, 1, code, field=field, values={"given": given})
    assert REPORTER.suggestions(problem) == suggested


def test_the_choices_are_named_in_the_language_of_the_sentence() -> None:
    problem = Problem("organizations/boat/posts/2026-11-01-a.md", 3, 1, "unknown_choice", field="kind")
    assert "activity (نشاط)، story (قصة)" in REPORTER.hint(problem, words("ar"))
    assert "نشاط" not in REPORTER.hint(problem, words("en"))
