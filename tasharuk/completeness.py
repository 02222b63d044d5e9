"""How complete a profile is: which of the things donors look for it holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tasharuk.model.organization import Organization

# what donors and partners look for -> how to see it; every line weighs the same
WANTED: Mapping[str, Callable[[Organization], Any]] = {
    "about": lambda item: item.about or item.mission or item.vision,
    "registration": lambda item: item.registration,
    "founded": lambda item: item.founded,
    "phones": lambda item: item.contacts and (item.contacts.phones or item.contacts.whatsapp),
    "email": lambda item: item.contacts and item.contacts.email,
    "address": lambda item: (item.contacts and item.contacts.address) or item.offices,
    "localities": lambda item: item.localities or item.districts or item.is_national,
    "target_groups": lambda item: item.target_groups,
    "services": lambda item: item.services,
    "people": lambda item: item.people,
    "staff": lambda item: item.staff is not None or item.volunteers is not None,
    "donation_channels": lambda item: item.donation_channels,
    "finances": lambda item: item.finances,
    "documents": lambda item: item.documents,
    "policies": lambda item: item.policies,
}


@dataclass(frozen=True)
class Completeness:
    """Share of the wanted fields that are there, in whole percent, and those that are missing.

    A field withheld with a reason counts as there.
    """

    percent: int
    missing: tuple[str, ...]


def completeness(organization: Organization) -> Completeness:
    """Measure one profile."""
    withheld = {item.field for item in organization.withheld}
    missing = tuple(name for name, has in WANTED.items() if name not in withheld and not has(organization))
    return Completeness(round(100 * (len(WANTED) - len(missing)) / len(WANTED)), missing)
