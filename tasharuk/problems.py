"""Problems: what people must mend, as values without wording.

Every stage may yield problems; only `report` turns them into sentences. Imports nothing of ours.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

MAX_SUGGESTIONS = 3
NEAREST_SCORE = 62.0  # of 100; below it a suggestion confuses more than it helps
NEAREST_GAP = 20.0  # below the best; a word that much further is not meant


class Severity(StrEnum):
    """How much a problem stops: an error the build, a held problem the merge, a warning nothing."""

    ERROR = "error"
    HELD = "held"
    WARNING = "warning"


@dataclass(frozen=True)
class Problem:
    """One thing to mend, with its place.

    `path` is relative to the root, with forward slashes; `line` and `column` count from 1 (0: the whole file).
    `field` is the dotted path of the value, such as `contacts.phones.0`. `values` fill the wording of `code`.
    """

    path: str
    line: int
    column: int
    code: str
    severity: Severity = Severity.ERROR
    field: str = ""
    values: Mapping[str, str] = dataclasses.field(default_factory=dict)  # a dict: problems travel between processes
    suggestions: tuple[str, ...] = ()

    @property
    def is_error(self) -> bool:
        """Tell whether the record cannot be published."""
        return self.severity is Severity.ERROR

    @property
    def is_held(self) -> bool:
        """Tell whether a reviewer has to confirm."""
        return self.severity is Severity.HELD

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Order by path, then place, then code and field."""
        return (self.path, self.line, self.column, self.code, self.field)


def nearest(given: str, known: Iterable[str], fold: bool = True) -> tuple[str, ...]:
    """Return at most three known words that resemble `given`, most alike first, ties in order of the words.

    With `fold` upper and lower case count as equal. Returns nothing when no word is close.
    """
    from rapidfuzz import fuzz, process  # 15 ms, where somebody has mistyped a word

    words = sorted(set(known))
    processor = str.casefold if fold else None
    found = process.extract(
        given, words, scorer=fuzz.ratio, processor=processor, limit=None, score_cutoff=NEAREST_SCORE
    )
    ranked = sorted(found, key=lambda match: (-match[1], match[0]))
    close = [word for word, score, _index in ranked if score >= ranked[0][1] - NEAREST_GAP]
    return tuple(close[:MAX_SUGGESTIONS])
