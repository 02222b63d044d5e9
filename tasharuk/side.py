"""Files → one side of a comparison: everything that was read of it, before any rule has judged."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from functools import cached_property

from tasharuk.file_changes import FileChange
from tasharuk.kinds import MEDIA_PATTERNS
from tasharuk.loading import markup_problems
from tasharuk.parse import Parsed
from tasharuk.past import PLACES, Past
from tasharuk.problems import Problem
from tasharuk.read import is_media_path, place_of_path
from tasharuk.revision import REGULAR


@dataclass(frozen=True)
class Side:
    """Records and drafts, what is wrong with the files themselves, and which files there are.

    `listed` are the files of records, `elsewhere` files that exist and were not read, since nothing depends on them.
    """

    parsed: Parsed = field(default_factory=Parsed)
    problems: tuple[Problem, ...] = ()
    media: frozenset[str] = frozenset()
    listed: frozenset[str] = frozenset()
    elsewhere: Set[str] = frozenset()

    @cached_property
    def unread(self) -> frozenset[str]:
        """Files that could not be read, or not whole."""
        named = self.listed | {problem.path for problem in self.problems}
        return named - {record.path for record in self.parsed.records}

    def __or__(self, other: Side) -> Side:
        """Return what was read for both."""
        parsed = Parsed(self.parsed.records + other.parsed.records, self.parsed.drafts + other.parsed.drafts)
        problems = (*self.problems, *other.problems)
        return Side(
            parsed, problems, self.media | other.media, self.listed | other.listed, self.elsewhere | other.elsewhere
        )


@dataclass(frozen=True)
class Touched:
    """The files of a change, and which problems it touches."""

    paths: frozenset[str]

    @classmethod
    def by(cls, files: Iterable[FileChange]) -> Touched:
        """Return what these files touch."""
        return cls(frozenset(file.path for file in files))

    @cached_property
    def _places(self) -> frozenset[str]:
        """The files, and the folders they lie in."""
        parts = [path.split("/") for path in self.paths]
        return frozenset("/".join(names[:depth]) for names in parts for depth in range(1, len(names) + 1))

    @cached_property
    def _slugs(self) -> frozenset[str]:
        """What the records are called by others."""
        parts = [path.split("/") for path in self.paths if place_of_path(path, PLACES)]
        names = (names[-2] if names[-1] == "profile.yml" else names[-1].rpartition(".")[0] for names in parts)
        return frozenset(names)

    def has(self, problem: Problem) -> bool:
        """Tell whether a problem stands in a file of the change or in a folder of it, or names a record of it."""
        folder = problem.path.rpartition("/")[0]
        named = problem.values.values()
        return problem.path in self._places or any(
            value in self._slugs or f"{folder}/{value}" in self._places for value in named
        )


def side_before(now: Side, past: Past, files: Iterable[FileChange]) -> Side:
    """Return the side of the base: what stands now, with the files of the change as they were."""
    files = tuple(files)
    touched = Touched.by(files)
    old = {file.path for file in files if not file.is_new}
    media = (now.media - touched.paths) | {
        file.path for file in files if file.old_mode == REGULAR and is_media_path(file.path, MEDIA_PATTERNS)
    }
    was, problems = past.all()
    left = Parsed(
        tuple(record for record in now.parsed.records if record.path not in touched.paths),
        tuple(draft for draft in now.parsed.drafts if draft.record.path not in touched.paths),
    )
    return Side(
        Parsed(left.records + was.records, left.drafts + was.drafts),
        (
            *(problem for problem in now.problems if not touched.has(problem)),
            *problems,
            *markup_problems(was, media),
        ),
        media,
        (now.listed - touched.paths) | {path for path in old if place_of_path(path, PLACES)},
        now.elsewhere,
    )


def fresh(problems: Iterable[Problem], before: Iterable[Problem], touched: Touched) -> list[Problem]:
    """Return the problems that a change touches, or that the base does not have."""
    known = {_key(problem) for problem in before}
    return [problem for problem in problems if touched.has(problem) or _key(problem) not in known]


def _key(problem: Problem) -> tuple[str, ...]:
    return (problem.path, problem.code, problem.severity, problem.field, *problem.values.values())
