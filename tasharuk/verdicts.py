"""What the rules say of a catalogue; they are asked again only about what changed.

For the rules that look at one record at a time records are parted into groups. What these rules say of one is kept
under the stamps of its records and of those beside which they are judged (their organizations and the registry's
entries), the day, the settings and the closed lists. What rules say that compare organizations and campaigns is kept
under the stamps of all of these. No rule sees more than what it is kept under.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from zlib import crc32

from tasharuk.cache import Cache
from tasharuk.catalogue import Catalogue
from tasharuk.change import bodies_of
from tasharuk.loading import unit_of
from tasharuk.model.base import Record
from tasharuk.parallel import share
from tasharuk.problems import Problem
from tasharuk.rules import LONGEST_FIRST, OF_BODIES, ONE_BY_ONE, RULES
from tasharuk.rules.base import Rule

RECORDS_PER_GROUP = 100
FOLDER = "verdicts"


def verdicts(catalogue: Catalogue, jobs: int, cache: Cache) -> list[Problem]:
    """Return the problems of all rules, as `check_catalogue` does; the work is shared among processes."""
    return _Judge(catalogue, cache).problems(jobs)


@dataclass(frozen=True)
class _Judge:
    catalogue: Catalogue
    cache: Cache

    def problems(self, jobs: int) -> list[Problem]:
        """Ask the rules that compare records, then the others group by group."""
        rules = [rule for rule in LONGEST_FIRST if rule not in ONE_BY_ONE]
        groups = self._groups()
        work: list[Callable[[], Sequence[Sequence[Problem]]]] = [
            *(partial(self._across, rule) for rule in rules),
            *(partial(self._of_group, number, group) for number, group in sorted(groups.items())),
        ]
        done = share(lambda task: task(), work, jobs)
        found: dict[Rule, list[Problem]] = {rule: list(told[0]) for rule, told in zip(rules, done, strict=False)}
        for told in done[len(rules) :]:
            for rule, problems in zip(ONE_BY_ONE, told, strict=True):
                found.setdefault(rule, []).extend(problems)
        return [problem for rule in RULES for problem in found.get(rule, ())]

    def _across(self, rule: Rule) -> Sequence[Sequence[Problem]]:
        if rule not in OF_BODIES:
            return [list(rule(self.catalogue))]
        return self._kept(rule.__name__, self._key_of_bodies, lambda: [list(rule(self.catalogue.bodies))])

    @cached_property
    def _key_of_bodies(self) -> str:
        key = self._key(self.catalogue.bodies.records, ())
        told = repr((key, sorted(self.catalogue.unread)))
        return hashlib.blake2b(told.encode(), digest_size=16).hexdigest() if key else ""

    def _kept(self, name: str, key: str, ask: Callable[[], Sequence[Sequence[Problem]]]) -> Sequence[Sequence[Problem]]:
        """Return what was said before for a key, or ask; nothing is kept without a key."""
        kept: Sequence[Sequence[Problem]] | None = self.cache.get(f"{FOLDER}/{name}", key) if key else None
        if kept is not None:
            return kept
        told = ask()
        if key:
            self.cache.put(f"{FOLDER}/{name}", key, told)
        return told

    def _groups(self) -> Mapping[int, list[Record]]:
        """Part the records by what they belong to, so that a new one changes its own group alone."""
        count = 1 << max(0, (len(self.catalogue.records) // RECORDS_PER_GROUP).bit_length() - 1)
        groups: dict[int, list[Record]] = defaultdict(list)
        for record in self.catalogue.records:
            groups[crc32(unit_of(record.path).encode()) % count].append(record)
        return groups

    def _of_group(self, number: int, group: Sequence[Record]) -> Sequence[Sequence[Problem]]:
        beside = self._beside(group)

        def ask() -> Sequence[Sequence[Problem]]:
            own = {record.path for record in group}
            few = replace(self.catalogue, records=tuple(record.whole() for record in (*group, *beside)))
            return [[problem for problem in rule(few) if problem.path in own] for rule in ONE_BY_ONE]

        return self._kept(str(number), self._key(group, beside), ask)

    def _beside(self, group: Sequence[Record]) -> list[Record]:
        """Return the profiles and entries of the registry beside which a group is judged, those of its own aside."""
        own = {record.path for record in group}
        slugs = dict.fromkeys(slug for record in group for slug in bodies_of(record))
        known: tuple[Mapping[str, Record], ...] = (self.catalogue.organizations, self.catalogue.registry)
        found = (records.get(slug) for slug in slugs for records in known)
        return [record for record in found if record is not None and record.path not in own]

    def _key(self, group: Sequence[Record], beside: Sequence[Record]) -> str:
        """Return all that decides what is said of a group; nothing where a record's file is not known."""
        records = [*group, *beside]
        if not all(record.stamp for record in records):
            return ""
        stamps = [(record.path, record.stamp, record.path in self.catalogue.unread) for record in records]
        return repr((self._common, len(group), stamps))

    @cached_property
    def _common(self) -> str:
        """What decides about every group: the day, the settings, the closed lists."""
        told = repr((self.catalogue.today, self.catalogue.settings, self.catalogue.vocabulary))
        return hashlib.blake2b(told.encode(), digest_size=16).hexdigest()
