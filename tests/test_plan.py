"""The plan: pages come one by one, and no two at one address."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from tasharuk.catalogue import Catalogue
from tasharuk.job import Job
from tasharuk.model.activity import Post
from tasharuk.model.organization import Organization
from tasharuk.pages import AddressBook, CollidingPages, Page, PagesInTurn, plan_pages
from tasharuk.pipeline import read_vocabulary
from tests.tools.building import REPOSITORY
from tests.tools.records import TODAY, catalogue, record, words

LAMP = record(Organization, "lamp")
POSTS = [record(Post, f"2026-05-0{day}-news", "lamp", date=f"2026-05-0{day}") for day in range(1, 9)]


def directory(*organizations: Organization) -> Catalogue:
    """Return a catalogue of organizations and the posts of the first, with the program's own closed lists."""
    vocabulary = read_vocabulary(Job(REPOSITORY, TODAY))[0]
    return replace(catalogue(*organizations, *POSTS), vocabulary=vocabulary)


def page(url: str, indexed: bool = True) -> Page:
    return Page(url, "page.html", "أ", "أ", indexed=indexed, lastmod=date(2026, 5, 1))


def test_the_book_knows_every_address_and_which_are_kept_from_search_engines() -> None:
    book = AddressBook.of([page("/"), page("/a/"), page("/404.html", indexed=False)])
    assert len(book) == 3
    assert "/a/" in book and "/404.html" in book and "/b/" not in book
    assert dict(book.listed) == {"/": date(2026, 5, 1), "/a/": date(2026, 5, 1)}


def test_pages_that_claim_one_address_are_refused_with_all_such_addresses() -> None:
    with pytest.raises(CollidingPages, match=r"^/a/, /b/$"):
        AddressBook.of([page("/b/"), page("/a/"), page("/a/", indexed=False), page("/b/"), page("/c/")])


def test_pages_are_planned_one_by_one_in_the_same_order_every_time() -> None:
    found = directory(LAMP)
    plan = plan_pages(found, words())
    assert isinstance(plan, Iterator)
    urls = [item.url for item in plan]
    assert urls == [item.url for item in plan_pages(found, words())]
    assert len(urls) == len(set(urls))


def test_what_is_an_organizations_own_comes_after_its_profile_without_a_gap() -> None:
    other = record(Organization, "moon", name="جمعية القمر")
    urls = [item.url for item in plan_pages(directory(LAMP, other), words())]
    own = [index for index, url in enumerate(urls) if url.startswith("/organizations/lamp/")]
    assert urls[own[0]] == "/organizations/lamp/"
    assert own == list(range(own[0], own[0] + len(own)))
    assert len(own) == 1 + 1 + len(POSTS)  # its profile, its archive, its posts


def test_a_post_shows_three_of_its_siblings() -> None:
    plan = plan_pages(directory(LAMP), words())
    post = next(item for item in plan if item.url.endswith("/2026-05-08-news/"))
    assert post.more is not None
    assert [item.slug for item in post.more()["others"]] == [f"2026-05-0{day}-news" for day in (7, 6, 5)]


def test_pages_are_handed_out_by_ranges_and_planned_once_while_the_ranges_go_on() -> None:
    plans = 0

    def plan() -> Iterator[Page]:
        nonlocal plans
        plans += 1
        yield from plan_pages(directory(LAMP), words())

    urls = [page.url for page in plan_pages(directory(LAMP), words())]
    pages = PagesInTurn(plan)
    assert [page.url for start in (0, 3, 9) for page in pages.between(start, start + 3)] == urls[0:6] + urls[9:12]
    assert [page.url for page in pages.between(len(urls) - 1, len(urls) + 5)] == urls[-1:]
    assert plans == 1
    assert [page.url for page in pages.between(2, 4)] == urls[2:4]
    assert plans == 2
