"""Stage import: a spreadsheet comes in, files of profiles or registry records go out, and a report of every row."""

from tasharuk.importer.guide import Guide, read_guide
from tasharuk.importer.mapping import with_mapping
from tasharuk.importer.notes import Imported, NewFile, RowNote, import_report
from tasharuk.importer.rows import import_rows
from tasharuk.importer.table import Table, read_table
from tasharuk.importer.template import template_workbook

__all__ = [
    "Guide",
    "Imported",
    "NewFile",
    "RowNote",
    "Table",
    "import_report",
    "import_rows",
    "read_guide",
    "read_table",
    "template_workbook",
    "with_mapping",
]
