"""The page of the submission form."""

from __future__ import annotations

from tasharuk.form import FLOWS, FormMaker
from tasharuk.pages.page import Page
from tasharuk.pages.planner import Planner


def submit_pages(planner: Planner) -> list[Page]:
    """Plan one page for each flow of the form."""
    maker = FormMaker(planner.words, planner.catalogue.vocabulary)
    return [
        Page(
            url=flow.url,
            template="submit/page.html",
            title=planner.words.ui(f"form_title_{flow.kind.name}"),
            description=planner.words.ui("form_description"),
            crumbs=planner.crumbs(title=planner.words.ui("form_title_" + flow.kind.name)),
            section="submit",
            context={"steps": maker.steps(flow)},
        )
        for flow in FLOWS
    ]
