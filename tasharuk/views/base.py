"""What all views share: words, terms, addresses, and how names and places are put into text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from tasharuk.arabic import has_arabic_letter, plural_form, scripts_of
from tasharuk.catalogue import Catalogue
from tasharuk.formats import money_text, month_text, number_text
from tasharuk.model.base import Record
from tasharuk.model.organization import Organization
from tasharuk.model.shared import Amount
from tasharuk.urls import BaseUrl, url_of
from tasharuk.vocabulary import Terms
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

    def href(self, record: Record) -> str:
        """Return the link to a record's page."""
        return self.base.href(url_of(record))

    def lang(self, text: str | None) -> str | None:
        """Return the language to mark a name with when it holds no Arabic letter; None otherwise."""
        if not text or has_arabic_letter(text):
            return None
        scripts = scripts_of(text)
        return next((SCRIPT_LANGUAGES[script] for script in SCRIPT_LANGUAGES if script in scripts), None)

    def term(self, terms: Terms, slug: str) -> str:
        """Return the name of a term."""
        return terms[slug].name

    def terms(self, name: str, slugs: Iterable[str]) -> str:
        """Return the names of terms as one text; `name` is a list of the vocabulary."""
        terms: Terms = getattr(self.catalogue.vocabulary, name)
        return self.listed([terms[slug].name for slug in slugs])

    def listed(self, parts: Sequence[str]) -> str:
        """Join texts with the comma of the language."""
        return self.words.ui("list_comma").join(parts)

    def places(self, slugs: Sequence[str]) -> str:
        """Name up to three governorates; more are counted, and all of them is "all of Syria"."""
        known = self.catalogue.vocabulary.governorates
        if "national" in slugs or len(slugs) == len(known):
            return self.words.ui("all_syria")
        if len(slugs) > MAX_PLACES:
            return self.words.plural("governorates", len(slugs))
        return self.listed([known[slug].name for slug in slugs])

    def money(self, amount: Amount) -> str:
        """Return a sum with its currency in words."""
        return money_text(amount, self.catalogue.vocabulary.currencies, self.words)

    def counted(self, value: Any, unit: str) -> str:
        """Return a figure with its unit: in the right plural for a known unit, as typed for any other."""
        number = number_text(value)
        known = self.catalogue.vocabulary.units
        term = known.get(unit) or next((item for item in known.values() if item.name == unit), None)
        if term is None or value != int(value):
            return f"{number} {term.name if term else unit}"
        return self._plural_of(term.more["forms"], int(value), number)

    @staticmethod
    def _plural_of(forms: dict[str, str], count: int, number: str) -> str:
        form = plural_form(count)
        return forms.get(form, forms["other"]).format(n=number)

    def example(self, record: Record) -> bool:
        """Tell whether a record is shown with the example tag."""
        return self.catalogue.is_example(record)

    def owner(self, record: Record) -> Organization:
        """Return the organization whose folder holds a record."""
        return self.catalogue.organizations[record.owner]

    def dates(self, start: Any, end: Any) -> str:
        """Return a period in words: from, since, until, or nothing."""
        if start and end:
            return self.words.ui("from_to", start=month_text(start), end=month_text(end))
        if start:
            return self.words.ui("since", start=month_text(start))
        return self.words.ui("until", end=month_text(end)) if end else ""

    def partner_rows(self, names: Iterable[str]) -> list[Row]:
        """Return partners as names with a link where the name is the slug of an organization of the directory."""
        rows = []
        for name in names:
            known = self.catalogue.organizations.get(name)
            rows.append({"label": known.name if known else name, "href": self.href(known) if known else None})
        return rows
