"""Problems as people and machines read them, whatever the values hold that were typed into the files."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt  # what rich reads Markdown with: close to what the code forge does

from tasharuk.problems import Problem, Severity, nearest
from tasharuk.report import FORMATS, Reporter, escape_markdown, harmless, problem_label
from tests.test_golden import compare
from tests.tools.records import words

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
REPORTER = Reporter(words("ar"), words("en"))
PROFILE = "organizations/boat/profile.yml"
CODES = sorted(words().sections["problems"])

BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"  # letters and marks that leave no ink
CONTROLS = [*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0)), *"\u2028\u2029\ufeff\ud800\udfff"]
TURNING = [*"\u061c\u200b\u200c\u200d\u200e\u200f", *map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2060, 0x2070))]

PROBLEMS = [
    Problem(PROFILE, 12, 5, "phone_letters", field="contacts.phones.0", values={"given": "+963 900 OO3 901"}),
    Problem(
        PROFILE, 7, 10, "unknown_term", field="sectors.0", suggestions=("education", "health"),
        values={"given": "eduction", "list": "content/vocabulary/sectors.yml"},
    ),
    Problem(
        PROFILE, 21, 19, "account_name_mismatch", Severity.HELD, "donation_channels.0.account_name",
        {"given": "سالم البحّار", "expected": "فريق القارب"},
    ),
    Problem(
        "campaigns/sail.md", 9, 8, "stale_figures", Severity.WARNING, "as_of",
        {"given": "2026-08-25", "limit": "90"},
    ),
    Problem("organizations/boat/media/boat.png", 0, 0, "unused_media", Severity.WARNING, values={"given": "boat.png"}),
    Problem(
        PROFILE, 12, 3, "unknown_key", field="contacts.fax\n",
        values={"given": "\u202efax\x1b[31m::error::% <b>`@x`", "field": "contacts.fax\n"},
    ),
]  # fmt: skip


def problem(code: str = "unknown_key", value: str = "", **more: Any) -> Problem:
    """Return a problem whose every value is the same."""
    names = re.findall(r"{(\w+)}", " ".join(words().sections["problems"][code].values()))
    place = {"path": PROFILE, "line": 3, "column": 7, "code": code}
    return Problem(**{**place, "values": dict.fromkeys(names, value), **more})


def test_the_report_of_a_terminal_is_as_approved() -> None:
    compare("problems.txt", REPORTER.format(PROBLEMS, "text"))


@pytest.mark.parametrize("style", FORMATS)
def test_every_format_tells_all_problems_by_path_and_place_whatever_their_order(style: str) -> None:
    told = REPORTER.format(PROBLEMS, style)
    assert told == REPORTER.format(PROBLEMS[::-1], style)
    paths = [path for path in re.findall(r"(?:campaigns|organizations)/[\w/-]+\.\w+", told) if "media" not in path]
    assert paths == ["campaigns/sail.md", *[PROFILE] * 4]
    assert REPORTER.format([], style) == ("[]\n" if style == "json" else "")


def test_json_is_one_list_of_records() -> None:
    found = json.loads(REPORTER.format(PROBLEMS, "json"))
    assert [(record["line"], record["severity"]) for record in found] == [
        (9, "warning"), (0, "warning"), (7, "error"), (12, "error"), (12, "error"), (21, "held")
    ]  # fmt: skip
    sentences = {key: found[2].pop(key) for key in ("message_ar", "message_en", "hint_ar")}
    assert found[2] == {
        "path": PROFILE,
        "line": 7,
        "column": 10,
        "severity": "error",
        "code": "unknown_term",
        "field": "sectors.0",
        "suggestions": ["education", "health"],
    }
    assert sentences == {
        "message_ar": REPORTER.message(PROBLEMS[1], words("ar")),
        "message_en": REPORTER.message(PROBLEMS[1], words("en")),
        "hint_ar": REPORTER.remedy(PROBLEMS[1], words("ar")),
    }


def test_a_message_names_what_was_seen_and_what_to_write_instead() -> None:
    told = REPORTER.text(PROBLEMS[1])
    for part in ("eduction", "content/vocabulary/sectors.yml", "«education»", "«health»", "(sectors)"):
        assert part in told


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_remedy_names_the_command_that_can_mend_it_and_no_other_does(language: str) -> None:
    own = words(language)
    assert REPORTER.remedy(PROBLEMS[1], own) == f"{REPORTER.hint(PROBLEMS[1], own)} {own.ui('fix_mends')}"
    assert REPORTER.remedy(PROBLEMS[0], own) == REPORTER.hint(PROBLEMS[0], own)
    assert replace(REPORTER, offers_fix=False).remedy(PROBLEMS[1], own) == REPORTER.hint(PROBLEMS[1], own)


@pytest.mark.parametrize(
    ("severity", "command"),
    [(Severity.ERROR, "error"), (Severity.HELD, "warning"), (Severity.WARNING, "notice")],
)
def test_an_annotation_is_one_workflow_command(severity: Severity, command: str) -> None:
    told = REPORTER.annotation(problem(severity=severity, suggestions=("phones",)))
    assert told.startswith(f"::{command} file={PROFILE},line=3,col=7,title=unknown_key::")
    assert "«phones»" in told


def test_an_annotation_of_a_whole_file_stands_on_its_first_line() -> None:
    assert f"file={PROFILE},line=1,col=1," in REPORTER.annotation(problem(line=0, column=0))


# --- labels


@pytest.mark.parametrize(
    ("path", "field", "label"),
    [
        (PROFILE, "sectors.0", '"Sectors" (sectors.0)'),
        (PROFILE, "contacts.phones.1", '"Phone" (contacts.phones.1)'),
        ("organizations/boat/projects/dock.md", "budget.value", '"Amount" (budget.value)'),
        (PROFILE, "contacts.fax", "contacts.fax"),
        (PROFILE, "phones", "phones"),
        (PROFILE, "name.first", "name.first"),
        ("content/site.yml", "name", "name"),
        (PROFILE, "", ""),
    ],
)
def test_a_field_is_called_by_its_label_and_its_path(path: str, field: str, label: str) -> None:
    assert problem_label(words("en"), path, field) == label


# --- values that would act where they are shown

HOSTILE = [
    "\n::error file=x::y",
    "::stop-commands::x",
    "\r\n  ::add-mask::a%0A::b",
    "\u2028::x\x1b[2J\u202e\u2066",
    "a,line=9::b",
    "`<img src=x onerror=alert(1)>` [x](javascript:x) ![x](//x.example) **x** <!-- \\",
    "\n# x\n\n- x\n\n    x\n\n| x |\n|---|\n<script>",
]


def test_a_character_that_acts_unseen_is_shown_by_its_number() -> None:
    found = {harmless(f"أ{character}b") for character in (*CONTROLS, *TURNING)}
    assert found == {f"أU+{ord(character):04X}b" for character in (*CONTROLS, *TURNING)}


@given(st.text(st.characters()))
def test_harmless_text_stays_so_and_letters_stay_letters(text: str) -> None:
    shown = harmless(text)
    assert harmless(shown) == shown
    assert not set(shown) & {*CONTROLS, *TURNING}
    unseen = {character for character in text if category(character)[0] == "C" or character in BLANK}
    if not unseen | (set(text) & {*CONTROLS, *TURNING}):
        assert shown == text


def everywhere(value: str) -> list[Problem]:
    """Return a problem of every code, with the value in all its places."""
    place = {"path": f"organizations/{value}/profile.yml", "field": value, "suggestions": (value,)}
    return [problem(code, value, **place) for code in CODES]


@pytest.fixture(scope="module", params=HOSTILE, ids=lambda value: value.encode("unicode_escape").decode()[:24])
def value(request: pytest.FixtureRequest) -> str:
    """Return each hostile value in turn."""
    return str(request.param)


@pytest.fixture(scope="module")
def shown(value: str) -> dict[str, str]:
    """Return what the formats that people read make of a value that is everywhere."""
    found = everywhere(value)
    return {style: REPORTER.format(found, style) for style in ("text", "github", "markdown")}


def test_no_value_makes_a_line_of_its_own_or_an_escape(shown: dict[str, str]) -> None:
    for style, told in shown.items():
        assert not {*CONTROLS, *TURNING} & set(told) - {"\n"}
        assert told.splitlines() == told.split("\n")[:-1]
        assert len(told.splitlines()) == len(CODES) * {"text": 6, "github": 1, "markdown": 1}[style]


def test_no_value_makes_a_command_of_a_line_or_a_property_of_a_command(shown: dict[str, str]) -> None:
    assert [line for line in shown["text"].splitlines() if re.match(r"\s*::", line)] == []
    for line in shown["github"].splitlines():
        command = re.fullmatch(r"::error file=([^,:]*),line=3,col=7,title=\w+::(.*)", line)
        assert command, line
        assert not re.search(r"%(?!25|0A|0D|3A|2C)", command[1] + command[2])


class Tags(HTMLParser):
    """Collects the tags and the text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_markdown_shows_every_value_as_text(value: str, shown: dict[str, str]) -> None:
    page = Tags(MARKDOWN.render(shown["markdown"]))
    assert page.tags == {"ul", "li", "code"}
    assert page.text.count(harmless(value)) >= len(CODES)


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp", "Zs"))))
def test_escaped_text_reads_as_it_was_typed(text: str) -> None:
    assert Tags(MARKDOWN.render(f"أ{escape_markdown(text)}")).text.strip() == f"أ{text}"


# --- counting, and the nearest word


def test_a_summary_counts_each_severity() -> None:
    arabic = words()
    parts = [arabic.plural("errors", 3), arabic.plural("helds", 1), arabic.plural("warnings", 2)]
    assert REPORTER.summary(PROBLEMS) == arabic.ui("list_comma").join(parts)


@pytest.mark.parametrize(
    ("given", "known", "found"),
    [
        ("helth", ["health", "education"], ("health",)),
        ("HEALTH", ["health"], ("health",)),
        ("ab", ["b", "ba", "abc", "abd", "abe"], ("abc", "abd", "abe")),
        ("ab", ["abe", "abd", "abc", "abf"], ("abc", "abd", "abe")),
        ("water", ["health", "education"], ()),
        ("", ["health"], ()),
        ("x", [], ()),
    ],
)
def test_the_nearest_words_are_few_and_in_order(given: str, known: list[str], found: tuple[str, ...]) -> None:
    assert nearest(given, known) == found


def test_capitals_count_where_they_matter() -> None:
    assert nearest("SYP", ["syp"], fold=False) == ()
