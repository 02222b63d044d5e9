"""Feeds, sitemap, robots and the small files that browsers ask for: the Catalogue comes in, Artifacts go out."""

from __future__ import annotations

import html
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import nlargest
from typing import Any

from tasharuk.catalogue import Catalogue
from tasharuk.markup.words import excerpt
from tasharuk.model.activity import Opportunity, Post
from tasharuk.model.base import Record
from tasharuk.model.campaign import Campaign
from tasharuk.pages import AddressBook
from tasharuk.urls import BaseUrl, governorate_url, sector_url, url_of
from tasharuk.words import Words
from tasharuk.write import Artifact

MAX_ENTRIES = 20
EXCERPT = 280
DAYS: Mapping[type[Record], str] = {Post: "date", Campaign: "start", Opportunity: "posted"}
UNDATED = date(2000, 1, 1)  # of a feed without entries: today would change it with every build
_ILLEGAL_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Entry:
    """One entry of a feed."""

    title: str
    url: str
    on: date
    author: str
    summary: str


@dataclass(frozen=True)
class FeedWriter:
    """Writes all feeds of a site."""

    catalogue: Catalogue
    words: Words
    base: BaseUrl

    def artifacts(self) -> Iterator[Artifact]:
        """Yield the feeds of the site, of each sector and governorate."""
        catalogue, words = self.catalogue, self.words
        entries = self._entries((*catalogue.posts, *catalogue.campaigns.values(), *catalogue.opportunities))
        yield self._atom("/", words.ui("feed_site"), entries)
        yield self._json(words.ui("feed_site"), entries)
        by_sector, by_governorate = self._groups()
        for slug, term in catalogue.vocabulary.sectors.items():
            entries = self._entries(by_sector[slug])
            yield self._atom(sector_url(slug), words.ui("feed_of", name=term.name), entries)
        for slug, term in catalogue.vocabulary.governorates.items():
            entries = self._entries(by_governorate[slug])
            yield self._atom(governorate_url(slug), words.ui("feed_of", name=term.name), entries)

    def of_organization(self, slug: str) -> Artifact:
        """Return the feed of an organization."""
        catalogue = self.catalogue
        organization = catalogue.organizations[slug]
        own = (*catalogue.posts_of.get(slug, ()), *catalogue.campaigns_of.get(slug, ()))
        entries = self._entries((*own, *catalogue.opportunities_of.get(slug, ())))
        title = self.words.ui("feed_of", name=organization.name)
        return self._atom(url_of(organization), title, entries, organization.updated)

    def _groups(self) -> tuple[Mapping[str, list[Record]], Mapping[str, list[Record]]]:
        """Return what the feeds of sectors and of governorates tell; a post without either stands for its owner's."""
        catalogue = self.catalogue
        sectors: dict[str, list[Record]] = defaultdict(list)
        governorates: dict[str, list[Record]] = defaultdict(list)

        def put(record: Record, areas: Iterable[str], places: Iterable[str]) -> None:
            for slug in dict.fromkeys(areas):
                sectors[slug].append(record)
            for slug in dict.fromkeys(places):
                governorates[slug].append(record)

        for post in catalogue.posts:
            owner = catalogue.organizations[post.owner]
            places = (post.governorate,) if post.governorate is not None else catalogue.governorates_of(owner)
            put(post, post.sectors or owner.sectors, places)
        for offer in catalogue.opportunities:
            put(offer, (), (offer.governorate,) if offer.governorate else ())
        for campaign in catalogue.campaigns.values():
            put(campaign, campaign.sectors, catalogue.governorates_of(campaign))
        return sectors, governorates

    def _entries(self, records: Sequence[Record]) -> list[Entry]:
        """Make the newest entries; of records too old for the feed only the day is asked."""
        days = [_day(record) for record in records]
        oldest = nlargest(MAX_ENTRIES, days)[-1] if days else UNDATED
        entries = [self._entry(record, day) for record, day in zip(records, days, strict=True) if day >= oldest]
        entries.sort(key=lambda entry: (-entry.on.toordinal(), entry.url))
        return entries[:MAX_ENTRIES]

    def _entry(self, record: Any, day: date) -> Entry:
        catalogue = self.catalogue
        if isinstance(record, Campaign):
            owners = catalogue.organizations_of(record)
        else:
            owners = (catalogue.organizations[record.owner],)
        summary = getattr(record, "summary", None) or excerpt(record.body, EXCERPT)
        author = self.words.ui("list_comma").join(owner.name for owner in owners)
        return Entry(record.title, url_of(record), day, author, summary)

    def _atom(self, url: str, title: str, entries: Sequence[Entry], since: date | None = None) -> Artifact:
        """Write an Atom feed (RFC 4287) for the page at `url`; `since` dates a feed that has no entries."""
        newest = entries[0].on if entries else since or UNDATED
        address = self.base.absolute(url)
        name = _xml(self.catalogue.settings.name)
        lines = [
            '<?xml version="1.0" encoding="utf-8"?>',
            '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ar">',
            f"<title>{_xml(title)} | {name}</title>",
            f"<id>{_xml(address)}</id>",
            f'<link href="{_xml(address)}"/>',
            f'<link rel="self" type="application/atom+xml" href="{_xml(address)}feed.xml"/>',
            f"<updated>{_moment(newest)}</updated>",
            f"<rights>{_xml(self.catalogue.settings.licence.name)}</rights>",
        ]
        for entry in entries:
            link = self.base.absolute(entry.url)
            lines += [
                "<entry>",
                f"<title>{_xml(entry.title)}</title>",
                f"<id>{_xml(link)}</id>",
                f'<link href="{_xml(link)}"/>',
                f"<updated>{_moment(entry.on)}</updated>",
                f"<author><name>{_xml(entry.author or self.catalogue.settings.name)}</name></author>",
                *([f"<summary>{_xml(entry.summary)}</summary>"] if entry.summary else []),
                "</entry>",
            ]
        return _text(f"{url}feed.xml", "\n".join([*lines, "</feed>", ""]))

    def _json(self, title: str, entries: Sequence[Entry]) -> Artifact:
        """Write the site's feed as JSON Feed 1.1."""
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": f"{title} | {self.catalogue.settings.name}",
            "home_page_url": self.base.absolute("/"),
            "feed_url": self.base.absolute("/feed.json"),
            "language": "ar",
            "items": [
                {
                    "id": self.base.absolute(entry.url),
                    "url": self.base.absolute(entry.url),
                    "title": entry.title,
                    "summary": entry.summary,
                    "content_text": entry.summary,
                    "date_published": _moment(entry.on),
                    "authors": [{"name": entry.author}],
                }
                for entry in entries
            ],
        }
        return _text("/feed.json", json.dumps(feed, ensure_ascii=False, indent=1) + "\n")


def sitemap(book: AddressBook, bases: Sequence[BaseUrl]) -> Artifact:
    """Write the sitemap of all pages that search engines should know, ordered by address, in each edition.

    `bases` are those of the editions. Each page names the same page in the other language itself.
    """
    lines = ['<?xml version="1.0" encoding="utf-8"?>', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">']
    for url, day in sorted(book.listed.items()):
        changed = f"<lastmod>{day.isoformat()}</lastmod>" if day else ""
        lines += [f"<url><loc>{_xml(base.absolute(url))}</loc>{changed}</url>" for base in bases]
    return _text("/sitemap.xml", "\n".join([*lines, "</urlset>", ""]))


def small_files(catalogue: Catalogue, words: Words, base: BaseUrl) -> Iterator[Artifact]:
    """Yield robots.txt, the OpenSearch description and the web manifest."""
    settings = catalogue.settings
    yield _text("/robots.txt", f"User-agent: *\nAllow: /\nSitemap: {base.absolute('/sitemap.xml')}\n")
    template = base.absolute("/search/") + "?q={searchTerms}"
    yield _text(
        "/opensearch.xml",
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        f"<ShortName>{_xml(settings.name[:16])}</ShortName>\n"
        f"<Description>{_xml(words.ui('search_description'))}</Description>\n"
        "<InputEncoding>UTF-8</InputEncoding>\n<Language>ar</Language>\n"
        f'<Url type="text/html" template="{_xml(template)}"/>\n'
        "</OpenSearchDescription>\n",
    )
    manifest = {
        "name": f"{settings.name}: {settings.tagline}",
        "short_name": settings.name,
        "lang": "ar",
        "dir": "rtl",
        "start_url": base.href("/"),
        "scope": base.href("/"),
        "display": "browser",
        "background_color": "#faf8f2",
        "theme_color": "#054239",
        "icons": [{"src": base.href("/assets/favicon.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    yield _text("/manifest.webmanifest", json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")


def _day(record: Record) -> date:
    return getattr(record, DAYS[type(record)])  # type: ignore[no-any-return]


def _moment(day: date) -> str:
    """Return the start of a day in Damascus (UTC+3, no summer time since 2022) as RFC 3339."""
    return f"{day.isoformat()}T00:00:00+03:00"


def _xml(text: str) -> str:
    """Escape a text for XML, without the characters that XML 1.0 cannot hold."""
    return html.escape(_ILLEGAL_XML.sub("", text))


def _text(url: str, text: str) -> Artifact:
    return Artifact(url.removeprefix("/"), text.encode("utf-8"))
