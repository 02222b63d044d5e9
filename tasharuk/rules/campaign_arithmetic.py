"""The figures of a campaign must add up."""

from __future__ import annotations

from collections.abc import Iterator

from tasharuk.catalogue import Catalogue
from tasharuk.model.campaign import Campaign
from tasharuk.problems import Problem, Severity
from tasharuk.rules.base import problem

IMPLAUSIBLE = 10  # times the goal


def campaign_arithmetic(catalogue: Catalogue) -> Iterator[Problem]:
    """Spent is at most what came in, the items sum to the goal, and all of it is in one currency."""
    for campaign in catalogue.campaigns.values():
        mixed = list(_mixed(campaign))
        yield from mixed
        if not mixed:
            yield from _sums(campaign)


def _mixed(campaign: Campaign) -> Iterator[Problem]:
    goal = campaign.goal.currency
    for name in ("pledged", "received", "spent"):
        amount = getattr(campaign, name)
        if amount is not None and amount.currency != goal:
            yield problem(campaign, "mixed_currencies", name, "currency", given=amount.currency, expected=goal)
    for index, part in enumerate(campaign.allocation):
        if part.amount.currency != goal:
            path = ("allocation", index, "amount", "currency")
            yield problem(campaign, "mixed_currencies", *path, given=part.amount.currency, expected=goal)


def _sums(campaign: Campaign) -> Iterator[Problem]:
    goal = campaign.goal.in_new_units
    received = campaign.received.in_new_units if campaign.received else None
    spent = campaign.spent.in_new_units if campaign.spent else None
    if spent is not None and received is not None and spent > received:
        yield problem(campaign, "spent_over_received", "spent", given=f"{spent:,}", expected=f"{received:,}")
    if campaign.allocation:
        total = sum(part.amount.in_new_units for part in campaign.allocation)
        if total != goal:
            yield problem(campaign, "allocation_sum", "allocation", given=f"{total:,}", expected=f"{goal:,}")
    if received is not None and received > IMPLAUSIBLE * goal:
        yield problem(
            campaign,
            "implausible_amount",
            "received",
            severity=Severity.WARNING,
            given=f"{received:,}",
            expected=f"{goal:,}",
        )
