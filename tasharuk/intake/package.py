"""A file or zip as somebody sent it → the submitted files in it at their places, or the problems that refuse all of it.

Whatever is sent is hostile until it is read: nothing is written from here, names and sizes are judged before bytes.
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tasharuk.kinds import KINDS, MEDIA_PATTERNS
from tasharuk.problems import Problem
from tasharuk.read import MEDIA_ENDINGS, Place, place_of_path
from tasharuk.read.text import shown
from tasharuk.write import Artifact

MAX_SENT_BYTES = 40_000_000
MAX_BYTES = 60_000_000  # of all files together, as they are unpacked
MAX_FILES = 100
MEGABYTE = 1_000_000
ZIP_START = b"PK"
INTAKE_CODES = frozenset(
    {
        "intake_damaged",
        "intake_empty",
        "intake_encrypted",
        "intake_exists",
        "intake_link",
        "intake_name",
        "intake_path",
        "intake_too_large",
        "intake_too_many",
        "intake_twice",
    }
)

SUBMITTED = tuple(Place(kind.name, kind.pattern) for kind in KINDS if kind.submitted)
MEDIA = tuple(Place("media", pattern) for pattern in MEDIA_PATTERNS if not pattern.startswith("content/"))

_PART = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?")
# what browsers and phones add to the name of a file that is there already, or that they take for text
_SAVED = re.compile(r"(?P<stem>.+?)(?:\s*\(\d{1,3}\))?\.(?P<ending>[A-Za-z]{2,4})(?:\.txt)?")
_DROPPINGS = re.compile(r"(?:.*/)?(?:__MACOSX/.*|\.DS_Store|Thumbs\.db|desktop\.ini)")


@dataclass(frozen=True)
class Package:
    """What was sent: files at their paths in the repository, sorted, or the problems because of which none is taken."""

    files: tuple[Artifact, ...] = ()
    problems: tuple[Problem, ...] = ()


class _Refused(Exception):
    """The package is not looked at any further."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def open_package(sent: Path, as_path: str = "") -> Package:
    """Read what was sent; `as_path` is the place of a single file whose name does not tell it. Never raises."""
    name = shown(sent.name)
    try:
        if not sent.is_file():
            return Package(problems=(Problem(name, 0, 0, "unreadable"),))
        with sent.open("rb") as file:
            raw = file.read(MAX_SENT_BYTES + 1)
    except OSError:
        return Package(problems=(Problem(name, 0, 0, "unreadable"),))
    try:
        if len(raw) > MAX_SENT_BYTES:
            raise _Refused("intake_too_large", limit=str(MAX_SENT_BYTES // MEGABYTE))
        if is_zip(raw, sent.name):
            return _unpacked(raw, name)
        path = as_path or path_of_name(sent.name)
        if not is_submitted(path):
            raise _Refused("intake_path" if as_path else "intake_name", given=shown(path or sent.name, 120))
        return Package((Artifact(path, raw),))
    except _Refused as refusal:
        return Package(problems=(Problem(name, 0, 0, refusal.code, values={"given": name, **refusal.values}),))


def is_zip(raw: bytes, name: str = "") -> bool:
    """Tell whether a file is a zip, or says so."""
    return raw.startswith(ZIP_START) or name.lower().endswith(".zip")


def path_of_name(name: str) -> str:
    """Return the path in the repository of a file saved under its path with "--" for "/"; "" when it tells none."""
    found = _SAVED.fullmatch(name)
    if found is None or "--" not in found["stem"]:
        return ""
    ending = "yml" if found["ending"].lower() == "yaml" else found["ending"]
    return f"{found['stem'].replace('--', '/')}.{ending}"


def is_submitted(path: str) -> bool:
    """Tell whether a path is the place of a record that organizations send, or of a picture or document of theirs."""
    if not all(_PART.fullmatch(part) for part in path.split("/")):
        return False
    is_media = place_of_path(path, MEDIA) is not None and path.lower().endswith(MEDIA_ENDINGS)
    return is_media or place_of_path(path, SUBMITTED) is not None


def _unpacked(raw: bytes, name: str) -> Package:
    """Unpack a zip in memory: all of its files, or none and every reason why."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = [entry for entry in archive.infolist() if not _DROPPINGS.fullmatch(entry.filename)]
            if len(entries) > MAX_FILES:
                raise _Refused("intake_too_many", limit=str(MAX_FILES))
            entries = [entry for entry in entries if not entry.is_dir() or _is_odd(entry)]
            problems = tuple(_problems(entries, name))
            if problems:
                return Package(problems=problems)
            if not entries:
                raise _Refused("intake_empty")
            files = tuple(_contents(archive, entries))
    except _Refused:
        raise
    except Exception as error:  # the library raises whatever it meets; no file may end in a traceback
        raise _Refused("intake_damaged") from error
    return Package(tuple(sorted(files, key=lambda file: file.path)))


def _problems(entries: list[zipfile.ZipInfo], name: str) -> Iterator[Problem]:
    """Judge the names and kinds of all entries."""
    seen: set[str] = set()
    for entry in entries:
        path, code = _place(entry), ""
        if _is_odd(entry):
            code = "intake_link"
        elif entry.flag_bits & 0x1:
            code = "intake_encrypted"
        elif entry.orig_filename != entry.filename or not is_submitted(path):
            code = "intake_path"
        elif path.casefold() in seen:
            code = "intake_twice"
        seen.add(path.casefold())
        if code:
            yield Problem(name, 0, 0, code, values={"given": shown(entry.orig_filename, 120)})


def _is_odd(entry: zipfile.ZipInfo) -> bool:
    """Tell whether an entry is a link, a device or a pipe."""
    kind = stat.S_IFMT(entry.external_attr >> 16)
    return kind not in (0, stat.S_IFREG, stat.S_IFDIR)


def _place(entry: zipfile.ZipInfo) -> str:
    return entry.filename if "/" in entry.filename else path_of_name(entry.filename)


def _contents(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Iterator[Artifact]:
    """Yield the files, counting what comes out: the sizes that a zip states are not to be believed."""
    left = MAX_BYTES
    for entry in entries:
        with archive.open(entry) as file:
            content = file.read(left + 1)
        left -= len(content)
        if left < 0:
            raise _Refused("intake_too_large", limit=str(MAX_BYTES // MEGABYTE))
        yield Artifact(_place(entry), content)
