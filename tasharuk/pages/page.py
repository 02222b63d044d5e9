"""The planned page: everything its template needs, decided before anything is rendered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import ceil
from types import MappingProxyType
from typing import Any, NamedTuple, TypeAlias, TypeVar

from tasharuk.model.base import Record
from tasharuk.urls import paged_url

T = TypeVar("T")
Crumb: TypeAlias = tuple[str, str | None]


@dataclass(frozen=True)
class Feed:
    """A feed that a page offers: its title and its internal path."""

    title: str
    url: str


@dataclass(frozen=True)
class Page:
    """One page of the site.

    `url` and the second part of each crumb are internal paths; `section` names the entry of the main navigation that
    the page belongs to; `indexed` says whether search engines and the sitemap should know it. `context` and, asked
    only when the page is rendered, `more` hold what its template shows. A page without a description of its own is
    described by the record that it is `about`.
    """

    url: str
    template: str
    title: str
    description: str = ""
    crumbs: tuple[Crumb, ...] = ()
    section: str = ""
    context: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    feeds: tuple[Feed, ...] = ()
    lastmod: date | None = None
    og_type: str = "website"
    indexed: bool = True
    has_map: bool = False
    more: Callable[[], Mapping[str, Any]] | None = None
    about: Record | None = None

    @property
    def address(self) -> Address:
        """The address of this page."""
        return Address(self.url, self.lastmod, self.indexed)

    def told(self) -> Mapping[str, Any]:
        """Ask `more`."""
        return self.more() if self.more else {}


class Address(NamedTuple):
    """The address of a page, and what the sitemap tells of it."""

    url: str
    lastmod: date | None = None
    indexed: bool = True


class CollidingPages(ValueError):
    """Two pages claim one address: our mistake, since rules keep slugs apart."""


@dataclass(frozen=True)
class AddressBook:
    """The addresses of all pages: what may be linked to, and what search engines should know. Holds no page.

    `listed` gives the day of the last change where it is known; `unlisted` is kept from search engines.
    """

    listed: Mapping[str, date | None]
    unlisted: frozenset[str]

    @classmethod
    def of(cls, addresses: Iterable[Address]) -> AddressBook:
        """Take addresses down. Raises CollidingPages with all that are claimed twice."""
        listed: dict[str, date | None] = {}
        unlisted: set[str] = set()
        doubled: set[str] = set()
        for url, lastmod, indexed in addresses:
            if url in listed or url in unlisted:
                doubled.add(url)
            if indexed:
                listed[url] = lastmod
            else:
                unlisted.add(url)
        if doubled:
            raise CollidingPages(", ".join(sorted(doubled)))
        return cls(listed, frozenset(unlisted))

    def __len__(self) -> int:
        return len(self.listed) + len(self.unlisted)

    def __contains__(self, url: object) -> bool:
        return url in self.listed or url in self.unlisted


@dataclass(frozen=True)
class Slice:
    """One page of a long list: its items, and where the others are. Numbers count from 1."""

    items: Sequence[Any]
    number: int
    count: int
    total: int
    base: str

    @property
    def url(self) -> str:
        """Internal path of this part of the list."""
        return paged_url(self.base, self.number)

    def url_of(self, number: int) -> str:
        """Return the internal path of another part of the list."""
        return paged_url(self.base, number)

    @property
    def numbers(self) -> tuple[int | None, ...]:
        """Numbers to offer: the first, the last and those around this one; None stands for a gap."""
        near = {1, self.count, *range(self.number - 1, self.number + 2)}
        shown = sorted(number for number in near if 1 <= number <= self.count)
        result: list[int | None] = []
        for number in shown:
            if result and result[-1] is not None and number - result[-1] > 1:
                result.append(None)
            result.append(number)
        return tuple(result)


def slices(items: Sequence[T], base: str, size: int) -> list[Slice]:
    """Cut a list into pages of at most `size` items; an empty list still has its first page."""
    count = max(1, ceil(len(items) / size))
    return [
        Slice(items[index * size : (index + 1) * size], index + 1, count, len(items), base) for index in range(count)
    ]
