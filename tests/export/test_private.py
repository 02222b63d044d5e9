"""What the data tell is what the pages tell: accounts where and as long as they are shown, nothing withheld."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tasharuk.catalogue import Catalogue
from tasharuk.export import organization_files
from tasharuk.export.columns import LEFT_OUT, columns_of, is_left_out
from tasharuk.export.hxl import TAGS, tags_of
from tasharuk.export.rows import RowMaker
from tasharuk.export.tables import TABLES
from tasharuk.labels import part_in
from tasharuk.model.activity import Post
from tasharuk.model.base import Part, Record
from tasharuk.model.campaign import Campaign
from tasharuk.model.organization import Organization
from tasharuk.model.registry import RegistryRecord
from tasharuk.model.shared import Need
from tasharuk.urls import BaseUrl
from tests.tools.building import Built
from tests.tools.records import catalogue, need, record
from tests.tools.verdict import none_of

BASE = BaseUrl("https://tasharuk.example/dir/")
ACCOUNT = "770012345678"
CHANNEL = {"kind": "bank", "account_name": "جمعية المصباح", "account_number": ACCOUNT, "valid_from": "2026-01-01"}


def rows(found: Catalogue, table: str) -> list[dict[str, Any]]:
    """Return the rows of a table in plain values."""
    (chosen,) = (item for item in TABLES if item.name == table)
    return [row for piece in RowMaker(found, BASE).pieces(chosen) for row in piece.make()]


def everything(found: Catalogue) -> str:
    """Return all that the data tell, as one text."""
    told = [rows(found, table.name) for table in TABLES]
    return json.dumps(told, ensure_ascii=False) + "".join(
        file.content.decode() for file in organization_files(found, BASE)
    )


def giving(**fields: Any) -> Organization:
    return record(Organization, donation_channels=[CHANNEL], **fields)


def test_an_account_stands_beside_its_level_and_its_first_day() -> None:
    found = catalogue(giving(), record(Campaign, "ink", channels=[{**CHANNEL, "evidence": "كشف من المصرف"}]))
    (organization,) = rows(found, "organizations")
    (campaign,) = rows(found, "campaigns")
    (own,), (other,) = organization["donation_channels"], campaign["channels"]
    assert (own["account_number"], own["level"], own["valid_from"]) == (ACCOUNT, "declared", "2026-01-01")
    assert (other["account_number"], other["level"], other["valid_from"]) == (ACCOUNT, "documented", "2026-01-01")
    (file,) = organization_files(found, BASE)
    levels = json.loads(file.content)["levels"]
    assert levels["donation_channels.0"] == {"level": "declared", "on": "2026-01-01"}


def test_a_campaign_without_channels_shows_those_of_its_organization() -> None:
    (row,) = rows(catalogue(giving(), record(Campaign, "ink")), "campaigns")
    assert [(way["organization"], way["account_number"]) for way in row["channels"]] == [("lamp", ACCOUNT)]


@pytest.mark.parametrize("status", ["suspended", "dissolved", "merged"])
@pytest.mark.parametrize("who", ["profile", "registry"])
def test_an_organization_not_at_work_shows_no_account_anywhere(status: str, who: str) -> None:
    said = {"status": status} if who == "profile" else {}
    registry = [record(RegistryRecord, status=status)] if who == "registry" else []
    found = catalogue(giving(**said), record(Campaign, "ink", channels=[CHANNEL]), *registry)
    assert ACCOUNT not in everything(found)
    assert rows(found, "organizations")[0]["status"] == status
    assert rows(found, "campaigns")[0]["state"] == "halted"


@pytest.mark.parametrize("days", [{"end": "2026-11-23"}, {"start": "2026-11-25"}])
def test_a_campaign_not_open_today_shows_no_account(days: dict[str, str]) -> None:
    found = catalogue(record(Organization), record(Campaign, "ink", channels=[CHANNEL], **days))
    assert ACCOUNT not in everything(found)


def test_a_joint_campaign_shows_no_account_of_the_partner_that_is_suspended() -> None:
    other = record(
        Organization, "mill", status="suspended", donation_channels=[{**CHANNEL, "account_number": "991199"}]
    )
    found = catalogue(giving(), other, record(Campaign, "ink", organizations=["lamp", "mill"]))
    assert [way["organization"] for way in rows(found, "campaigns")[0]["channels"]] == ["lamp"]
    assert "991199" not in everything(found)


def test_no_account_stands_in_a_table_for_spreadsheets() -> None:
    shown = {(table.name, column.path[-1]) for table in TABLES for column in table.columns}
    accounts = {"account_number", "iban", "swift", "account_name"}
    none_of(f"{table}: {field}" for table, field in sorted(shown) if field in accounts)


def test_what_is_withheld_is_told_nowhere() -> None:
    withheld = [
        {"field": field, "reason": "safety"} for field in ("contacts.address", "offices.address", "contacts.email")
    ]
    item = record(
        Organization,
        contacts={"address": "شارع السرّ", "email": "secret@lamp.example", "hours": "صباحًا"},
        offices=[{"governorate": "homs", "address": "زقاق السرّ", "hours": "مساءً"}],
        withheld=withheld,
    )
    (row,) = rows(catalogue(item), "organizations")
    assert row["contacts"] == {"hours": "صباحًا"}
    assert row["offices"] == [{"governorate": "homs", "hours": "مساءً"}]
    assert [entry["field"] for entry in row["withheld"]] == [entry["field"] for entry in withheld]


def test_names_of_those_who_run_an_organization_stand_in_no_table() -> None:
    item = record(Organization, people={"chair": "رنا حدّاد", "board": [{"name": "سامر قاسم"}]}, women_on_board="3")
    told = json.dumps(rows(catalogue(item), "organizations"), ensure_ascii=False)
    assert "رنا" not in told
    assert "سامر" not in told
    assert "women_on_board" not in told


def test_needs_that_are_met_or_over_are_told_no_more() -> None:
    open_one, met, over = need(), need(title="كراسي", quantity="2", met="2"), need(title="خبز", expires="2026-11-23")
    fields = {"needs": [item.model_dump(mode="json", exclude_none=True) for item in (open_one, met, over)]}
    found = catalogue(record(Organization, **fields))
    assert [row["title"] for row in rows(found, "needs")] == ["دفاتر مدرسية"]
    assert "كراسي" not in json.dumps([rows(found, table.name) for table in TABLES], ensure_ascii=False)


def test_a_row_tells_how_far_to_trust_it_which_day_it_is_of_and_whether_it_is_real() -> None:
    found = catalogue(record(Organization, example=True), record(Post, "2026-05-01-hour", "lamp"))
    (row,) = rows(found, "posts")
    told = {name: row[name] for name in ("standing", "updated", "example", "url")}
    assert told == {
        "standing": "declared",
        "updated": "2026-05-01",
        "example": True,
        "url": "https://tasharuk.example/dir/organizations/lamp/posts/2026-05-01-hour/",
    }


# --- every field is published, or said why not


def models() -> Iterator[type[Part]]:
    """Yield the models that have a table, and all groups of fields inside them."""
    waiting: list[type[Part]] = [table.record for table in TABLES if table.record is not None]
    waiting.append(Need)
    seen: set[type[Part]] = set()
    while waiting:
        model = waiting.pop()
        if model not in seen:
            seen.add(model)
            yield model
            waiting += filter(None, (part_in(info.annotation) for info in model.model_fields.values()))


def test_every_field_has_a_column_or_a_reason_why_not() -> None:
    for table in TABLES:
        model: type[Record] | None = table.record
        if model is None:
            continue
        shown = {column.path[0] for column in table.columns}
        left = {field for field in model.model_fields if is_left_out(model, field)}
        assert shown >= set(model.model_fields) - left, table.name
        assert not left & {column.path[0] for column in columns_of(model)}
    fields = {f"{model.__name__}.{name}" for model in models() for name in model.model_fields}
    none_of(f"{name} is left out and does not exist" for name in LEFT_OUT if name not in fields)
    assert all(LEFT_OUT.values())


def test_every_field_inside_a_group_is_told_in_json() -> None:
    full = {"item": "كتب", "amount": {"value": "1000", "currency": "SYP"}, "governorate": "homs"}
    (row,) = rows(catalogue(record(Organization), record(Campaign, "ink", allocation=[full])), "campaigns")
    assert row["allocation"] == [{**full, "amount": {"value": 1000, "currency": "SYP"}}]


def test_tags_are_given_to_columns_that_exist_and_look_like_tags() -> None:
    for table in TABLES:
        names = {column.name for column in table.columns}
        none_of(f"{table.name} has no column {name}" for name in TAGS[table.name] if name not in names)
        tags = list(tags_of(table))
        assert len(tags) == len(table.columns)
        for tag in filter(None, tags):
            head, *attributes = tag.split("+")
            assert head.startswith("#"), tag
            assert all(attribute.isascii() and attribute.replace("_", "").isalnum() for attribute in attributes), tag
        assert len(set(filter(None, tags))) == len([tag for tag in tags if tag]), f"{table.name} has a tag twice"


@pytest.mark.site
@pytest.mark.xdist_group("site")
def test_the_built_data_show_the_accounts_that_the_pages_show_and_no_other(site: Built) -> None:
    compared = 0
    for table, field in (("organizations", "donation_channels"), ("campaigns", "channels")):
        for row in json.loads((site.folder / f"data/{table}.json").read_text(encoding="utf-8")):
            page = site.page_by_url[f"/{table}/{row['slug']}/"].html
            told = [way["account_number"] for way in row[field] if "account_number" in way]
            assert all(number in page for number in told), row["slug"]
            assert ('id="give"' in page) == bool(row[field]), row["slug"]
            compared += len(told)
    assert compared > 5
