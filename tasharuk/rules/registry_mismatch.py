"""Profile and registry must agree."""

from __future__ import annotations

from collections.abc import Iterator

from tasharuk.catalogue import Catalogue
from tasharuk.levels import COMPARED, differences, profile_value, registry_value
from tasharuk.problems import Problem, Severity
from tasharuk.rules.base import problem


def registry_mismatch(catalogue: Catalogue) -> Iterator[Problem]:
    """A profile that says something else than the registry is held."""
    for slug, record in catalogue.registry.items():
        organization = catalogue.organizations.get(slug)
        if organization is None:
            continue
        for field in differences(organization, record):
            given, expected = profile_value(organization, field), registry_value(record, field)
            path = tuple(field.split("."))
            yield problem(
                organization, "registry_mismatch", *path, severity=Severity.HELD, given=given, expected=expected
            )


def unconfirmable_field(catalogue: Catalogue) -> Iterator[Problem]:
    """Only a field that the registry record holds itself can be confirmed."""
    known = {*COMPARED, *COMPARED.values()}
    for record in catalogue.registry.values():
        for index, entry in enumerate(record.confirmed):
            if entry.field not in known:
                path = ("confirmed", index, "field")
                known_fields = ", ".join(COMPARED)
                yield problem(
                    record,
                    "unconfirmable_field",
                    *path,
                    severity=Severity.WARNING,
                    given=entry.field,
                    known=known_fields,
                )
