"""What organizations do: posts, projects and opportunities, files below an organization's folder."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from tasharuk.model.base import Part, Record
from tasharuk.model.fields import AmountNumber, Count, Date, Flag, Line, Slug, Summary, Term, Text, Title
from tasharuk.model.shared import Amount, Photo


class Counted(Part):
    """A figure with its unit, such as 120 baskets."""

    value: AmountNumber
    unit: Line


class Post(Record):
    """News of an activity: `organizations/<slug>/posts/YYYY-MM-DD-<slug>.md`."""

    LISTED = ("example", "title", "date", "sectors", "governorate", "place", "project", "campaign")

    title: Title
    date: Date
    kind: Literal["activity", "story", "announcement"] = "activity"
    governorate: Term | None = None
    place: Line | None = None
    sectors: tuple[Term, ...] = ()
    project: Slug | None = None
    campaign: Slug | None = None
    counts: tuple[Counted, ...] = ()
    partners: tuple[Line, ...] = ()
    photos: tuple[Photo, ...] = ()
    summary: Summary | None = None


class Project(Record):
    """A project or a programme: `organizations/<slug>/projects/<slug>.md`."""

    LISTED = ("example", "title", "status", "start", "end", "governorates", "initiative")

    title: Title
    summary: Summary
    kind: Literal["project", "programme"] = "project"
    status: Literal["planned", "active", "done", "paused"]
    start: Date | None = None
    end: Date | None = None
    sectors: tuple[Term, ...] = Field(min_length=1)
    governorates: tuple[Term, ...] = Field(min_length=1)
    localities: tuple[Line, ...] = ()
    target_groups: tuple[Term, ...] = ()
    initiative: Slug | None = None
    budget: Amount | None = None
    funders: tuple[Line, ...] = ()
    partners: tuple[Line, ...] = ()
    beneficiaries_planned: Count | None = None
    beneficiaries_reached: Count | None = None
    outputs: tuple[Line, ...] = ()
    photos: tuple[Photo, ...] = ()


class Opportunity(Record):
    """A job, a call for volunteers, a course, a tender or a grant: `organizations/<slug>/opportunities/<slug>.md`."""

    LISTED = ("example", "title", "kind", "governorate", "posted", "deadline")

    title: Title
    kind: Literal["job", "volunteer", "internship", "training", "consultancy", "tender", "grant"]
    governorate: Term | None = None
    remote: Flag | None = None
    posted: Date
    deadline: Date
    paid: Flag | None = None
    hours: Line | None = None
    requirements: Text | None = None
    how_to_apply: Text
