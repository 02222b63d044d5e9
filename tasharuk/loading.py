"""Files that were listed → records, drafts and pictures: read in several processes, or taken from the cache."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple, TypeAlias
from zlib import crc32

from tasharuk.cache import Cache
from tasharuk.job import Job
from tasharuk.kinds import own_path
from tasharuk.markup.check import check_markdown
from tasharuk.model.base import Record
from tasharuk.model.outline import Outline, outline_of, pack
from tasharuk.parallel import done, share
from tasharuk.parse import Draft, Parsed, parse_records
from tasharuk.problems import Problem, Severity
from tasharuk.read import Listed, Source, is_as_stamped, read_bytes, read_source
from tasharuk.shelf import Shelf
from tasharuk.write import Artifact

if TYPE_CHECKING:
    from tasharuk.images import Picture

LEAST_TO_SHARE = 400  # files; fewer are read before another process has started
FOLDER = "records"
FILES_PER_GROUP = 50  # kept together
MARKDOWN_FIELDS = ("about",)
HELD_MARKUP = frozenset({"link_text_mismatch"})
PICTURES = (".png", ".jpg", ".jpeg", ".webp")


class Loaded(NamedTuple):
    """What was read of a group of files: the outlines of its records, and the records packed one after the other."""

    outlines: tuple[Outline, ...]
    sizes: tuple[int, ...]
    packed: bytes
    drafts: tuple[Draft, ...]
    problems: tuple[Problem, ...]

    def of(self, paths: Set[str]) -> Loaded:
        """Return what was read of some of the files."""
        ends = accumulate(self.sizes)
        rows = [
            (outline, size, self.packed[end - size : end])
            for outline, size, end in zip(self.outlines, self.sizes, ends, strict=True)
            if outline.path in paths
        ]
        return Loaded(
            tuple(outline for outline, _size, _packed in rows),
            tuple(size for _outline, size, _packed in rows),
            b"".join(packed for _outline, _size, packed in rows),
            tuple(draft for draft in self.drafts if draft.record.path in paths),
            tuple(problem for problem in self.problems if problem.path in paths),
        )

    def beside(self, other: Loaded) -> Loaded:
        """Return what was read of these files and of others."""
        return Loaded(
            self.outlines + other.outlines,
            self.sizes + other.sizes,
            self.packed + other.packed,
            self.drafts + other.drafts,
            self.problems + other.problems,
        )


Signature: TypeAlias = tuple[Listed, "list[str] | None"]  # a file as it lies there, and the pictures it may show


def load_records(
    job: Job, listed: Sequence[Listed], media: frozenset[str], cache: Cache | None
) -> tuple[Parsed, list[Problem]]:
    """Read and parse files; records and drafts stand in the order of the files, beside the problems of all."""
    order = {item.path: place for place, item in enumerate(listed)}
    groups = _groups(listed)
    pictures = _media_by_unit(media)
    shelf = Shelf()
    records: list[Record] = []
    drafts: list[Draft] = []
    problems: list[Problem] = []

    def signed(number: int) -> dict[str, Signature]:
        return {item.path: (item, pictures.get(unit_of(item.path))) for item in groups[number]}

    def load(number: int) -> Loaded:
        before, loaded = _kept(cache, number)
        now = signed(number)
        same = _unchanged(job, before, now, loaded)
        fresh = _loaded(job, [item for item in groups[number] if item.path not in same], media)
        loaded = loaded.of(same).beside(fresh)
        if cache is not None:
            cache.put(f"{FOLDER}/{number}", "", (now, loaded))
        return loaded

    def take(loaded: Loaded) -> None:
        records.extend(shelf.put(loaded.outlines, loaded.sizes, loaded.packed))
        drafts.extend(loaded.drafts)
        problems.extend(loaded.problems)

    to_load: list[int] = []
    for number in sorted(groups):  # to send to another process what is kept would take longer than to get it
        before, loaded = _kept(cache, number)
        if before == signed(number):
            take(loaded)
        else:
            to_load.append(number)
    for _, loaded in done(load, to_load, job.jobs if len(to_load) * FILES_PER_GROUP >= LEAST_TO_SHARE else 1):
        take(loaded)
    records.sort(key=lambda record: order[record.path])
    drafts.sort(key=lambda draft: order[draft.record.path])
    return Parsed(tuple(records), tuple(drafts)), problems


def unit_of(path: str) -> str:
    """Return what a file belongs to: an organization's folder, a campaign with its pictures, or a folder of content."""
    parts = path.split("/")
    return f"{parts[0]}/{parts[1].removesuffix('.md')}" if len(parts) > 1 else path


def _groups(listed: Sequence[Listed]) -> dict[int, list[Listed]]:
    """Part files into groups by unit, so that a new file changes its own group alone; by number of the group."""
    count = 1 << max(0, (len(listed) // FILES_PER_GROUP).bit_length() - 1)
    groups: dict[int, list[Listed]] = defaultdict(list)
    for item in listed:
        groups[crc32(unit_of(item.path).encode()) % count].append(item)
    return groups


def _media_by_unit(media: frozenset[str]) -> dict[str, list[str]]:
    units: dict[str, list[str]] = defaultdict(list)
    for path in sorted(media):
        units[unit_of(path)].append(path)
    return units


def _kept(cache: Cache | None, number: int) -> tuple[Mapping[str, Signature], Loaded]:
    """Return what is kept of a group: its files as they lay there, and what was read of them."""
    kept: tuple[dict[str, Signature], Loaded] | None = cache.get(f"{FOLDER}/{number}", "") if cache else None
    return kept or ({}, Loaded((), (), b"", (), ()))


def _unchanged(
    job: Job, before: Mapping[str, Signature], now: Mapping[str, Signature], loaded: Loaded
) -> frozenset[str]:
    """Return the paths of files that hold what they held; those that were only touched are looked into."""
    stamps = {outline.path: outline.stamp for outline in loaded.outlines}

    def is_same(path: str) -> bool:
        old, new = before.get(path), now[path]
        if old is None or old == new or path not in stamps:
            return old == new
        item, pictures = new
        is_touched = old == (item._replace(changed=old[0].changed), pictures)
        return is_touched and is_as_stamped(job.root_of(path), path, stamps[path])

    return frozenset(filter(is_same, now))


def _loaded(job: Job, group: Sequence[Listed], media: frozenset[str]) -> Loaded:
    read = [read_source(job.root_of(item.path), item.path, item.place) for item in group]
    problems = [problem for found in read if not isinstance(found, Source) for problem in found]
    parsed = parse_records(found for found in read if isinstance(found, Source))
    problems += parsed.problems
    problems += markup_problems(parsed, media)
    packed = [pack(record) for record in parsed.records]
    outlines = tuple(map(outline_of, parsed.records))
    return Loaded(outlines, tuple(map(len, packed)), b"".join(packed), parsed.drafts, tuple(problems))


def markup_problems(parsed: Parsed, media: frozenset[str]) -> Iterator[Problem]:
    """Yield what is wrong with the Markdown of records and drafts; `media` are the pictures they may show."""
    for record in parsed.everything:
        yield from _markup_problems(record, media)


def _markup_problems(record: Record, media: frozenset[str]) -> Iterator[Problem]:
    """Judge the Markdown of a record: its body, and the fields that hold Markdown."""
    for text, field_name in _texts(record):
        for found in check_markdown(text, allow_image=lambda source: own_path(record, source) in media):
            severity = Severity.HELD if found.code in HELD_MARKUP else Severity.ERROR
            line = _first_line(record, text, field_name)
            yield Problem(record.path, line + found.line - 1, 1, found.code, severity, field_name, dict(found.values))


def _texts(record: Record) -> Iterator[tuple[str, str]]:
    """Yield (text, its field) of all Markdown of a record; the body's field is empty."""
    if record.body:
        yield record.body, ""
    for name in _markdown_fields(type(record)):
        text = getattr(record, name)
        if text:
            yield text, name


@cache
def _markdown_fields(model: type[Record]) -> tuple[str, ...]:
    return tuple(name for name in MARKDOWN_FIELDS if name in model.model_fields)


def _first_line(record: Record, text: str, field_name: str) -> int:
    """Return the line of the file on which a text of Markdown starts."""
    if not field_name:
        return record.body_line
    is_block = "\n" in text  # written below the line of its key
    return record.mark_of(field_name)[0] + is_block


def load_pictures(
    job: Job, media: Sequence[str], cache: Cache | None
) -> tuple[dict[str, Picture], tuple[Artifact, ...], list[Problem]]:
    """Check and encode every picture; returns them by path, their files, and what is wrong with the others."""
    paths = [path for path in media if path.lower().endswith(PICTURES)]
    if not paths:
        return {}, (), []
    from tasharuk.images import BadImage, prepare_picture  # the library of pictures, only where there are any

    def load(path: str) -> tuple[Picture, Artifact] | Problem:
        content = read_bytes(job.file(path))
        key = hashlib.blake2b(content, digest_size=20).hexdigest()
        name = f"pictures/{hashlib.blake2b(path.encode(), digest_size=10).hexdigest()}"
        kept: tuple[Picture, Artifact] | None = cache.get(name, f"{path} {key}") if cache is not None else None
        if kept is not None:
            return kept
        try:
            prepared = prepare_picture(path, content)
        except BadImage as error:
            return Problem(path, 0, 0, error.code, values={"given": path.rpartition("/")[2], **error.values})
        if cache is not None:
            cache.put(name, f"{path} {key}", prepared)
        return prepared

    pictures: dict[str, Picture] = {}
    files: list[Artifact] = []
    problems: list[Problem] = []
    for path, made in zip(paths, share(load, paths, job.jobs), strict=True):
        if isinstance(made, Problem):
            problems.append(made)
        else:
            pictures[path] = made[0]
            files.append(made[1])
    return pictures, tuple(files), problems
