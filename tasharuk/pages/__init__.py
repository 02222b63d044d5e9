"""Stage plan: the Catalogue comes in, the list of all pages goes out, each with its address and content."""

from __future__ import annotations

from collections import Counter

from tasharuk.catalogue import Catalogue
from tasharuk.pages.general import general_pages
from tasharuk.pages.indexes import index_pages
from tasharuk.pages.lists import list_pages
from tasharuk.pages.page import Crumb, Feed, Page, Slice
from tasharuk.pages.planner import Planner
from tasharuk.pages.records import record_pages
from tasharuk.pages.search import search_page
from tasharuk.pages.submit import submit_pages
from tasharuk.words import Words

__all__ = ["Crumb", "Feed", "Page", "Slice", "plan_pages"]


class CollidingPages(ValueError):
    """Two pages claim one address: our mistake, since rules keep slugs apart."""


def plan_pages(catalogue: Catalogue, words: Words) -> list[Page]:
    """Plan every page of the site, ordered by address. Raises CollidingPages with all doubled addresses."""
    planner = Planner(catalogue, words)
    pages = [
        *general_pages(planner),
        *list_pages(planner),
        *index_pages(planner),
        *record_pages(planner),
        search_page(planner),
        *submit_pages(planner),
    ]
    doubled = sorted(url for url, count in Counter(page.url for page in pages).items() if count > 1)
    if doubled:
        raise CollidingPages(", ".join(doubled))
    return sorted(pages, key=lambda page: page.url)
