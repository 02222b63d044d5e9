"""Document → its words: forms and phrases, each with the weight of the field it stands in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import itemgetter

from tasharuk.arabic import stem, words_of
from tasharuk.search.documents import PLACE, Document
from tasharuk.search.thesaurus import Thesaurus

STRONG = PLACE  # fields of this weight and above are in the first part
OFTEN = ((6, 2), (3, 1))  # times in a text → what it adds to the weight
SHORT = 60  # characters; the names of sectors and places stand in most documents, and are read once

Weights = dict[str, int]


@dataclass(frozen=True)
class Analysed:
    """The words of one document: folded form, or phrase, → weight; those of names, titles, places apart."""

    strong: Weights
    weak: Weights


@dataclass(frozen=True)
class Analyst:
    """Finds the words of documents; nothing but a document and the thesaurus's phrases decides them."""

    thesaurus: Thesaurus

    def analyse(self, document: Document) -> Analysed:
        """Return the words of a document."""
        strong: Weights = {}
        weak: Weights = {}
        counts: Counter[str] = Counter()
        for weight, text in sorted(document.fields, key=itemgetter(0)):  # so the heaviest field of a word is the last
            forms = self._short_forms(text) if len(text) <= SHORT else self._forms(text)
            if weight >= STRONG:
                strong.update(dict.fromkeys(forms, weight))
            else:
                weak.update(dict.fromkeys(forms, weight))
                counts.update(forms)
        for form, times in counts.items():
            weak[form] += next((add for least, add in OFTEN if times >= least), 0) if times > 1 else 0
        for form in strong.keys() & weak.keys():
            del weak[form]
        return Analysed(strong, weak)

    def _forms(self, text: str) -> tuple[str, ...]:
        words = words_of(text)
        return (*words, *self.thesaurus.phrases_in([stem(word) for word in words]))

    @cached_property
    def _short_forms(self) -> Callable[[str], tuple[str, ...]]:
        return lru_cache(maxsize=10_000)(self._forms)
