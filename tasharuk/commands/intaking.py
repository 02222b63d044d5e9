"""`intake`: what the form saved → mended, judged, and committed on a branch; the work tree stays as it is."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tasharuk.card import CardWriter
from tasharuk.commands.judging import REFUSED, USAGE, reporter_of, verdict
from tasharuk.commits import NotCommitted, commit_files, make_branch, remote_of
from tasharuk.console import Console
from tasharuk.fix.mend import mend
from tasharuk.fix.repair import Repair
from tasharuk.fix.told import as_records, as_text
from tasharuk.intake.message import body, branch_name, plain, subject
from tasharuk.intake.package import is_zip, open_package
from tasharuk.job import Job
from tasharuk.pipeline import Checked, check, closed_lists
from tasharuk.problems import Problem, Severity
from tasharuk.report import Reporter
from tasharuk.review import Card
from tasharuk.revision import Revision, UnknownRevision, checked_out
from tasharuk.write import Artifact, laid_out, write_files

OWN_FOLDERS = ("organizations", "campaigns", "content")


@dataclass(frozen=True)
class Outcome:
    """What became of a package, for people and machines alike; `code` is the exit code."""

    code: int
    problems: tuple[Problem, ...] = ()
    repairs: tuple[Repair, ...] = ()
    files: tuple[tuple[str, bool], ...] = ()  # (path, whether it is new)
    duties: tuple[str, ...] = ()
    branch: str = ""
    remote: str = ""
    is_in_place: bool = False


def run(job: Job, options: argparse.Namespace, console: Console) -> int:
    """Take in one file or zip; returns the exit code of `check` for what was in it."""
    reporter = reporter_of(job)
    if options.as_path and is_zip(b"", options.file.name):
        console.error(reporter.arabic.ui("intake_as_zip"))
        return USAGE
    try:
        outcome = _take_in(job, options, reporter)
    except NotCommitted:
        console.error(reporter.arabic.ui("intake_no_identity"))
        return REFUSED
    style = getattr(options, "format", "text")
    if style == "json":
        sys.stdout.write(_as_json(outcome, reporter))
        return outcome.code
    sys.stdout.write(as_text(outcome.repairs, reporter.arabic))
    sys.stdout.write(reporter.format(outcome.problems, style))
    sys.stdout.write("".join(f"{line}\n" for line in _lines(outcome, reporter)))
    return outcome.code


def _take_in(job: Job, options: argparse.Namespace, reporter: Reporter) -> Outcome:
    package = open_package(options.file, options.as_path)
    if package.problems:
        return Outcome(verdict(package.problems), package.problems)
    files, repairs = _mended(job, package.files, reporter)
    try:
        base = Revision(job.root, "HEAD")
    except UnknownRevision:
        return replace(_write_in_place(job, files), repairs=repairs)
    return replace(_commit(job, base, files, reporter), repairs=repairs)


def _mended(job: Job, files: Sequence[Artifact], reporter: Reporter) -> tuple[tuple[Artifact, ...], tuple[Repair, ...]]:
    """Make the safe repairs in every file; return the files, and what was done or left."""
    catalogue = closed_lists(job)
    results = [(file.path, mend(file.content, file.path, catalogue, reporter.arabic)) for file in files]
    told = tuple(repair for _, result in results for repair in (*result.repairs, *result.left))
    return tuple(Artifact(path, result.content) for path, result in results), told


def _commit(job: Job, base: Revision, files: Sequence[Artifact], reporter: Reporter) -> Outcome:
    """Judge the files as a commit after the base, which nobody sees before it has passed; then give it a branch."""
    before = {file.path: base.read(file.path) for file in files}
    changed = [file for file in files if before[file.path] != file.content]
    if not changed:
        return Outcome(0)
    paths = [file.path for file in changed]
    pairs = [(file.path, file.content) for file in changed]
    first = subject(paths, all(before[path] is None for path in paths), reporter.english)
    trial = commit_files(base, pairs, first)
    with checked_out(job.root, trial) as root:
        checked = check(replace(job, root=root, base=base.commit, head=trial, repository=job.root))
    own, others = _parted(checked, paths)
    if others:
        with checked_out(job.root, base.commit) as root:
            others = _fresh(others, check(replace(job, root=root)))
    problems = (*own, *others)
    listed = tuple((path, before[path] is None) for path in paths)
    code = verdict(problems)
    if code == REFUSED or checked.change is None:
        return Outcome(REFUSED, problems, files=listed)
    card, writer = Card(checked.change, problems), CardWriter(reporter)
    commit = commit_files(base, pairs, f"{first}\n\n{body(card, writer)}")
    branch = make_branch(base, branch_name(paths, job.today), commit)
    duties = tuple(plain(duty) for duty in writer.duties(card))
    return Outcome(code, problems, (), listed, duties, branch, remote_of(base))


def _write_in_place(job: Job, files: Sequence[Artifact]) -> Outcome:
    """Judge the files among those that are there, and write them to their places where none stands yet."""
    there = [file.path for file in files if (job.root / file.path).exists() or (job.root / file.path).is_symlink()]
    if there:
        problems = tuple(Problem(path, 0, 0, "intake_exists", values={"given": path}) for path in there)
        return Outcome(REFUSED, problems)
    with laid_out(job.root, OWN_FOLDERS, files) as root:
        checked = check(replace(job, root=root))
    own, others = _parted(checked, [file.path for file in files])
    problems = (*own, *_fresh(others, check(job))) if others else own
    listed = tuple((file.path, True) for file in files)
    if verdict(problems) == REFUSED:
        return Outcome(REFUSED, problems, files=listed)
    write_files(job.root, files)
    return Outcome(verdict(problems), problems, files=listed, is_in_place=True)


def _parted(checked: Checked, paths: Sequence[str]) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """Part the problems of what was sent, and of the folders it would lie in, from the graver ones of other files."""
    places = {"/".join(parts[:depth]) for path in paths for parts in [path.split("/")] for depth in range(1, 9)}
    own = tuple(problem for problem in checked.problems if problem.path in places)
    others = (problem for problem in checked.problems if problem.path not in places)
    return own, tuple(problem for problem in others if problem.severity is not Severity.WARNING)


def _fresh(problems: Sequence[Problem], before: Checked) -> tuple[Problem, ...]:
    """Return the problems that were not there before: another file's, such as a former address that is now taken."""
    known = {(p.path, p.code, p.field, *p.values.values()) for p in before.problems}
    return tuple(p for p in problems if (p.path, p.code, p.field, *p.values.values()) not in known)


def _lines(outcome: Outcome, reporter: Reporter) -> list[str]:
    """Return what a help desk reads at the end: where, on which branch, what to do next, what is to be confirmed."""
    words = reporter.arabic
    if outcome.code == REFUSED:
        return [words.ui("intake_refused")]
    if not outcome.files:
        return [words.ui("intake_same")]
    lines = [words.ui("intake_new" if is_new else "intake_changed", path=path) for path, is_new in outcome.files]
    if outcome.is_in_place:
        return [*lines, words.ui("intake_no_repository")]
    lines.append(words.ui("intake_branch", branch=outcome.branch))
    lines.append(words.ui("intake_push", remote=outcome.remote, branch=outcome.branch))
    return [
        *lines,
        *([words.ui("intake_confirm"), *(f"- {duty}" for duty in outcome.duties)] if outcome.duties else []),
    ]


def _as_json(outcome: Outcome, reporter: Reporter) -> str:
    told = {
        "branch": outcome.branch,
        "files": [{"path": path, "change": "new" if is_new else "changed"} for path, is_new in outcome.files],
        "repairs": as_records(outcome.repairs, reporter.arabic, reporter.english),
        "problems": [reporter.record(problem) for problem in outcome.problems],
        "confirm": list(outcome.duties),
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
