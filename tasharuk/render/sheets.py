"""Which stylesheets a page needs: those of what its template, and all that it draws on, could show.

A page carries its styles in itself, so that a slow line asks once. Most of them belong to components that other pages
show: of 23 kB a post needs 14.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

from tasharuk.markup.check import TAGS

SHEETS, SCRIPTS = "assets/css/", "assets/js/"
PROSE = "prose"  # the class of what is made of Markdown, in which stands what no template names
_WORD = re.compile(r"[a-zA-Z][\w-]*")
# another template, or a script that makes parts of the page
_NAMED = re.compile(r'"((?:[a-z0-9-]+/)*[a-z0-9-]+\.html|(?:assets/js/)?[a-z-]+\.js)"')
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SELECTORS = re.compile(r"([^{}]+)\{")
_PARENTHESES = re.compile(r"\([^()]*\)|\[[^\]]*\]|::?[\w-]+")  # what narrows a selector further
_NAMES = re.compile(r"[\w-]+")

Source = Callable[[str], str]  # path below the templates → text of the file; raises LookupError where there is none


def sheets_of(template: str, order: Iterable[str], source: Source) -> tuple[str, ...]:
    """Return the names of the stylesheets that a template's pages need, in their order."""
    words = frozenset(_words(template, source, set()))
    if PROSE in words:
        words |= TAGS
    return tuple(name for name in order if needs(words, source(f"{SHEETS}{name}.css")))


def needs(words: frozenset[str], sheet: str) -> bool:
    """Tell whether a rule of a stylesheet could fit where only these classes and elements occur."""
    return any(names <= words for names in selectors(sheet))


@cache
def selectors(sheet: str) -> frozenset[frozenset[str]]:
    """Return the classes and elements that each selector of a stylesheet asks for, whatever else it asks for."""
    found: set[frozenset[str]] = set()
    for listed in _SELECTORS.findall(_COMMENT.sub("", sheet)):
        if not listed.lstrip().startswith("@"):
            found.update(frozenset(_NAMES.findall(one)) for one in _PARENTHESES.sub("", listed).split(","))
    return frozenset(found)


def _words(name: str, source: Source, seen: set[str]) -> Iterator[str]:
    """Yield all words of a template and of what it names, each file once."""
    if name in seen:
        return
    seen.add(name)
    text = source(name)
    yield from _WORD.findall(text)
    for other in _NAMED.findall(text):
        yield from _words(f"{SCRIPTS}{other}" if other.endswith(".js") and "/" not in other else other, source, seen)


def joined(names: Iterable[str], source: Source) -> str:
    """Return the text of stylesheets, one after the other."""
    return "\n".join(source(f"{SHEETS}{name}.css") for name in names)


def minified(sheet: str) -> str:
    """Return a stylesheet without what only people read."""
    import rcssmin  # 15 ms, where what was made before is kept

    return str(rcssmin.cssmin(sheet))


def every_sheet(templates: Iterable[str], source: Source, finish: Callable[[str], str]) -> Mapping[str, bytes]:
    """Return the finished stylesheet of each template; templates that need the same share it."""
    lines = source(f"{SHEETS}order.txt").splitlines()
    order = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    finished = cache(lambda names: finish(joined(names, source)).encode())
    return {name: finished(sheets_of(name, order, source)) for name in templates}
