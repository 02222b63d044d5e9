"""A git revision → the files as they were. The only user of git.

Git is asked for lists and bytes, and handed bytes; a revision is laid out by ourselves, so that no hook, filter,
attribute or setting of a repository is ever run, whatever a change brings along.
"""

from __future__ import annotations

import os
import posixpath
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import IO

ABSENT = "000000"
REGULAR = "100644"
EXECUTABLE = "100755"
LINK = "120000"
REPOSITORY = "160000"
DATA = ("organizations", "campaigns", "content")  # the folders that checking reads
# settings of the repository that would run a program, or change what is printed
_SETTINGS = (
    *("fsmonitor=false", "hooksPath=/dev/null", "attributesFile=/dev/null", "quotePath=false"),
    *("checkStat=default", "trustctime=true"),
)
_KEPT = ("GIT_AUTHOR_", "GIT_COMMITTER_", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM")
_QUIET = (
    *(part for setting in _SETTINGS for part in ("-c", f"core.{setting}")),
    *("--no-pager", "--literal-pathspecs", "--no-replace-objects", "--no-optional-locks"),
)

Entry = tuple[str, str]  # mode and hash, as git writes them


class UnknownRevision(ValueError):
    """A name that git does not know, or a folder that no repository holds."""


@dataclass(frozen=True)
class Revision:
    """A revision of the repository that holds the root. Raises UnknownRevision when there is none."""

    root: Path
    name: str

    def __post_init__(self) -> None:
        """Refuse names that git would take for an option, and names it does not know."""
        if self.name.startswith("-") or not self.name or "\0" in self.name:
            raise UnknownRevision(self.name)
        self.commit  # noqa: B018 - asks git

    @property
    def commit(self) -> str:
        """The commit's own name, the same in every work tree; a name that comes to mean another changes nothing."""
        return self._place[1]

    @property
    def prefix(self) -> str:
        """The root's path in the repository, empty or with a slash at its end."""
        return self._place[0]

    @cached_property
    def _place(self) -> tuple[str, str]:
        lines = self.ask("rev-parse", "--show-prefix", "--verify", "--quiet", f"{self.name}^{{commit}}")
        prefix, _, commit = lines.rstrip(b"\n").rpartition(b"\n")
        return path_of(prefix), commit.decode("ascii")

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """Mode and hash of every file of the revision, by its path from the root; `../` leads out of the root."""
        lines = self.ask("ls-tree", "-r", "-z", "--full-tree", self.commit)
        return {self.relative(path): (head[0], head[2]) for head, path in listed(lines)}

    def some(self, paths: Iterable[str]) -> Mapping[str, Entry]:
        """Return mode and hash of those of these files that the revision has, without listing all of it."""
        wanted = dict.fromkeys(paths)
        if "entries" not in vars(self) and (unasked := [path for path in wanted if path not in self._asked]):
            full = [posixpath.normpath(f"{self.prefix}{path}") for path in unasked]
            lines = self.ask("ls-tree", "-z", "--full-tree", self.commit, "--", *full)
            found = {self.relative(path): (head[0], head[2]) for head, path in listed(lines) if head[1] != "tree"}
            self._asked.update((path, found.get(path)) for path in unasked)
        known: Mapping[str, Entry | None] = self.entries if "entries" in vars(self) else self._asked
        return {path: entry for path in wanted if (entry := known.get(path)) is not None}

    def learn(self, entries: Mapping[str, Entry | None]) -> None:
        """Take down what is known already of files of the revision, None for those it does not have."""
        self._asked.update(entries)

    @cached_property
    def _asked(self) -> dict[str, Entry | None]:
        return {}

    def read(self, path: str) -> bytes | None:
        """Return a file as it was, None when it was not there; a link's target counts as no file."""
        mode, name = self.some([path]).get(path, (ABSENT, ""))
        return next(iter(self._contents([name])))[1] if mode in (REGULAR, EXECUTABLE) else None

    def read_all(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return the files of these paths that were there, in one go."""
        wanted = {path: name for path, (mode, name) in self.some(paths).items() if mode in (REGULAR, EXECUTABLE)}
        content = dict(self._contents(dict.fromkeys(wanted.values())))
        return {path: content[name] for path, name in wanted.items()}

    def before(self, day: date) -> Revision | None:
        """Return what this revision was at the start of a day; None when the history kept here is too short."""
        options = ("--first-parent", "--max-count=1", f"--before={day.isoformat()}T00:00:00+03:00")
        found = self.ask("rev-list", *options, self.commit).decode("ascii").strip()
        return Revision(self.root, found) if found else None

    def ask(self, *arguments: str, given: bytes = b"", environment: Mapping[str, str] | None = None) -> bytes:
        """Run git in the root, hand it bytes, return what it printed. Raises UnknownRevision when it fails."""
        env = {**_environment(), **(environment or {})}
        try:
            done = subprocess.run(  # noqa: S603 - a list, no shell
                _command(arguments), cwd=self.root, env=env, check=True, capture_output=True, input=given
            )
            return done.stdout
        except (subprocess.CalledProcessError, OSError) as error:
            raise UnknownRevision(self.name) from error

    def ask_later(self, *arguments: str, environment: Mapping[str, str] | None = None) -> Callable[[], bytes]:
        """Run git as `ask` does while we go on; the answer is waited for when the function returned is called."""
        printed = tempfile.TemporaryFile()  # noqa: SIM115 - a pipe would stop git until somebody reads
        env = {**_environment(), **(environment or {})}
        try:
            git = subprocess.Popen(  # noqa: S603 - a list, no shell
                _command(arguments), cwd=self.root, env=env, stdin=subprocess.DEVNULL, stdout=printed,
                stderr=subprocess.DEVNULL,
            )  # fmt: skip
        except OSError as error:
            raise UnknownRevision(self.name) from error

        def answer() -> bytes:
            with printed:
                if git.wait() != 0:
                    raise UnknownRevision(self.name)
                printed.seek(0)
                return printed.read()

        return answer

    def lay_out(self, place: Path) -> None:
        """Write the folders that checking reads below `place`, byte for byte; links and repositories as such, last."""
        inside = {path: entry for path, entry in self.entries.items() if _is_data(path)}
        by_name: dict[str, list[str]] = {}
        for path, (mode, name) in inside.items():
            if mode not in (LINK, REPOSITORY):
                by_name.setdefault(name, []).append(path)
        for name, content in self._contents(by_name):
            for path in by_name[name]:
                _write(place / path, content, inside[path][0])
        links = {path: name for path, (mode, name) in inside.items() if mode == LINK}
        targets = dict(self._contents(dict.fromkeys(links.values())))
        for path, name in links.items():
            _link(place / path, targets[name])

    def _contents(self, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield (hash, bytes) of each object, from one process of git."""
        wanted = list(names)
        if not wanted:
            return
        questions = "".join(f"{name}\n" for name in wanted).encode("ascii")
        with self.printing("cat-file", "--batch", given=questions) as printed:
            for name in wanted:
                head = printed.readline().split()
                if len(head) != 3 or head[1] != b"blob":
                    raise UnknownRevision(self.name)
                content = printed.read(int(head[2]))
                printed.read(1)
                yield name, content

    @contextmanager
    def printing(self, *arguments: str, given: bytes = b"") -> Iterator[IO[bytes]]:
        """Run git as `ask` does and yield what it prints, to be read to its end. Raises UnknownRevision."""
        with tempfile.TemporaryFile() as questions:
            questions.write(given)
            questions.seek(0)
            with self._running(arguments, questions) as git:
                assert git.stdout is not None
                try:
                    yield git.stdout
                except BaseException:
                    git.kill()
                    raise
                git.stdout.close()
                if git.wait() != 0:
                    raise UnknownRevision(self.name)

    @contextmanager
    def blobs(self, largest: int) -> Iterator[Callable[[str], bytes | None]]:
        """Yield what returns the bytes of git's name for them, one by one out of one process of git.

        None stands for what is missing, no file, or larger than so many bytes. Raises UnknownRevision when git ends.
        """
        with self._running(("cat-file", "--batch"), subprocess.PIPE) as git:
            asked, told = git.stdin, git.stdout
            assert asked is not None
            assert told is not None

            def blob(name: str) -> bytes | None:
                try:
                    asked.write(f"{name}\n".encode("ascii"))
                    asked.flush()
                    head = told.readline().split()
                except OSError as error:
                    raise UnknownRevision(self.name) from error
                if len(head) != 3:
                    if head[1:] == [b"missing"]:
                        return None
                    raise UnknownRevision(self.name)
                size = int(head[2])
                content = told.read(min(size, largest))
                for start in range(largest, size, largest):
                    told.read(min(largest, size - start))
                told.read(1)
                return content if head[1] == b"blob" and size <= largest else None

            yield blob

    def _running(self, arguments: Iterable[str], given: IO[bytes] | int) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(  # noqa: S603 - a list, no shell
                _command(arguments), cwd=self.root, env=_environment(), stdin=given, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )  # fmt: skip
        except OSError as error:
            raise UnknownRevision(self.name) from error

    def relative(self, path: str) -> str:
        """Return a path of the repository as seen from the root."""
        if path.startswith(self.prefix):
            return path[len(self.prefix) :]
        return posixpath.relpath(f"/{path}", f"/{self.prefix}")


@contextmanager
def checked_out(root: Path, name: str) -> Iterator[Path]:
    """Lay a revision's folders of data out in a temporary folder and yield it: the root as it was."""
    revision = Revision(root, name)
    with tempfile.TemporaryDirectory(prefix="tasharuk-") as folder:
        place = Path(folder) / "root"
        place.mkdir()
        revision.lay_out(place)
        yield place


def _command(arguments: Iterable[str]) -> list[str]:
    return ["git", *_QUIET, *arguments]


def _environment() -> dict[str, str]:
    """Return our own environment without what would lead git elsewhere or have it run something."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name.startswith(_KEPT)}
    return {**kept, "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_ATTR_NOSYSTEM": "1", "LC_ALL": "C"}


def path_of(raw: bytes) -> str:
    """Return a path as text; bytes that are no UTF-8 stay what they are."""
    return raw.decode("utf-8", "surrogateescape")


def listed(output: bytes) -> Iterator[tuple[list[str], str]]:
    """Parse lines of `ls-tree -z` and `ls-files --stage -z`: words, a tab, the path."""
    for line in output.split(b"\0"):
        head, _, path = line.partition(b"\t")
        if path:
            yield head.decode("ascii").split(), path_of(path)


def _is_data(path: str) -> bool:
    """Tell whether a path leads into a folder that checking reads, and nowhere else."""
    parts = path.split("/")
    return parts[0] in DATA and not any(part in ("", ".", "..") or "\\" in part or ":" in part for part in parts)


def _write(file: Path, content: bytes, mode: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        if mode == EXECUTABLE:
            file.chmod(0o755)
    except OSError:  # a name this disk cannot hold: the list of changes has it all the same
        return


def _link(file: Path, target: bytes) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.symlink_to(os.fsdecode(target))
    except (OSError, ValueError):
        return
