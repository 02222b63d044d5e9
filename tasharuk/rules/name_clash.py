"""Nobody may pass for another: equal names and reserved names are held, near names mentioned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from tasharuk.arabic import is_near_key, name_key, skeleton
from tasharuk.catalogue import Catalogue
from tasharuk.model.organization import Organization
from tasharuk.problems import Problem, Severity
from tasharuk.rules.base import problem

NEAR = 2  # letters by which two names may differ and still be taken for each other


def name_clash(catalogue: Catalogue) -> Iterator[Problem]:
    """Two organizations with the same name, however spelled, are held until a reviewer has looked."""
    holders: dict[str, list[tuple[Organization, tuple[str | int, ...], str]]] = defaultdict(list)
    for organization in catalogue.organizations.values():
        for path, name, key in _names(organization):
            if key:
                holders[key].append((organization, path, name))
    for holding in holders.values():
        for organization, path, name in holding:
            other = next((item for item, _path, _name in holding if item.slug != organization.slug), None)
            if other is not None and not _are_related(organization, other):
                yield problem(organization, "name_clash", *path, severity=Severity.HELD, given=name, other=other.slug)


def _names(organization: Organization) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    yield ("name",), organization.name, name_key(organization.name)
    if organization.name_en:
        yield ("name_en",), organization.name_en, f"en:{skeleton(organization.name_en)}"
    for field in ("aliases", "former_names"):
        for index, name in enumerate(getattr(organization, field)):
            yield (field, index), name, name_key(name)


def _are_related(first: Organization, second: Organization) -> bool:
    pairs = ((first, second), (second, first))
    return any(a.parent == b.slug or a.merged_into == b.slug for a, b in pairs)


def name_similar(catalogue: Catalogue) -> Iterator[Problem]:
    """Two names that differ by a letter are held, by two letters mentioned."""
    organizations = list(catalogue.organizations.values())
    keys = [name_key(item.name) for item in organizations]
    for index, organization in enumerate(organizations):
        near = process.extract(keys[index], keys, scorer=Levenshtein.distance, score_cutoff=NEAR, limit=None)
        for key, distance, other in near:
            second = organizations[other]
            if key == keys[index] or _are_related(organization, second) or not is_near_key(keys[index], key):
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
