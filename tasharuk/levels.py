"""How far a fact can be trusted: declared by the organization, documented, or confirmed by the registry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from tasharuk.arabic import fold
from tasharuk.model.organization import Organization
from tasharuk.model.registry import Confirmation, RegistryRecord

# field of the profile -> field of the registry record that must hold the same value
COMPARED: Mapping[str, str] = {
    "name": "name",
    "registration.number": "registration_number",
    "registration.date": "registration_date",
    "registration.licence": "licence",
    "registration.licence_expires": "licence_expires",
    "status": "status",
}


@dataclass(frozen=True)
class Level:
    """The standing of one fact: who said so, and when; `registered` is what the registry says where it differs."""

    name: Literal["declared", "documented", "confirmed"]
    on: date
    by: str = ""
    registered: Any = None


def profile_value(organization: Organization, field: str) -> Any:
    """Return the value at a dotted path of a profile; None when it is absent."""
    value: Any = organization
    for part in field.split("."):
        value = getattr(value, part, None)
    return value


def registry_value(record: RegistryRecord, field: str) -> Any:
    """Return what the registry record says of a field of the profile; None when it says nothing."""
    return getattr(record, COMPARED[field])


def is_same(declared: Any, registered: Any) -> bool:
    """Tell whether two values are the same fact, whatever their spelling."""
    if isinstance(declared, str) and isinstance(registered, str):
        return fold(declared) == fold(registered)
    return bool(declared == registered)


def differences(organization: Organization, record: RegistryRecord) -> list[str]:
    """Return the fields whose value in the profile differs from the registry's, in the order of COMPARED."""
    return [field for field in COMPARED if _differs(organization, record, field)]


def _differs(organization: Organization, record: RegistryRecord, field: str) -> bool:
    declared, registered = profile_value(organization, field), registry_value(record, field)
    return declared is not None and registered is not None and not is_same(declared, registered)


def level_of(organization: Organization, record: RegistryRecord | None, field: str) -> Level:
    """Return the level of one field of a profile.

    Confirmed: an office confirmed the field, and the registry record holds the same value today. Documented: the
    profile names its evidence. Declared: the organization says so, and nobody else or the registry says otherwise.
    """
    if record is not None and field in COMPARED and _differs(organization, record, field):
        return Level("declared", organization.updated, registered=registry_value(record, field))
    confirmation = _confirmation(record, field)
    if record is not None and confirmation is not None and field in COMPARED:
        declared = profile_value(organization, field)
        if declared is not None and is_same(declared, registry_value(record, field)):
            return Level("confirmed", confirmation.on, confirmation.by)
    if (
        field.startswith("registration")
        and organization.registration is not None
        and organization.registration.decision
    ):
        return Level("documented", organization.updated)
    return Level("declared", organization.updated)


def _confirmation(record: RegistryRecord | None, field: str) -> Confirmation | None:
    """Find the newest confirmation of a field, named by its place in the profile or in the registry record."""
    if record is None:
        return None
    names = {field, COMPARED.get(field, field)}
    return max((item for item in record.confirmed if item.field in names), key=lambda item: item.on, default=None)


def standing(organization: Organization, record: RegistryRecord | None) -> Level:
    """Return the standing of the whole organization: confirmed when name and number are."""
    name = level_of(organization, record, "name")
    number = level_of(organization, record, "registration.number")
    if name.name == number.name == "confirmed":
        return min(name, number, key=lambda level: level.on)
    return number if number.name == "documented" else Level("declared", organization.updated)
