"""Disk → Sources: the walk over the content folders, in an order that does not depend on the disk."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TypeAlias

from tasharuk.problems import Problem
from tasharuk.read.document import USUAL, Document, Rules, simple_document
from tasharuk.read.patterns import MEDIA_ENDINGS, Places, at_depth, fits, keys_of, place_of_path
from tasharuk.read.source import Media, Place, Source, stamp_of
from tasharuk.read.text import decode, shown

MAX_YAML_BYTES = 64 * 1024
MAX_BODY_BYTES = 100 * 1024
MAX_SLUG = 60
_CLOSING = re.compile(r"\n---[^\S\n]*(?:\n|\Z)")  # the line that ends a front matter
TEXT_ENDINGS = frozenset({"txt", "text", "yml", "yaml", "md", "mkd", "markdown"})
TOLERATED = frozenset({".gitkeep", "README.md", "LICENSE.md"})
# folders below content/ whose files are read elsewhere, by their own names
UNWALKED = frozenset({"content/vocabulary", "content/words"})
UNWALKED_FILES = frozenset({"content/site.yml", "content/accepted.yml"})
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))})
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DATE = re.compile(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}-")
_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_LFS = b"version https://git-lfs.github.com/spec/"

Found: TypeAlias = "Listed | Media | Problem"
Names: TypeAlias = "Set[str] | None"


class Listed(NamedTuple):
    """The file of a record that is to be read, where it belongs, and its size and time of change in nanoseconds."""

    path: str
    place: Place
    size: int
    changed: int


@dataclass(frozen=True)
class Mapped(Document):
    """A settings or vocabulary file as typed."""


def list_files(
    root: Path, places: Places, media: tuple[str, ...], folders: Mapping[str, Names] | None = None
) -> tuple[list[Listed], list[Media], list[Problem]]:
    """Find every file of a record and every other published file below the root, and what lies there wrongly.

    Walks the first folders of the places, or those given and there the names given, in small letters. Reads no file.
    """
    records: list[Listed] = []
    files: list[Media] = []
    problems: list[Problem] = []
    tops = dict.fromkeys(place.pattern.split("/")[0] for place in places)
    for top, names in (tops if folders is None else folders).items():
        if (root / top).is_symlink():
            problems.append(Problem(top, 0, 0, "symlink"))
            continue
        for found in _walk(root, top, places, media, names):
            if isinstance(found, Listed):
                records.append(found)
            elif isinstance(found, Media):
                files.append(found)
            else:
                problems.append(found)
    return records, files, problems


def read_sources(root: Path, places: Places, media: tuple[str, ...]) -> tuple[list[Source], list[Media], list[Problem]]:
    """Read every record below the root. All problems of all files in one run; never raises on content."""
    records, files, problems = list_files(root, places, media)
    sources: list[Source] = []
    for listed in records:
        read = read_source(root, listed.path, listed.place)
        if isinstance(read, Source):
            sources.append(read)
        else:
            problems += read
    return sources, files, problems


def _walk(root: Path, folder: str, places: Places, media: tuple[str, ...], names: Names = None) -> Iterator[Found]:
    """Yield what lies below a folder, by name. Symbolic links are refused, not followed."""
    try:
        with os.scandir(root / folder) as listing:
            wanted = [entry for entry in listing if names is None or entry.name.casefold() in names]
    except FileNotFoundError:
        return
    except OSError:
        yield Problem(folder, 0, 0, "unreadable")
        return
    first_by_name: dict[str, str] = {}
    for entry in sorted(wanted, key=lambda entry: entry.name):
        path = f"{folder}/{entry.name}"
        first = first_by_name.setdefault(entry.name.casefold(), entry.name)
        if first != entry.name:  # one file on most phones and on Windows, and one address of the site
            yield Problem(_safe(path), 0, 0, "same_name", values={"given": shown(entry.name), "first": shown(first)})
        elif entry.is_symlink():
            yield Problem(_safe(path), 0, 0, "symlink")
        elif entry.is_dir(follow_symlinks=False):
            if path in UNWALKED:
                continue
            problem = _folder_problem(path, places, media)
            if problem is None:
                yield from _walk(root, path, places, media)
            else:
                yield problem
        elif not _is_tolerated(path):
            yield from _file(path, entry, places, media)


def _is_tolerated(path: str) -> bool:
    return path.rsplit("/", 1)[-1] in TOLERATED or path in UNWALKED_FILES


def _folder_problem(path: str, places: Places, media: tuple[str, ...]) -> Problem | None:
    """Refuse a folder where a file is due, one whose name is no slug, and one that belongs to no kind."""
    leading, final = at_depth(places, media, path.count("/") + 1)
    leads_on = leading.fullmatch(path) is not None
    if not leads_on and final.fullmatch(path):
        return Problem(_safe(path), 0, 0, "folder_for_file")
    name = path.rsplit("/", 1)[-1]
    if not _SLUG.fullmatch(name) or len(name) > MAX_SLUG or name in _DEVICES:
        return _bad_name(path)
    if not leads_on:
        return Problem(_safe(path), 0, 0, "unexpected_file", values={"given": shown(name)})
    return None


def _file(path: str, entry: os.DirEntry[str], places: Places, media: tuple[str, ...]) -> Iterator[Found]:
    place = place_of_path(path, places)
    is_media = place is None and any(fits(pattern, path) for pattern in media)
    name = entry.name
    try:
        info = entry.stat(follow_symlinks=False)
    except OSError:
        yield Problem(_safe(path), 0, 0, "unreadable")
        return
    if place is None and not is_media:
        yield _stray(path, places)
        return
    stem = name.rsplit(".", 1)[0]
    if (place and not (_SLUG.fullmatch(stem) and len(_DATE.sub("", stem)) <= MAX_SLUG)) or stem.lower() in _DEVICES:
        yield _bad_name(path)
    elif is_media and not name.lower().endswith(MEDIA_ENDINGS):
        yield Problem(_safe(path), 0, 0, "media_type", values={"given": shown(name)})
    elif is_media and not _FILE.fullmatch(name):
        yield _bad_name(path)
    elif not stat.S_ISREG(info.st_mode):
        yield Problem(path, 0, 0, "not_a_file")
    elif info.st_mode & 0o111 and os.name == "posix":
        yield Problem(path, 0, 0, "executable_file")
    elif place is None:
        yield Media(path, info.st_size)
    else:
        yield Listed(path, place, info.st_size, info.st_mtime_ns)


def _bad_name(path: str) -> Problem:
    """Refuse a name, and suggest the same in small letters parted by hyphens where that makes a good one."""
    name = path.rsplit("/", 1)[-1]
    stem, dot, ending = name.lower().rpartition(".")
    right = "-".join(re.findall(r"[^\W_]+", stem or ending))
    is_right = _SLUG.fullmatch(right) and len(right) <= MAX_SLUG and right not in _DEVICES
    suggestions = (f"{right}{dot}{ending}" if stem else right,) if is_right else ()
    return Problem(_safe(path), 0, 0, "bad_name", values={"given": shown(name)}, suggestions=suggestions)


def _stray(path: str, places: Places) -> Problem:
    """Say what is wrong with a file that belongs to no kind; a near ending gets its own words."""
    stem, _, ending = path.rpartition(".")
    for right in ("yml", "md"):
        if ending.lower() in TEXT_ENDINGS and any(fits(place.pattern, f"{stem}.{right}") for place in places):
            names = (shown(f"{stem.rsplit('/', 1)[-1]}.{right}"),)
            return Problem(_safe(path), 0, 0, "wrong_ending", values={"given": shown(ending)}, suggestions=names)
    return Problem(_safe(path), 0, 0, "unexpected_file", values={"given": shown(path.rsplit("/", 1)[-1])})


def read_source(root: Path, path: str, place: Place) -> Source | list[Problem]:
    """Read one record file; returns its problems when it cannot be read."""
    try:
        with open(os.path.join(root, path), "rb", buffering=0) as file:  # noqa: PTH118, PTH123 - a third of its time
            raw = file.read()
    except OSError:
        return [Problem(path, 0, 0, "unreadable")]
    return source_of(raw, path, place)


def is_as_stamped(root: Path, path: str, stamp: bytes) -> bool:
    """Tell whether a file holds the bytes of which this is the stamp: read in a tenth of the time of parsing it."""
    try:
        with open(os.path.join(root, path), "rb", buffering=0) as file:  # noqa: PTH118, PTH123 - as above
            return stamp_of(file.read()) == stamp
    except OSError:
        return False


def source_of(raw: bytes, path: str, place: Place) -> Source | list[Problem]:
    """Read one record out of the bytes of its file, wherever they come from."""
    is_markdown = path.endswith(".md")
    limit = MAX_YAML_BYTES + MAX_BODY_BYTES if is_markdown else MAX_YAML_BYTES
    if len(raw) > limit:
        return [Problem(path, 0, 0, "too_large", values={"limit": str(limit // 1024)})]
    if raw.startswith(_LFS):
        return [Problem(path, 1, 1, "lfs_pointer")]
    text = decode(raw, path)
    if isinstance(text, list):
        return text
    body, body_line, lines_before = "", 0, 0
    if is_markdown:
        parts = _front_matter(text, path)
        if isinstance(parts, Problem):
            return [parts]
        text, body, body_line = parts
        lines_before = 1
    document = simple_document(text, lines_before) or _composed(text, path, lines_before)
    if isinstance(document, list):
        return document
    keys = keys_of(place.pattern, path)
    typed = (document.data, document.marks, document.key_marks)
    return Source(path, place.kind, keys, *typed, body, body_line, len(raw), stamp_of(raw))


def _composed(text: str, path: str, lines_before: int = 0, rules: Rules = USUAL) -> Document | list[Problem]:
    from tasharuk.read.composer import compose  # and with it the library, 20 ms, for what is not of the simplest forms

    return compose(text, path, lines_before, rules)


def _front_matter(text: str, path: str) -> tuple[str, str, int] | Problem:
    """Part the front matter from the body: (YAML text, body, line on which the body starts or 0)."""
    if not text.strip():
        return Problem(path, 1, 1, "empty_file")
    first = text.partition("\n")[0]
    if first.rstrip() != "---":
        return Problem(path, 1, 1, "front_matter_toml" if first.startswith("+++") else "front_matter_missing")
    closing = _CLOSING.search(text, len(first))
    if closing is None:
        return Problem(path, 1, 1, "front_matter_open")
    matter = text[len(first) + 1 : closing.start()] + "\n"
    if len(matter) * 4 > MAX_YAML_BYTES and len(matter.encode("utf-8", "replace")) > MAX_YAML_BYTES:
        return Problem(path, 1, 1, "too_large", values={"limit": str(MAX_YAML_BYTES // 1024)})
    rest = text[closing.end() :]
    body = rest.strip("\n")
    lead = len(rest) - len(rest.lstrip("\n"))
    return matter, body, text.count("\n", 0, closing.end()) + 1 + lead if body else 0


def read_mapping(file: Path, path: str) -> tuple[Mapped | None, list[Problem]]:
    """Read a settings or vocabulary file, which may hold more values than a record and keys that are numbers."""
    try:
        raw = file.read_bytes()
    except OSError:
        return None, [Problem(path, 0, 0, "unreadable")]
    text = decode(raw, path)
    if isinstance(text, list):
        return None, text
    document = _composed(text, path, rules=Rules(max_values=100_000, number_keys=True, empty=True))
    if isinstance(document, list):
        return None, document
    return Mapped(document.data, document.marks, document.key_marks), []


def read_bytes(file: Path) -> bytes:
    """Return the bytes of a file that was listed before."""
    return file.read_bytes()


def read_assets(folder: Path, patterns: tuple[str, ...]) -> list[tuple[str, bytes]]:
    """Return (path inside the folder, bytes) of the files that fit, sorted by path."""
    files = {file.relative_to(folder).as_posix(): file for pattern in patterns for file in folder.glob(pattern)}
    return [(path, file.read_bytes()) for path, file in sorted(files.items())]


def _safe(path: str) -> str:
    return "/".join(shown(part, 80) for part in path.split("/"))
