"""The guides and README: their commands, links, pictures, addresses and lists are those of the program and the site."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from PIL import Image

from tasharuk.cli import parser
from tasharuk.kinds import KIND_BY_NAME
from tasharuk.parse.settings import parse_acceptances
from tasharuk.problems import Problem, Severity
from tasharuk.read import read_mapping
from tests.tools.building import REPOSITORY, Built

ARABIC = ("docs/for-organizations.md", "docs/for-reviewers.md")
GUIDES = ("README.md", *sorted(file.relative_to(REPOSITORY).as_posix() for file in (REPOSITORY / "docs").glob("*.md")))
# commands that the contract promises and that may not be there yet
PROMISED = {"fix", "intake", "import", "publish"}
PAGE = REPOSITORY / "content/pages/add-organization.md"
SETTINGS: dict[str, Any] = yaml.safe_load((REPOSITORY / "content/site.yml").read_text(encoding="utf-8"))
REASONS: list[dict[str, str]] = yaml.safe_load(
    (REPOSITORY / "content/vocabulary/return-reasons.yml").read_text(encoding="utf-8")
)["return_reasons"]
MAX_PICTURE = 60_000
EACH = pytest.mark.parametrize("guide", GUIDES)


def read(path: str) -> str:
    return (REPOSITORY / path).read_text(encoding="utf-8")


def links(text: str) -> Iterator[str]:
    """Yield the target of every link and picture of a Markdown text."""
    yield from re.findall(r"\]\(<?([^)\s>]+)>?\)", text)
    yield from re.findall(r"<img src=\"([^\"]+)\"", text)


def commands(text: str) -> Iterator[list[str]]:
    """Yield the words of every command of the program that a text names."""
    for line in re.findall(r"build\.py ([a-z][^`\n|]*)", text):
        yield line.split()


def known_commands() -> dict[str, argparse.ArgumentParser]:
    """Return the commands of the program, each with its parser."""
    actions = [action for action in parser()._actions if isinstance(action, argparse._SubParsersAction)]
    return dict(actions[0].choices)


@EACH
def test_every_command_of_a_guide_is_one_of_the_program(guide: str) -> None:
    known = known_commands()
    for name, *words in commands(read(guide)):
        assert name in known or name in PROMISED, f"{guide}: {name}"
        if name not in known:
            continue
        options = known[name]._option_string_actions
        assert all(word.strip("[]").split("=")[0] in options for word in words if word.strip("[]").startswith("--"))
        if name == "new" and words[0].islower():
            assert words[0] in KIND_BY_NAME


@EACH
def test_every_link_of_a_guide_leads_to_a_file_of_the_repository(guide: str) -> None:
    folder = (REPOSITORY / guide).parent
    own = [link for link in links(read(guide)) if not re.match(r"https?:|mailto:|#", link)]
    assert [link for link in own if not (folder / link.split("#")[0]).exists()] == []


@pytest.mark.parametrize("guide", ["README.md", *ARABIC])
def test_a_guide_names_the_addresses_of_the_settings(guide: str) -> None:
    text = read(guide)
    contact = SETTINGS["contact"]
    assert set(re.findall(r"[\w.]+@[\w.-]+\w", text)) <= {contact["email"], contact["intake_email"]}
    assert set(re.findall(r"wa\.me/(\d+)", text)) <= {contact["whatsapp"].lstrip("+")}
    foreign = [link for link in links(text) if "://" in link and "wa.me" not in link and "127.0.0.1" not in link]
    assert [link for link in foreign if not link.startswith(SETTINGS["base_url"])] == []


@pytest.mark.site
@pytest.mark.xdist_group("site")
@pytest.mark.parametrize("guide", ["README.md", *ARABIC])
def test_a_guide_leads_to_pages_that_the_site_has(guide: str, site: Built) -> None:
    base = SETTINGS["base_url"]
    asked = [link.removeprefix(base) for link in links(read(guide)) if link.startswith(base)]
    assert [path for path in asked if f"/{path}" not in site.page_by_url] == []


@EACH
def test_the_pictures_of_a_guide_are_small_and_described(guide: str) -> None:
    text = read(guide)
    assert re.findall(r"!\[\]\(", text) == []
    assert [tag for tag in re.findall(r"<img [^>]+>", text) if not re.search(r'alt="[^"]{8,}"', tag)] == []
    for picture in links(text):
        if picture.endswith((".png", ".webp")):
            file = (REPOSITORY / guide).parent / picture
            assert file.stat().st_size <= MAX_PICTURE
            with Image.open(file) as image:
                assert min(image.size) >= 300


def test_every_picture_is_shown_somewhere() -> None:
    shown = {Path(link).name for guide in GUIDES for link in links(read(guide))}
    kept = {file.name for file in (REPOSITORY / "docs/images").iterdir() if file.suffix in (".png", ".webp")}
    assert kept <= shown


@pytest.mark.parametrize("guide", ARABIC)
def test_a_guide_is_one_screen_of_arabic_from_right_to_left(guide: str) -> None:
    text = read(guide)
    assert text.startswith('<div dir="rtl" lang="ar">')
    assert text.count("<div") == text.count("</div>")
    assert len(text.splitlines()) <= 85
    assert len(text.split()) <= 520


def test_readme_page_and_guide_all_begin_with_the_form() -> None:
    for text in (read("README.md").split("## للمنظمات")[1], read(ARABIC[0]), PAGE.read_text(encoding="utf-8")):
        assert "/submit/" in text
        others = [text.index(word) for word in ("wa.me", "build.py new", "المستودع العامّ") if word in text]
        assert text.index("/submit/") < min(others)


def test_every_reason_of_the_list_is_in_the_guide_and_no_other() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| (.+) \|$", read(ARABIC[1]), re.MULTILINE)
    assert rows == [(reason["slug"], reason["name_ar"]) for reason in REASONS]


@pytest.mark.parametrize("reason", REASONS, ids=[reason["slug"] for reason in REASONS])
def test_a_reason_is_courteous_short_and_says_what_to_do_next(reason: dict[str, str]) -> None:
    assert set(reason) == {"slug", "name_ar", "text_ar"}
    text = reason["text_ar"]
    assert 80 < len(text) < 400
    assert re.search(r"نرجو|فأرسلوا|فاكتبوا", text)
    assert not re.search(r"مرفوض|خطؤكم|يجب عليكم|ممنوع", text)
    assert text.count("[") == text.count("]")


def test_the_example_of_an_acceptance_is_one_that_the_program_takes(tmp_path: Path) -> None:
    block = re.search(r"```yaml\n(.+?)```", read(ARABIC[1]), re.DOTALL)
    assert block
    file = tmp_path / "accepted.yml"
    file.write_text(block[1], encoding="utf-8")
    mapping, problems = read_mapping(file, "content/accepted.yml")
    accepted = parse_acceptances(mapping)
    assert (problems, accepted.problems) == ([], ())
    entry = accepted.entries[0]
    held = Problem(entry.path, 12, 19, entry.code, Severity.HELD, entry.field or "")
    assert accepted.apply([held]) == []
