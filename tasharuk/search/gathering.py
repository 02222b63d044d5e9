"""Catalogue → the segment of all its documents: what has changed is analysed anew, the rest comes from the cache.

The documents, in their order, are parted into short segments, these are joined to longer ones, and so on. Where one
ends is decided by the path of its last record alone, so a record that comes or goes changes the segments around it and
no others. Each is kept under the digest of all that its documents are made of.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple
from zlib import crc32

from tasharuk.cache import Cache
from tasharuk.model.base import Record
from tasharuk.search.analysis import Analyst
from tasharuk.search.documents import DocumentMaker
from tasharuk.search.segment import Packed, Segment
from tasharuk.search.thesaurus import Thesaurus

WIDTHS = (32, 256, 2_048, 16_384, 131_072)  # documents in a segment of each level, on average; each divides the next
FEW = 16  # segments that are joined without a further level
FOLDER = "search"  # of the cache


class Piece(NamedTuple):
    """A segment that is made when it is asked for. `mark` is a number of its last record; an empty `key` is unknown."""

    mark: int
    key: str
    make: Callable[[], Segment]


@dataclass(frozen=True)
class Gatherer:
    """Gathers the documents of a catalogue."""

    maker: DocumentMaker
    thesaurus: Thesaurus
    cache: Cache | None

    def gather(self) -> Segment:
        """Return the segment of all documents, and let go of what was kept for others."""
        analyst = Analyst(self.thesaurus)
        common = _digest(repr((self.maker.common_basis, self.thesaurus.phrases)))
        pieces = [
            Piece(crc32(record.path.encode()), self.maker.basis(record), partial(self._single, analyst, record))
            for record in self.maker.records()
        ]
        names: list[str] = []
        for width in WIDTHS:
            if len(pieces) > FEW:
                pieces = [self._joined(width, run, common) for run in _runs(pieces, width)]
                names += [_name(width, piece) for piece in pieces]
        whole = _join(pieces)
        if self.cache is not None:
            for name in {f"{FOLDER}/{file}" for file in self.cache.names(FOLDER, "")}.difference(names):
                self.cache.remove(name)
        return whole

    def _single(self, analyst: Analyst, record: Record) -> Segment:
        document = self.maker.document(record)
        return Segment.of(document, analyst.analyse(document))

    def _joined(self, width: int, run: Sequence[Piece], common: str) -> Piece:
        keys = [piece.key for piece in run]
        piece = Piece(run[-1].mark, _digest("\0".join((common, *keys))) if all(keys) else "", partial(_join, run))
        return piece._replace(make=partial(self._kept, _name(width, piece), piece))

    def _kept(self, name: str, piece: Piece) -> Segment:
        if self.cache is None or not piece.key:
            return piece.make()
        packed: Packed | None = self.cache.get(name, piece.key)
        if packed is not None:
            return Segment.unpacked(packed)
        segment = piece.make()
        self.cache.put(name, piece.key, segment.packed())
        return segment


def _runs(pieces: Iterable[Piece], width: int) -> Iterator[list[Piece]]:
    """Part pieces into runs; one ends with a piece whose mark the width divides."""
    run: list[Piece] = []
    for piece in pieces:
        run.append(piece)
        if piece.mark % width == 0:
            yield run
            run = []
    if run:
        yield run


def _join(run: Iterable[Piece]) -> Segment:
    return Segment.joined(piece.make() for piece in run)


def _name(width: int, piece: Piece) -> str:
    return f"{FOLDER}/{width}-{piece.mark:08x}"


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=20).hexdigest()
