"""YAML → text values with their places, by both parsers. A case is a file in tests/examples/read/.

`valid/<name>.yml` or `.md` has the values it must give in `<name>.json`; `invalid/<code>-<what>.yml` or `.md` has
its problems in `<file>.expected`, one a line: place, code, field, and what fills the wording.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasharuk.problems import Problem
from tasharuk.read import READ_CODES, Mark, Place, Source, composer, folder, read_source
from tasharuk.read.composer import MAX_PROBLEMS, PARSER, PureParser, compose
from tasharuk.read.document import Document, Rules
from tasharuk.read.source import Value, ValuePath
from tasharuk.read.text import REFUSED

EXAMPLES = Path(__file__).parents[1] / "examples" / "read"
VALID = sorted(file.name for file in (EXAMPLES / "valid").iterdir() if file.suffix != ".json")
INVALID = sorted(file.name for file in (EXAMPLES / "invalid").iterdir() if file.suffix != ".expected")
PARSERS = {parser.__name__: parser for parser in (PARSER, PureParser)}
Parse = Callable[[str], Any]


@pytest.fixture(params=PARSERS)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Parse:
    """Return each parser in turn; whole files are read with it too."""
    chosen: Parse = PARSERS[request.param]
    monkeypatch.setattr(folder, "simple_document", lambda text, lines_before: None)
    monkeypatch.setattr(composer, "compose", partial(compose, parser=chosen))
    return chosen


def read_example(outcome: str, name: str) -> Source | list[Problem]:
    return read_source(EXAMPLES / outcome, name, Place("example", f"<slug>{Path(name).suffix}"))


def valid_example(name: str) -> Source:
    source = read_example("valid", name)
    assert isinstance(source, Source), source
    return source


def document(text: str, parser: Parse = PARSER, **limits: Any) -> Document:
    found = compose(text, "home.yml", parser=parser, **limits)
    assert isinstance(found, Document), found
    return found


def problems(text: str, parser: Parse = PARSER, **limits: Any) -> list[Problem]:
    found = compose(text, "home.yml", parser=parser, **limits)
    assert isinstance(found, list), f"taken: {found!r}"
    return found


def told(problem: Problem) -> str:
    values = (f"{key}={value}" for key, value in sorted(problem.values.items()))
    place = f"{problem.line}:{problem.column}"
    return " ".join(part for part in (place, problem.code, problem.field, *values) if part)


def values_of(value: Value, path: ValuePath = ()) -> Iterator[tuple[ValuePath, Value]]:
    """Yield every value of a document with its path."""
    yield path, value
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from values_of(one, (*path, key))


def starts_at(value: Value, mark: Mark, lines: list[str]) -> bool:
    """Say whether the text at a place is how the value begins, in whichever style it is written."""
    line = lines[mark.line - 1]
    before, rest = line[: mark.column - 1], line[mark.column - 1 :]
    if before and before[-1] not in " \t[{":
        return value == ""
    if isinstance(value, list):
        return rest[0] in "[-"
    if isinstance(value, dict):
        return rest[0] == "{" or starts_at(next(iter(value)), mark, lines)
    return rest[0] in "|>" or rest.lstrip("'\"").startswith(value.split()[0])


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("name", VALID)
def test_a_sound_example_gives_what_was_typed(name: str) -> None:
    expected = json.loads((EXAMPLES / "valid" / name).with_suffix(".json").read_text(encoding="utf-8"))
    data = valid_example(name).data
    assert data == expected
    assert list(values_of(dict(data))) == list(values_of(expected)), "the order is the file's"


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("name", VALID)
def test_every_value_and_every_key_of_an_example_knows_its_place(name: str) -> None:
    source = valid_example(name)
    lines = (EXAMPLES / "valid" / name).read_text(encoding="utf-8").split("\n")
    values = dict(values_of(dict(source.data)))
    assert list(source.marks) == list(values)
    assert list(source.key_marks) == [path for path in values if path and isinstance(path[-1], str)]
    astray = [path for path, mark in source.marks.items() if not starts_at(values[path], mark, lines)]
    astray += [path for path, mark in source.key_marks.items() if not starts_at(path[-1], mark, lines)]
    assert not astray


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("name", INVALID)
def test_a_bad_example_is_refused_at_its_place(name: str) -> None:
    found = read_example("invalid", name)
    assert isinstance(found, list), f"taken: {found!r}"
    expected = (EXAMPLES / "invalid" / f"{name}.expected").read_text(encoding="utf-8")
    assert [told(problem) for problem in found] == expected.splitlines()
    assert found[0].code == name.split("-")[0]
    assert {problem.path for problem in found} == {name}


def test_every_expectation_has_its_example() -> None:
    assert [f"{name}.expected" for name in INVALID] == sorted(f.name for f in EXAMPLES.glob("invalid/*.expected"))
    assert len({Path(name).stem for name in VALID}) == len(VALID) == len(list(EXAMPLES.glob("valid/*.json")))


BARE = """0112345670 no NO off y 12:30 1.10 +963112345670 0x10 0o17 1_000 2024-01-01 2024-01-01T10:00:00Z
~ null true .nan -.inf 1e3 = << ٠١٢ ۱۲""".split()


@pytest.mark.parametrize("form", ["{}", "'{}'", '"{}"', "[{}]", "{{a: {}}}", "\n  - {}", "|-\n  {}", ">-\n  {}"])
def test_every_scalar_stays_text_in_every_style(form: str, parser: Parse) -> None:
    text = "".join(f"field_{number}: {form.format(typed)}\n" for number, typed in enumerate(BARE))
    read = document(text, parser)
    assert [value for _, value in values_of(read.data) if isinstance(value, str)] == BARE


def test_places_count_lines_and_characters_from_one(parser: Parse) -> None:
    read = document("اسم: بيت\n🎉: {هاتف: [١, '٢']}\nأ:\n  - |\n    ب\n  -\n    ج: د\n", parser, lines_before=1)
    assert dict(read.marks) == {
        (): (2, 1),
        ("اسم",): (2, 6),
        ("🎉",): (3, 4),
        ("🎉", "هاتف"): (3, 11),
        ("🎉", "هاتف", 0): (3, 12),
        ("🎉", "هاتف", 1): (3, 15),
        ("أ",): (5, 3),
        ("أ", 0): (5, 5),
        ("أ", 1): (8, 5),
        ("أ", 1, "ج"): (8, 8),
    }
    assert dict(read.key_marks) == {
        ("اسم",): (2, 1),
        ("🎉",): (3, 1),
        ("🎉", "هاتف"): (3, 5),
        ("أ",): (4, 1),
        ("أ", 1, "ج"): (8, 5),
    }


def test_a_path_that_the_document_lacks_has_no_place() -> None:
    marks = document("name: بيت\n").marks
    assert ("phone",) not in marks
    with pytest.raises(KeyError):
        marks["phone",]


def test_two_spellings_of_one_letter_are_one_key(parser: Parse) -> None:
    (problem,) = problems("caf\u00e9: 1\nx: 2\ncafe\u0301: 3\n", parser)
    assert told(problem) == "3:1 duplicate_key caf\u00e9 first_line=1 key=caf\u00e9"
    assert document("cafe\u0301: e\u0301\n", parser).data == {"caf\u00e9": "e\u0301"}


@pytest.mark.parametrize(
    ("escape", "code"),
    [
        (r"\ud800", "lone_surrogate"),
        (r"\uDFFF", "lone_surrogate"),
        (r"\ud83d\ude00", "lone_surrogate"),
        (r"\U00110000", "syntax_escape"),
        (r"\UFFFFFFFF", "syntax_escape"),
        (r"\q", "syntax_escape"),
        (r"\x00", "nul_character"),
        (r"\P", "line_separator"),
        (r"\N", "line_separator"),
        (r"\u2067", "bidi_control"),
        (r"\b", "control_character"),
        (r"\uffff", "control_character"),
        (r"\U000e0061", "tag_character"),
    ],
)
def test_an_escape_hides_nothing(escape: str, code: str, parser: Parse) -> None:
    assert [problem.code for problem in problems(f'name: "بيت {escape}"\n', parser)] == [code]
    assert document(f"name: 'بيت {escape}'\n", parser).data == {"name": f"بيت {escape}"}


def test_as_many_values_as_allowed_are_read_and_the_next_is_refused_at_its_place(parser: Parse) -> None:
    fits = "list:\n" + "- x\n" * 7  # the mapping, one key and the list count too
    assert len(document(fits, parser, rules=Rules(max_values=10)).data["list"]) == 7
    found = problems(fits + "- y\n- z\n", parser, rules=Rules(max_values=10))
    assert [told(problem) for problem in found] == ["9:3 too_many_values list.8 limit=10"]


def test_a_record_may_hold_a_few_thousand_values_and_no_more() -> None:
    (problem,) = problems("list: [" + "x," * 5_000 + "]\n")
    assert problem.code == "too_many_values"


class CountingParser:
    """A parser that counts what is asked of it."""

    def __init__(self, text: str) -> None:
        self.inner = PARSER(text)
        self.events = 0

    def get_event(self) -> Any:
        self.events += 1
        return self.inner.get_event()


def test_after_enough_problems_the_rest_is_left_unread() -> None:
    text = "phone: 1\n" * 100
    counting = CountingParser(text)
    found = problems(text, lambda _text: counting)
    assert counting.events < 60
    assert [(problem.line, problem.code) for problem in found] == [
        (line, "duplicate_key") for line in range(2, MAX_PROBLEMS + 2)
    ]


@pytest.mark.parametrize("key", ["7", "'7'", "٧", "-1", "1.5", "~"])
def test_a_vocabulary_may_have_numbers_for_keys_and_a_record_only_quoted_ones(key: str, parser: Parse) -> None:
    text = f"{key}: x\n"
    assert document(text, parser, rules=Rules(number_keys=True)).data == {key.strip("'"): "x"}
    if key.startswith("'"):
        assert document(text, parser).data == {"7": "x"}
    else:
        assert [told(problem) for problem in problems(text, parser)] == [f"1:1 key_not_text given={key}"]


@pytest.mark.parametrize("text", ["", "\n\n", "# later\n", "---\n"])
def test_our_own_files_may_be_empty_and_records_may_not(text: str, parser: Parse) -> None:
    assert document(text, parser, rules=Rules(empty=True)).data == {}
    assert [problem.code for problem in problems(text, parser)] == ["empty_file"]


def test_a_hidden_character_in_a_path_is_shown(parser: Parse) -> None:
    found = problems('"a\\u200bb":\n  c: !t x\n  c: y\n', parser)
    assert [problem.field for problem in found] == ["", "aU+200Bb.c", "aU+200Bb.c"]


PIECES = """
a: |b: |- |\n|\n  |\n\t|'q'|"|'|[|]|{|}|,|: |? |&k |*k|!t |!|\t| #|---\n|...\n|%TAG |اسم: |🎉|1: |<<: |@|\\
|\r|\0|\ud800|\ufeff|\u2028|\u0085|"\\ud800"|"\\UFFFFFFFF"|"\\0"|>-\n  t
""".strip("\n").split("|")
YAML_TEXT = st.lists(st.sampled_from(PIECES) | st.text(st.characters(), max_size=3), max_size=14).map("".join)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(YAML_TEXT, st.integers(0, 1))
def test_any_text_is_a_document_or_problems_with_a_place(text: str, lines_before: int) -> None:
    for parser in PARSERS.values():
        found = compose(text, "home.yml", lines_before, parser=parser)
        if isinstance(found, Document):
            assert list(found.marks) == [path for path, _ in values_of(found.data)]
        else:
            assert found
            assert {problem.code for problem in found} <= READ_CODES
            assert all(problem.line > lines_before and problem.column > 0 for problem in found)


WRITABLE = st.text(st.characters(exclude_categories=("Cs", "Cn")), max_size=8).filter(lambda t: not REFUSED.search(t))
TREE = st.recursive(
    WRITABLE,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.from_regex("[a-zء-ي]{1,8}", fullmatch=True), inner),
    max_leaves=8,
)


@settings(max_examples=50, deadline=None, derandomize=True)
@given(TREE, st.sampled_from(list(PARSERS.values())))
def test_what_is_quoted_arrives_to_the_letter(tree: Value, parser: Parse) -> None:
    assert document(json.dumps({"tree": tree}, ensure_ascii=False), parser).data == {"tree": tree}
