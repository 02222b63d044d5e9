"""A base revision → the records as they were, read as those of today are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from tasharuk.kinds import KINDS
from tasharuk.model.base import Record
from tasharuk.parse import Draft, Parsed, parse_record
from tasharuk.problems import Problem
from tasharuk.read import Place, Source, place_of_path, source_of
from tasharuk.revision import Revision

PLACES = tuple(Place(kind.name, kind.pattern) for kind in KINDS)


class Past:
    """The records of a revision, each read once; those of `paths` in one go."""

    def __init__(self, revision: Revision, paths: Iterable[str] = ()) -> None:
        """Read nothing yet."""
        self.revision = revision
        self.paths = tuple(path for path in paths if place_of_path(path, PLACES))
        self._read: dict[str, tuple[Record | Draft | None, list[Problem]]] = {}

    @cached_property
    def _content(self) -> Mapping[str, bytes]:
        return self.revision.read_all(self.paths)

    def record(self, path: str) -> Record | None:
        """Return one record as it was, or what could be understood of it; None when there was none to be read."""
        found, _problems = self._parsed(path)
        return found.record if isinstance(found, Draft) else found

    def all(self) -> tuple[Parsed, list[Problem]]:
        """Return the records and drafts of all `paths`, and what was wrong with their files."""
        found = [self._parsed(path) for path in self.paths]
        records = tuple(record for record, _ in found if isinstance(record, Record))
        drafts = tuple(draft for draft, _ in found if isinstance(draft, Draft))
        return Parsed(records, drafts), [problem for _, problems in found for problem in problems]

    def _parsed(self, path: str) -> tuple[Record | Draft | None, list[Problem]]:
        if path not in self._read:
            self._read[path] = self._parse(path)
        return self._read[path]

    def _parse(self, path: str) -> tuple[Record | Draft | None, list[Problem]]:
        raw = self._content.get(path) if path in self.paths else self.revision.read(path)
        return (None, []) if raw is None else record_of(raw, path)


def record_of(raw: bytes, path: str) -> tuple[Record | Draft | None, list[Problem]]:
    """Read the record that a file of these bytes holds, or what of it can be understood; None at a path of none."""
    place = place_of_path(path, PLACES)
    if place is None:
        return None, []
    source = source_of(raw, path, place)
    return parse_record(source) if isinstance(source, Source) else (None, source)
