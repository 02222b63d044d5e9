"""Views of the past: the entries of an organization's history → days, their sentences, fields and values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from tasharuk.formats import money_text, number_text
from tasharuk.history.story import Confirmed, Edit, Sum, Way
from tasharuk.history.telling import Entry, risk_in
from tasharuk.kinds import KIND_BY_NAME
from tasharuk.labels import field_label
from tasharuk.model.shared import Amount
from tasharuk.views.base import Row, Views

TERMS = {
    "legal_form": "forms",
    "headquarters": "governorates",
    "registration.directorate": "governorates",
    "governorates": "governorates",
    "districts": "districts",
    "sectors": "sectors",
    "target_groups": "target_groups",
    "languages": "languages",
}
CHOICES = {
    "status": "organization.status",
    "policies": "organization.policies",
    "licence": "registration.licence",
    "registration.licence": "registration.licence",
}
BODIES = ("parent", "merged_into", "organizations")
NUMBERED = ("founded",)  # a year, not a count


class HistoryViews(Views):
    """What the history of an organization shows."""

    def history_days(self, entries: Iterable[Entry]) -> list[Row]:
        """Return entries, the newest first, by their days: what happened to which file, and a row for each field."""
        days = groupby(entries, key=lambda entry: entry.day)
        return [{"date": day, "changes": [self._change(entry) for entry in same]} for day, same in days]

    def _change(self, entry: Entry) -> Row:
        rows = [] if entry.origin == "confirmed" else [self._row_of(entry, edit) for edit in entry.edits]
        return {
            "text": self._sentence(entry),
            "title": entry.title,
            "href": self.base.href(f"/campaigns/{entry.slug}/") if entry.slug else None,
            "rows": rows,
            "left_out": self.words.plural("history_fields", entry.left_out) if entry.left_out else "",
        }

    def _sentence(self, entry: Entry) -> str:
        if entry.origin == "confirmed":
            rows = [edit.new for edit in entry.edits if isinstance(edit.new, Confirmed)]
            names = [self._label("organization", row.field) for row in rows]
            return self.words.ui("confirmed_by", by=rows[0].by, field=self.listed(names))
        if entry.how == "changed" and entry.entered_by:
            return self.words.ui(f"updated_by_{entry.entered_by}")
        return self.words.ui(f"history_{entry.origin}_{entry.how}")

    def _row_of(self, entry: Entry, edit: Edit) -> Row:
        """Return a field as it is told: `before` and `after` where both may be seen, else a `text`."""
        risk = risk_in(entry.origin, edit)
        row: Row = {
            "label": self._label(entry.origin, edit.field),
            "risk": "" if risk == "content" else self.words.ui(f"history_risk_{risk}"),
            "before": "",
            "after": "",
        }
        if isinstance(edit.old, Way) or isinstance(edit.new, Way):
            return row | self._way_row(edit)
        if isinstance(edit.old, Confirmed) or isinstance(edit.new, Confirmed):
            return row | {"label": "", "text": self._confirmation(edit)}
        if type(edit.old) is tuple or type(edit.new) is tuple:  # no sum, which has a name for each part
            return row | {"text": self._came_and_went(edit)}
        old, new = self._value(edit.field, edit.old), self._value(edit.field, edit.new)
        if old and new:
            return row | {"before": old, "after": new, "text": ""}
        if old or new:
            return row | {"text": self.words.ui("history_came" if new else "history_went", value=new or old)}
        return row | {"text": self.words.ui(f"history_{edit.how}")}

    def _label(self, origin: str, field: str) -> str:
        if field == "body":
            return self.words.ui("card_body")
        kinds = [KIND_BY_NAME[name].model for name in (origin, "organization") if name in KIND_BY_NAME]
        return next(filter(None, (field_label(self.words, model, field) for model in kinds)), field)

    def _way_row(self, edit: Edit) -> Row:
        old, new = edit.old, edit.new
        parts = self.listed([self.words.label("channel", part) for part in edit.parts])
        if isinstance(old, Way) and isinstance(new, Way):
            if old.known_by == new.known_by:
                return {"text": self.words.ui("history_way_changed", way=self._way(new), fields=parts)}
            return {"before": self._way(old), "after": self._way(new), "text": parts}
        way = new if isinstance(new, Way) else old
        assert isinstance(way, Way)
        return {"text": self.words.ui("history_came" if new else "history_went", value=self._way(way))}

    def _way(self, way: Way) -> str:
        """Return a way to give: its kind, the end of its number, and that it is not used any more where it is not."""
        name = self.words.choice("channel.kind", way.kind)
        named = self.words.ui("history_way", kind=name, tail=way.tail) if way.tail else name
        return named if way.is_used else self.words.ui("history_unused", way=named)

    def _confirmation(self, edit: Edit) -> str:
        item = edit.new if isinstance(edit.new, Confirmed) else edit.old
        assert isinstance(item, Confirmed)
        name = self._label("organization", item.field)
        if edit.how == "removed":
            return self.words.ui("history_withdrawn", field=name)
        day = self.date_text(item.on)
        if not item.by:
            return self.words.ui("history_confirmed", field=name, day=day)
        return self.words.ui("history_confirmed_by", field=name, day=day, by=item.by)

    def _came_and_went(self, edit: Edit) -> str:
        old: list[Any] = list(edit.old) if type(edit.old) is tuple else []
        new: list[Any] = list(edit.new) if type(edit.new) is tuple else []
        came = self.listed(self._names(edit.field, [item for item in new if item not in old]))
        went = self.listed(self._names(edit.field, [item for item in old if item not in new]))
        told = [self.words.ui("history_came", value=came)] if came else []
        told += [self.words.ui("history_went", value=went)] if went else []
        return self.words.ui("list_dot").join(told) or self.words.ui(f"history_{edit.how}")

    def _names(self, field: str, slugs: Iterable[str]) -> list[str]:
        return [name for slug in slugs if (name := self._value(field, slug))]

    def _value(self, field: str, value: Any) -> str:
        """Return a value in words; empty where it has none, or none any more."""
        if isinstance(value, Sum):
            return self._sum(value)
        if isinstance(value, date):
            return self.date_text(value)
        if isinstance(value, int):
            return str(value) if field in NUMBERED else number_text(value, self.words.language)
        return self._name(field, str(value)) if value else ""

    def _name(self, field: str, value: str) -> str:
        if field in CHOICES:
            return self.words.choice(CHOICES[field], value)
        if field in BODIES:
            known = self.catalogue.organizations.get(value)
            return self.name(known) if known is not None else ""
        if field in TERMS:
            if value == "national":
                return self.words.ui("all_syria")
            term = getattr(self.vocabulary, TERMS[field]).get(value)
            return self.term({value: term}, value) if term is not None else ""
        return value

    def _sum(self, value: Sum) -> str:
        currencies = self.vocabulary.currencies
        if value.currency not in currencies:
            return ""
        amount = Amount.model_construct(value=value.value, currency=value.currency, series=value.series)
        return money_text(amount, currencies, self.words)
