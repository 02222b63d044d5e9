"""Records → what lists, orders and rules need of each, in memory; the whole as bytes, read again where it is shown.

Hundreds of thousands of records stand in memory at once, of which a page shows a few. An outline is the record itself
to everybody: a field that is not at hand is read (`Record.__getattr__`).
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any, NamedTuple

from tasharuk.model.base import ASIDE, Marks, Part, Path, Place, Record

MOST_SHARED = 50_000  # values; more are not remembered at a time
LONGEST_SHARED = 40  # letters; longer texts hardly recur
GIVEN = "__pydantic_fields_set__"
_shared: dict[Any, Any] = {}
_set = object.__setattr__  # past the model's own, which refuses every change


class Outline(NamedTuple):
    """What stays in memory of a record.

    `defaults` tells which of the fields that are not listed are at their default: a bit for each, the first the lowest.
    """

    model: type[Record]
    listed: tuple[Any, ...]
    defaults: int
    path: str
    slug: str
    owner: str
    body_line: int
    stamp: bytes


class PackedMarks(Mapping[Path, Place]):
    """The places of a record's values, unpacked when one is asked."""

    def __init__(self, packed: bytes) -> None:
        """Keep what `pack` has written."""
        self._packed = packed

    @cached_property
    def _marks(self) -> Marks:
        marks: Marks = pickle.loads(self._packed)  # noqa: S301 - written by ourselves
        return marks

    def __getitem__(self, path: Path) -> Place:
        """Return the place of a value; raises KeyError where it has none."""
        return self._marks[path]

    def __contains__(self, path: object) -> bool:
        """Tell whether a value has a place."""
        return path in self._marks

    def __iter__(self) -> Iterator[Path]:
        """Yield the paths of all values."""
        return iter(self._marks)

    def __len__(self) -> int:
        """Return the number of values."""
        return len(self._marks)

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel packed."""
        return PackedMarks, (self._packed,)


def outline_of(record: Record) -> Outline:
    """Return the outline of a record, to travel to other processes and into the cache."""
    model, values = type(record), vars(record)
    listed = tuple([values[name] for name in model.LISTED])
    defaults = sum([bit for name, default, bit in _others(model) if values[name] == default])
    return Outline(model, listed, defaults, record.path, record.slug, record.owner, record.body_line, record.stamp)


def outlined(outline: Outline, whole: Callable[[], Record]) -> Record:
    """Return the record of an outline; `whole` reads all of it."""
    model = outline.model
    record = model.__new__(model)
    for name, value in zip(model.LISTED, outline.listed, strict=True):
        _set(record, name, _same(value))
    record.put_aside(_aside(model, outline.defaults), whole)
    record.come_from(outline.path, outline.slug, _same(outline.owner), "", outline.body_line, outline.stamp)
    return record


def pack(record: Record) -> bytes:
    """Write all of a record."""
    buffer = io.BytesIO()
    writer = pickle.Pickler(buffer, pickle.HIGHEST_PROTOCOL)
    writer.dispatch_table = _reducers()
    origin = (record.path, record.slug, record.owner, record.body, record.body_line, record.stamp)
    marks = pickle.dumps(record.marks, pickle.HIGHEST_PROTOCOL)  # looked at only where there is a problem
    writer.dump((record, marks, origin))
    return buffer.getvalue()


def unpack(content: bytes) -> Record:
    """Read what `pack` has written."""
    whole: Record
    whole, marks, origin = pickle.loads(content)  # noqa: S301 - written by ourselves
    whole.come_from(*origin)
    whole.find_marks(PackedMarks(marks))
    return whole


@cache
def _others(model: type[Record]) -> tuple[tuple[str, Any, int], ...]:
    """Return name, default and bit of every field that is not listed and has a default."""
    names = [name for name in model.model_fields if name not in model.LISTED]
    fields = ((name, model.model_fields[name], 1 << place) for place, name in enumerate(names))
    return tuple((name, field.get_default(), bit) for name, field, bit in fields if not field.is_required())


@cache
def _aside(model: type[Record], defaults: int) -> Mapping[str, Any]:
    """Return the fields of an outline that are not in memory: the default, where that is their value, or ASIDE."""
    names = dict.fromkeys((*model.model_fields, GIVEN), ASIDE)
    at_default = {name: default for name, default, bit in _others(model) if defaults & bit}
    return MappingProxyType(
        {name: value for name, value in {**names, **at_default}.items() if name not in model.LISTED}
    )


@cache
def _reducers() -> Mapping[type, Callable[[Any], tuple[Any, ...]]]:
    return dict.fromkeys(_models(Part), _values_of)


def _models(model: type[Part]) -> Iterator[type[Part]]:
    for inner in model.__subclasses__():
        yield inner
        yield from _models(inner)


def _values_of(part: Part) -> tuple[Any, ...]:
    bits, values = _bits(type(part)), vars(part)
    return _filled, (type(part), *[values[name] for name in bits], sum([bits[name] for name in getattr(part, GIVEN)]))


@cache
def _bits(model: type[Part]) -> Mapping[str, int]:
    return {name: 1 << place for place, name in enumerate(model.model_fields)}


def _filled(model: type[Part], *values: Any) -> Part:
    """Return a part of these values in the order of the fields, none of them judged again; last, which were given."""
    part = model.__new__(model)
    names, given = _names(model, values[-1])
    _set(part, "__dict__", dict(zip(names, values, strict=False)))
    _set(part, GIVEN, given)
    _set(part, "__pydantic_extra__", None)
    _set(part, "__pydantic_private__", None)
    return part


@cache
def _names(model: type[Part], given: int) -> tuple[tuple[str, ...], set[str]]:
    """Return the names of all fields, and those of the fields that were given, a bit for each."""
    return tuple(_bits(model)), {name for name, bit in _bits(model).items() if given & bit}


def _same(value: Any) -> Any:
    """Return an equal value that others hold already, where it is one that recurs: a term, a short list, a day."""
    kind = type(value)
    if not (kind is tuple or kind is date or (kind is str and len(value) <= LONGEST_SHARED)):
        return value
    if len(_shared) >= MOST_SHARED:
        _shared.clear()
    return _shared.setdefault(value, value)
