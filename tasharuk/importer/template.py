"""The words and vocabularies → a workbook to fill in: Arabic titles, hints as comments, drop-down lists."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from tasharuk.importer.cells import SENTENCES
from tasharuk.importer.fields import WORK_AREA, Field, choice_group, fields_of, hint_of, label_of
from tasharuk.importer.table import OWN_SHEET
from tasharuk.vocabulary import Vocabulary
from tasharuk.words import Words

ROWS = 500  # to which drop-downs reach
WIDTH, WIDE = 22, 48  # of a column, in characters
WIDE_TYPES = frozenset({"summary", "markdown", "text"})
# for later, in the form or by hand: a first profile takes minutes
LATER = frozenset({"parent", "merged_into", "former_names", "name_ku", "entered_by", "policies", "districts"})


def template_workbook(words: Words, vocabulary: Vocabulary, kind: str = "organization") -> bytes:
    """Return an xlsx workbook, the same bytes for the same words: required columns first, marked with a star."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = words.kind(kind, "many")[:31]
    sheet.sheet_view.rightToLeft = True
    sheet.freeze_panes = "B2"
    lists = book.create_sheet(OWN_SHEET)
    lists.sheet_state = "hidden"
    fields = [item for path, item in fields_of(kind).items() if path not in LATER]
    for index, item in enumerate(sorted(fields, key=lambda item: not item.is_required), 1):
        _write_column(sheet, lists, index, item, kind, words, vocabulary)
    file = io.BytesIO()
    book.save(file)
    return _without_clock(file.getvalue())


def _write_column(
    sheet: Any, lists: Any, index: int, item: Field, kind: str, words: Words, vocabulary: Vocabulary
) -> None:
    """Write a title with its hint, make the cells below it text, and give them their list."""
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    letter = get_column_letter(index)
    title = sheet.cell(1, index, label_of(words, kind, item.path) + (" *" if item.is_required else ""))
    title.font = Font(bold=True)
    title.alignment = Alignment(wrap_text=True, vertical="top")
    title.fill = PatternFill("solid", fgColor="F0E6D2" if item.is_required else "EEEEEE")
    hint = f"{hint_of(words, kind, item.path)} {_how(item, words)}".strip()
    if hint and not (item.terms or item.choices):
        title.comment = Comment(hint, words.ui("import_template_author"), width=280, height=90)
    column = sheet.column_dimensions[letter]
    column.width = WIDE if item.type in WIDE_TYPES else WIDTH
    column.number_format = "@"  # as text: numbers keep their zeros and dates their order
    names = _names(item, kind, words, vocabulary)
    if not names:
        return
    for row, name in enumerate(names, 1):
        lists.cell(row, index, name)
    choice = DataValidation("list", formula1=f"'{OWN_SHEET}'!${letter}$1:${letter}${len(names)}", allow_blank=True)
    choice.showErrorMessage = not item.is_list  # several values are typed, one is chosen
    choice.showInputMessage = True
    choice.prompt = (words.ui("import_template_list") if item.is_list else words.ui("import_template_choose"))[:255]
    choice.add(f"{letter}2:{letter}{ROWS + 1}")
    sheet.add_data_validation(choice)


def _how(item: Field, words: Words) -> str:
    """Return how several values, or a date, are typed; "" for a plain value."""
    if item.is_list:
        return words.ui("import_template_lines" if item.path in SENTENCES else "import_template_list")
    return words.ui("import_template_date") if item.type == "date" else ""


def _names(item: Field, kind: str, words: Words, vocabulary: Vocabulary) -> list[str]:
    """Return the Arabic names that a field is chosen from."""
    if item.choices:
        return [words.choice(choice_group(kind, item.path), value) for value in item.choices]
    names = [term.name for term in getattr(vocabulary, item.terms).values()] if item.terms else []
    return [words.ui("all_syria"), *names] if item.path == WORK_AREA else names


def _without_clock(raw: bytes) -> bytes:
    """Write the archive anew with fixed times, so that the same words give the same bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>2026-01-01T00:00:00Z", content)
            new.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()
