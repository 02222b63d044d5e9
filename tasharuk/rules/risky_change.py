"""What a reviewer must confirm with the organization before it is published: money, identity, contacts, removals."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from tasharuk.arabic import fold
from tasharuk.change import ACCOUNT_FIELDS, NUMBER_FIELDS, Change, FieldChange, RecordChange
from tasharuk.model.fields import canonical_account
from tasharuk.problems import Problem, Severity

CODE_OF_RISK = {"money": "money_changed", "identity": "identity_changed", "contact": "contact_changed"}


def risky_change(change: Change) -> Iterator[Problem]:
    """Every changed value on which money, identity or the call-back depends is held; a mere respelling is not."""
    for record in change.records:
        if record.old is None or record.new is None:
            continue
        for item in record.fields:
            code = CODE_OF_RISK.get(item.risk)
            if code and not is_respelling(item):
                yield _held(record, code, item)


def money_new(change: Change) -> Iterator[Problem]:
    """An account that appears with a new record is held once: somebody must have seen its evidence."""
    for record in change.records:
        if record.old is not None or record.new is None:
            continue
        accounts = [item for item in record.fields if item.risk == "money" and _names_a_way(item)]
        if accounts:
            yield _held(record, "money_new", accounts[0])


def record_removed(change: Change) -> Iterator[Problem]:
    """A record that disappears is held: its address must lead somewhere, and nobody may silence another."""
    for record in change.records:
        if record.new is None:
            yield Problem(record.path, 0, 0, "record_removed", Severity.HELD, values={"given": record.path})


def is_respelling(item: FieldChange) -> bool:
    """Tell whether two values are the same to whoever uses them: other spaces, digits or unseen marks."""
    name = next((str(part) for part in reversed(item.path) if isinstance(part, str)), "")
    if name in ACCOUNT_FIELDS:
        return canonical_account(item.old) == canonical_account(item.new) != ""
    if name in NUMBER_FIELDS:
        return fold(item.old).replace(" ", "") == fold(item.new).replace(" ", "") != ""
    return "".join(item.old.split()) == "".join(item.new.split())


def marked(old: str, new: str) -> str:
    """Return the new value with what differs from the old one between double brackets."""
    if not old:
        return new
    parts = []
    for operation, _start, _end, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if operation == "equal":
            parts.append(new[start:end])
        else:
            parts.append(f"\u27e6{new[start:end]}\u27e7")
    return "".join(parts)


def _names_a_way(item: FieldChange) -> bool:
    return item.path[-1] in (*ACCOUNT_FIELDS, "url", "account_name")


def _held(record: RecordChange, code: str, item: FieldChange) -> Problem:
    line, column = record.record.mark_of(*item.path)
    values = {"old": item.old or "\u2013", "given": marked(item.old, item.new) or "\u2013"}
    return Problem(record.path, line, column, code, Severity.HELD, item.field, values)
