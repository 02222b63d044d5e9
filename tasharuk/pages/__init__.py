"""Stage plan: the Catalogue comes in, all pages go out, one by one, each with its address and content."""

from __future__ import annotations

from collections.abc import Iterator

from tasharuk.catalogue import Catalogue
from tasharuk.pages.general import general_pages
from tasharuk.pages.indexes import index_pages
from tasharuk.pages.lists import list_pages
from tasharuk.pages.page import AddressBook, CollidingPages, Crumb, Feed, Page, PagesInTurn, Slice
from tasharuk.pages.planner import Planner
from tasharuk.pages.records import page_of, record_pages
from tasharuk.pages.search import search_page
from tasharuk.pages.submit import submit_pages
from tasharuk.words import Words

__all__ = ["AddressBook", "CollidingPages", "Crumb", "Feed", "Page", "PagesInTurn", "Slice", "page_of", "plan_pages"]


def plan_pages(catalogue: Catalogue, words: Words) -> Iterator[Page]:
    """Plan every page of the site, in a fixed order; what a page shows is found when it is rendered."""
    planner = Planner(catalogue, words)
    yield from general_pages(planner)
    yield from list_pages(planner)
    yield from index_pages(planner)
    yield from record_pages(planner)
    yield search_page(planner)
    yield from submit_pages(planner)
