"""A change and its problems → the reviewer's card: what is at stake first, old beside new, what to vouch for."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tasharuk.change import RISKS, Change, FieldChange, RecordChange, Risk
from tasharuk.completeness import completeness
from tasharuk.model.base import Record
from tasharuk.model.fields import display_phone
from tasharuk.model.organization import Organization
from tasharuk.problems import Problem
from tasharuk.report import Reporter, escape_markdown, harmless, problem_label
from tasharuk.rules.risky_change import is_respelling, marked

MAX_ROWS = 30  # risky values shown before the rest is folded away
MAX_RECORDS = 15
MAX_SHOWN = 160  # characters of a value
OWNERSHIP_CODES = frozenset({"not_owner", "owner_unknown"})


@dataclass(frozen=True)
class Row:
    """One changed value as the card shows it."""

    record: RecordChange
    item: FieldChange
    is_respelled: bool


@dataclass(frozen=True)
class Card:
    """Everything a reviewer needs to decide, gravest first."""

    change: Change
    problems: tuple[Problem, ...]

    @property
    def rows(self) -> list[Row]:
        """Changed values of records that were there before, and the ways to give of new ones; by risk, then path."""
        found = [
            Row(record, item, is_respelling(item))
            for record in self.change.records
            for item in record.fields
            if record.new is not None and (record.old is not None or item.risk == "money")
        ]
        return sorted(found, key=lambda row: (RISKS.index(row.item.risk), row.is_respelled, row.record.path))

    @property
    def risks(self) -> dict[Risk, int]:
        """How many values, or problems of ownership, stand under each risk; respellings count as content."""
        counts = Counter("content" if row.is_respelled else row.item.risk for row in self.rows)
        counts["ownership"] = sum(1 for problem in self.problems if problem.code in OWNERSHIP_CODES)
        counts["content"] += sum(1 for record in self.change.records if record.old is None or record.new is None)
        return {risk: counts[risk] for risk in RISKS if counts[risk]}

    @property
    def added(self) -> list[RecordChange]:
        """Records that are new."""
        return [record for record in self.change.records if record.old is None]

    @property
    def removed(self) -> list[RecordChange]:
        """Records that are gone."""
        return [record for record in self.change.records if record.new is None]


@dataclass(frozen=True)
class CardWriter:
    """Turns a card into Markdown or JSON, in the words of the directory."""

    reporter: Reporter

    def _ui(self, key: str, **values: object) -> str:
        return self.reporter.arabic.ui(f"card_{key}", **values)

    def headline(self, card: Card) -> str:
        """Return the first line: what is at stake, the gravest first."""
        grave = [(risk, count) for risk, count in card.risks.items() if risk != "content"]
        if not grave:
            return self._ui("harmless", count=card.risks.get("content", 0))
        comma = self.reporter.arabic.ui("list_comma")
        return comma.join(f"**{self._ui('risk_' + risk)}** ({count})" for risk, count in grave)

    def markdown(self, card: Card) -> str:
        """Return the card as one screen of Markdown, whatever the change holds."""
        blocks = [self.headline(card), *self._table(card), *self._records(card), *self._problems(card)]
        return "\n\n".join([*blocks, *self._vouch(card)]) + "\n"

    def _table(self, card: Card) -> Iterator[str]:
        rows = [row for row in card.rows if row.item.risk != "content"]
        if not rows:
            return
        head = [self._ui(name) for name in ("record", "field", "before", "after")]
        lines = [f"| {' | '.join(head)} |", "|---|---|---|---|"]
        lines += [f"| {' | '.join(self._cells(row))} |" for row in rows[:MAX_ROWS]]
        yield "\n".join(lines)
        if len(rows) > MAX_ROWS:
            yield self._ui("more_rows", count=len(rows) - MAX_ROWS)

    def _cells(self, row: Row) -> Iterator[str]:
        yield _plain(_title(row.record.record))
        yield _plain(self._label(row))
        yield _plain(row.item.old) or "\u2013"
        after = _plain(marked(row.item.old, row.item.new)) or "\u2013"
        yield f"{_plain(row.item.new)} ({self._ui('same_value')})" if row.is_respelled else after

    def _label(self, row: Row) -> str:
        return problem_label(self.reporter.arabic, row.record.path, row.item.field)

    def _records(self, card: Card) -> Iterator[str]:
        lines = [*self._new_lines(card), *self._changed_lines(card)]
        lines += [f"- {self._ui('removed')} `{_code(record.path)}`" for record in card.removed]
        if lines:
            yield "\n".join(lines[:MAX_RECORDS])
        if len(lines) > MAX_RECORDS:
            rest = "\n".join(lines[MAX_RECORDS:])
            summary = self._ui("more_records", count=len(lines) - MAX_RECORDS)
            yield f"<details><summary>{summary}</summary>\n\n{rest}\n\n</details>"

    def _new_lines(self, card: Card) -> Iterator[str]:
        for record in card.added:
            extra = ""
            if isinstance(record.new, Organization):
                extra = " " + self._ui("complete", percent=completeness(record.new).percent)
            yield f"- {self._ui('new')} {_plain(_title(record.record))} `{_code(record.path)}`{extra}"

    def _changed_lines(self, card: Card) -> Iterator[str]:
        for record in card.change.records:
            if record.old is None or record.new is None:
                continue
            items = [item for item in record.fields if item.risk == "content"]
            labels = dict.fromkeys(
                problem_label(self.reporter.arabic, record.path, str(item.path[0])) for item in items
            )
            if items:
                names = self.reporter.arabic.ui("list_comma").join(labels)
                yield f"- {_plain(_title(record.new))}: {_plain(names)} `{_code(record.path)}`"

    def _problems(self, card: Card) -> Iterator[str]:
        lines = [self.reporter.markdown(problem) for problem in card.problems if problem.is_error]
        lines += [
            self.reporter.markdown(problem)
            for problem in card.problems
            if problem.is_held and problem.code not in ("money_changed", "identity_changed", "contact_changed")
        ]
        if lines:
            yield f"### {self._ui('problems', count=len(lines))}\n\n" + "\n".join(lines[: 2 * MAX_RECORDS])

    def _vouch(self, card: Card) -> Iterator[str]:
        lines = [f"- [ ] {line}" for line in self.duties(card)]
        if lines:
            yield f"### {self._ui('vouch')}\n\n" + "\n".join(lines)

    def duties(self, card: Card) -> list[str]:
        """Return what only a person can vouch for, given what the change touches."""
        found = []
        if {"money", "contact"} & card.risks.keys():
            phones = _old_phones(
                [row.record for row in card.rows if row.item.risk != "content" and not row.is_respelled]
            )
            found.append(self._ui("call_old", phones=_plain(", ".join(phones)) or self._ui("no_old_phone")))
        found += [self._ui(f"duty_{risk}") for risk in card.risks if risk != "content"]
        if any(item.path[0] in ("photos", "logo") for record in card.change.records for item in record.fields):
            found.append(self._ui("duty_photos"))
        if card.added:
            found.append(self._ui("duty_new"))
        return found

    def json(self, card: Card) -> str:
        """Return the card for machines."""
        data: dict[str, Any] = {
            "risk": next(iter(card.risks), "content"),
            "risks": card.risks,
            "headline": harmless(self.headline(card)),
            "fields": [
                {
                    "path": row.record.path,
                    "field": row.item.field,
                    "label": self._label(row),
                    "risk": row.item.risk,
                    "old": row.item.old,
                    "new": row.item.new,
                    "same_value": row.is_respelled,
                }
                for row in card.rows
            ],
            "new": [record.path for record in card.added],
            "removed": [record.path for record in card.removed],
            "vouch": self.duties(card),
            "problems": [self.reporter.record(problem) for problem in card.problems],
        }
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _title(record: Record) -> str:
    return str(getattr(record, "name", None) or getattr(record, "title", None) or record.slug)


def _plain(text: str) -> str:
    """Return a submitted value for a cell: one line, cut, nothing in it acts."""
    flat = " ".join(text.split())
    cut = flat if len(flat) <= MAX_SHOWN else flat[: MAX_SHOWN - 1] + "\u2026"
    return escape_markdown(harmless(cut))


def _code(path: str) -> str:
    return harmless(path).replace("`", "'")


def _old_phones(records: Sequence[RecordChange]) -> list[str]:
    """Return the phone numbers that the organizations had before, each once."""
    return list(dict.fromkeys(phone for record in records for phone in _phones(record.old)))


def _phones(record: Record | None) -> Iterable[str]:
    if isinstance(record, Organization) and record.contacts is not None:
        return [display_phone(phone) for phone in (*record.contacts.phones, record.contacts.whatsapp) if phone]
    return []
