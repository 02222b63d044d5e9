"""Markdown → its words, without signs."""

from __future__ import annotations

import re


def plain_text(text: str) -> str:
    """Return the words of a Markdown text, without its signs."""
    bare = re.sub(r"!?\[([^\]\n]*)\]\([^)\n]*\)", r"\1", text)
    bare = re.sub(r"(?m)^\s{0,3}(?:#{1,6}|>|[-*+]|\d+\.)\s+", "", bare)
    return " ".join(re.sub(r"[*_`|]+", "", bare).split())


def excerpt(text: str, length: int) -> str:
    """Return the beginning of a Markdown text as plain words, at most `length` characters, cut between words."""
    plain = plain_text(text)
    if len(plain) <= length:
        return plain
    return plain[: length - 1].rsplit(" ", 1)[0] + "…"
