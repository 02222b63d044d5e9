"""Addresses must be unique for ever, and file names must say what they hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tasharuk.catalogue import Catalogue
from tasharuk.model.organization import Organization
from tasharuk.problems import Problem, Severity
from tasharuk.rules.base import problem
from tasharuk.urls import RESERVED_PAGES

RESERVED_ORGANIZATIONS = frozenset({"page", "letters", "assets", "index", "feed"})
_DATED = re.compile(r"(\d{4}-\d{2}-\d{2})-[a-z0-9]")


def slug_collision(catalogue: Catalogue) -> Iterator[Problem]:
    """A former address may be neither a living one nor another's former one."""
    owners: dict[str, str] = {}
    for organization in catalogue.organizations.values():
        for index, slug in enumerate(organization.former_slugs):
            if catalogue.exists(Organization, slug) or owners.get(slug, organization.slug) != organization.slug:
                yield problem(organization, "slug_collision", "former_slugs", index, given=slug)
            owners[slug] = organization.slug


def reserved_slug(catalogue: Catalogue) -> Iterator[Problem]:
    """A page or organization may not take an address that the site itself uses."""
    for slug, page in catalogue.pages.items():
        if slug in RESERVED_PAGES:
            yield problem(page, "reserved_address", given=slug)
    for slug, organization in catalogue.organizations.items():
        if slug in RESERVED_ORGANIZATIONS:
            yield problem(organization, "reserved_address", given=slug)


def post_name(catalogue: Catalogue) -> Iterator[Problem]:
    """A post's file name begins with its date."""
    for post in catalogue.posts:
        found = _DATED.match(post.slug)
        day = post.date.isoformat()
        if found is None or found[1] != day:
            yield problem(post, "post_name", "date", given=post.slug, date=day)


def slug_similar(catalogue: Catalogue) -> Iterator[Problem]:
    """A folder name that copies another's with a number is held."""
    for slug, organization in catalogue.organizations.items():
        stem = stem_of(slug)
        if stem != slug and stem in catalogue.organizations:
            yield problem(organization, "slug_similar", severity=Severity.HELD, given=slug, other=stem)


def stem_of(slug: str) -> str:
    """Return a folder name without the number at its end."""
    return re.sub(r"-?\d+$", "", slug)
