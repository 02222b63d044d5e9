"""The reviewer's card: what stands on top, what is marked, and that no submitted text hides or forges a line of it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from markdown_it import MarkdownIt

from tasharuk.card import CardWriter
from tasharuk.change import Change, RecordChange
from tasharuk.file_changes import FileChange
from tasharuk.model.base import Record
from tasharuk.model.campaign import Campaign
from tasharuk.model.organization import Organization
from tasharuk.problems import Problem
from tasharuk.report import Reporter
from tasharuk.review import Card
from tasharuk.rules import check_change
from tests.tools.records import catalogue, record, words

WRITER = CardWriter(Reporter(words("ar"), words("en")))
MARKDOWN = MarkdownIt("commonmark").enable("table")
ACCOUNT = {
    "kind": "bank",
    "account_name": "جمعية المصباح",
    "account_number": "0000 0042 01",
    "valid_from": "2026-01-01",
}
OTHER = "0000 0042 07"
COMMENT = 60_000  # bytes that a forge shows of a comment
HOSTILE = [
    "a | b | c",
    "`code` ``` ~~~",
    "<b>x</b> <!-- hidden",
    "</details><script>alert(1)</script>",
    "[x](https://evil.example) ![y](//evil.example/p.gif) https://evil.example www.evil.example",
    "# title",
    "- [ ] done",
    "\\| \\` \\",
    "⟦0⟧",
    "@ministry #1",
    "x" * 2000,
]


def organization(slug: str = "lamp", **fields: Any) -> Organization:
    return record(Organization, slug, **fields)


def channel(**fields: Any) -> dict[str, Any]:
    return {**ACCOUNT, "valid_from": "2026-01-01", **fields}


def card(*pairs: tuple[Record | None, Record | None], problems: tuple[Problem, ...] = (), **more: Any) -> Card:
    """Return the card of old and new records, with all that the change rules say of them."""
    changes = tuple(RecordChange((new or old).path, old, new) for old, new in pairs if (new or old) is not None)  # type: ignore[union-attr]
    files = tuple(
        FileChange(item.path, "100644" if item.old else "000000", "100644" if item.new else "000000")
        for item in changes
    )
    kept = catalogue(*(new for _old, new in pairs if new is not None))
    change = Change((*files, *more.pop("files", ())), changes, kept, **more)
    return Card(change, (*problems, *check_change(change)))


def tokens(text: str) -> list[str]:
    """Return the kinds of everything in a rendered card."""
    found = MARKDOWN.parse(text)
    return [token.type for block in found for token in (block, *(block.children or ()))]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_submitted_text_breaks_the_table_or_acts(text: str) -> None:
    old = organization(name="جمعية المصباح", donation_channels=[channel(note="قبل")], mission="قبل")
    new = organization(name="جمعية المصباح", donation_channels=[channel(note=text)], mission=text)
    plain = WRITER.markdown(card((old, organization(donation_channels=[channel(note="بعد")], mission="بعد"))))
    shown = WRITER.markdown(card((old, new)))
    assert [kind for kind in tokens(shown) if kind != "text"] == [kind for kind in tokens(plain) if kind != "text"]
    assert len(shown) < len(plain) + 8 * 400


def test_unseen_characters_are_shown_by_their_numbers() -> None:
    old = organization(donation_channels=[channel(note="اتصلوا")])
    new = organization(donation_channels=[channel(note="اتصلوا\u200b \u200fبنا")])
    assert "U\\+200B" in WRITER.markdown(card((old, new)))


def test_what_differs_is_seen_however_long_the_value() -> None:
    start, end = "كلمة " * 300, " ختام" * 300
    old = organization(donation_channels=[channel(note=f"{start}0933{end}")])
    new = organization(donation_channels=[channel(note=f"{start}0944{end}")])
    assert "⟦44⟧" in WRITER.markdown(card((old, new)))


def test_brackets_of_a_value_cannot_pass_for_the_marks() -> None:
    old = organization(donation_channels=[channel(note="رقم 12")])
    new = organization(donation_channels=[channel(note="رقم ⟦12⟧3")])
    shown = WRITER.markdown(card((old, new)))
    assert "U\\+27E6" in shown
    assert shown.count("⟦") == shown.count("⟧") == 2


def test_many_values_of_one_do_not_push_the_account_of_another_out_of_sight() -> None:
    noise = [channel(account_number=f"9000 {number:04}") for number in range(300)]
    mine = (organization("aaa", name="جمعية أ"), organization("aaa", name="جمعية أ", donation_channels=noise))
    old = organization("zzz", name="جمعية ب", donation_channels=[channel()])
    new = organization("zzz", name="جمعية ب", donation_channels=[channel(account_number=OTHER)])
    shown = WRITER.markdown(card(mine, (old, new)))
    assert "0000 0042 0⟦7⟧" in shown.partition("<details>")[0]
    assert len(shown.encode()) < COMMENT
    assert len(json.loads(WRITER.json(card(mine, (old, new))))["fields"]) == 300 * 4 + 1


def test_a_phone_that_changes_with_the_account_is_told_under_the_first_line() -> None:
    old = organization(contacts={"phones": ["+963900007001"]}, donation_channels=[channel()])
    new = organization(contacts={"phones": ["+963900007009"]}, donation_channels=[channel(account_number=OTHER)])
    first, second = WRITER.markdown(card((old, new))).split("\n\n")[:2]
    assert first.startswith("**يمسّ المال**")
    assert second.startswith("**")
    assert "963 900 007 001" in second
    assert "007 009" not in second


def test_a_phone_that_changed_months_before_the_account_is_told_too() -> None:
    earlier = organization(contacts={"phones": ["+963900007001"]})
    old = organization(contacts={"phones": ["+963900007009"]}, donation_channels=[channel()])
    new = organization(contacts={"phones": ["+963900007009"]}, donation_channels=[channel(account_number=OTHER)])
    found = card((old, new), earlier={old.path: earlier})
    assert "963 900 007 001" in WRITER.markdown(found).split("\n\n")[1]
    assert json.loads(WRITER.json(found))["call"][0]["earlier"] == ["+963 900 007 001"]


def test_an_account_of_a_campaign_names_the_phones_of_its_organization() -> None:
    holder = organization(contacts={"phones": ["+963900007001"]})
    old, new = record(Campaign, "ink"), record(Campaign, "ink", channels=[channel()])
    change = card((old, new)).change
    found = Card(Change(change.files, change.records, catalogue(holder, new)), ())
    assert "963 900 007 001" in WRITER.duties(found)[0]


def test_a_new_organization_is_summed_up_in_one_line() -> None:
    new = organization(contacts={"phones": ["+963900007001"]}, donation_channels=[channel()])
    line = next(line for line in WRITER.markdown(card((None, new))).splitlines() if line.startswith("- "))
    for part in ("جمعية المصباح", "homs", "education", "0000 0042 01", "963 900 007 001", "%"):
        assert part in line


def test_new_pictures_are_to_be_looked_at() -> None:
    picture = FileChange("organizations/lamp/media/`x|.png", "000000", "100644")
    shown = WRITER.markdown(card((organization(), organization(summary="غيره.")), files=(picture,)))
    assert "U+0060x|.png" in shown
    assert words().ui("card_duty_photos") in shown


def test_errors_bar_the_change_on_the_second_line() -> None:
    bad = Problem("organizations/lamp/profile.yml", 1, 1, "empty_file")
    second = WRITER.markdown(card((organization(), organization(summary="غيره.")), problems=(bad,))).split("\n\n")[1]
    assert words().plural("errors", 1) in second


def test_ten_thousand_changed_values_fit_into_a_comment() -> None:
    pairs = [
        (organization(f"o{number}", name=f"جمعية {number}أ"), organization(f"o{number}", name=f"جمعية {number}ب"))
        for number in range(5_000)
    ]
    found = card(*pairs)
    shown = WRITER.markdown(found)
    assert len(shown.encode()) < COMMENT
    assert len(shown.partition("<details>")[0]) < 12_000
    assert shown.startswith("**يمسّ الهوية** (5000)")


def test_the_longest_values_everywhere_still_fit_into_a_comment() -> None:
    text, many = "\u0640|" * 90, [{"title": "`" * 190, "fees": "\u0639" * 190} for _ in range(40)]
    pairs = [
        (
            organization(f"o{number}", name=f"جمعية {number}", donation_channels=[channel(note="x")]),
            organization(f"o{number}", name=f"جمعية {number}", donation_channels=[channel(note=text)], services=many),
        )
        for number in range(60)
    ]
    problems = tuple(Problem(old.path, 1, 1, "unknown_key", values={"given": text * 20}) for old, _new in pairs)
    shown = WRITER.markdown(card(*pairs, problems=problems))
    assert len(shown.encode()) < COMMENT
    assert shown.count("<details>") == shown.count("</details>") > 1
    assert shown.rstrip().endswith(words().ui("card_duty_money"))
