"""Words and postings as text: rising numbers of documents, each with a weight, in few printable characters.

A posting is the distance to the document before it, in base 32: letters A-Z a-f, the digit that is not the last one
written with its case and order turned by 32 (g-z and further signs); then a digit 1-9, where the weight is not the
usual one. docs/search-index.md explains it with an example; the browser's script reads it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from tasharuk.arabic import ALPHABET

LAST = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef"  # a digit that ends a number
MORE = "ghijklmnopqrstuvwxyz!#$%&()*+,-."  # a digit after which another one follows


# Folded text has small Latin letters only: capitals stand for the Arabic ones, a byte instead of two (a twelfth less
# after compression).
CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ@~"
_SPELLING = str.maketrans(ALPHABET, CAPITALS)


def spelled(text: str) -> str:
    """Return a folded text with a capital letter for each Arabic one."""
    return text.translate(_SPELLING)


@lru_cache(maxsize=65_536)
def number(value: int) -> str:
    """Return a number, 0 or more, in base 32, the highest digit first."""
    text = LAST[value % 32]
    while value := value // 32:
        text = MORE[value % 32] + text
    return text


def postings(found: Iterable[tuple[int, int]], usual: int) -> str:
    """Return pairs of (document, weight), in rising order of the documents, as text; `usual` is not written."""
    parts = []
    before = -1
    for document, weight in found:
        parts.append(number(document - before - 1))
        if weight != usual:
            parts.append(str(weight))
        before = document
    return "".join(parts)


def part_of(word: str, count: int) -> int:
    """Return which of `count` parts holds a stem: FNV-1a over its UTF-16 units, as the browser's script has it."""
    value = 0x811C9DC5
    for unit in word:
        value = ((value ^ ord(unit)) * 0x01000193) & 0xFFFFFFFF
    return value % count
