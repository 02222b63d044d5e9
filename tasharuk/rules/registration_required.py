"""What a profile cannot do without, given what it says of itself."""

from __future__ import annotations

from collections.abc import Iterator

from tasharuk.catalogue import Catalogue
from tasharuk.model.organization import Contacts
from tasharuk.problems import Problem
from tasharuk.rules.base import problem

UNREGISTERED_FORMS = frozenset({"volunteer-team"})


def registration_required(catalogue: Catalogue) -> Iterator[Problem]:
    """Every organization names its registration, but for volunteer teams and those whose licence is pending."""
    for item in catalogue.organizations.values():
        exempt = item.legal_form in UNREGISTERED_FORMS or item.status == "pending" or _is_withheld(item, "registration")
        if item.registration is None and not exempt:
            yield problem(item, "registration_required", "registration")


def contact_required(catalogue: Catalogue) -> Iterator[Problem]:
    """Every organization can be reached in at least one way, or says why not."""
    for item in catalogue.organizations.values():
        is_empty = item.contacts is None or item.contacts == Contacts.model_construct()
        if is_empty and not _is_withheld(item, "contacts"):
            yield problem(item, "contact_required", "contacts")


def merged_into_required(catalogue: Catalogue) -> Iterator[Problem]:
    """An organization that has merged says into which."""
    for item in catalogue.organizations.values():
        if item.status == "merged" and item.merged_into is None:
            yield problem(item, "merged_into_required", "status")


def _is_withheld(item: object, field: str) -> bool:
    return any(row.field == field or row.field.startswith(f"{field}.") for row in getattr(item, "withheld", ()))
