"""Markdown → safe HTML: the only maker of Markup. Raw HTML shows as typed; links and tags come from short lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Any
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup, escape

from tasharuk.markup.check import SCHEMES, excess_of, is_safe_link
from tasharuk.markup.simple import heading_level, simple_html

TAGS = frozenset("p br hr h2 h3 h4 ul ol li blockquote strong em code pre a img table thead tbody tr th td".split())
ATTRIBUTES = {"a": {"href", "title", "rel"}, "img": {"src", "alt", "title", "loading"}, "ol": {"start"}}
_HEADING = re.compile(r"h([1-6])")

# The library's processors by name, with signs of which a text must hold one for them to find anything. All look at
# each block and piece of a text in turn, most for nothing: without the needless ones a post takes half the time.
_SIGNS: Mapping[str, tuple[str, ...]] = {
    "hashheader": ("#",),
    "setextheader": ("=", "-"),
    "hr": ("--", "- -", "-  -", "__", "_ _", "_  _", "***", "* *", "*  *"),
    "quote": (">",),
    "table": ("|",),
    "backtick": ("`",),
    "escape": ("\\",),
    "link": ("[",),
    "image_link": ("![",),
    "autolink": ("<",),
    "automail": ("<",),
    "linebreak": ("  \n",),
    "entity": ("&",),
    "not_strong": ("*", "_"),
    "em_strong": ("*", "_"),
    "em_strong2": ("_",),
}
_MOVERS = ("\t", "\r", "\x02", "\x03")  # the library takes these out or for spaces, so that signs may meet
_REFERENCES = ("reference", "image_reference", "short_reference", "short_image_ref")


class _Lean(Extension):
    """Python-Markdown without raw HTML, with headings from h2 and no ids."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        """Take out what lets HTML through, and links whose target stands elsewhere, which no check would see."""
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.parser.blockprocessors.deregister("reference")
        for name in _REFERENCES:
            md.inlinePatterns.deregister(name)
        md.treeprocessors.register(_Shift(md), "tasharuk-headings", 15)


class _Shift(Treeprocessor):
    """Headings start at h2, since the page has its own h1, and go down one level at a time."""

    def run(self, root: Element) -> None:
        """Rename the headings of a parsed text."""
        above = 1
        for element in root.iter():
            if found := _HEADING.fullmatch(str(element.tag)):
                above = heading_level(int(found[1]), above)
                element.tag = f"h{above}"


class _Renderer:
    """The libraries, set up once (300 µs) for all texts; one text after the other goes through."""

    def __init__(self) -> None:
        self.markdown = Markdown(extensions=["tables", "sane_lists", _Lean()], output_format="html")
        self.blocks, self.patterns = self.markdown.parser.blockprocessors, self.markdown.inlinePatterns
        self.inline: Any = self.markdown.treeprocessors["inline"]
        self.allow_image: Callable[[str], str | None] | None = None
        self.link: Callable[[str], str | None] = str
        self.cleaner = nh3.Cleaner(
            tags=TAGS,
            attributes={tag: names for tag, names in ATTRIBUTES.items() if tag != "a"} | {"a": {"href", "title"}},
            attribute_filter=self._filtered,
            url_schemes=SCHEMES,
            link_rel="nofollow noopener",
            strip_comments=True,
        )

    def html(
        self, text: str, allow_image: Callable[[str], str | None] | None, link: Callable[[str], str | None]
    ) -> str:
        """Return the cleaned HTML of a text."""
        self.markdown.parser.blockprocessors, self.inline.inlinePatterns = self._without(_needless(text))
        self.allow_image, self.link = allow_image, link
        return self.cleaner.clean(self.markdown.reset().convert(text))

    @lru_cache(maxsize=256)  # noqa: B019 - there is one renderer
    def _without(self, needless: tuple[str, ...]) -> tuple[Any, Any]:
        """Return the library's tables of processors without some."""
        lean = self.blocks[:], self.patterns[:]
        for registry in lean:
            for name in needless:
                registry.deregister(name, strict=False)
        return lean

    def _filtered(self, tag: str, attribute: str, value: str) -> str | None:
        if tag == "img" and attribute == "src":
            return self.allow_image(value) if self.allow_image else None
        return _address(value, self.link) if tag == "a" and attribute == "href" else value


_renderer = cache(_Renderer)


def _address(target: str, link: Callable[[str], str | None]) -> str | None:
    """Return the published address of a link; None when its words stand alone."""
    if not is_safe_link(target):
        return None
    return link(target) if target.startswith(("/", "#")) else target


def _needless(text: str) -> tuple[str, ...]:
    """Name the processors that would find nothing in a text."""
    if any(map(text.__contains__, _MOVERS)):
        return ()
    return tuple(name for name, signs in _SIGNS.items() if not any(map(text.__contains__, signs)))


def render_markdown(
    text: str, *, allow_image: Callable[[str], str | None] | None = None, link: Callable[[str], str | None] = str
) -> Markup:
    """Return safe HTML of a text that passed `check_markdown`.

    `allow_image` gives the published address of a picture of our own, or None; `link` fits a link within the site
    to the base address, or gives None where it leads nowhere: its words stay. A text that `check_markdown` refuses
    comes out as plain paragraphs.
    """
    if excess_of(text) is not None:
        return paragraphs(text)
    simple = simple_html(text, lambda target: _address(target, link))
    if simple is not None:
        return Markup(simple)  # noqa: S704 - of a closed list of elements, its text without a sign that HTML knows
    cleaned = _renderer().html(text, allow_image, link)
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
