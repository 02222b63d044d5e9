"""A Table → the files of its rows and a note on everything that is not in them; nothing is dropped silently."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from tasharuk.arabic import fold
from tasharuk.catalogue import Catalogue
from tasharuk.importer.cells import Taken, take, text_of
from tasharuk.importer.directory import Directory, judge
from tasharuk.importer.entry import Entry, Value, is_droppable, settle
from tasharuk.importer.fields import DIRECTORATE, Field, choice_group, columns_of, fields_of, label_of
from tasharuk.importer.guide import ACCOUNTS, IGNORED, NUMBERING, PRIVATE, Guide
from tasharuk.importer.matching import choose_folder, compare_with_registry, find_organization
from tasharuk.importer.notes import UNWRITTEN, Imported, NewFile, RowNote
from tasharuk.importer.sheet import Column, Sheet, sheet_of
from tasharuk.importer.table import MAX_ROWS, Cell, Table
from tasharuk.problems import Severity
from tasharuk.words import Words

# what a column means that fills no field of the file → what is told of it
COLUMN_CODES = {
    IGNORED: "import_ignored",
    NUMBERING: "import_ignored",
    PRIVATE: "import_private",
    ACCOUNTS: "import_account",
    DIRECTORATE: "import_compared",
}


def import_rows(table: Table, catalogue: Catalogue, words: Words, guide: Guide, registry: bool = False) -> Imported:
    """Turn the rows of a table into profiles, or into the ministry's records of organizations with `registry`.

    Every file passes the check in this catalogue; a row that cannot is not written, and told.
    """
    if table.failed:
        why = words.ui(table.failed, limit=MAX_ROWS)
        return Imported(notes=(RowNote(0, "", "", table.failed, why, Severity.ERROR),))
    return _Import(catalogue, words, guide, "registry" if registry else "organization").run(table)


@dataclass(frozen=True)
class _Import:
    catalogue: Catalogue
    words: Words
    guide: Guide
    kind: str

    @cached_property
    def spellings(self) -> Mapping[str, Mapping[str, str]]:
        """Slugs by folded spelling, by field path."""
        return {
            path: self.guide.spellings(item, self.kind, self.catalogue.vocabulary, self.words)
            for path, item in columns_of(self.kind).items()
            if item.terms or item.choices
        }

    def run(self, table: Table) -> Imported:
        """Go through all rows."""
        notes = [self._table_note(code, seen=values.get("given", "")) for code, values in table.told]
        sheet = sheet_of(table, self.guide.titles(self.kind, self.words))
        if sheet is None:
            known = [label_of(self.words, self.kind, path) for path in self._main_fields()]
            quoted = self.words.ui("list_comma").join(self.words.ui("quoted", text=label) for label in known)
            why = self.words.ui("import_no_header", known=quoted)
            return Imported(notes=(*notes, RowNote(0, "", "", "import_no_header", why, Severity.ERROR)))
        notes += [self._table_note("import_not_data", number, seen=text) for number, text in sheet.above]
        notes += self._column_notes(sheet)
        entries = self._entries(sheet)
        judge(self.catalogue, entries)
        files = tuple(NewFile(entry.row, entry.path, entry.text) for entry in entries if not entry.is_refused)
        for entry in entries:
            if entry.is_refused and not any(note.code in UNWRITTEN for note in entry.notes):
                worst = min((note.severity for note in entry.notes), key=list(Severity).index)
                entry.say("import_not_written", severity=worst)
            notes += sorted(entry.notes, key=lambda note: note.code not in UNWRITTEN)
        return Imported(files, tuple(sorted(notes, key=lambda note: note.row)), len(entries))

    def _entries(self, sheet: Sheet) -> list[Entry]:
        directory = Directory(self.catalogue)
        columns = sorted(
            (column for column in sheet.columns if column.target in columns_of(self.kind)),
            key=lambda column: self.guide.rank(column.title),
        )
        entries = []
        for number, cells in sheet.rows:
            entry = self._entry(sheet, columns, number, cells)
            if self.kind == "registry":
                find_organization(entry, directory)
            else:
                choose_folder(entry, directory, self.guide.letters())
            settle(entry)
            if not entry.is_refused and self.kind == "registry":
                compare_with_registry(entry, directory)
            elif not entry.is_refused:
                directory.add(entry)
            entries.append(entry)
        return entries

    def _main_fields(self) -> list[str]:
        required = [path for path, item in fields_of(self.kind).items() if item.is_required]
        return required or list(fields_of(self.kind))[:3]

    def _table_note(self, code: str, row: int = 0, column: str = "", seen: str = "", **values: str) -> RowNote:
        return RowNote(row, column, seen, code, self.words.ui(code, **values))

    def _column_notes(self, sheet: Sheet) -> list[RowNote]:
        """Name once each column of which nothing is written."""
        notes = []
        for column in sheet.columns:
            if column.target in COLUMN_CODES and column.target not in fields_of(self.kind):
                notes.append(self._table_note(COLUMN_CODES[column.target], column=column.title))
            elif column.target not in fields_of(self.kind):
                count = self.words.plural("rows", sum(column.index in cells for _number, cells in sheet.rows))
                notes.append(self._table_note("import_unknown_column", column=column.title, rows=count))
        return notes

    def _entry(self, sheet: Sheet, columns: Sequence[Column], number: int, cells: Mapping[int, Cell]) -> Entry:
        entry = Entry(number, self.kind, self.words)
        for column in columns:
            if column.index in cells:
                self._add_cell(entry, column, cells[column.index], (number, column.index) in sheet.joined)
        self._fill_gaps(entry)
        return entry

    def _add_cell(self, entry: Entry, column: Column, cell: Cell, is_joined: bool) -> None:
        item = columns_of(self.kind)[column.target]
        seen = text_of(cell)
        if self.guide.says_nothing(seen, item):
            entry.say("import_nothing", column.title, seen)
            return
        if is_joined:
            entry.say("import_joined", column.title, seen)
        taken = take(item, cell, self.spellings.get(item.path, {}), self.guide.date_order)
        own = entry.values.setdefault(item.path, [])
        for text in taken.values:
            if any(text == value.text or fold(text) == fold(value.text) for value in own):
                continue
            if own and not item.is_list:
                entry.say("import_second_value", column.title, seen, value=own[0].text)
                continue
            own.append(Value(text, column.title, seen))
        self._tell(entry, item, column, seen, taken)

    def _tell(self, entry: Entry, item: Field, column: Column, seen: str, taken: Taken) -> None:
        """Note the remarks on a cell; a value that is lost with them refuses the row where the row needs it."""
        is_lost = not taken.values and item.path != "updated" and not is_droppable(entry, item)
        severity = Severity.ERROR if is_lost else Severity.WARNING
        for code, values in taken.remarks:
            done = self.words.ui(code, **{name: text for name, text in values.items() if name != "near"})
            near = self._name_of(item, values.get("near", ""))
            if near:
                quoted = self.words.ui("quoted", text=near)
                done = f"{done} {self.words.ui('did_you_mean', words=quoted)}"
            entry.note(column.title, seen, code, done, severity)

    def _name_of(self, item: Field, spelling: str) -> str:
        """Return the name of the term or choice that a spelling means; "" where it is none of a list."""
        slug = self.spellings.get(item.path, {}).get(spelling, "")
        if item.choices:
            return self.words.choice(choice_group(self.kind, item.path), slug) if slug else ""
        terms = getattr(self.catalogue.vocabulary, item.terms) if item.terms else {}
        return str(terms[slug].name) if slug in terms else ""

    def _fill_gaps(self, entry: Entry) -> None:
        """Put what the mapping file says where cells are empty, and what follows from the rest of the row."""
        for path, texts in self.guide.defaults.items():
            if not entry.values.get(path):
                known = self.spellings.get(path)
                self._fill(entry, path, [known[fold(text)] for text in texts] if known else texts, "import_default")
        if self.kind == "organization":
            if not entry.values.get("governorates") and entry.values.get("headquarters"):
                self._fill(entry, "governorates", [entry.first("headquarters")], "import_from_headquarters")
            if not entry.values.get("updated"):
                self._fill(entry, "updated", [self.catalogue.today.isoformat()], "import_today")

    def _fill(self, entry: Entry, path: str, texts: Iterable[str], code: str) -> None:
        item = columns_of(self.kind)[path]
        label = label_of(self.words, self.kind, path)
        entry.values[path] = [Value(text, label, "") for text in texts]
        shown = self.words.ui("list_comma").join(self._name_of(item, fold(text)) or text for text in texts)
        entry.say(code, label, value=shown)
