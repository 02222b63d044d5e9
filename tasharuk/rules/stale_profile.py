"""Facts age: what nobody has confirmed for long is mentioned."""

from __future__ import annotations

from collections.abc import Iterator

from tasharuk.catalogue import Catalogue
from tasharuk.problems import Problem, Severity
from tasharuk.rules.base import problem
from tasharuk.status import is_stale


def stale_profile(catalogue: Catalogue) -> Iterator[Problem]:
    """A profile should be looked through at least once a year."""
    limit = catalogue.settings.thresholds.stale_profile_days
    for organization in catalogue.listed_organizations:
        if is_stale(organization, catalogue.today, limit):
            yield problem(
                organization,
                "stale_profile",
                "updated",
                severity=Severity.WARNING,
                given=organization.updated,
                limit=limit,
            )


def stale_figures(catalogue: Catalogue) -> Iterator[Problem]:
    """The figures of an open campaign should be of this season."""
    limit = catalogue.settings.thresholds.stale_figures_days
    for campaign in catalogue.open_campaigns:
        if (catalogue.today - campaign.as_of).days > limit:
            yield problem(
                campaign, "stale_figures", "as_of", severity=Severity.WARNING, given=campaign.as_of, limit=limit
            )


def review_due(catalogue: Catalogue) -> Iterator[Problem]:
    """A registry record whose date of review has passed is mentioned to the ministry."""
    for record in catalogue.registry.values():
        if record.review_due is not None and record.review_due < catalogue.today:
            yield problem(record, "review_due", "review_due", severity=Severity.WARNING, given=record.review_due)
