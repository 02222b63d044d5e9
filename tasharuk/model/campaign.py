"""A fundraising campaign: `campaigns/<slug>.md`, its pictures in the folder beside."""

from __future__ import annotations

from pydantic import Field

from tasharuk.model.base import Part, Record
from tasharuk.model.fields import Code, Count, Date, Flag, Line, Reference, Slug, Summary, Term, Text, Title
from tasharuk.model.shared import Amount, Channel, Photo


class Allocation(Part):
    """One item of the budget; the items sum to the goal."""

    item: Line
    amount: Amount
    governorate: Term | None = None


class Approval(Part):
    """The permission to collect donations. High risk."""

    number: Reference
    date: Date | None = None


class Zakat(Part):
    """Whether zakat may be given to the campaign, and on whose word."""

    eligible: Flag
    basis: Line | None = None


class Update(Part):
    """Dated news of the campaign."""

    date: Date
    text: Text


class Campaign(Record):
    """A call for donations by one or more organizations, for a goal."""

    LISTED = (
        "example",
        "title",
        "organizations",
        "sectors",
        "governorates",
        "initiative",
        "project",
        "start",
        "end",
        "as_of",
    )

    title: Title
    organizations: tuple[Slug, ...] = Field(min_length=1)
    summary: Summary
    sectors: tuple[Term, ...] = Field(min_length=1)
    governorates: tuple[Term, ...] = Field(min_length=1)
    localities: tuple[Line, ...] = ()
    initiative: Slug | None = None
    project: Slug | None = None
    start: Date
    end: Date | None = None
    goal: Amount
    pledged: Amount | None = None
    received: Amount | None = None
    spent: Amount | None = None
    donors: Count | None = None
    as_of: Date = Field(description="Day to which the figures belong.")
    allocation: tuple[Allocation, ...] = ()
    channels: tuple[Channel, ...] = Field(
        default=(), description="Own channels; those of the organizations when absent."
    )
    approval: Approval | None = None
    zakat: Zakat | None = None
    code: Code | None = Field(default=None, description="To write on the transfer.")
    updates: tuple[Update, ...] = ()
    closing_report: Line | None = None
    photos: tuple[Photo, ...] = ()
