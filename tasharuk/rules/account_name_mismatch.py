"""Money goes to the organization that is named, by a way that is complete and known."""

from __future__ import annotations

from collections.abc import Iterator

from tasharuk.arabic import name_key, skeleton
from tasharuk.catalogue import Catalogue
from tasharuk.model.campaign import Campaign
from tasharuk.model.fields import canonical_account
from tasharuk.model.organization import Organization
from tasharuk.model.shared import Channel
from tasharuk.problems import Problem, Severity
from tasharuk.rules.base import problem
from tasharuk.rules.shared_account import channels_of


def account_name_mismatch(catalogue: Catalogue) -> Iterator[Problem]:
    """An account whose holder is not the organization is held."""
    records: list[Organization | Campaign] = [*catalogue.organizations.values(), *catalogue.campaigns.values()]
    for record in records:
        owners = _owners(catalogue, record) if isinstance(record, Campaign) else (record,)
        known = {key for owner in owners for key in _keys(owner)}
        name, channels = channels_of(record)
        for index, channel in enumerate(channels):
            given = channel.account_name
            if owners and name_key(given) not in known and f"en:{skeleton(given)}" not in known:
                yield problem(
                    record,
                    "account_name_mismatch",
                    name,
                    index,
                    "account_name",
                    severity=Severity.HELD,
                    given=given,
                    expected=owners[0].name,
                )


def _owners(catalogue: Catalogue, campaign: Campaign) -> tuple[Organization, ...]:
    """Return the organizations of a campaign; none unless every profile could be read whole."""
    owners = catalogue.organizations_of(campaign)
    is_whole = len(owners) == len(campaign.organizations) and not {owner.path for owner in owners} & catalogue.unread
    return owners if is_whole else ()


def _keys(owner: Organization) -> Iterator[str]:
    yield name_key(owner.name)
    for name in (*owner.former_names, *owner.aliases):
        yield name_key(name)
    if owner.name_en:
        yield f"en:{skeleton(owner.name_en)}"


def campaign_channel_unlisted(catalogue: Catalogue) -> Iterator[Problem]:
    """An account that only a campaign knows, and no profile of its organizations, is held."""
    for campaign in catalogue.campaigns.values():
        owners = _owners(catalogue, campaign)
        known = {way for owner in owners for channel in owner.donation_channels for way in _ways(channel)}
        for index, channel in enumerate(campaign.channels):
            unknown = sorted(set(_ways(channel)) - known)
            if owners and unknown:
                yield problem(
                    campaign, "campaign_channel_unlisted", "channels", index, severity=Severity.HELD, given=unknown[0]
                )


def _ways(channel: Channel) -> Iterator[str]:
    for value in (channel.account_number, channel.iban):
        if value:
            yield canonical_account(value)
    if channel.url:
        yield channel.url


def channel_incomplete(catalogue: Catalogue) -> Iterator[Problem]:
    """A way to give must hold what a donor needs to use it."""
    for record in (*catalogue.organizations.values(), *catalogue.campaigns.values()):
        name, channels = channels_of(record)
        for index, channel in enumerate(channels):
            missing = {
                "bank": not (channel.account_number or channel.iban) and "account_number",
                "wallet": not channel.account_number and "account_number",
                "payment_link": not channel.url and "url",
            }.get(channel.kind)
            if missing:
                yield problem(record, "channel_incomplete", name, index, given=channel.kind, missing=missing)
