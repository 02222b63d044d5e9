"""The name a donor reads is the Arabic one."""

from __future__ import annotations

from collections.abc import Iterator

from tasharuk.arabic import has_arabic_letter
from tasharuk.catalogue import Catalogue
from tasharuk.problems import Problem, Severity
from tasharuk.rules.base import problem


def name_not_arabic(catalogue: Catalogue) -> Iterator[Problem]:
    """A name without an Arabic letter is shown as written, and mentioned."""
    for organization in catalogue.organizations.values():
        if not has_arabic_letter(organization.name):
            yield problem(organization, "name_not_arabic", "name", severity=Severity.WARNING, given=organization.name)
