"""Catalogue → what the search box proposes while one types: organizations, sectors, governorates, towns."""

from __future__ import annotations

from tasharuk.catalogue import Catalogue
from tasharuk.model.activity import Project
from tasharuk.model.campaign import Campaign
from tasharuk.model.organization import Organization
from tasharuk.urls import governorate_url, sector_url, url_of

ORGANIZATION, SECTOR, GOVERNORATE, TOWN = "osgt"


def names_text(catalogue: Catalogue) -> str:
    """Return one line a name: its sort, the name and the page it leads to; a town has none, it is searched.

    What English pages call otherwise has that name behind it, where there are such pages.
    """
    vocabulary = catalogue.vocabulary
    rows = [
        (GOVERNORATE, term.name, governorate_url(slug), term.name_en) for slug, term in vocabulary.governorates.items()
    ]
    rows += [(SECTOR, term.name, sector_url(slug), term.name_en) for slug, term in vocabulary.sectors.items()]
    taken = {name for _, name, *_ in rows}
    placed: tuple[Organization | Campaign | Project, ...] = (
        *catalogue.organizations.values(),
        *catalogue.campaigns.values(),
        *catalogue.projects,
    )
    towns = {" ".join(name.split()) for record in placed for name in record.localities} - taken
    rows += [(TOWN, name, "", "") for name in sorted(towns)]
    rows += [(ORGANIZATION, item.name, url_of(item), item.name_en or "") for item in catalogue.organizations.values()]
    has_english = catalogue.settings.features.english
    return "\n".join(_line(sort, name, url, name_en if has_english else "") for sort, name, url, name_en in rows)


def _line(*values: str) -> str:
    shown = values if values[-1] else values[:-1]
    return "\t".join(" ".join(value.split()) for value in shown)
