"""The pages of the submission form, and in other editions those that lead to it."""

from __future__ import annotations

from functools import partial
from typing import Any

from tasharuk.flows import FLOWS, Flow
from tasharuk.form import FormMaker
from tasharuk.pages.page import Page
from tasharuk.pages.planner import Planner


def _steps(maker: FormMaker, flow: Flow) -> dict[str, Any]:
    return {"steps": maker.steps(flow)}


def submit_pages(planner: Planner) -> list[Page]:
    """Plan one page for each flow of the form."""
    maker = FormMaker(planner.words, planner.catalogue.vocabulary)
    has_data = planner.catalogue.settings.features.exports
    pages = []
    for flow in FLOWS:
        title = planner.words.ui(f"form_title_{flow.kind.name}")
        context = {
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
                more=partial(_steps, maker, flow),
            )
        )
    return pages


def form_notes(planner: Planner) -> list[Page]:
    """Plan, for each flow of the form, the page that tells of it in another language: the form itself is Arabic."""
    words = planner.words
    return [
        Page(
            url=flow.url,
            template="submit/note.html",
            title=words.ui(f"form_title_{flow.kind.name}"),
            description=words.ui("form_elsewhere"),
            crumbs=planner.crumbs(title=words.ui(f"form_title_{flow.kind.name}")),
            section="submit",
        )
        for flow in FLOWS
    ]
