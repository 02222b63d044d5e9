"""Long lists, 25 items a page: organizations and their letters, posts, projects, campaigns and the ministry's kinds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from tasharuk.arabic import ALPHABET, collation_letter
from tasharuk.model.base import Record
from tasharuk.pages.page import Feed, Page
from tasharuk.pages.planner import PageGroup, Planner, Scope


def list_groups() -> Iterator[PageGroup]:
    """Return the lists of all kinds that have one."""
    yield PageGroup("list/organization", _organizations, Scope.BODIES)
    yield PageGroup("list/campaign", _campaigns, Scope.BODIES)
    yield PageGroup("list/post", lambda planner: _list(planner, "post", "/posts/", planner.catalogue.posts))
    yield PageGroup("lists", _short_lists)


def _campaigns(planner: Planner) -> Iterator[Page]:
    campaigns = tuple(planner.catalogue.campaigns.values())
    yield from _list(planner, "campaign", "/campaigns/", campaigns, section="campaigns")


def _short_lists(planner: Planner) -> Iterator[Page]:
    catalogue = planner.catalogue
    yield from _list(planner, "project", "/projects/", catalogue.projects)
    yield from _list(planner, "opportunity", "/opportunities/", catalogue.opportunities)
    yield from _list(planner, "initiative", "/initiatives/", tuple(catalogue.initiatives.values()))
    yield from _list(planner, "news", "/news/", catalogue.news)
    yield _resources(planner)


def _list(planner: Planner, kind: str, url: str, records: Sequence[Record], section: str = "") -> Iterator[Page]:
    words = planner.words
    title = words.kind(kind, "many")
    page = Page(
        url=url,
        template=f"{kind}/list.html",
        title=title,
        description=words.kind(kind, "definition"),
        crumbs=planner.crumbs(title=title),
        section=section,
        feeds=(planner.site_feed(),) if kind in ("post", "campaign") else (),
    )
    yield from planner.paged(page, records)


def _organizations(planner: Planner) -> Iterator[Page]:
    words = planner.words
    organizations = tuple(planner.catalogue.organizations.values())
    letters = [
        (letter, tuple(items)) for letter, items in groupby(organizations, lambda item: collation_letter(item.name))
    ]
    index: list[dict[str, Any]] = [
        {"letter": letter, "url": letter_url(letter), "count": len(items)} for letter, items in letters
    ]
    title = words.kind("organization", "many")
    page = Page(
        url="/organizations/",
        template="organization/list.html",
        title=title,
        description=words.kind("organization", "definition"),
        crumbs=planner.crumbs(title=title),
        section="organizations",
        context={"letters": index, "letter": ""},
        feeds=(planner.site_feed(),),
    )
    yield from planner.paged(page, organizations)
    for letter, items in letters:
        name = words.ui("letter_title", letter=letter) if letter in ALPHABET else words.ui("letter_other")
        page = Page(
            url=letter_url(letter),
            template="organization/list.html",
            title=name,
            description=words.ui("letter_description", letter=letter),
            crumbs=planner.crumbs((title, "/organizations/"), title=name),
            section="organizations",
            context={"letters": index, "letter": letter},
        )
        yield from planner.paged(page, items)


def letter_url(letter: str) -> str:
    """Return the internal path of a letter's page: its number in the alphabet from 1; 0 for all else."""
    return f"/organizations/letters/{ALPHABET.find(letter) + 1}/"


def _resources(planner: Planner) -> Page:
    words = planner.words
    title = words.kind("resource", "many")
    order = ("law", "circular", "form", "guide", "course")
    groups = [(kind, [item for item in planner.catalogue.resources if item.kind == kind]) for kind in order]
    return Page(
        url="/resources/",
        template="resource/list.html",
        title=title,
        description=words.kind("resource", "definition"),
        crumbs=planner.crumbs(title=title),
        context={"groups": [(kind, items) for kind, items in groups if items]},
    )


def archive_pages(planner: Planner, kind: str, records: Sequence[Record], base: str, owner: str) -> Iterator[Page]:
    """Plan the list of all posts or projects of one organization, where its profile does not hold them all."""
    words = planner.words
    organization = planner.catalogue.organizations[owner]
    title = words.ui("archive_title", what=words.kind(kind, "many"), name=planner.name(organization))
    page = Page(
        url=f"{base}{kind}s/",
        template=f"{kind}/list.html",
        title=title,
        description=title,
        crumbs=planner.crumbs(
            (words.kind("organization", "many"), "/organizations/"),
            (planner.name(organization), base),
            title=words.kind(kind, "many"),
        ),
        section="organizations",
        feeds=(Feed(words.ui("feed_of", name=planner.name(organization)), f"{base}feed.xml"),),
    )
    yield from planner.paged(page, records)
