"""`publish`: the built site goes to a folder or a bucket; only what changed is written, and a trial writes nothing."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from tasharuk.commands.judging import OK, REFUSED, USAGE, reporter_of
from tasharuk.console import Console
from tasharuk.job import Job
from tasharuk.report import harmless
from tasharuk.snapshot import CACHE
from tasharuk.words import Words

if TYPE_CHECKING:
    from tasharuk.compress import Compressor
    from tasharuk.publish import Address, BucketTarget, BuiltSite, FolderTarget, Plan


def run(job: Job, options: argparse.Namespace, console: Console) -> int:
    """Publish; returns 0 when the target is as the site, 1 when it is not yet, 2 when the command must be another."""
    from tasharuk.publish import CannotPublish, WrongTarget

    words = reporter_of(job).arabic
    try:
        return _publish(job, options, words, console)
    except CannotPublish as error:
        console.error(words.ui(f"publish_{error.code}", **error.values))
        return USAGE if isinstance(error, WrongTarget) else REFUSED
    except OSError as error:
        console.error(words.ui("publish_disk", path=harmless(str(error.filename or options.target))))
    except KeyboardInterrupt:
        console.error(words.ui("publish_stopped"))
    return REFUSED


def _publish(job: Job, options: argparse.Namespace, words: Words, console: Console) -> int:
    from tasharuk.compress import Compressor
    from tasharuk.publish import BuiltSite, FolderTarget, address_of

    out: Path = options.out
    address = address_of(options.target)
    encodings = _encodings(options.compress, address, words, console)
    target = _target(address, out)
    site = BuiltSite.read(out)
    is_fresh = getattr(options, "no_cache", False)
    compressor = Compressor(job.root / CACHE / "compressed", encodings, job.jobs, is_fresh)
    made = console.progress(words.ui("publish_compressing"), site.prepare(compressor), len(site.files))
    for _ in made:
        pass
    is_folder = isinstance(target, FolderTarget)
    with target.held() if isinstance(target, FolderTarget) and not options.dry_run else nullcontext():
        plan = target.plan(site.items(compressor, beside=is_folder), lambda item: site.content(item, compressor))
        if options.dry_run:
            _tell(plan, words, console)
            return OK
        _carry_out(target, plan, site, compressor, words, console)
    if encodings:
        compressor.prune()
    return OK


def _encodings(wanted: str | None, address: Address, words: Words, console: Console) -> Sequence[str]:
    """Return how to compress; what this machine cannot is told and left out."""
    from tasharuk.compress import available
    from tasharuk.publish import WrongTarget

    encodings = (wanted or ("br,gz" if address.folder else "none")).split(",")
    if address.bucket and len(encodings) > 1:
        raise WrongTarget("one_encoding")
    if "br" in encodings and "br" not in available():
        console.note(words.ui("publish_no_brotli"))
    return tuple(encoding for encoding in encodings if encoding in available())


def _target(address: Address, out: Path) -> FolderTarget | BucketTarget:
    from tasharuk.publish import BucketTarget, FolderTarget, WrongTarget, missing_credentials

    if address.folder is not None:
        return FolderTarget(address.folder, out)
    from tasharuk.publish.store import Store

    if missing_credentials(os.environ):
        raise WrongTarget("no_credentials")
    return BucketTarget(Store(address))


def _carry_out(
    target: FolderTarget | BucketTarget,
    plan: Plan,
    site: BuiltSite,
    compressor: Compressor,
    words: Words,
    console: Console,
) -> None:
    steps = target.apply(plan, lambda item: site.content(item, compressor))
    for _ in console.progress(words.ui("publish_sending"), steps, len(plan)):
        pass
    console.note(_summary(plan, words, "publish_done"))


def _tell(plan: Plan, words: Words, console: Console) -> None:
    lines = [words.ui("publish_deletes", path=harmless(path)) for path in plan.outdated]
    lines += [words.ui("publish_writes", path=harmless(item.path)) for item in plan.writes]
    lines += [words.ui("publish_deletes", path=harmless(path)) for path in plan.gone]
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    console.note(_summary(plan, words, "publish_trial"))


def _summary(plan: Plan, words: Words, key: str) -> str:
    if not plan:
        return words.ui("publish_same")
    written, deleted = (words.plural("files", len(paths)) for paths in (plan.writes, plan.deletes))
    return words.ui(key, written=written, deleted=deleted)
