"""The short way for simple YAML reads what the parser reads, to the last place, or leaves the text to it."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasharuk.problems import Problem
from tasharuk.read import Place, Source, folder, read_source
from tasharuk.read.composer import PARSER, PureParser, compose
from tasharuk.read.document import Document, simple_document
from tasharuk.read.text import decode

EXAMPLES = Path(__file__).parents[1] / "examples"
FILES = sorted(path for path in EXAMPLES.glob("*/valid/*") if path.suffix in (".yml", ".md"))


def same(text: str) -> bool:
    """Tell whether the short way is taken; then the parsers must find the same values and places."""
    short = simple_document(text, 4)
    if short is None:
        return False
    for parser in (PARSER, PureParser):
        whole = compose(text, "home.yml", 4, parser=parser)
        assert isinstance(whole, Document), whole
        assert json.dumps(short.data) == json.dumps(whole.data), "the order of keys counts"
        assert dict(short.marks) == dict(whole.marks)
        assert dict(short.key_marks) == dict(whole.key_marks)
    return True


def test_what_people_write_takes_the_short_way() -> None:
    assert same(
        "\n# c: d\n  # e\nname: بيت النور\nnote: \"a: b # c\"\nother: 'x'\n\nsite: https://noor.example/a:b\n"
        "sectors: [health, food-security]\nbudget: {value: 12, currency: SYP}\nphones:\n # f\n- +963 11 000\n- x\n"
        "about: |\n  One: two\n    # three\n\n  four\n\ncontacts:\n  social:\n      web: x\n  offices:\n"
        "  - name: a\n    list:\n    - {value: 1, unit: family}\n    - [a, b]\n  - name: b\nend: 2026\n"
    )


def test_most_sound_examples_take_the_short_way() -> None:
    sources = [read_source(EXAMPLES, path.relative_to(EXAMPLES).as_posix(), Place("x", "<x>")) for path in FILES]
    sound = [source for source in sources if isinstance(source, Source)]
    short = [source for source in sound if is_simple(EXAMPLES / source.path)]
    assert len(short) > len(sound) * 0.6


def is_simple(file: Path) -> bool:
    text = decode(file.read_bytes(), file.name)
    assert isinstance(text, str)
    parts = folder._front_matter(text, file.name) if file.suffix == ".md" else (text, "", 0)
    return not isinstance(parts, Problem) and same(parts[0])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "a: b",
        "# c\n",
        "a:\n",
        "a: b\na: c\n",
        "a: {b: c, b: d}\n",
        "a: b # c\n",
        "a:  b\n",
        "a: b \n",
        "a: b: c\n",
        "a: b:\n",
        "a: b\n  c\n",
        "a: b\n  c: d\n",
        "a: 'it''s'\n",
        'a: "\\u200b"\n',
        'a: "b\n  c"\n',
        "a: &b c\n",
        "a: *b\n",
        "a: !b c\n",
        "a: []\n",
        "a: [b,c]\n",
        "a: [b, c: d]\n",
        "a: [b, 'c']\n",
        "a: |-\n  b\n",
        "a: |\n   b\n  c\n",
        "a: |\n\n  b\n",
        "a: |\n  b\n   \n",
        "a: |\nb: c\n",
        "a: >\n  b\n",
        "a:\n- b\n-\n",
        "a:\n- - b\n",
        "a:\n  - b\n - c\n",
        "a: b\n- c\n",
        "a:\tb\n",
        "a: b\ufeff\n",
        "<<: a\n",
        "A: b\n",
        "1: b\n",
        "---\na: b\n",
        "a: b\n---\na: b\n",
        "a: b\n...\n",
        "a:\n" + "".join(f"{' ' * depth}b:\n" for depth in range(1, 9)) + " " * 9 + "c: d\n",
        "a: [" + ", ".join("b" * 6_000) + "]\n",
    ],
)
def test_whatever_else_there_is_and_every_mistake_is_for_the_parser(text: str) -> None:
    assert simple_document(text) is None


SIGNS = [*" \n'\"#:,[]{}|>&*!%@`?-~=x1ج", "  ", "    ", "- ", ": ", ", ", " #", "\n- ", "\n  - ", "\n  ", "\n    "]
SIGNS += [
    "\na: ",
    "\nb: ",
    "\n  b: ",
    "\n  c:",
    "\n    d: ",
    "b:\n",
    "c: |\n",
    "[a, b]",
    "{a: b}",
    "<<",
    "---",
    "\\",
    "\xa0",
]
VALUE = st.sampled_from(["x", "ج", "a b", "12:30", "'q: r'", '"s # t"', "[a, b c]", "{a: b, c: d e}", "https://x/"])
VALUE |= st.lists(st.sampled_from(SIGNS[:24]), max_size=4).map("".join)
STEP = st.tuples(st.sampled_from(["- ", "", ""]), st.sampled_from("abc"), st.integers(-2, 3), VALUE)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(SIGNS), max_size=12).map("".join))
def test_any_signs_are_read_as_the_parser_does(signs: str) -> None:
    same(f"a: {signs}\n")


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(STEP, min_size=1, max_size=8), st.booleans())
def test_lines_at_any_indent_are_read_as_the_parser_does(steps: list[tuple[str, str, int, str]], is_deep: bool) -> None:
    text, indent = "", 0
    for number, (dash, key, step, value) in enumerate(steps):
        indent = max(0, indent + step) if number else 0
        opens = is_deep and number + 1 < len(steps) and steps[number + 1][2] >= 0
        text += f"{' ' * indent}{dash if number else ''}{key}{number % 3}:{'' if opens else f' {value}'}\n"
    same(text)
