"""The first half of the way: files → sources → records → catalogue, judged. `assembly` makes the site of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tasharuk.catalogue import Catalogue
from tasharuk.change import Change
from tasharuk.compare import Sides, compare
from tasharuk.images import BadImage, Picture, prepare_picture
from tasharuk.kinds import KINDS, MEDIA_PATTERNS, own_path
from tasharuk.markup.check import check_markdown
from tasharuk.model.base import Record
from tasharuk.model.settings import SiteSettings
from tasharuk.parse import Parsed, parse_acceptances, parse_records, parse_settings
from tasharuk.problems import Problem, Severity
from tasharuk.read import (
    FILE_CODES,
    Mapped,
    Media,
    Place,
    Source,
    place_of_path,
    read_bytes,
    read_mapping,
    read_sources,
)
from tasharuk.rules import check_catalogue, check_change
from tasharuk.vocabulary import LISTS, Vocabulary
from tasharuk.write import Artifact

PROGRAM = Path(__file__).resolve().parent.parent  # where words, vocabularies, templates and settings of our own lie
PLACES = tuple(Place(kind.name, kind.pattern) for kind in KINDS)
LENT = tuple(Place(kind.name, kind.pattern) for kind in KINDS if kind.lent)
MARKDOWN_FIELDS = ("about",)
HELD_MARKUP = frozenset({"link_text_mismatch"})
PICTURES = (".png", ".jpg", ".jpeg", ".webp")


@dataclass(frozen=True)
class Job:
    """What a run works on. `today` is the only clock; `base_url` overrules the settings.

    `base` is the git revision to compare with, `author` the account that asks for the change; empty for none.
    When `root` holds a revision that was laid out, `head` is its name and `repository` the root it came from.
    """

    root: Path
    today: date
    base_url: str = ""
    program: Path = PROGRAM
    base: str = ""
    author: str = ""
    head: str = ""
    repository: Path | None = None

    def own_or(self, relative: str) -> Path:
        """Return the root's own file or folder, or the program's where the root has none."""
        own = self.root / relative
        return own if own.exists() else self.program / relative

    @property
    def content_root(self) -> Path:
        """The root, or the program's where the root has no content/ of its own."""
        return self.root if (self.root / "content").is_dir() else self.program

    def file(self, path: str) -> Path:
        """Return the file that a record's or a picture's path names."""
        return (self.content_root if path.startswith("content/") else self.root) / path


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
    sources, media, found = _read(job)
    problems += found
    parsed = parse_records(sources)
    problems += parsed.problems
    pictures, files, found = _pictures(job, media)
    problems += found
    media_paths = frozenset(item.path for item in media)
    for record in (*parsed.records, *(draft.record for draft in parsed.drafts)):
        problems += _markup_problems(record, media_paths)
    unread = {source.path for source in sources} | {problem.path for problem in problems}
    catalogue = Catalogue(
        settings=settings,
        vocabulary=vocabulary,
        today=job.today,
        records=parsed.records,
        media=media_paths,
        unread=frozenset(unread - {record.path for record in parsed.records}),
    )
    problems += _judged(catalogue, parsed)
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
    return Checked(catalogue, ordered, pictures, files, len(sources), change)


def closed_lists(job: Job) -> Catalogue:
    """Return a catalogue that holds the settings and closed lists but no record."""
    return Catalogue(_settings(job)[0], read_vocabulary(job)[0], job.today, ())


def record_files(job: Job) -> list[str]:
    """Return the paths of the files of records below the root, those among them that cannot be read yet; sorted."""
    sources, _, problems = read_sources(job.root, PLACES, MEDIA_PATTERNS)
    unread = {p.path for p in problems if p.code not in FILE_CODES and place_of_path(p.path, PLACES)}
    return sorted(unread | {source.path for source in sources})


def _judged(catalogue: Catalogue, parsed: Parsed) -> Iterator[Problem]:
    """Run the rules over records and drafts alike, so that one run tells all; drafts are not published."""
    draft_by_path = {draft.record.path: draft for draft in parsed.drafts}
    records = (*catalogue.records, *(draft.record for draft in parsed.drafts))
    for problem in check_catalogue(replace(catalogue, records=records)):
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


def _read(job: Job) -> tuple[list[Source], list[Media], list[Problem]]:
    """Read the root; laws, pages and initiatives are the program's own where the root has no content/."""
    sources, media, problems = read_sources(job.root, PLACES, MEDIA_PATTERNS)
    if job.content_root != job.root:
        folders = tuple(place.pattern.split("/<")[0] for place in LENT)
        lent = read_sources(job.content_root, LENT, MEDIA_PATTERNS, folders)
        sources, media, problems = sources + lent[0], media + lent[1], problems + lent[2]
    return sources, media, problems


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


def _markup_problems(record: Record, media: frozenset[str]) -> Iterator[Problem]:
    """Judge the Markdown of a record: its body, and the fields that hold Markdown."""
    for text, line, field_name in _texts(record):
        for found in check_markdown(text, allow_image=lambda source: own_path(record, source) in media):
            severity = Severity.HELD if found.code in HELD_MARKUP else Severity.ERROR
            yield Problem(record.path, line + found.line - 1, 1, found.code, severity, field_name, dict(found.values))


def _texts(record: Record) -> Iterator[tuple[str, int, str]]:
    if record.body:
        yield record.body, record.body_line, ""
    for name in MARKDOWN_FIELDS:
        text = getattr(record, name, None)
        if text:
            is_block = "\n" in text  # written below the line of its key
            yield text, record.mark_of(name)[0] + is_block, name


def _pictures(job: Job, media: list[Media]) -> tuple[dict[str, Picture], tuple[Artifact, ...], list[Problem]]:
    """Check and encode every picture."""
    pictures: dict[str, Picture] = {}
    files: list[Artifact] = []
    problems: list[Problem] = []
    for item in media:
        if not item.path.lower().endswith(PICTURES):
            continue
        try:
            picture, artifact = prepare_picture(item.path, read_bytes(job.file(item.path)))
        except BadImage as error:
            name = item.path.rsplit("/", 1)[-1]
            problems.append(Problem(item.path, 0, 0, error.code, values={"given": name, **error.values}))
            continue
        pictures[item.path] = picture
        files.append(artifact)
    return pictures, tuple(files), problems
