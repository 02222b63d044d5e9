"""What all planners share: the catalogue, the words, the coverage, and how a page is put together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property
from itertools import islice
from typing import Any

from tasharuk.catalogue import Catalogue, Entry
from tasharuk.coverage import Coverage, matches
from tasharuk.edition import ARABIC, Edition
from tasharuk.history.story import History
from tasharuk.model.organization import Organization
from tasharuk.pages.page import Crumb, Feed, Page, slices
from tasharuk.vocabulary import Vocabulary
from tasharuk.words import Words

MAX_CARDS = 4  # cards and latest items on a page that is about something else


@dataclass(frozen=True)
class Planner:
    """The material of all pages."""

    catalogue: Catalogue
    words: Words
    history: History = field(default_factory=History)

    @property
    def vocabulary(self) -> Vocabulary:
        """The closed lists, their terms called by the names of the words' language."""
        return self.catalogue.vocabulary.called_in(self.words.language)

    def name(self, organization: Organization) -> str:
        """Return the name of an organization in the words' language."""
        return organization.name_in(self.words.language)

    @cached_property
    def coverage(self) -> Coverage:
        """The matrix of sectors and governorates."""
        return Coverage(self.catalogue)

    def meeting(self, entry: Entry, others: tuple[Entry, ...], most: int) -> list[Entry]:
        """Return the first offers that meet a need, or needs that an offer meets."""
        return list(islice(matches(entry, others, self.catalogue), most))

    @cached_property
    def home(self) -> Crumb:
        """The first crumb of every page."""
        return (self.words.ui("home"), "/")

    @property
    def page_size(self) -> int:
        """Most items on one page of a list."""
        return self.catalogue.settings.thresholds.page_size

    def crumbs(self, *middle: Crumb, title: str) -> tuple[Crumb, ...]:
        """Return the way from home to a page, which itself is no link."""
        return (self.home, *middle, (title, None))

    def paged(self, page: Page, items: Sequence[Any], size: int = 0) -> Iterator[Page]:
        """Yield the pages of a long list: `page` is the first, the context of each holds its part as `slice`."""
        for part in slices(items, page.url, size or self.page_size):
            context: Mapping[str, Any] = {**page.context, "slice": part}
            if part.number == 1:
                yield replace(page, context=context)
                continue
            number = self.words.ui("page_number", number=part.number)
            title = self.words.ui("title_with_page", title=page.title, page=number)
            crumbs = (*page.crumbs[:-1], (page.crumbs[-1][0], page.url), (number, None))
            yield replace(page, url=part.url, title=title, crumbs=crumbs, context=context)

    def site_feed(self) -> Feed:
        """The feed of the whole site."""
        return Feed(self.words.ui("feed_site"), "/feed.xml")

    def map_tiles(self, counts: Mapping[str, int], links: Mapping[str, str]) -> list[dict[str, Any]]:
        """Return the tiles of the map: one a governorate, with its count, shade (0 to 5) and link (or none)."""
        most = max(counts.values(), default=0)
        return [
            {
                "slug": slug,
                "name": term.name,
                "count": counts.get(slug, 0),
                "step": self.coverage.step(counts.get(slug, 0), most),
                "url": links.get(slug),
            }
            for slug, term in self.vocabulary.governorates.items()
        ]

    def organizations_in(self, governorate: str) -> tuple[Organization, ...]:
        """Return the organizations that work in a governorate, alphabetical."""
        return self.catalogue.organizations_by_governorate.get(governorate, ())

    def organizations_for(self, sector: str) -> tuple[Organization, ...]:
        """Return the organizations of a sector, alphabetical."""
        return self.catalogue.organizations_by_sector.get(sector, ())


class Scope(Enum):
    """How much of the catalogue is seen while a group of pages is planned.

    NOTHING: no record, and not the day. NARROW: single records, and what belongs to a single one; all that is asked
    can be written down. BODIES: all organizations, campaigns and help desks. WHOLE: everything.
    """

    NOTHING = 0
    NARROW = 1
    BODIES = 2
    WHOLE = 3


@dataclass(frozen=True)
class PageGroup:
    """Pages that are planned together; `name` tells the group from every other.

    With pages of an organization goes the feed of that `organization`.
    """

    name: str
    plan: Callable[[Planner], Iterator[Page]]
    scope: Scope = Scope.WHOLE
    organization: str = ""
    edition: Edition = ARABIC

    def in_edition(self, edition: Edition) -> PageGroup:
        """Return the group of the same pages in an edition; what goes with the pages goes with the Arabic ones."""
        if edition is self.edition:
            return self
        return replace(self, name=edition.of_group(self.name), organization="", edition=edition)
