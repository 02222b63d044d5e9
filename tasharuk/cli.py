"""The command line: options come in, one stage after the other is called, an exit code goes out."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from tasharuk.commands import fixing, importing, intaking, publishing
from tasharuk.commands.judging import OK, QUARANTINED, REFUSED, USAGE, below, report, reporter_of, verdict
from tasharuk.console import Console
from tasharuk.kinds import KIND_BY_NAME, KINDS
from tasharuk.pipeline import PROGRAM, Job, check, quarantine, read_vocabulary
from tasharuk.report import FORMATS, harmless
from tasharuk.revision import UnknownRevision, checked_out

# Syria has kept UTC+3 all year since October 2022; a fixed offset does not depend on the machine's zone data
DAMASCUS = timezone(timedelta(hours=3))


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line; shared options may stand before or after the command."""
    shared = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument("--root", type=Path, metavar="DIR", help="folder that holds organizations/ and campaigns/")
    shared.add_argument("--out", type=Path, metavar="DIR", help="folder of the built site (default: site)")
    shared.add_argument("--base-url", metavar="URL", help="address under which the site is published")
    shared.add_argument("--today", type=_day, metavar="YYYY-MM-DD", help="date to build for (default: Damascus today)")
    shared.add_argument("--jobs", type=int, metavar="N", help="processes to use (default: all cores)")
    shared.add_argument("--no-cache", action="store_true", help="read and render everything anew")
    shared.add_argument("--quarantine", action="store_true", help="leave broken entries out instead of refusing")
    shared.add_argument("--format", choices=FORMATS, help="form of the list of problems")
    top = argparse.ArgumentParser(prog="build.py", parents=[shared], description="Build the NGO directory.")
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    commands.add_parser("build", parents=[shared], help="build the site (also without a command)")
    checking = commands.add_parser("check", parents=[shared], help="read, validate and judge; write nothing")
    checking.add_argument("paths", nargs="*", metavar="PATH", help="report on these files or folders only")
    reviewing = commands.add_parser("review", parents=[shared], help="the reviewer's card for a change")
    reviewing.add_argument("--head", metavar="REV", default="", help="judge this revision, not the files here")
    for comparing in (checking, reviewing):
        comparing.add_argument("--base", metavar="REV", default="", help="compare with this git revision")
        comparing.add_argument("--author", metavar="NAME", default="", help="the account that asks for the change")
    serving = commands.add_parser("serve", parents=[shared], help="build, serve on 127.0.0.1, reload on change")
    serving.add_argument("--port", type=int, default=8000)
    new = commands.add_parser("new", parents=[shared], help="write a commented starter file")
    new.add_argument("kind", choices=[kind.name for kind in KINDS], metavar="KIND")
    new.add_argument("slug", metavar="SLUG", help="the file's name; organization/name for posts, projects, ...")
    fix = commands.add_parser("fix", parents=[shared], help="safe automatic repairs")
    fix.add_argument("paths", nargs="*", metavar="PATH", help="mend these files or folders only")
    intake = commands.add_parser("intake", parents=[shared], help="a file of the form → a branch ready to push")
    intake.add_argument("file", type=Path, metavar="FILE", help="a file or .zip saved by the form")
    intake.add_argument("--as", dest="as_path", default="", metavar="PATH", help="its path in the repository")
    table = commands.add_parser("import", parents=[shared], help="rows of a spreadsheet → profiles or registry records")
    importing.add_options(table)
    publish = commands.add_parser("publish", parents=[shared], help="site/ → a folder or s3://bucket/prefix")
    publishing.add_options(publish)
    commands.add_parser("clear-examples", parents=[shared], help="remove everything marked example: true")
    schema = commands.add_parser("schema", parents=[shared], help="write schema/ and the editor settings")
    schema.add_argument("--check", action="store_true", help="only tell whether they are up to date")
    return top


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"not a date: {text!r}, expected YYYY-MM-DD") from error


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code of the contract."""
    _use_utf8()
    options = parser().parse_args(arguments)
    root = getattr(options, "root", PROGRAM).resolve()
    if not root.is_dir():
        print(f"build.py: no such folder: {root}", file=sys.stderr)
        return USAGE
    job = Job(
        root,
        getattr(options, "today", datetime.now(DAMASCUS).date()),
        getattr(options, "base_url", ""),
        base=getattr(options, "base", ""),
        author=getattr(options, "author", ""),
    )
    commands: dict[str | None, Callable[[Job, argparse.Namespace, Console], int]] = {
        None: _build,
        "build": _build,
        "check": _check,
        "review": _review,
        "serve": _serve,
        "new": _new,
        "fix": fixing.run,
        "intake": intaking.run,
        "import": importing.run,
        "publish": publishing.run,
        "clear-examples": _clear_examples,
        "schema": _schema,
    }
    try:
        return commands[options.command](job, options, Console())
    except UnknownRevision as error:
        print(reporter_of(job).arabic.ui("unknown_revision", revision=harmless(str(error))), file=sys.stderr)
        return USAGE


def _use_utf8() -> None:
    """Print Arabic on any terminal, whatever its locale."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _out(job: Job, options: argparse.Namespace) -> Path:
    return Path(getattr(options, "out", job.root / "site")).resolve()


def _check(job: Job, options: argparse.Namespace, console: Console) -> int:
    checked = check(job)
    problems = below(checked.problems, options.paths, job.root)
    report(job, problems, getattr(options, "format", "text"), console, checked)
    return verdict(problems)


def _review(job: Job, options: argparse.Namespace, console: Console) -> int:
    from tasharuk.card import CardWriter
    from tasharuk.review import Card

    reporter = reporter_of(job)
    if not job.base:
        console.error(reporter.arabic.ui("review_needs_base"))
        return USAGE
    if options.head:
        with checked_out(job.root, options.head) as root:
            moved = replace(job, root=root, head=options.head, repository=job.root)
            return _review(moved, argparse.Namespace(**{**vars(options), "head": ""}), console)
    checked = check(job)
    assert checked.change is not None
    card, writer = Card(checked.change, checked.problems), CardWriter(reporter)
    as_json = getattr(options, "format", "markdown") == "json"
    sys.stdout.write(writer.json(card) if as_json else writer.markdown(card))
    return verdict(checked.problems)


def _build(job: Job, options: argparse.Namespace, console: Console) -> int:
    from tasharuk.assembly import artifacts
    from tasharuk.write import ForeignFolder, write_site

    checked = check(job)
    left_out: tuple[str, ...] = ()
    if checked.errors and getattr(options, "quarantine", False):
        checked, left_out = quarantine(checked)
        limit = checked.catalogue.settings.thresholds.quarantine_percent
        if len(left_out) * 100 > limit * max(checked.source_count, 1):
            report(job, checked.errors, getattr(options, "format", "text"), console, checked)
            return REFUSED
    elif checked.errors:
        report(job, checked.errors, getattr(options, "format", "text"), console, checked)
        return REFUSED
    out = _out(job, options)
    try:
        count = write_site(artifacts(job, checked, console.progress), out)
    except ForeignFolder:
        console.error(reporter_of(job).arabic.ui("foreign_folder", path=str(out)))
        return USAGE
    reporter = reporter_of(job)
    console.note(reporter.arabic.ui("built", files=reporter.arabic.plural("files", count), path=str(out)))
    console.counts(reporter.arabic, checked.catalogue)
    for path in left_out:
        console.error(reporter.arabic.ui("left_out", path=path))
    return QUARANTINED if left_out else OK


def _serve(job: Job, options: argparse.Namespace, console: Console) -> int:
    from tasharuk.serve import serve

    out = _out(job, options)
    job = Job(job.root, job.today, getattr(options, "base_url", f"http://127.0.0.1:{options.port}/"))
    if _build(job, options, console) == REFUSED and not out.is_dir():
        return REFUSED
    console.note(reporter_of(job).arabic.ui("serving", url=job.base_url))
    serve(job.root, job.program, out, lambda: _ignore(_build(job, options, console)), options.port)
    return OK


def _ignore(_code: int) -> None:
    """Drop an exit code: a broken draft keeps the old pages on screen."""


def _new(job: Job, options: argparse.Namespace, console: Console) -> int:
    from tasharuk.starter import Starter
    from tasharuk.write import write_new

    kind = KIND_BY_NAME[options.kind]
    organization, _, slug = options.slug.rpartition("/")
    words = reporter_of(job).arabic
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
    from tasharuk.model.fields import is_slug

    return next((slug for slug in slugs if slug and not is_slug(slug)), "")


def _clear_examples(job: Job, options: argparse.Namespace, console: Console) -> int:
    from tasharuk.examples import example_paths
    from tasharuk.write import remove

    checked = check(job)
    folders, files = example_paths(checked.catalogue)
    count = remove(job.root, folders, files)
    words = reporter_of(job).arabic
    console.note(words.ui("cleared", files=words.plural("files", count)))
    return OK


def _schema(job: Job, options: argparse.Namespace, console: Console) -> int:
    from tasharuk.schema import schema_files
    from tasharuk.write import stale_files, write_files

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
