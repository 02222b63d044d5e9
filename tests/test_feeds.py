"""Feeds and the small files: well-formed, each entry under one address for ever, dated by content and by no clock."""

from __future__ import annotations

import json
from datetime import date, datetime
from xml.etree import ElementTree as ET

import pytest

from tasharuk.feeds import EXCERPT, MAX_ENTRIES, FeedWriter, sitemap, small_files
from tasharuk.model.activity import Opportunity, Post
from tasharuk.model.base import Record
from tasharuk.model.campaign import Campaign
from tasharuk.model.organization import Organization
from tasharuk.pages import AddressBook, Page
from tasharuk.urls import BaseUrl
from tests.tools.records import GOVERNORATES, SECTORS, catalogue, record, words

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ADDRESS = "https://tasharuk.example/dir/"
BASE = BaseUrl(ADDRESS)

LAMP = record(Organization, "lamp")
POST = record(Post, "2026-05-01-hour", "lamp", body="قرأنا **معًا** في [المكتبة](https://library.example/).")
CAMPAIGN = record(Campaign, "ink", start="2026-01-01")
OFFER = record(Opportunity, "teller", "lamp", posted="2026-04-01", governorate="homs")
RECORDS = (LAMP, POST, CAMPAIGN, OFFER)


def files(*records: Record, today: date = date(2026, 11, 24)) -> dict[str, bytes]:
    found = catalogue(*records, today=today)
    writer = FeedWriter(found, words(), BASE)
    made = (*writer.artifacts(), *map(writer.of_organization, found.organizations))
    return {file.path: file.content for file in made}


def feeds(*records: Record) -> dict[str, ET.Element]:
    return {path: ET.fromstring(content) for path, content in files(*records).items() if path.endswith(".xml")}


def texts(feed: ET.Element, path: str) -> list[str]:
    return [found.text or "" for found in feed.iterfind("/".join(ATOM + part for part in path.split("/")))]


def entry_urls(feed: ET.Element) -> list[str]:
    return [url.removeprefix(ADDRESS) for url in texts(feed, "entry/id")]


def test_the_site_each_organization_sector_and_governorate_has_a_feed() -> None:
    expected = {
        "feed.xml",
        "feed.json",
        "organizations/lamp/feed.xml",
        *(f"sectors/{slug}/feed.xml" for slug in SECTORS),
        *(f"governorates/{slug}/feed.xml" for slug in GOVERNORATES),
    }
    assert files(*RECORDS).keys() == expected


@pytest.mark.parametrize("path", ["feed.xml", "organizations/lamp/feed.xml", "sectors/relief/feed.xml"])
def test_a_feed_has_all_that_atom_asks_for(path: str) -> None:
    feed = feeds(*RECORDS)[path]
    assert feed.tag == f"{ATOM}feed"
    for place in (feed, *feed.iterfind(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(place.findall(f"{ATOM}{name}")) == 1
            assert place.findtext(f"{ATOM}{name}")
        assert datetime.fromisoformat(place.findtext(f"{ATOM}updated") or "").utcoffset() is not None
    assert len(texts(feed, "entry/author/name")) == len(texts(feed, "entry"))
    links = {link.get("rel"): link.get("href") for link in feed.iterfind(f"{ATOM}link")}
    assert links == {None: ADDRESS + path.removesuffix("feed.xml"), "self": ADDRESS + path}


def test_feeds_and_their_entries_each_have_an_id_of_their_own() -> None:
    found = feeds(*RECORDS)
    of_feeds = [feed.findtext(f"{ATOM}id") for feed in found.values()]
    assert len(set(of_feeds)) == len(found)
    for feed in found.values():
        assert len(set(entry_urls(feed))) == len(entry_urls(feed))
        assert not set(texts(feed, "entry/id")) & set(of_feeds[1:])


def test_an_entry_keeps_its_id_in_every_feed_and_leads_to_its_page() -> None:
    found = feeds(*RECORDS)
    own = "organizations/lamp/posts/2026-05-01-hour/"
    assert own in entry_urls(found["feed.xml"])
    assert own in entry_urls(found["organizations/lamp/feed.xml"])
    (link,) = (
        entry.find(f"{ATOM}link").get("href")  # type: ignore[union-attr]
        for entry in found["feed.xml"].iterfind(f"{ATOM}entry")
        if entry.findtext(f"{ATOM}id") == ADDRESS + own
    )
    assert link == ADDRESS + own


def test_entries_come_newest_first_and_the_feed_is_as_new_as_the_newest() -> None:
    feed = feeds(*RECORDS)["feed.xml"]
    assert texts(feed, "entry/updated") == [f"2026-0{month}-01T00:00:00+03:00" for month in (5, 4, 1)]
    assert texts(feed, "updated") == ["2026-05-01T00:00:00+03:00"]


def test_no_feed_changes_while_its_content_does_not() -> None:
    assert files(*RECORDS, today=date(2026, 11, 24)) == files(*RECORDS, today=date(2031, 2, 3))
    assert files(today=date(2026, 11, 24)) == files(today=date(2031, 2, 3))


def test_an_organization_without_news_has_the_date_of_its_profile() -> None:
    feed = feeds(record(Organization, "lamp", updated="2026-06-01"))["organizations/lamp/feed.xml"]
    assert texts(feed, "updated") == ["2026-06-01T00:00:00+03:00"]
    assert texts(feed, "entry") == []


def test_a_feed_holds_the_newest_entries_and_not_the_whole_past() -> None:
    days = [date(2025, 1, 1 + number) for number in range(MAX_ENTRIES + 5)]
    posts = [record(Post, f"{day}-hour", "lamp", date=day.isoformat(), body="نص") for day in days]
    urls = entry_urls(feeds(LAMP, *posts)["feed.xml"])
    assert urls == [f"organizations/lamp/posts/{day}-hour/" for day in sorted(days, reverse=True)[:MAX_ENTRIES]]


def test_an_entry_tells_its_author_and_the_words_of_its_text_without_signs() -> None:
    feed = feeds(LAMP, POST)["feed.xml"]
    assert texts(feed, "entry/author/name") == [LAMP.name]
    assert texts(feed, "entry/summary") == ["قرأنا معًا في المكتبة."]


def test_the_summary_of_a_record_stands_before_its_text_which_is_cut() -> None:
    long = record(Post, "2026-05-01-long", "lamp", body="كلمة " * 200)
    told = record(Post, "2026-05-02-told", "lamp", date="2026-05-02", body="كلمة " * 200, summary="الخلاصة هنا.")
    first, second = texts(feeds(LAMP, long, told)["feed.xml"], "entry/summary")
    assert first == "الخلاصة هنا."
    assert len(second) <= EXCERPT
    assert second.endswith("كلمة…")


def test_all_organizations_of_a_campaign_are_its_authors() -> None:
    other = record(Organization, "lantern", name="جمعية القنديل")
    joint = record(Campaign, "joint", organizations=["lamp", "lantern"])
    (author,) = texts(feeds(LAMP, other, joint)["feed.xml"], "entry/author/name")
    assert LAMP.name in author
    assert other.name in author


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"sectors": ["relief"]}, "sectors/relief/feed.xml"),
        ({}, "sectors/education/feed.xml"),
        ({"governorate": "daraa"}, "governorates/daraa/feed.xml"),
        ({}, "governorates/homs/feed.xml"),
    ],
    ids=["its own sector", "else its organization's", "its own governorate", "else its organization's"],
)
def test_a_post_stands_in_the_feeds_of_its_sector_and_governorate(fields: dict[str, object], path: str) -> None:
    post = record(Post, "2026-05-01-hour", "lamp", body="نص", **fields)
    found = feeds(LAMP, post)
    folder = path.split("/")[0]
    assert [name for name, feed in found.items() if name.startswith(f"{folder}/") and entry_urls(feed)] == [path]


def test_a_post_of_a_national_organization_concerns_every_governorate() -> None:
    found = feeds(record(Organization, "lamp", governorates=["national"]), POST)
    assert all(entry_urls(found[f"governorates/{slug}/feed.xml"]) for slug in GOVERNORATES)


def test_what_xml_cannot_hold_or_would_read_as_markup_spoils_no_feed() -> None:
    forbidden = "".join(map(chr, [*range(9), 0xB, 0xC, *range(0xE, 0x20), 0xFFFE, 0xFFFF]))
    post = record(
        Post, "2026-05-01-odd", "lamp", title='"أ" & <ب> ]]>', body=f"قبل{forbidden} بعد </summary>&amp;<![CDATA["
    )
    feed = feeds(LAMP, post)["feed.xml"]
    assert texts(feed, "entry/title") == ['"أ" & <ب> ]]>']
    assert texts(feed, "entry/summary")[0].split() == ["قبل", "بعد", "</summary>&amp;<![CDATA["]


def test_the_json_feed_tells_what_the_atom_feed_tells() -> None:
    found = json.loads(files(*RECORDS)["feed.json"])
    feed = feeds(*RECORDS)["feed.xml"]
    assert found["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["id"] for item in found["items"]] == texts(feed, "entry/id")
    assert [item["title"] for item in found["items"]] == texts(feed, "entry/title")
    assert [item["date_published"] for item in found["items"]] == texts(feed, "entry/updated")


def test_the_sitemap_lists_pages_for_search_engines_with_the_day_of_their_last_change() -> None:
    pages = [
        Page("/", "home.html", "أ", "أ", lastmod=date(2026, 5, 1)),
        Page("/data/?a=1&b=2", "data.html", "أ", "أ"),
        Page("/404.html", "404.html", "أ", "أ", indexed=False),
    ]
    found = ET.fromstring(sitemap(AddressBook.of(page.address for page in pages), [BASE]).content)
    listed = [(url.findtext(f"{SITEMAP}loc"), url.findtext(f"{SITEMAP}lastmod")) for url in found]
    assert listed == [(ADDRESS, "2026-05-01"), (f"{ADDRESS}data/?a=1&b=2", None)]


def small(name: str = "تشارك", **settings: str) -> dict[str, bytes]:
    return {file.path: file.content for file in small_files(catalogue(name=name, **settings), words(), BASE)}


def test_the_small_files_lead_to_the_site_where_it_is_published() -> None:
    found = small()
    manifest = json.loads(found["manifest.webmanifest"])
    assert f"Sitemap: {ADDRESS}sitemap.xml\n" in found["robots.txt"].decode()
    assert (manifest["start_url"], manifest["scope"], manifest["dir"]) == ("/dir/", "/dir/", "rtl")
    search = ET.fromstring(found["opensearch.xml"])
    (template,) = (part.get("template") for part in search if part.tag.endswith("}Url"))
    assert template == f"{ADDRESS}search/?q={{searchTerms}}"


def test_the_name_of_the_site_may_hold_any_sign_and_search_shows_sixteen_letters_of_it() -> None:
    found = small(name="دليل <الخير> & العون في سوريا")
    search = ET.fromstring(found["opensearch.xml"])
    (name,) = (part.text for part in search if part.tag.endswith("}ShortName"))
    assert name == "دليل <الخير> & ا"
