"""A change touches submissions only, and only as plain files."""

from __future__ import annotations

from collections.abc import Iterator

from tasharuk.change import Change
from tasharuk.problems import Problem
from tasharuk.revision import ABSENT, REGULAR

SUBMITTED = ("organizations/", "campaigns/")
NAME_BYTES, PATH_BYTES = 200, 400  # longer ones do not fit on every disk


def path_not_allowed(change: Change) -> Iterator[Problem]:
    """A submission may not touch the registry, the lists, the words, the templates, the code or the workflows."""
    for file in change.files:
        is_submission = file.path.startswith(SUBMITTED) and (file.is_deleted or _fits_on_disks(file.path))
        if not is_submission:
            yield Problem(file.path, 0, 0, "path_not_allowed", values={"given": file.path})


def odd_mode(change: Change) -> Iterator[Problem]:
    """A submitted file is a plain file: no link, no repository within the repository, no program."""
    for file in change.files:
        if file.new_mode not in (ABSENT, REGULAR):
            yield Problem(file.path, 0, 0, "odd_mode", values={"given": file.new_mode})


def _fits_on_disks(path: str) -> bool:
    """Tell whether every system can hold a file of this path, and nobody runs or hides it."""
    names = path.split("/")
    is_short = len(path.encode("utf-8", "replace")) <= PATH_BYTES
    return is_short and all(
        name not in ("", ".", "..")
        and len(name.encode("utf-8", "replace")) <= NAME_BYTES
        and not name.lower().startswith(".git")
        and name.isprintable()
        and not set(name) & set('\\:"<>|?*')
        for name in names
    )
