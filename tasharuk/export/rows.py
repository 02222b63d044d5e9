"""Catalogue → the rows of a table in plain values, record by record, and what each of them is made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import groupby
from typing import Any, NamedTuple

from tasharuk.catalogue import Catalogue, Entry
from tasharuk.coverage import Coverage
from tasharuk.export.plain import Row, plain_fields, without_withheld
from tasharuk.export.tables import Table
from tasharuk.giving import Way, level_of_channel, state_of, ways_to_campaign, ways_to_organization
from tasharuk.kinds import own_path
from tasharuk.levels import COMPARED, level_of, standing
from tasharuk.model.activity import Opportunity, Post, Project
from tasharuk.model.base import Record
from tasharuk.model.campaign import Campaign
from tasharuk.model.ministry import AccessCenter, Initiative
from tasharuk.model.organization import Organization
from tasharuk.status import is_open_opportunity
from tasharuk.urls import BaseUrl, cell_url, governorate_url, media_url, sector_url, url_of
from tasharuk.vocabulary import Term

NONE = ("", "null", "~")  # how YAML writes nothing
TRUST = ("declared", "documented", "confirmed")
OFFICIAL = TRUST[-1]  # what the administration of the directory publishes itself


class Piece(NamedTuple):
    """Rows that are made when they are asked for, and what they are made of: empty where that cannot be told."""

    path: str
    basis: Callable[[], str]
    make: Callable[[], list[Row]]


@dataclass(frozen=True)
class RowMaker:
    """Makes the rows of all tables of a catalogue."""

    catalogue: Catalogue
    base: BaseUrl

    def pieces(self, table: Table) -> Iterator[Piece]:
        """Yield the rows of a table, by the paths of the files they come from; those of a closed list all at once."""
        if table.record is not None:
            for record in sorted(self._records.get(table.record, ()), key=lambda item: item.path):
                yield Piece(record.path, partial(self._basis, record), partial(self.rows, record))
        elif table.entries:
            entries: tuple[Entry, ...] = getattr(self.catalogue, f"open_{table.entries}")
            ordered = sorted(entries, key=lambda entry: (entry.organization.path, entry.item.posted))
            for _path, same in groupby(ordered, key=lambda entry: entry.organization.path):
                yield self._piece_of_entries(list(same))
        else:
            yield Piece("", str, partial(_LISTS[table.name], self))

    @cached_property
    def _records(self) -> Mapping[type[Record], list[Record]]:
        found: dict[type[Record], list[Record]] = defaultdict(list)
        for record in self.catalogue.records:
            found[type(record)].append(record)
        return found

    def rows(self, record: Record) -> list[Row]:
        """Make the row of a record; whatever it is made of belongs into its basis."""
        make = _MAKERS[type(record)]
        return [{**make(self, record.whole()), "example": self.catalogue.is_example(record), "url": self._url(record)}]

    def _url(self, record: Record) -> str:
        return self.base.absolute(url_of(record))

    def _basis(self, record: Record) -> str:
        """Return what decides a row: its file, those of its organizations and the register, and what today makes of it.

        Empty when that cannot be told.
        """
        if not record.stamp:
            return ""
        state = ""
        owners: tuple[str, ...] = (record.owner or record.slug,)
        if isinstance(record, Campaign):
            owners, state = record.organizations, state_of(self.catalogue, record)
        elif isinstance(record, Opportunity):
            state = str(is_open_opportunity(record, self.catalogue.today))
        return "\0".join((record.path, record.stamp.hex(), state, *[self._stamps.get(owner, "") for owner in owners]))

    @cached_property
    def _stamps(self) -> Mapping[str, str]:
        """The stamps of an organization's profile and of its entry in the register, by slug."""
        registry = self.catalogue.registry
        return {
            slug: f"{item.stamp.hex()} {registry[slug].stamp.hex() if slug in registry else ''}"
            for slug, item in self.catalogue.organizations.items()
        }

    def _piece_of_entries(self, entries: list[Entry]) -> Piece:
        """Return the needs or offers of one organization; which of them are open is told by the days they end on."""
        owner = entries[0].organization

        def basis() -> str:
            days = [entry.item.expires.isoformat() for entry in entries]
            return "\0".join((owner.path, self._stamps[owner.slug], *days)) if owner.stamp else ""

        return Piece(owner.path, basis, partial(self._entries, entries))

    def _entries(self, entries: list[Entry]) -> list[Row]:
        return [
            {
                **self._owner(entry.organization),
                **plain_fields(entry.item),
                **self._told(entry.organization, entry.item.posted.isoformat()),
                "example": entry.organization.example,
                "url": self._url(entry.organization),
            }
            for entry in entries
        ]

    def _owner(self, organization: Organization) -> Row:
        return {"organization": organization.slug, "organization_name": organization.name}

    def _told(self, organization: Organization, updated: str) -> Row:
        """Return how far what an organization says can be trusted, and of which day it is."""
        return {"standing": self._standing(organization), "updated": updated}

    def _standing(self, organization: Organization) -> str:
        """Return the standing of an organization, found once for all that it publishes."""
        known = self._standings.get(organization.slug)
        if known is None:
            level = standing(organization.whole(), self.catalogue.registry.get(organization.slug))
            known = self._standings[organization.slug] = level.name
        return known

    @cached_property
    def _standings(self) -> dict[str, str]:
        return {}

    def _organization(self, item: Organization) -> Row:
        row: Row = {"slug": item.slug, **plain_fields(item), "status": self.catalogue.status_of(item)}
        for document in row.get("documents", ()):
            if "file" in document:
                document["file"] = self.base.absolute(media_url(own_path(item, document["file"])))
        row["donation_channels"] = self._channels(ways_to_organization(self.catalogue, item))
        row["levels"] = levels_of(self.catalogue, item)
        return without_withheld({**row, **self._told(item, item.updated.isoformat())}, item)

    def _channels(self, ways: tuple[Way, ...]) -> list[Row]:
        """Return accounts as their pages show them, each with its level of trust and the day since which it holds."""
        return [
            {
                **({"organization": way.organization.slug} if way.organization else {}),
                "level": level_of_channel(way.channel),
                "valid_from": way.channel.valid_from.isoformat(),
                **plain_fields(way.channel),
            }
            for way in ways
        ]

    def _campaign(self, item: Campaign) -> Row:
        owners = self.catalogue.organizations_of(item)
        told = [self._standing(owner) for owner in owners]
        return {
            "slug": item.slug,
            "organizations_name": [owner.name for owner in owners],
            **plain_fields(item),
            "state": state_of(self.catalogue, item),
            "channels": self._channels(ways_to_campaign(self.catalogue, item)),
            "standing": min(told, key=TRUST.index, default=TRUST[0]),
            "updated": item.as_of.isoformat(),
        }

    def _owned(self, item: Any, updated: str, **more: Any) -> Row:
        owner = self.catalogue.organizations[item.owner]
        return {"slug": item.slug, **self._owner(owner), **plain_fields(item), **more, **self._told(owner, updated)}

    def _post(self, item: Post) -> Row:
        return self._owned(item, item.date.isoformat())

    def _project(self, item: Project) -> Row:
        return self._owned(item, self.catalogue.organizations[item.owner].updated.isoformat())

    def _opportunity(self, item: Opportunity) -> Row:
        is_open = is_open_opportunity(item, self.catalogue.today)
        return self._owned(item, item.posted.isoformat(), open=is_open)

    def _official(self, item: Initiative | AccessCenter) -> Row:
        return {"slug": item.slug, **plain_fields(item), "standing": OFFICIAL}

    # closed lists, and where they meet

    def _sectors(self) -> list[Row]:
        classes = self.catalogue.vocabulary.ministry_classes
        rows = []
        for slug, term in self.catalogue.vocabulary.sectors.items():
            ministry = classes.get(term.more.get("ministry_class", ""))
            named = {"ministry_class": ministry.slug, "ministry_class_name": ministry.name} if ministry else {}
            rows.append(
                {
                    **_term("sector", term),
                    **named,
                    **{name: _listed(term.more.get(name)) for name in ("icnpo", "icnp_tso", "cluster", "sdg")},
                    "organizations": len(self.catalogue.organizations_by_sector.get(slug, ())),
                    "url": self.base.absolute(sector_url(slug)),
                }
            )
        return rows

    def _governorates(self) -> list[Row]:
        rows = []
        for slug, term in self.catalogue.vocabulary.governorates.items():
            latitude, longitude = term.more.get("centroid", (None, None))
            numbers = {"latitude": latitude, "longitude": longitude, "area_km2": term.more.get("area_km2")}
            rows.append(
                {
                    **_term("governorate", term),
                    "iso": term.more.get("iso"),
                    "seat": term.more.get("seat_ar"),
                    **{name: _as_number(value) for name, value in numbers.items()},
                    "organizations": len(self.catalogue.organizations_by_governorate.get(slug, ())),
                    "url": self.base.absolute(governorate_url(slug)),
                }
            )
        return rows

    def _coverage(self) -> list[Row]:
        vocabulary, coverage = self.catalogue.vocabulary, Coverage(self.catalogue)
        return [
            {
                **_term("sector", sector),
                **_term("governorate", place),
                "organizations": coverage.count(place.slug, sector.slug),
                "url": self.base.absolute(
                    cell_url(place.slug, sector.slug) if coverage.count(place.slug, sector.slug) else "/coverage/"
                ),
            }
            for sector in vocabulary.sectors.values()
            for place in vocabulary.governorates.values()
        ]


def levels_of(catalogue: Catalogue, organization: Organization) -> Row:
    """Return the level of trust of each fact that the register may speak of, with its day."""
    record = catalogue.registry.get(organization.slug)
    levels = {field: level_of(organization, record, field) for field in COMPARED}
    return {field: {"level": level.name, "on": level.on.isoformat()} for field, level in levels.items()}


def _term(name: str, term: Term) -> Row:
    code = {f"{name}_pcode": term.more.get("pcode", "")} if name == "governorate" else {}
    return {name: term.slug, f"{name}_name": term.name, f"{name}_name_en": term.name_en, **code}


def _as_number(value: Any) -> int | float | None:
    """Return a number of a closed list, which holds what the file says, as a text or a number."""
    if value is None:
        return None
    number = float(value)
    return int(number) if number.is_integer() else number


def _listed(value: Any) -> Any:
    """Return a value of a closed list, which is read as it was typed."""
    if isinstance(value, list | tuple):
        return list(value)
    return None if value in NONE else value


_MAKERS: Mapping[type[Record], Any] = {
    Organization: RowMaker._organization,
    Campaign: RowMaker._campaign,
    Project: RowMaker._project,
    Post: RowMaker._post,
    Opportunity: RowMaker._opportunity,
    **dict.fromkeys((Initiative, AccessCenter), RowMaker._official),
}
_LISTS: Mapping[str, Callable[[RowMaker], list[Row]]] = {
    "sectors": RowMaker._sectors,
    "governorates": RowMaker._governorates,
    "coverage": RowMaker._coverage,
}
