"""Which problems have one sure answer, and what it is: the table that fix, import and report share."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tasharuk.arabic import fold, is_within, to_latin_digits
from tasharuk.kinds import KIND_BY_NAME, KINDS
from tasharuk.labels import choice_names, field_group, keys_called
from tasharuk.model.base import Record
from tasharuk.problems import Problem
from tasharuk.read import Place, place_of_path
from tasharuk.rules.unknown_term import LIST_OF_FIELD
from tasharuk.words import Words

PLACES = tuple(Place(kind.name, kind.pattern) for kind in KINDS)
# The model's own suggestion says the same as what was typed, only rightly written.
SAME_SAID = frozenset({"not_a_url", "not_an_email", "presentation_forms", "odd_letters", "date_with_time"})
# What a donor copies: never rewritten, whatever seems meant. Addresses of payment pages belong to them.
MONEY_FIELDS = frozenset({"account_name", "account_number", "iban", "swift"})
CHANNELS = frozenset({"donation_channels", "channels"})
ENCODING_CODES = frozenset({"not_utf8_utf16", "not_utf8_windows"})
CHARACTER_CODES = frozenset(
    {"bidi_control", "control_character", "line_separator", "nul_character", "tag_character"},
)
CUT_CODES = frozenset({"absent_value", "repeated_term"})
SEPARATORS = re.compile(r"[\u060c\u061b,;/|]|\s-+\s|\n")
LONE_DASH = re.compile(r"[^\s#:'\"-][^\s#:'\"]*:[ \t]+-+[ \t]*")  # a dash after the colon, which no reader takes
LONG_WORD = 8  # letters, from which two slips still leave one word in sight
SHORT_WORD = 4

_DAY_FIRST = re.compile(r"(\d{1,2})\D(\d{1,2})\D\d{4}", re.ASCII)


def is_money(path: Sequence[str | int]) -> bool:
    """Tell whether a path leads to a value that money follows."""
    names = [str(part) for part in path]
    return bool(MONEY_FIELDS & set(names)) or (names[0] in CHANNELS and names[-1] == "url" if names else False)


def answer(problem: Problem, words: Words) -> str:
    """Return the one text to write instead of the given one, empty where none is sure."""
    path = problem.field.split(".")
    given = problem.values.get("given", "")
    only = problem.suggestions[0] if len(problem.suggestions) == 1 else ""
    if is_money(path):
        return ""
    if problem.code in SAME_SAID:
        return only
    if problem.code == "day_first_date":
        return only if _is_unambiguous(given) else ""
    if problem.code == "phone_note":
        return only if not any(sign.isdecimal() for sign in given[len(only) :]) else ""
    if problem.code == "unknown_key":
        key = _labelled_key(problem, words) or _meant(problem)
        return "" if is_money([*path[:-1], key]) else key
    if problem.code in ("unknown_term", "unknown_choice"):
        named = problem.values.get("meant", "") if problem.code == "unknown_term" else _named_choice(problem, words)
        return named or (_meant(problem) if path[0] not in CHANNELS else "")
    return ""


def _meant(problem: Problem) -> str:
    """Return the one suggestion that is a slip away from what was given."""
    near = [word for word in problem.suggestions if is_slip(problem.values.get("given", ""), word)]
    return near[0] if len(near) == 1 else ""


def is_mendable(problem: Problem, words: Words) -> bool:
    """Tell whether `build.py fix` repairs a problem of this sort, as far as the problem itself shows."""
    path = problem.field.split(".")
    if problem.code in CHARACTER_CODES:
        return not problem.field
    if problem.code == "syntax_indentation":
        return LONE_DASH.fullmatch(problem.values.get("given", "")) is not None
    if problem.code in CUT_CODES:
        return not is_money(path) and not is_required(problem)
    if problem.code == "hidden_character":
        return not is_money(path)
    if problem.code == "list_expected":
        given = problem.values.get("given", "")
        is_sure = given.isascii() or path[-1] not in LIST_OF_FIELD
        return bool(given) and is_sure and not SEPARATORS.search(given)
    return problem.code in ENCODING_CODES | {"tab_indentation", "invisible_in_key"} or bool(answer(problem, words))


def is_required(problem: Problem) -> bool:
    """Tell whether a problem's field must be there: its line waits to be filled in."""
    *above, name = [part for part in problem.field.split(".") if not part.isdigit()] or [""]
    model = _model(problem)
    group = field_group(model, tuple(above)) if model else None
    return group is not None and name in group.model_fields and group.model_fields[name].is_required()


def is_slip(given: str, meant: str) -> bool:
    """Tell whether a word is another one with a slip of the hand in it: one letter, two in a long word."""
    if min(len(given), len(meant)) < SHORT_WORD:
        return False
    allowed = 2 if len(meant) >= LONG_WORD else 1
    return is_within(given.casefold(), meant.casefold(), allowed)


def _is_unambiguous(given: str) -> bool:
    """Tell whether a date that begins with the day can be read in one way only."""
    found = _DAY_FIRST.fullmatch(to_latin_digits(given).strip())
    return found is not None and (int(found[1]) > 12 or int(found[1]) == int(found[2]))


def _model(problem: Problem) -> type[Record] | None:
    place = place_of_path(problem.path, PLACES)
    return KIND_BY_NAME[place.kind].model if place else None


def _labelled_key(problem: Problem, words: Words) -> str:
    """Return the one key whose label was written in its place."""
    model, path = _model(problem), tuple(problem.field.split("."))
    keys = keys_called(words, model, path[:-1], path[-1]) if model else ()
    return keys[0] if len(keys) == 1 else ""


def _named_choice(problem: Problem, words: Words) -> str:
    """Return the one choice whose name was written in its place."""
    model, given = _model(problem), fold(problem.values.get("given", ""))
    names = choice_names(words, model, tuple(problem.field.split("."))) if model else {}
    values = [value for value, name in names.items() if given and fold(name) == given]
    return values[0] if len(values) == 1 else ""
