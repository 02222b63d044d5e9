"""Open data: the Catalogue comes in, the files that programs read go out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tasharuk.catalogue import Catalogue
from tasharuk.levels import COMPARED, level_of, standing
from tasharuk.urls import BaseUrl, url_of
from tasharuk.write import Artifact


def organization_files(catalogue: Catalogue, base: BaseUrl) -> Iterator[Artifact]:
    """Yield `index.json` of each organization: its profile as submitted, with the standing of its facts."""
    if not catalogue.settings.features.exports:
        return
    for organization in catalogue.organizations.values():
        record = catalogue.registry.get(organization.slug)
        levels = {field: level_of(organization, record, field) for field in COMPARED}
        data: dict[str, Any] = {
            "slug": organization.slug,
            "url": base.absolute(url_of(organization)),
            "licence": catalogue.settings.licence.name,
            "standing": standing(organization, record).name,
            "levels": {field: {"level": level.name, "on": level.on.isoformat()} for field, level in levels.items()},
            "profile": organization.model_dump(mode="json", exclude_defaults=True),
        }
        text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
        yield Artifact(f"{url_of(organization).strip('/')}/index.json", text.encode("utf-8"))
