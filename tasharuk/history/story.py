"""What is known of the past of files: steps, made of edits, in which nothing is kept that must not be told again."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, Self, TypeAlias

from tasharuk.shelf import Sheets

MOST_STEPS = 200  # of a file, and of an organization; older ones are counted
DIGEST = 16  # bytes
_NOTHING: Mapping[str, Any] = MappingProxyType({})

How: TypeAlias = Literal["added", "changed", "removed", "moved", "unread", "unknown"]


class Way(NamedTuple):
    """A way to give as it may be told of: its kind, the end of its number, and digests of what it is known by.

    `is_used` is told last: whether the same stands in the directory today.
    """

    kind: str
    tail: str
    known_by: tuple[bytes, ...]
    is_used: bool = False


class Sum(NamedTuple):
    """A sum of money as it was written."""

    value: Decimal
    currency: str
    series: Literal["old", "new"] | None


class Confirmed(NamedTuple):
    """A field that an office confirmed on a day."""

    field: str
    on: date
    by: str


Value: TypeAlias = "str | int | date | tuple[str, ...] | Sum | Way | Confirmed | None"


class Edit(NamedTuple):
    """One field that changed. `old` and `new` are None where the values are not told.

    `parts` names the fields of a way to give that changed beside its number.
    """

    field: str
    how: How
    old: Value = None
    new: Value = None
    parts: tuple[str, ...] = ()


class Step(NamedTuple):
    """One change of one file, published with the commit that is the `number`th of all, on a `day` of Damascus.

    `order` counts the versions of the file. `owners` are the organizations that a campaign belonged to, where known.
    """

    order: int
    number: int
    day: date
    how: How
    edits: tuple[Edit, ...] = ()
    owners: tuple[str, ...] = ()
    entered_by: str = ""
    title: str = ""


class Story(NamedTuple):
    """All that is told of one file: its last steps, oldest first, and how many versions there were.

    `trail` are git's names of the last versions, oldest first; `former` is the file it was before it was renamed, with
    the number of that commit.
    """

    steps: tuple[Step, ...] = ()
    versions: int = 0
    trail: tuple[str, ...] = ()
    former: tuple[str, int] | None = None


NONE = Story()


class Leaf(NamedTuple):
    """Where a story lies, and the digest of all that it says."""

    place: int
    size: int
    digest: bytes


@dataclass(frozen=True)
class History:
    """The stories of all files by key, such as `organization/<slug>`; each is read when it is asked.

    `since` is the day before which nothing is known; None where all is. Nothing is known where no file has a story.
    `named` are the keys of the campaigns that once were an organization's, by its slug.
    """

    since: date | None = None
    named: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NOTHING)
    leaves: Mapping[str, Leaf] = field(default_factory=lambda: _NOTHING)
    sheets: Sheets = field(default_factory=Sheets)

    @classmethod
    def of(cls, since: date | None, named: Mapping[str, tuple[str, ...]], stories: Iterable[tuple[str, bytes]]) -> Self:
        """Put away stories, each with its key and as `packed` wrote it."""
        sheets = Sheets()
        leaves = {}
        for key, content in stories:
            digest = hashlib.blake2b(content, digest_size=DIGEST).digest()
            leaves[key] = Leaf(sheets.put(content), len(content), digest)
        return cls(since, named, leaves, sheets)

    def state(self) -> tuple[bool, date | None]:
        """Return whether anything is known, and since when; None for from the beginning."""
        return bool(self.leaves), self.since

    def story(self, key: str) -> Story:
        """Return what is known of a file."""
        leaf = self.leaves.get(key)
        return unpacked(self.sheets.read(leaf.place, leaf.size)) if leaf else NONE

    def campaigns(self, slug: str) -> tuple[str, ...]:
        """Return the keys of campaigns that are known to have been an organization's."""
        return self.named.get(slug, ())

    def digest(self, key: str) -> bytes:
        """Return what tells the story of a file from any other; empty where nothing is known."""
        leaf = self.leaves.get(key)
        return leaf.digest if leaf else b""


def packed(story: Story) -> bytes:
    """Write a story."""
    return pickle.dumps(story, pickle.HIGHEST_PROTOCOL)


def unpacked(content: bytes) -> Story:
    """Read what `packed` has written."""
    story: Story = pickle.loads(content)  # noqa: S301 - written by ourselves, and whole
    return story
