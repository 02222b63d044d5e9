"""The page of the search: its facets, and the words that its script says."""

from __future__ import annotations

from typing import Any

from tasharuk.pages.page import Page
from tasharuk.pages.planner import Planner
from tasharuk.search import KINDS, STATUSES

SAID = "loading heading announce meant drop clear failed".split()
BROWSE = {
    "by_sector": "/sectors/",
    "by_governorate": "/governorates/",
    "by_letter": "/organizations/",
    "nav_coverage": "/coverage/",
}


def search_page(planner: Planner) -> Page:
    """Plan the search page; without the feature it only leads to the lists."""
    words, settings = planner.words, planner.catalogue.settings
    choices = _choices(planner)
    return Page(
        url="/search/",
        template="pages/search.html",
        title=words.ui("search_title"),
        description=words.ui("search_description"),
        crumbs=planner.crumbs(title=words.ui("search_title")),
        section="search",
        indexed=False,
        context={
            "searchable": settings.features.search,
            "browse": [(words.ui(label), url) for label, url in BROWSE.items()],
            "statuses": choices["status"],
            "groups": [
                {
                    "name": name,
                    "label": words.ui(f"search_{name}"),
                    "choices": [{"value": value, "label": label} for value, label in labels.items()],
                }
                for name, labels in choices.items()
            ],
            "said": {
                **{word: words.sections["ui"][f"search_{word}"] for word in SAID},
                "site": settings.name_in(words.language),
                "idle": words.ui("search_title"),
                "kind_one": {kind: words.kind_label(kind) for kind in KINDS},
                "sorts": {
                    "o": words.kind_label("organization"),
                    "s": words.ui("search_sector"),
                    "g": words.ui("search_governorate"),
                    "t": words.ui("search_town"),
                },
                "results": dict(words.sections["plurals"]["results"]),
                **{word: words.ui(word) for word in ("example", "filter", "previous", "next", "page")},
            },
        },
    )


def _choices(planner: Planner) -> dict[str, dict[str, Any]]:
    """Return the names of all values of each facet, by slug."""
    words, vocabulary = planner.words, planner.vocabulary
    status = {
        **{name: words.ui(f"level_{name}") for name in STATUSES[:3]},
        "open": words.ui("search_open"),
        "upcoming": words.ui("search_upcoming"),
        "ended": words.ui("search_over"),
        "closed": words.ui("search_closed"),
    }
    return {
        "kind": {kind: words.kind(kind, "many") for kind in KINDS},
        "sector": {slug: term.name for slug, term in vocabulary.sectors.items()},
        "governorate": {slug: term.name for slug, term in vocabulary.governorates.items()},
        "status": status,
    }
