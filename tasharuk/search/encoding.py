"""Words and postings as text: rising numbers of documents, each with a weight, in few printable characters.

A posting is the distance to the document before it, in base 32: letters A-Z a-f, the digit that is not the last one
written with its case and order turned by 32 (g-z and further signs); then a digit 1-9, where the weight is not the
usual one. docs/search-index.md explains it with an example; the browser's script reads it. Only the first number
depends on where the documents stand, so postings are joined without being read.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, TypeAlias

from tasharuk.arabic import ALPHABET

LAST = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef"  # a digit that ends a number
MORE = "ghijklmnopqrstuvwxyz!#$%&()*+,-."  # a digit after which another one follows

# the first document, the last one, how many there are, and the text after the number of the first
Postings: TypeAlias = tuple[int, int, int, str]
Entries: TypeAlias = Mapping[str, Postings]  # by form

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


def entries(weights: Mapping[str, int], usual: int) -> Entries:
    """Return the postings of the forms of a single document; the `usual` weight is not written."""
    at_weight = {weight: (0, 0, 1, "" if weight == usual else str(weight)) for weight in range(10)}
    return {form: at_weight[weight] for form, weight in weights.items()}


class Joining:
    """The postings of documents that follow one another, while they are being joined."""

    def __init__(self) -> None:
        """Begin with no document."""
        self._found: dict[str, list[Any]] = {}  # first, last, count, pieces of the text

    def add(self, start: int, part: Entries) -> None:
        """Add the postings of further documents, of which the first has the number `start`."""
        found = self._found
        for form, (first, last, count, rest) in part.items():
            known = found.get(form)
            if known is None:
                found[form] = [start + first, start + last, count, rest]
            else:
                known.append(number(start + first - known[1] - 1) + rest)
                known[1] = start + last
                known[2] += count

    def entries(self) -> Entries:
        """Return what was joined."""
        return {
            form: tuple(known) if len(known) == 4 else (known[0], known[1], known[2], "".join(known[3:]))
            for form, known in self._found.items()
        }


def written(postings: Postings) -> str:
    """Return postings as they stand in the index, where their documents count from its first."""
    return number(postings[0]) + postings[3]


def part_of(word: str, count: int) -> int:
    """Return which of `count` parts holds a stem: FNV-1a over its UTF-16 units, as the browser's script has it."""
    value = 0x811C9DC5
    for unit in word:
        value = ((value ^ ord(unit)) * 0x01000193) & 0xFFFFFFFF
    return value % count
