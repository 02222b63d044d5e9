"""The ground all kinds stand on: a frozen pydantic model that knows the file it came from.

A directory holds hundreds of thousands of records at once, so what one takes is counted in bytes: see `compact`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

from pydantic import BaseModel, ConfigDict

from tasharuk.model.fields import Flag

P = TypeVar("P", bound="Part")
Path: TypeAlias = tuple[str | int, ...]
Place: TypeAlias = tuple[int, int]
Marks: TypeAlias = Mapping[Path, Place]

MOST_SHARED = 50_000  # values; more are not remembered at a time
LONGEST_SHARED = 40  # letters; longer texts hardly recur
_NOWHERE: Marks = MappingProxyType({})
_shared: dict[Any, Any] = {}
_fields_set: dict[frozenset[str], set[str]] = {}
_set: Final = object.__setattr__  # past the model's own, which refuses every change


class Part(BaseModel):
    """A group of fields inside a record. Unknown keys are refused; values never change."""

    # built when first used: who reads one profile does not wait for eleven kinds
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    @classmethod
    def __pydantic_init_subclass__(cls, **options: Any) -> None:
        """Let Python know the names of the fields for all objects to come: it takes them from the first thirty."""
        first = cls.__new__(cls)
        for name in cls.model_fields:
            _set(first, name, None)

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel to other processes and into the cache without the names of the fields."""
        return _made, (type(self), tuple(self.__dict__.values()), self.__pydantic_fields_set__)


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
    """One submitted file; one that was read from none has no path, slug, owner, body or stamp."""

    __slots__ = ("_body", "_body_line", "_marks", "_owner", "_path", "_slug", "_stamp")

    if TYPE_CHECKING:
        _path: str
        _slug: str
        _owner: str
        _body: str | Callable[[], str]
        _body_line: int
        _stamp: bytes
        _marks: Marks | Callable[[Record], Marks]

    example: Flag = False

    def with_origin(self, origin: Origin) -> Record:
        """Remember the file this record came from; returns the record itself."""
        owner = _same(origin.organization)
        _remember(self, (origin.path, _same(origin.slug), owner, origin.body, origin.body_line, origin.stamp))
        _set(self, "_marks", origin.marks)
        return self

    def find_marks_by(self, find: Callable[[Record], Marks] | None) -> None:
        """Let go of the places of the values, a quarter of a record's memory; `find` finds them when one is asked."""
        _set(self, "_marks", find or _NOWHERE)

    def put_aside(self, put: Callable[[str], Callable[[], str] | None]) -> None:
        """Let go of the body where `put` returns what reads it again."""
        _set(self, "_body", put(self.body) or self.body)

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel without the places of the values: they are found again."""
        made, (model, values, fields_set) = super().__reduce__()
        origin = (self.path, self.slug, self.owner, self.body, self.body_line, self.stamp)
        return made, (model, values, fields_set, origin)

    def __eq__(self, other: object) -> bool:
        """Tell whether two records say the same and came from the same file."""
        return self is other or (
            isinstance(other, Record) and self.path == other.path and self.body == other.body and super().__eq__(other)
        )

    def __hash__(self) -> int:
        """Tell records apart by their files."""
        return hash(self.path)

    def __copy__(self) -> Record:
        """Return another record of the same file."""
        made: Record = _made(*self.__reduce__()[1])
        _set(made, "_marks", getattr(self, "_marks", _NOWHERE))
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
        body = getattr(self, "_body", "")
        return body if isinstance(body, str) else body()

    @property
    def body_line(self) -> int:
        """Line of the file on which the body starts, counted from 1; 0 without a body."""
        return getattr(self, "_body_line", 0)

    @property
    def stamp(self) -> bytes:
        """Digest of the bytes of the file; empty for a record that was not read from one."""
        return getattr(self, "_stamp", b"")

    def mark_of(self, *path: str | int) -> Place:
        """Return line and column of a value, or of the nearest enclosing value that was written, or (1, 1)."""
        held = getattr(self, "_marks", _NOWHERE)
        marks = held(self) if callable(held) else held
        while path:
            if path in marks:
                return marks[path]
            path = path[:-1]
        return (1, 1)


_ORIGIN: Final = ("_path", "_slug", "_owner", "_body", "_body_line", "_stamp")


def compact(part: P) -> P:
    """Return the same in a third of the memory: no part with a dictionary of its own, values that recur once.

    Python keeps the names of the fields once for all objects of a class whose attributes are set one by one; pydantic
    gives each object a dictionary and a set of the fields that were given.
    """
    made, given = part.__reduce__()
    model, values, *rest = given
    fresh: P = made(model, tuple(map(_compact, values)), *rest)
    return fresh


def _compact(value: Any) -> Any:
    if isinstance(value, Part):
        return compact(value)
    if isinstance(value, tuple) and value and isinstance(value[0], Part):
        return tuple(map(compact, value))
    return value


def _made(model: type[P], values: tuple[Any, ...], fields_set: set[str], origin: tuple[Any, ...] | None = None) -> P:
    """Return a part of these values in the order of the fields, none of them judged again."""
    part = model.__new__(model)
    for name, value in zip(_names(model), values, strict=True):
        _set(part, name, _same(value))
    if len(_fields_set) >= MOST_SHARED:
        _fields_set.clear()
    _set(part, "__pydantic_fields_set__", _fields_set.setdefault(frozenset(fields_set), fields_set))
    _set(part, "__pydantic_extra__", None)
    _set(part, "__pydantic_private__", None)
    if origin is not None:
        _remember(part, origin)
        _set(part, "_marks", _NOWHERE)
    return part


def _remember(record: Any, origin: tuple[Any, ...]) -> None:
    for name, value in zip(_ORIGIN, origin, strict=True):
        _set(record, name, value)


@cache
def _names(model: type[Part]) -> tuple[str, ...]:
    return tuple(model.model_fields)


def _same(value: Any) -> Any:
    """Return an equal value that others hold already, where it is one that recurs: a term, a short list, a day."""
    kind = type(value)
    if kind is str:
        if len(value) > LONGEST_SHARED:
            return value
    elif kind is tuple:
        if not all(type(item) is str for item in value):
            return value
        value = tuple(map(_same, value))
    elif kind is not date:
        return value
    if len(_shared) >= MOST_SHARED:
        _shared.clear()
    return _shared.setdefault(value, value)
