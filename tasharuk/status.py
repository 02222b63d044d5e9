"""What a date makes of a record: open or closed, stale or fresh. Pure functions of a record and today."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from tasharuk.model.activity import Opportunity
from tasharuk.model.campaign import Campaign
from tasharuk.model.organization import Organization
from tasharuk.model.shared import Amount, Need

CampaignState: TypeAlias = Literal["open", "upcoming", "ended"]


def campaign_state(campaign: Campaign, today: date) -> CampaignState:
    """Tell whether a campaign takes donations today; its last day still counts."""
    if campaign.end is not None and campaign.end < today:
        return "ended"
    return "upcoming" if campaign.start > today else "open"


def is_open_opportunity(opportunity: Opportunity, today: date) -> bool:
    """Tell whether the deadline has not passed; the last day still counts."""
    return opportunity.deadline >= today


def is_open_need(need: Need, today: date) -> bool:
    """Tell whether a need or an offer still holds."""
    is_met = need.quantity is not None and need.met is not None and need.met >= need.quantity
    return need.expires >= today and not is_met


def is_stale(organization: Organization, today: date, max_age_days: int) -> bool:
    """Tell whether nobody has confirmed the profile for longer than the limit, in days."""
    return (today - organization.updated).days > max_age_days


def progress_percent(campaign: Campaign) -> int | None:
    """Return how much of the goal has come in, in whole percent rounded down; over 100 when over-reached.

    None when no figure was given, or when it is in another currency than the goal.
    """
    raised = campaign.received or campaign.pledged
    if raised is None or raised.currency != campaign.goal.currency:
        return None
    return int(raised.in_new_units * 100 / campaign.goal.in_new_units)


def share_percent(part: Amount, whole: Amount) -> Decimal:
    """Return the share of `part` in `whole`, in percent."""
    return part.in_new_units * 100 / whole.in_new_units
