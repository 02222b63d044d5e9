"""The text of a file: canonical, and read back as it was meant."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasharuk.dump import dump_record, is_empty
from tasharuk.read.composer import compose
from tasharuk.read.document import Document
from tests.tools.building import REPOSITORY

CASES = json.loads((REPOSITORY / "tests/cases/dump.json").read_text(encoding="utf-8"))
TEXTS = st.text(
    st.characters(
        codec="utf-8", exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Cn", "Co"), include_characters="\n"
    ),
    min_size=1,
    max_size=40,
).filter(lambda text: text.strip())
KEYS = st.from_regex("[a-z][a-z_]{0,8}", fullmatch=True)
VALUES = st.recursive(
    TEXTS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=8
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: next(iter(case["data"])))
def test_a_record_is_written_in_one_way(case: dict[str, Any]) -> None:
    assert dump_record(case["data"], case.get("body", ""), case.get("front_matter", False)) == case["text"]


def without_empty(value: Any) -> Any:
    """Return what of a value says anything, its texts without line ends around them."""
    if isinstance(value, dict):
        return {key: without_empty(item) for key, item in value.items() if not is_empty(item)}
    if isinstance(value, list):
        return [without_empty(item) for item in value if not is_empty(item)]
    return value.strip("\n")


def shallow(value: Any, depth: int = 1) -> bool:
    """Tell whether a value is no deeper than a file may be, and holds no list right inside a list."""
    if isinstance(value, dict):
        return depth < 7 and all(shallow(item, depth + 1) for item in value.values())
    if isinstance(value, list):
        return depth < 7 and all(not isinstance(item, list) and shallow(item, depth + 1) for item in value)
    return True


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=4).filter(lambda data: shallow(data) and not is_empty(data)))
def test_what_is_written_is_read_back(data: dict[str, Any]) -> None:
    document = compose(dump_record(data), "x.yml")
    assert isinstance(document, Document), (dump_record(data), document)
    assert strip_lines(document.data) == without_empty(data)


def strip_lines(value: Any) -> Any:
    """Return a value read back without the line end that closes a block."""
    if isinstance(value, dict):
        return {key: strip_lines(item) for key, item in value.items()}
    if isinstance(value, list):
        return [strip_lines(item) for item in value]
    return value.strip("\n")
