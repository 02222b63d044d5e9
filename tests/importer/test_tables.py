"""Whole tables: each row is a profile that passes the check or told, each filled cell is in its file or told."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

import pytest
from openpyxl import Workbook

from tasharuk.arabic import to_latin_digits
from tasharuk.importer import import_rows, read_table
from tasharuk.importer.table import table_of
from tasharuk.job import Job
from tasharuk.pipeline import check
from tasharuk.problems import Severity
from tests.tools.building import REPOSITORY
from tests.tools.importing import (
    AR,
    CASES,
    FIXTURE,
    HEADER,
    MESSY_HEADER,
    OTHER_ROW,
    ROW,
    TODAY,
    adds_up,
    catalogue,
    codes,
    guide,
    imported,
    messy_rows,
    messy_workbook,
    messy_xls,
    ods,
    only_file,
    passes_the_check,
    row_with,
    rows,
    saved,
    told,
)  # fmt: skip

ROR = "shared/data/real/ror-levant-nile.csv"


def old_text() -> str:
    """Return the messy table as old programs can save it: without Arabic digits and hidden marks."""
    text = "\r\n".join(";".join(f'"{cell}"' for cell in row) for row in messy_rows())
    return to_latin_digits(text).translate(dict.fromkeys((0x202A, 0x202C)))


def test_sixty_messy_rows_are_written_clean_or_told_cell_by_cell(tmp_path: Path) -> None:
    table = read_table(CASES / "messy.csv")
    found = imported(table)
    adds_up(table, found, MESSY_HEADER)
    assert (found.row_count, len(found.files)) == (60, 34)
    passes_the_check(tmp_path, found)


def test_the_messy_table_in_the_old_encoding_gives_the_same_files() -> None:
    table = table_of(old_text().encode("cp1256"))
    found = imported(table)
    adds_up(table, found, MESSY_HEADER)
    assert found.files == imported(table_of(old_text().encode())).files
    assert "import_encoding" in codes(found)


def test_the_messy_workbook_of_dates_numbers_and_joined_cells_loses_nothing(tmp_path: Path) -> None:
    table = table_of(messy_workbook())
    found = imported(table)
    adds_up(table, found, MESSY_HEADER)
    assert found.row_count == 60
    assert len(found.files) >= 30
    wanted = "import_joined import_fault import_digits_lost import_date_turned import_other_sheet import_not_data"
    assert set(wanted.split()) <= codes(found)
    passes_the_check(tmp_path, found)


@pytest.mark.skipif(importlib.util.find_spec("xlwt") is None, reason="xlwt, which writes .xls, is not installed")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_messy_table_in_the_old_binary_form_loses_nothing() -> None:
    table = table_of(messy_xls())
    found = imported(table)
    adds_up(table, found, MESSY_HEADER)
    # true dates and whole numbers apart, the files are those of the text
    assert [file.path for file in found.files] == [
        file.path for file in imported(read_table(CASES / "messy.csv")).files
    ]


def test_an_open_document_table_gives_what_its_text_gives() -> None:
    assert imported(table_of(ods([HEADER, ROW, OTHER_ROW]))).files == imported(rows(ROW, OTHER_ROW)).files


def test_the_excerpt_of_ror_comes_in_with_a_mapping_file(tmp_path: Path) -> None:
    table = read_table(CASES / "ror-excerpt.csv")
    found = imported(table, "ror-mapping.yml")
    adds_up(table, found, 1, "ror-mapping.yml")
    assert (found.row_count, len(found.files)) == (20, 11)
    texts = {file.path: file.text for file in found.files}
    assert "name: جامعة دمشق\nname_en: Damascus University\n" in texts["organizations/damascus-university/profile.yml"]
    passes_the_check(tmp_path, found)


def test_the_whole_list_of_ror_is_written_or_told(tmp_path: Path) -> None:
    file = next((folder / ROR for folder in REPOSITORY.parents if (folder / ROR).is_file()), None)
    if file is None:
        pytest.skip(f"the list of ROR is not there: {ROR} beside the repository")
    table = read_table(file)
    found = imported(table, "ror-mapping.yml")
    adds_up(table, found, 1, "ror-mapping.yml")
    assert found.row_count == len(table.rows) - 1
    passes_the_check(tmp_path, found)


def test_importing_again_writes_nothing_and_says_where_each_one_is(tmp_path: Path) -> None:
    file = imported(rows(ROW)).files[0]
    copy = Path(shutil.copytree(FIXTURE, tmp_path / "copy"))
    (copy / file.path).parent.mkdir(parents=True)
    (copy / file.path).write_text(file.text, encoding="utf-8")
    again = import_rows(rows(ROW), check(Job(copy, TODAY)).catalogue, AR, guide())
    assert (again.files, again.severity) == ((), Severity.HELD)
    assert file.path.removesuffix("/profile.yml") in told(again)


def test_a_table_of_thousands_names_every_row_of_a_remark() -> None:
    found = imported(rows(*([f"جمعية {n}", "", "", "", "", "", ""] for n in range(40))))
    assert "2-41" in told(found)


# --- files

TEXT = "\n".join(";".join(row) for row in (HEADER, ROW, OTHER_ROW))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "،"])
def test_text_is_read_in_any_encoding_with_any_delimiter(encoding: str, delimiter: str) -> None:
    table = table_of(TEXT.replace(";", delimiter).encode(encoding))
    assert [list(row) for row in table.rows] == [HEADER, ROW, OTHER_ROW]
    assert bool(table.told) is (encoding == "cp1256")


@pytest.mark.parametrize("raw", [b"", b"   \n", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0", b"\x00\x01\x02" * 50])
def test_what_is_no_table_is_told_and_nothing_breaks(raw: bytes) -> None:
    found = imported(table_of(raw))
    assert (found.files, found.severity) == ((), Severity.ERROR)
    assert told(found)


def test_a_workbook_cut_anywhere_is_told_and_nothing_breaks() -> None:
    raw = messy_workbook()
    for end in range(100, len(raw), len(raw) // 12):
        assert imported(table_of(raw[:end])).severity is Severity.ERROR


def test_a_table_without_known_titles_says_which_titles_it_needs() -> None:
    found = imported(table_of(b"aaa,bbb\n1,2\n"))
    assert found.severity is Severity.ERROR
    assert "«اسم المنظمة»" in told(found)


def test_a_quotation_mark_that_swallows_rows_is_told() -> None:
    text = "\n".join(",".join(row) for row in (HEADER, ['"السفرجل" الخيرية', *ROW[1:]], OTHER_ROW))
    assert "import_quotes" in codes(imported(table_of(text.encode())))
    assert "import_quotes" not in codes(imported(table_of(TEXT.encode())))


def test_a_second_sheet_is_named_and_read_when_asked_for() -> None:
    book = Workbook()
    for row in (HEADER, ROW):
        book.active.append(row)
    second = book.create_sheet("ثانية")
    for row in (HEADER, OTHER_ROW):
        second.append(row)
    raw = saved(book)
    assert "ثانية" in told(imported(table_of(raw)))
    assert "name: جمعية الدرّاق\n" in only_file(imported(table_of(raw, "ثانية")))
    assert codes(imported(table_of(raw, "ثالثة"))) == {"import_no_sheet"}


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    assert codes(imported(read_table(tmp_path / "none.xlsx"))) == {"import_unreadable"}


# --- rows and columns


def test_a_header_of_two_rows_is_read_with_its_joined_titles() -> None:
    book = Workbook()
    sheet = book.active
    sheet.append([*HEADER[:5], "الوثائق", ""])
    sheet.append([None] * 5 + HEADER[5:])
    sheet.append(ROW)
    for column in range(1, 6):
        sheet.merge_cells(start_row=1, end_row=2, start_column=column, end_column=column)
    text = only_file(imported(table_of(saved(book))))
    assert "name: جمعية السفرجل\n" in text
    assert "number: 8100\n" in text


def test_a_joined_cell_stands_for_all_its_rows() -> None:
    book = Workbook()
    for row in (HEADER, ROW, OTHER_ROW):
        book.active.append(row)
    book.active["D3"] = None
    book.active.merge_cells("D2:D3")
    found = imported(table_of(saved(book)))
    assert len(found.files) == 2
    assert "import_joined" in codes(found)


def test_accounts_and_personal_numbers_are_neither_written_nor_repeated() -> None:
    found = imported(row_with(**{"c6": ROW[6], "رقم الحساب": "00123456", "الرقم الوطني": "01020304050"}))
    everything = only_file(found) + told(found)
    assert "00123456" not in everything
    assert "01020304050" not in everything
    assert {"import_account", "import_private"} <= codes(found)


def test_an_unknown_column_is_named_once() -> None:
    sound = [[f"جمعية السفرجل {n}", *ROW[1:5], str(8100 + n), f"03100081{n:02}", "أزرق"] for n in range(3)]
    found = imported(rows(*sound, header=[*HEADER, "اللون"]))
    assert [note.row for note in found.notes if note.column == "اللون"] == [0]


def test_of_two_rows_with_one_name_the_first_is_written() -> None:
    found = imported(rows(ROW, ["مؤسّسة السّفرجل", *OTHER_ROW[1:]]))
    assert [file.path for file in found.files] == ["organizations/sfrjl/profile.yml"]
    assert AR.ui("import_row", number=2) in told(found)


def test_of_two_rows_with_one_phone_the_later_is_held() -> None:
    found = imported(rows(ROW, [*OTHER_ROW[:6], ROW[6]]))
    assert [file.row for file in found.files] == [2]
    assert found.severity is Severity.HELD


def test_an_organization_that_is_there_by_its_number_is_held() -> None:
    slug, number = next((s, o.registration.number) for s, o in catalogue().organizations.items() if o.registration)
    found = imported(row_with(c5=number))
    assert (found.files, found.severity) == ((), Severity.HELD)
    assert f"organizations/{slug}" in told(found)


def test_an_english_name_gives_the_folder_its_name() -> None:
    found = imported(row_with(**{"c6": ROW[6], "English name": "Women's Quince & Café"}))
    assert found.files[0].path == "organizations/womens-quince-cafe/profile.yml"
