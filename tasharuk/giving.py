"""Who may be given money today, and by which accounts: one answer for the pages and for the open data."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from tasharuk.catalogue import Catalogue
from tasharuk.model.campaign import Campaign
from tasharuk.model.organization import Organization
from tasharuk.model.shared import Channel
from tasharuk.status import CampaignState, campaign_state

State: TypeAlias = CampaignState | Literal["halted"]


class Way(NamedTuple):
    """A way to give, and the organization that it belongs to, where that is known."""

    channel: Channel
    organization: Organization | None


def state_of(catalogue: Catalogue, campaign: Campaign) -> State:
    """Return open, upcoming or ended, or halted when no organization behind it is at work any more."""
    state = campaign_state(campaign, catalogue.today)
    return "halted" if state == "open" and not catalogue.is_open_campaign(campaign) else state


def ways_to_organization(catalogue: Catalogue, organization: Organization) -> tuple[Way, ...]:
    """Return the ways to give to an organization: none to one that is suspended, dissolved or merged."""
    if not catalogue.may_receive(organization):
        return ()
    return tuple(Way(channel, organization) for channel in organization.donation_channels)


def ways_to_campaign(catalogue: Catalogue, campaign: Campaign) -> tuple[Way, ...]:
    """Return the ways to give to a campaign: its own, else those of its organizations; none unless it is open."""
    if state_of(catalogue, campaign) != "open":
        return ()
    owners = catalogue.organizations_of(campaign)
    if campaign.channels:
        return tuple(Way(channel, owners[0] if owners else None) for channel in campaign.channels)
    return tuple(way for owner in owners for way in ways_to_organization(catalogue, owner))


def level_of_channel(channel: Channel) -> Literal["documented", "declared"]:
    """Return how far an account can be trusted."""
    return "documented" if channel.evidence else "declared"
