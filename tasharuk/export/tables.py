"""The tables of the open data, one row a table: what its lines are made of, and its columns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from tasharuk.export.columns import Column, columns_of, given
from tasharuk.model.activity import Opportunity, Post, Project
from tasharuk.model.base import Part, Record
from tasharuk.model.campaign import Campaign
from tasharuk.model.ministry import AccessCenter, Initiative
from tasharuk.model.organization import Organization
from tasharuk.model.shared import Need

FOLDER = "data"  # of the site, and of the cache
# with which every table of records ends: how far to trust it, of which day it is, whether it is real, where to read it
LAST = (given("standing"), given("updated", "date", is_required=False), given("example", "boolean"), given("url"))
SLUG = given("slug")
OWNED = (SLUG, given("organization"), given("organization_name"))


@dataclass(frozen=True)
class Table:
    """A table: the name of its files, the model of its rows, and columns that no model declares.

    `record` is the kind of record that a line is made of, `entries` the field of organizations whose entries the lines
    are; a table with neither is a closed list. `kind` names the words that tell what it is, or else `data_<name>` does.
    `refers` tells that `organization` names one in the table of organizations.
    """

    name: str
    record: type[Record] | None = None
    kind: str = ""
    entries: str = ""
    first: tuple[Column, ...] = ()
    more: tuple[Column, ...] = ()
    key: tuple[str, ...] = ()
    refers: bool = False

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """All columns, in their order; one that the table itself gives stands for the model's."""
        model: type[Part] | None = Need if self.entries else self.record
        if model is None:
            return self.first
        own = {column.name for column in (*self.first, *self.more, *LAST)}
        fields = tuple(column for column in columns_of(model) if column.name not in own)
        return (*self.first, *fields, *self.more, *LAST)


TABLES: tuple[Table, ...] = (
    Table("organizations", Organization, "organization", first=(SLUG,), key=("slug",)),
    Table(
        "campaigns",
        Campaign,
        "campaign",
        first=(SLUG, given("organizations_name", is_list=True)),
        more=(given("state"),),
        key=("slug",),
    ),
    Table("projects", Project, "project", first=OWNED, key=("organization", "slug"), refers=True),
    Table("posts", Post, "post", first=OWNED, key=("organization", "slug"), refers=True),
    Table(
        "opportunities",
        Opportunity,
        "opportunity",
        first=OWNED,
        more=(given("open", "boolean"),),
        key=("organization", "slug"),
        refers=True,
    ),
    Table("needs", entries="needs", first=OWNED[1:], refers=True),
    Table("offers", entries="offers", first=OWNED[1:], refers=True),
    Table("initiatives", Initiative, "initiative", first=(SLUG,), key=("slug",)),
    Table("access-centers", AccessCenter, "access-center", first=(SLUG,), key=("slug",)),
    Table(
        "sectors",
        first=(
            given("sector"),
            given("sector_name"),
            given("sector_name_en"),
            given("ministry_class", is_required=False),
            given("ministry_class_name", is_required=False),
            given("icnpo", is_required=False),
            given("icnp_tso", is_required=False),
            given("cluster", is_required=False),
            given("sdg", is_list=True, is_required=False),
            given("organizations", "integer"),
        ),
        key=("sector",),
    ),
    Table(
        "governorates",
        first=(
            given("governorate"),
            given("governorate_name"),
            given("governorate_name_en"),
            given("governorate_pcode"),
            given("iso", is_required=False),
            given("seat", is_required=False),
            given("latitude", "number", is_required=False),
            given("longitude", "number", is_required=False),
            given("area_km2", "number", is_required=False),
            given("organizations", "integer"),
        ),
        key=("governorate",),
    ),
    Table(
        "coverage",
        first=(
            given("sector"),
            given("sector_name"),
            given("sector_name_en"),
            given("governorate"),
            given("governorate_name"),
            given("governorate_name_en"),
            given("governorate_pcode"),
            given("organizations", "integer"),
        ),
        key=("sector", "governorate"),
    ),
)
