"""What a record names must exist: organizations, projects, campaigns, initiatives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tasharuk.catalogue import Catalogue
from tasharuk.model.activity import Post, Project
from tasharuk.model.base import Record
from tasharuk.model.campaign import Campaign
from tasharuk.model.ministry import Initiative
from tasharuk.model.organization import Organization
from tasharuk.model.registry import RegistryRecord
from tasharuk.problems import Problem, Severity, nearest
from tasharuk.rules.base import problem


def dangling_reference(catalogue: Catalogue) -> Iterator[Problem]:
    """A record may only name what exists; a file that exists but cannot be read is not missing."""
    for record in catalogue.records:
        if record.owner and not catalogue.exists(Organization, record.owner):
            yield problem(record, "no_profile", given=record.owner)
        if isinstance(record, RegistryRecord) and not catalogue.exists(Organization, record.slug):
            yield problem(record, "registry_without_profile", given=record.slug)
        if isinstance(record, Organization):
            yield from _organization(catalogue, record)
        elif isinstance(record, Campaign):
            yield from _campaign(catalogue, record)
        elif isinstance(record, Post):
            yield from _known(catalogue, record, Project, "project", record.project, record.owner)
            yield from _known(catalogue, record, Campaign, "campaign", record.campaign)
        elif isinstance(record, Project):
            yield from _known(catalogue, record, Initiative, "initiative", record.initiative)


def _organization(catalogue: Catalogue, record: Organization) -> Iterator[Problem]:
    yield from _known(catalogue, record, Organization, "parent", record.parent)
    yield from _known(catalogue, record, Organization, "merged_into", record.merged_into)
    for name in ("partners", "funders", "networks"):
        for index, partner in enumerate(getattr(record, name)):
            is_slug = "-" in partner and partner.isascii() and partner == partner.lower() and " " not in partner
            if is_slug and not catalogue.exists(Organization, partner):
                suggestions = nearest(partner, catalogue.slugs(Organization))
                yield problem(
                    record,
                    "unknown_partner",
                    name,
                    index,
                    severity=Severity.WARNING,
                    suggestions=suggestions,
                    given=partner,
                )


def _campaign(catalogue: Catalogue, record: Campaign) -> Iterator[Problem]:
    for index, slug in enumerate(record.organizations):
        yield from _known(catalogue, record, Organization, ("organizations", index), slug)
    yield from _known(catalogue, record, Initiative, "initiative", record.initiative)
    if record.project and not any(catalogue.exists(Project, record.project, slug) for slug in record.organizations):
        known = [project for slug in record.organizations for project in catalogue.slugs(Project, slug)]
        yield _missing(record, ("project",), record.project, known)


def _known(
    catalogue: Catalogue,
    record: Record,
    model: type[Record],
    path: str | tuple[str | int, ...],
    slug: str | None,
    owner: str = "",
) -> Iterator[Problem]:
    if slug is None or catalogue.exists(model, slug, owner):
        return
    yield _missing(record, (path,) if isinstance(path, str) else path, slug, catalogue.slugs(model, owner))


def _missing(record: Record, path: tuple[str | int, ...], slug: str, known: Iterable[str]) -> Problem:
    return problem(record, "dangling_reference", *path, suggestions=nearest(slug, known), given=slug)
