"""The two indexes, by sector and by governorate, and the lists behind the cells where they meet."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tasharuk.catalogue import Catalogue
from tasharuk.pages.page import Crumb, Feed, Page
from tasharuk.pages.planner import MAX_CARDS, PageGroup, Planner, Scope
from tasharuk.urls import cell_url, governorate_url, sector_url
from tasharuk.vocabulary import Term


def index_groups(catalogue: Catalogue) -> Iterator[PageGroup]:
    """Return the sectors, the governorates, and every cell that is not empty."""
    vocabulary = catalogue.vocabulary
    yield PageGroup("indexes", _indexes, Scope.BODIES)
    for term in vocabulary.sectors.values():
        yield PageGroup(f"sector/{term.slug}", partial(_sector, slug=term.slug), Scope.BODIES)
    for term in vocabulary.governorates.values():
        yield PageGroup(f"governorate/{term.slug}", partial(_governorate, place=term.slug), Scope.BODIES)
    for term in vocabulary.governorates.values():
        yield PageGroup(f"cells/{term.slug}", partial(_cells, place=term.slug), Scope.BODIES)


def _indexes(planner: Planner) -> Iterator[Page]:
    yield _sectors(planner)
    yield _governorates(planner)


def _sectors_crumb(planner: Planner) -> Crumb:
    return (planner.words.ui("nav_sectors"), "/sectors/")


def _governorates_crumb(planner: Planner) -> Crumb:
    return (planner.words.ui("nav_governorates"), "/governorates/")


def _sectors(planner: Planner) -> Page:
    words, vocabulary = planner.words, planner.vocabulary
    rows = [
        {
            "term": term,
            "count": len(planner.organizations_for(slug)),
            "ministry_class": vocabulary.ministry_classes[term.more["ministry_class"]].name,
        }
        for slug, term in vocabulary.sectors.items()
    ]
    return Page(
        url="/sectors/",
        template="pages/sectors.html",
        title=words.ui("nav_sectors"),
        description=words.ui("sectors_description"),
        crumbs=planner.crumbs(title=words.ui("nav_sectors")),
        section="sectors",
        context={"rows": rows},
    )


def _governorates(planner: Planner) -> Page:
    catalogue, words = planner.catalogue, planner.words
    counts = {slug: len(planner.organizations_in(slug)) for slug in planner.vocabulary.governorates}
    return Page(
        url="/governorates/",
        template="pages/governorates.html",
        title=words.ui("nav_governorates"),
        description=words.ui("governorates_description"),
        crumbs=planner.crumbs(title=words.ui("nav_governorates")),
        section="governorates",
        context={
            "tiles": planner.map_tiles(counts, {slug: governorate_url(slug) for slug in counts}),
            "rows": [
                {
                    "term": term,
                    "count": counts[slug],
                    "campaigns": sum(1 for item in catalogue.open_campaigns if slug in catalogue.governorates_of(item)),
                    "centers": [item for item in catalogue.access_centers if item.governorate == slug],
                }
                for slug, term in planner.vocabulary.governorates.items()
            ],
        },
        has_map=True,
    )


def _sector(planner: Planner, slug: str) -> Iterator[Page]:
    catalogue, words = planner.catalogue, planner.words
    vocabulary = planner.vocabulary
    term = vocabulary.sectors[slug]
    counts = {place: planner.coverage.count(place, term.slug) for place in vocabulary.governorates}
    links = {place: cell_url(place, term.slug) for place, count in counts.items() if count}
    url = sector_url(term.slug)
    page = Page(
        url=url,
        template="pages/sector.html",
        title=words.ui("sector_title", name=term.name),
        description=words.ui("sector_description", name=term.name),
        crumbs=planner.crumbs(_sectors_crumb(planner), title=term.name),
        section="sectors",
        context={
            "sector": term,
            "ministry_class": vocabulary.ministry_classes[term.more["ministry_class"]],
            "campaigns": [item for item in catalogue.open_campaigns if term.slug in item.sectors][:MAX_CARDS],
            "tiles": planner.map_tiles(counts, links),
            "gaps": [vocabulary.governorates[slug] for slug in planner.coverage.gaps_of_sector(term.slug)],
        },
        feeds=(Feed(words.ui("feed_of", name=term.name), f"{url}feed.xml"),),
        has_map=True,
    )
    yield from planner.paged(page, planner.organizations_for(term.slug))


def _governorate(planner: Planner, place: str) -> Iterator[Page]:
    catalogue, words = planner.catalogue, planner.words
    vocabulary = planner.vocabulary
    term = vocabulary.governorates[place]
    counts = {slug: planner.coverage.count(term.slug, slug) for slug in vocabulary.sectors}
    url = governorate_url(term.slug)
    page = Page(
        url=url,
        template="pages/governorate.html",
        title=words.ui("governorate_title", name=term.name),
        description=words.ui("governorate_description", name=term.name),
        crumbs=planner.crumbs(_governorates_crumb(planner), title=term.name),
        section="governorates",
        context={
            "governorate": term,
            "campaigns": [item for item in catalogue.open_campaigns if term.slug in catalogue.governorates_of(item)][
                :MAX_CARDS
            ],
            "sectors": [
                {"term": sector, "count": counts[slug], "url": cell_url(term.slug, slug)}
                for slug, sector in vocabulary.sectors.items()
                if counts[slug]
            ],
            "gaps": [vocabulary.sectors[slug] for slug in planner.coverage.gaps_of_governorate(term.slug)],
            "centers": [item for item in catalogue.access_centers if item.governorate == term.slug],
            "districts": [item for item in vocabulary.districts.values() if item.more["governorate"] == term.slug],
        },
        feeds=(Feed(words.ui("feed_of", name=term.name), f"{url}feed.xml"),),
    )
    yield from planner.paged(page, planner.organizations_in(term.slug))


def _cells(planner: Planner, place: str) -> Iterator[Page]:
    governorate = planner.vocabulary.governorates[place]
    for sector in planner.vocabulary.sectors.values():
        if planner.coverage.count(governorate.slug, sector.slug):
            yield from _cell(planner, governorate, sector)


def _cell(planner: Planner, governorate: Term, sector: Term) -> Iterator[Page]:
    words = planner.words
    title = words.ui("cell_title", sector=sector.name, governorate=governorate.name)
    page = Page(
        url=cell_url(governorate.slug, sector.slug),
        template="pages/cell.html",
        title=title,
        description=words.ui("cell_description", sector=sector.name, governorate=governorate.name),
        crumbs=planner.crumbs((words.ui("nav_coverage"), "/coverage/"), title=title),
        section="coverage",
        context={"governorate": governorate, "sector": sector},
    )
    yield from planner.paged(page, planner.coverage.cells[governorate.slug, sector.slug])
