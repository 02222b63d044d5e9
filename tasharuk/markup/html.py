"""Markdown → safe HTML: the only maker of Markup. Raw HTML shows as typed; links and tags come from short lists."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from markupsafe import Markup, escape

from tasharuk.markup.check import excess_of, is_safe_link
from tasharuk.markup.simple import simple_html


def _address(target: str, link: Callable[[str], str | None]) -> str | None:
    """Return the published address of a link; None when its words stand alone."""
    if not is_safe_link(target):
        return None
    return link(target) if target.startswith(("/", "#")) else target


def render_markdown(
    text: str, *, allow_image: Callable[[str], str | None] | None = None, link: Callable[[str], str | None] = str
) -> Markup:
    """Return safe HTML of a text that passed `check_markdown`.

    `allow_image` gives the published address of a picture of our own, or None; `link` fits a link within the site
    to the base address, or gives None where it leads nowhere: its words stay. A text that is more than the library
    should be given comes out as plain paragraphs, unless it is of the simplest forms, which take the same time a sign.
    """
    address = partial(_address, link=link)
    simple = simple_html(text, address)
    if simple is not None:
        return Markup(simple)  # noqa: S704 - of a closed list of elements, its text without a sign that HTML knows
    if excess_of(text) is not None:
        return paragraphs(text)
    from tasharuk.markup.libraries import renderer  # 35 ms, for what is not of the simplest forms

    cleaned = renderer().html(text, allow_image, address)
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
