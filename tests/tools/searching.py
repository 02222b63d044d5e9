"""The search's index as the browser reads it, in Python, and an index of a few texts, for tests."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tasharuk.search import KINDS, STATUSES, WORD_LISTS, Thesaurus
from tasharuk.search.analysis import Analyst
from tasharuk.search.documents import OWNED, Document
from tasharuk.search.encoding import LAST, MORE, Joining, entries, written
from tasharuk.search.index import build_index
from tasharuk.search.segment import Segment
from tests.tools.building import REPOSITORY

VOCABULARY = REPOSITORY / "content" / "vocabulary"
FACETS = {
    "kinds": KINDS,
    "owned": OWNED,
    "sectors": ("health", "wash"),
    "governorates": ("homs",),
    "statuses": STATUSES,
}
Postings = list[tuple[int, int]]


@cache
def word_list(name: str) -> dict[str, Any]:
    """Return the data of one of the word lists as they are published."""
    loaded: dict[str, Any] = yaml.load((VOCABULARY / name).read_text(encoding="utf-8"), yaml.CSafeLoader)
    return loaded


@cache
def own_thesaurus() -> Thesaurus:
    """Return the thesaurus of the published word lists."""
    return Thesaurus.of({name: word_list(name) for name in WORD_LISTS})


def document(title: str = "", text: str = "", kind: str = "organization", number: int = 0, **more: Any) -> Document:
    """Return a document; `title` weighs as a name, `text` as running text, unless `fields` say it otherwise."""
    values: dict[str, Any] = {
        "url": f"/{kind}/{number}/",
        "kind": kind,
        "title": title,
        "text": text,
        "source": "",
        "status": "",
        "is_example": False,
        "sectors": (),
        "governorates": (),
        "fields": ((9, title), (2, text)),
    }
    return Document(**{**values, **more})


def files_of(documents: list[Document], thesaurus: Thesaurus | None = None, names: str = "") -> dict[str, str]:
    """Return the files of the index of these documents, by name."""
    words = own_thesaurus() if thesaurus is None else thesaurus
    analyst = Analyst(words)
    whole = Segment.joined(Segment.of(item, analyst.analyse(item)) for item in documents)
    return dict(build_index(whole, words, FACETS, names))


def postings(pairs: Postings, usual: int) -> str:
    """Write pairs of (document, weight) as the build does: document by document."""
    joining = Joining()
    for document, weight in pairs:
        joining.add(document, entries({"form": weight}, usual))
    return "".join(written(found) for found in joining.entries().values())


def decode(text: str, usual: int) -> Postings:
    """Read postings: pairs of (document, weight), as docs/search-index.md tells."""
    found: Postings = []
    document, value = -1, 0
    for sign in text:
        if sign in "123456789":
            found[-1] = (found[-1][0], int(sign))
        elif sign in MORE:
            value = value * 32 + MORE.index(sign)
        else:
            document += value * 32 + LAST.index(sign) + 1
            value = 0
            found.append((document, usual))
    return found


class ReadIndex:
    """The files of an index, read."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.versions = {name: text.split("\n", 1)[0] for name, text in files.items()}
        self.body = {name: text.split("\n", 1)[1] for name, text in files.items()}
        head, rows, column, groups, words = self.body["core"].split("\n\n")
        self.head: dict[str, Any] = json.loads(head)
        table = [[_numbers(cell) for cell in row.split(";")] for row in rows.split("\n")]
        self.rows = [table[place] for place in _places(column)]
        self.groups = unspelled(groups).split("\n") if groups else []
        self.core = dict(_entries(words, 8))
        self.also, self.latin = (
            [_joins(self.body[f"{family}-{at}"]) for at in range(self.head[family])] for family in ("also", "latin")
        )
        self.parts = [dict(_entries(self.body[f"words-{at}"], 2)) for at in range(self.head["parts"])]

    @classmethod
    def read(cls, folder: Path) -> ReadIndex:
        """Read the files of a built site."""
        return cls({file.stem: file.read_text(encoding="utf-8") for file in folder.glob("*.txt")})

    @property
    def lines(self) -> list[list[Any]]:
        """Return the result lines of all documents, in their order."""
        size = self.head["lines"]
        count = -(-self.head["documents"] // size)
        return [json.loads(line) for at in range(count) for line in self.body[f"lines-{at}"].split("\n")]


def unspelled(text: str) -> str:
    """Return a text with the Arabic letters for which its capitals stand."""
    return text.translate(str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ@~", "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"))


def _joins(text: str) -> dict[str, list[str]]:
    """Read a part of members that no text uses: the members by what they join."""
    rows = (line.split("\t") for line in unspelled(text).split("\n") if line)
    return {joins: members.split("|") for joins, members in rows}


def _numbers(cell: str) -> list[int]:
    return [int(value) for value in cell.split(",") if value]


def _places(column: str) -> Iterator[int]:
    value = 0
    for sign in column:
        if sign in MORE:
            value = value * 32 + MORE.index(sign)
        else:
            yield value * 32 + LAST.index(sign)
            value = 0


def _entries(text: str, usual: int) -> Iterable[tuple[str, Postings]]:
    for line in text.split("\n"):
        if line:
            form, postings = line.split("\t")
            yield unspelled(form), decode(postings, usual)
