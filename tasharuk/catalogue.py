"""The Catalogue: all records of the directory, frozen, with their relations, orderings and counts.

In come parsed records, vocabularies, settings and today's date; every later stage reads from here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import TypeAlias, TypeVar

from tasharuk.arabic import collation_key
from tasharuk.kinds import KIND_BY_MODEL
from tasharuk.model.activity import Opportunity, Post, Project
from tasharuk.model.base import Record
from tasharuk.model.campaign import Campaign
from tasharuk.model.ministry import AccessCenter, ContentPage, Initiative, News, Resource
from tasharuk.model.organization import NATIONAL, Organization
from tasharuk.model.registry import RegistryRecord
from tasharuk.model.settings import SiteSettings
from tasharuk.model.shared import Need
from tasharuk.status import campaign_state, is_open_need, is_open_opportunity
from tasharuk.vocabulary import Vocabulary

R = TypeVar("R")
M = TypeVar("M", bound=Record)
BODIES = (Organization, RegistryRecord, Campaign, AccessCenter)  # what changes seldom, beside posts and their like
Group: TypeAlias = Mapping[str, tuple[R, ...]]


@dataclass(frozen=True)
class Entry:
    """A need or an offer with the organization it belongs to."""

    organization: Organization
    item: Need


@dataclass(frozen=True)
class Catalogue:
    """Everything that is known, in its published order.

    Organizations stand in Arabic alphabetical order; dated records newest first; campaigns open first.
    `unread` names the files that exist but could not be read, so that references to them are not called dangling;
    `elsewhere` those that exist and were not asked for.
    """

    settings: SiteSettings
    vocabulary: Vocabulary
    today: date
    records: tuple[Record, ...]
    media: frozenset[str] = frozenset()
    unread: frozenset[str] = frozenset()
    elsewhere: Set[str] = frozenset()

    def _all(self, model: type[M]) -> list[M]:
        return [record for record in self.records if isinstance(record, model)]

    @cached_property
    def organizations(self) -> Mapping[str, Organization]:
        """Organizations by slug, in Arabic alphabetical order of their names."""
        ordered = sorted(self._all(Organization), key=lambda item: (collation_key(item.name), item.slug))
        return MappingProxyType({item.slug: item for item in ordered})

    @cached_property
    def registry(self) -> Mapping[str, RegistryRecord]:
        """The ministry's records by slug of the organization."""
        return MappingProxyType({item.slug: item for item in sorted(self._all(RegistryRecord), key=_by_slug)})

    @cached_property
    def posts(self) -> tuple[Post, ...]:
        """Posts, newest first."""
        return tuple(sorted(self._all(Post), key=lambda item: (-item.date.toordinal(), item.owner, item.slug)))

    @cached_property
    def projects(self) -> tuple[Project, ...]:
        """Projects: active first, then by start, newest first."""
        return tuple(sorted(self._all(Project), key=_project_order))

    @cached_property
    def opportunities(self) -> tuple[Opportunity, ...]:
        """Opportunities: open ones by nearest deadline, then closed ones, last closed first."""
        return tuple(sorted(self._all(Opportunity), key=lambda item: _opportunity_order(item, self.today)))

    @cached_property
    def campaigns(self) -> Mapping[str, Campaign]:
        """Campaigns by slug: open first by nearest end, then upcoming, then ended, last ended first."""
        ordered = sorted(self._all(Campaign), key=lambda item: _campaign_order(item, self.today))
        return MappingProxyType({item.slug: item for item in ordered})

    @cached_property
    def initiatives(self) -> Mapping[str, Initiative]:
        """Initiatives by slug, in Arabic alphabetical order of their titles."""
        ordered = sorted(self._all(Initiative), key=lambda item: (collation_key(item.title), item.slug))
        return MappingProxyType({item.slug: item for item in ordered})

    @cached_property
    def resources(self) -> tuple[Resource, ...]:
        """Resources in Arabic alphabetical order of their titles."""
        return tuple(sorted(self._all(Resource), key=lambda item: (collation_key(item.title), item.slug)))

    @cached_property
    def access_centers(self) -> tuple[AccessCenter, ...]:
        """Help desks in the order of the governorates."""
        order = {slug: index for index, slug in enumerate(self.vocabulary.governorates)}
        return tuple(sorted(self._all(AccessCenter), key=lambda item: (order.get(item.governorate, 99), item.slug)))

    @cached_property
    def news(self) -> tuple[News, ...]:
        """The ministry's notices, newest first."""
        return tuple(sorted(self._all(News), key=lambda item: (-item.date.toordinal(), item.slug)))

    @cached_property
    def pages(self) -> Mapping[str, ContentPage]:
        """The site's own pages by slug."""
        return MappingProxyType({item.slug: item for item in sorted(self._all(ContentPage), key=_by_slug)})

    @cached_property
    def empty(self) -> Catalogue:
        """The settings and closed lists alone, on no particular day."""
        return Catalogue(self.settings, self.vocabulary, date.min, ())

    @cached_property
    def bodies(self) -> Catalogue:
        """The same with organizations, what the ministry says of them, campaigns and help desks alone."""
        return replace(self, records=tuple(record for record in self.records if isinstance(record, BODIES)))

    # relations

    @cached_property
    def posts_of(self) -> Group[Post]:
        """Posts by slug of their organization, newest first."""
        return _grouped(self.posts, lambda item: (item.owner,))

    @cached_property
    def projects_of(self) -> Group[Project]:
        """Projects by slug of their organization."""
        return _grouped(self.projects, lambda item: (item.owner,))

    @cached_property
    def opportunities_of(self) -> Group[Opportunity]:
        """Opportunities by slug of their organization."""
        return _grouped(self.opportunities, lambda item: (item.owner,))

    @cached_property
    def campaigns_of(self) -> Group[Campaign]:
        """Campaigns by slug of each organization that runs them, open first."""
        return _grouped(self.campaigns.values(), lambda item: item.organizations)

    @cached_property
    def branches_of(self) -> Group[Organization]:
        """Branches by slug of their parent organization."""
        return _grouped(self.organizations.values(), lambda item: (item.parent,) if item.parent else ())

    @cached_property
    def organizations_by_sector(self) -> Group[Organization]:
        """Organizations by sector slug, any of their sectors."""
        return _grouped(self.listed_organizations, lambda item: item.sectors)

    @cached_property
    def organizations_by_governorate(self) -> Group[Organization]:
        """Organizations by governorate slug; a national one stands in each."""
        return _grouped(self.listed_organizations, self.governorates_of)

    @cached_property
    def listed_organizations(self) -> tuple[Organization, ...]:
        """Organizations at work: neither dissolved nor merged into another."""
        return tuple(
            item for item in self.organizations.values() if self.status_of(item) not in ("dissolved", "merged")
        )

    @cached_property
    def open_campaigns(self) -> tuple[Campaign, ...]:
        """Campaigns that take donations today, nearest end first."""
        return tuple(item for item in self.campaigns.values() if self.is_open_campaign(item))

    @cached_property
    def open_needs(self) -> tuple[Entry, ...]:
        """What organizations lack today, most urgent first, then by nearest end."""
        return self._open_entries("needs")

    @cached_property
    def open_offers(self) -> tuple[Entry, ...]:
        """What organizations share today, by nearest end."""
        return self._open_entries("offers")

    def _open_entries(self, field: str) -> tuple[Entry, ...]:
        order = ("high", "normal", "low")
        entries = [
            Entry(item, need)
            for item in self.listed_organizations
            for need in getattr(item, field)
            if is_open_need(need, self.today)
        ]
        entries.sort(key=lambda entry: (order.index(entry.item.urgency), entry.item.expires, entry.organization.slug))
        return tuple(entries)

    def governorates_of(self, item: Organization | Project | Campaign) -> tuple[str, ...]:
        """Return the governorates that a record names; all of them for a national one."""
        return tuple(self.vocabulary.governorates) if NATIONAL in item.governorates else item.governorates

    def status_of(self, organization: Organization) -> str:
        """Return an organization's status; the ministry's record overrules the profile."""
        record = self.registry.get(organization.slug)
        return record.status if record is not None and record.status is not None else organization.status

    def may_receive(self, organization: Organization) -> bool:
        """Tell whether an organization is at work, so that money may be sent to it."""
        return self.status_of(organization) in ("active", "pending")

    def is_open_campaign(self, campaign: Campaign) -> bool:
        """Tell whether a campaign takes donations: in its dates, by an organization that is active today."""
        owners = [self.organizations[slug] for slug in campaign.organizations if slug in self.organizations]
        return any(map(self.may_receive, owners)) and campaign_state(campaign, self.today) == "open"

    def organizations_of(self, campaign: Campaign) -> tuple[Organization, ...]:
        """Return the organizations that run a campaign, in the campaign's order."""
        return tuple(self.organizations[slug] for slug in campaign.organizations if slug in self.organizations)

    @cached_property
    def has_examples(self) -> bool:
        """Tell whether any record is marked as an example."""
        return any(record.example for record in self.records)

    def is_example(self, record: Record) -> bool:
        """Tell whether a record is marked as an example, itself or through its organization."""
        owner = self.organizations.get(record.owner)
        if isinstance(record, Campaign):
            return record.example or all(item.example for item in self.organizations_of(record))
        return record.example or (owner is not None and owner.example)

    @cached_property
    def files_in(self) -> Mapping[str, tuple[str, ...]]:
        """Names of the pictures and documents, sorted, by the folder they lie in."""
        groups: dict[str, list[str]] = defaultdict(list)
        for path in sorted(self.media):
            folder, _, name = path.rpartition("/")
            groups[folder].append(name)
        return MappingProxyType({folder: tuple(names) for folder, names in groups.items()})

    @cached_property
    def paths(self) -> frozenset[str]:
        """Paths of all files that exist, whether readable or not."""
        return self._looked_at.union(self.elsewhere)

    @cached_property
    def _looked_at(self) -> frozenset[str]:
        return frozenset(record.path for record in self.records) | self.unread

    def exists(self, model: type[Record], slug: str, organization: str = "") -> bool:
        """Tell whether a record of a kind exists, even when its file could not be read."""
        kind = KIND_BY_MODEL[model]
        path = kind.fill(kind.pattern, slug, organization)
        return path in self._looked_at or path in self.elsewhere

    def slugs(self, model: type[Record], organization: str = "") -> tuple[str, ...]:
        """Return the slugs of a kind that exist, sorted; in the organization's folder, for kinds that lie in one."""
        kind = KIND_BY_MODEL[model]
        start, end = kind.fill(kind.pattern, "\0", organization).split("\0")
        below = (path for path in self.paths if path.startswith(start) and path.endswith(end))
        found = (path[len(start) : len(path) - len(end)] for path in below)
        return tuple(sorted(slug for slug in found if slug and "/" not in slug))


def _by_slug(record: Record) -> str:
    return record.slug


def _project_order(item: Project) -> tuple[int, int, str, str]:
    order = ("active", "planned", "paused", "done")
    return (order.index(item.status), -(item.start.toordinal() if item.start else 0), item.owner, item.slug)


def _opportunity_order(item: Opportunity, today: date) -> tuple[int, int, str, str]:
    day = item.deadline.toordinal()
    is_open = is_open_opportunity(item, today)
    return (0 if is_open else 1, day if is_open else -day, item.owner, item.slug)


def _campaign_order(item: Campaign, today: date) -> tuple[int, int, str]:
    state = campaign_state(item, today)
    end = item.end.toordinal() if item.end else date.max.toordinal()
    return (("open", "upcoming", "ended").index(state), -end if state == "ended" else end, item.slug)


def _grouped(items: Iterable[R], keys: Callable[[R], Iterable[str]]) -> Group[R]:
    groups: dict[str, list[R]] = defaultdict(list)
    for item in items:
        for key in dict.fromkeys(keys(item)):
            groups[key].append(item)
    return MappingProxyType({key: tuple(group) for key, group in groups.items()})
