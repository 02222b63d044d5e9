"""The libraries that turn Markdown into safe HTML: Python-Markdown with no more than our dialect needs, then nh3.

Loaded only for a text that `simple.py` leaves to them.
"""

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

from tasharuk.markup.check import ATTRIBUTES, SCHEMES, TAGS
from tasharuk.markup.simple import heading_level

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


class LibraryRenderer:
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
        return self.link(value) if tag == "a" and attribute == "href" else value


renderer = cache(LibraryRenderer)


def _needless(text: str) -> tuple[str, ...]:
    """Name the processors that would find nothing in a text."""
    if any(map(text.__contains__, _MOVERS)):
        return ()
    return tuple(name for name, signs in _SIGNS.items() if not any(map(text.__contains__, signs)))
