"""Markdown → safe HTML: the only maker of Markup. Raw HTML shows as typed; links and tags come from short lists."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup, escape

MAX_BYTES = 100_000
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
TAGS = frozenset("p br hr h2 h3 h4 ul ol li blockquote strong em code pre a img table thead tbody tr th td".split())
ATTRIBUTES = {"a": {"href", "title", "rel"}, "img": {"src", "alt", "title", "loading"}, "ol": {"start"}}
LAST_HEADING = 4
# runs on which Python-Markdown takes time out of proportion, and how often a body may hold them
LIMITS: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(r"\["), 1_000),
    (re.compile(r"!?\[{3}|(?:!\[){3}|<!\["), 20),
    (re.compile(r"<"), 1_000),
    (re.compile(r"&(?:#|\w{1,30};)"), 300),
    (re.compile(r"`"), 600),
    (re.compile(r"\*\*|__"), 1_200),
    (re.compile(r"[*_]"), 4_000),
    (re.compile(r"\\"), 1_000),
    (re.compile(r"\|"), 3_000),
    (re.compile(r"\n"), 1_500),
    (re.compile(r"(?m)^(?:[ \t]*(?:>|(?:[-*+]|\d+\.)[ \t])){9}"), 0),
    (re.compile(r"(?m)^(?:[^|\n]*\|){60}"), 0),
    (re.compile(r"[ \t]{200}"), 0),
    (re.compile(r"(?m)^(?: {4}|\t){8,}\S"), 200),
)
MAX_REACH = 500_000  # characters between brackets, once for each pair around them: the library walks them in Python
_BRACKETS = re.compile(r"[\[\]()]|\n\s*\n|\Z")
_OPENING = {"]": "[", ")": "("}
_LINK = re.compile(r"(?P<image>!?)\[(?P<text>[^\]\n]{0,300})\]\(\s*<?(?P<target>[^)\s>]*)")
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_HEADING = re.compile(r"h([1-6])")
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
    if len(text.encode("utf-8", "replace")) > MAX_BYTES:
        return [MarkupProblem(1, "markup_too_long", {"limit": str(MAX_BYTES // 1000)})]
    excess = _excess(text)
    if excess is not None:
        return [MarkupProblem(text.count("\n", 0, excess) + 1, "markup_too_complex")]
    return list(_link_problems(text, allow_image))


def _excess(text: str) -> int | None:
    """Find the first place at which a text would cost more than it should."""
    for pattern, limit in LIMITS:
        found = next((match for count, match in enumerate(pattern.finditer(text)) if count >= limit), None)
        if found:
            return found.start()
    return _bracket_excess(text)


def _bracket_excess(text: str) -> int | None:
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
    for found in _LINK.finditer(_without_code(text)):
        line = text.count("\n", 0, found.start()) + 1
        target = html.unescape(found["target"])
        if found["image"]:
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


class _Lean(Extension):
    """Python-Markdown without raw HTML, with headings from h2 and no ids."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        """Take out what lets HTML through, and links whose target stands elsewhere, which no check would see."""
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.parser.blockprocessors.deregister("reference")
        md.treeprocessors.register(_Shift(md), "tasharuk-headings", 15)


class _Shift(Treeprocessor):
    """Headings start at h2, since the page has its own h1, and go down one level at a time."""

    def run(self, root: Element) -> None:
        """Rename the headings of a parsed text."""
        above = 1
        for element in root.iter():
            if found := _HEADING.fullmatch(str(element.tag)):
                above = min(max(int(found[1]), 2), above + 1, LAST_HEADING)
                element.tag = f"h{above}"


def render_markdown(
    text: str, *, allow_image: Callable[[str], str | None] | None = None, link: Callable[[str], str | None] = str
) -> Markup:
    """Return safe HTML of a text that passed `check_markdown`.

    `allow_image` gives the published address of a picture of our own, or None; `link` fits a link within the site
    to the base address, or gives None where it leads nowhere: its words stay. A text that `check_markdown` refuses
    comes out as plain paragraphs.
    """
    if any(problem.code.startswith("markup_too") for problem in check_markdown(text)):
        return paragraphs(text)
    converter = Markdown(extensions=["tables", "sane_lists", _Lean()], output_format="html")

    def filtered(tag: str, attribute: str, value: str) -> str | None:
        if tag == "img" and attribute == "src":
            return allow_image(value) if allow_image else None
        if tag == "a" and attribute == "href":
            if not is_safe_link(value):
                return None
            return link(value) if value.startswith(("/", "#")) else value
        return value

    cleaned = nh3.clean(
        converter.convert(text),
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items() if tag != "a"} | {"a": {"href", "title"}},
        attribute_filter=filtered,
        url_schemes=set(SCHEMES),
        link_rel="nofollow noopener",
        strip_comments=True,
    )
    return Markup(_without_empty_images(_local_rel(cleaned)))  # noqa: S704 - cleaned above


def _without_empty_images(cleaned: str) -> str:
    return re.sub(r'<img(?![^>]*\ssrc=")[^>]*>', "", cleaned).replace("<img ", '<img loading="lazy" ')


def _local_rel(cleaned: str) -> str:
    """Links within the site, and words whose link leads nowhere, need no rel."""
    return re.sub(r'(<a(?: href="[/#][^"]*")?(?: title="[^"]*")?) rel="nofollow noopener"', r"\1", cleaned)


def paragraphs(text: str) -> Markup:
    """Return plain text as paragraphs, line breaks kept."""
    blocks = [block.strip() for block in re.split(r"\n\s*\n", text) if block.strip()]
    lines = (Markup("<br>").join(escape(line) for line in block.split("\n")) for block in blocks)
    return Markup("").join(Markup("<p>{}</p>").format(line) for line in lines)


def plain_text(text: str) -> str:
    """Return the words of a Markdown text, without its signs."""
    bare = re.sub(r"!?\[([^\]\n]*)\]\([^)\n]*\)", r"\1", text)
    bare = re.sub(r"(?m)^\s{0,3}(?:#{1,6}|>|[-*+]|\d+\.)\s+", "", bare)
    return " ".join(re.sub(r"[*_`|]+", "", bare).split())


def excerpt(text: str, length: int) -> str:
    """Return the beginning of a Markdown text as plain words, at most `length` characters, cut between words."""
    plain = plain_text(text)
    if len(plain) <= length:
        return plain
    return plain[: length - 1].rsplit(" ", 1)[0] + "…"
