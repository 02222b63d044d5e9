"""Stage plan: the Catalogue comes in, all pages go out, one by one, each with its address and content."""

from __future__ import annotations

from collections.abc import Iterator

from tasharuk.catalogue import Catalogue
from tasharuk.pages.general import general_pages
from tasharuk.pages.indexes import index_groups
from tasharuk.pages.lists import list_groups
from tasharuk.pages.page import Address, AddressBook, CollidingPages, Crumb, Feed, Page, Slice
from tasharuk.pages.planner import PageGroup, Planner, Scope
from tasharuk.pages.records import page_of, record_groups
from tasharuk.words import Words

__all__ = [
    "Address",
    "AddressBook",
    "CollidingPages",
    "Crumb",
    "Feed",
    "Page",
    "PageGroup",
    "Planner",
    "Scope",
    "Slice",
    "page_of",
    "plan_groups",
    "plan_pages",
]


def plan_groups(catalogue: Catalogue) -> Iterator[PageGroup]:
    """Part all pages of the site into groups, in a fixed order."""
    yield PageGroup("general", general_pages)
    yield from list_groups()
    yield from index_groups(catalogue)
    yield from record_groups(catalogue)
    yield PageGroup("search", _search, Scope.NOTHING)
    yield PageGroup("submit", _submit, Scope.NOTHING)


def _search(planner: Planner) -> Iterator[Page]:
    from tasharuk.pages.search import search_page  # planned once for all builds, with much to load

    yield search_page(planner)


def _submit(planner: Planner) -> Iterator[Page]:
    from tasharuk.pages.submit import form_notes, submit_pages  # as the page of the search

    yield from submit_pages(planner) if planner.words.language == "ar" else form_notes(planner)


def plan_pages(catalogue: Catalogue, words: Words) -> Iterator[Page]:
    """Plan every page of the site, in a fixed order; what a page shows is found when it is rendered."""
    planner = Planner(catalogue, words)
    for group in plan_groups(catalogue):
        yield from group.plan(planner)
