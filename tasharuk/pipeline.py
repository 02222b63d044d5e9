"""The first half of the way: files → sources → records → catalogue, judged. `assembly` makes the site of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from tasharuk.cache import Cache, digest_of
from tasharuk.catalogue import Catalogue
from tasharuk.change import Change
from tasharuk.compare import compare
from tasharuk.file_changes import changes
from tasharuk.ground import Ground
from tasharuk.job import Job
from tasharuk.kinds import MEDIA_PATTERNS
from tasharuk.listing import Begun, begin
from tasharuk.loading import load_pictures, load_records
from tasharuk.model.organization import Organization
from tasharuk.model.settings import SiteSettings
from tasharuk.narrow import MOST_FILES, list_lent, read_narrow
from tasharuk.parse import parse_acceptances, parse_settings
from tasharuk.past import PLACES, Past
from tasharuk.problems import Problem, Severity
from tasharuk.read import FILE_CODES, Listed, Mapped, Media, list_files, place_of_path, read_mapping, read_sources
from tasharuk.rules import check_catalogue, check_change
from tasharuk.side import Side, Touched, fresh, side_before
from tasharuk.vocabulary import LISTS, Fault, Vocabulary, faults_of
from tasharuk.write import Artifact

if TYPE_CHECKING:
    from tasharuk.images import Picture

ACCEPTED, SETTINGS, VOCABULARY = "content/accepted.yml", "content/site.yml", "content/vocabulary/"
GROUND = (ACCEPTED, SETTINGS, VOCABULARY)  # whoever changes these may make a problem of anything
T = TypeVar("T")


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


def check(job: Job, begun: Begun | None = None) -> Checked:
    """Read, parse and judge everything below the root, and what has changed since the base, if the job names one.

    With a base only what the change touches or causes is told, and of a small change only what that takes is read.
    `begun` is the comparison, where it has begun already. Problems are sorted by path and line. Raises UnknownRevision.
    """
    cache = Cache.of(job)
    vocabulary, problems = read_vocabulary(job, cache)
    settings, found = _settings(job, cache)
    accepted_data, more = _own_mapping(job.root, ACCEPTED)
    ground = Ground(job, settings, vocabulary, parse_acceptances(accepted_data), (*problems, *found, *more))
    begun = begun or begin(job)
    if begun is None:
        side, pictures, files = _read_all(job, cache)
        catalogue = ground.catalogue(side)
        problems = ground.accepted.apply(ground.judge(catalogue, side, cache))
        return Checked(catalogue, ground.ordered(problems), pictures, files, len(side.listed))
    return _check_change(ground, begun, cache)


def _check_change(ground: Ground, begun: Begun, cache: Cache | None) -> Checked:
    """Judge the files of a change, beside those that the change could make a problem of."""
    job, base = ground.job, begun.base
    Organization.model_rebuild()  # 30 ms, while git is still at work: nearly every change needs it
    listing = begun.listing() if cache is not None else None
    among = listing.suspects if listing is not None and len(listing.suspects) <= MOST_FILES else None
    files = changes(base, job.head, among, listing.index if listing is not None else None)
    past = Past(base, [file.path for file in files])
    narrow = read_narrow(job, past, files, listing, cache) if cache and listing else None
    side = narrow.side if narrow else _read_all(job, None if job.head else cache)[0]
    ground = ground.about(narrow.judged) if narrow else ground
    catalogue = ground.catalogue(side)
    change = compare(past, files, catalogue, side.parsed.drafts, job.author)
    problems = [*ground.judge(catalogue, side), *check_change(change)]
    problems = ground.accepted.apply(problems, lambda problem: change.touches(problem.path, problem.field))
    if not any(file.path.startswith(GROUND) for file in files):
        before = side_before(side, past, files)
        stood = ground.accepted.apply(ground.judge(ground.catalogue(before), before))
        problems = fresh(problems, stood, Touched.by(files))
    if narrow:
        problems = [problem for problem in problems if problem.path in {*narrow.judged, ACCEPTED}]
    return Checked(catalogue, ground.ordered(problems), source_count=len(side.listed), change=change)


def _read_all(job: Job, cache: Cache | None) -> tuple[Side, Mapping[str, Picture], tuple[Artifact, ...]]:
    """Read every file below the root; returns the pictures beside it, ready to publish."""
    listed, media, problems = _listed(job)
    media_paths = frozenset(item.path for item in media)
    parsed, found = load_records(job, listed, media_paths, cache)
    pictures, files, more = load_pictures(job, [item.path for item in media], cache)
    side = Side(parsed, (*problems, *found, *more), media_paths, frozenset(item.path for item in listed))
    return side, pictures, files


def closed_lists(job: Job) -> Catalogue:
    """Return a catalogue that holds the settings and closed lists but no record."""
    return Catalogue(_settings(job)[0], read_vocabulary(job)[0], job.today, ())


def record_files(job: Job) -> list[str]:
    """Return the paths of the files of records below the root, those among them that cannot be read yet; sorted."""
    sources, _, problems = read_sources(job.root, PLACES, MEDIA_PATTERNS)
    unread = {p.path for p in problems if p.code not in FILE_CODES and place_of_path(p.path, PLACES)}
    return sorted(unread | {source.path for source in sources})


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
        lent = list_lent(job.content_root)
        listed, media, problems = listed + lent[0], media + lent[1], problems + lent[2]
    return listed, media, problems


def read_vocabulary(job: Job, cache: Cache | None = None) -> tuple[Vocabulary, list[Problem]]:
    """Read all closed lists, each from the root where it has the file and it can be used, else from the program."""
    own = [job.own_or(f"{VOCABULARY}{name}") for name in LISTS]
    return _as_kept(cache, "vocabulary", own, lambda: _read_vocabulary(job))


def _read_vocabulary(job: Job) -> tuple[Vocabulary, list[Problem]]:
    problems: list[Problem] = []
    files: dict[str, Mapping[str, Any]] = {}
    for name in LISTS:
        relative = f"{VOCABULARY}{name}"
        own, found = _own_mapping(job.root, relative)
        found += [_bad_list(relative, own, fault) for fault in faults_of(name, own.data)] if own is not None else []
        problems += found
        mapped = own if own is not None and not found else read_mapping(job.program / relative, relative)[0]
        files[name] = mapped.data if mapped is not None else {}
    return Vocabulary.of(files), problems


def _bad_list(path: str, file: Mapped, fault: Fault) -> Problem:
    mark = file.marks.get(fault.place)
    values = {"given": fault.name, "expected": fault.key}
    return Problem(path, mark.line if mark else 1, 1, "bad_list", values=values)


def _as_kept(
    cache: Cache | None, name: str, files: Sequence[Path], make: Callable[[], tuple[T, list[Problem]]]
) -> tuple[T, list[Problem]]:
    """Return what was made of these files before, while they are the same; what had problems is made again."""
    try:
        key = repr([digest_of(file) for file in files]) if cache is not None else ""
    except OSError:
        return make()
    kept: T | None = cache.get(name, key) if cache is not None else None
    if kept is not None:  # to read them takes longer than to judge a profile
        return kept, []
    made, problems = make()
    if cache is not None and not problems:
        cache.put(name, key, made)
    return made, problems


def _own_mapping(root: Path, relative: str) -> tuple[Mapped | None, list[Problem]]:
    """Read a settings file of the root itself, which need not be there."""
    path = root / relative
    return read_mapping(path, relative) if path.exists() else (None, [])


def _settings(job: Job, cache: Cache | None = None) -> tuple[SiteSettings, list[Problem]]:
    """Read the site's settings: the root's own laid over the program's."""
    places = [job.program / SETTINGS, job.root / SETTINGS]
    return _as_kept(cache, "settings", [file for file in places if file.exists()], lambda: _read_settings(job))


def _read_settings(job: Job) -> tuple[SiteSettings, list[Problem]]:
    program, problems = read_mapping(job.program / SETTINGS, SETTINGS)
    own, found = _own_mapping(job.root, SETTINGS)
    settings, more = parse_settings(program, own)
    return settings, [*problems, *found, *more]
