"""Stage search: the Catalogue comes in, the files of the index go out."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from tasharuk.cache import Cache
from tasharuk.catalogue import Catalogue
from tasharuk.search.documents import KINDS, OWNED, STATUSES, DocumentMaker
from tasharuk.search.gathering import Gatherer
from tasharuk.search.index import build_index
from tasharuk.search.names import names_text
from tasharuk.search.thesaurus import WORD_LISTS, Thesaurus
from tasharuk.words import Words
from tasharuk.write import Artifact

__all__ = ["KINDS", "STATUSES", "WORD_LISTS", "Thesaurus", "search_files"]

FOLDER = "search/index"


def search_files(catalogue: Catalogue, words: Words, thesaurus: Thesaurus, cache: Cache | None) -> Iterator[Artifact]:
    """Yield the files of the index: `core.txt`, `words-N.txt`, `lines-N.txt`, `latin.txt` and `names.txt`."""
    gatherer = Gatherer(DocumentMaker(catalogue, words), thesaurus, cache)
    facets = {
        "kinds": KINDS,
        "owned": OWNED,
        "sectors": tuple(catalogue.vocabulary.sectors),
        "governorates": tuple(catalogue.vocabulary.governorates),
        "statuses": STATUSES,
    }
    with _no_search_for_cycles():
        index = build_index(gatherer.gather(), thesaurus, facets, names_text(catalogue))
    for name, text in index:
        yield Artifact(f"{FOLDER}/{name}.txt", text.encode("utf-8"))


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Keep Python from looking for cycles: none arise here, and looking through millions of values doubled the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
