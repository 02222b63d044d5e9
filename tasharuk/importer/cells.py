"""One cell → the values of a field, cleaned, with a remark about everything that is not as it was typed.

A remark is a key in the words with its values. What the model can judge is left to the model.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tasharuk.arabic import drop_marks, fold, to_latin_digits
from tasharuk.importer.fields import Field
from tasharuk.importer.table import Cell
from tasharuk.problems import nearest
from tasharuk.read.text import REFUSED

EXACT_DIGITS = 15  # a spreadsheet forgets the digits of a number beyond these
PHONE_DIGITS = 6
DATES = frozenset({"date", "year_or_date"})

_PARTS = re.compile(r"[\u060c\u061b,;/|\n]|\s[-\u2013\u2014\u2022]\s|\s(?:&|\u0623\u0648|and|or)\s")
_STRONG_PARTS = re.compile(r"[\u061b;|\n]")
_WEAK_PARTS = re.compile(r"[\u060c,]")
_AND = re.compile("\\s+\u0648\\s*(?=\\S)")
_PHONE = re.compile(r"\+?\(?[0-9\u0660-\u0669\u06f0-\u06f9][0-9\u0660-\u0669\u06f0-\u06f9 ().-]*\+?")
_DAY_FIRST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?:[ T]\d{1,2}:.*)?", re.ASCII)
_WITH_TIME = re.compile(r"(\d{4}[-/]\d{1,2}[-/]\d{1,2})[T ]\d{1,2}:\d.*", re.ASCII)
_BULLET = re.compile(r"^(?:[-*\u2022\u2013]|\d{1,2}[.)-])\s+")

Remark = tuple[str, Mapping[str, str]]


@dataclass
class Taken:
    """What a cell gave: values in their order, and remarks."""

    values: list[str] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def tell(self, key: str, **values: str) -> None:
        """Add a remark."""
        self.remarks.append((key, values))


def text_of(cell: Cell) -> str:
    """Return a cell as the text that its reader sees, lines parted by line feeds."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float | int):
        return f"{cell:.0f}" if float(cell).is_integer() else repr(cell)
    if isinstance(cell, datetime.datetime):
        is_day = cell.time() == datetime.time.min
        return cell.date().isoformat() if is_day else cell.isoformat(" ", "seconds")
    if isinstance(cell, str):
        return cell.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").strip()
    return cell.isoformat() if hasattr(cell, "isoformat") else str(cell)


def take(item: Field, cell: Cell, spellings: Mapping[str, str]) -> Taken:
    """Return the values that a cell gives a field. `spellings` are slugs by folded spelling, for closed lists."""
    taken = Taken()
    text = text_of(cell)
    clean = REFUSED.sub("", text.replace("\t", " ")).strip()
    if clean != text.replace("\t", " ").strip():
        taken.tell("import_hidden_removed")
    if isinstance(cell, float | int) and not isinstance(cell, bool) and _has_lost_digits(item, cell):
        taken.tell("import_digits_lost")
    elif item.terms or item.choices:
        _take_terms(item, clean, spellings, taken)
    elif item.type == "phone":
        _take_phones(item, clean, taken)
    elif item.type in DATES:
        _take_date(clean, taken)
    elif item.is_list:
        taken.values = list(_pieces(clean))
    elif item.type in {"line", "name", "latin_name", "reference", "summary"}:
        # an address typed on three lines is one line, all of it kept
        taken.values = [" ".join(line.strip() for line in clean.split("\n") if line.strip())]
    else:
        taken.values = [clean]
    return taken


def _has_lost_digits(item: Field, number: float) -> bool:
    """Tell whether a spreadsheet kept a number in a way that forgets digits."""
    if item.type not in {"phone", "reference"}:
        return False
    return not float(number).is_integer() or abs(number) >= 10**EXACT_DIGITS


def _take_terms(item: Field, text: str, spellings: Mapping[str, str], taken: Taken) -> None:
    for piece in _terms_in(text, spellings) if item.is_list else (text,):
        slug = spellings.get(fold(piece))
        if slug is None:
            near = nearest(fold(piece), spellings)
            taken.tell("import_unknown_term", given=piece, near=near[0] if near else "")
        elif slug not in taken.values:
            taken.values.append(slug)
    if item.limit and len(taken.values) > item.limit:
        more = taken.values[item.limit :]
        taken.values = taken.values[: item.limit]
        taken.tell("import_too_many", limit=str(item.limit), given=" ".join(more))


def _terms_in(text: str, spellings: Mapping[str, str]) -> Iterator[str]:
    """Part a cell into terms; a name that holds a comma or an "and" of its own stays whole."""
    if fold(text) in spellings:
        yield text
        return
    for piece in filter(None, (part.strip() for part in _PARTS.split(text))):
        joined = _AND.split(piece)
        if fold(piece) not in spellings and len(joined) > 1 and all(fold(part) in spellings for part in joined):
            yield from joined
        else:
            yield _BULLET.sub("", piece)


def _take_phones(item: Field, text: str, taken: Taken) -> None:
    """Take the numbers; what else stands in the cell is a note for people, and told."""
    rest = drop_marks(text.replace("\n", " ; "))
    for piece in re.split("[\u060c\u061b,;/|]|\\s-+\\s", rest):
        for found in _PHONE.finditer(piece):
            number = found[0].strip(" .-")
            if number.count("(") != number.count(")"):
                number = number.strip("() ")
            if sum(character.isdecimal() for character in number) < PHONE_DIGITS:
                continue
            if item.is_list or not taken.values:
                taken.values.append(to_latin_digits(number))
                rest = rest.replace(number, " ", 1)
    note = " ".join(rest.split())
    if not taken.values:
        taken.values = [text]  # the model says what is wrong with it
    elif any(character.isalnum() for character in note):
        taken.tell("import_phone_note", given=note)


def _take_date(text: str, taken: Taken) -> None:
    """Turn a date that begins with the day where there is one way to read it, and cut off the hour."""
    text = to_latin_digits(drop_marks(text))
    if found := _WITH_TIME.fullmatch(text):
        taken.values = [found[1]]
        taken.tell("import_hour_cut", value=found[1])
    elif found := _DAY_FIRST.fullmatch(text):
        first, second = int(found[1]), int(found[3])
        if first <= 12 and second <= 12 and first != second:
            taken.tell("import_ambiguous_date")
            return
        day, month = (second, first) if second > 12 else (first, second)
        taken.values = [f"{found[4]}-{month:02d}-{day:02d}"]
        taken.tell("import_date_turned", value=taken.values[0])
    else:
        taken.values = [text]


def _pieces(text: str) -> Iterator[str]:
    """Part free text into its values: at line ends, semicolons and bars, or else at commas."""
    parting = _STRONG_PARTS if _STRONG_PARTS.search(text) else _WEAK_PARTS
    seen = set()
    for part in parting.split(text):
        piece = _BULLET.sub("", part.strip())
        if piece and fold(piece) not in seen:
            seen.add(fold(piece))
            yield piece
