"""Documents that follow one another, with all that the index says of them, ready to be joined with their neighbours.

The numbers of documents count from the segment's own first, so a segment serves wherever it comes to stand.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from tasharuk.search.analysis import Analysed
from tasharuk.search.documents import Document
from tasharuk.search.encoding import Entries, Joining, entries

USUAL_STRONG, USUAL_WEAK = 8, 2

Packed: TypeAlias = tuple[Any, ...]


@dataclass(frozen=True)
class Segment:
    """A run of documents: by document its result line and the values of its facets, by form its postings.

    A row of facets is `kind;sectors;governorates;status` in slugs, with commas between several. `strong` are the
    postings of names, titles, services and places, `weak` those of all other texts. Lines are held in UTF-8, in half
    the memory: all of them are held at once.
    """

    lines: list[bytes] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    strong: Entries = field(default_factory=dict)
    weak: Entries = field(default_factory=dict)

    @classmethod
    def of(cls, document: Document, words: Analysed) -> Segment:
        """Make the segment of a single document."""
        strong, weak = entries(words.strong, USUAL_STRONG), entries(words.weak, USUAL_WEAK)
        return cls([_line(document)], [_row(document)], strong, weak)

    @classmethod
    def joined(cls, segments: Iterable[Segment]) -> Segment:
        """Join segments in their order, holding one of them at a time."""
        lines: list[bytes] = []
        rows: list[str] = []
        strong, weak = Joining(), Joining()
        for segment in segments:
            strong.add(len(lines), segment.strong)
            weak.add(len(lines), segment.weak)
            lines += segment.lines
            rows += segment.rows
        return cls(lines, rows, strong.entries(), weak.entries())

    def packed(self) -> Packed:
        """Return it as long texts and rows of numbers, which are quickly kept and read; not for an empty segment."""
        return b"\n".join(self.lines), "\n".join(self.rows), _packed(self.strong), _packed(self.weak)

    @classmethod
    def unpacked(cls, packed: Packed) -> Segment:
        """Return the segment that was packed."""
        lines, rows, strong, weak = packed
        return cls(lines.split(b"\n"), rows.split("\n"), _unpacked(strong), _unpacked(weak))


def _packed(found: Entries) -> Packed:
    if not found:
        return ()
    firsts, lasts, counts, rests = zip(*found.values(), strict=True)
    return "\n".join(found), "\n".join(rests), *(array("I", column) for column in (firsts, lasts, counts))


def _unpacked(packed: Packed) -> Entries:
    if not packed:
        return {}
    forms, rests, *numbers = packed
    return dict(zip(forms.split("\n"), zip(*numbers, rests.split("\n"), strict=True), strict=True))


def _line(document: Document) -> bytes:
    values: list[object] = [document.url, document.title, document.text, document.source]
    if document.is_example or document.title_en:
        values.append(int(document.is_example))
    if document.title_en:
        values.append(document.title_en)
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()


def _row(document: Document) -> str:
    return ";".join((document.kind, ",".join(document.sectors), ",".join(document.governorates), document.status))
