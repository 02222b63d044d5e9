"""The pages of the submission form."""

from __future__ import annotations

from tasharuk.flows import FLOWS
from tasharuk.form import FormMaker
from tasharuk.pages.page import Page
from tasharuk.pages.planner import Planner


def submit_pages(planner: Planner) -> list[Page]:
    """Plan one page for each flow of the form."""
    maker = FormMaker(planner.words, planner.catalogue.vocabulary)
    has_data = planner.catalogue.settings.features.exports
    pages = []
    for flow in FLOWS:
        title = planner.words.ui(f"form_title_{flow.kind.name}")
        context = {
            "steps": maker.steps(flow),
            "flow": flow,
            "ways": [(row.kind.name, row.url, row is flow) for row in FLOWS],
            "changes": flow.changes and has_data,
        }
        pages.append(
            Page(
                url=flow.url,
                template="submit/page.html",
                title=title,
                description=planner.words.ui("form_description"),
                crumbs=planner.crumbs(title=title),
                section="submit",
                context=context,
            )
        )
    return pages
