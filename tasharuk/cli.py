"""The command line: options come in, one stage after the other is called, an exit code goes out."""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from importlib import import_module
from pathlib import Path

from tasharuk.job import PROGRAM, Job, cores

OK, USAGE = 0, 2
BUILDING = (None, "build", "serve")
FORMATS = ("text", "json", "github", "markdown")
COMPRESS = ("none", "gz", "br", "br,gz")
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
    new.add_argument("kind", metavar="KIND", help="organization, post, project, opportunity, campaign, ...")
    new.add_argument("slug", metavar="SLUG", help="the file's name; organization/name for posts, projects, ...")
    fix = commands.add_parser("fix", parents=[shared], help="safe automatic repairs")
    fix.add_argument("paths", nargs="*", metavar="PATH", help="mend these files or folders only")
    intake = commands.add_parser("intake", parents=[shared], help="a file of the form → a branch ready to push")
    intake.add_argument("file", type=Path, metavar="FILE", help="a file or .zip saved by the form")
    intake.add_argument("--as", dest="as_path", default="", metavar="PATH", help="its path in the repository")
    table = commands.add_parser("import", parents=[shared], help="rows of a spreadsheet → profiles or registry records")
    table.add_argument("file", nargs="?", type=Path, metavar="FILE", help="xlsx, csv, xls or ods")
    table.add_argument("--mapping", type=Path, metavar="FILE", help="what its titles and terms mean; docs/importing.md")
    table.add_argument("--sheet", metavar="NAME", default="", help="a sheet of the workbook (default: the first)")
    table.add_argument("--registry", action="store_true", help="the ministry's own list, to content/registry/")
    table.add_argument("--dry-run", action="store_true", help="only report; write nothing")
    table.add_argument("--template", type=Path, metavar="FILE", help="write an empty workbook to fill in")
    publish = commands.add_parser("publish", parents=[shared], help="site/ → a folder or s3://bucket/prefix")
    publish.add_argument("target", metavar="TARGET", help="a folder, or s3://bucket/prefix")
    publish.add_argument("--dry-run", action="store_true", help="only tell what would be written and deleted")
    publish.add_argument(
        "--compress",
        choices=COMPRESS,
        metavar="|".join(COMPRESS),
        help="folder: compressed files beside each text (default: br,gz); s3: one that replaces it (default: none)",
    )
    commands.add_parser("clear-examples", parents=[shared], help="remove everything marked example: true")
    schema = commands.add_parser("schema", parents=[shared], help="write schema/ and the editor settings")
    schema.add_argument("--check", action="store_true", help="only tell whether they are up to date")
    return top


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"not a date: {text!r}, expected YYYY-MM-DD") from error


# New objects, and runs over younger ones, after which Python looks for cycles among them. Nearly all that is read
# stays: at Python's own 700 the search took 2.3 of 35 CPU seconds over 13,000 files; now it takes 0.5 and 3 MiB more.
COLLECTED_AFTER = (100_000, 10, 10)

# command → the module and the function that run it; imported only then
COMMANDS: Mapping[str, str] = {
    "build": "building:run",
    "check": "checking:run",
    "review": "checking:review",
    "serve": "building:serve",
    "new": "keeping:new",
    "fix": "fixing:run",
    "intake": "intaking:run",
    "import": "importing:run",
    "publish": "publishing:run",
    "clear-examples": "keeping:clear_examples",
    "schema": "keeping:schema",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code of the contract."""
    _use_utf8()
    gc.set_threshold(*COLLECTED_AFTER)
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
        jobs=max(1, getattr(options, "jobs", 0) or cores()),
        uses_cache=_keeps(options) and not getattr(options, "no_cache", False),
    )
    options.out = Path(getattr(options, "out", root / "site")).resolve()
    return _build(job, options) if options.command in BUILDING[:2] else _run(options.command, job, options)


def _keeps(options: argparse.Namespace) -> bool:
    """Tell whether a command may keep what it has made for the next time."""
    return options.command in BUILDING or bool(getattr(options, "base", ""))


def _build(job: Job, options: argparse.Namespace) -> int:
    """Build, unless the site that stands was built of the very same files."""
    if not job.uses_cache:
        return _run("build", job, options)
    from tasharuk.snapshot import Snapshot

    snapshot = Snapshot.take(job, options.out, getattr(options, "quarantine", False))
    if note := snapshot.note:
        print(note, file=sys.stderr)
        return OK
    code = _run("build", job, options)
    if code == OK:
        from tasharuk.commands.judging import reporter_of

        snapshot.keep(reporter_of(job).arabic.ui("unchanged", path=str(options.out)))
    return code


def _run(command: str, job: Job, options: argparse.Namespace) -> int:
    module, _, name = COMMANDS[command].partition(":")
    run = getattr(import_module(f"tasharuk.commands.{module}"), name)
    from tasharuk.console import Console
    from tasharuk.revision import UnknownRevision

    try:
        code: int = run(job, options, Console())
    except UnknownRevision as error:
        from tasharuk.commands.judging import reporter_of
        from tasharuk.report import harmless

        print(reporter_of(job).arabic.ui("unknown_revision", revision=harmless(str(error))), file=sys.stderr)
        return USAGE
    return code


def _use_utf8() -> None:
    """Print Arabic on any terminal, whatever its locale."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
