"""A git revision → what has changed since, and the files as they were; files → a commit. The only user of git.

Git is asked for lists and bytes, and handed bytes; nothing of a repository's own hooks or filters is run.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ABSENT = "000000"
REGULAR = "100644"
# settings of the repository that would run a program, or change what is printed
_QUIET = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.quotePath=false")


class UnknownRevision(ValueError):
    """A name that git does not know, or a folder that no repository holds."""


class NotCommitted(ValueError):
    """Git would not write a commit or a branch, mostly because nobody told it whose commits these are."""


@dataclass(frozen=True)
class FileChange:
    """One file that differs; `path` is relative to the root. A mode of 000000 says that there was, or is, none."""

    path: str
    old_mode: str
    new_mode: str

    @property
    def is_new(self) -> bool:
        """Tell whether the file was not there before."""
        return self.old_mode == ABSENT

    @property
    def is_deleted(self) -> bool:
        """Tell whether the file is gone."""
        return self.new_mode == ABSENT


@dataclass(frozen=True)
class Revision:
    """A revision of the repository that holds the root. Raises UnknownRevision when there is none."""

    root: Path
    name: str

    def __post_init__(self) -> None:
        """Refuse names that git would take for an option, and names it does not know."""
        if self.name.startswith("-") or not self.name:
            raise UnknownRevision(self.name)
        self.commit  # noqa: B018 - asks git

    @property
    def commit(self) -> str:
        """The commit's own name, the same in every work tree."""
        return self.ask("rev-parse", "--verify", "--quiet", f"{self.name}^{{commit}}").decode("ascii").strip()

    def changes(self, head: str = "") -> list[FileChange]:
        """Return what differs from here in `head`, or in the work tree with files git does not know, by path."""
        arguments = [
            "diff",
            "--raw",
            "-z",
            "--no-renames",
            "--no-ext-diff",
            "--no-textconv",
            "--abbrev=40",
            "--relative",
        ]
        found = _raw(
            self.ask(
                *self.unfiltered(),
                *arguments,
                self.name,
                *([Revision(self.root, head).name] if head else []),
                "--",
                ".",
            )
        )
        if not head:
            untracked = self.ask("ls-files", "--others", "--exclude-standard", "-z", "--", ".")
            found += [
                FileChange(path, ABSENT, _mode(self.root / path))
                for path in untracked.decode("utf-8", "replace").split("\0")
                if path
            ]
        return sorted(found, key=lambda change: change.path)

    def read(self, path: str) -> bytes | None:
        """Return a file as it was, None when it was not there; a link's target counts as no file."""
        listed = self.ask("ls-tree", "-z", self.name, "--", path).decode("utf-8", "replace")
        mode = listed[:6]
        return self.ask("cat-file", "blob", f"{self.name}:./{path}") if mode in (REGULAR, "100755") else None

    def unfiltered(self) -> list[str]:
        """Return the options that silence every filter of the settings: files are taken as they are kept."""
        listed = self.ask("config", "--null", "--name-only", "--list").decode("utf-8", "replace").split("\0")
        drivers = {name.rpartition(".")[0] for name in listed if name.startswith("filter.") and "=" not in name}
        parts = ("clean=", "smudge=", "process=", "required=false")
        return [option for driver in sorted(drivers) for part in parts for option in ("-c", f"{driver}.{part}")]

    def ask(self, *arguments: str, given: bytes = b"", environment: Mapping[str, str] | None = None) -> bytes:
        """Run git in the root, hand it bytes, return what it printed. Raises UnknownRevision when it fails."""
        command = ["git", *_QUIET, *arguments]
        env = {**os.environ, **environment} if environment else None
        try:
            done = subprocess.run(  # noqa: S603 - a list
                command, cwd=self.root, check=True, capture_output=True, input=given, env=env
            )
            return done.stdout
        except (subprocess.CalledProcessError, OSError) as error:
            raise UnknownRevision(self.name) from error


@contextmanager
def checked_out(root: Path, name: str) -> Iterator[Path]:
    """Lay a revision's files out in a temporary folder and yield the place of the root in it."""
    revision = Revision(root, name)
    top = Path(revision.ask("rev-parse", "--show-toplevel").decode("utf-8").strip())
    with tempfile.TemporaryDirectory(prefix="tasharuk-") as folder:
        place = Path(folder) / "tree"
        revision.ask(*revision.unfiltered(), "worktree", "add", "--detach", "--quiet", str(place), name)
        try:
            yield place / root.resolve().relative_to(top.resolve())
        finally:
            revision.ask("worktree", "remove", "--force", str(place))


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


def _raw(output: bytes) -> list[FileChange]:
    """Parse `git diff --raw -z`: `:old new sha sha STATUS`, then the path."""
    fields = output.decode("utf-8", "replace").split("\0")
    return [
        FileChange(path, head[1:7], head[8:14]) for head, path in zip(fields[::2], fields[1::2], strict=False) if head
    ]


def _mode(file: Path) -> str:
    if file.is_symlink():
        return "120000"
    if file.is_dir():
        return "160000"  # a repository inside the repository
    return "100755" if file.stat().st_mode & 0o111 else REGULAR
