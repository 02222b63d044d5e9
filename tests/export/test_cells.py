"""Cells of CSV: what a spreadsheet would run, round or turn into a date comes out as it went in, behind one sign."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from tasharuk.export.cells import GUARD, JOIN, Cells, guarded
from tasharuk.export.columns import columns_of
from tasharuk.export.rows import RowMaker
from tasharuk.export.tables import TABLES
from tasharuk.model.activity import Post
from tasharuk.model.base import Record
from tasharuk.model.campaign import Campaign
from tasharuk.model.organization import Organization
from tasharuk.urls import BaseUrl
from tests.tools.records import catalogue, record

HOSTILE = [
    '=HYPERLINK("https://evil.example","تبرّع")',
    "+963112345670",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "\u200f=1+1",
    "\u061c +1",
    "\uff1d1+1",
    "'جمعية",
    "12/2011",
    "0112345670",
    "00123456789012345678",
    "1e5",
    "12:30",
    "2026-10-03",
]
HARMLESS = ["جمعية المصباح", "a=b", "SY0100", "10:00 إلى 12:00", "أ-ب", 'قال "نعم"', "سطر\nوسطر", "أ,ب;ج", ""]


def read_back(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_spreadsheet_would_take_for_something_else_stands_behind_one_sign(text: str) -> None:
    assert guarded(text) == GUARD + text


@pytest.mark.parametrize("text", HARMLESS)
def test_any_other_text_stands_as_it_is(text: str) -> None:
    assert guarded(text) == text


@pytest.mark.parametrize("text", [*HOSTILE, *HARMLESS])
def test_one_sign_taken_away_is_the_original(text: str) -> None:
    assert guarded(text).removeprefix(GUARD) == text


def cells(*records: Record, table: str = "organizations") -> dict[str, str]:
    """Return the cells of the first row of a table by column."""
    found = catalogue(*records)
    (chosen,) = (item for item in TABLES if item.name == table)
    maker = Cells(chosen.columns, found.vocabulary, lambda: ("كل سوريا", "all of Syria"))
    pieces = RowMaker(found, BaseUrl("https://tasharuk.example/")).pieces(chosen)
    text = maker.lines(row for piece in pieces for row in piece.make())
    assert text.endswith("\r\n")
    return dict(zip([column.name for column in chosen.columns], read_back(text)[0], strict=True))


def test_hostile_values_of_a_profile_come_back_out_of_the_file() -> None:
    about = 'سطر "أول"\n=2+2\nسطر, ثالث'
    row = cells(
        record(
            Organization,
            about=about,
            acronym="@SUM",
            aliases=["=1+1", "أ;ب", 'ج"د'],
            registration={"number": "12/2011"},
            contacts={"phones": ["+963112345670", "+963112345671"], "whatsapp": "+963900007002"},
        )
    )
    assert row["about"] == about
    assert row["acronym"] == "'@SUM"
    assert row["aliases"] == "'=1+1;أ,ب;ج\"د"
    assert len(row["aliases"].removeprefix(GUARD).split(JOIN)) == 3
    assert row["registration_number"] == "'12/2011"
    assert row["contacts_phones"] == "'+963112345670;+963112345671"
    assert row["contacts_whatsapp"].removeprefix(GUARD) == "+963900007002"


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u2069"])
def test_marks_that_turn_text_round_never_reach_a_table(mark: str) -> None:
    with pytest.raises(ValueError, match="bidi_control"):
        record(Organization, aliases=[f"جمعية{mark}"])


@pytest.mark.parametrize(
    ("value", "shown"), [("1000", "1000"), ("1250.5", "1250.5"), ("9999999999999.99", "9999999999999.99")]
)
def test_sums_are_numbers_with_currency_and_series_beside_them(value: str, shown: str) -> None:
    goal = {"value": value, "currency": "SYP", "series": "old"}
    row = cells(record(Organization), record(Campaign, "ink", goal=goal), table="campaigns")
    assert (row["goal_value"], row["goal_currency"], row["goal_series"]) == (shown, "SYP", "old")
    assert row["received_value"] == row["received_currency"] == ""


def test_dates_and_years_are_no_texts_behind_a_sign() -> None:
    row = cells(record(Organization, founded="2016", finances=[{"year": "2025", "currency": "USD"}]))
    assert (row["founded"], row["updated"], row["finances_count"]) == ("2016", "2026-06-01", "1")


def test_terms_stand_with_their_names_and_the_whole_country_with_its_own() -> None:
    row = cells(record(Organization, governorates=["national"], sectors=["health", "relief"]))
    assert (row["sectors"], row["sectors_name"]) == ("health;relief", "health;relief")
    assert (row["governorates"], row["governorates_name"]) == ("national", "كل سوريا")
    assert (row["governorates_name_en"], row["governorates_pcode"]) == ("all of Syria", "SY")


@pytest.mark.parametrize("model", [Organization, Campaign, Post])
def test_columns_have_names_that_differ(model: Any) -> None:
    names = [column.name for column in columns_of(model)]
    assert len(names) == len(set(names))
