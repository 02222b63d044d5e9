"""The verdict of a check that looks at many things: silence, or the list of what is wrong."""

from collections.abc import Iterable

import pytest


def none_of(problems: Iterable[str]) -> None:
    """Fail with the problems, the first 25 in full."""
    found = list(problems)
    more = f"\n… and {len(found) - 25} more" if len(found) > 25 else ""
    if found:
        pytest.fail(f"{len(found)} problems:\n" + "\n".join(found[:25]) + more, pytrace=False)
