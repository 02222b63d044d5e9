"""What a field's value is chosen from: pairs of what is written and its Arabic name, out of words and closed lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tasharuk.model.organization import NATIONAL
from tasharuk.rules.unknown_term import LIST_OF_FIELD
from tasharuk.vocabulary import Vocabulary
from tasharuk.words import Words

# name of a field, in any kind → closed list that is offered for it; other text is taken too
OFFERED: Mapping[str, str] = {"unit": "units"}
WIDE = "+"  # after the name of a list: "national" is taken too


@dataclass(frozen=True)
class Choices:
    """Where choices come from."""

    words: Words
    vocabulary: Vocabulary

    def list_of(self, field: str, value: Mapping[str, Any], is_top: bool) -> str:
        """Return the name of the closed list that a field of terms is chosen from; empty for other fields.

        Only a record itself, not a group of fields inside it, may work in the whole country.
        """
        item = value.get("items", value)
        if item.get("x-type") != "term":
            return ""
        return LIST_OF_FIELD[field] + (WIDE if field == "governorates" and is_top else "")

    def terms(self, name: str) -> dict[str, str]:
        """Return the terms of a closed list with their names, in the list's own order."""
        return dict(self._terms(name))

    def _terms(self, name: str) -> Iterator[tuple[str, str]]:
        if name.endswith(WIDE):
            yield NATIONAL, self.words.ui("all_syria")
        for slug, term in getattr(self.vocabulary, name.rstrip(WIDE)).items():
            place = self.vocabulary.governorates.get(str(term.more.get("governorate", "")))
            yield slug, term.name + (self.words.ui("list_comma") + place.name if place else "")

    def values(self, group: str, field: str, value: Mapping[str, Any]) -> dict[str, str]:
        """Return the values of a choice of the model with their names; nothing when the field is none."""
        written = value.get("items", value).get("enum", ())
        return {str(one): self.words.choice(f"{group}.{field}", str(one)) for one in written}

    def names(self, group: str, field: str, value: Mapping[str, Any], is_top: bool = False) -> dict[str, str]:
        """Return what a field is chosen from, in the model or in a closed list; nothing when it is neither."""
        terms = self.list_of(field, value, is_top)
        return self.terms(terms) if terms else self.values(group, field, value)

    def file_of(self, name: str) -> str:
        """Return the path of the file that holds a list."""
        return self.vocabulary.file_of(name.rstrip(WIDE))
