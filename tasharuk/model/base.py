"""The ground all kinds stand on: a frozen pydantic model that knows the file it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, TypeAlias

from pydantic import BaseModel, ConfigDict, PrivateAttr

from tasharuk.model.fields import Flag

Path: TypeAlias = tuple[str | int, ...]
Place: TypeAlias = tuple[int, int]


class Part(BaseModel):
    """A group of fields inside a record. Unknown keys are refused; values never change."""

    # built when first used: who reads one profile does not wait for eleven kinds
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a record was read: its file, the slugs in its path, and the line and column of each value.

    `stamp` is a digest of the file's bytes: records of one path and stamp are the same.
    """

    path: str = ""
    slug: str = ""
    organization: str = ""
    body: str = ""
    body_line: int = 0
    marks: Mapping[Path, Place] = field(default_factory=lambda: MappingProxyType({}))
    stamp: bytes = b""


class Record(Part):
    """One submitted file. `slug` is the file's own name, `organization` the folder it lies in, if any."""

    example: Flag = False

    _origin: Origin = PrivateAttr(default_factory=Origin)  # read from pydantic's own dict: 0.15 µs, by its name 3 µs

    def with_origin(self, origin: Origin) -> Record:
        """Remember the file this record came from; returns the record itself."""
        self._origin = origin
        return self

    def forget_marks(self) -> None:
        """Let go of the places of the values, a quarter of a record's memory, once everything is judged."""
        self._origin = replace(self._origin, marks=MappingProxyType({}))

    @property
    def path(self) -> str:
        """Path of the file, relative to the root, with forward slashes."""
        return _origin_of(self).path

    @property
    def slug(self) -> str:
        """The record's name in URLs, unique within its kind (and its organization)."""
        return _origin_of(self).slug

    @property
    def owner(self) -> str:
        """Slug of the organization whose folder holds the file; empty for records outside such a folder."""
        return _origin_of(self).organization

    @property
    def body(self) -> str:
        """Markdown below the front matter; empty for YAML files."""
        return _origin_of(self).body

    @property
    def body_line(self) -> int:
        """Line of the file on which the body starts, counted from 1; 0 without a body."""
        return _origin_of(self).body_line

    @property
    def stamp(self) -> bytes:
        """Digest of the bytes of the file; empty for a record that was not read from one."""
        return _origin_of(self).stamp

    def mark_of(self, *path: str | int) -> Place:
        """Return line and column of a value, or of the nearest enclosing value that was written, or (1, 1)."""
        marks = _origin_of(self).marks
        while path:
            if path in marks:
                return marks[path]
            path = path[:-1]
        return (1, 1)


def _origin_of(record: Record) -> Origin:
    """Return a record's origin from where pydantic keeps it: asked for a million times, by its name 0.7 µs each."""
    private: Any = record.__pydantic_private__
    origin: Origin = private["_origin"]
    return origin
