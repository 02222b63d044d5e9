"""The ministry's own record of an organization: `content/registry/<slug>.yml`, never written by submitters."""

from __future__ import annotations

from tasharuk.model.base import Part, Record
from tasharuk.model.fields import Date, FieldPath, Line, NameText, Reference, Text
from tasharuk.model.organization import Licence, Status


class Confirmation(Part):
    """One field that an office compared with its papers, on a day."""

    field: FieldPath
    on: Date
    by: Line
    evidence: Line | None = None


class RegistryWarning(Part):
    """A notice of the ministry about the organization."""

    date: Date
    text: Text
    document: Line | None = None


class RegistryRecord(Record):
    """What the ministry's register says of an organization."""

    LISTED = ("example", "name", "registration_number", "status")

    name: NameText | None = None
    registration_number: Reference | None = None
    registration_date: Date | None = None
    licence: Licence | None = None
    licence_expires: Date | None = None
    status: Status | None = None
    status_since: Date | None = None
    status_reason: Line | None = None
    confirmed: tuple[Confirmation, ...] = ()
    warnings: tuple[RegistryWarning, ...] = ()
    owners: tuple[Line, ...] = ()
    review_due: Date | None = None
