"""What all views share: words, terms, addresses, and how names and places are put into text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, TypeAlias

from tasharuk.arabic import has_arabic_letter, plural_form, scripts_of
from tasharuk.catalogue import Catalogue
from tasharuk.formats import date_text, money_text, month_text, number_text
from tasharuk.model.base import Record
from tasharuk.model.organization import Organization
from tasharuk.model.shared import Amount
from tasharuk.urls import BaseUrl, url_of
from tasharuk.vocabulary import Terms, Vocabulary
from tasharuk.words import Words

Row: TypeAlias = dict[str, Any]
MAX_PLACES = 3  # names of places on one line; more are counted
SCRIPT_LANGUAGES = {"latin": "en", "syriac": "syr", "armenian": "hy"}


@dataclass(frozen=True)
class Views:
    """The ground of all views."""

    catalogue: Catalogue
    words: Words
    base: BaseUrl

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The closed lists, their terms called by the names of the words' language."""
        return self.catalogue.vocabulary.called_in(self.words.language)

    def name(self, organization: Organization) -> str:
        """Return the name of an organization in the language of the page."""
        return organization.name_in(self.words.language)

    def other_name(self, organization: Organization) -> str | None:
        """Return its name in the other language; None where one name serves both."""
        names = (organization.name, organization.name_en)
        return next((name for name in names if name != self.name(organization)), None)

    def title(self, record: Any) -> str:
        """Return what a record of any kind is called."""
        return self.name(record) if isinstance(record, Organization) else record.title

    def href(self, record: Record) -> str:
        """Return the link to a record's page."""
        return self.base.href(url_of(record))

    def lang(self, text: str | None) -> str | None:
        """Return the language to mark a name with when it holds no Arabic letter; None where the page's own will do."""
        if not text or has_arabic_letter(text):
            return None
        scripts = scripts_of(text)
        found = next((SCRIPT_LANGUAGES[script] for script in SCRIPT_LANGUAGES if script in scripts), None)
        return None if found == self.words.language else found

    def term(self, terms: Terms, slug: str) -> str:
        """Return the name of a term."""
        return terms[slug].name

    def terms(self, name: str, slugs: Iterable[str]) -> str:
        """Return the names of terms as one text; `name` is a list of the vocabulary."""
        terms: Terms = getattr(self.vocabulary, name)
        return self.listed([terms[slug].name for slug in slugs])

    def listed(self, parts: Sequence[str]) -> str:
        """Join texts with the comma of the language."""
        return self.words.listed(parts)

    def places(self, slugs: Sequence[str]) -> str:
        """Name up to three governorates; more are counted, and all of them is "all of Syria"."""
        known = self.vocabulary.governorates
        if "national" in slugs or len(slugs) == len(known):
            return self.words.ui("all_syria")
        if len(slugs) > MAX_PLACES:
            return self.words.plural("governorates", len(slugs))
        return self.listed([known[slug].name for slug in slugs])

    def money(self, amount: Amount) -> str:
        """Return a sum with its currency in words."""
        return money_text(amount, self.vocabulary.currencies, self.words)

    def counted(self, value: Any, unit: str) -> str:
        """Return a figure with its unit: in the right plural for a known unit, as typed for any other."""
        number = number_text(value, self.words.language)
        called = self.catalogue.vocabulary.units
        slug = unit if unit in called else next((slug for slug, item in called.items() if item.name == unit), "")
        if not slug:
            return f"{number} {self.words.apart(unit)}"
        term = self.vocabulary.units[slug]
        if self.words.language != "ar":
            forms = term.more.get("forms_en", {"one": f"{{n}} ({term.name})", "other": f"{{n}} ({term.name})"})
            return str(forms["one" if value == 1 else "other"]).format(n=number)
        if value != int(value):
            return f"{number} {term.name}"
        return self._plural_of(term.more["forms"], int(value), number)

    @staticmethod
    def _plural_of(forms: Mapping[str, str], count: int, number: str) -> str:
        form = plural_form(count)
        return forms.get(form, forms["other"]).format(n=number)

    def date_text(self, day: date) -> str:
        """Return a date in words."""
        return date_text(day, self.words.language)

    def _month(self, day: date) -> str:
        return month_text(day, self.words.language)

    def example(self, record: Record) -> bool:
        """Tell whether a record is shown with the example tag."""
        return self.catalogue.is_example(record)

    def owner(self, record: Record) -> Organization:
        """Return the organization whose folder holds a record."""
        return self.catalogue.organizations[record.owner]

    def dates(self, start: Any, end: Any) -> str:
        """Return a period in words: from, since, until, or nothing."""
        if start and end:
            return self.words.ui("from_to", start=self._month(start), end=self._month(end))
        if start:
            return self.words.ui("since", start=self._month(start))
        return self.words.ui("until", end=self._month(end)) if end else ""

    def partner_rows(self, names: Iterable[str]) -> list[Row]:
        """Return partners as names with a link where the name is the slug of an organization of the directory."""
        rows = []
        for name in names:
            known = self.catalogue.organizations.get(name)
            rows.append({"label": self.name(known) if known else name, "href": self.href(known) if known else None})
        return rows
