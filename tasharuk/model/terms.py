"""Field types with few possible values: slugs, terms, codes, yes or no, names of files and of fields."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator

from tasharuk.arabic import NO_WORDS, YES_WORDS, to_latin_digits
from tasharuk.model.patterns import CONSENT, FLAG, LETTERS, D, any_case, digits, said, whole
from tasharuk.model.refusal import refuse, schema
from tasharuk.model.text import one_line

SLUG_LIMIT = 60
PHOTO_ENDINGS = (".png", ".jpg", ".jpeg", ".webp")
MEDIA_ENDINGS = (*PHOTO_ENDINGS, ".pdf")
MEDIA_FOLDER = "media/"

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SLUG_LIKE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _-]*")
_CODE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,18}[A-Za-z0-9])?")
_FIELD_PATH = re.compile(r"[a-z][a-z_]*(?:\.(?:[a-z][a-z_]*|[0-9]{1,3}))*")
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
# names that a checkout on Windows cannot hold
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})


def slugify(text: str) -> str:
    """Return the slug nearest to a Latin text; empty when nothing of it can stay."""
    return re.sub(r"[^a-z0-9]+", "-", to_latin_digits(text).lower()).strip("-")[:SLUG_LIMIT].strip("-")


def _refuse_with_slug(code: str, text: str) -> Exception:
    nearest = slugify(text) if _SLUG_LIKE.fullmatch(text) else ""
    return refuse(code, limit=SLUG_LIMIT, **({"suggestion": nearest} if nearest else {}))


def is_slug(text: str) -> bool:
    """Tell whether a text can be the name of a folder or file in an address."""
    return bool(_SLUG.fullmatch(text)) and len(text) <= SLUG_LIMIT and text not in _RESERVED


def _slug(value: object) -> str:
    text = one_line(value)
    if not _SLUG.fullmatch(text) or len(text) > SLUG_LIMIT:
        raise _refuse_with_slug("bad_slug", text)
    if text in _RESERVED:
        raise refuse("reserved_slug")
    return text


def _term(value: object) -> str:
    """Return a term as typed: a rule compares it with its closed list, and knows what it should have been."""
    text = one_line(value)
    if len(text) > SLUG_LIMIT or not (text[:1].isalnum() or any(character.isalnum() for character in text)):
        raise refuse("not_a_term")
    return text


def _code(value: object) -> str:
    text = to_latin_digits(one_line(value))
    if not _CODE.fullmatch(text):
        raise refuse("bad_code", limit=20)
    return text


def _field_path(value: object) -> str:
    text = one_line(value)
    if not _FIELD_PATH.fullmatch(text):
        raise refuse("bad_field_path")
    return text


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    word = one_line(value).casefold()
    if word not in YES_WORDS | NO_WORDS:
        raise refuse("not_yes_no")
    return word in YES_WORDS


def _consent(value: object) -> bool:
    if not _flag(value):
        raise refuse("consent_missing")
    return True


def _file(value: object, endings: tuple[str, ...]) -> str:
    """Return the bare name of a file in the record's own folder of media."""
    text = one_line(value)
    name = text.removeprefix(MEDIA_FOLDER)
    if ".." in name or any(sign in name for sign in "/\\:~"):
        raise refuse("foreign_path")
    if not _FILE_NAME.fullmatch(name):
        raise refuse("file_name")
    if not name.lower().endswith(endings):
        raise refuse("file_ending", endings=" ".join(endings))
    return name


def _file_pattern(endings: tuple[str, ...]) -> str:
    """Return how such a file's name looks, for editors."""
    return whole(rf"(?:{MEDIA_FOLDER})?(?![^\n]*\.\.){_FILE_NAME.pattern}{any_case(endings)}")


def _code_pattern() -> str:
    """Return how a code looks, for editors: its digits may be typed in any script."""
    sign = f"A-Za-z{digits()}"
    return f"[{sign}](?:[{sign}-]{{0,18}}[{sign}])?"


def _photo_file(value: object) -> str:
    return _file(value, PHOTO_ENDINGS)


def _media_file(value: object) -> str:
    return _file(value, MEDIA_ENDINGS)


_RESERVED_PATTERN = f"(?!(?:{'|'.join(sorted(_RESERVED))})$)"

Slug = Annotated[
    str,
    BeforeValidator(_slug),
    schema(
        "slug", "string", "integer", maxLength=SLUG_LIMIT, minimum=0, pattern=said(_RESERVED_PATTERN + _SLUG.pattern)
    ),
]
Slugs = tuple[Slug, ...]
Term = Annotated[
    str, BeforeValidator(_term), schema("term", "string", maxLength=SLUG_LIMIT, pattern=rf"[{LETTERS}]|{D}")
]
Code = Annotated[
    str,
    BeforeValidator(_code),
    schema("code", "string", "integer", maxLength=20, minimum=0, pattern=said(_code_pattern())),
]
FieldPath = Annotated[
    str, BeforeValidator(_field_path), schema("field_path", "string", pattern=said(_FIELD_PATH.pattern))
]
Flag = Annotated[bool, BeforeValidator(_flag), schema("flag", "boolean", "string", pattern=FLAG)]
Consent = Annotated[bool, BeforeValidator(_consent), schema("consent", "boolean", "string", pattern=CONSENT)]
PhotoFile = Annotated[
    str, BeforeValidator(_photo_file), schema("photo_file", "string", pattern=_file_pattern(PHOTO_ENDINGS))
]
MediaFile = Annotated[
    str, BeforeValidator(_media_file), schema("media_file", "string", pattern=_file_pattern(MEDIA_ENDINGS))
]
