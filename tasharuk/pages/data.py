"""The page of the open data: which tables there are, how large they are, and how to read them."""

from __future__ import annotations

from datetime import date
from math import ceil

from tasharuk.export import CSV, HXL, JSON, PACKAGE, Told, title_of
from tasharuk.pages.page import Address, Page
from tasharuk.pages.planner import Planner

URL = "/data/"
ADDRESS = Address(URL)


def data_page(planner: Planner, told: Told) -> Page:
    """Plan the page; it can be planned only when the tables are written."""
    words = planner.words
    return Page(
        url=URL,
        template="pages/data.html",
        title=words.ui("nav_data"),
        description=words.ui("data_description"),
        crumbs=planner.crumbs(title=words.ui("nav_data")),
        section="data",
        context={
            "tables": [
                {
                    "title": title_of(table, words),
                    "count": facts.rows,
                    "files": {
                        label: {
                            "url": f"{URL}{table.name}.{ending}",
                            "kilobytes": ceil(facts.files[ending].size / 1024),
                        }
                        for label, ending in (("CSV", CSV), ("HXL", HXL), ("JSON", JSON))
                    },
                }
                for table, facts in told.tables
            ],
            "package": f"/{PACKAGE}",
        },
        lastmod=date.fromisoformat(told.newest) if told.newest else None,
    )
