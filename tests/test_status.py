"""What a date makes of a record: every limit on its last day, and on the day after."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tasharuk.model.activity import Opportunity
from tasharuk.model.campaign import Campaign
from tasharuk.model.organization import Organization
from tasharuk.model.shared import Amount
from tasharuk.status import (
    campaign_state,
    is_open_need,
    is_open_opportunity,
    is_stale,
    progress_percent,
    share_percent,
)
from tests.tools.records import need, record

LAST = date(2026, 3, 31)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("today", "state"),
    [
        pytest.param(date(2026, 2, 28), "upcoming", id="day before the start"),
        pytest.param(date(2026, 3, 1), "open", id="first day"),
        pytest.param(LAST, "open", id="last day"),
        pytest.param(LAST + DAY, "ended", id="day after the end"),
    ],
)
def test_a_campaign_is_open_from_its_first_to_its_last_day(today: date, state: str) -> None:
    campaign = record(Campaign, start="2026-03-01", end=LAST.isoformat())
    assert campaign_state(campaign, today) == state


def test_a_campaign_without_an_end_stays_open() -> None:
    assert campaign_state(record(Campaign, start="2026-03-01"), date(2099, 1, 1)) == "open"


def test_a_campaign_that_ended_before_it_began_is_ended_not_upcoming() -> None:
    campaign = record(Campaign, start="2026-05-01", end=LAST.isoformat())
    assert campaign_state(campaign, LAST + DAY) == "ended"


@pytest.mark.parametrize(("today", "is_open"), [(LAST, True), (LAST + DAY, False)], ids=["last day", "day after"])
def test_opportunities_and_needs_hold_through_their_last_day(today: date, is_open: bool) -> None:
    assert is_open_opportunity(record(Opportunity, deadline=LAST.isoformat()), today) is is_open
    assert is_open_need(need(expires=LAST.isoformat()), today) is is_open


@pytest.mark.parametrize(
    ("figures", "is_open"),
    [
        ({"quantity": "10", "met": "9"}, True),
        ({"quantity": "10", "met": "10"}, False),
        ({"quantity": "10", "met": "11"}, False),
        ({"quantity": "10"}, True),
        ({"met": "10"}, True),
    ],
    ids=["short of one", "met", "over-met", "nothing came in", "no quantity to meet"],
)
def test_a_need_is_closed_once_all_of_it_has_come_in(figures: dict[str, str], is_open: bool) -> None:
    assert is_open_need(need(expires=LAST.isoformat(), **figures), LAST) is is_open


@pytest.mark.parametrize(("age_days", "stale"), [(0, False), (365, False), (366, True)])
def test_a_profile_goes_stale_the_day_after_its_limit(age_days: int, stale: bool) -> None:
    profile = record(Organization, updated="2025-03-31")
    assert is_stale(profile, profile.updated + timedelta(days=age_days), max_age_days=365) is stale


def syp(value: str, **more: str) -> dict[str, str]:
    return {"value": value, "currency": "SYP", **more}


@pytest.mark.parametrize(
    ("figures", "percent"),
    [
        ({}, None),
        ({"pledged": syp("500")}, 50),
        ({"received": syp("250"), "pledged": syp("900")}, 25),
        ({"received": syp("999")}, 99),
        ({"received": syp("1000")}, 100),
        ({"received": syp("1500")}, 150),
        ({"received": syp("50000", series="old")}, 50),
        ({"received": {"value": "900", "currency": "USD"}}, None),
    ],
    ids=[
        "no figure",
        "pledged alone",
        "received rather than pledged",
        "rounded down: never full too early",
        "reached",
        "over-reached",
        "old pounds against new ones",
        "another currency",
    ],
)
def test_progress_is_the_share_of_the_goal_that_has_come_in(figures: dict[str, Any], percent: int | None) -> None:
    assert progress_percent(record(Campaign, **figures)) == percent


def test_a_share_counts_old_pounds_at_a_hundredth() -> None:
    old = Amount.model_validate(syp("12500", series="old"))
    assert share_percent(old, Amount.model_validate(syp("1000"))) == Decimal("12.5")
