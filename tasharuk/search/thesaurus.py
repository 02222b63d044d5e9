"""Word lists of content/vocabulary/ → a Thesaurus: which words and phrases may stand for one another.

Members are kept as search compares them: stems, the words of a phrase with a space between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from tasharuk.arabic import stem, words_of

PLURAL, PLACE, SAME, RELATED = "pgsr"  # what the members of a group are to one another
WORD_LISTS = ("plurals.yml", "places.yml", "synonyms.yml", "stop-words.yml")


@dataclass(frozen=True)
class Group:
    """Words that may stand for one another; of RELATED words only the first leads to the others."""

    sort: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Thesaurus:
    """All groups, and the stop words, folded."""

    groups: tuple[Group, ...] = ()
    stop_words: frozenset[str] = frozenset()

    @classmethod
    def of(cls, files: Mapping[str, Mapping[str, Any]]) -> Thesaurus:
        """Build it from the data of each file, by name: plurals, places, synonyms, stop-words."""
        found = [
            *_groups(PLURAL, files["plurals.yml"]["plurals"]),
            *_groups(PLACE, ([item["name"], *item["also"]] for item in files["places.yml"]["places"])),
            *_groups(SAME, files["synonyms.yml"]["same"]),
            *_groups(RELATED, files["synonyms.yml"]["related"]),
        ]
        stops = frozenset(word for text in files["stop-words.yml"]["stop_words"] for word in words_of(str(text)))
        return cls(tuple(found), stops)

    @cached_property
    def phrases(self) -> Mapping[str, tuple[tuple[str, ...], ...]]:
        """Phrases of more than one word by their first, as tuples of stems, the longest first."""
        found: dict[str, set[tuple[str, ...]]] = {}
        for group in self.groups:
            for member in group.members:
                parts = tuple(member.split(" "))
                if len(parts) > 1:
                    found.setdefault(parts[0], set()).add(parts)
        return {first: tuple(sorted(items, key=lambda item: (-len(item), item))) for first, items in found.items()}

    def phrases_in(self, stems: list[str]) -> Iterator[str]:
        """Yield every known phrase of a text, its stems joined by spaces."""
        phrases = self.phrases
        if phrases.keys().isdisjoint(stems):
            return
        for place in [place for place, first in enumerate(stems) if first in phrases]:
            for parts in phrases[stems[place]]:
                if tuple(stems[place : place + len(parts)]) == parts:
                    yield " ".join(parts)

    @cached_property
    def _root_by_stem(self) -> Mapping[str, str]:
        """The first word of the group in which a stem, or its singular, is a word like others."""
        singular: dict[str, str] = {}
        same: dict[str, str] = {}
        for group in self.groups:
            if group.sort != RELATED:
                for member in group.members:
                    (singular if group.sort == PLURAL else same).setdefault(member, group.members[0])
        return {
            member: same.get(singular.get(member, member), singular.get(member, member))
            for member in (*singular, *same)
        }

    def root(self, word: str) -> str:
        """Return the word under which a stem and those that stand for it are filed together."""
        return self._root_by_stem.get(word, word)

    def used_by(self, known: frozenset[str]) -> Thesaurus:
        """Return the thesaurus of the groups that lead to a word of the index, directly or through another group."""
        reached = set(known)
        kept: set[int] = set()
        for _ in range(3):  # as many steps as the browser's script takes
            for place, group in enumerate(self.groups):
                leads_to = group.members[1:] if group.sort == RELATED else group.members
                if place not in kept and any(member in reached for member in leads_to):
                    kept.add(place)
            for place in kept:
                reached.update(self.groups[place].members[: 1 if self.groups[place].sort == RELATED else None])
        return replace(self, groups=tuple(group for place, group in enumerate(self.groups) if place in kept))


def _groups(sort: str, rows: Iterable[Iterable[Any]]) -> Iterator[Group]:
    for row in rows:
        members = dict.fromkeys(" ".join(map(stem, words_of(str(word)))) for word in row)
        members.pop("", None)
        # members in Latin letters last: they travel in a file of their own
        ordered = members if sort == RELATED else sorted(members, key=str.isascii)
        if len(members) > 1:
            yield Group(sort, tuple(ordered))
