"""`new`, `clear-examples` and `schema`: what keeps a repository: starter files, an empty start, editor schemas."""

from __future__ import annotations

import argparse

from tasharuk.commands.judging import OK, REFUSED, USAGE, reporter_of
from tasharuk.console import Console
from tasharuk.examples import example_paths
from tasharuk.job import Job
from tasharuk.kinds import KIND_BY_NAME
from tasharuk.model.fields import is_slug
from tasharuk.pipeline import check, read_vocabulary
from tasharuk.schema import schema_files
from tasharuk.starter import Starter
from tasharuk.write import remove, stale_files, write_files, write_new


def new(job: Job, options: argparse.Namespace, console: Console) -> int:
    """Write a commented starter file; never over one that is there."""
    words = reporter_of(job).arabic
    if options.kind not in KIND_BY_NAME:
        console.error(words.ui("new_unknown_kind", kind=options.kind, kinds=", ".join(KIND_BY_NAME)))
        return USAGE
    kind = KIND_BY_NAME[options.kind]
    organization, _, slug = options.slug.rpartition("/")
    if ("<organization>" in kind.pattern) != bool(organization):
        console.error(words.ui("new_needs_organization" if not organization else "new_no_organization"))
        return USAGE
    problem = _bad_slug(organization, slug)
    if problem:
        console.error(words.ui("new_bad_slug", slug=problem))
        return USAGE
    path = kind.fill(kind.pattern, slug, organization)
    if not write_new(job.root / path, Starter(kind, words, read_vocabulary(job)[0], job.today).text()):
        console.error(words.ui("new_exists", path=path))
        return USAGE
    console.note(words.ui("new_written", path=path))
    return OK


def _bad_slug(*slugs: str) -> str:
    return next((slug for slug in slugs if slug and not is_slug(slug)), "")


def clear_examples(job: Job, options: argparse.Namespace, console: Console) -> int:
    """Remove every record that is marked as an example, with its files."""
    checked = check(job)
    folders, files = example_paths(checked.catalogue)
    count = remove(job.root, folders, files)
    words = reporter_of(job).arabic
    console.note(words.ui("cleared", files=words.plural("files", count)))
    return OK


def schema(job: Job, options: argparse.Namespace, console: Console) -> int:
    """Write the generated files, or with `--check` only tell whether they are stale."""
    words = reporter_of(job).arabic
    files = list(schema_files(words, read_vocabulary(job)[0]))
    stale = stale_files(job.root, files)
    if getattr(options, "check", False):
        for path in stale:
            console.error(words.ui("schema_stale", path=path))
        return REFUSED if stale else OK
    write_files(job.root, files)
    written = words.ui("schema_written", files=words.plural("files", len(stale)))
    console.note(written if stale else words.ui("schema_fresh"))
    return OK
