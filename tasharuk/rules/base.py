"""What all rules share: how a problem is placed in a record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from tasharuk.catalogue import Catalogue
from tasharuk.model.base import Record
from tasharuk.problems import Problem, Severity

Rule: TypeAlias = Callable[[Catalogue], Iterator[Problem]]


def problem(
    record: Record,
    code: str,
    *path: str | int,
    severity: Severity = Severity.ERROR,
    suggestions: tuple[str, ...] = (),
    **values: object,
) -> Problem:
    """Return a problem at a value of a record; `path` leads to the value."""
    line, column = record.mark_of(*path)
    texts = {key: str(value) for key, value in values.items()}
    field = ".".join(str(part) for part in path)
    return Problem(record.path, line, column, code, severity, field, texts, suggestions)
