"""Whole outputs as they were approved. `TASHARUK_GOLDEN=write pytest tests/test_golden.py` approves them anew."""

import os
import re
from pathlib import Path

import pytest

from tests.tools.building import REPOSITORY, Built

pytestmark = [pytest.mark.site, pytest.mark.xdist_group("site")]

GOLDEN = REPOSITORY / "tests" / "golden"


def main_of(html: str) -> str:
    """Return what a reader sees of a page, one element a line: the frame and the styles have checks of their own."""
    main = re.search(r"<main.*</main>", html, re.DOTALL)
    assert main
    return re.sub(r"(?<=[^\n])(?=<(?!/|bdi|b>|time|span|a |path|circle|rect))", "\n", main[0]) + "\n"


def compare(name: str, found: str) -> None:
    """Compare with the approved text, or approve."""
    approved: Path = GOLDEN / name
    if os.environ.get("TASHARUK_GOLDEN") == "write":
        approved.write_text(found, encoding="utf-8")
    assert found == approved.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("organization.html", "/organizations/inkwell-and-swallow/"),
        ("volunteer-team.html", "/organizations/two-lanterns/"),
        ("campaign.html", "/campaigns/ink-for-winter/"),
        ("history.html", "/organizations/inkwell-and-swallow/history/"),
    ],
)
def test_a_page_says_what_was_approved(name: str, url: str, fixture_site: Built) -> None:
    compare(name, main_of(fixture_site.page_by_url[url].html))


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("feed.xml", "organizations/inkwell-and-swallow/feed.xml"),
        ("index.json", "organizations/inkwell-and-swallow/index.json"),
        ("sitemap.xml", "sitemap.xml"),
    ],
)
def test_a_file_says_what_was_approved(name: str, path: str, fixture_site: Built) -> None:
    compare(name, (fixture_site.folder / path).read_text(encoding="utf-8"))
