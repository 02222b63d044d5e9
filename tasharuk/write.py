"""Stage write: Artifacts come in, the site's folder goes out, in one rename: readers see the old site or the new."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from tasharuk.parallel import share
from tasharuk.standing import MARKER, NOTHING, Differences, Standing, Written, differences_in


@dataclass(frozen=True)
class Artifact:
    """One file of the site: its path inside the site, with forward slashes, and its bytes."""

    path: str
    content: bytes

    @property
    def digest(self) -> bytes:
        """Digest of the bytes, of 16 bytes."""
        return hashlib.blake2b(self.content, digest_size=16).digest()

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes in pieces that need not be held together."""
        yield self.content


class _Known(Artifact):
    """A file whose digest is known before its bytes are at hand."""

    @property
    def digest(self) -> bytes:
        """Digest of the bytes, of 16 bytes."""
        digest: bytes = self.__dict__["_digest"]
        return digest


class LazyArtifact(_Known):
    """A file whose digest is known, and whose bytes are fetched only when they are written."""

    def __init__(self, path: str, digest: bytes, fetch: Callable[[], bytes]) -> None:
        self.__dict__.update(path=path, _digest=digest, _fetch=fetch)

    @property
    def content(self) -> bytes:
        """The bytes."""
        fetched: bytes = self.__dict__["_fetch"]()
        return fetched


class StreamedArtifact(_Known):
    """A large file whose digest is known, and whose bytes are put together while they are written, piece by piece."""

    def __init__(self, path: str, digest: bytes, stream: Callable[[], Iterator[bytes]]) -> None:
        self.__dict__.update(path=path, _digest=digest, _stream=stream)

    @property
    def content(self) -> bytes:
        """The bytes, all at once."""
        return b"".join(self.chunks())

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes."""
        stream: Callable[[], Iterator[bytes]] = self.__dict__["_stream"]
        return stream()


Task: TypeAlias = Callable[[], Iterable[Artifact]]  # makes a share of the files


class UnsafePath(ValueError):
    """An artifact would leave the site's folder, or two artifacts claim one file: our mistake."""


class ForeignFolder(ValueError):
    """The output folder holds something that is no built site, so it is not replaced."""


def write_site(
    tasks: Sequence[Task],
    out: Path,
    jobs: int = 1,
    standing: Standing = NOTHING,
    look: Callable[[], Differences | None] | None = None,
) -> Standing:
    """Write the files of all tasks beside `out`, then put them in its place; returns the site as it stands now.

    The tasks are shared among processes. Of a site that stands as it was written (`standing`, and `look` tells where it
    does not) only what differs is replaced, file by file; any other is replaced whole. It stays untouched until
    everything is written. Raises UnsafePath and ForeignFolder.
    """
    _refuse_foreign(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    differences = look() if look else differences_in(out, standing)
    same = differences.same(standing) if differences else {}
    staged = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        shares = share(lambda task: _write_all(task(), staged, same), tasks, jobs)
        written = [item for items in shares for item in items]
        claimed = Counter(path.casefold() for path, _ in written)
        if doubled := sorted(path for path, _ in written if claimed[path.casefold()] > 1):
            raise UnsafePath(", ".join(doubled))
        if differences and same:
            fresh = [path for path, file in written if same.get(path) != file]
            _update(out, staged, fresh, (same.keys() | differences.other) - dict(written).keys())
        else:
            (staged / MARKER).write_bytes(b"")
            staged.chmod(0o755)
            _swap(staged, out)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return dict(written)


def _write_all(artifacts: Iterable[Artifact], folder: Path, same: Standing) -> list[tuple[str, Written]]:
    """Write the files that are not the same already; as texts, paths cost 5 µs a file, as Path objects 35."""
    written: list[tuple[str, Written]] = []
    folders: set[str] = set()
    for artifact in artifacts:
        path = artifact.path
        if path.startswith("/") or ".." in path.split("/"):
            raise UnsafePath(path)
        digest = artifact.digest
        before = same.get(path)
        if before is not None and before.digest == digest:
            written.append((path, before))
            continue
        parent = path.rpartition("/")[0]
        if parent not in folders:
            _make_folder(f"{folder}/{parent}")
            folders.add(parent)
        with open(f"{folder}/{path}", "wb", buffering=0) as file:  # noqa: PTH123
            file.writelines(artifact.chunks())
            info = os.fstat(file.fileno())
        written.append((path, Written(digest, info.st_size, info.st_mtime_ns)))
    return written


def _update(out: Path, staged: Path, fresh: Iterable[str], gone: Iterable[str]) -> None:
    """Remove what is gone, then put fresh files in their places, pages before the lists that lead to them."""
    for path in gone:
        (out / path).unlink()
        for folder in (out / path).parents:
            if folder == out or any(folder.iterdir()):
                break
            folder.rmdir()
    folders: set[str] = set()
    for path in sorted(fresh, key=lambda path: (-path.count("/"), path)):
        parent = path.rpartition("/")[0]
        if parent not in folders:
            _make_folder(f"{out}/{parent}")
            folders.add(parent)
        os.replace(f"{staged}/{path}", f"{out}/{path}")  # noqa: PTH105


def _make_folder(path: str) -> None:
    try:
        os.mkdir(path)  # noqa: PTH102
    except FileExistsError:
        pass
    except FileNotFoundError:
        os.makedirs(path, exist_ok=True)  # noqa: PTH103


def _refuse_foreign(out: Path) -> None:
    if out.is_dir() and any(out.iterdir()) and not (out / MARKER).exists():
        raise ForeignFolder(str(out))
    if out.exists() and not out.is_dir():
        raise ForeignFolder(str(out))


def _swap(staged: Path, out: Path) -> None:
    """Put the staged folder in place of the old one: two renames, the old site kept until the new one stands."""
    if not out.exists():
        staged.rename(out)
        return
    retired = Path(tempfile.mkdtemp(prefix=f".{out.name}-old-", dir=out.parent))
    out.rename(retired / "site")
    try:
        staged.rename(out)
    except OSError:
        (retired / "site").rename(out)
        raise
    finally:
        shutil.rmtree(retired, ignore_errors=True)


def write_files(root: Path, files: Iterable[Artifact]) -> None:
    """Write generated files into the repository, those that differ only."""
    for artifact in files:
        target = root / artifact.path
        if not target.exists() or target.read_bytes() != artifact.content:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(artifact.content)


def stale_files(root: Path, files: Iterable[Artifact]) -> list[str]:
    """Return the paths of generated files that are missing or differ from what they should be."""
    return [
        artifact.path
        for artifact in files
        if not (root / artifact.path).is_file() or (root / artifact.path).read_bytes() != artifact.content
    ]


def write_new(path: Path, text: str) -> bool:
    """Write a file that does not exist yet; returns False, and writes nothing, where one exists."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        return False
    return True


@contextmanager
def laid_out(root: Path, folders: Iterable[str], files: Iterable[Artifact]) -> Iterator[Path]:
    """Yield a temporary folder that holds some folders of the root and new files beside them."""
    with tempfile.TemporaryDirectory(prefix="tasharuk-") as folder:
        place = Path(folder)
        for name in folders:
            if (root / name).is_dir():
                shutil.copytree(root / name, place / name, symlinks=True)
        write_files(place, files)
        yield place


def replace_file(path: Path, content: bytes) -> None:
    """Put new content in the place of a file, at once: who reads meanwhile finds the old or the new."""
    handle, staged = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with open(handle, "wb") as file:  # noqa: PTH123 - a handle, not a path
            file.write(content)
        shutil.copymode(path, staged)
        Path(staged).replace(path)
    except BaseException:
        Path(staged).unlink(missing_ok=True)
        raise


def remove(root: Path, folders: Iterable[str], files: Iterable[str]) -> int:
    """Remove folders and files below the root; returns the number of files that were there."""
    count = 0
    for name in folders:
        folder = root / name
        if folder.is_dir() and not folder.is_symlink():
            count += sum(1 for path in folder.rglob("*") if path.is_file())
            shutil.rmtree(folder)
    for name in files:
        count += (root / name).is_file()
        (root / name).unlink(missing_ok=True)
    return count
