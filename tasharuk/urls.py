"""Addresses: the one place that knows which URL a record, term or list has."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from tasharuk.kinds import kind_of
from tasharuk.model.base import Record

# first parts of the path that the site itself uses: no page of content/pages may take them
RESERVED_PAGES = frozenset(
    "organizations posts projects opportunities needs sectors governorates coverage campaigns initiatives resources "
    "access-centers news search submit updates data en assets page letters history poster feed 404 index".split()
)


@dataclass(frozen=True)
class BaseUrl:
    """The address under which the site is published, such as `https://host/some/path/`.

    `prefix` is that of an edition: it stands before pages, whose paths end in a slash, and not before files.
    """

    url: str
    prefix: str = ""

    @cached_property
    def origin(self) -> str:
        """Scheme and host, without a slash at the end."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"

    @cached_property
    def path(self) -> str:
        """Path of the site on its host, without a slash at the end; empty at the root."""
        return urlsplit(self.url).path.rstrip("/")

    def href(self, path: str) -> str:
        """Return the link to an internal path that starts with a slash: to a page of this edition, or to a file."""
        return f"{self.path}{self._prefix(path)}{path}"

    def absolute(self, path: str) -> str:
        """Return the full address of an internal path."""
        return f"{self.origin}{self.path}{self._prefix(path)}{path}"

    def folder(self, path: str) -> str:
        """Return the link to a folder of files, which all editions share."""
        return f"{self.path}{path}"

    def _prefix(self, path: str) -> str:
        if not self.prefix:
            return ""
        return self.prefix if path.partition("#")[0].partition("?")[0].endswith("/") else ""


def url_of(record: Record) -> str:
    """Return the internal path of a record's page; of the list it stands in when it has no page of its own."""
    kind = kind_of(record)
    return kind.fill(kind.url, record.slug, record.owner)


def history_url(url: str) -> str:
    """Return the internal path of the history of the organization at `url`."""
    return f"{url}history/"


def sector_url(slug: str) -> str:
    """Return the internal path of a sector's page."""
    return f"/sectors/{slug}/"


def governorate_url(slug: str) -> str:
    """Return the internal path of a governorate's page."""
    return f"/governorates/{slug}/"


def cell_url(governorate: str, sector: str) -> str:
    """Return the internal path of the list behind one cell of the coverage matrix."""
    return f"/coverage/{governorate}/{sector}/"


def paged_url(base: str, number: int) -> str:
    """Return the internal path of page `number`, counted from 1, of the list at `base`."""
    return base if number == 1 else f"{base}page/{number}/"


def media_url(path: str) -> str:
    """Return the internal path of a published file, from its path in the repository."""
    return f"/{path.removeprefix('content/')}"


def output_path(url: str) -> str:
    """Return the file inside the site that answers an internal path."""
    return f"{url}index.html".removeprefix("/") if url.endswith("/") else url.removeprefix("/")
