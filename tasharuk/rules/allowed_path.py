"""A change touches submissions only, and only as plain files."""

from __future__ import annotations

from collections.abc import Iterator

from tasharuk.change import Change
from tasharuk.problems import Problem
from tasharuk.revision import ABSENT, REGULAR

SUBMITTED = ("organizations/", "campaigns/")


def path_not_allowed(change: Change) -> Iterator[Problem]:
    """A submission may not touch the registry, the lists, the words, the templates, the code or the workflows."""
    for file in change.files:
        if not file.path.startswith(SUBMITTED):
            yield Problem(file.path, 0, 0, "path_not_allowed", values={"given": file.path})


def odd_mode(change: Change) -> Iterator[Problem]:
    """A submitted file is a plain file: no link, no repository within the repository, no program."""
    for file in change.files:
        if file.new_mode not in (ABSENT, REGULAR):
            yield Problem(file.path, 0, 0, "odd_mode", values={"given": file.new_mode})
