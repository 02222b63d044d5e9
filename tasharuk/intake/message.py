"""What is sent and what it changes → the name of the branch and the message of the commit, in plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from tasharuk.card import CardWriter
from tasharuk.intake.package import SUBMITTED
from tasharuk.kinds import KIND_BY_NAME
from tasharuk.read import place_of_path
from tasharuk.report import harmless, problem_label
from tasharuk.review import Card, Row
from tasharuk.rules.risky_change import CODE_OF_RISK, marked
from tasharuk.words import Words

MAX_SUBJECT = 60
MAX_ROWS = 30
MAX_SHOWN = 100

_MARKDOWN = re.compile(r"\\(.)|\*")


def main_path(paths: Sequence[str]) -> str:
    """Return the path that a package is named after: a profile, else a campaign, else the first record or file."""
    kinds = {path: place.kind for path in sorted(paths) if (place := place_of_path(path, SUBMITTED))}
    for kind in ("organization", "campaign"):
        if path := next((path for path, own in kinds.items() if own == kind), ""):
            return path
    return next(iter(kinds), min(paths))


def branch_name(paths: Sequence[str], today: date) -> str:
    """Return the branch for a package: `intake/<slug>-<date>`."""
    slug = main_path(paths).split("/")[1].removesuffix(".md")
    return f"intake/{slug.lower()}-{today.isoformat()}"


def subject(paths: Sequence[str], is_new: bool, words: Words) -> str:
    """Return the first line of the commit, such as `Add organization: noor`, of at most sixty characters."""
    path = main_path(paths)
    place = place_of_path(path, SUBMITTED)
    kind = place.kind if place else "organization"
    parts = path.rpartition(".")[0].split("/")
    is_inside = place is not None and "<organization>" in KIND_BY_NAME[kind].pattern
    slug = f"{parts[1]}/{parts[-1]}" if is_inside else parts[1]
    line = words.ui("intake_subject_new" if is_new else "intake_subject_change", kind=kind, slug=slug)
    return line if len(line) <= MAX_SUBJECT else f"{line[: MAX_SUBJECT - 1]}\u2026"


def body(card: Card, writer: CardWriter) -> str:
    """Return the card as plain text: what is at stake first, then old beside new, then what to vouch for."""
    words = writer.reporter.arabic
    lines = [plain(writer.headline(card))]
    rows = [row for row in card.rows if row.item.risk != "content"]
    lines += [f"- {text}" for row in rows[:MAX_ROWS] for text in _row(row, words)]
    if len(rows) > MAX_ROWS:
        lines.append(words.ui("card_more_rows", count=len(rows) - MAX_ROWS))
    lines += [f"- {words.ui('card_new')} {harmless(record.path)}" for record in card.added]
    told = (problem for problem in card.problems if problem.is_held and problem.code not in CODE_OF_RISK.values())
    held = [f"- {plain(writer.reporter.message(problem, words))}" for problem in told]
    duties = [f"- {plain(duty)}" for duty in writer.duties(card)]
    blocks = [lines, [f"{words.ui('severity_held')}:", *held[:MAX_ROWS]] if held else []]
    blocks.append([f"{words.ui('card_vouch')}:", *duties] if duties else [])
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _row(row: Row, words: Words) -> Iterator[str]:
    label = problem_label(words, row.record.path, row.item.field) or row.item.field
    old, new = _short(row.item.old), _short(marked(row.item.old, row.item.new))
    values = words.ui("intake_value", old=old or "\u2013", new=new or "\u2013")
    note = f" ({words.ui('card_same_value')})" if row.is_respelled else ""
    yield f"{harmless(label)}: {values}{note}"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return harmless(flat if len(flat) <= MAX_SHOWN else flat[: MAX_SHOWN - 1] + "\u2026")


def plain(text: str) -> str:
    """Return a sentence without the marks of Markdown, on one line, nothing in it unseen."""
    return harmless(" ".join(_MARKDOWN.sub(r"\1", text).split()))
