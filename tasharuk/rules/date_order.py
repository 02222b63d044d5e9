"""Dates must follow each other, and nothing has happened tomorrow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

from tasharuk.catalogue import Catalogue
from tasharuk.labels import part_in
from tasharuk.model.activity import Opportunity
from tasharuk.model.base import Part, Record
from tasharuk.model.campaign import Campaign
from tasharuk.model.organization import Organization
from tasharuk.problems import Problem, Severity
from tasharuk.rules.base import problem

# pairs of fields, in any group of fields: the second may not lie before the first
ORDERED = (("start", "end"), ("posted", "deadline"), ("posted", "expires"), ("date", "licence_expires"))
# fields that tell of the past: neither may lie in the future. The end of a licence or a plan may.
PAST = frozenset({"date", "updated", "as_of", "posted", "on", "valid_from", "status_since", "registration_date"})
MAX_CAMPAIGN_DAYS = 3 * 366
FORGOTTEN_DAYS = 90


def date_order(catalogue: Catalogue) -> Iterator[Problem]:
    """An end may not lie before its start."""
    for record in catalogue.records:
        for path, part in parts_of(record):
            for first, second in _ordered_fields(type(part)):
                start, end = getattr(part, first), getattr(part, second)
                if isinstance(start, date) and isinstance(end, date) and end < start:
                    yield problem(record, "date_order", *path, second, given=end, expected=start)


def future_date(catalogue: Catalogue) -> Iterator[Problem]:
    """What is told as having happened may not be dated after today."""
    for record in catalogue.records:
        for path, part in parts_of(record):
            for name in _past_fields(type(part)):
                value = getattr(part, name)
                if isinstance(value, date) and value > catalogue.today:
                    yield problem(record, "future_date", *path, name, given=value, today=catalogue.today)


@cache
def _ordered_fields(model: type[Part]) -> tuple[tuple[str, str], ...]:
    return tuple(pair for pair in ORDERED if set(pair) <= model.model_fields.keys())


@cache
def _past_fields(model: type[Part]) -> tuple[str, ...]:
    return tuple(name for name in model.model_fields if name in PAST)


def parts_of(part: Part, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Part]]:
    """Yield (path, group) of a record and of every group of fields inside it."""
    yield path, part
    for name in group_fields(type(part)):
        value = getattr(part, name)
        if isinstance(value, Part):
            yield from parts_of(value, (*path, name))
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, Part):
                    yield from parts_of(item, (*path, name, index))


@cache
def group_fields(model: type[Part]) -> tuple[str, ...]:
    """Return the fields that may hold groups of fields, in their order: of a post's twelve two."""
    return tuple(name for name, info in model.model_fields.items() if part_in(info.annotation) is not None)


def long_campaign(catalogue: Catalogue) -> Iterator[Problem]:
    """A campaign longer than three years is mentioned."""
    for campaign in catalogue.campaigns.values():
        if campaign.end is not None and (campaign.end - campaign.start).days > MAX_CAMPAIGN_DAYS:
            yield problem(campaign, "long_campaign", "end", severity=Severity.WARNING, given=campaign.end)


def deadline_passed(catalogue: Catalogue) -> Iterator[Problem]:
    """What ended long ago should be removed or renewed by who published it."""
    for record in catalogue.records:
        for path, value in _deadlines(record):
            if (catalogue.today - value).days > FORGOTTEN_DAYS:
                yield problem(record, "deadline_passed", *path, severity=Severity.WARNING, given=value)


def _deadlines(record: Record) -> Iterator[tuple[tuple[str | int, ...], date]]:
    if isinstance(record, Opportunity):
        yield ("deadline",), record.deadline
    if isinstance(record, Organization):
        for name in ("needs", "offers"):
            for index, need in enumerate(getattr(record, name)):
                yield (name, index, "expires"), need.expires


def closing_report_missing(catalogue: Catalogue) -> Iterator[Problem]:
    """A campaign that ended more than 60 days ago owes its donors a closing report."""
    for campaign in catalogue.campaigns.values():
        if _is_overdue(campaign, catalogue.today) and not campaign.closing_report:
            yield problem(campaign, "closing_report_missing", "end", severity=Severity.WARNING, given=campaign.end)


def _is_overdue(campaign: Campaign, today: date) -> bool:
    return campaign.end is not None and (today - campaign.end).days > 60
