"""Repairs and words come in, what people and machines read of them goes out."""

from __future__ import annotations

import json
from collections.abc import Sequence

from tasharuk.fix.repair import Repair
from tasharuk.report import harmless, problem_label
from tasharuk.words import Words


def sentence(repair: Repair, words: Words) -> str:
    """Return what was done, with the field it was done to."""
    told = words.ui(f"fix_{repair.code}", old=harmless(repair.old), new=harmless(repair.new))
    label = problem_label(words, repair.path, repair.field) if repair.code != "key" else ""
    return words.ui("fix_of_field", field=harmless(label), told=told) if label else told


def as_text(repairs: Sequence[Repair], words: Words) -> str:
    """Return one line a repair: its place and what was done."""
    return "".join(f"{harmless(repair.path)}:{repair.line}  {sentence(repair, words)}\n" for repair in repairs)


def as_records(repairs: Sequence[Repair], arabic: Words, english: Words) -> list[dict[str, object]]:
    """Return the repairs for machines, in the same order."""
    return [
        {
            "path": repair.path,
            "line": repair.line,
            "code": repair.code,
            "field": repair.field,
            "old": repair.old,
            "new": repair.new,
            "message_ar": sentence(repair, arabic),
            "message_en": sentence(repair, english),
        }
        for repair in repairs
    ]


def as_json(repairs: Sequence[Repair], arabic: Words, english: Words) -> str:
    """Return one JSON list of all repairs."""
    return json.dumps(as_records(repairs, arabic, english), ensure_ascii=False, indent=1) + "\n"
