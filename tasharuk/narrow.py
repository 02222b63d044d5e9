"""A change of few files → what of the directory must be read to judge it as if everything had been read.

Read are what the change touches with all that belongs to it, whatever is tied to that (first), and whatever is tied to
those (second): with them, the rules tell of the change and of the first what they would tell among all records.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from pathlib import Path

from tasharuk.cache import Cache
from tasharuk.file_changes import FileChange
from tasharuk.job import Job
from tasharuk.kinds import KINDS, MEDIA_PATTERNS
from tasharuk.listing import Listing
from tasharuk.loading import load_pictures, load_records, unit_of
from tasharuk.many_paths import Adjusted
from tasharuk.model.base import Record
from tasharuk.neighbours import FOLDERS, Damaged, neighbours
from tasharuk.past import PLACES, Past
from tasharuk.problems import Problem
from tasharuk.read import Listed, Media, Place, list_files, place_of_path
from tasharuk.rules.ties import Ties, pointing_at, ties_of
from tasharuk.side import Side

MOST_FILES = 200  # in a change; more are judged with everything
MOST_TIED = 400  # records read for a change
SUBMITTED = tuple(f"{folder}/" for folder in FOLDERS)
PROFILE = "/profile.yml"
LENT = tuple(Place(kind.name, kind.pattern) for kind in KINDS if kind.lent)


@dataclass(frozen=True)
class Narrow:
    """What was read for a change, and the files of which all problems are then known."""

    side: Side
    judged: frozenset[str]


def _reaches_all(file: FileChange) -> bool:
    """Tell whether anything may depend on a file: posts name campaigns, all name what the ministry keeps."""
    if file.path.partition("/")[0] == "content" or file.path in FOLDERS:
        return True
    place = place_of_path(file.path, PLACES)
    return file.is_deleted and place is not None and place.kind == "campaign"


def read_narrow(job: Job, past: Past, files: Sequence[FileChange], listing: Listing, cache: Cache) -> Narrow | None:
    """Read what a change needs; None when everything must be read, or too much of it."""
    try:
        return _read_narrow(job, past, files, listing, cache)
    except Damaged:
        return None


def _read_narrow(job: Job, past: Past, files: Sequence[FileChange], listing: Listing, cache: Cache) -> Narrow | None:
    if len(files) > MOST_FILES or any(_reaches_all(file) for file in files):
        return None
    changed = frozenset(file.path for file in files)
    units = {unit_of(path) for path in changed if path.startswith(SUBMITTED)}
    own = _read_units(job, units)
    known = neighbours(past.revision, cache, job.jobs)
    first = known.of(*_ties(files, (*own.parsed.everything, *past.all()[0].everything))) & listing.paths
    if len(first) > MOST_TIED:
        return None
    side = own | _read_files(job, (path for path in first if unit_of(path) not in units))
    of_first = _joined(record for record in side.parsed.everything if record.path in first)
    second = (known.of(of_first) & listing.paths) - first
    if len(second) > MOST_TIED:
        return None
    side |= _read_files(job, (path for path in second if unit_of(path) not in units))
    profiles = (path for path in side.listed | changed if path.endswith(PROFILE))
    entries = {f"content/registry/{path.split('/')[1]}.yml" for path in profiles}
    registry = entries & listing.paths
    past.revision.learn(dict.fromkeys(entries - registry))  # neither there now nor among what differs: not in the base
    side |= _read_files(job, registry)
    pictures = load_pictures(job, sorted(own.media & changed), None)[2]
    side = replace(side, problems=(*side.problems, *pictures), elsewhere=_elsewhere(job, listing, changed))
    judged = own.listed | own.media | {problem.path for problem in own.problems} | changed | first | registry
    return Narrow(side, judged)


def _ties(files: Iterable[FileChange], records: Iterable[Record]) -> tuple[Ties, set[str]]:
    """Return what ties the records of a change, as they are and were, to others; and the ties of others to them."""
    is_moved = {file.path: file.is_new or file.is_deleted for file in files}
    changed = [record for record in records if record.path in is_moved]
    return _joined(changed), {tie for record in changed for tie in pointing_at(record, is_moved[record.path])}


def _joined(records: Iterable[Record]) -> Ties:
    return reduce(or_, map(ties_of, records), Ties())


def _read_units(job: Job, units: set[str]) -> Side:
    """Read all that belongs to these organizations and campaigns."""
    folders: dict[str, set[str]] = defaultdict(set)
    for unit in units:
        top, _, name = unit.partition("/")
        folders[top] |= {name.casefold(), f"{name.casefold()}.md"}
    return _read(job, folders)


def _read_files(job: Job, paths: Iterable[str]) -> Side:
    """Read these files of records alone, and list the pictures that they may show."""
    folders: dict[str, set[str]] = defaultdict(set)
    for path in paths:
        folder, _, name = path.rpartition("/")
        folders[folder] |= {name, "media" if name == "profile.yml" else name.removesuffix(".md")}
    return _read(job, folders)


def _read(job: Job, folders: Mapping[str, set[str]]) -> Side:
    listed, media, problems = list_files(job.root, PLACES, MEDIA_PATTERNS, folders)
    paths = frozenset(item.path for item in media)
    parsed, found = load_records(job, listed, paths, None)
    return Side(parsed, (*problems, *found), paths, frozenset(item.path for item in listed))


def _elsewhere(job: Job, listing: Listing, changed: frozenset[str]) -> Set[str]:
    """Return the files that exist and are not read, as they are now and were in the base."""
    lent = list_lent(job.content_root)[0] if job.content_root != job.root else ()
    return Adjusted(listing.paths, more=frozenset(item.path for item in lent), less=changed)


def list_lent(root: Path) -> tuple[list[Listed], list[Media], list[Problem]]:
    """List the files of a program that it lends to roots without content/ of their own."""
    folders = {place.pattern.split("/<")[0]: None for place in LENT}
    return list_files(root, LENT, MEDIA_PATTERNS, folders)
