"""A thesaurus and the words of an index → groups for its first part, and parts for the members that no text uses."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tasharuk.search.encoding import part_of, spelled
from tasharuk.search.thesaurus import RELATED, Group, Thesaurus

ALSO_BYTES = 800  # of a part, before compression: what a word costs that no text uses
START = 3  # letters of a member that decide its part: a phrase, and a word cut in two, lie where their beginning lies


@dataclass(frozen=True)
class SplitGroups:
    """The groups of an index, by how often they are needed.

    `core` are groups of the members that texts use, or that lead on to another group; the texts of `also` (Arabic) and
    `latin` are parts with all other members.
    """

    core: Thesaurus
    also: tuple[str, ...]
    latin: tuple[str, ...]

    @classmethod
    def of(cls, thesaurus: Thesaurus, known: frozenset[str]) -> SplitGroups:
        """Split the groups that lead to one of the `known` stems."""
        groups = thesaurus.used_by(known).groups
        leads = Counter(member for group in groups for member in _leading(group))
        core: list[Group] = []
        others: dict[bool, list[tuple[str, str]]] = {True: [], False: []}  # pairs of a member and what it joins
        for group in groups:
            kept = tuple(item for item in group.members if item in known or leads[item] > 1)
            if group.sort == RELATED:
                first, targets = group.members[0], tuple(item for item in group.members[1:] if item in known)
                if targets and first in kept:
                    core.append(Group(RELATED, (first, *targets)))
                elif targets:
                    others[first[:START].isascii()].append((first, _told(Group(RELATED, targets))))
                continue
            joins = _told(Group(group.sort, kept))
            if len(kept) > 1:
                joins = str(len(core))
                core.append(Group(group.sort, kept))
            for item in group.members if kept else ():
                if item not in kept:
                    others[item[:START].isascii()].append((item, joins))
        return cls(Thesaurus(tuple(core), thesaurus.stop_words), _parts(others[False]), _parts(others[True]))

    @property
    def lines(self) -> Iterator[str]:
        """Yield a line a group of the first part: its sort, and its members."""
        return map(_told, self.core.groups)


def _leading(group: Group) -> Sequence[str]:
    return group.members[:1] if group.sort == RELATED else group.members


def _told(group: Group) -> str:
    return group.sort + "|".join(group.members)


def _parts(members: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Return the text of each part: what members join, tab, the members with `|` between them."""
    count = max(1, round(sum(len(member) + 3 for member, _ in members) / ALSO_BYTES))
    parts: list[dict[str, list[str]]] = [defaultdict(list) for _ in range(count)]
    for member, joins in members:
        parts[part_of(member[:START], count)][joins].append(member)
    return tuple(spelled("\n".join(f"{joins}\t{'|'.join(items)}" for joins, items in part.items())) for part in parts)
