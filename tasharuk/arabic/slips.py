"""How many slips part two texts: letters added, left out, changed, or two neighbours swapped (OSA distance).

The library is loaded when the first two texts are compared: 15 ms, where nothing has changed that is like another.
"""

from __future__ import annotations

from collections.abc import Sequence


def is_within(first: str, second: str, slips: int) -> bool:
    """Tell whether two texts are so many slips apart, or fewer."""
    from rapidfuzz.distance import OSA

    return OSA.distance(first, second, score_cutoff=slips) <= slips


def all_within(text: str, others: Sequence[str], slips: int) -> list[tuple[int, int]]:
    """Return (place, distance) of the texts that are so many slips from this one, or fewer; in no certain order."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    measured = process.extract(text, others, scorer=OSA.distance, score_cutoff=slips, limit=None)  # all in one call
    return [(place, int(distance)) for _text, distance, place in measured]
