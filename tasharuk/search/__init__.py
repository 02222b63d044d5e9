"""Stage search: the Catalogue comes in, the files of the index go out."""

from __future__ import annotations

from collections.abc import Iterator

from tasharuk.catalogue import Catalogue
from tasharuk.search.documents import KINDS, OWNED, STATUSES, DocumentMaker
from tasharuk.search.index import analyse, build_index
from tasharuk.search.names import names_text
from tasharuk.search.thesaurus import WORD_LISTS, Thesaurus
from tasharuk.words import Words
from tasharuk.write import Artifact

__all__ = ["KINDS", "STATUSES", "WORD_LISTS", "Thesaurus", "search_files"]

FOLDER = "search/index"


def search_files(catalogue: Catalogue, words: Words, thesaurus: Thesaurus) -> Iterator[Artifact]:
    """Yield the files of the index: `core.txt`, `words-N.txt`, `lines-N.txt` and `names.txt`."""
    documents = list(DocumentMaker(catalogue, words).documents())
    analysed = [analyse(document, thesaurus) for document in documents]
    facets = {
        "kinds": KINDS,
        "owned": OWNED,
        "sectors": tuple(catalogue.vocabulary.sectors),
        "governorates": tuple(catalogue.vocabulary.governorates),
        "statuses": STATUSES,
    }
    index = build_index(documents, analysed, thesaurus, facets, names_text(catalogue))
    for name, text in index.items():
        yield Artifact(f"{FOLDER}/{name}.txt", text.encode("utf-8"))
