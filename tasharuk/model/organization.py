"""The organization's own words: `organizations/<slug>/profile.yml`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from tasharuk.model.base import Part, Record
from tasharuk.model.fields import (
    AmountNumber,
    Count,
    Date,
    Email,
    FieldPath,
    Flag,
    LatinName,
    Line,
    MarkdownText,
    NameText,
    Phone,
    PhotoFile,
    Reference,
    Slug,
    SocialUrl,
    Summary,
    Term,
    Text,
    WebUrl,
    Year,
    YearOrDate,
)
from tasharuk.model.shared import MAY_BE_WITHHELD, Channel, Document, Need, Office

NATIONAL = "national"
MAX_SECTORS = 4

Policy = Literal["safeguarding", "complaints", "conflict_of_interest", "data_protection", "procurement"]
Status = Literal["pending", "active", "suspended", "dissolved", "merged"]
Licence = Literal["provisional", "full"]


class Registration(Part):
    """The entry in the ministry's register, as the organization states it. High risk."""

    number: Reference
    date: Date | None = None
    decision: Line | None = None
    directorate: Term | None = Field(default=None, description="Governorate whose directorate registered it.")
    licence: Licence | None = None
    licence_expires: Date | None = None
    basis: Line | None = Field(default=None, description="Legal ground; Law 93 of 1958 when absent.")


class Social(Part):
    """Accounts on social networks."""

    facebook: SocialUrl | None = None
    telegram: SocialUrl | None = None
    instagram: SocialUrl | None = None
    x: SocialUrl | None = None
    youtube: SocialUrl | None = None
    linkedin: SocialUrl | None = None


class Contacts(Part):
    """How to reach the organization. High risk: a fraudster's number answers the call-back."""

    phones: tuple[Phone, ...] = ()
    whatsapp: Phone | None = None
    email: Email | None = None
    website: WebUrl | None = None
    address: Line | None = None
    hours: Line | None = None
    social: Social | None = None
    complaints: Line | None = None


class Service(Part):
    """One thing people can get from the organization."""

    title: Line
    description: Text | None = None
    sector: Term | None = None
    target_groups: tuple[Term, ...] = ()
    eligibility: Line | None = None
    how_to_apply: Text | None = None
    fees: Line | None = None
    governorates: tuple[Term, ...] = ()


class BoardMember(Part):
    """A seat on the board; the name may be withheld."""

    name: Line | None = Field(default=None, json_schema_extra=MAY_BE_WITHHELD)
    role: Line | None = None


class People(Part):
    """Who answers for the organization."""

    chair: Line | None = None
    director: Line | None = None
    board: tuple[BoardMember, ...] = ()


class YearOfFinances(Part):
    """Income and spending of one year, in whole `currency`."""

    year: Year
    currency: Term
    income: AmountNumber | None = None
    spending: AmountNumber | None = None
    spending_programs: AmountNumber | None = None
    spending_admin: AmountNumber | None = None
    audited: Flag | None = None
    report: Line | None = None


class Withheld(Part):
    """A field left out on purpose, and why."""

    field: FieldPath
    reason: Literal["safety", "privacy", "legal", "commercial", "other"]


class Organization(Record):
    """A non-profit body that serves the public, in its own words."""

    LISTED = ("example", "name", "name_en", "acronym", "status", "sectors", "governorates", "updated", "parent")

    name: NameText
    name_en: LatinName | None = None
    name_ku: Line | None = None
    acronym: Line | None = None
    aliases: tuple[Line, ...] = Field(default=(), description="Other names people use; searched, not shown as titles.")
    former_names: tuple[Line, ...] = ()
    former_slugs: tuple[Slug, ...] = ()
    logo: PhotoFile | None = None
    legal_form: Term
    parent: Slug | None = None
    merged_into: Slug | None = None
    founded: YearOrDate | None = None
    summary: Summary
    about: MarkdownText | None = None
    vision: Text | None = None
    mission: Text | None = None
    goals: tuple[Line, ...] = ()
    registration: Registration | None = None
    status: Status = "active"
    headquarters: Term
    governorates: tuple[Term, ...] = Field(min_length=1, description="Where it works, or only `national`.")
    districts: tuple[Term, ...] = ()
    localities: tuple[Line, ...] = ()
    sectors: tuple[Term, ...] = Field(min_length=1, max_length=MAX_SECTORS, description="The main sector first.")
    target_groups: tuple[Term, ...] = ()
    languages: tuple[Term, ...] = Field(default=(), description="Languages in which people are actually served.")
    contacts: Contacts | None = Field(default=None, json_schema_extra=MAY_BE_WITHHELD)
    offices: tuple[Office, ...] = ()
    services: tuple[Service, ...] = ()
    people: People | None = None
    staff: Count | None = None
    volunteers: Count | None = None
    members: Count | None = None
    women_on_board: Count | None = None
    donation_channels: tuple[Channel, ...] = ()
    needs: tuple[Need, ...] = ()
    offers: tuple[Need, ...] = ()
    partners: tuple[Line, ...] = ()
    funders: tuple[Line, ...] = ()
    networks: tuple[Line, ...] = ()
    policies: tuple[Policy, ...] = ()
    finances: tuple[YearOfFinances, ...] = ()
    documents: tuple[Document, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    entered_by: Literal["organization", "access-center", "volunteer"] = "organization"
    updated: Date

    def name_in(self, language: str) -> str:
        """Return the name that a language has for it; the Arabic one where it has none."""
        return self.name_en or self.name if language == "en" else self.name

    @property
    def is_national(self) -> bool:
        """Tell whether it works in every governorate."""
        return NATIONAL in self.governorates

    @property
    def main_sector(self) -> str:
        """Slug of the first sector."""
        return self.sectors[0]
