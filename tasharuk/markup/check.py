"""Markdown → what of it cannot be published: links that mislead, pictures of others, texts that cost too much."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias
from urllib.parse import urlsplit

from tasharuk.arabic import ascii_of
from tasharuk.markup.words import plain_text

MAX_BYTES = 100_000
# what of HTML a text may become
TAGS = frozenset("p br hr h2 h3 h4 ul ol li blockquote strong em code pre a img table thead tbody tr th td".split())
ATTRIBUTES = {"a": {"href", "title", "rel"}, "img": {"src", "alt", "title", "loading"}, "ol": {"start"}}
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
# runs on which Python-Markdown takes time out of proportion, how often a body may hold them, and the signs that each
# of them has one of: counting those spares most texts the expression (10 µs a post instead of 300)
Limit: TypeAlias = tuple[re.Pattern[str], int, tuple[str, ...]]
LIMITS: tuple[Limit, ...] = (
    (re.compile(r"\["), 1_000, ("[",)),
    (re.compile(r"!?\[{3}|(?:!\[){3}|<!\["), 20, ("[",)),
    (re.compile(r"<"), 1_000, ("<",)),
    (re.compile(r"&(?:#|\w{1,30};)"), 300, ("&",)),
    (re.compile(r"`"), 600, ("`",)),
    (re.compile(r"\*\*|__"), 1_200, ("**", "__")),
    (re.compile(r"[*_]"), 4_000, ("*", "_")),
    (re.compile(r"\\"), 1_000, ("\\",)),
    (re.compile(r"\|"), 3_000, ("|",)),
    (re.compile(r"\n"), 1_500, ("\n",)),
)
# the same for runs within a line; the line break before it is sought first, which is faster than a line's beginning
LINE_LIMITS: tuple[Limit, ...] = (
    (re.compile(r"\n(?:[ \t]*(?:>|(?:[-*+]|\d+\.)[ \t])){9}"), 0, (">", "-", "*", "+", ".")),
    (re.compile(r"\n(?:[^|\n]*\|){60}"), 0, ("|",)),
    (re.compile(r"[ \t]{200}"), 0, (" " * 200, "\t")),
    (re.compile(r"\n(?: {4}|\t){8,}\S"), 200, ("    ", "\t")),
)
MAX_REACH = 500_000  # characters between brackets, once for each pair around them: the library walks them in Python
_BRACKETS = re.compile(r"[\[\]()]|\n\s*\n|\Z")
_OPENING = {"]": "[", ")": "("}
_LINK = re.compile(r"\[(?P<text>[^\]\n]{0,300})\]\(\s*<?(?P<target>[^)\s>]*)")
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_HOST = re.compile(r"^\s*(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?:[/?#].*)?\s*$", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x20\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")

AllowImage = Callable[[str], str | bool | None]


@dataclass(frozen=True)
class MarkupProblem:
    """What is wrong with a text, and on which of its lines, counted from 1."""

    line: int
    code: str
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def check_markdown(text: str, allow_image: AllowImage | None = None) -> list[MarkupProblem]:
    """Find what cannot be published; `allow_image` says whether an image's address is a picture of our own."""
    excess = excess_of(text)
    return list(_link_problems(text, allow_image)) if excess is None else [excess]


def excess_of(text: str) -> MarkupProblem | None:
    """Tell whether a text is more than the library should be given."""
    if len(text) * 4 > MAX_BYTES and len(text.encode("utf-8", "replace")) > MAX_BYTES:
        return MarkupProblem(1, "markup_too_long", {"limit": str(MAX_BYTES // 1000)})
    excess = _excess(text)
    if excess is None:
        return None
    return MarkupProblem(text.count("\n", 0, excess) + 1, "markup_too_complex")


def _excess(text: str) -> int | None:
    """Find the first place at which a text would cost more than it should."""
    signs = ascii_of(text)  # what separates signs may fall out, so it holds each at least as often
    found = _beyond(text, signs, LIMITS) or _beyond(f"\n{text}", signs, LINE_LIMITS)
    return found.start() if found else _bracket_excess(text)


def _beyond(text: str, signs: str, limits: tuple[Limit, ...]) -> re.Match[str] | None:
    for pattern, limit, needed in limits:
        if sum(map(signs.count, needed)) > limit:
            found = next((match for count, match in enumerate(pattern.finditer(text)) if count >= limit), None)
            if found:
                return found
    return None


def _bracket_excess(text: str) -> int | None:
    if (text.count("[") + text.count("(")) * len(text) <= MAX_REACH:
        return None
    opened: dict[str, list[int]] = {"[": [], "(": []}
    reach = 0
    for found in _BRACKETS.finditer(text):
        sign, position = found[0], found.start()
        if sign in opened:
            opened[sign].append(position)
        elif sign not in _OPENING:  # a paragraph's end: an open bracket's partner was looked for up to here
            reach += sum(position - start for starts in opened.values() for start in starts)
            opened = {"[": [], "(": []}
        elif starts := opened[_OPENING[sign]]:
            reach += position - starts.pop()
        if reach > MAX_REACH:
            return position
    return None


def _link_problems(text: str, allow_image: AllowImage | None) -> Iterator[MarkupProblem]:
    if "](" not in text:
        return
    for found in _LINK.finditer(_without_code(text)):
        line = text.count("\n", 0, found.start()) + 1
        target = html.unescape(found["target"])
        if text[found.start() - 1 : found.start()] == "!":
            if not target or _SCHEME.match(target) or target.startswith("//"):
                yield MarkupProblem(line, "remote_image", {"given": target[:80]})
            elif allow_image is not None and not allow_image(target):
                yield MarkupProblem(line, "unknown_image", {"given": target[:80]})
            elif not found["text"].strip():
                yield MarkupProblem(line, "missing_image_alt", {"given": target[:80]})
        elif not is_safe_link(target):
            yield MarkupProblem(line, "unsafe_link", {"given": target[:80]})
        elif _shows_another_host(found["text"], target):
            yield MarkupProblem(line, "link_text_mismatch", {"given": found["text"][:80], "target": target[:80]})


def _without_code(text: str) -> str:
    """Blank out code, line by line, so that links shown as code are no links."""
    return re.sub(r"`[^`\n]*`", lambda match: " " * len(match[0]), text)


def is_safe_link(target: str) -> bool:
    """Tell whether a link leads to a page, an address to write to, or a number to call."""
    bare = _UNSEEN.sub("", target)
    scheme = _SCHEME.match(bare)
    if scheme:
        return scheme[0][:-1].lower() in SCHEMES
    return (bare.startswith("/") and not bare.startswith(("//", "/\\"))) or bare.startswith("#")


def _shows_another_host(text: str, target: str) -> bool:
    shown = _HOST.match(plain_text(text))
    return shown is not None and _without_www(shown[1].lower()) != _without_www(_host_of(target))


def _host_of(target: str) -> str:
    try:
        return urlsplit(target).hostname or ""
    except ValueError:  # brackets that do not hold an address
        return ""


def _without_www(host: str) -> str:
    return host.removeprefix("www.")
