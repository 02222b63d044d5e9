"""The first half of the way: files → sources → records → catalogue, judged. `assembly` makes the site of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tasharuk.cache import Cache
from tasharuk.catalogue import Catalogue
from tasharuk.change import Change
from tasharuk.compare import Sides, compare
from tasharuk.images import Picture
from tasharuk.job import Job
from tasharuk.kinds import KINDS, MEDIA_PATTERNS
from tasharuk.loading import LEAST_TO_SHARE, load_pictures, load_records
from tasharuk.model.settings import SiteSettings
from tasharuk.parse import Parsed, parse_acceptances, parse_settings
from tasharuk.problems import Problem, Severity
from tasharuk.read import (
    FILE_CODES,
    Listed,
    Mapped,
    Media,
    Place,
    list_files,
    place_of_path,
    read_mapping,
    read_sources,
)
from tasharuk.rules import check_catalogue, check_change
from tasharuk.vocabulary import LISTS, Vocabulary
from tasharuk.write import Artifact

PLACES = tuple(Place(kind.name, kind.pattern) for kind in KINDS)
LENT = tuple(Place(kind.name, kind.pattern) for kind in KINDS if kind.lent)


@dataclass(frozen=True)
class Checked:
    """All that reading and judging found: the catalogue, every problem, and the pictures ready to publish."""

    catalogue: Catalogue
    problems: tuple[Problem, ...]
    pictures: Mapping[str, Picture] = field(default_factory=lambda: MappingProxyType({}))
    picture_files: tuple[Artifact, ...] = ()
    source_count: int = 0
    change: Change | None = None

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Problems that keep the site from being built."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)

    @property
    def held(self) -> tuple[Problem, ...]:
        """Problems that a reviewer has to confirm."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.HELD)


def check(job: Job) -> Checked:
    """Read, parse and judge everything below the root, and what has changed since the base, if the job names one.

    Problems are sorted by path and line. Raises UnknownRevision.
    """
    problems: list[Problem] = []
    vocabulary, found = read_vocabulary(job)
    problems += found
    settings, found = _settings(job)
    problems += found
    listed, media, found = _listed(job)
    problems += found
    media_paths = frozenset(item.path for item in media)
    cache = Cache.of(job)
    parsed, found = load_records(job, listed, media_paths, cache)
    problems += found
    pictures, files, found = load_pictures(job, [item.path for item in media], cache)
    problems += found
    unread = {item.path for item in listed} | {problem.path for problem in problems}
    catalogue = Catalogue(
        settings=settings,
        vocabulary=vocabulary,
        today=job.today,
        records=parsed.records,
        media=media_paths,
        unread=frozenset(unread - {record.path for record in parsed.records}),
    )
    problems += _judged(catalogue, parsed, job.jobs)
    sides = Sides(job.repository or job.root, job.base, job.head, job.author)
    change = compare(sides, catalogue, parsed.drafts) if job.base else None
    if change is not None:
        problems += check_change(change)
    accepted_data, found = _own_mapping(job.root, "content/accepted.yml")
    problems += found
    is_fresh = change.touches if change is not None else lambda _path, _field: False
    accepted = parse_acceptances(accepted_data)
    problems = accepted.apply(problems, lambda problem: is_fresh(problem.path, problem.field))
    if job.content_root != job.root:
        problems = [problem for problem in problems if not problem.path.startswith("content/")]  # lent, not submitted
    ordered = tuple(sorted(problems, key=lambda problem: problem.sort_key))
    return Checked(catalogue, ordered, pictures, files, len(listed), change)


def closed_lists(job: Job) -> Catalogue:
    """Return a catalogue that holds the settings and closed lists but no record."""
    return Catalogue(_settings(job)[0], read_vocabulary(job)[0], job.today, ())


def record_files(job: Job) -> list[str]:
    """Return the paths of the files of records below the root, those among them that cannot be read yet; sorted."""
    sources, _, problems = read_sources(job.root, PLACES, MEDIA_PATTERNS)
    unread = {p.path for p in problems if p.code not in FILE_CODES and place_of_path(p.path, PLACES)}
    return sorted(unread | {source.path for source in sources})


def _judged(catalogue: Catalogue, parsed: Parsed, jobs: int) -> Iterator[Problem]:
    """Run the rules over records and drafts alike, so that one run tells all; drafts are not published."""
    draft_by_path = {draft.record.path: draft for draft in parsed.drafts}
    records = (*catalogue.records, *(draft.record for draft in parsed.drafts))
    for problem in check_catalogue(replace(catalogue, records=records), jobs if len(records) >= LEAST_TO_SHARE else 1):
        draft = draft_by_path.get(problem.path)
        if draft is None or draft.is_about(problem):
            yield problem


def quarantine(checked: Checked) -> tuple[Checked, tuple[str, ...]]:
    """Leave out every record that has an error, and what then refers to nothing, until no error is left.

    Returns what remains, and the paths of all that was left out, sorted.
    """
    left_out = {problem.path for problem in checked.errors}
    catalogue = checked.catalogue
    while True:
        records = tuple(record for record in catalogue.records if record.path not in left_out)
        kept = {record.path for record in records}
        catalogue = replace(catalogue, records=records, unread=frozenset())
        broken = {problem.path for problem in check_catalogue(catalogue) if problem.is_error and problem.path in kept}
        if not broken:
            break
        left_out |= broken
    return replace(checked, catalogue=catalogue), tuple(sorted(left_out))


def _listed(job: Job) -> tuple[list[Listed], list[Media], list[Problem]]:
    """List the files of the root; laws, pages and initiatives are the program's own where it has no content/."""
    listed, media, problems = list_files(job.root, PLACES, MEDIA_PATTERNS)
    if job.content_root != job.root:
        folders = tuple(place.pattern.split("/<")[0] for place in LENT)
        lent = list_files(job.content_root, LENT, MEDIA_PATTERNS, folders)
        listed, media, problems = listed + lent[0], media + lent[1], problems + lent[2]
    return listed, media, problems


def read_vocabulary(job: Job) -> tuple[Vocabulary, list[Problem]]:
    """Read all closed lists, each from the root where it has the file, else from the program."""
    problems: list[Problem] = []
    files: dict[str, Mapping[str, Any]] = {}
    for name in LISTS:
        relative = f"content/vocabulary/{name}"
        own, found = _own_mapping(job.root, relative)
        problems += found
        mapped = own if own is not None else read_mapping(job.program / relative, relative)[0]
        files[name] = mapped.data if mapped is not None else {}
    return Vocabulary.of(files), problems


def _own_mapping(root: Path, relative: str) -> tuple[Mapped | None, list[Problem]]:
    """Read a settings file of the root itself, which need not be there."""
    path = root / relative
    return read_mapping(path, relative) if path.exists() else (None, [])


def _settings(job: Job) -> tuple[SiteSettings, list[Problem]]:
    """Read the site's settings: the root's own laid over the program's."""
    relative = "content/site.yml"
    program, problems = read_mapping(job.program / relative, relative)
    own, found = _own_mapping(job.root, relative)
    settings, more = parse_settings(program, own)
    return settings, [*problems, *found, *more]
