"""The history of an organization's account: what changed in it and when, so much on a page as one round trip takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tasharuk.history.telling import Entry, Teller
from tasharuk.model.organization import Organization
from tasharuk.pages.page import Page
from tasharuk.pages.planner import Planner
from tasharuk.urls import history_url, url_of

MOST_LINES = 50  # on a page: entries and the fields they tell of


def history_pages(planner: Planner, item: Organization) -> Iterator[Page]:
    """Plan the history of an organization; where nothing is known, the one page that says so."""
    words, url = planner.words, url_of(item)
    told = Teller(planner.catalogue, planner.history, item).told()
    is_known, since = planner.history.state()
    title = words.ui("history_title", name=planner.name(item))
    crumbs = planner.crumbs(
        (words.kind("organization", "many"), "/organizations/"), (planner.name(item), url), title=words.ui("history")
    )
    page = Page(
        url=history_url(url),
        template="organization/history.html",
        title=title,
        description=title,
        crumbs=crumbs,
        section="organizations",
        context={"organization": item, "is_known": is_known, "since": since, "older": told.older},
        indexed=bool(told.entries),
    )
    parts = _parts(told.entries)
    for planned in planner.paged(page, parts or [()], size=1):
        yield replace(planned, lastmod=told.entries[0].day if told.entries else None)


def _parts(entries: Sequence[Entry]) -> list[tuple[Entry, ...]]:
    """Part entries among pages by how much they tell."""
    parts: list[list[Entry]] = []
    left = 0
    for entry in entries:
        lines = 1 + len(entry.edits)
        if not parts or lines > left:
            parts.append([])
            left = MOST_LINES
        parts[-1].append(entry)
        left -= lines
    return [tuple(part) for part in parts]
