"""Markdown of the simplest forms → the HTML that the libraries would make of it, in a tenth of their time.

Paragraphs, headings, quotations, flat lists, bold, emphasis and links, each in its plainest form, are nearly all that
people write: 100 µs a post instead of 1,200. Whatever else a text holds, down to a space at a line's end or a single
sign left over, it is for the libraries; `tests/test_markup.py` holds both ways together over texts of all signs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import groupby

LAST_HEADING = 4

# signs and spaces of which one is enough to ask the libraries: code, escapes, tags, entities, tables, pictures, indents
_FOREIGN = ("`", "\\", "<", "&", "_", "|", "![", "\n ", " \n")
_HEADING = re.compile(r"(#{1,6}) ([^#\n]+)")
_BULLET = re.compile(r"- (?=[^ ])")
_NUMBER = re.compile(r"[0-9]{1,9}\. (?=[^ ])")
_QUOTED = re.compile(r"> (?=[^ ])")
# how no line of running text begins: as a heading, quotation, list, underline or rule; empty
_BLOCK_SIGN = re.compile(r"[#>=+ -]|\d+\.(?: |$)|\*(?:[* ]*$| |\*{2}| \*)|$")
_EDGE = r"[^ \n*\[\]]"
_TARGET = "[A-Za-z0-9/._~:?#=%+@,-]+"  # nothing in it that HTML or an address would write otherwise
_WORDS = rf"{_EDGE}(?:[^*\[\]]*{_EDGE})?"
_AFTER = r"(?=[ \n.,:;!?)\u060c\u061b\u061f]|$)"
# each way begins with its sign and looks back from there: so the expression passes over a text five times as fast
_INLINE = re.compile(
    rf"\*\*(?<![^ \n(]\*\*)(?P<strong>{_WORDS})\*\*{_AFTER}|\*(?<![^ \n(]\*)(?P<em>{_WORDS})\*{_AFTER}"
    rf"|\[(?P<text>[^\[\]*\n]+)\]\((?P<target>{_TARGET})\)"
)
_PLAIN_TARGET = re.compile(_TARGET)
_LEFT_OVER = ("*", "[", "]")

Target = Callable[[str], str | None]


class _NotSimple(Exception):
    """The text holds what only the libraries know."""


def simple_html(text: str, target: Target) -> str | None:
    """Return the safe HTML of a text of simple forms alone; None for any other.

    `target` gives the published address of a link, or None where it leads nowhere: its words stay.
    """
    text = text.strip("\n")
    if any(map(text.__contains__, _FOREIGN)) or not text.replace("\n", " ").isprintable() or text[:1] in ("", " "):
        return None
    try:
        return _Simple(target).html(text)
    except _NotSimple:
        return None


class _Simple:
    """Makes HTML block by block; raises _NotSimple at the first form it does not know."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.level = 1  # of the heading above

    def html(self, text: str) -> str:
        """Return the HTML of a text."""
        made: list[str] = []
        blocks = (block.strip("\n").split("\n") for block in text.split("\n\n"))
        for kind, group in groupby(filter(any, blocks), key=_kind):
            run = list(group)
            if kind in ("ul", "ol"):
                made.append(self._list(kind, run))
            elif kind == "blockquote":
                quoted = "\n".join(self._paragraph(_bare(lines, _QUOTED)) for lines in run)
                made.append(f"<blockquote>\n{quoted}\n</blockquote>")
            else:
                made += map(self._heading if kind == "h" else self._paragraph, run)
        return "\n".join(made)

    def _heading(self, lines: list[str]) -> str:
        found = _HEADING.fullmatch(lines[0]) if len(lines) == 1 else None
        if found is None:
            raise _NotSimple
        self.level = heading_level(len(found[1]), self.level)
        return f"<h{self.level}>{self._inline(found[2].strip())}</h{self.level}>"

    def _list(self, kind: str, run: list[list[str]]) -> str:
        """Return one list of all its parts; the items on both sides of an empty line are paragraphs."""
        if kind == "ol" and not run[0][0].startswith("1. "):
            raise _NotSimple
        sign = _BULLET if kind == "ul" else _NUMBER
        made: list[str] = []
        for lines in run:
            items = [self._inline(_running(item)) for item in _bare(lines, sign)]
            if lines is not run[-1]:
                items[-1] = f"\n<p>{items[-1]}</p>\n"
            if lines is not run[0] and (len(items) > 1 or lines is run[-1]):
                items[0] = f"\n<p>{items[0]}</p>\n"
            made += [f"<li>{item}</li>" for item in items]
        return "\n".join((f"<{kind}>", *made, f"</{kind}>"))

    def _paragraph(self, lines: list[str]) -> str:
        return f"<p>{self._inline(chr(10).join(map(_running, lines)))}</p>"

    def _inline(self, text: str) -> str:
        if ">" in text:
            text = text.replace(">", "&gt;")
        if "*" in text or "[" in text or "]" in text:
            text = _INLINE.sub(self._element, text)
            if any(map(text.__contains__, _LEFT_OVER)):
                raise _NotSimple
        return text

    def _element(self, found: re.Match[str]) -> str:
        tag = found.lastgroup or ""
        if tag != "target":
            return f"<{tag}>{found[tag]}</{tag}>"
        address = self.target(found["target"])
        if address is None:
            return f"<a>{found['text']}</a>"
        if not _PLAIN_TARGET.fullmatch(address):
            raise _NotSimple
        rel = "" if address.startswith(("/", "#")) else ' rel="nofollow noopener"'
        return f'<a href="{address}"{rel}>{found["text"]}</a>'


def heading_level(typed: int, above: int) -> int:
    """Return the level that a heading is published with: from 2, since the page has its own 1, and down one by one."""
    return min(max(typed, 2), above + 1, LAST_HEADING)


def _kind(lines: list[str]) -> str:
    """Return the element that a block's first line begins."""
    first = lines[0]
    if first.startswith("#"):
        return "h"
    if first.startswith("- "):
        return "ul"
    if first.startswith("> "):
        return "blockquote"
    return "ol" if _NUMBER.match(first) else "p"


def _bare(lines: list[str], sign: re.Pattern[str]) -> list[str]:
    """Return lines without the sign with which each of them must begin."""
    found = [sign.match(line) for line in lines]
    if not all(found):
        raise _NotSimple
    return [line[match.end() :] for line, match in zip(lines, found, strict=True) if match]


def _running(line: str) -> str:
    """Return a line of running text as it is."""
    if _BLOCK_SIGN.match(line):
        raise _NotSimple
    return line
