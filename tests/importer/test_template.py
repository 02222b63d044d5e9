"""The empty workbook: its titles are known, its lists are understood, its bytes are always the same."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from tasharuk.arabic import fold
from tasharuk.importer import template_workbook
from tasharuk.importer.fields import fields_of, label_of
from tasharuk.importer.table import table_of
from tests.tools.importing import AR, HEADER, ROW, catalogue, guide, imported, only_file, saved


@pytest.mark.parametrize("kind", ["organization", "registry"])
def test_the_titles_of_the_template_are_those_of_the_fields(kind: str) -> None:
    titles = guide().titles(kind, AR)
    assert {path: titles[fold(label_of(AR, kind, path))] for path in fields_of(kind)} == {p: p for p in fields_of(kind)}


def test_the_template_filled_in_becomes_a_profile() -> None:
    raw = template_workbook(AR, catalogue().vocabulary)
    assert raw == template_workbook(AR, catalogue().vocabulary)
    assert imported(table_of(raw)).row_count == 0
    book = load_workbook(io.BytesIO(raw))
    sheet = book.worksheets[0]
    assert sheet.sheet_view.rightToLeft
    place = {str(cell.value).removesuffix(" *"): cell.column for cell in sheet[1]}
    for title, value in zip(HEADER, ROW, strict=True):
        sheet.cell(2, place[title], value)
    assert "headquarters: homs\n" in only_file(imported(table_of(saved(book))))


@pytest.mark.parametrize("kind", ["organization", "registry"])
def test_the_drop_downs_offer_what_the_import_understands(kind: str) -> None:
    book = load_workbook(io.BytesIO(template_workbook(AR, catalogue().vocabulary, kind)))
    sheet, lists = book.worksheets[0], book["_lists"]
    assert lists.sheet_state == "hidden"
    titles = guide().titles(kind, AR)
    fields = {cell.column: fields_of(kind)[titles[fold(str(cell.value))]] for cell in sheet[1]}
    chosen = {index: item for index, item in fields.items() if item.terms or item.choices}
    assert len(sheet.data_validations.dataValidation) == len(chosen) > 1
    for index, item in chosen.items():
        offered = [cell.value for (cell,) in lists.iter_rows(min_col=index, max_col=index) if cell.value]
        spellings = guide().spellings(item, kind, catalogue().vocabulary, AR)
        assert {spellings[fold(name)] for name in offered} == set(spellings.values())


def test_no_column_of_the_template_asks_for_an_account() -> None:
    assert not [path for path in fields_of("organization") if "account" in path or "donation" in path]
