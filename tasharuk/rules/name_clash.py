"""Nobody may pass for another: equal names and reserved names are held, near names mentioned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from tasharuk.arabic import GENERIC_WORDS, all_within, is_near_key, letter_count, name_key, skeleton
from tasharuk.catalogue import Catalogue
from tasharuk.model.organization import Organization
from tasharuk.problems import Problem, Severity
from tasharuk.rules.base import problem

ACRONYM_LETTERS = 5  # shorter ones are shared by chance
NEAR = 2  # letters by which two names may differ and still be taken for each other
PARTS = 2 * NEAR + 1  # two letters swapped count once and may touch two parts of a key: one part is left whole


def name_clash(catalogue: Catalogue) -> Iterator[Problem]:
    """Two organizations with the same name, however spelled, are held until a reviewer has looked."""
    holders: dict[str, list[tuple[Organization, tuple[str | int, ...], str]]] = defaultdict(list)
    for organization in catalogue.organizations.values():
        for path, name, key in names_of(organization):
            if key:
                holders[key].append((organization, path, name))
    for holding in holders.values():
        for organization, path, name in holding:
            other = next((item for item, _path, _name in holding if item.slug != organization.slug), None)
            if other is not None and not are_related(organization, other):
                yield problem(organization, "name_clash", *path, severity=Severity.HELD, given=name, other=other.slug)


def names_of(organization: Organization) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """Yield (path, name, key) of every name that nobody else may bear; equal names have equal keys."""
    yield ("name",), organization.name, name_key(organization.name)
    if organization.name_en:
        yield ("name_en",), organization.name_en, f"en:{skeleton(organization.name_en)}"
    if organization.acronym and letter_count(organization.acronym) >= ACRONYM_LETTERS:
        yield ("acronym",), organization.acronym, f"en:{skeleton(organization.acronym)}"
    for field in ("aliases", "former_names"):
        for index, name in enumerate(getattr(organization, field)):
            yield (field, index), name, name_key(name)


def are_related(first: Organization, second: Organization) -> bool:
    """Tell whether one says that it belongs to the other; a change that says so anew is held for itself."""
    pairs = ((first, second), (second, first))
    return any(a.parent == b.slug or a.merged_into == b.slug for a, b in pairs)


class Candidates:
    """Keys, ready to find those that differ by at most NEAR letters without comparing each with each.

    A key that NEAR edits make of another keeps at least one of its PARTS whole, moved by NEAR at most.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        """Note where each part of each key stands."""
        self._keys = keys
        self._places: dict[tuple[int, int, str], list[int]] = defaultdict(list)
        for place, key in enumerate(keys):
            for start, end in _parts(len(key)):
                self._places[len(key), start, key[start:end]].append(place)

    def near(self, key: str) -> list[tuple[int, int]]:
        """Return (place, distance) of the keys near this one, itself included: nearest first, then by place."""
        found: set[int] = set()
        for length in range(max(len(key) - NEAR, 0), len(key) + NEAR + 1):
            for start, end in _parts(length):
                for moved in range(max(start - NEAR, 0), start + NEAR + 1):
                    found.update(self._places.get((length, start, key[moved : moved + end - start]), ()))
        places = list(found)
        near = all_within(key, [self._keys[place] for place in places], NEAR)
        return sorted(((places[index], distance) for index, distance in near), key=lambda pair: pair[::-1])


@cache
def _parts(length: int) -> tuple[tuple[int, int], ...]:
    """Return where each of the PARTS of a text of this length begins and ends; parts may be empty."""
    cuts = [length * part // PARTS for part in range(PARTS + 1)]
    return tuple(pairwise(cuts))


def name_similar(catalogue: Catalogue) -> Iterator[Problem]:
    """Two names that differ by a letter, by letters swapped, or by a number, are held, by two letters mentioned."""
    organizations = list(catalogue.organizations.values())
    keys = [name_key(item.name) for item in organizations]
    by_core: dict[str, list[int]] = defaultdict(list)
    for index, key in enumerate(keys):
        by_core[core_of(key)].append(index)
    candidates = Candidates(keys)
    for index, organization in enumerate(organizations):
        same = ((place, 1) for place in by_core[core_of(keys[index])])
        for place, distance in (*same, *candidates.near(keys[index])):
            key, second = keys[place], organizations[place]
            if key == keys[index] or are_related(organization, second) or not is_near_key(keys[index], key):
                continue
            yield problem(
                organization,
                "name_similar",
                "name",
                severity=Severity.HELD if distance == 1 else Severity.WARNING,
                given=organization.name,
                other=second.slug,
                other_name=second.name,
            )
            break


def core_of(key: str) -> str:
    """Return a key without numbers and without the words that many names share; the key when nothing else is left."""
    words = [word for word in key.split() if not word.isdigit() and word not in GENERIC_WORDS]
    return " ".join(words) or key


def reserved_name(catalogue: Catalogue) -> Iterator[Problem]:
    """The name of the ministry or of a well-known body is held, whole or inside a longer name."""
    reserved = {name_key(name): name for name in catalogue.vocabulary.reserved}
    for organization in catalogue.organizations.values():
        key = name_key(organization.name)
        if key in reserved:
            yield problem(organization, "reserved_name", "name", severity=Severity.HELD, given=organization.name)
            continue
        inside = next((name for part, name in reserved.items() if " " in part and f" {part} " in f" {key} "), None)
        if inside:
            yield problem(
                organization,
                "reserved_name_part",
                "name",
                severity=Severity.HELD,
                given=organization.name,
                reserved=inside,
            )
