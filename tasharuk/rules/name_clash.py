"""Nobody may pass for another: equal names and reserved names are held, near names mentioned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from tasharuk.arabic import GENERIC_WORDS, all_within, is_near_key, letter_count, name_key, skeleton
from tasharuk.catalogue import Catalogue
from tasharuk.model.organization import Organization
from tasharuk.problems import Problem, Severity
from tasharuk.rules.base import problem

ACRONYM_LETTERS = 5  # shorter ones are shared by chance
NEAR = 2  # letters by which two names may differ and still be taken for each other; `Candidates` allows no more


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

    Of two keys that NEAR edits part, one half is at most one edit from the same half of the other, even where two
    letters are swapped across the middle. Two halves that one edit parts are alike when a letter is left out of each.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        """Note the halves of each key, whole and with a letter left out."""
        self._keys = keys
        self._places: dict[int, list[int]] = defaultdict(list)  # by a hash, which takes less room than the text
        for place, key in enumerate(keys):
            middle = len(key) // 2
            for mark in {*_marks("first", key[:middle]), *_marks("second", key[middle:])}:
                self._places[mark].append(place)

    def near(self, key: str) -> list[tuple[int, int]]:
        """Return (place, distance) of the keys near this one, itself included: nearest first, then by place."""
        shortest, longest = max(len(key) - NEAR, 0), len(key) + NEAR
        marks: set[int] = set()
        for size in range(max(shortest // 2 - 1, 0), longest // 2 + 2):
            marks.update(_marks("first", key[:size]))
        for size in range(max(shortest - shortest // 2 - 1, 0), longest - longest // 2 + 2):
            marks.update(_marks("second", key[max(len(key) - size, 0) :]))
        places = list({place for mark in marks for place in self._places.get(mark, ())})
        near = all_within(key, [self._keys[place] for place in places], NEAR)
        return sorted(((places[index], distance) for index, distance in near), key=lambda pair: pair[::-1])


def _marks(half: str, text: str) -> set[int]:
    """Return what tells a half of a key, and the same with each of its letters left out, from most others."""
    return {hash((half, form)) for form in (text, *(text[:at] + text[at + 1 :] for at in range(len(text))))}


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
