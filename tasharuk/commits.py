"""Files → a commit and a branch that hold them, beside whatever is being worked on."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path

from tasharuk.revision import REGULAR, Revision, UnknownRevision


class NotCommitted(ValueError):
    """Git would not write a commit or a branch, mostly because nobody told it whose commits these are."""


def commit_files(base: Revision, files: Iterable[tuple[str, bytes]], message: str) -> str:
    """Write a commit after the base that holds (path from the root, content) too; returns its name.

    No branch, work tree or index is touched, and the same files give the same tree. Raises NotCommitted.
    """
    prefix = base.ask("rev-parse", "--show-prefix").rstrip(b"\n")
    with tempfile.TemporaryDirectory(prefix="tasharuk-") as folder:
        own = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
        base.ask("read-tree", base.commit, environment=own)
        entries = b""
        for path, content in files:
            blob = base.ask("hash-object", "-w", "--no-filters", "--stdin", given=content).strip()
            entries += REGULAR.encode("ascii") + b" " + blob + b"\t" + prefix + path.encode("utf-8") + b"\0"
        base.ask("update-index", "-z", "--index-info", given=entries, environment=own)
        tree = base.ask("write-tree", environment=own).decode("ascii").strip()
    try:
        command = ("-c", "user.useConfigOnly=true", "commit-tree", tree, "-p", base.commit, "-F", "-")
        return base.ask(*command, given=message.encode("utf-8")).decode("ascii").strip()
    except UnknownRevision as error:
        raise NotCommitted(base.name) from error


def make_branch(revision: Revision, name: str, commit: str) -> str:
    """Point a new branch at a commit and return its name, with a number behind it where the name is taken.

    Raises NotCommitted.
    """
    taken = set(revision.ask("for-each-ref", "--format=%(refname)", "refs/heads").decode("utf-8", "replace").split())
    numbers = (f"{name}-{number}" if number > 1 else name for number in range(1, len(taken) + 2))
    free = next(branch for branch in numbers if f"refs/heads/{branch}" not in taken)
    try:
        revision.ask("update-ref", f"refs/heads/{free}", commit, "0" * len(commit))  # only where there is none
    except UnknownRevision as error:
        raise NotCommitted(free) from error
    return free


def remote_of(revision: Revision) -> str:
    """Return the place that branches are pushed to."""
    return (revision.ask("remote").decode("utf-8", "replace").split() or ["origin"])[0]
