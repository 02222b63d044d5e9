"""Stage compress: the bytes of a file → the same made smaller (.br, .gz), kept by content for the next run.

An entry of the cache carries a digest of itself: one that was cut short or edited is made anew, never served.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import os
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

MIN_BYTES = 1024  # below that, headers weigh more than what is gained
MIN_GAIN = 0.05  # share of the file; a server that sends it as it is has less to do
TEXTS = frozenset(".css .csv .geojson .html .js .json .map .md .mjs .svg .txt .webmanifest .xml".split())
ENCODINGS = ("br", "gz")  # by what the file's name ends in; the smallest first
HTTP_NAMES = {"br": "br", "gz": "gzip"}
# for a page of 33 kB: 9.0 kB in 28 ms of processor; quality 11 saves 1.6 % more for 60 ms, 6 is 9 % larger in 1.6 ms
BROTLI_QUALITY, BROTLI_WINDOW = 10, 18
GZIP_LEVEL = 9  # 10 kB in 1.2 ms
MIN_FOR_POOL = 60  # files; a process of its own costs as much as twenty
CHUNK = 16  # files handed to a process at once


def available() -> tuple[str, ...]:
    """Return the encodings that this machine can make: `br` needs the package brotli."""
    return ENCODINGS if importlib.util.find_spec("brotli") else ENCODINGS[1:]


def is_text(path: str) -> bool:
    """Tell whether a file holds text by its name; pictures and typefaces are compressed as they are."""
    return Path(path).suffix in TEXTS


def digest_of(content: bytes) -> str:
    """Return 32 hex digits that name some content."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def compressed(content: bytes, encoding: str) -> bytes:
    """Compress well rather than fast; the same content always gives the same bytes. Empty where it does not pay."""
    if len(content) < MIN_BYTES:
        return b""
    if encoding == "br":
        import brotli

        small = bytes(brotli.compress(content, brotli.MODE_TEXT, BROTLI_QUALITY, BROTLI_WINDOW))
    else:
        import gzip

        small = gzip.compress(content, GZIP_LEVEL, mtime=0)
    return small if len(small) <= len(content) * (1 - MIN_GAIN) else b""


def _label(encoding: str) -> str:
    """Return what else than the content decides the bytes: how, how much, and by which version."""
    if encoding == "br":
        return f"br-{BROTLI_QUALITY}-{BROTLI_WINDOW}-{importlib.metadata.version('brotli')}"
    return f"gz-{GZIP_LEVEL}-{zlib.ZLIB_RUNTIME_VERSION}"


@dataclass
class Compressor:
    """Makes and keeps compressed files in a folder that may be deleted at any time.

    `is_fresh` believes nothing that was kept by an earlier run. `made` counts what this run compressed.
    """

    folder: Path
    encodings: Sequence[str]
    jobs: int = 1
    is_fresh: bool = False
    made: int = 0
    _labels: dict[str, str] = field(default_factory=dict)
    _used: set[Path] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Ask once for the versions of the libraries."""
        self._labels = {encoding: _label(encoding) for encoding in self.encodings}

    def prepare(self, files: Iterable[tuple[Path, str]]) -> Iterator[Path]:
        """Compress what is not kept yet, in processes of its own where that pays; yields each file that was done.

        `files` are pairs of (file, digest of its content). A file that has changed meanwhile is left out.
        """
        missing = [(file, digest) for file, digest in files if any(self._is_missing(digest, e) for e in self.encodings)]
        self._make_folders(digest for _, digest in missing)
        work = [(str(file), digest, self._places(digest)) for file, digest in missing]
        self.made += len(work)
        self.is_fresh = False
        jobs = min(self.jobs, len(work) // (MIN_FOR_POOL // 2))
        if jobs < 2:
            yield from (_compress_file(item) for item in work)
            return
        with ProcessPoolExecutor(jobs) as pool:
            yield from pool.map(_compress_file, work, chunksize=CHUNK)

    def get(self, read: Callable[[], bytes], digest: str, encoding: str) -> bytes:
        """Return the content compressed, from what is kept or made now; empty where it does not pay.

        `read` is called only where the content itself is needed.
        """
        place = self._place(digest, encoding)
        kept = _read_entry(place)
        if kept is None:
            kept = compressed(read(), encoding)
            self.made += 1
            self._make_folders([digest])
            _write_entry(place, kept)
        return kept

    def prune(self) -> int:
        """Delete what this run had no use for, as far as it is of this run's encodings; returns how many files."""
        endings = tuple(f".{encoding}" for encoding in self.encodings)
        unused = [file for file in self.folder.glob("??/*") if file.name.endswith(endings) and file not in self._used]
        for file in unused:
            file.unlink(missing_ok=True)
        return len(unused)

    def _place(self, digest: str, encoding: str) -> Path:
        place = self.folder / digest[:2] / f"{digest}-{self._labels[encoding]}.{encoding}"
        self._used.add(place)
        return place

    def _places(self, digest: str) -> tuple[tuple[str, str], ...]:
        return tuple((encoding, str(self._place(digest, encoding))) for encoding in self.encodings)

    def _is_missing(self, digest: str, encoding: str) -> bool:
        return not self._place(digest, encoding).exists() or self.is_fresh

    def _make_folders(self, digests: Iterable[str]) -> None:
        for name in {digest[:2] for digest in digests}:
            (self.folder / name).mkdir(parents=True, exist_ok=True)


def _compress_file(work: tuple[str, str, tuple[tuple[str, str], ...]]) -> Path:
    """Compress one file in each way and keep the results; runs in a process of its own."""
    file, digest, places = Path(work[0]), work[1], work[2]
    try:
        content = file.read_bytes()
    except OSError:
        return file
    if digest_of(content) == digest:
        for encoding, place in places:
            _write_entry(Path(place), compressed(content, encoding))
    return file


def _read_entry(place: Path) -> bytes | None:
    """Return what an entry holds, or None where there is none that is whole."""
    try:
        digest, _, body = place.read_bytes().partition(b"\n")
    except OSError:
        return None
    return body if digest.decode("ascii", "replace") == digest_of(body) else None


def _write_entry(place: Path, body: bytes) -> None:
    """Keep an entry, whole or not at all."""
    staged = place.with_name(f"{place.name}.{os.getpid()}")
    staged.write_bytes(digest_of(body).encode("ascii") + b"\n" + body)
    staged.replace(place)
