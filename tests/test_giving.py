"""Who may be given money today, and by which accounts."""

from __future__ import annotations

from typing import Any

import pytest

from tasharuk.giving import level_of_channel, state_of, ways_to_campaign, ways_to_organization
from tasharuk.model.campaign import Campaign
from tasharuk.model.organization import Organization
from tasharuk.model.registry import RegistryRecord
from tasharuk.urls import BaseUrl
from tasharuk.views import AllViews
from tests.tools.records import catalogue, record, words

CHANNEL = {"kind": "bank", "account_name": "جمعية المصباح", "account_number": "770011", "valid_from": "2026-01-01"}


def organization(slug: str = "lamp", **fields: Any) -> Organization:
    return record(Organization, slug, donation_channels=[{**CHANNEL, "note": slug}], **fields)


@pytest.mark.parametrize(
    ("status", "shown"), [("pending", 1), ("active", 1), ("suspended", 0), ("dissolved", 0), ("merged", 0)]
)
def test_an_organization_is_given_to_while_it_is_at_work_as_the_register_says(status: str, shown: int) -> None:
    item = organization()
    found = catalogue(item, record(RegistryRecord, status=status))
    assert len(ways_to_organization(found, item)) == shown
    assert len(AllViews(found, words(), BaseUrl("https://tasharuk.example/")).channels_to(item)) == shown


def test_the_account_of_a_suspended_partner_does_not_stand_on_the_page_of_an_open_campaign() -> None:
    campaign = record(Campaign, "ink", organizations=["mill", "lamp"])
    found = catalogue(organization(), organization("mill", status="suspended"), campaign)
    assert state_of(found, campaign) == "open"
    (row,) = AllViews(found, words(), BaseUrl("https://tasharuk.example/")).channels_of(campaign)
    assert row["note"] == "lamp"


def test_a_campaign_of_nobody_at_work_is_halted_and_shows_nothing() -> None:
    campaign = record(Campaign, "ink", channels=[CHANNEL])
    found = catalogue(organization(status="dissolved"), campaign)
    assert state_of(found, campaign) == "halted"
    assert ways_to_campaign(found, campaign) == ()


def test_own_channels_come_before_those_of_organizations() -> None:
    campaign = record(Campaign, "ink", channels=[{**CHANNEL, "note": "own"}])
    found = catalogue(organization(), campaign)
    assert [way.channel.note for way in ways_to_campaign(found, campaign)] == ["own"]


def test_an_account_with_evidence_is_documented() -> None:
    found = catalogue(record(Organization, donation_channels=[CHANNEL, {**CHANNEL, "evidence": "كشف من المصرف"}]))
    ways = ways_to_organization(found, found.organizations["lamp"])
    assert [level_of_channel(way.channel) for way in ways] == ["declared", "documented"]
