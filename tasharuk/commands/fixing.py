"""`fix`: mend the files that have one sure answer, tell each repair, then judge what is left."""

from __future__ import annotations

import argparse
import sys

from tasharuk.commands.judging import below, is_wanted, reporter_of, verdict, wanted_paths
from tasharuk.console import Console
from tasharuk.fix.mend import Mended, mend
from tasharuk.fix.told import as_json, as_text
from tasharuk.job import Job
from tasharuk.pipeline import check, closed_lists, record_files
from tasharuk.read import read_bytes
from tasharuk.write import replace_file


def run(job: Job, options: argparse.Namespace, console: Console) -> int:
    """Mend the named files, or all; returns the exit code of `check` for them as they are then."""
    reporter = reporter_of(job, offers_fix=False)
    wanted, catalogue = wanted_paths(options.paths, job.root), closed_lists(job)
    mended: list[Mended] = []
    for path in record_files(job):
        if not is_wanted(path, wanted):
            continue
        raw = read_bytes(job.root / path)
        result = mend(raw, path, catalogue, reporter.arabic)
        if result.content != raw:
            replace_file(job.root / path, result.content)
        mended.append(result)
    repairs = [repair for result in mended for repair in result.repairs]
    left = [repair for result in mended for repair in result.left]
    problems = below(check(job).problems, options.paths, job.root)
    if getattr(options, "format", "text") == "json":
        sys.stdout.write(as_json([*repairs, *left], reporter.arabic, reporter.english))
        return verdict(problems)
    sys.stdout.write(as_text([*repairs, *left], reporter.arabic))
    sys.stdout.write(reporter.format(problems, getattr(options, "format", "text")))
    files = len({repair.path for repair in repairs})
    words = reporter.arabic
    console.note(words.ui("fix_summary", count=len(repairs), files=files) if repairs else words.ui("fix_nothing"))
    console.note(reporter.summary(problems))
    return verdict(problems)
