"""`build.py import` as people run it: what it writes, prints and ends with."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tasharuk.cli import main
from tests.tools.importing import FIXTURE, HEADER, OTHER_ROW, ROW

PATH = "organizations/sfrjl/profile.yml"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a copy of the fixture site."""
    return Path(shutil.copytree(FIXTURE, tmp_path / "root"))


@pytest.fixture
def run(root: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function: arguments of the import → exit code, standard output, standard error."""

    def call(*arguments: str) -> tuple[int, str, str]:
        code = main(["import", "--root", str(root), "--today", "2026-11-24", *arguments])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return call


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., str]:
    """Return a function: rows → the path of a table that holds them below the header."""

    def write(*rows: list[str]) -> str:
        file = tmp_path / "table.csv"
        file.write_text("\n".join(";".join(row) for row in (HEADER, *rows)), encoding="utf-8")
        return str(file)

    return write


def test_a_sound_table_is_written_and_ends_with_0(run: Run, root: Path, table: Callable[..., str]) -> None:
    code, printed, _ = run(table(ROW, OTHER_ROW))
    assert (code, PATH in printed) == (0, True)
    text = (root / PATH).read_text(encoding="utf-8")
    assert text.startswith("name: جمعية السفرجل\n")
    assert main(["check", "--root", str(root), "--today", "2026-11-24", PATH]) == 0


def test_a_trial_writes_nothing(run: Run, root: Path, table: Callable[..., str]) -> None:
    code, printed, _ = run(table(ROW), "--dry-run")
    assert (code, PATH in printed, (root / PATH).exists()) == (0, True, False)


def test_rows_with_errors_end_with_1_and_the_others_are_written(
    run: Run, root: Path, table: Callable[..., str]
) -> None:
    code, printed, _ = run(table(ROW, ["", *OTHER_ROW[1:]]), "--format", "json")
    data = json.loads(printed)
    assert (code, data["rows"], data["written"], data["unwritten"]) == (1, 2, [{"row": 2, "path": PATH}], [3])
    assert {"required_field", "import_not_written"} <= {note["code"] for note in data["notes"] if note["row"] == 3}


def test_what_is_there_already_ends_with_3_and_stays_as_it_is(run: Run, root: Path, table: Callable[..., str]) -> None:
    (root / "organizations" / "sfrjl").mkdir()
    code, printed, _ = run(table(ROW), "--format", "markdown")
    assert (code, (root / PATH).exists()) == (3, False)
    assert printed.startswith("**")


def test_a_mistake_in_the_mapping_file_ends_with_1_and_names_its_line(
    run: Run, root: Path, tmp_path: Path, table: Callable[..., str]
) -> None:
    mapping = tmp_path / "mapping.yml"
    mapping.write_text("\ncolums: {}\n", encoding="utf-8")
    code, printed, _ = run(table(ROW), "--mapping", str(mapping))
    assert (code, f"{mapping.as_posix()}:2:1" in printed, (root / PATH).exists()) == (1, True, False)


def test_an_import_of_nothing_ends_with_2_and_of_no_file_with_1(run: Run, tmp_path: Path) -> None:
    assert run()[0] == 2
    assert run(str(tmp_path / "none.xlsx"))[0] == 1


@pytest.mark.parametrize("options", [[], ["--registry"]])
def test_the_empty_workbook_is_written_once_and_never_over_another_file(
    run: Run, tmp_path: Path, options: list[str]
) -> None:
    file = tmp_path / "empty.xlsx"
    assert run("--template", str(file), *options)[0] == 0
    before = file.read_bytes()
    assert before.startswith(b"PK")
    assert run("--template", str(file))[0] == 2
    assert file.read_bytes() == before
