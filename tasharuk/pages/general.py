"""Pages that stand alone: home, coverage matrix, needs, updates, access centers, 404."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from heapq import nlargest
from itertools import zip_longest

from tasharuk.catalogue import Catalogue
from tasharuk.levels import standing
from tasharuk.model.base import Record
from tasharuk.pages.page import Page
from tasharuk.pages.planner import Planner
from tasharuk.urls import governorate_url

MAX_NEEDS = 12  # needs, and as many offers, on one page
MAX_MEETING = 2  # offers shown beside a need


def general_pages(planner: Planner) -> Iterator[Page]:
    """Plan the pages that exist once."""
    changed = changes(planner.catalogue, 4 * planner.page_size)
    today = planner.catalogue.today
    newest = min(changed[0].on, today) if changed else today
    yield _home(planner, newest)
    yield _coverage(planner, newest)
    yield from _needs(planner)
    yield from _updates(planner, changed)
    yield _access_centers(planner)
    if planner.words.language == "ar":
        yield _not_found(planner)  # once for all editions: a server knows one such page


def _home(planner: Planner, newest: date) -> Page:
    catalogue, words = planner.catalogue, planner.words
    settings, language = catalogue.settings, words.language
    counts = {slug: len(planner.organizations_in(slug)) for slug in planner.vocabulary.governorates}
    return Page(
        url="/",
        template="pages/home.html",
        title=words.ui("home_title", name=settings.name_in(language), tagline=settings.tagline_in(language)),
        description=words.ui("home_description"),
        section="home",
        context={
            "tiles": planner.map_tiles(counts, {slug: governorate_url(slug) for slug in counts}),
            "campaigns": catalogue.open_campaigns[:3],
            "campaign_count": len(catalogue.open_campaigns),
            "sectors": [
                (term, len(planner.organizations_for(slug))) for slug, term in planner.vocabulary.sectors.items()
            ],
            "posts": catalogue.posts[:5],
        },
        feeds=(planner.site_feed(),),
        lastmod=newest,
        has_map=True,
        more=partial(_figures, catalogue),
    )


def _figures(catalogue: Catalogue) -> dict[str, dict[str, int]]:
    """Count what the home page tells of the whole directory; nobody is confirmed of whom the registry holds nothing."""
    registered = ((item, catalogue.registry.get(item.slug)) for item in catalogue.listed_organizations)
    confirmed = (item for item, entry in registered if entry and standing(item, entry).name == "confirmed")
    return {
        "figures": {
            "organizations": len(catalogue.listed_organizations),
            "confirmed": sum(1 for _ in confirmed),
            "projects": sum(1 for item in catalogue.projects if item.status == "active"),
            "campaigns": len(catalogue.open_campaigns),
        }
    }


def _coverage(planner: Planner, newest: date) -> Page:
    vocabulary, words, coverage = planner.vocabulary, planner.words, planner.coverage
    rows = [
        {
            "sector": term,
            "cells": [
                {"governorate": place, "count": count, "step": coverage.step(count, coverage.most)}
                for place in vocabulary.governorates
                for count in [coverage.count(place, slug)]
            ],
            "total": len(planner.organizations_for(slug)),
        }
        for slug, term in vocabulary.sectors.items()
    ]
    gap_count = sum(len(coverage.gaps_of_sector(slug)) for slug in vocabulary.sectors)
    return Page(
        url="/coverage/",
        template="pages/coverage.html",
        title=words.ui("coverage_title"),
        description=words.ui("coverage_description"),
        crumbs=planner.crumbs(title=words.ui("nav_coverage")),
        section="coverage",
        context={
            "governorates": list(vocabulary.governorates.values()),
            "rows": rows,
            "totals": [len(planner.organizations_in(slug)) for slug in vocabulary.governorates],
            "total": len(planner.catalogue.listed_organizations),
            "most": coverage.most,
            "gap_count": gap_count,
            "gaps": coverage.widest_gaps[:5],
        },
        lastmod=newest,
        has_map=True,
    )


def _needs(planner: Planner) -> Iterator[Page]:
    """Plan the needs beside the offers: both lists are turned over together, the longer one sets the pages."""
    words, needs, offers = planner.words, planner.catalogue.open_needs, planner.catalogue.open_offers
    met = [(entry, planner.meeting(entry, offers, MAX_MEETING)) for entry in needs]
    meeting = [(entry, planner.meeting(entry, needs, MAX_MEETING)) for entry in offers]
    page = Page(
        url="/needs/",
        template="pages/needs.html",
        title=words.ui("needs_title"),
        description=words.ui("needs_description"),
        crumbs=planner.crumbs(title=words.ui("needs_title")),
        context={"need_count": len(needs), "offer_count": len(offers)},
    )
    yield from planner.paged(page, list(zip_longest(met, meeting)), size=MAX_NEEDS)


@dataclass(frozen=True)
class Change:
    """One dated change of the directory's data."""

    on: date
    what: str
    record: Record


def changes(catalogue: Catalogue, most: int) -> list[Change]:
    """Return what changed last, newest first: profiles, activities, campaign figures, opportunities, notices."""
    dated = [
        *((item.updated, "profile", item) for item in catalogue.organizations.values()),
        *((item.date, "post", item) for item in catalogue.posts),
        *((item.as_of, "figures", item) for item in catalogue.campaigns.values()),
        *((item.posted, "opportunity", item) for item in catalogue.opportunities),
        *((item.date, "news", item) for item in catalogue.news),
    ]
    oldest = min(nlargest(most, (on for on, _what, _item in dated)), default=date.min)  # of older ones only the day
    found = [Change(on, what, item) for on, what, item in dated if on >= oldest]
    found.sort(key=lambda change: (-change.on.toordinal(), change.what, change.record.owner, change.record.slug))
    return found[:most]


def _updates(planner: Planner, changed: list[Change]) -> Iterator[Page]:
    words = planner.words
    page = Page(
        url="/updates/",
        template="pages/updates.html",
        title=words.ui("updates_title"),
        description=words.ui("updates_description"),
        crumbs=planner.crumbs(title=words.ui("updates_title")),
        feeds=(planner.site_feed(),),
    )
    yield from planner.paged(page, changed)


def _access_centers(planner: Planner) -> Page:
    words = planner.words
    return Page(
        url="/access-centers/",
        template="access-center/list.html",
        title=words.kind("access-center", "many"),
        description=words.kind("access-center", "definition"),
        crumbs=planner.crumbs(title=words.kind("access-center", "many")),
        context={"centers": planner.catalogue.access_centers},
    )


def _not_found(planner: Planner) -> Page:
    words = planner.words
    return Page(
        url="/404.html",
        template="pages/not-found.html",
        title=words.ui("not_found_title"),
        description=words.ui("not_found_text"),
        indexed=False,
    )
