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
from tasharuk.importer.table import Cell, Fault
from tasharuk.problems import nearest
from tasharuk.read.text import REFUSED

EXACT_DIGITS = 15  # a spreadsheet forgets the digits of a number beyond these
PHONE_DIGITS = 6
DATES = frozenset({"date", "year_or_date"})
DATE_ORDERS = ("day-first", "month-first")
SENTENCES = frozenset({"goals"})  # lists whose items hold commas of their own
ONE_LINE = frozenset({"line", "name", "latin_name", "reference", "summary"})

_PARTS = re.compile(r"[\u060c\u061b,;/|\n]|\s[-\u2013\u2014\u2022]\s|\s(?:&|\u0623\u0648|and|or)\s")
_STRONG_PARTS = re.compile(r"[\u061b;|\n]")
_WEAK_PARTS = re.compile(r"[\u060c,]")
_AND = re.compile("\\s+\u0648\\s*(?=\\S)")
_PHONE = re.compile(r"\+?\(?[0-9\u0660-\u0669\u06f0-\u06f9][0-9\u0660-\u0669\u06f0-\u06f9 ().-]*\+?")
_DAY_FIRST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?:[ T]\d{1,2}:.*)?", re.ASCII)
_SERIAL = re.compile(r"[2-7]\d{4}(?:\.\d+)?", re.ASCII)  # 1954 to 2119
_SERIAL_ZERO = datetime.date(1899, 12, 30)  # the day from which spreadsheets count, their 29 February 1900 set off
_SCIENTIFIC = re.compile(r"\d+[.,]\d+E\+?\d+|\d+E\+\d+", re.ASCII | re.IGNORECASE)
_RANGE = re.compile(r"[^-]*-\d{1,2}")  # 2234567-8: two lines, not one long number
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


def take(item: Field, cell: Cell, spellings: Mapping[str, str], date_order: str = "") -> Taken:
    """Return the values that a cell gives a field.

    `spellings` are slugs by folded spelling, for closed lists; `date_order` is one of DATE_ORDERS, or "" where a date
    such as 05/06/2018 is not to be guessed.
    """
    taken = Taken()
    text = text_of(cell).replace("\t", " ")
    clean = REFUSED.sub("", text).strip()
    if clean != text.strip():
        taken.tell("import_hidden_removed")
    if isinstance(cell, Fault):
        taken.tell("import_fault")
    elif _is_altered(item, cell, clean):
        taken.tell("import_digits_lost")
    elif item.terms or item.choices:
        _take_terms(item, clean, spellings, taken)
    elif item.type == "phone":
        _take_phones(item, clean, taken)
    elif item.type in DATES:
        _take_date(clean, date_order, taken)
    elif item.is_list:
        taken.values = list(_pieces(clean, by_commas=item.path not in SENTENCES))
    elif item.type in ONE_LINE:
        # an address typed on three lines is one line, all of it kept
        taken.values = [" ".join(line.strip() for line in clean.split("\n") if line.strip())]
    else:
        taken.values = [clean]
    return taken


def _is_altered(item: Field, cell: Cell, text: str) -> bool:
    """Tell whether a spreadsheet has made something else of what was typed: a date, or a number that lost digits."""
    if isinstance(cell, datetime.date | datetime.time | datetime.timedelta):
        return item.type not in DATES
    if item.type not in {"phone", "reference"}:
        return False
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return not float(cell).is_integer() or abs(cell) >= 10**EXACT_DIGITS
    return _SCIENTIFIC.fullmatch(text) is not None


def _take_terms(item: Field, text: str, spellings: Mapping[str, str], taken: Taken) -> None:
    left_over = []
    for piece in _terms_in(text, spellings) if item.is_list else (text,):
        slug = spellings.get(fold(piece))
        if slug is None:
            near = nearest(fold(piece), spellings)
            taken.tell("import_unknown_term", given=piece, near=near[0] if near else "")
        elif slug in taken.values:
            continue
        elif item.limit and len(taken.values) >= item.limit:
            left_over.append(piece)
        else:
            taken.values.append(slug)
    if left_over:
        taken.tell("import_too_many", limit=str(item.limit), given=" ".join(left_over))


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
            if _RANGE.fullmatch(number):
                taken.tell("import_phone_range", given=number)
                rest = rest.replace(number, " ", 1)
                continue
            if item.is_list or not taken.values:
                taken.values.append(to_latin_digits(number))
                rest = rest.replace(number, " ", 1)
    note = " ".join(rest.split())
    if not taken.values and not taken.remarks:
        taken.values = [text]  # the model says what is wrong with it
    elif taken.values and any(character.isalnum() for character in note):
        taken.tell("import_phone_note", given=note)


def _take_date(text: str, order: str, taken: Taken) -> None:
    """Turn a date that begins with the day where there is one way to read it, or where the mapping file says how."""
    text = to_latin_digits(drop_marks(text))
    if found := _DAY_FIRST.fullmatch(text):
        first, second = int(found[1]), int(found[3])
        if not order and first <= 12 and second <= 12 and first != second:
            taken.tell("import_ambiguous_date")
            return
        is_month_first = second > 12 or (order == "month-first" and first <= 12)
        day, month = (second, first) if is_month_first else (first, second)
        taken.values = [f"{found[4]}-{month:02d}-{day:02d}"]
    elif _SERIAL.fullmatch(text):
        taken.values = [(_SERIAL_ZERO + datetime.timedelta(days=int(float(text)))).isoformat()]
    else:
        taken.values = [text]
        return
    taken.tell("import_date_turned", value=taken.values[0])


def _pieces(text: str, by_commas: bool) -> Iterator[str]:
    """Part free text into its values: at line ends, semicolons and bars, or else at commas."""
    parting = _WEAK_PARTS if by_commas and not _STRONG_PARTS.search(text) else _STRONG_PARTS
    seen = set()
    for part in parting.split(text):
        piece = _BULLET.sub("", part.strip())
        if piece and fold(piece) not in seen:
            seen.add(fold(piece))
            yield piece
