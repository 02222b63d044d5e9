"""A repository → which versions of which files there were: one run of git over all commits, one over what they changed.

Only the line of first parents counts: it tells what was published and when, whatever was tried out beside it. Only
profiles, the ministry's records and campaigns are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import IO, NamedTuple

from tasharuk.history.story import MOST_STEPS
from tasharuk.kinds import KIND_BY_NAME
from tasharuk.revision import EXECUTABLE, REGULAR, Revision, UnknownRevision

LOOK_BACK = 10  # versions before one that is compared, among which the last readable one is looked for
KINDS = ("organization", "registry", "campaign")
FOLDERS = tuple(KIND_BY_NAME[name].pattern.partition("<")[0].rstrip("/") for name in KINDS)
DAMASCUS = timezone(timedelta(hours=3))  # all year, since October 2022
UNREADABLE = "?"  # stands for the bytes of what is no file: a link, a repository
_CHUNK = 1 << 20
_SLUG = rb"([a-z0-9]+(?:-[a-z0-9]+)*)"
_LAST_SECOND = 253_402_203_600  # of the year 9999, a few hours before its end


class Version(NamedTuple):
    """A file as a commit left it: `old` and `new` are git's names of its bytes, empty where there was, or is, none.

    `number` counts the commits from the first, `order` the versions of the file.
    """

    order: int
    number: int
    day: date
    old: str
    new: str


@dataclass
class Trail:
    """The versions of a file, the newest first: so many as are told or looked back at, and how many there were."""

    versions: list[Version] = field(default_factory=list)
    count: int = 0

    @property
    def has_past(self) -> bool:
        """Tell whether there is more than the version with which the file came."""
        return self.count > 1 or bool(self.versions[0].old)

    def add(self, version: Version) -> None:
        """Add an older version."""
        self.count += 1
        if len(self.versions) < MOST_STEPS + LOOK_BACK:
            self.versions.append(version)


@dataclass
class Log:
    """What git tells: the last commit, how many there are, since when, and the versions of each file by its key.

    `swaps` are the commits that removed some files and brought others of the same kind: number, keys gone, keys come.
    """

    commit: str
    count: int
    since: date | None = None
    trails: dict[str, Trail] = field(default_factory=dict)
    swaps: list[tuple[int, tuple[str, ...], tuple[str, ...]]] = field(default_factory=list)


def read_log(revision: Revision, after: str = "", known: int = 0, shallow: bool = False) -> Log | None:
    """Read all commits, or those after one that is the `known`th; None where that is not in the line of first parents.

    Raises UnknownRevision.
    """
    beyond = [f"^{after}"] if after else []
    lines = revision.ask("rev-list", "--first-parent", "--parents", "--timestamp", revision.commit, *beyond)
    commits = [line.split() for line in lines.decode("ascii").splitlines()]
    if after and (commits[-1][2:3] != [after] if commits else revision.commit != after):
        return None
    log = Log(revision.commit, known + len(commits))
    if shallow and commits and len(commits[-1]) == 2:
        log.since = day_of(int(commits.pop()[0]))  # what it seems to have added was there before
    given = "".join(f"{' '.join(words[1:3])}\n" for words in commits).encode("ascii")
    options = ("--stdin", "--root", "-r", "-z", "--raw", "--no-renames", "--no-abbrev")
    with revision.printing("diff-tree", *options, "--", *FOLDERS, given=given) as printed:
        days = {words[1].encode("ascii"): (log.count - place, int(words[0])) for place, words in enumerate(commits)}
        _take(log, printed, _keys(revision.prefix), days)
    for trail in log.trails.values():
        trail.versions = [version._replace(order=trail.count - place) for place, version in enumerate(trail.versions)]
    return log


def path_of_key(key: str) -> str:
    """Return the path of the file that a key names."""
    kind, _, slug = key.partition("/")
    return KIND_BY_NAME[kind].fill(KIND_BY_NAME[kind].pattern, slug, slug)


def day_of(seconds: int) -> date:
    """Return the day in Damascus of a moment, whatever somebody wrote into a commit."""
    return datetime.fromtimestamp(min(max(seconds, 0), _LAST_SECOND), DAMASCUS).date()


def _keys(prefix: str) -> re.Pattern[bytes]:
    """Return what finds the slug in the path of a file that counts; its group tells the kind."""
    patterns = (re.escape(KIND_BY_NAME[name].pattern).encode("ascii") for name in KINDS)
    slugs = (pattern.replace(b"<slug>", _SLUG) for pattern in patterns)
    return re.compile(re.escape(prefix.encode("utf-8", "surrogateescape")) + b"(?:" + b"|".join(slugs) + rb")\Z")


def _take(log: Log, printed: IO[bytes], keys: re.Pattern[bytes], days: Mapping[bytes, tuple[int, int]]) -> None:
    number, day = 0, date.min
    gone: list[str] = []
    come: list[str] = []
    tokens = _tokens(printed)
    for token in tokens:
        if not token.startswith(b":"):
            _note_swap(log, number, gone, come)
            number, seconds = days[token]
            day, gone, come = day_of(seconds), [], []
            continue
        found = keys.match(next(tokens, b""))
        old, new = _sides(token) if found else ("", "")
        if found and old != new:
            assert found.lastindex is not None
            key = f"{KINDS[found.lastindex - 1]}/{found[found.lastindex].decode('ascii')}"
            log.trails.setdefault(key, Trail()).add(Version(0, number, day, old, new))
            if not old or not new:
                (come if new else gone).append(key)
    _note_swap(log, number, gone, come)


def _note_swap(log: Log, number: int, gone: list[str], come: list[str]) -> None:
    if gone and come:
        log.swaps.append((number, tuple(gone), tuple(come)))


def _sides(line: bytes) -> tuple[str, str]:
    """Return git's names of the bytes before and after, out of a raw line of a difference."""
    words = line[1:].decode("ascii").split(" ")
    if len(words) != 5:
        raise UnknownRevision
    return _bytes_of(words[0], words[2]), _bytes_of(words[1], words[3])


def _bytes_of(mode: str, name: str) -> str:
    if mode in (REGULAR, EXECUTABLE):
        return name
    return "" if mode == "000000" else UNREADABLE


def _tokens(printed: IO[bytes]) -> Iterator[bytes]:
    """Yield what stands between the zeros."""
    rest = b""
    while chunk := printed.read(_CHUNK):
        *whole, rest = (rest + chunk).split(b"\0")
        yield from whole
