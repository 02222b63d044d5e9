"""The ground all kinds stand on: a frozen pydantic model that knows the file it came from.

A directory holds hundreds of thousands of records at once, so what one takes is counted in bytes: see `outline`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self, TypeAlias

from pydantic import BaseModel, ConfigDict

from tasharuk.model.fields import Flag

Path: TypeAlias = tuple[str | int, ...]
Place: TypeAlias = tuple[int, int]
Marks: TypeAlias = Mapping[Path, Place]

_NOWHERE: Marks = {}
_set: Final = object.__setattr__  # past the model's own, which refuses every change
ASIDE: Final = object()  # in place of the value of a field that was put aside

# the models are ours alone; to look among all installed packages for some that would watch them takes 10 ms
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


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
    marks: Marks = field(default_factory=lambda: _NOWHERE)
    stamp: bytes = b""


class Record(Part):
    """One submitted file; one that was read from none has no path, slug, owner, body or stamp.

    Of a record that was put aside only the fields in `LISTED` and what its path tells are in memory: see `outline`.
    Whatever else is asked of it is read again.
    """

    __slots__ = ("_aside", "_body", "_body_line", "_marks", "_owner", "_path", "_slug", "_stamp", "_whole")

    LISTED: ClassVar[tuple[str, ...]] = ("example",)

    if TYPE_CHECKING:
        _path: str
        _slug: str
        _owner: str
        _body: str
        _body_line: int
        _stamp: bytes
        _marks: Marks
        _whole: Callable[[], Record]
        _aside: Mapping[str, Any]

    example: Flag = False

    @classmethod
    def __pydantic_init_subclass__(cls, **options: Any) -> None:
        """Let Python know the names of the listed fields for all outlines to come: it takes them from the first thirty.

        It keeps them once for all objects of a class that are filled one field after the other.
        """
        first = cls.__new__(cls)
        for name in cls.LISTED:
            _set(first, name, None)

    def with_origin(self, origin: Origin) -> Record:
        """Remember the file this record came from; returns the record itself."""
        self.come_from(origin.path, origin.slug, origin.organization, origin.body, origin.body_line, origin.stamp)
        self.find_marks(origin.marks)
        return self

    def find_marks(self, marks: Marks) -> None:
        """Remember the places of the values."""
        _set(self, "_marks", marks)

    def come_from(self, path: str, slug: str, owner: str, body: str, body_line: int, stamp: bytes) -> None:
        """Remember the file this record came from, but not the places of its values."""
        _set(self, "_path", path)
        _set(self, "_slug", slug)
        _set(self, "_owner", owner)
        _set(self, "_body", body)
        _set(self, "_body_line", body_line)
        _set(self, "_stamp", stamp)

    def put_aside(self, aside: Mapping[str, Any], whole: Callable[[], Record]) -> None:
        """Take `whole` for what reads the record again, and `aside` for its fields that are not in memory.

        They have the default there, where that is the record's value, or ASIDE.
        """
        _set(self, "_aside", aside)
        _set(self, "_whole", whole)

    def whole(self) -> Self:
        """Return the record with all its fields in memory."""
        read: Callable[[], Self] | None = getattr(self, "_whole", None)
        return read() if read is not None else self

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """Return a field that was put aside; raises AttributeError for what is no field."""
            aside = _NOWHERE if name == "_aside" else getattr(self, "_aside", _NOWHERE)
            if name not in aside:
                raise AttributeError(f"{type(self).__name__} has no {name}")
            value = aside[name]
            return getattr(self._whole(), name) if value is ASIDE else value

    def model_dump(self, **options: Any) -> dict[str, Any]:
        """Return all fields as plain values."""
        return super(Record, self.whole()).model_dump(**options)

    def model_dump_json(self, **options: Any) -> str:
        """Return all fields as JSON."""
        return super(Record, self.whole()).model_dump_json(**options)

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel whole."""
        whole = self.whole()
        origin = Origin(self.path, self.slug, self.owner, whole.body, self.body_line, whole.marks, self.stamp)
        return _revived, (type(self), dict(vars(whole)), whole.__pydantic_fields_set__, origin)

    def __eq__(self, other: object) -> bool:
        """Tell whether two records say the same and came from the same file."""
        if self is other:
            return True
        if not isinstance(other, Record) or self.path != other.path or self.body != other.body:
            return False
        return super(Record, self.whole()).__eq__(other.whole())

    def __hash__(self) -> int:
        """Tell records apart by their files."""
        return hash(self.path)

    def __copy__(self) -> Record:
        """Return another record of the same file."""
        revive, given = self.__reduce__()
        made: Record = revive(*given)
        return made

    @property
    def path(self) -> str:
        """Path of the file, relative to the root, with forward slashes."""
        return getattr(self, "_path", "")

    @property
    def slug(self) -> str:
        """The record's name in URLs, unique within its kind (and its organization)."""
        return getattr(self, "_slug", "")

    @property
    def owner(self) -> str:
        """Slug of the organization whose folder holds the file; empty for records outside such a folder."""
        return getattr(self, "_owner", "")

    @property
    def body(self) -> str:
        """Markdown below the front matter; empty for YAML files."""
        return getattr(self.whole(), "_body", "")

    @property
    def body_line(self) -> int:
        """Line of the file on which the body starts, counted from 1; 0 without a body."""
        return getattr(self, "_body_line", 0)

    @property
    def stamp(self) -> bytes:
        """Digest of the bytes of the file; empty for a record that was not read from one."""
        return getattr(self, "_stamp", b"")

    @property
    def marks(self) -> Marks:
        """Line and column of each value that was written, by its path."""
        return getattr(self.whole(), "_marks", _NOWHERE)

    def mark_of(self, *path: str | int) -> Place:
        """Return line and column of a value, or of the nearest enclosing value that was written, or (1, 1)."""
        marks = self.marks
        while path:
            if path in marks:
                return marks[path]
            path = path[:-1]
        return (1, 1)


def _revived(model: type[Record], values: dict[str, Any], fields_set: set[str], origin: Origin) -> Record:
    """Return a record of values that were judged before."""
    return model.model_construct(_fields_set=fields_set, **values).with_origin(origin)
