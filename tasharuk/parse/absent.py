"""Values that say "nothing" are left out before the model looks; what stays keeps its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from tasharuk.labels import Loc
from tasharuk.model.fields import is_absent
from tasharuk.parse.errors import Kept, problem_at
from tasharuk.problems import Problem, Severity
from tasharuk.read import Mark, Source


def without_absent(source: Source) -> tuple[dict[str, Any], Kept, list[Problem]]:
    """Leave out values that say "nothing": an empty text, a dash, "none". Each is a warning."""
    if not _holds_absent(source.data):  # as in nearly every file: no path needs to be known
        return dict(source.data), {}, []
    problems: list[Problem] = []
    kept: dict[Loc, list[int]] = {}

    def prune(value: Any, path: Loc, new_path: Loc) -> Any:
        if isinstance(value, Mapping):
            pruned = {key: prune(item, (*path, key), (*new_path, key)) for key, item in value.items()}
            return {key: item for key, item in pruned.items() if item is not None}
        if isinstance(value, list):
            return prune_list(value, path, new_path)
        if is_absent(value):
            given = str(value).strip()
            problems.append(
                problem_at(source, path, "absent_value", severity=Severity.WARNING, values={"given": given})
            )
            return None
        return value

    def prune_list(items: list[Any], path: Loc, new_path: Loc) -> list[Any]:
        stay: list[int] = []
        pruned = []
        for index, item in enumerate(items):
            found = prune(item, (*path, index), (*new_path, len(stay)))
            if found is not None:
                stay.append(index)
                pruned.append(found)
        if len(stay) < len(items):
            kept[new_path] = stay
        return pruned

    return cast("dict[str, Any]", prune(source.data, (), ())), kept, problems


def _holds_absent(value: Any) -> bool:
    if isinstance(value, str):  # asked first: nearly all are
        return is_absent(value)
    if isinstance(value, Mapping):
        return any(map(_holds_absent, value.values()))
    return any(map(_holds_absent, value)) if isinstance(value, list) else is_absent(value)


def renumbered(marks: Mapping[Loc, Mark], kept: Kept) -> dict[Loc, Mark]:
    """Return the marks of the values that stayed, by their new paths."""
    result: dict[Loc, Mark] = {}
    for path, mark in marks.items():
        new_path: Loc = ()
        for part in path:
            stay = kept.get(new_path)
            if isinstance(part, int) and stay is not None:
                if part not in stay:
                    break
                part = stay.index(part)
            new_path = (*new_path, part)
        else:
            result[new_path] = mark
    return result
