"""What a reviewer must confirm with the organization before it is published: money, identity, contacts, removals."""

from __future__ import annotations

from collections.abc import Iterator

from tasharuk.arabic import fold
from tasharuk.change import ACCOUNT_FIELDS, NUMBER_FIELDS, Change, FieldChange, RecordChange
from tasharuk.model.fields import canonical_account
from tasharuk.problems import Problem, Severity

CODE_OF_RISK = {"money": "money_changed", "identity": "identity_changed", "contact": "contact_changed"}
CLAIMS = frozenset({"parent", "merged_into", "former_slugs", "former_names"})  # what a newcomer says of others
OPEN, CLOSE = "\u27e6", "\u27e7"  # stand around what differs
MAX_COMPARED = 400  # characters compared one by one; what differs in longer values is marked as one piece


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


def claim_new(change: Change) -> Iterator[Problem]:
    """A new organization that says it is part of another, or took its place, is held: the other must agree."""
    for record in change.records:
        if record.old is not None or record.new is None:
            continue
        claims = [item for item in record.fields if item.risk == "identity" and str(item.path[0]) in CLAIMS]
        if claims:
            yield _held(record, "claim_new", claims[0])


def record_removed(change: Change) -> Iterator[Problem]:
    """A record that disappears is held: its address must lead somewhere, and nobody may silence another."""
    gone = {file.path for file in change.files if file.is_deleted}
    for record in change.records:
        if record.new is None and record.path in gone:
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
    """Return the new value with what differs from the old one between double brackets; its own are shown as U+XXXX."""
    old, new = (text.replace(OPEN, "U+27E6").replace(CLOSE, "U+27E7") for text in (old, new))
    if not old or old == new:
        return new
    if max(len(old), len(new)) > MAX_COMPARED:
        start = _shared(old, new)
        end = _shared(old[start:][::-1], new[start:][::-1])
        return f"{new[:start]}{OPEN}{new[start : len(new) - end]}{CLOSE}{new[len(new) - end :]}"
    from difflib import SequenceMatcher  # few values are compared letter by letter

    parts = []
    for operation, _start, _end, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        parts.append(new[start:end] if operation == "equal" else f"{OPEN}{new[start:end]}{CLOSE}")
    return "".join(parts)


def _shared(first: str, second: str) -> int:
    """Return how many characters two texts begin with alike."""
    pairs = enumerate(zip(first, second, strict=False))
    return next((index for index, (one, other) in pairs if one != other), min(len(first), len(second)))


def excerpt(text: str, limit: int) -> str:
    """Return a value on one line and cut to `limit` characters, from a little before what differs."""
    flat = " ".join(text.split())
    if len(flat) <= limit:
        return flat
    start = max(0, min(flat.find(OPEN) - limit // 4, len(flat) - limit + 2)) if OPEN in flat else 0
    cut = flat[start : start + limit - 2]
    return ("\u2026" if start else "") + cut + ("\u2026" if start + limit - 2 < len(flat) else "")


def _names_a_way(item: FieldChange) -> bool:
    return item.path[-1] in (*ACCOUNT_FIELDS, "url", "account_name")


def _held(record: RecordChange, code: str, item: FieldChange) -> Problem:
    line, column = record.record.mark_of(*item.path)
    shown = excerpt(marked(item.old, item.new), MAX_COMPARED)
    values = {"old": excerpt(item.old, MAX_COMPARED) or "\u2013", "given": shown or "\u2013"}
    return Problem(record.path, line, column, code, Severity.HELD, item.field, values)
