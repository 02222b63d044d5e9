"""Bytes → text that can be read: encoding, line ends, unseen characters, tabs, the last line end.

What stands on a line of an account is left where taking a mark away could change what the eye saw.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from tasharuk.fix.repair import Repair
from tasharuk.fix.table import LONE_DASH, MONEY_FIELDS, is_money
from tasharuk.problems import Problem
from tasharuk.read import Place, Source, source_of
from tasharuk.read.text import REFUSED, code_point, is_invisible

MAX_ROUNDS = 40
WIDTHS = (2, 4, 8)  # spaces that a tab may stand for

_NOT_UTF8 = frozenset({"not_utf8_utf16", "not_utf8_windows"})
_SEPARATORS = re.compile("[ \t]*[\x0b\x0c\x85\u2028\u2029]+[ \t]*")
_TAB_INDENT = re.compile(r"[ ]*\t[ \t]*(?=\S)")


@dataclass
class Cleaned:
    """A file's text on its way, the repairs made so far, and the lines left as they were because of money.

    `lines` are the numbers that its lines had in the file.
    """

    text: str
    path: str
    place: Place
    lines: list[int] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    left: list[Repair] = field(default_factory=list)

    def read(self) -> Source | list[Problem]:
        """Read the text as it now is."""
        return source_of(self.text.encode("utf-8", "surrogatepass"), self.path, self.place)

    def tell(self, code: str, line: int = 0, old: str = "", new: str = "") -> None:
        """Add a repair."""
        self.repairs.append(Repair(self.path, line, code, old, new))


def clean(raw: bytes, path: str, place: Place) -> Cleaned | None:
    """Return the file's text with everything put right that keeps it from being read; None where nobody can tell.

    The text may still hold mistakes that a person has to mend.
    """
    cleaned = _decoded(raw, path, place)
    if cleaned is None:
        return None
    cleaned.lines = list(range(1, cleaned.text.count("\n") + 2))
    if REFUSED.search(cleaned.text):
        _take_out_refused(cleaned)
    _mend_syntax(cleaned)
    if cleaned.text.strip() and not cleaned.text.endswith("\n"):
        cleaned.tell("final_newline", cleaned.lines[-1])
        cleaned.lines.append(cleaned.lines[-1] + 1)
        cleaned.text += "\n"
    return cleaned


def _decoded(raw: bytes, path: str, place: Place) -> Cleaned | None:
    """Read the bytes in the encoding they are in, with line feeds at the ends of lines."""
    found = source_of(raw, path, place)
    problem = found[0].code if isinstance(found, list) and found else ""
    encoding = _encoding(raw, problem)
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        return None
    cleaned = Cleaned(text.removeprefix("\ufeff"), path, place)
    if problem in _NOT_UTF8:
        cleaned.tell("encoding", old=encoding)
    elif text != cleaned.text:
        cleaned.tell("byte_order_mark")
    if "\r" in text:
        cleaned.text = cleaned.text.replace("\r\n", "\n").replace("\r", "\n")
        cleaned.tell("line_ends")
    return cleaned


def _encoding(raw: bytes, problem: str) -> str:
    if problem == "not_utf8_windows":
        return "cp1256"
    if problem != "not_utf8_utf16":
        return "utf-8"
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    return "utf-16-be" if raw[0:2000:2].count(0) > raw[1:2000:2].count(0) else "utf-16-le"


def _take_out_refused(cleaned: Cleaned) -> None:
    """Take out what the reader refuses, line by line, except on the lines of accounts."""
    before = cleaned.text.split("\n")
    after = [REFUSED.sub("", _SEPARATORS.sub(_as_space, line)) for line in before]
    kept = _money_lines("\n".join(after), cleaned)
    for number, (old, new) in enumerate(zip(before, after, strict=True), 1):
        if old == new:
            continue
        characters = " ".join(dict.fromkeys(code_point(found) for found in REFUSED.findall(old)))
        if number in kept:
            after[number - 1] = old
            cleaned.left.append(Repair(cleaned.path, number, "left", characters))
        else:
            cleaned.tell("hidden", number, characters)
    cleaned.text = "\n".join(after)


def _as_space(found: re.Match[str]) -> str:
    return " " if found.start() > 0 and found.end() < len(found.string) else ""


def _money_lines(text: str, cleaned: Cleaned) -> set[int]:
    """Return the lines on which a value stands that money follows."""
    trial = Cleaned(text, cleaned.path, cleaned.place, list(cleaned.lines))
    _mend_syntax(trial)
    source = trial.read()
    lines = text.split("\n")
    if not isinstance(source, Source) or len(trial.text.split("\n")) != len(lines):
        names = re.compile("|".join((*MONEY_FIELDS, "url")))
        return {number for number, line in enumerate(lines, 1) if names.search(line)}
    marks = sorted((mark.line, path) for path, mark in source.marks.items())
    found: set[int] = set()
    for index, (line, path) in enumerate(marks):
        if is_money(path):
            after = next((other for other, _ in marks[index + 1 :] if other > line), line + 1)
            found.update(range(line, max(after, line + 1)))
    return found


def _mend_syntax(cleaned: Cleaned) -> None:
    """Mend what keeps the parser from reading on, one place after the other, while that brings it further."""
    for _ in range(MAX_ROUNDS):
        found = cleaned.read()
        if isinstance(found, Source) or not found:
            return
        problem = found[0]
        before = (cleaned.text, len(cleaned.repairs))
        for text, repair in _answers(cleaned, problem):
            cleaned.text = text
            if _is_further(cleaned.read(), problem):
                cleaned.repairs.append(replace(repair, line=cleaned.lines[repair.line - 1]))
                if repair.code == "removed":
                    del cleaned.lines[repair.line - 1]
                break
            cleaned.text = before[0]
        if len(cleaned.repairs) == before[1]:
            return


def _is_further(found: Source | list[Problem], problem: Problem) -> bool:
    if isinstance(found, Source):
        return True
    return bool(found) and (found[0].line, found[0].column) > (problem.line, problem.column)


def _answers(cleaned: Cleaned, problem: Problem) -> Iterator[tuple[str, Repair]]:
    """Yield (text, repair) of every answer to a problem of reading, the likeliest first."""
    lines = cleaned.text.split("\n")
    here = problem.line - 1
    if not 0 <= here < len(lines):
        return
    line = lines[here]
    if problem.code == "tab_indentation":
        last = _matter_end(lines, cleaned.path)
        for width in WIDTHS:
            mended = [_untabbed(line, width) if number < last else line for number, line in enumerate(lines)]
            yield "\n".join(mended), Repair(cleaned.path, problem.line, "tabs")
    elif problem.code == "invisible_in_key":
        start = problem.column - 1
        key = line[start : line.find(":", start) if ":" in line[start:] else len(line)]
        seen = key
        while hidden := is_invisible(seen):
            seen = seen.replace(hidden, "")
        mended = [*lines[:here], line[:start] + seen + line[start + len(key) :], *lines[here + 1 :]]
        characters = " ".join(dict.fromkeys(code_point(sign) for sign in key if is_invisible(sign)))
        yield "\n".join(mended), Repair(cleaned.path, problem.line, "hidden", characters)
    elif problem.code == "syntax_indentation" and LONE_DASH.fullmatch(line.strip()):
        mended = [*lines[:here], *lines[here + 1 :]]
        yield "\n".join(mended), Repair(cleaned.path, problem.line, "removed", line.strip())


def _matter_end(lines: list[str], path: str) -> int:
    """Return the line, from 0, on which the YAML part of a file ends."""
    if not path.endswith(".md"):
        return len(lines)
    return next((number for number, line in enumerate(lines) if number and line.rstrip() == "---"), len(lines))


def _untabbed(line: str, width: int) -> str:
    found = _TAB_INDENT.match(line)
    return found[0].expandtabs(width) + line[found.end() :] if found else line
