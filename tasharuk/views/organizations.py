"""Views of organizations: rows of lists, contacts, the identity card, finances, documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from tasharuk.arabic import collation_letter
from tasharuk.formats import currency_name, number_text
from tasharuk.labels import field_label
from tasharuk.levels import Level, standing
from tasharuk.model.fields import display_phone
from tasharuk.model.organization import Organization
from tasharuk.model.registry import RegistryRecord
from tasharuk.model.shared import Office
from tasharuk.urls import sector_url
from tasharuk.views.base import Row, Views

BADGES = {"confirmed": "ok", "documented": "doc", "declared": "none"}
STATUS_BADGES = {"pending": "wait", "suspended": "bad", "dissolved": "bad", "merged": "none"}


class OrganizationViews(Views):
    """What lists and the profile show of organizations."""

    def organization_row(self, item: Organization) -> Row:
        """Return an organization as a row of a list."""
        return {
            "name": self.name(item),
            "also": self.other_name(item) if self.words.language != "ar" else None,
            "href": self.href(item),
            "lang": self.lang(self.name(item)),
            "example": item.example,
            "summary": item.summary,
            "sectors": self.terms("sectors", item.sectors),
            "places": self.places(item.governorates),
            "updated": item.updated,
            **self.badge_of(item),
        }

    def badge_of(self, item: Organization) -> Row:
        """Return the badge of an organization: its status where it is not active, else how far it is confirmed."""
        status = self.catalogue.status_of(item)
        if status in STATUS_BADGES:
            return {"badge": STATUS_BADGES[status], "badge_label": self.words.choice("organization.status", status)}
        level = standing(item, self.catalogue.registry.get(item.slug))
        return {"badge": BADGES[level.name], "badge_label": self.words.ui(f"standing_{level.name}")}

    def badge_rows(self, items: Iterable[Organization]) -> list[Row]:
        """Return the different badges of several organizations, each once."""
        rows: list[Row] = []
        for item in items:
            row = self.badge_args(item)
            if row not in rows:
                rows.append(row)
        return rows

    def badge_args(self, item: Organization) -> Row:
        """Return the arguments of the badge macro for an organization."""
        badge = self.badge_of(item)
        return {"kind": badge["badge"], "label": badge["badge_label"]}

    def initial(self, item: Organization) -> str:
        """Return the letter that stands in for a logo: the first of the name without its legal form."""
        name = self.name(item)
        letter = collation_letter(name)
        return letter if letter.isalpha() else name[:1]

    def chip_rows(self, item: Organization) -> list[Row]:
        """Return sectors and places of an organization as chips."""
        sectors = self.vocabulary.sectors
        chips = [{"label": sectors[slug].name, "href": self.base.href(sector_url(slug))} for slug in item.sectors]
        return [*chips, {"label": self.places(item.governorates), "href": None}]

    def statement_rows(self, item: Organization) -> list[Row]:
        """Return vision and mission as facts."""
        return [
            {"label": self.words.label("organization", field), "value": getattr(item, field)}
            for field in ("vision", "mission")
            if getattr(item, field)
        ]

    def service_rows(self, item: Organization) -> list[Row]:
        """Return services as facts: the title, then what, for whom, how, at what price."""
        rows = []
        for service in item.services:
            notes = [service.eligibility, service.how_to_apply, service.fees]
            rows.append(
                {
                    "label": service.title,
                    "value": service.description or self.listed([note for note in notes if note]) or service.title,
                    "note": self._joined(notes) if service.description else "",
                }
            )
        return rows

    def _joined(self, notes: Iterable[str | None]) -> str:
        return self.words.ui("list_dot").join(note for note in notes if note)

    def district_names(self, item: Organization) -> list[str]:
        """Return the names of the districts an organization works in."""
        districts = self.vocabulary.districts
        return [self.words.ui("district", name=districts[code].name) for code in item.districts]

    def policy_names(self, item: Organization) -> str:
        """Return the policies an organization says it has, as one text."""
        return self.listed([self.words.choice("organization.policies", policy) for policy in item.policies])

    def missing_names(self, missing: Iterable[str]) -> str:
        """Return what a profile still lacks, as one text."""
        return self.listed([self.words.ui(f"wanted_{name}") for name in missing])

    def withheld_names(self, item: Organization) -> str:
        """Return what is left out on purpose, each with its reason, as one text."""
        return self.listed(
            [
                f"{self.field_name(row.field)} ({self.words.choice('withheld.reason', row.reason)})"
                for row in item.withheld
            ]
        )

    def field_name(self, field: str) -> str:
        """Return the label of a profile's field named by its dotted path; the path itself when unknown."""
        return field_label(self.words, Organization, field) or field

    def relation_rows(
        self, item: Organization, parent: Organization | None, branches: Iterable[Organization]
    ) -> list[Row]:
        """Return parent, branches, partners, funders and networks as facts."""
        words = self.words
        rows: list[Row] = []
        if parent is not None:
            rows.append(self._relation(words.label("organization", "parent"), parent))
        rows += [self._relation(words.ui("branch"), branch) for branch in branches]
        for field in ("partners", "funders", "networks"):
            names = self.partner_rows(getattr(item, field))
            linked = [row for row in names if row["href"]]
            plain = self.listed([row["label"] for row in names if not row["href"]])
            label = words.label("organization", field)
            rows += [{"label": label, "value": row["label"], "href": row["href"]} for row in linked]
            rows += [{"label": label, "value": plain}] if plain else []
        for field in ("aliases", "former_names"):
            names_text = self.listed(getattr(item, field))
            rows += [{"label": words.label("organization", field), "value": names_text}] if names_text else []
        return rows

    def _relation(self, label: str, other: Organization) -> Row:
        return {"label": label, "value": self.name(other), "href": self.href(other)}

    def history_rows(self, item: Organization, registered: RegistryRecord | None) -> list[Row]:
        """Return what is known of the profile's past: confirmations by the registry and the last update."""
        rows: list[Row] = [{"date": item.updated, "text": self.words.ui(f"updated_by_{item.entered_by}")}]
        confirmed: dict[tuple[date, str], list[str]] = {}
        for entry in registered.confirmed if registered else ():
            confirmed.setdefault((entry.on, entry.by), []).append(self.field_name(entry.field))
        for (day, office), fields in confirmed.items():
            text = self.words.ui("confirmed_by", by=office, field=self.listed(fields))
            rows.append({"date": day, "text": text})
        return sorted(rows, key=lambda row: -row["date"].toordinal())

    def contact_rows(self, item: Organization) -> list[Row]:
        """Return the ways to reach an organization, each a fact with its link."""
        contacts = item.contacts
        if contacts is None:
            return []
        rows = [self._phone(self.words.label("contacts", "phones"), phone) for phone in contacts.phones]
        if contacts.whatsapp:
            row = self._phone(self.words.label("contacts", "whatsapp"), contacts.whatsapp)
            rows.append({**row, "href": f"https://wa.me/{contacts.whatsapp.lstrip('+')}", "rel": "nofollow noopener"})
        if contacts.email:
            label = self.words.label("contacts", "email")
            rows.append({"label": label, "value": contacts.email, "href": f"mailto:{contacts.email}", "ltr": True})
        if contacts.website:
            rows.append(self._link(self.words.label("contacts", "website"), contacts.website))
        for name, address in (contacts.social.model_dump() if contacts.social else {}).items():
            if address:
                rows.append(self._link(self.words.label("social", name), address))
        for field in ("address", "hours", "complaints"):
            value = getattr(contacts, field)
            if value:
                rows.append({"label": self.words.label("contacts", field), "value": value})
        return rows

    def _phone(self, label: str, phone: str) -> Row:
        return {"label": label, "value": display_phone(phone), "href": f"tel:{phone}", "ltr": True}

    def _link(self, label: str, address: str) -> Row:
        shown = address.split("://", 1)[-1].rstrip("/")
        return {"label": label, "value": shown, "href": address, "ltr": True, "rel": "nofollow noopener"}

    def identity_rows(self, item: Organization, levels: Mapping[str, Level]) -> list[Row]:
        """Return the identity card: each fact with its level of trust where the register speaks of it."""
        vocabulary, words = self.vocabulary, self.words
        rows: list[Row] = [
            {"label": words.label("organization", "legal_form"), "value": vocabulary.forms[item.legal_form].name}
        ]
        registration = item.registration
        if registration is not None:
            rows.append(self._fact("registration", "number", registration.number, levels, ltr=True))
            rows.append(self._fact("registration", "date", registration.date, levels))
            if registration.licence:
                licence = words.choice("registration.licence", registration.licence)
                rows.append(self._fact("registration", "licence", licence, levels))
            rows.append(self._fact("registration", "licence_expires", registration.licence_expires, levels))
            if registration.directorate:
                name = vocabulary.governorates[registration.directorate].name
                rows.append({"label": words.label("registration", "directorate"), "value": name})
            rows.append({"label": words.label("registration", "decision"), "value": registration.decision})
            basis = registration.basis or words.ui("law_93")
            rows.append({"label": words.label("registration", "basis"), "value": basis})
        rows.append({"label": words.label("organization", "founded"), "value": self._founded(item.founded)})
        rows.append({"label": words.label("organization", "governorates"), "value": self.places(item.governorates)})
        rows.append({"label": words.ui("people_at_work"), "value": self._people(item)})
        rows.append(
            {"label": words.label("organization", "languages"), "value": self.terms("languages", item.languages)}
        )
        return [row for row in rows if row["value"]]

    def _fact(self, group: str, field: str, value: Any, levels: Mapping[str, Level], ltr: bool = False) -> Row:
        level = levels[f"{group}.{field}"]
        text = self.date_text(value) if isinstance(value, date) else value
        row: Row = {"label": self.words.label(group, field), "value": text, "ltr": ltr, "level": level.name}
        if level.name == "confirmed":
            row.update(source=level.by, on=level.on)
        if level.registered is not None:
            registered = self.date_text(level.registered) if isinstance(level.registered, date) else level.registered
            if field == "licence":
                registered = self.words.choice("registration.licence", level.registered)
            row["note"] = self.words.ui("registry_says", value=registered)
        return row

    def _founded(self, founded: Any) -> str:
        return self.date_text(founded) if isinstance(founded, date) else str(founded or "")

    def _people(self, item: Organization) -> str:
        parts = [
            self.words.plural(field, count, number_text(count))
            for field in ("staff", "volunteers", "members")
            for count in [getattr(item, field)]
            if count
        ]
        return self.listed(parts)

    def office_rows(self, offices: Iterable[Office]) -> list[Row]:
        """Return offices as facts."""
        rows = []
        for office in offices:
            place = self.vocabulary.governorates[office.governorate].name
            parts = [office.address or "", display_phone(office.phone) if office.phone else "", office.hours or ""]
            if office.accessible:
                parts.append(self.words.ui("accessible"))
            value = self.listed([part for part in parts if part]) or place
            rows.append({"label": office.name or place, "value": value})
        return rows

    def finance_rows(self, item: Organization) -> list[list[str]]:
        """Return finances, newest year first: year, income, spending, share of programmes, audited."""
        rows = []
        for year in sorted(item.finances, key=lambda row: -row.year):
            currency = self.vocabulary.currencies[year.currency]
            unit = currency_name(currency, self.words.language)
            share = ""
            if year.spending and year.spending_programs is not None:
                share = f"{number_text(round(year.spending_programs * 100 / year.spending))}%"
            rows.append(
                [
                    str(year.year),
                    f"{number_text(year.income)} {unit}" if year.income is not None else "",
                    f"{number_text(year.spending)} {unit}" if year.spending is not None else "",
                    share,
                    self.words.ui("yes") if year.audited else self.words.ui("no") if year.audited is False else "",
                ]
            )
        return rows

    def document_rows(self, item: Organization, media: Mapping[str, Row]) -> list[Row]:
        """Return documents; `media` gives address, type and size of files of the organization's own."""
        rows = []
        for document in item.documents:
            held = media.get(document.file or "", {})
            rows.append(
                {
                    "title": document.title,
                    "href": document.url or held.get("href"),
                    "type": held.get("type"),
                    "size": held.get("size"),
                    "date": document.date,
                    "lang": self.lang(document.title),
                }
            )
        return rows
