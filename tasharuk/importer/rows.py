"""A Table → the files of its rows and a note on everything that is not in them; nothing is dropped silently."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from tasharuk.arabic import fold
from tasharuk.catalogue import Catalogue
from tasharuk.importer.cells import Taken, take, text_of
from tasharuk.importer.directory import Directory, judge
from tasharuk.importer.entry import Entry, Value, is_droppable, settle
from tasharuk.importer.fields import Field, choice_group, fields_of, label_of
from tasharuk.importer.guide import ACCOUNTS, IGNORED, NUMBERING, PRIVATE, Guide
from tasharuk.importer.notes import Imported, RowNote
from tasharuk.importer.sheet import Column, Sheet, sheet_of
from tasharuk.importer.slugs import slug_for
from tasharuk.importer.table import Cell, Table
from tasharuk.problems import Severity
from tasharuk.words import Words

REASONS = {IGNORED: "import_ignored", NUMBERING: "import_ignored", PRIVATE: "import_private"}


def import_rows(table: Table, catalogue: Catalogue, words: Words, guide: Guide, registry: bool = False) -> Imported:
    """Turn the rows of a table into profiles, or into the ministry's records of organizations with `registry`.

    Every file passes the check in this catalogue; a row that cannot is not written, and told.
    """
    if table.failed:
        return Imported(report=(RowNote(0, "", "", words.ui(table.failed), Severity.ERROR),))
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
            for path, item in fields_of(self.kind).items()
            if item.terms or item.choices
        }

    def run(self, table: Table) -> Imported:
        """Go through all rows."""
        told = [RowNote(0, "", values.get("given", ""), self.words.ui(key)) for key, values in table.told]
        sheet = sheet_of(table, self.guide.titles(self.kind, self.words))
        if sheet is None:
            known = self.words.ui("list_comma").join(
                self.words.ui("quoted", text=label_of(self.words, self.kind, path)) for path in self._main_fields()
            )
            why = self.words.ui("import_no_header", known=known)
            return Imported(report=(*told, RowNote(0, "", "", why, Severity.ERROR)))
        told += [RowNote(number, "", text, self.words.ui("import_not_data")) for number, text in sheet.above]
        told += self._column_notes(sheet)
        directory = Directory(self.catalogue)
        entries = [self._entry(sheet, number, cells) for number, cells in sheet.rows]
        for entry in entries:
            if self.kind == "registry":
                self._find_organization(entry, directory)
            else:
                self._find_address(entry, directory)
            if not entry.is_refused:
                settle(entry, self.words)
            if not entry.is_refused:
                directory.add(entry)
        judge(self.catalogue, entries, self.words)
        files = tuple((entry.path, entry.text) for entry in entries if not entry.is_refused)
        for entry in entries:
            if entry.is_refused:
                told.append(RowNote(entry.row, "", "", self.words.ui("import_not_written"), self._severity(entry)))
            told += entry.notes
        return Imported(files, tuple(sorted(told, key=lambda note: note.row)), len(entries))

    def _severity(self, entry: Entry) -> Severity:
        severities = {note.severity for note in entry.notes}
        return Severity.ERROR if Severity.ERROR in severities else Severity.HELD

    def _main_fields(self) -> list[str]:
        required = [path for path, item in fields_of(self.kind).items() if item.is_required]
        return required or list(fields_of(self.kind))[:3]

    def _column_notes(self, sheet: Sheet) -> list[RowNote]:
        """Name once each column of which nothing is taken."""
        notes = []
        for column in sheet.columns:
            if column.target in REASONS:
                notes.append(RowNote(0, column.title, "", self.words.ui(REASONS[column.target])))
            elif column.target == ACCOUNTS:
                notes.append(RowNote(0, column.title, "", self.words.ui("import_account")))
            elif column.target not in fields_of(self.kind):
                count = sum(column.index in cells for _number, cells in sheet.rows)
                values = self.words.plural("rows", count)
                notes.append(RowNote(0, column.title, "", self.words.ui("import_unknown_column", rows=values)))
        return notes

    def _entry(self, sheet: Sheet, number: int, cells: Mapping[int, Cell]) -> Entry:
        entry = Entry(number, self.kind)
        for column in sorted(sheet.columns, key=lambda column: self.guide.rank(column.title)):
            if column.index in cells and column.target in fields_of(self.kind):
                is_joined = (number, column.index) in sheet.joined
                self._add_cell(entry, column, cells[column.index], is_joined)
        self._fill_gaps(entry)
        return entry

    def _add_cell(self, entry: Entry, column: Column, cell: Cell, is_joined: bool) -> None:
        item = fields_of(self.kind)[column.target]
        seen = text_of(cell)
        if self.guide.says_nothing(seen):
            entry.note(column.title, seen, self.words.ui("import_nothing"))
            return
        if is_joined:
            entry.note(column.title, seen, self.words.ui("import_joined"))
        taken = take(item, cell, self.spellings.get(item.path, {}))
        own = entry.values.setdefault(item.path, [])
        for text in taken.values:
            if fold(text) in {fold(value.text) for value in own}:
                continue
            if own and not item.is_list:
                entry.note(column.title, seen, self.words.ui("import_second_value", value=own[0].text))
                continue
            own.append(Value(text, column.title, seen))
        self._tell(entry, item, column, seen, taken)

    def _tell(self, entry: Entry, item: Field, column: Column, seen: str, taken: Taken) -> None:
        """Note the remarks on a cell; a value that is lost with them refuses the row where the row needs it."""
        is_lost = not taken.values and item.path != "updated" and not is_droppable(entry, item)
        for key, values in taken.remarks:
            done = self.words.ui(key, **{name: text for name, text in values.items() if name != "near"})
            near = self._name_of(item, values.get("near", ""))
            if near:
                quoted = self.words.ui("quoted", text=near)
                done = f"{done} {self.words.ui('did_you_mean', words=quoted)}"
            entry.note(column.title, seen, done, Severity.ERROR if is_lost else Severity.WARNING)

    def _name_of(self, item: Field, spelling: str) -> str:
        """Return the name of the term or choice that a spelling means; "" where it is none of a list."""
        slug = self.spellings.get(item.path, {}).get(spelling, "")
        if item.choices:
            return self.words.choice(choice_group(self.kind, item.path), slug) if slug else ""
        terms = getattr(self.catalogue.vocabulary, item.terms) if item.terms else {}
        return str(terms[slug].name) if slug in terms else ""

    def _fill_gaps(self, entry: Entry) -> None:
        """Put what the mapping file says where cells are empty, and what follows from the rest of the row."""
        fields = fields_of(self.kind)
        for path, value in self.guide.defaults().items():
            if path in fields and not entry.values.get(path):
                texts = value if isinstance(value, list) else [str(value)]
                self._fill(entry, path, texts, "import_default")
        if self.kind == "organization":
            if not entry.values.get("governorates") and entry.values.get("headquarters"):
                self._fill(entry, "governorates", [entry.first("headquarters")], "import_from_headquarters")
            if not entry.values.get("updated"):
                self._fill(entry, "updated", [self.catalogue.today.isoformat()], "import_today")

    def _fill(self, entry: Entry, path: str, texts: list[str], key: str) -> None:
        label = label_of(self.words, self.kind, path)
        entry.values[path] = [Value(text, label, "") for text in texts]
        entry.note(label, "", self.words.ui(key, value=self.words.ui("list_comma").join(texts)))

    def _find_address(self, entry: Entry, directory: Directory) -> None:
        """Choose the folder of a new organization; one that is there already is for a person to look at."""
        name, number = entry.first("name"), entry.first("registration.number")
        holder = directory.holder_of_name(name)
        if holder is not None:
            self._refuse_double(entry, "name", "import_same_name", holder)
        for holder in directory.holders_of_number(number, entry.first("registration.directorate"))[:1]:
            self._refuse_double(entry, "registration.number", "import_same_number", holder)
        place = entry.first("headquarters")
        entry.slug = slug_for(name, entry.first("name_en"), place, number, directory.slugs, self.guide.letters())
        if not entry.slug and name and not entry.is_refused:
            entry.note("", name, self.words.ui("import_no_slug"), Severity.ERROR)
        entry.slug = entry.slug or f"row-{entry.row}"  # a name for judging only: without one of its own it is refused

    def _refuse_double(self, entry: Entry, path: str, key: str, holder: str | int) -> None:
        value = entry.values[path][0]
        other = self.words.ui("import_row", number=holder) if isinstance(holder, int) else f"organizations/{holder}"
        entry.note(value.title, value.seen, self.words.ui(key, other=other), Severity.HELD)

    def _find_organization(self, entry: Entry, directory: Directory) -> None:
        """Find the organization that a row of the ministry's list speaks of, by its number and its name."""
        name, number = entry.first("name"), entry.first("registration_number")
        by_name = directory.holder_of_name(name)
        by_number = directory.holders_of_number(number)
        found = by_name if by_name in by_number or not by_number else by_number[0] if not name else None
        if found is None and by_number:
            others = self.words.ui("list_comma").join(str(holder) for holder in by_number)
            entry.note("", name, self.words.ui("import_number_of_other", number=number, other=others), Severity.HELD)
        elif found is None:
            entry.note("", name or number, self.words.ui("import_no_profile"), Severity.ERROR)
        elif found in self.catalogue.registry:
            path = f"content/registry/{found}.yml"
            entry.note("", name or number, self.words.ui("import_registry_exists", path=path), Severity.HELD)
        elif found in directory.registered:
            other = self.words.ui("import_row", number=directory.registered[str(found)])
            entry.note("", name or number, self.words.ui("import_same_name", other=other), Severity.HELD)
        else:
            entry.slug = str(found)
            directory.registered[entry.slug] = entry.row
