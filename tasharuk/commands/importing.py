"""`import`: rows of a spreadsheet become files below the root, or lines of a report; an empty workbook on demand."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from tasharuk.commands.judging import HELD, OK, REFUSED, USAGE, report, reporter_of
from tasharuk.console import Console
from tasharuk.importer import (
    Imported,
    NewFile,
    RowNote,
    import_report,
    import_rows,
    read_guide,
    read_table,
    template_workbook,
    with_mapping,
)
from tasharuk.job import Job
from tasharuk.pipeline import check, closed_lists
from tasharuk.problems import Severity
from tasharuk.words import Words
from tasharuk.write import Artifact, write_files, write_new


def run(job: Job, options: argparse.Namespace, console: Console) -> int:
    """Import a table; returns 0 when all is clean, 1 for rows with errors, 3 for rows that a person must look at."""
    words, kind = reporter_of(job).arabic, "registry" if options.registry else "organization"
    if options.template is not None:
        workbook = template_workbook(words, closed_lists(job).vocabulary, kind)
        return _write_template(options.template, workbook, words, console)
    if options.file is None:
        console.error(words.ui("import_needs_file"))
        return USAGE
    checked = check(job)
    guide, problems = read_guide()
    if options.mapping is not None:
        guide, more = with_mapping(guide, options.mapping, kind, checked.catalogue.vocabulary, words)
        problems += more
    style = getattr(options, "format", "text")
    if problems:
        report(job, problems, style, console, checked)
        return REFUSED
    table = read_table(options.file, options.sheet)
    imported = import_rows(table, checked.catalogue, words, guide, options.registry)
    imported = write_imported(job.root, imported, words, options.dry_run)
    sys.stdout.write(import_report(imported, words, style, options.dry_run))
    return {Severity.ERROR: REFUSED, Severity.HELD: HELD}.get(imported.severity or Severity.WARNING, OK)


def _write_template(path: Path, workbook: bytes, words: Words, console: Console) -> int:
    if path.exists():
        console.error(words.ui("new_exists", path=str(path)))
        return USAGE
    write_files(path.parent, [Artifact(path.name, workbook)])
    console.note(words.ui("new_written", path=str(path)))
    return OK


def write_imported(root: Path, imported: Imported, words: Words, is_trial: bool = False) -> Imported:
    """Write the files below the root, or with `is_trial` only look whether they could be.

    Returns what was written; where a file or an organization's folder exists, it is left alone, and told.
    """
    files, notes = [], []
    for file in imported.files:
        if _is_free(root, file) and (is_trial or write_new(root / file.path, file.text)):
            files.append(file)
            continue
        for code in ("import_not_written", "import_exists"):
            note = RowNote(file.row, "", "", code, words.ui(code, path=file.path), Severity.HELD)
            notes.append(note)
    ordered = sorted((*imported.notes, *notes), key=lambda note: note.row)
    return replace(imported, files=tuple(files), notes=tuple(ordered))


def _is_free(root: Path, file: NewFile) -> bool:
    """Tell whether nothing is in the way; pictures alone make a folder somebody's too."""
    path = root / file.path
    place = path.parent if file.path.startswith("organizations/") else path
    return not (place.exists() or place.is_symlink())
