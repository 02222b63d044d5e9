"""What was made before, kept in `.cache/`: each entry by name, good only for the key it was made of.

The folder may be deleted at any time. An entry that is damaged, of another key or of another version of the program
counts as missing; where nothing can be written, nothing is kept.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any, TypeVar

from tasharuk.job import Job
from tasharuk.snapshot import CACHE, code_fingerprint

T = TypeVar("T")
DIGEST = 20  # bytes
PACK = ".pack"


@dataclass
class Pack:
    """A file of the cache that holds many things; it is named by whoever knows where in it they lie."""

    name: str
    file: IO[bytes]
    size: int = 0

    def write(self, content: bytes) -> int:
        """Add bytes; returns where they begin. What does not fit on the disk will not be found again."""
        offset = self.size
        with suppress(OSError):
            self.file.write(content)
        self.size += len(content)
        return offset


def _frozen(values: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(values)


@dataclass(frozen=True)
class Cache:
    """The entries of one root. `version` tells the program, its libraries and Python apart."""

    folder: Path
    version: str

    @classmethod
    def of(cls, job: Job) -> Cache | None:
        """Return the cache of a job; None when the job is to make everything anew."""
        return cls((job.repository or job.root) / CACHE, code_fingerprint(job)) if job.uses_cache else None

    def get(self, name: str, key: str) -> Any:
        """Return what was kept under a name for this very key, or None."""
        try:
            kept = (self.folder / name).read_bytes()
        except OSError:
            return None
        head, payload = kept[: 2 * DIGEST], kept[2 * DIGEST :]
        if head != self._digest(key.encode()) + self._digest(payload):
            return None
        return pickle.loads(payload)  # noqa: S301 - written by ourselves, and whole: its digest fits

    def put(self, name: str, key: str, value: Any) -> None:
        """Keep a value for a key, instead of what stood under the name."""
        buffer = io.BytesIO()
        pickler = pickle.Pickler(buffer, pickle.HIGHEST_PROTOCOL)
        pickler.dispatch_table = {MappingProxyType: lambda mapping: (_frozen, (dict(mapping),))}
        pickler.dump(value)
        payload = buffer.getvalue()
        file = self.folder / name
        fresh = file.with_name(f"{file.name}.{os.getpid()}")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._hide()
            fresh.write_bytes(self._digest(key.encode()) + self._digest(payload) + payload)
            fresh.replace(file)
        except OSError:
            fresh.unlink(missing_ok=True)

    def names(self, folder: str, ending: str) -> list[str]:
        """Return the names in a folder of the cache that end so, sorted."""
        try:
            return sorted(name for name in os.listdir(self.folder / folder) if name.endswith(ending))  # noqa: PTH208
        except OSError:
            return []

    def size(self, name: str) -> int:
        """Return how many bytes are kept under a name; 0 where nothing is."""
        try:
            return (self.folder / name).stat().st_size
        except OSError:
            return 0

    def remove(self, name: str) -> None:
        """Forget what is kept under a name."""
        with suppress(OSError):
            (self.folder / name).unlink(missing_ok=True)

    def read(self, name: str, offset: int, size: int) -> bytes:
        """Return so many bytes of a pack, or fewer where they are not there; whoever asks knows their digest."""
        try:
            with (self.folder / name).open("rb", buffering=0) as file:
                file.seek(offset)
                return file.read(size)
        except OSError:
            return b""

    @contextmanager
    def pack(self, folder: str) -> Iterator[Pack]:
        """Open a new pack, to which bytes are added one after the other; one that stays empty is removed."""
        place = self.folder / folder
        try:
            place.mkdir(parents=True, exist_ok=True)
            handle, path = tempfile.mkstemp(suffix=PACK, dir=place)
            file: IO[bytes] = os.fdopen(handle, "wb")
        except OSError:
            path, file = "", io.BytesIO()
        with file:
            pack = Pack(os.path.basename(path), file)  # noqa: PTH119
            yield pack
        if path and not pack.size:
            self.remove(f"{folder}/{pack.name}")

    def _hide(self) -> None:
        """Keep the folder out of every repository: what is kept here is no change of anybody's."""
        mark = self.folder / ".gitignore"
        if not mark.exists():
            mark.write_text("*\n", encoding="utf-8")

    def _digest(self, content: bytes) -> bytes:
        return hashlib.blake2b(content, digest_size=DIGEST, key=self.version.encode()).digest()


def made_once(cache: Cache | None, name: str, key: str, make: Callable[[], T]) -> T:
    """Return what was kept under a name for this very key, or make it and keep it; what is made is never None."""
    kept: T | None = cache.get(name, key) if cache is not None else None
    if kept is not None:
        return kept
    made = make()
    if cache is not None:
        cache.put(name, key, made)
    return made


def digest_of(file: Path) -> str:
    """Return what tells the content of a file from any other."""
    return hashlib.blake2b(file.read_bytes(), digest_size=DIGEST).hexdigest()
