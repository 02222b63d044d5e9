"""Mapping files: what they change, and how their mistakes are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tasharuk.importer import Guide, import_rows, read_guide, with_mapping
from tasharuk.problems import Problem
from tests.tools.building import REPOSITORY
from tests.tools.importing import AR, HEADER, ROW, catalogue, only_file, rows


def heeding(folder: Path, text: str) -> tuple[Guide, list[Problem]]:
    file = folder / "mapping.yml"
    file.write_text(text, encoding="utf-8")
    return with_mapping(read_guide()[0], file, "organization", catalogue().vocabulary, AR)


def test_the_example_of_the_guide_does_what_it_says(tmp_path: Path) -> None:
    text = (REPOSITORY / "docs" / "importing.md").read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    guide, problems = heeding(tmp_path, text)
    assert problems == []
    titles = ["اسم الجهة الراعية", "خط ساخن", "لون الشعار", "الحالة", "تاريخ الإشهار", *HEADER[2:6]]
    row = ["جمعية السفرجل", "0310008100", "أزرق", "شغّالة", "05/06/2018", *ROW[2:4], "مستوصفات", ROW[5]]
    file = only_file(import_rows(rows(row, header=titles), catalogue(), AR, guide))
    for line in ("legal_form: association", "- health", "- 0310008100", "status: active", "date: 2018-06-05"):
        assert f"{line}\n" in file


@pytest.mark.parametrize(
    ("text", "line", "code", "near"),
    [
        ("columns: {Name: nmae}", 1, "unknown_key", "name"),
        ("\ncolums: {}", 2, "unknown_key", "columns"),
        ("columns: [name]", 1, "mapping_expected", ""),
        ("ignore: اللون", 1, "list_expected", ""),
        ("dates: dayfirst", 1, "unknown_choice", "day-first"),
        ("defaults:\n  stauts: active", 2, "unknown_key", "status"),
        ("defaults:\n  status: activ", 2, "unknown_choice", "active"),
        ("defaults:\n  sectors: [health, relif]", 2, "unknown_choice", "relief"),
        ("defaults:\n  name: [a, b]", 2, "text_expected", ""),
        ("terms:\n  sector: {}", 2, "unknown_key", "sectors"),
        ("terms:\n  sectors:\n    relif: [عون]", 3, "unknown_choice", "relief"),
        ("terms:\n  sectors: [عون]", 2, "mapping_expected", ""),
        ("columns: {a: b", 1, "syntax_bracket", ""),
    ],
)
def test_a_mistake_in_a_mapping_file_is_told_with_its_line(
    tmp_path: Path, text: str, line: int, code: str, near: str
) -> None:
    _, problems = heeding(tmp_path, text)
    assert [(p.line, p.code, p.suggestions[0] if p.suggestions else "") for p in problems] == [(line, code, near)]


def test_missing_tables_are_told_rather_than_nothing_understood(tmp_path: Path) -> None:
    assert [problem.code for problem in read_guide(tmp_path)[1]] == ["unreadable"] * 2
    missing = with_mapping(read_guide()[0], tmp_path / "none.yml", "registry", catalogue().vocabulary, AR)[1]
    assert [problem.code for problem in missing] == ["unreadable"]
