"""Stage check: the Catalogue comes in, the problems that show only across records go out. One file a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from tasharuk.catalogue import Catalogue
from tasharuk.change import Change
from tasharuk.parallel import share
from tasharuk.problems import Problem
from tasharuk.rules.account_name_mismatch import account_name_mismatch, campaign_channel_unlisted, channel_incomplete
from tasharuk.rules.allowed_path import odd_mode, path_not_allowed
from tasharuk.rules.base import Rule
from tasharuk.rules.campaign_arithmetic import campaign_arithmetic
from tasharuk.rules.dangling_reference import dangling_reference
from tasharuk.rules.date_order import (
    closing_report_missing,
    date_order,
    deadline_passed,
    future_date,
    long_campaign,
)
from tasharuk.rules.host_similar import host_similar, link_hides_target
from tasharuk.rules.missing_media import missing_media
from tasharuk.rules.name_clash import name_clash, name_similar, reserved_name
from tasharuk.rules.name_script import name_not_arabic
from tasharuk.rules.ownership import not_owner, owner_unknown
from tasharuk.rules.registration_required import contact_required, merged_into_required, registration_required
from tasharuk.rules.registry_mismatch import registry_mismatch, unconfirmable_field
from tasharuk.rules.risky_change import CODE_OF_RISK, claim_new, money_new, record_removed, risky_change
from tasharuk.rules.shared_account import shared_account, shared_phone, shared_registration, shared_website
from tasharuk.rules.slug_collision import post_name, reserved_slug, slug_collision, slug_similar
from tasharuk.rules.stale_profile import review_due, stale_figures, stale_profile
from tasharuk.rules.told_in_text import contact_in_name, told_in_text
from tasharuk.rules.unknown_term import unknown_term
from tasharuk.rules.withheld_field import withheld_given, withheld_unknown

RULES: tuple[Rule, ...] = (
    account_name_mismatch,
    campaign_arithmetic,
    campaign_channel_unlisted,
    channel_incomplete,
    closing_report_missing,
    contact_in_name,
    contact_required,
    dangling_reference,
    date_order,
    deadline_passed,
    future_date,
    host_similar,
    link_hides_target,
    long_campaign,
    merged_into_required,
    missing_media,
    name_clash,
    name_not_arabic,
    name_similar,
    post_name,
    registration_required,
    registry_mismatch,
    reserved_name,
    reserved_slug,
    review_due,
    shared_account,
    shared_phone,
    shared_registration,
    shared_website,
    slug_collision,
    slug_similar,
    stale_figures,
    stale_profile,
    told_in_text,
    unconfirmable_field,
    unknown_term,
    withheld_given,
    withheld_unknown,
)
# what takes longest begins first, so that processes end together
LONGEST_FIRST: tuple[Rule, ...] = tuple(dict.fromkeys((told_in_text, name_similar, host_similar, unknown_term, *RULES)))
# rules that judge each record by itself, its organizations, their entries in the registry, the day, the settings and
# the closed lists; `tests/test_verdicts.py` holds them to that
ONE_BY_ONE: tuple[Rule, ...] = (
    account_name_mismatch,
    campaign_arithmetic,
    campaign_channel_unlisted,
    channel_incomplete,
    closing_report_missing,
    contact_in_name,
    contact_required,
    date_order,
    deadline_passed,
    future_date,
    link_hides_target,
    long_campaign,
    name_not_arabic,
    post_name,
    registration_required,
    reserved_name,
    stale_figures,
    stale_profile,
    told_in_text,
    unknown_term,
    withheld_given,
    withheld_unknown,
)
# rules that compare organizations, their entries in the registry and campaigns, and look at no other record
OF_BODIES: tuple[Rule, ...] = (
    host_similar,
    merged_into_required,
    name_clash,
    name_similar,
    registry_mismatch,
    review_due,
    shared_account,
    shared_phone,
    shared_registration,
    shared_website,
    slug_collision,
    slug_similar,
    unconfirmable_field,
)
# codes of rules that report more than one, beside those named as their function
MORE_CODES = frozenset(
    {
        "allocation_sum",
        "arabic_comma",
        "district_elsewhere",
        "implausible_amount",
        "mixed_currencies",
        "national_alone",
        "no_profile",
        "registry_without_profile",
        "repeated_term",
        "reserved_address",
        "reserved_name_part",
        "spent_over_received",
        "account_in_text",
        "national_number_in_text",
        "payment_link_in_text",
        "phone_in_text",
        "position_in_text",
        "unknown_partner",
        "unused_media",
    }
)
RULE_CODES: frozenset[str] = MORE_CODES | {rule.__name__ for rule in RULES} - {
    "campaign_arithmetic",
    "reserved_slug",
    "told_in_text",
}


ChangeRule: TypeAlias = Callable[[Change], Iterator[Problem]]
CHANGE_RULES: tuple[ChangeRule, ...] = (
    risky_change,
    money_new,
    claim_new,
    record_removed,
    not_owner,
    owner_unknown,
    path_not_allowed,
    odd_mode,
)
CHANGE_CODES: frozenset[str] = frozenset({*CODE_OF_RISK.values(), *(rule.__name__ for rule in CHANGE_RULES)}) - {
    "risky_change"
}


def check_change(change: Change) -> list[Problem]:
    """Judge a change against its base; the problems stand in the order of the rules."""
    return [problem for rule in CHANGE_RULES for problem in rule(change)]


def check_catalogue(catalogue: Catalogue, jobs: int = 1) -> list[Problem]:
    """Run every rule, shared among processes; the problems stand in the order of the rules."""
    found = dict(zip(LONGEST_FIRST, share(lambda rule: list(rule(catalogue)), LONGEST_FIRST, jobs), strict=True))
    return [problem for rule in RULES for problem in found[rule]]
