"""`check` and `review`: read, validate and judge; the reviewer's card for a change."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from tasharuk.job import Job
from tasharuk.listing import begin
from tasharuk.revision import checked_out

if TYPE_CHECKING:
    from tasharuk.console import Console


def run(job: Job, options: argparse.Namespace, console: Console) -> int:
    """Report on the whole root, or on the files and folders named."""
    begun = begin(job)  # git lists the files while the rest is loaded
    from tasharuk.commands.judging import below, report, verdict
    from tasharuk.pipeline import check

    checked = check(job, begun)
    problems = below(checked.problems, options.paths, job.root)
    report(job, problems, getattr(options, "format", "text"), console, checked)
    return verdict(problems)


def review(job: Job, options: argparse.Namespace, console: Console) -> int:
    """Print the card; with `--head` of that revision, not of the files here."""
    begun = begin(job) if not options.head else None
    from tasharuk.card import CardWriter
    from tasharuk.commands.judging import USAGE, reporter_of, verdict
    from tasharuk.pipeline import check
    from tasharuk.review import Card

    reporter = reporter_of(job)
    if not job.base:
        console.error(reporter.arabic.ui("review_needs_base"))
        return USAGE
    if options.head:
        with checked_out(job.root, options.head) as root:
            moved = replace(job, root=root, head=options.head, repository=job.root)
            return review(moved, argparse.Namespace(**{**vars(options), "head": ""}), console)
    checked = check(job, begun)
    assert checked.change is not None
    card, writer = Card(checked.change, checked.problems), CardWriter(reporter)
    as_json = getattr(options, "format", "markdown") == "json"
    sys.stdout.write(writer.json(card) if as_json else writer.markdown(card))
    return verdict(checked.problems)
