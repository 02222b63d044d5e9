"""The built site as what it is to publish: its files, each named by its content, and their compressed forms."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tasharuk.compress import Compressor, digest_of, is_text
from tasharuk.publish.errors import Broken, WrongTarget
from tasharuk.standing import MARKER


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A file of the site: its path with forward slashes, and the digest of its content."""

    path: str
    digest: str


@dataclass(frozen=True, slots=True)
class Item:
    """A file to be published under a path: as it is, or in an encoding (`br`, `gz`)."""

    path: str
    file: SiteFile
    encoding: str = ""


@dataclass(frozen=True)
class BuiltSite:
    """The files of a built site; the marker of the folder is none of them."""

    folder: Path
    files: tuple[SiteFile, ...]

    @classmethod
    def read(cls, folder: Path) -> BuiltSite:
        """Read every file once; raises WrongTarget where the folder is no site of ours or holds a link."""
        if not (folder / MARKER).is_file():
            raise WrongTarget("no_site", path=str(folder))
        try:
            files = [SiteFile(path, digest_of((folder / path).read_bytes())) for path in _paths(folder)]
        except FileNotFoundError as error:
            raise Broken("site_changed") from error
        return cls(folder, tuple(files))

    def prepare(self, compressor: Compressor) -> Iterator[Path]:
        """Compress every text that is not compressed yet; yields each file that was done."""
        return compressor.prepare((self.folder / file.path, file.digest) for file in self.files if is_text(file.path))

    def items(self, compressor: Compressor, beside: bool) -> Iterator[Item]:
        """Yield what is to be published: each file, and its compressed forms `beside` it or in its place."""
        for file in self.files:
            forms = self._encodings(file, compressor)
            if beside or not forms:
                yield Item(file.path, file)
            for encoding in forms:
                yield Item(f"{file.path}.{encoding}" if beside else file.path, file, encoding)

    def content(self, item: Item, compressor: Compressor) -> bytes:
        """Return the bytes of an item; raises Broken when the file is no longer the one that was read."""
        read = partial(self._read, item.file)
        return compressor.get(read, item.file.digest, item.encoding) if item.encoding else read()

    def _encodings(self, file: SiteFile, compressor: Compressor) -> Sequence[str]:
        read = partial(self._read, file)
        encodings = compressor.encodings if is_text(file.path) else ()
        return [encoding for encoding in encodings if compressor.get(read, file.digest, encoding)]

    def _read(self, file: SiteFile) -> bytes:
        try:
            content = (self.folder / file.path).read_bytes()
        except OSError as error:
            raise Broken("site_changed") from error
        if digest_of(content) != file.digest:
            raise Broken("site_changed")
        return content


def _paths(folder: Path) -> Iterator[str]:
    """Yield the paths of all files, sorted; a link may lead out of the site, so none is published."""
    found = []
    for place, folders, names in os.walk(folder):
        for name in (*folders, *names):
            path = Path(place, name)
            if path.is_symlink() or not (path.is_dir() or path.is_file()):
                raise WrongTarget("link", path=path.relative_to(folder).as_posix())
        found += [Path(place, name).relative_to(folder).as_posix() for name in names]
    return iter(sorted(path for path in found if path != MARKER))
