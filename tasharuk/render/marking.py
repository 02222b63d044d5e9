"""Arabic text in pages of another language: every piece of it stands in an element that says so.

A template does not know whether the name it shows is Arabic or a translation. So where it puts a text between tags,
the compiled template of such an edition asks for the mark; inside tags and in elements that hold plain text nothing
is marked. Which is which stands in the template itself, since no branch of ours ends inside a tag that it opened.
A text alone in an element is marked by that element, any other by one more.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from jinja2 import nodes
from markupsafe import Markup, escape

from tasharuk.arabic import FSI, PDI, has_arabic_letter

AR = Markup(' lang="ar"')  # attributes of an element whose words are Arabic,
RTL = Markup(' lang="ar" dir="rtl"')  # of one that holds nothing but Arabic text, and stands as such,
AUTO = Markup(' lang="ar" dir="auto"')  # and of one that stands as its neighbours do
PLAIN = ("title", "style", "script")  # elements whose text holds no element
VOID = ("img", "input", "link", "meta", "br", "hr")
MAX_KEPT = 4096
_TAG = re.compile(r"<(?P<name>/?[a-z0-9]*)|>")
_START = re.compile("<(?P<name>[a-z0-9]+)")
_ALONE = re.compile(r'<[a-z0-9]+(?: (?!lang=|dir=)[a-z-]+="[^"<>]*")*>$')
_SAID = re.compile(r'\slang="[a-z]')
_APART = re.compile(f"{FSI}([^{PDI}]*){PDI}")


def marked(value: Any) -> Any:
    """Return a text with its Arabic pieces marked, as HTML; anything else as it is."""
    if type(value) is not str or value.isascii():
        return value
    return _marked(value)


def closed(value: Any) -> Markup:
    """Return the end of a start tag and the text after it; of Arabic text the tag itself says what it is."""
    return _closed(value, AR)


def closed_of_any_direction(value: Any) -> Markup:
    """Return the same for a tag that does not isolate its text yet."""
    return _closed(value, AUTO)


def boxed(value: Any) -> Markup:
    """Return a text in a `<bdi>` of its own; a text of both languages has one for each Arabic piece instead."""
    if type(value) is str and FSI in value and not (value.startswith(FSI) and value.find(PDI) == len(value) - 1):
        return Markup(_marked(value))  # noqa: S704 - escaped there
    return Markup("<bdi{}</bdi>").format(closed(value))


def closed_or_boxed(value: Any) -> Markup:
    """Return the end of a start tag and the text after it: Arabic text needs no `<bdi>` where the tag may say it."""
    end = closed_of_any_direction(value)
    return end if end.startswith(AUTO) else Markup(">{}").format(boxed(value))


def _closed(value: Any, attributes: Markup) -> Markup:
    text = value
    if type(value) is str and not value.isascii():
        text = value[1:-1] if value.startswith(FSI) and value.find(PDI) == len(value) - 1 else value
        if FSI not in text and has_arabic_letter(text):
            return Markup("{}>{}").format(attributes, text)
    return Markup(">{}").format(marked(value))


@lru_cache(MAX_KEPT)  # names stand on many pages
def _marked(text: str) -> str:
    if FSI in text:
        return Markup(_APART.sub(r'<bdi lang="ar">\1</bdi>', str(escape(text))))  # noqa: S704 - escaped
    return Markup('<bdi lang="ar">%s</bdi>') % text if has_arabic_letter(text) else text


def mark_texts(template: nodes.Template) -> None:
    """Let a template ask for the mark wherever it puts a text between tags."""
    reader = _Reader()
    for output in template.find_all(nodes.Output):
        reader.read(output)


class _Reader:
    """Reads a template from its beginning to its end and knows whether the place is inside a tag."""

    def __init__(self) -> None:
        self.is_in_tag = False
        self.element = ""  # one of PLAIN, while inside it
        self.tag = ""  # the tag that was read last, as far as the template itself writes it

    def read(self, output: nodes.Output) -> None:
        """Read on; puts into the place of each text what marks it."""
        parts = output.nodes
        for place, part in enumerate(parts):
            if isinstance(part, nodes.TemplateData):
                self._read_data(part.data)
            elif self.is_in_tag:
                self.tag += str(part.value) if isinstance(part, nodes.Const) else ""
            elif not self.element and AR not in self.tag:
                before, after = _data_at(parts, place - 1), _data_at(parts, place + 1)
                is_alone = before and before.data.endswith(">") and after and after.data.startswith("</")
                if before and after and before.data.endswith("<bdi>") and after.data.startswith("</bdi>"):
                    before.data, after.data = before.data[: -len("<bdi>")], after.data[len("</bdi>") :]
                    is_alone = _ALONE.search(before.data) is not None and after.data.startswith("</")
                    before.data = before.data[:-1] if is_alone else before.data
                    parts[place] = _asked(closed_or_boxed if is_alone else boxed, part)
                elif before and is_alone and self._may_say:
                    before.data = before.data[:-1]
                    parts[place] = _asked(closed if self._isolates else closed_of_any_direction, part)
                else:
                    parts[place] = _asked(marked, part)

    @property
    def _may_say(self) -> bool:
        """Whether the tag that was read last starts an element and does not say its language yet."""
        start = _START.match(self.tag)
        return start is not None and start["name"] not in VOID and not _SAID.search(self.tag)

    @property
    def _isolates(self) -> bool:
        """Whether the element of that tag holds text of either direction."""
        return self.tag.startswith("<bdi") or ' dir="' in self.tag

    def _read_data(self, data: str) -> None:
        last = 0
        for found in _TAG.finditer(data):
            name = found["name"]
            if name is None:
                if self.is_in_tag:
                    self.tag += data[last : found.start()]
                self.is_in_tag = False
            elif self.element:
                if name == f"/{self.element}":
                    self.element, self.is_in_tag = "", True
            else:
                self.is_in_tag = True
                self.element = name if name in PLAIN else ""
                self.tag = ""
            last = found.start()
        if self.is_in_tag:
            self.tag += data[last:]


def _data_at(parts: Sequence[nodes.Expr], place: int) -> nodes.TemplateData | None:
    part = parts[place] if 0 <= place < len(parts) else None
    return part if isinstance(part, nodes.TemplateData) else None


def _asked(function: Callable[[Any], Any], node: nodes.Expr) -> nodes.Expr:
    """Return what asks for the mark: the text itself where it is known already."""
    if isinstance(node, nodes.Const):
        return nodes.Const(function(node.value), lineno=node.lineno)
    called = nodes.ImportedName(f"{function.__module__}.{function.__name__}")
    return nodes.Call(called, [node], [], None, None, lineno=node.lineno)
