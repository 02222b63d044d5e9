"""`build` and `serve`: the root becomes the site's folder, once or after each change."""

from __future__ import annotations

import argparse
import errno
import hashlib
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from tasharuk.assembly import tasks
from tasharuk.cache import Cache
from tasharuk.commands.judging import OK, QUARANTINED, REFUSED, USAGE, report, reporter_of
from tasharuk.console import Console
from tasharuk.job import Job
from tasharuk.loading import LEAST_TO_SHARE
from tasharuk.parallel import WorkerFailed, later
from tasharuk.pipeline import Checked, check, quarantine
from tasharuk.standing import NOTHING, Differences, Standing, differences_in
from tasharuk.write import ForeignFolder, write_site

FULL = (errno.ENOSPC, errno.EDQUOT)


def run(job: Job, options: argparse.Namespace, console: Console) -> int:
    """Build the site; returns 0 when built, 1 when refused, 4 when entries were left out."""
    out: Path = options.out
    standing = _Standing.of(job, out)
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
    try:
        count = standing.write(job, checked)
    except ForeignFolder:
        console.error(reporter_of(job).arabic.ui("foreign_folder", path=str(out)))
        return USAGE
    except (OSError, WorkerFailed) as error:
        cause = error.__cause__ if isinstance(error, WorkerFailed) else error
        if not isinstance(cause, OSError):
            raise
        key = "disk_full" if cause.errno in FULL else "unwritable"
        console.error(reporter_of(job).arabic.ui(key, path=str(out), reason=cause.strerror or str(cause)))
        return USAGE
    reporter = reporter_of(job)
    console.note(reporter.arabic.ui("built", files=reporter.arabic.plural("files", count), path=str(out)))
    console.counts(reporter.arabic, checked.catalogue)
    for path in left_out:
        console.error(reporter.arabic.ui("left_out", path=path))
    return QUARANTINED if left_out else OK


@dataclass(frozen=True)
class _Standing:
    """The site that the build before has left, and what tells where it is not as it was written."""

    out: Path
    cache: Cache | None
    files: Standing
    look: Callable[[], Differences | None]

    @classmethod
    def of(cls, job: Job, out: Path) -> _Standing:
        """Begin to look at a site: in a process of its own, since nothing else waits for it but the writing."""
        cache = Cache.of(job)
        files: Standing = (cache and cache.get(_name_of(out), str(out))) or NOTHING
        jobs = job.jobs if len(files) >= LEAST_TO_SHARE else 1
        return cls(out, cache, files, later(partial(differences_in, out, files), jobs))

    def write(self, job: Job, checked: Checked) -> int:
        """Write the site, or what differs in it where it stands as it was written; returns its number of files."""
        jobs = job.jobs if checked.source_count >= LEAST_TO_SHARE else 1
        written = write_site(tasks(job, checked), self.out, jobs, self.files, self.look)
        if self.cache:
            self.cache.put(_name_of(self.out), str(self.out), written)
        return len(written)


def _name_of(out: Path) -> str:
    """Return the name under which is kept what was written to a folder."""
    return f"site-{hashlib.blake2b(str(out).encode(), digest_size=6).hexdigest()}"


def serve(job: Job, options: argparse.Namespace, console: Console) -> int:
    """Build, serve on 127.0.0.1, show each saved file at once, and build anew after each burst of changes."""
    from tasharuk.preview import Preview  # only this command pays for these
    from tasharuk.serve import Workshop
    from tasharuk.serve import serve as serve_folder

    out: Path = options.out
    job = replace(job, base_url=getattr(options, "base_url", f"http://127.0.0.1:{options.port}/"))
    if run(job, options, console) == REFUSED and not out.is_dir():
        return REFUSED
    preview = Preview(job, out)
    console.note(reporter_of(job).arabic.ui("serving", url=job.base_url))
    serve_folder(
        (job.root, job.program), out, Workshop(preview.read, preview.show, _build_command(job, out)), options.port
    )
    return OK


def _build_command(job: Job, out: Path) -> list[str]:
    """Return the command that builds the same in a process of its own: the server answers meanwhile."""
    command = [sys.executable, str(job.program / "build.py"), "build", "--root", str(job.root), "--out", str(out)]
    command += ["--today", job.today.isoformat(), "--base-url", job.base_url, "--jobs", str(job.jobs)]
    return command if job.uses_cache else [*command, "--no-cache"]
