"""Rows → the bytes of a table's files, made by segments: what did not change comes from the cache.

The rows of a table, in the order of their files, are parted into segments. Where one ends is decided by the path of its
last file alone, so that a record which comes or goes changes the segments around it and no others. Each is kept under
the digest of all that its rows are made of.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import IO, NamedTuple
from zlib import crc32

from tasharuk.cache import Cache
from tasharuk.export.cells import BOM, Cells, line
from tasharuk.export.hxl import tags_of
from tasharuk.export.plain import Row
from tasharuk.export.rows import Piece, RowMaker
from tasharuk.export.tables import FOLDER, Table
from tasharuk.write import Artifact, StreamedArtifact

WIDTH = 64  # files in a segment, on average
CHUNK = 1 << 20  # bytes held at a time
JSON_START, JSON_BETWEEN, JSON_END = b"[\n", b",\n", b"\n]\n"
CSV, HXL, JSON = "csv", "hxl.csv", "json"


class Segment(NamedTuple):
    """The rows of some files that follow one another: lines of CSV and of JSON, number of rows, their newest day."""

    csv: bytes
    json: bytes
    rows: int
    newest: str


class FileFacts(NamedTuple):
    """Size in bytes and SHA-256 (in hex digits) of a file."""

    size: int
    sha256: str


class Facts(NamedTuple):
    """What is told of a table: the number of its rows, their newest day, and its files by ending."""

    rows: int
    newest: str
    files: Mapping[str, FileFacts]


class Spool:
    """The body of a table while its files are written: lines of CSV and of JSON, on the disk where they are many."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.is_filled = False
        self.csv = tempfile.SpooledTemporaryFile(CHUNK)  # noqa: SIM115 - closed with the spool
        self.json = tempfile.SpooledTemporaryFile(CHUNK)  # noqa: SIM115

    def close(self) -> None:
        """Let go of it."""
        self.csv.close()
        self.json.close()


def _chunks(file: IO[bytes], head: bytes, tail: bytes = b"") -> Iterator[bytes]:
    """Yield the bytes of a file of the site."""
    yield head
    file.seek(0)
    while chunk := file.read(CHUNK):
        yield chunk
    yield tail


@dataclass(frozen=True)
class TableWriter:
    """Writes the files of one table. `common` tells what all rows are made of beside their records."""

    table: Table
    maker: RowMaker
    cells: Cells
    cache: Cache | None
    common: str

    def files(self) -> Generator[Artifact, None, Facts]:
        """Yield the files of the table, each to be written before the next; returns what is told of them."""
        places = [(self._name(run), self._key(run)) for run in self._runs()]
        for kept in self._names().difference(name for name, _key in places):
            assert self.cache is not None
            self.cache.remove(kept)
        key = _digest(self.common, *(key for _name, key in places)) if all(key for _name, key in places) else ""
        facts, spool = self._known(key), Spool()
        try:
            if facts is None:
                facts = self._spool(spool, places)
                self._keep(key, facts)

            def stream(ending: str) -> Iterator[bytes]:
                if not spool.is_filled:  # as long as nobody writes what is known, nothing is read again
                    self._spool(spool, places)
                if ending == JSON:
                    return _chunks(spool.json, JSON_START, JSON_END)
                return _chunks(spool.csv, self._heads[ending])

            for ending, file in facts.files.items():
                path, digest = f"{FOLDER}/{self.table.name}.{ending}", bytes.fromhex(file.sha256)[:16]
                yield StreamedArtifact(path, digest, partial(stream, ending))
        finally:
            spool.close()
        return facts

    def _known(self, key: str) -> Facts | None:
        """Return what was told of the very same table before."""
        held = self.cache.get(self._summary, key) if self.cache is not None and key else None
        return Facts(held[0], held[1], {ending: FileFacts(*file) for ending, file in held[2]}) if held else None

    def _keep(self, key: str, facts: Facts) -> None:
        if self.cache is not None and key:
            files = [(ending, tuple(file)) for ending, file in facts.files.items()]
            self.cache.put(self._summary, key, (facts.rows, facts.newest, files))

    @property
    def _heads(self) -> Mapping[str, bytes]:
        """The first lines of the tables: names of the columns, and below them their hashtags."""
        names = BOM + line(column.name for column in self.table.columns)
        return {CSV: names.encode(), HXL: (names + line(tags_of(self.table))).encode()}

    def _spool(self, spool: Spool, places: Sequence[tuple[str, str]]) -> Facts:
        """Put all segments one behind the other, each under its name and key; returns what is told of them."""
        spool.is_filled = True
        count, newest = 0, ""
        heads = {**self._heads, JSON: JSON_START}
        states = {ending: hashlib.sha256(head) for ending, head in heads.items()}
        sizes = {ending: len(head) for ending, head in heads.items()}

        def add(text: bytes, file: IO[bytes], *endings: str) -> None:
            file.write(text)
            for ending in endings:
                states[ending].update(text)
                sizes[ending] += len(text)

        for run, (name, key) in zip(self._runs(), places, strict=True):
            segment = self._segment(name, key, run)
            add(segment.csv, spool.csv, CSV, HXL)
            add(JSON_BETWEEN + segment.json if count and segment.rows else segment.json, spool.json, JSON)
            count += segment.rows
            newest = max(newest, segment.newest)
        states[JSON].update(JSON_END)
        sizes[JSON] += len(JSON_END)
        files = {ending: FileFacts(sizes[ending], states[ending].hexdigest()) for ending in states}
        return Facts(count, newest, files)

    def _runs(self) -> Iterator[list[Piece]]:
        """Part the rows into segments; holds one of them at a time."""
        run: list[Piece] = []
        for piece in self.maker.pieces(self.table):
            run.append(piece)
            if crc32(piece.path.encode()) % WIDTH == 0:
                yield run
                run = []
        if run:
            yield run

    def _name(self, run: Sequence[Piece]) -> str:
        return f"{FOLDER}/{self.table.name}-{crc32(run[-1].path.encode()):08x}"

    def _key(self, run: Sequence[Piece]) -> str:
        """Return what tells apart all that the rows of a segment are made of; empty where that cannot be told."""
        bases = [piece.basis() for piece in run]
        return _digest(self.common, *bases) if all(bases) else ""

    @property
    def _summary(self) -> str:
        return f"{FOLDER}/{self.table.name}"

    def _names(self) -> set[str]:
        """Return the names under which segments of this table are kept."""
        start = f"{self.table.name}-"
        names = self.cache.names(FOLDER, "") if self.cache is not None else []
        return {f"{FOLDER}/{name}" for name in names if name.startswith(start) and "-" not in name[len(start) :]}

    def _segment(self, name: str, key: str, pieces: Iterable[Piece]) -> Segment:
        if self.cache is None or not key:
            return self._made(pieces)
        kept = self.cache.get(name, key)
        if kept is not None:
            return Segment(*kept)
        segment = self._made(pieces)
        self.cache.put(name, key, tuple(segment))
        return segment

    def _made(self, pieces: Iterable[Piece]) -> Segment:
        rows = [row for piece in pieces for row in piece.make()]
        days = [row["updated"] for row in rows if "updated" in row]
        lines = JSON_BETWEEN.decode().join(map(_json, rows))
        return Segment(self.cells.lines(rows).encode(), lines.encode(), len(rows), max(days, default=""))


_encoded = json.JSONEncoder(ensure_ascii=False).encode  # made once: to make one takes longer than a row


def _json(row: Row) -> str:
    return _encoded({name: value for name, value in row.items() if value is not None})


def _digest(*texts: str) -> str:
    return hashlib.blake2b("\1".join(texts).encode("utf-8", "replace"), digest_size=20).hexdigest()
