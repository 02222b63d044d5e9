"""The plan: pages come one by one, and no two at one address."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from tasharuk.catalogue import Catalogue
from tasharuk.job import Job
from tasharuk.model.activity import Post
from tasharuk.model.organization import Organization
from tasharuk.model.outline import outline_of, outlined
from tasharuk.pages import Address, AddressBook, CollidingPages, Planner, plan_groups, plan_pages
from tasharuk.pipeline import read_vocabulary
from tests.tools.building import REPOSITORY
from tests.tools.records import TODAY, catalogue, record, words

LAMP = record(Organization, "lamp")
POSTS = [record(Post, f"2026-05-0{day}-news", "lamp", date=f"2026-05-0{day}") for day in range(1, 9)]


def directory(*organizations: Organization) -> Catalogue:
    """Return a catalogue of organizations and the posts of the first, with the program's own closed lists."""
    vocabulary = read_vocabulary(Job(REPOSITORY, TODAY))[0]
    return replace(catalogue(*organizations, *POSTS), vocabulary=vocabulary)


def address(url: str, indexed: bool = True) -> Address:
    return Address(url, date(2026, 5, 1), indexed)


def test_the_book_knows_every_address_and_which_are_kept_from_search_engines() -> None:
    book = AddressBook.of([address("/"), address("/a/"), address("/404.html", indexed=False)])
    assert len(book) == 3
    assert "/a/" in book and "/404.html" in book and "/b/" not in book
    assert dict(book.listed) == {"/": date(2026, 5, 1), "/a/": date(2026, 5, 1)}


def test_pages_that_claim_one_address_are_refused_with_all_such_addresses() -> None:
    with pytest.raises(CollidingPages, match=r"^/a/, /b/$"):
        AddressBook.of([address("/b/"), address("/a/"), address("/a/", indexed=False), address("/b/"), address("/c/")])


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
    assert len(own) == 1 + 1 + 1 + len(POSTS)  # its profile, its archive, its history, its posts


def test_a_post_shows_three_of_its_siblings() -> None:
    plan = plan_pages(directory(LAMP), words())
    post = next(item for item in plan if item.url.endswith("/2026-05-08-news/"))
    assert post.more is not None
    assert [item.slug for item in post.more()["others"]] == [f"2026-05-0{day}-news" for day in (7, 6, 5)]


def test_no_two_groups_have_one_name_and_together_they_are_the_plan() -> None:
    found = directory(LAMP, record(Organization, "moon", name="جمعية القمر"))
    groups = list(plan_groups(found))
    assert len({group.name for group in groups}) == len(groups)
    planner = Planner(found, words())
    planned = [page.url for group in groups for page in group.plan(planner)]
    assert planned == [page.url for page in plan_pages(found, words())]
    assert [group.organization for group in groups if group.organization] == list(found.organizations)


def test_to_know_the_addresses_of_pages_no_record_is_read_whole() -> None:
    known = directory(LAMP, record(Organization, "moon", name="جمعية القمر"))
    outlines = tuple(outlined(outline_of(item), lambda: pytest.fail("read")) for item in known.records)
    planner = Planner(replace(known, records=outlines), words())
    urls = [page.address.url for group in plan_groups(planner.catalogue) for page in group.plan(planner)]
    assert urls == [page.url for page in plan_pages(known, words())]
