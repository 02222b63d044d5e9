"""Addresses: as the contract fixes them, under a host's root and below a path alike, and one for each page."""

from __future__ import annotations

import pytest

from tasharuk.kinds import KINDS, Kind
from tasharuk.model.activity import Post
from tasharuk.model.organization import Organization
from tasharuk.urls import (
    RESERVED_PAGES,
    BaseUrl,
    cell_url,
    governorate_url,
    media_url,
    output_path,
    paged_url,
    sector_url,
    url_of,
)
from tests.tools.page_types import SECTIONS
from tests.tools.records import record

# kind → address in the contract: a change here breaks links that people have shared
CONTRACT = {
    "organization": "/organizations/lamp/",
    "post": "/organizations/owner/posts/lamp/",
    "project": "/organizations/owner/projects/lamp/",
    "opportunity": "/organizations/owner/opportunities/lamp/",
    "campaign": "/campaigns/lamp/",
    "initiative": "/initiatives/lamp/",
    "resource": "/resources/lamp/",
    "news": "/news/lamp/",
    "page": "/lamp/",
    "access-center": "/access-centers/",
    "registry": "",
}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_has_its_address_of_the_contract(kind: Kind) -> None:
    assert kind.fill(kind.url, "lamp", "owner") == CONTRACT[kind.name]


def test_a_record_has_the_address_of_its_kind_slug_and_owner() -> None:
    assert url_of(record(Organization, "lamp")) == "/organizations/lamp/"
    assert url_of(record(Post, "2026-05-01-hour", "lamp")) == "/organizations/lamp/posts/2026-05-01-hour/"


def test_lists_and_files_have_their_addresses_of_the_contract() -> None:
    assert sector_url("health") == "/sectors/health/"
    assert governorate_url("homs") == "/governorates/homs/"
    assert cell_url("homs", "health") == "/coverage/homs/health/"
    assert media_url("organizations/lamp/media/report.pdf") == "/organizations/lamp/media/report.pdf"


def test_the_first_page_of_a_list_is_the_list_itself() -> None:
    assert [paged_url("/posts/", number) for number in (1, 2, 10)] == ["/posts/", "/posts/page/2/", "/posts/page/10/"]


def test_no_page_of_content_may_take_an_address_that_the_site_uses() -> None:
    of_kinds = {kind.url.split("/")[1] for kind in KINDS if kind.url and "<" not in kind.url.split("/")[1]}
    assert of_kinds | set(SECTIONS.split("|")) <= RESERVED_PAGES


@pytest.mark.parametrize(
    ("url", "href", "absolute"),
    [
        ("https://host.example", "/posts/", "https://host.example/posts/"),
        ("https://host.example/", "/posts/", "https://host.example/posts/"),
        ("https://host.example/dir", "/dir/posts/", "https://host.example/dir/posts/"),
        ("https://host.example/dir/", "/dir/posts/", "https://host.example/dir/posts/"),
        ("https://host.example:8443/a/b/", "/a/b/posts/", "https://host.example:8443/a/b/posts/"),
    ],
)
def test_links_fit_the_base_address_with_or_without_its_last_slash(url: str, href: str, absolute: str) -> None:
    base = BaseUrl(url)
    assert base.href("/posts/") == href
    assert base.absolute("/posts/") == absolute == base.origin + href


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("/", "index.html"),
        ("/posts/page/2/", "posts/page/2/index.html"),
        ("/404.html", "404.html"),
        ("/organizations/lamp/feed.xml", "organizations/lamp/feed.xml"),
    ],
)
def test_an_address_is_answered_by_one_file_inside_the_site(url: str, path: str) -> None:
    assert output_path(url) == path


def test_in_an_edition_pages_have_its_prefix_and_files_have_none() -> None:
    base = BaseUrl("https://host.example/dir/", "/en")
    assert base.href("/") == "/dir/en/"
    assert base.href("/posts/?q=a/b#c") == "/dir/en/posts/?q=a/b#c"
    assert base.absolute("/posts/") == "https://host.example/dir/en/posts/"
    for file in ("/feed.xml", "/posts/feed.xml", "/assets/search.js", "/organizations/lamp/media/report.pdf"):
        assert base.href(file) == f"/dir{file}"
    assert base.folder("/assets/") == "/dir/assets/"
