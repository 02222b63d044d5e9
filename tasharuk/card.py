"""A Card → Markdown of one screen, or JSON with everything, in the words of the directory."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, takewhile
from typing import Any

from tasharuk.change import Change, RecordChange
from tasharuk.completeness import completeness
from tasharuk.model.base import Record
from tasharuk.model.organization import Organization
from tasharuk.model.shared import Channel
from tasharuk.report import Reporter, escape_markdown, harmless, problem_label
from tasharuk.review import Call, Card, Row, phones_of
from tasharuk.rules.risky_change import excerpt, marked

MAX_ROWS = 30  # risky values shown before the rest is folded away
MAX_RECORDS = 15
# bytes of each part: a comment holds 65,536, and what does not fit would take what follows with it; JSON has all
ROW_BYTES, LINE_BYTES, FOLDED_BYTES = 16_000, 5_500, 5_500
MAX_LINE = 700  # characters of a problem
MAX_NAMES = 5
MAX_SHOWN = 160  # characters of a value
NOTHING = "\u2013"


@dataclass(frozen=True)
class CardWriter:
    """Turns a card into Markdown or JSON, in the words of the directory."""

    reporter: Reporter

    def _ui(self, key: str, **values: object) -> str:
        return self.reporter.arabic.ui(f"card_{key}", **values)

    def _list(self, parts: Iterable[str]) -> str:
        return self.reporter.arabic.ui("list_comma").join(parts)

    def headline(self, card: Card) -> str:
        """Return the first line: what is at stake, the gravest first."""
        grave = [(risk, count) for risk, count in card.risks.items() if risk != "content"]
        if not grave:
            return self._ui("harmless", count=card.risks.get("content", 0))
        return self._list(f"**{self._ui('risk_' + risk)}** ({count})" for risk, count in grave)

    def alarms(self, card: Card) -> list[str]:
        """Return what must be said aloud: whose old number to call, and what bars the change whatever is confirmed."""
        found = []
        for call in card.calls:
            phones = _plain(self._list(call.phones)) or self._ui("no_old_phone")
            if call.is_changed:
                found.append(self._ui("alarm_phone", name=_plain(call.name), phones=phones))
            if call.earlier:
                earlier = _plain(self._list(call.earlier))
                found.append(self._ui("alarm_recent_phone", name=_plain(call.name), phones=earlier))
        errors = sum(1 for problem in card.problems if problem.is_error)
        if errors:
            found.append(self._ui("alarm_errors", errors=self.reporter.arabic.plural("errors", errors)))
        return found

    def markdown(self, card: Card) -> str:
        """Return the card as one screen of Markdown, whatever the change holds."""
        alarms = [f"**{line}**" for line in self.alarms(card)[: MAX_NAMES + 1]]
        blocks = [self.headline(card), *alarms, *self._tables(card), *self._records(card), *self._pictures(card)]
        return "\n\n".join([*blocks, *self._problems(card), *self._content(card), *self._vouch(card)]) + "\n"

    def _tables(self, card: Card) -> Iterator[str]:
        lines = self._rows(row for row in card.rows if row.item.risk != "content")
        shown = _fitting(lines[:MAX_ROWS], ROW_BYTES)
        if shown:
            yield self._table(lines[:shown])
        if len(lines) > shown:
            rest = lines[shown:][: _fitting(lines[shown:], FOLDED_BYTES)]
            yield self._folded(self._ui("more_rows", count=len(lines) - shown), self._table(rest))

    def _content(self, card: Card) -> Iterator[str]:
        lines = self._rows(row for row in card.rows if row.item.risk == "content")
        if lines:
            table = self._table(lines[: _fitting(lines, FOLDED_BYTES)])
            yield self._folded(self._ui("content_rows", count=len(lines)), table)

    def _rows(self, rows: Iterable[Row]) -> list[str]:
        return [f"| {' | '.join(self._cells(row))} |" for row in rows]

    def _table(self, lines: list[str]) -> str:
        head = [self._ui(name) for name in ("record", "field", "before", "after")]
        return "\n".join([f"| {' | '.join(head)} |", "|---|---|---|---|", *lines])

    def _cells(self, row: Row) -> Iterator[str]:
        old, new = row.item.old, row.item.new
        yield _plain(_title(row.record.record))
        yield _plain(self._label(row))
        if row.is_respelled:
            yield _plain(old)
            yield f"{_plain(new)} ({self._ui('same_value')})"
        else:
            yield _plain(marked(new, old) if len(old) > MAX_SHOWN else old) or NOTHING
            yield _plain(marked(old, new)) or NOTHING

    def _label(self, row: Row) -> str:
        return self._label_of(row.record, row.item.field)

    def _label_of(self, record: RecordChange, field: str) -> str:
        return self._ui("body") if field == "body" else problem_label(self.reporter.arabic, record.path, field)

    def _folded(self, summary: str, block: str) -> str:
        return f"<details><summary>{summary}</summary>\n\n{block}\n\n</details>"

    def _records(self, card: Card) -> Iterator[str]:
        lines = [*self._new_lines(card), *self._changed_lines(card)]
        lines += [f"- {self._ui('removed')} `{_code(record.path)}`" for record in card.removed]
        yield from self._lines(lines, "more_records")

    def _lines(self, lines: list[str], more: str) -> Iterator[str]:
        shown = _fitting(lines[:MAX_RECORDS], LINE_BYTES)
        if shown:
            yield "\n".join(lines[:shown])
        if len(lines) > shown:
            rest = lines[shown:][: _fitting(lines[shown:], FOLDED_BYTES)]
            yield self._folded(self._ui(more, count=len(lines) - shown), "\n".join(rest))

    def _new_lines(self, card: Card) -> Iterator[str]:
        for record in card.added:
            line = f"- {self._ui('new')} {_plain(_title(record.record))} `{_code(record.path)}`"
            if isinstance(record.new, Organization):
                line += f" \u2014 {self.summary(card.change, record.new)}"
            yield line

    def summary(self, change: Change, organization: Organization) -> str:
        """Return a new organization in one line: where, in what fields, ways to give, phones, how far from complete."""
        places, sectors = change.catalogue.vocabulary.governorates, change.catalogue.vocabulary.sectors
        where = [places[slug].name if slug in places else slug for slug in organization.governorates]
        what = [sectors[slug].name if slug in sectors else slug for slug in organization.sectors]
        ways = [self._way(channel) for channel in organization.donation_channels]
        parts = [
            _plain(self._list(where[:MAX_NAMES])),
            _plain(self._list(what)),
            self._ui("ways", ways=_plain(self._list(ways)) or NOTHING),
            self._ui("phones", phones=_plain(self._list(phones_of(organization))) or NOTHING),
            self._ui("complete", percent=completeness(organization).percent),
        ]
        return " \u00b7 ".join(parts)

    def _way(self, channel: Channel) -> str:
        kind = self.reporter.arabic.choice("channel.kind", channel.kind)
        return f"{kind} {channel.account_number or channel.iban or channel.url or ''}".strip()

    def _changed_lines(self, card: Card) -> Iterator[str]:
        for record in card.change.records:
            if record.old is None or record.new is None:
                continue
            tops = dict.fromkeys(str(item.path[0]) for item in record.fields if item.risk == "content")
            labels = [self._label_of(record, top) for top in tops]
            if labels:
                yield f"- {_plain(_title(record.new))}: {_plain(self._list(labels))} `{_code(record.path)}`"

    def _pictures(self, card: Card) -> Iterator[str]:
        if card.pictures:
            paths = [f"`{_code(file.path)}`" for file in card.pictures]
            more = f" \u2026 (+{len(paths) - MAX_NAMES})" if len(paths) > MAX_NAMES else ""
            yield f"{self._ui('pictures', count=len(paths))} {self._list(paths[:MAX_NAMES])}{more}"

    def _problems(self, card: Card) -> Iterator[str]:
        lines = [_cut(self.reporter.markdown(problem)) for problem in card.listed_problems]
        if lines:
            yield f"### {self._ui('problems', count=len(lines))}"
            yield from self._lines(lines, "more_problems")

    def _vouch(self, card: Card) -> Iterator[str]:
        lines = [f"- [ ] {line}" for line in self.duties(card)]
        if lines:
            yield f"### {self._ui('vouch')}\n\n" + "\n".join(lines)

    def duties(self, card: Card) -> list[str]:
        """Return what only a person can vouch for, given what the change touches."""
        found = [self._ui("call_old", phones=self._numbers(card.calls))] if card.calls else []
        if not card.calls and {"money", "contact"} & card.risks.keys():
            found.append(self._ui("call_old", phones=self._ui("no_old_phone")))
        found += [self._ui(f"duty_{risk}") for risk in card.risks if risk != "content"]
        if card.pictures or any(
            item.path[0] in ("photos", "logo") for record in card.change.records for item in record.fields
        ):
            found.append(self._ui("duty_photos"))
        if card.added:
            found.append(self._ui("duty_new"))
        return found

    def _numbers(self, calls: list[Call]) -> str:
        """Return the old numbers to call, with the names when there is more than one to call."""
        shown = []
        for call in calls[:MAX_NAMES]:
            phones = _plain(self._list(call.earlier or call.phones)) or self._ui("no_old_phone")
            shown.append(phones if len(calls) == 1 else f"{_plain(call.name)}: {phones}")
        more = f" \u2026 (+{len(calls) - MAX_NAMES})" if len(calls) > MAX_NAMES else ""
        return self._list(shown) + more

    def json(self, card: Card) -> str:
        """Return the card for machines, with everything."""
        data: dict[str, Any] = {
            "risk": next(iter(card.risks), "content"),
            "risks": card.risks,
            "headline": harmless(self.headline(card)),
            "alarms": self.alarms(card),
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
            "pictures": [file.path for file in card.pictures],
            "files": [{"path": f.path, "old_mode": f.old_mode, "new_mode": f.new_mode} for f in card.change.files],
            "call": [
                {"name": call.name, "phones": call.phones, "earlier": call.earlier, "changed": call.is_changed}
                for call in card.calls
            ],
            "vouch": self.duties(card),
            "problems": [self.reporter.record(problem) for problem in card.problems],
        }
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _fitting(lines: list[str], limit: int) -> int:
    """Return how many of the lines fit into so many bytes."""
    sizes = accumulate(len(line.encode("utf-8", "replace")) + 1 for line in lines)
    return sum(1 for _size in takewhile(lambda size: size <= limit, sizes))


def _cut(line: str) -> str:
    return line if len(line) <= MAX_LINE else line[:MAX_LINE].rstrip("\\") + "\u2026"


def _title(record: Record) -> str:
    return str(getattr(record, "name", None) or getattr(record, "title", None) or record.slug)


def _plain(text: str) -> str:
    """Return a submitted value for a cell: one line, cut near what differs, nothing in it acts."""
    return escape_markdown(harmless(excerpt(text, MAX_SHOWN)))


def _code(path: str) -> str:
    return excerpt(harmless(path).replace("`", "U+0060"), MAX_SHOWN)
