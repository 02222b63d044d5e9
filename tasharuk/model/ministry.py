"""What the ministry publishes itself: initiatives, resources, access centers, news and pages."""

from __future__ import annotations

from typing import Literal

from tasharuk.model.base import Record
from tasharuk.model.fields import Date, Flag, Line, MediaFile, NameText, Phone, Reference, Summary, Term, Title, WebUrl


class Initiative(Record):
    """A national initiative that gathers projects and campaigns: `content/initiatives/<slug>.md`."""

    title: Title
    lead: Line
    start: Date | None = None
    end: Date | None = None
    goals: tuple[Line, ...] = ()
    summary: Summary


class Resource(Record):
    """A law, circular, form, guide or course for organizations: `content/resources/<slug>.md`."""

    title: Title
    kind: Literal["law", "circular", "form", "guide", "course"]
    issuer: Line | None = None
    number: Reference | None = None
    date: Date | None = None
    in_force: Flag | None = None
    url: WebUrl | None = None
    file: MediaFile | None = None
    summary: Summary


class AccessCenter(Record):
    """A help desk where organizations get help with their data: `content/access-centers/<slug>.yml`."""

    name: NameText
    governorate: Term
    address: Line
    hours: Line | None = None
    phones: tuple[Phone, ...] = ()
    services: tuple[Line, ...] = ()
    accessible: Flag | None = None


class News(Record):
    """A notice of the ministry: `content/news/<slug>.md`."""

    title: Title
    date: Date
    summary: Summary | None = None


class ContentPage(Record):
    """A page of the site's own, such as the donor guide: `content/pages/<slug>.md`."""

    title: Title
    summary: Summary | None = None
