"""Organizations → `index.json` of each: the profile as submitted, with the standing of its facts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import partial
from typing import Any

from tasharuk.catalogue import Catalogue
from tasharuk.export.rows import levels_of
from tasharuk.giving import level_of_channel, ways_to_organization
from tasharuk.levels import standing
from tasharuk.model.organization import Organization
from tasharuk.urls import BaseUrl, url_of
from tasharuk.write import Artifact, LazyArtifact


def organization_files(catalogue: Catalogue, base: BaseUrl, common: str = "") -> Iterator[Artifact]:
    """Yield `index.json` of each organization; the form fills itself in from it.

    `common` tells apart all that the files are made of beside the records; without it, each file is made at once.
    """
    for organization in catalogue.organizations.values():
        path = f"{url_of(organization).strip('/')}/index.json"
        record = catalogue.registry.get(organization.slug)
        if common and organization.stamp and (record is None or record.stamp):
            made_of = (common.encode(), organization.path.encode(), organization.stamp, record.stamp if record else b"")
            digest = hashlib.blake2b(b"\0".join(made_of), digest_size=16).digest()
            yield LazyArtifact(path, digest, partial(_content, catalogue, base, organization))
        else:
            yield Artifact(path, _content(catalogue, base, organization))


def _content(catalogue: Catalogue, base: BaseUrl, organization: Organization) -> bytes:
    ways = ways_to_organization(catalogue, organization)
    profile = organization.model_dump(mode="json", exclude_defaults=True)
    if not ways:
        profile.pop("donation_channels", None)  # an account that no page shows
    levels = levels_of(catalogue, organization)
    for place, way in enumerate(ways):
        since = way.channel.valid_from.isoformat()
        levels[f"donation_channels.{place}"] = {"level": level_of_channel(way.channel), "on": since}
    data: dict[str, Any] = {
        "slug": organization.slug,
        "url": base.absolute(url_of(organization)),
        "licence": catalogue.settings.licence.name,
        "standing": standing(organization, catalogue.registry.get(organization.slug)).name,
        "levels": levels,
        "profile": profile,
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
