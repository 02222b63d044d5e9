"""Feeds, sitemap, robots and the small files that browsers ask for: the Catalogue comes in, Artifacts go out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from xml.sax.saxutils import escape, quoteattr

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
        """Yield the feeds of the site, of each organization, sector and governorate."""
        catalogue, words = self.catalogue, self.words
        entries = self._entries((*catalogue.posts, *catalogue.campaigns.values(), *catalogue.opportunities))
        yield self._atom("/", words.ui("feed_site"), entries)
        yield self._json(words.ui("feed_site"), entries)
        for slug, organization in catalogue.organizations.items():
            own = (*catalogue.posts_of.get(slug, ()), *catalogue.campaigns_of.get(slug, ()))
            own_entries = self._entries((*own, *catalogue.opportunities_of.get(slug, ())))
            title = words.ui("feed_of", name=organization.name)
            yield self._atom(url_of(organization), title, own_entries, organization.updated)
        for slug, term in catalogue.vocabulary.sectors.items():
            yield self._atom(
                sector_url(slug), words.ui("feed_of", name=term.name), self._entries(self._of_sector(slug))
            )
        for slug, term in catalogue.vocabulary.governorates.items():
            found = self._entries(self._of_governorate(slug))
            yield self._atom(governorate_url(slug), words.ui("feed_of", name=term.name), found)

    def _of_sector(self, slug: str) -> list[Record]:
        organizations = self.catalogue.organizations
        posts = [post for post in self.catalogue.posts if slug in (post.sectors or organizations[post.owner].sectors)]
        return [*posts, *(item for item in self.catalogue.campaigns.values() if slug in item.sectors)]

    def _of_governorate(self, slug: str) -> list[Record]:
        catalogue = self.catalogue
        posts = [
            post
            for post in catalogue.posts
            if slug == post.governorate
            or (post.governorate is None and slug in catalogue.governorates_of(catalogue.organizations[post.owner]))
        ]
        offers = [item for item in catalogue.opportunities if item.governorate == slug]
        return [
            *posts,
            *offers,
            *(item for item in catalogue.campaigns.values() if slug in catalogue.governorates_of(item)),
        ]

    def _entries(self, records: Iterable[Record]) -> list[Entry]:
        entries = [self._entry(record) for record in records]
        entries.sort(key=lambda entry: (-entry.on.toordinal(), entry.url))
        return entries[:MAX_ENTRIES]

    def _entry(self, record: Any) -> Entry:
        catalogue = self.catalogue
        if isinstance(record, Campaign):
            owners = catalogue.organizations_of(record)
        else:
            owners = (catalogue.organizations[record.owner],)
        days: dict[type, str] = {Post: "date", Campaign: "start", Opportunity: "posted"}
        summary = getattr(record, "summary", None) or excerpt(record.body, EXCERPT)
        author = self.words.ui("list_comma").join(owner.name for owner in owners)
        return Entry(record.title, url_of(record), getattr(record, days[type(record)]), author, summary)

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
            f"<link href={quoteattr(address)}/>",
            f'<link rel="self" type="application/atom+xml" href={quoteattr(address + "feed.xml")}/>',
            f"<updated>{_moment(newest)}</updated>",
            f"<rights>{_xml(self.catalogue.settings.licence.name)}</rights>",
        ]
        for entry in entries:
            link = self.base.absolute(entry.url)
            lines += [
                "<entry>",
                f"<title>{_xml(entry.title)}</title>",
                f"<id>{_xml(link)}</id>",
                f"<link href={quoteattr(link)}/>",
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


def sitemap(book: AddressBook, base: BaseUrl) -> Artifact:
    """Write the sitemap of all pages that search engines should know, ordered by address."""
    lines = ['<?xml version="1.0" encoding="utf-8"?>', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">']
    for url, day in sorted(book.listed.items()):
        changed = f"<lastmod>{day.isoformat()}</lastmod>" if day else ""
        lines.append(f"<url><loc>{_xml(base.absolute(url))}</loc>{changed}</url>")
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
        f'<Url type="text/html" template={quoteattr(template)}/>\n'
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


def _moment(day: date) -> str:
    """Return the start of a day in Damascus (UTC+3, no summer time since 2022) as RFC 3339."""
    return f"{day.isoformat()}T00:00:00+03:00"


def _xml(text: str) -> str:
    """Escape a text for XML, without the characters that XML 1.0 cannot hold."""
    return escape(_ILLEGAL_XML.sub("", text))


def _text(url: str, text: str) -> Artifact:
    return Artifact(url.removeprefix("/"), text.encode("utf-8"))
