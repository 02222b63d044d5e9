"""A git revision → what has changed since, and the files as they were: the only user of git.

Git is asked for lists and bytes only; nothing of a repository's own settings, hooks or filters is run.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ABSENT = "000000"
REGULAR = "100644"
# settings of the repository that would run a program, or change what is printed
_QUIET = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.quotePath=false")


class UnknownRevision(ValueError):
    """A name that git does not know, or a folder that no repository holds."""


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
        found = _raw(self.ask(*arguments, self.name, *([Revision(self.root, head).name] if head else []), "--", "."))
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

    def ask(self, *arguments: str) -> bytes:
        """Run git in the root and return what it printed. Raises UnknownRevision when it fails."""
        command = ["git", *_QUIET, *arguments]
        try:
            return subprocess.run(command, cwd=self.root, check=True, capture_output=True).stdout  # noqa: S603 - a list
        except (subprocess.CalledProcessError, OSError) as error:
            raise UnknownRevision(self.name) from error


@contextmanager
def checked_out(root: Path, name: str) -> Iterator[Path]:
    """Lay a revision's files out in a temporary folder and yield the place of the root in it."""
    revision = Revision(root, name)
    top = Path(revision.ask("rev-parse", "--show-toplevel").decode("utf-8").strip())
    with tempfile.TemporaryDirectory(prefix="tasharuk-") as folder:
        place = Path(folder) / "tree"
        revision.ask("worktree", "add", "--detach", "--quiet", str(place), name)
        try:
            yield place / root.resolve().relative_to(top.resolve())
        finally:
            revision.ask("worktree", "remove", "--force", str(place))


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
