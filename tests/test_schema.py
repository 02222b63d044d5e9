"""What editors read: schemas that take and refuse what the models do, choices in Arabic, settings, the table."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from pydantic import TypeAdapter

from tasharuk.cli import main
from tasharuk.job import Job
from tasharuk.kinds import KIND_BY_NAME, KINDS, Body, Kind
from tasharuk.model import fields
from tasharuk.model.fields import FIELD_CODES
from tasharuk.parse.errors import PYDANTIC_CODES
from tasharuk.pipeline import read_vocabulary
from tasharuk.schema import field_table, schema_files
from tasharuk.vocabulary import Vocabulary
from tasharuk.words import LANGUAGES
from tests.model.test_fields import REFUSED, TAKEN, TEXT_TYPES
from tests.test_examples import EXPECTED, examples
from tests.tools.building import REPOSITORY
from tests.tools.editor import read_as_editor, values
from tests.tools.records import TODAY, words

# what a pattern cannot tell → why. A code stands here as long as some value of it passes the schema.
BEYOND = {
    "bad_iban": "check digits are a calculation",
    "costly_phone": "which numbers are dear is a table of the world's networks",
    "decorated_name": "praise is a matter of words, in any spelling",
    "impossible_date": "the 29th of February exists in some years",
    "not_a_phone": "which country codes exist is a table of the world's networks",
    "other_network": "one type serves six networks; the field's name tells which",
    "url_host": "punycode has to be decoded",
    "url_lookalike": "punycode has to be decoded",
}
# bare numbers reach an editor as numbers, no longer as they were spelled: 1.000 is 1
SPELLING = {"ambiguous_number", "not_a_number", "too_many_decimals"}
# one value of each code of BEYOND that no other test tries
MORE_BEYOND = [(fields.Date, "2025-02-29", "impossible_date"), (fields.SocialUrl, "https://x.com/a", "other_network")]

MODEL_CODES = FIELD_CODES | set(PYDANTIC_CODES.values()) | {"unknown_term", "national_alone", "absent_value"}
EACH_KIND = pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])


@cache
def vocabulary() -> Vocabulary:
    return read_vocabulary(Job(REPOSITORY, TODAY))[0]


@cache
def files() -> dict[str, str]:
    return {file.path: file.content.decode("utf-8") for file in schema_files(words(), vocabulary())}


@cache
def schema_of(kind: Kind) -> dict[str, Any]:
    schema = json.loads(files()[f"schema/{kind.name}.schema.json"])
    assert isinstance(schema, dict)
    return schema


def type_schema(kind: Any) -> Draft7Validator:
    return Draft7Validator(TypeAdapter(kind).json_schema())


def marked(schema: dict[str, Any], data: Any) -> Iterator[str]:
    """Yield the name of every field that an editor marks, places in lists left out."""
    for error in Draft7Validator(schema).iter_errors(data):
        above = [str(part) for part in error.absolute_path if isinstance(part, str)]
        names: list[str] = []
        if error.validator == "required":
            names = [name for name in error.validator_value if name not in error.instance]
        elif error.validator == "additionalProperties":
            names = [name for name in error.instance if name not in error.schema["properties"]]
        yield from (".".join([*above, name]) for name in names) if names else [".".join(above)]


# --- the schemas and the models agree


@pytest.mark.parametrize("example", examples("valid"))
def test_a_valid_example_is_taken_by_the_schema(example: Path) -> None:
    kind = KIND_BY_NAME[example.parts[-3]]
    assert list(marked(schema_of(kind), read_as_editor(example))) == []


@pytest.mark.parametrize("example", examples("invalid"))
def test_the_schema_marks_the_fields_that_the_model_refuses_and_no_others(example: Path) -> None:
    kind = KIND_BY_NAME[example.parts[-3]]
    told = EXPECTED.findall(example.read_text(encoding="utf-8"))
    expected = {re.sub(r"\.\d+\b", "", field) for _, code, field in told if code in MODEL_CODES}
    unseen = {re.sub(r"\.\d+\b", "", field) for _, code, field in told if code in BEYOND.keys() | SPELLING}
    found = set(marked(schema_of(kind), read_as_editor(example)))
    assert found <= expected
    assert expected - unseen <= found


@pytest.mark.parametrize(("kind", "typed"), [(kind, typed) for kind, typed, _ in TAKEN])
def test_what_a_type_takes_its_schema_takes_quoted_or_bare(kind: Any, typed: Any) -> None:
    written = [typed, values(typed)] if isinstance(typed, str) and re.fullmatch(r"[^:#'\"\n]+", typed) else [typed]
    assert [value for value in written if not type_schema(kind).is_valid(value)] == []


@pytest.mark.parametrize(("kind", "typed", "code"), [row for row in REFUSED if row[2] not in BEYOND])
def test_what_a_type_refuses_its_schema_refuses(kind: Any, typed: Any, code: str) -> None:
    assert not type_schema(kind).is_valid(typed)


@pytest.mark.parametrize("code", BEYOND)
def test_no_code_is_called_beyond_a_pattern_that_is_not(code: str) -> None:
    assert any(type_schema(kind).is_valid(typed) for kind, typed, other in [*REFUSED, *MORE_BEYOND] if other == code)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (fields.Phone, "0112345670"),
        (fields.Phone, "٠١١٢٣٤٥٦٧٠"),
        (fields.AccountNumber, "0000004131"),
        (fields.Reference, "1234"),
        (fields.YearOrDate, "2016"),
        (fields.Year, "٢٠٢٥"),
        (fields.Count, "120"),
        (fields.AmountValue, "12.50"),
        (fields.Date, "2026-05-01"),
        (fields.Flag, "no"),
        (fields.Flag, "true"),
        (fields.Line, "12:30"),
        (fields.Slug, "2030"),
    ],
)
def test_what_people_write_bare_needs_no_quotes(kind: Any, text: str) -> None:
    assert type_schema(kind).is_valid(values(text))
    TypeAdapter(kind).validate_python(text)


@pytest.mark.parametrize("written", ["", "~", '""', '"-"', "لا يوجد", "none"])
def test_a_value_that_says_nothing_is_marked_as_check_warns_of_it(written: str) -> None:
    least = "name: جمعية الغيمة\nlegal_form: association\nsummary: نقرأ.\nheadquarters: homs\ngovernorates: [homs]\n"
    data = values(f"{least}sectors: [health]\nupdated: 2026-01-01\nacronym: {written}\n")
    assert list(marked(schema_of(KIND_BY_NAME["organization"]), data)) == ["acronym"]


# --- the schemas are sound, and in Arabic


@EACH_KIND
def test_the_schema_is_draft_seven_and_all_its_references_lead_somewhere(kind: Kind) -> None:
    schema = schema_of(kind)
    Draft7Validator.check_schema(schema)
    named = re.findall(r'"\$ref": "#/definitions/(\w+)"', files()[f"schema/{kind.name}.schema.json"])
    assert set(named) == set(schema["definitions"])


def inside(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every mapping inside a value, itself included."""
    if isinstance(value, dict):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from inside(item)


@EACH_KIND
def test_every_field_has_an_arabic_title_and_every_choice_an_arabic_name(kind: Kind) -> None:
    for part in inside(schema_of(kind)):
        for name, entry in (part.get("properties", {}) if part.get("type") == "object" else {}).items():
            assert re.search("[\u0621-\u064a]", entry["title"]), name
        if "enum" in part:
            assert len(part["enum"]) == len(part["enumDescriptions"]) == len(set(part["enum"]))
            assert all(re.search("[\u0621-\u064a]", name) for name in part["enumDescriptions"])


def test_terms_are_those_of_the_closed_lists() -> None:
    lists = schema_of(KIND_BY_NAME["organization"])["definitions"]
    for name in ("sectors", "governorates", "districts", "forms", "target_groups", "languages", "currencies"):
        terms = getattr(vocabulary(), name)
        assert lists[name]["enum"] == list(terms)
        assert all(map(str.startswith, lists[name]["enumDescriptions"], (term.name for term in terms.values())))
    assert lists["governorates_or_national"]["enum"] == ["national", *vocabulary().governorates]


def test_units_are_offered_and_other_words_are_taken() -> None:
    unit = schema_of(KIND_BY_NAME["post"])["definitions"]["Counted"]["properties"]["unit"]
    assert unit["anyOf"][0]["enum"] == list(vocabulary().units)
    assert (
        list(
            marked(
                schema_of(KIND_BY_NAME["post"]),
                values("{title: خبز, date: 2026-01-01, counts: [{value: 3, unit: رغيف}]}"),
            )
        )
        == []
    )


@EACH_KIND
def test_patterns_hold_nothing_that_one_engine_alone_can_read(kind: Kind) -> None:
    for part in inside(schema_of(kind)):
        pattern = part.get("pattern", "")
        assert not re.search(r"\\[dwbWDBpPxUAZ]|\(\?P|\(\?[aimsx]|[\U00010000-\U0010ffff]", pattern)
        re.compile(pattern)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_type_has_its_words_and_none_are_left_over(language: str) -> None:
    named = {TypeAdapter(kind).json_schema().get("x-type") for kind in TEXT_TYPES if kind is not fields.Slugs}
    assert set(words(language).sections["types"]) == named
    assert all(words(language).expected(name, 280) and words(language).type_name(name) for name in named)


# --- beside the schemas


def test_every_yaml_kind_is_mapped_to_its_schema_and_the_extension_is_named() -> None:
    mapped = json.loads(files()[".vscode/settings.json"])["yaml.schemas"]
    for kind in KINDS:
        path = f"./schema/{kind.name}.schema.json"
        if kind.body is Body.NONE:
            assert fnmatchcase(kind.fill(kind.pattern, "cloud", "well"), mapped.pop(path))
    assert mapped == {}
    assert json.loads(files()[".vscode/extensions.json"]) == {"recommendations": ["redhat.vscode-yaml"]}


def test_a_snippet_writes_front_matter_that_lacks_nothing_but_what_is_typed() -> None:
    snippets = json.loads(files()[".vscode/tasharuk.code-snippets"])
    by_kind = {snippet["prefix"][0]: snippet["body"] for snippet in snippets.values()}
    assert set(by_kind) == {kind.name for kind in KINDS if kind.body is not Body.NONE}
    for name, body in by_kind.items():
        text = "\n".join(body).replace("$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE", "2026-11-24")
        text = re.sub(r"\$\{\d+[|:]([^,|}]*)[^}]*\}", r"\1", text)
        data = values(re.sub(r"\$\d+", "", text).split("---\n")[1])
        assert set(schema_of(KIND_BY_NAME[name])["required"]) == set(data)
        chosen = {key for key, value in data.items() if value and not isinstance(value, dict)}
        assert not chosen & set(marked(schema_of(KIND_BY_NAME[name]), data))


def test_the_table_links_to_tables_that_are_there() -> None:
    for language in LANGUAGES:
        page = field_table(words(language), vocabulary())
        headings = set(re.findall(r"^### `(\w+)`$", page, re.MULTILINE))
        assert set(re.findall(r"\]\(#(\w+)\)", page)) == headings
        assert len(headings) == len(re.findall(r"^### ", page, re.MULTILINE))


def test_the_table_marks_what_is_required_risky_and_may_be_withheld() -> None:
    page = files()["schema/fields.md"]
    keys = re.findall(r"^\| (`\w+`[ *†‡]*) \|", page, re.MULTILINE)
    assert {"`name` * †", "`contacts` † ‡", "`donation_channels` †", "`sectors` *", "`vision`"} <= set(keys)


def test_another_list_makes_the_committed_files_stale(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = tmp_path / "content/vocabulary/units.yml"
    listed.parent.mkdir(parents=True)
    shutil.copyfile(REPOSITORY / "content/vocabulary/units.yml", listed)
    assert main(["schema", "--root", str(tmp_path)]) == 0
    assert main(["schema", "--check", "--root", str(tmp_path)]) == 0
    capsys.readouterr()
    listed.write_text(listed.read_text(encoding="utf-8").replace("name_ar: شخص", "name_ar: إنسان"), encoding="utf-8")
    assert main(["schema", "--check", "--root", str(tmp_path)]) == 1
    told = capsys.readouterr().err
    assert "schema/post.schema.json" in told
    assert "schema/fields.md" in told
    assert "schema/page.schema.json" not in told
