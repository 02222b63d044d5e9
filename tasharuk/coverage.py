"""Who works where: the matrix of sectors and governorates, its gaps, and what needs meet which offers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from tasharuk.arabic import ARTICLE, fold
from tasharuk.catalogue import Catalogue, Entry
from tasharuk.model.organization import Organization
from tasharuk.model.shared import Need

STEPS = 5  # shades of map and matrix


@dataclass(frozen=True)
class Coverage:
    """Organizations by governorate and sector. Each stands in every cell it works in, so sums exceed the directory."""

    catalogue: Catalogue

    @cached_property
    def cells(self) -> Mapping[tuple[str, str], tuple[Organization, ...]]:
        """Organizations by (governorate, sector), alphabetical; cells without any are left out."""
        found: dict[tuple[str, str], list[Organization]] = {}
        for item in self.catalogue.listed_organizations:
            for governorate in self.catalogue.governorates_of(item):
                for sector in item.sectors:
                    found.setdefault((governorate, sector), []).append(item)
        return {key: tuple(items) for key, items in found.items()}

    def count(self, governorate: str, sector: str) -> int:
        """Return how many organizations work in a cell."""
        return len(self.cells.get((governorate, sector), ()))

    def gaps_of_governorate(self, governorate: str) -> tuple[str, ...]:
        """Return the sectors without any organization in a governorate, in the order of the vocabulary."""
        return tuple(slug for slug in self.catalogue.vocabulary.sectors if not self.count(governorate, slug))

    def gaps_of_sector(self, sector: str) -> tuple[str, ...]:
        """Return the governorates without any organization in a sector, in the order of the vocabulary."""
        return tuple(slug for slug in self.catalogue.vocabulary.governorates if not self.count(slug, sector))

    @cached_property
    def widest_gaps(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Governorates with the sectors they lack, most gaps first, without those that lack none."""
        rows = [(slug, self.gaps_of_governorate(slug)) for slug in self.catalogue.vocabulary.governorates]
        return tuple(sorted((row for row in rows if row[1]), key=lambda row: -len(row[1])))

    def step(self, count: int, most: int) -> int:
        """Return the shade for a count, 1 to 5 against the highest count; 0 for none."""
        if count <= 0 or most <= 0:
            return 0
        return min(STEPS, 1 + (count - 1) * STEPS // max(most, STEPS))

    @cached_property
    def most(self) -> int:
        """The highest count of any cell."""
        return max(map(len, self.cells.values()), default=0)


THINGS = frozenset({"goods", "equipment", "expertise"})  # kinds in which one thing does not stand for another
WORD_LETTERS = 4  # letters by which two words count as the same thing


def matches(entry: Entry, others: tuple[Entry, ...], catalogue: Catalogue) -> Iterator[Entry]:
    """Find what answers a need or an offer: the same kind of thing, within reach, of another organization."""
    for other in others:
        if other.organization.slug == entry.organization.slug or not is_alike(entry.item, other.item):
            continue
        if reach(entry, catalogue) & reach(other, catalogue):
            yield other


def is_alike(first: Need, second: Need) -> bool:
    """Tell whether a need and an offer are of one kind and, for things, share a unit or a word of the title."""
    if first.kind != second.kind:
        return False
    if first.kind not in THINGS or (first.unit is not None and first.unit == second.unit):
        return True
    return bool(_stems(first.title) & _stems(second.title))


def _stems(title: str) -> frozenset[str]:
    """Return the first letters of the longer words of a title, without the article."""
    words = (word.removeprefix(ARTICLE) for word in fold(title).split())
    return frozenset(word[:WORD_LETTERS] for word in words if len(word) >= WORD_LETTERS)


def reach(entry: Entry, catalogue: Catalogue) -> frozenset[str]:
    """Return the governorates a need or offer concerns: its own, else all its organization works in."""
    if entry.item.governorate:
        return frozenset({entry.item.governorate})
    return frozenset(catalogue.governorates_of(entry.organization))
