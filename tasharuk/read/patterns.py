"""Paths and the patterns that tell which kind of file lies where."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TypeAlias

from tasharuk.read.source import Place

MEDIA_ENDINGS = (".png", ".jpg", ".jpeg", ".webp", ".pdf")

Places: TypeAlias = tuple[Place, ...]


def is_media_path(path: str, media: tuple[str, ...]) -> bool:
    """Tell whether a path is one of a picture or document that is published."""
    return path.lower().endswith(MEDIA_ENDINGS) and any(fits(pattern, path) for pattern in media)


def place_of_path(path: str, places: Places) -> Place | None:
    """Return the place that a path fits, None when it belongs to no kind."""
    found = _either(tuple(place.pattern for place in places)).fullmatch(path)
    return places[found.lastindex - 1] if found and found.lastindex else None


def fits(pattern: str, path: str) -> bool:
    """Tell whether a path fits a pattern."""
    return _expression(pattern).fullmatch(path) is not None


def keys_of(pattern: str, path: str) -> dict[str, str]:
    """Return the parts of a path that a pattern names; nothing where it does not fit."""
    found = _expression(pattern).fullmatch(path)
    return found.groupdict() if found else {}


@lru_cache(maxsize=256)
def _expression(pattern: str) -> re.Pattern[str]:
    return re.compile("".join(_piece(part) for part in re.split(r"(<\w+>)", pattern)))


@lru_cache(maxsize=256)
def _either(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Return what fits any of the patterns; the last group of a match is the number of the first that fits, from 1."""
    free = (re.sub(r"<\w+>", "\0", pattern) for pattern in patterns)
    return re.compile("|".join(f"({re.escape(text)})".replace(re.escape("\0"), "[^/]+") for text in free) or r"(?!)")


@lru_cache(maxsize=256)
def at_depth(places: Places, media: tuple[str, ...], depth: int) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what fits a folder so deep on the way to a file, and what fits a file so deep."""
    parts = [pattern.split("/") for pattern in (*(place.pattern for place in places), *media)]
    leading = ("/".join(part[:depth]) for part in parts if len(part) > depth)
    final = ("/".join(part) for part in parts if len(part) == depth)
    return _either(tuple(leading)), _either(tuple(final))


def _piece(part: str) -> str:
    return f"(?P<{part[1:-1]}>[^/]+)" if part.startswith("<") else re.escape(part)
