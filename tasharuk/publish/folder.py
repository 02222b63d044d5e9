"""A folder as target: compared byte by byte, written file by file in an order that leaves no gap for visitors."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from tasharuk.publish.built import Item
from tasharuk.publish.errors import Broken, WrongTarget
from tasharuk.publish.plan import Plan, plan_of
from tasharuk.standing import MARKER

try:
    import fcntl
except ImportError:  # not on Windows: there, seeing to it that one publishes at a time is left to people
    fcntl = None  # type: ignore[assignment]

KEPT = ".well-known"  # belongs to the web server: certificates are renewed through it
STAGED = ".tasharuk-new-"  # a file on its way; one that was left behind is deleted by the next publication


class FolderTarget:
    """The folder that a web server serves."""

    def __init__(self, folder: Path, site: Path) -> None:
        """Take a folder that is empty, missing, or a site of ours; raises WrongTarget for any other.

        The folder itself may be a link, as servers like to have it; no link below it is followed.
        """
        self.folder = folder.resolve()
        site = site.resolve()
        if self.folder == site or self.folder.is_relative_to(site) or site.is_relative_to(self.folder):
            raise WrongTarget("overlap", path=str(folder))
        if self.folder.exists() and not self.folder.is_dir():
            raise WrongTarget("foreign", path=str(folder))
        if self.folder.is_dir() and any(self.folder.iterdir()) and not _is_file(self.folder / MARKER):
            raise WrongTarget("foreign", path=str(folder))

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep any other publication out of the folder, which is made where it is missing."""
        self.folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.folder, os.O_RDONLY) if fcntl else -1
        try:
            if fcntl:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        except BlockingIOError as error:
            raise Broken("busy") from error
        finally:
            if fcntl:
                os.close(handle)

    def plan(self, items: Iterable[Item], content: Callable[[Item], bytes]) -> Plan:
        """Compare the folder with what is to be there; what changed is found by content, never by date."""
        wanted: Mapping[str, Item] = {item.path: item for item in items}
        present = set(_files(self.folder))
        changed = [
            item
            for path, item in wanted.items()
            if path not in present or not _is_same(self.folder / path, content(item))
        ]
        gone = [path for path in present if path not in wanted and path != MARKER]
        kept = {item.file.path for item in wanted.values()}
        return plan_of(changed, present, gone, kept)

    def apply(self, plan: Plan, content: Callable[[Item], bytes]) -> Iterator[str]:
        """Take the steps; yields each path when it is done. Whoever reads meanwhile finds a whole file, old or new."""
        if not _is_file(self.folder / MARKER):
            self._write(MARKER, b"")
        for path in plan.outdated:
            yield self._delete(path)
        for item in plan.writes:
            yield self._write(item.path, content(item))
        for path in plan.gone:
            yield self._delete(path)

    def _write(self, path: str, content: bytes) -> str:
        target = self.folder / path
        self._make_folder(PurePosixPath(path).parent)
        staged = target.with_name(f"{STAGED}{os.getpid()}")
        staged.unlink(missing_ok=True)
        try:
            with staged.open("xb") as file:  # x: never through a link that somebody laid there
                file.write(content)
            if _is_folder(target):
                _remove_folder(target)
            staged.replace(target)
        except BaseException:
            staged.unlink(missing_ok=True)
            raise
        return path

    def _make_folder(self, path: PurePosixPath) -> None:
        """Make a folder and those above it; a link or a file in their place is replaced, not followed."""
        place = self.folder
        for part in path.parts:
            place /= part
            if place.is_symlink() or (place.exists() and not place.is_dir()):
                place.unlink()
            place.mkdir(exist_ok=True)

    def _delete(self, path: str) -> str:
        """Delete a file, and each folder above it that is then empty."""
        place = self.folder / path
        # the new site may have a folder where a file or a link was, and a file where a folder was
        if _is_folder(place) or not all(map(_is_folder, self._above(path))):
            return path
        place.unlink(missing_ok=True)
        for folder in self._above(path):
            if any(folder.iterdir()):
                break
            folder.rmdir()
        return path

    def _above(self, path: str) -> list[Path]:
        """Return the folders between a file and the target, the innermost first."""
        return [self.folder / parent for parent in PurePosixPath(path).parents][:-1]


def _files(folder: Path) -> Iterator[str]:
    """Yield the paths of all that is no folder; links are yielded and not followed."""
    for place, folders, names in os.walk(folder):
        if Path(place) == folder and KEPT in folders:
            folders.remove(KEPT)
        links = [name for name in folders if Path(place, name).is_symlink()]
        yield from (Path(place, name).relative_to(folder).as_posix() for name in (*names, *links))


def _is_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _is_same(path: Path, content: bytes) -> bool:
    return _is_file(path) and path.stat().st_size == len(content) and path.read_bytes() == content


def _remove_folder(folder: Path) -> None:
    """Make way for a file that now has the name of a folder: what is in it is of the old site."""
    import shutil

    shutil.rmtree(folder)
