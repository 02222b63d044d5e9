"""Names → the slugs of new folders: from the English name, or letter by letter from the Arabic one; each only once."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping

from tasharuk.arabic import fold, name_key
from tasharuk.model.fields import is_slug, slugify

MAX_LENGTH = 48  # of 60: room for a governorate
_APOSTROPHE = re.compile("['\u2019\u2018`\u02bc]")
_NUMBER = re.compile(r"-?\d+$")


def slug_for(
    name: str, name_en: str, place: str, number: str, taken: Container[str], letters: Mapping[str, str]
) -> str:
    """Return the first free slug for an organization, the same for the same table; "" when none is free.

    `place` is its governorate and `number` its registration number, which tell namesakes apart.
    """
    base = _cut(_latin(name_en, {})) or _cut(_latin(name_key(name), letters)) or _cut(_latin(name, letters))
    for slug in _candidates(base, place, slugify(number)):
        stem = _NUMBER.sub("", slug)
        if is_slug(slug) and slug not in taken and (stem == slug or stem not in taken):
            return slug
    return ""


def _candidates(base: str, place: str, number: str) -> Iterator[str]:
    if base:
        yield base
        yield f"{base}-{place}"
        if number:
            yield f"{base}-r{number}"
    elif number and place:
        yield f"{place}-r{number}"


def _latin(text: str, letters: Mapping[str, str]) -> str:
    plain = fold(_APOSTROPHE.sub("", text))
    return slugify("".join(letters.get(character, character) for character in plain))


def _cut(slug: str) -> str:
    """Shorten a slug at a word's end."""
    if len(slug) <= MAX_LENGTH:
        return slug
    return slug[: MAX_LENGTH + 1].rpartition("-")[0] or slug[:MAX_LENGTH]
