"""The planned page: everything its template needs, decided before anything is rendered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import ceil, inf
from types import MappingProxyType
from typing import Any, TypeAlias, TypeVar

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
    only when the page is rendered, `more` hold what its template shows. Without a description of its own a page is
    described by the beginning of its `body`.
    """

    url: str
    template: str
    title: str
    description: str
    crumbs: tuple[Crumb, ...] = ()
    section: str = ""
    context: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    feeds: tuple[Feed, ...] = ()
    lastmod: date | None = None
    og_type: str = "website"
    indexed: bool = True
    has_map: bool = False
    more: Callable[[], Mapping[str, Any]] | None = None
    body: str = ""

    def told(self) -> Mapping[str, Any]:
        """Ask `more`."""
        return self.more() if self.more else {}


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
    def of(cls, pages: Iterable[Page]) -> AddressBook:
        """Take down the addresses of pages. Raises CollidingPages with all that are claimed twice."""
        listed: dict[str, date | None] = {}
        unlisted: set[str] = set()
        doubled: set[str] = set()
        for page in pages:
            if page.url in listed or page.url in unlisted:
                doubled.add(page.url)
            if page.indexed:
                listed[page.url] = page.lastmod
            else:
                unlisted.add(page.url)
        if doubled:
            raise CollidingPages(", ".join(sorted(doubled)))
        return cls(listed, frozenset(unlisted))

    def __len__(self) -> int:
        return len(self.listed) + len(self.unlisted)

    def __contains__(self, url: object) -> bool:
        return url in self.listed or url in self.unlisted


class PagesInTurn:
    """All pages in the order of their planning, handed out by ranges, in each process on its own.

    No process could hold the pages of all, so each plans them anew; but once, when it asks for one range after the
    other: 30 µs a page. Whoever goes back begins again.
    """

    def __init__(self, plan: Callable[[], Iterator[Page]]) -> None:
        """Keep what plans all pages."""
        self._plan = plan
        self._pages: Iterator[Page] = iter(())
        self._next: float = inf

    def between(self, start: int, stop: int) -> Iterator[Page]:
        """Yield the pages from number `start`, counted from 0, up to before `stop`."""
        if self._next > start:
            self._pages, self._next = self._plan(), 0
        while self._next < stop:
            page = next(self._pages, None)
            if page is None:
                return
            self._next += 1
            if self._next > start:
                yield page


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
