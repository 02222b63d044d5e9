"""What the commands share: exit codes, the reporter, which problems were asked for, and what they amount to."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from tasharuk.cache import Cache
from tasharuk.console import Console
from tasharuk.job import Job
from tasharuk.pipeline import Checked
from tasharuk.problems import Problem, Severity
from tasharuk.report import Reporter
from tasharuk.words import kept_words

OK, REFUSED, USAGE, HELD, QUARANTINED = 0, 1, 2, 3, 4


def reporter_of(job: Job, offers_fix: bool = True) -> Reporter:
    """Return the reporter; a change is never judged in words of its own."""
    folder = job.program / "content/words" if job.base else job.own_or("content/words")
    cache = Cache.of(job)
    return Reporter(kept_words(cache, folder, "ar"), kept_words(cache, folder, "en"), offers_fix)


def verdict(problems: Iterable[Problem]) -> int:
    """Return the exit code that problems call for."""
    severities = {problem.severity for problem in problems}
    return REFUSED if Severity.ERROR in severities else HELD if Severity.HELD in severities else OK


def below(problems: Sequence[Problem], paths: Sequence[str], root: Path) -> list[Problem]:
    """Keep the problems of the named files and folders, given from the root or from here; all without names."""
    wanted = wanted_paths(paths, root)
    return [problem for problem in problems if is_wanted(problem.path, wanted)]


def wanted_paths(paths: Sequence[str], root: Path) -> list[str]:
    """Return named files and folders by their paths from the root."""
    wanted = []
    for path in paths:
        full = ((root / path) if (root / path).exists() else Path(path)).resolve()
        wanted.append(full.relative_to(root).as_posix() if full.is_relative_to(root) else path)
    return wanted


def is_wanted(path: str, wanted: Sequence[str]) -> bool:
    """Tell whether a path is one of those wanted or lies below one; every path is where none are named."""
    return not wanted or any(name in (".", path) or path.startswith(f"{name}/") for name in wanted)


def report(job: Job, problems: Sequence[Problem], style: str, console: Console, checked: Checked) -> None:
    """Print problems, and in text how many there are."""
    reporter = reporter_of(job)
    sys.stdout.write(reporter.format(problems, style))
    if style == "text":
        console.note(f"{reporter.arabic.plural('files', checked.source_count)}: {reporter.summary(problems)}")
