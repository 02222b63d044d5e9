"""The ministry's own settings: what it has accepted, and how the site is set up."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from tasharuk.model.settings import Acceptance, AcceptanceList, SiteSettings
from tasharuk.parse.errors import problems_of
from tasharuk.problems import Problem
from tasharuk.read import Mapped, Source


@dataclass(frozen=True)
class Acceptances:
    """Held problems that the ministry has accepted, with the places of their entries in the file."""

    path: str
    entries: tuple[Acceptance, ...] = ()
    lines: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = ()

    def about(self, paths: Container[str]) -> Acceptances:
        """Return the entries about these files alone."""
        about = [pair for pair in zip(self.entries, self.lines, strict=True) if pair[0].path in paths]
        return replace(self, entries=tuple(entry for entry, _ in about), lines=tuple(line for _, line in about))

    def apply(self, problems: list[Problem], is_fresh: Callable[[Problem], bool] = lambda _: False) -> list[Problem]:
        """Leave out the accepted held problems; an entry that fits none is an error of its own.

        Nothing covers a fresh problem: what was accepted is the value that stood there, not the one that is there now.
        """
        used: set[int] = set()
        kept = []
        for problem in problems:
            fitting = [index for index, entry in enumerate(self.entries) if _fits(entry, problem)]
            used.update(fitting)
            if not fitting or is_fresh(problem):
                kept.append(problem)
        for index, entry in enumerate(self.entries):
            if index not in used:
                values = {"given": entry.path, "accepted_code": entry.code}
                kept.append(Problem(self.path, self.lines[index], 1, "acceptance_unused", values=values))
        return [*kept, *self.problems]


def _fits(entry: Acceptance, problem: Problem) -> bool:
    return (
        problem.is_held
        and entry.path == problem.path
        and entry.code == problem.code
        and (entry.field is None or entry.field == problem.field)
    )


def parse_acceptances(mapping: Mapped | None) -> Acceptances:
    """Turn `content/accepted.yml` into acceptances, or into the problems that prevent it."""
    path = "content/accepted.yml"
    if mapping is None:
        return Acceptances(path)
    try:
        model = AcceptanceList.model_validate(mapping.data)
    except ValidationError as error:
        return Acceptances(path, problems=tuple(problems_of(_as_source(path, mapping), AcceptanceList, error)))
    lines = tuple(mapping.marks[("accepted", index)].line for index in range(len(model.accepted)))
    return Acceptances(path, model.accepted, lines)


def parse_settings(program: Mapped | None, own: Mapped | None) -> tuple[SiteSettings, list[Problem]]:
    """Lay the root's own `content/site.yml` over the program's; what cannot be used of it is a problem."""
    defaults = dict(program.data) if program else {}
    given = dict(own.data) if own else {}
    merged = {key: _overlay(defaults.get(key), given.get(key)) for key in {**defaults, **given}}
    try:
        return SiteSettings.model_validate(merged), []
    except ValidationError as error:
        if own is None:
            raise
        problems = list(problems_of(_as_source("content/site.yml", own), SiteSettings, error))
    return SiteSettings.model_validate(defaults), problems


def _overlay(default: Any, given: Any) -> Any:
    if isinstance(default, Mapping) and isinstance(given, Mapping):
        return {**default, **given}
    return default if given is None else given


def _as_source(path: str, mapping: Mapped) -> Source:
    return Source(path, "settings", {}, mapping.data, mapping.marks, mapping.key_marks)
