"""The search's scripts as text: small, for old browsers too, and never turning text into code or markup."""

import re

import brotli
import pytest
import rjsmin

from tasharuk.arabic.stemming import CLITICS, PREFIXES, SUFFIXES
from tasharuk.search.documents import BODY, MAX_TEXT, NAME, PLACE, SECTOR, SERVICE, SUMMARY, TITLE
from tasharuk.search.encoding import LAST, MORE
from tasharuk.search.index import PART_BYTES
from tests.tools.building import REPOSITORY

MAX_BYTES = 12_000  # of both parts together, as brotli sends them
NAMES = ("search-engine", "search", "filter")
SCRIPTS = {name: (REPOSITORY / f"templates/assets/js/{name}.js").read_text(encoding="utf-8") for name in NAMES}


def test_the_script_of_the_search_is_small() -> None:
    script = rjsmin.jsmin("\n".join((SCRIPTS["search-engine"], SCRIPTS["search"])))
    assert len(brotli.compress(script.encode())) <= MAX_BYTES


@pytest.mark.parametrize("name", NAMES)
def test_text_never_becomes_code_or_markup(name: str) -> None:
    ways = r"\beval\b|\bFunction\(|innerHTML|outerHTML|insertAdjacentHTML|document\.write|setTimeout\([\"'`]|srcdoc"
    assert not re.findall(ways, SCRIPTS[name])


@pytest.mark.parametrize("name", NAMES)
def test_browsers_of_the_floor_read_the_script(name: str) -> None:
    # look-behind stops Safari before 16.4, the others Chrome before 92 and later
    too_new = r"\(\?<[=!]|\.at\(|Object\.hasOwn\b|structuredClone|\.findLast|\?\?=|\|\|=|&&=|\.toSorted"
    assert not re.findall(too_new, SCRIPTS[name])


def test_the_documentation_tells_the_weights_as_they_are() -> None:
    text = (REPOSITORY / "docs/search-index.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| `([A-Z_]+)` \| `([^`]+)` \|", text, re.MULTILINE))
    weights = SCRIPTS["search-engine"].split("/* --- weights */")[1].split("const FACETS")[0]
    found = dict(re.findall(r"\b([A-Z_]{4,}) = (\[.*?\]|\{.*?\}|[\d.]+)", weights))
    assert told == found
    assert len(found) > 10


def test_the_documentation_tells_the_fields_as_they_are() -> None:
    text = (REPOSITORY / "docs/search-index.md").read_text(encoding="utf-8")
    told = [int(weight) for weight in re.findall(r"^\| [a-z][^|]+ \| (\d) \|$", text, re.MULTILINE)]
    assert told == [NAME, TITLE, SERVICE, PLACE, SUMMARY, SECTOR, BODY]
    assert "`AC9hEhhD`" in text
    for parts in (PREFIXES, SUFFIXES, CLITICS):
        assert " ".join(parts) in text
    assert f"at most {MAX_TEXT} characters" in text
    assert f"about {PART_BYTES // 1000} kB each" in text
    assert LAST in text
    assert MORE in text
