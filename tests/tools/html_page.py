"""One HTML file of the site, read with the standard library: what the site checks ask about it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

URL_ATTRIBUTES = {"href", "src", "action", "formaction", "poster", "data", "cite"}
LOADING_TAGS = {"script", "img", "iframe", "source", "video", "audio", "track", "embed", "object", "input"}
# rel values that make a browser fetch what they name
LOADING_RELS = {"stylesheet", "icon", "apple-touch-icon", "preload", "modulepreload", "prefetch", "preconnect",
                "dns-prefetch", "manifest", "prerender", "mask-icon"}  # fmt: skip


def is_outline(levels: list[int]) -> bool:
    """Say whether heading levels, in page order, are one h1 and no level skipped on the way down."""
    return levels.count(1) == 1 and not any(after > before + 1 for before, after in pairwise(levels))


@dataclass
class Link:
    """An address somewhere in a page; `loads` says that the browser fetches it without being asked."""

    tag: str
    value: str
    loads: bool


@dataclass
class HtmlPage:
    """What one HTML file holds. `url` is below the base path and starts with a slash."""

    url: str
    file: Path
    html: str
    attributes: dict[str, str] = field(default_factory=dict)  # of <html>
    ids: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)  # elements, classes and ids
    links: list[Link] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    canonical: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    style_attributes: list[str] = field(default_factory=list)
    title: str = ""
    css: str = ""
    script: str = ""  # inlined, data blocks aside
    nodes: int = 0
    table_nodes: int = 0

    @property
    def is_indexed(self) -> bool:
        """Say whether search engines may list it."""
        return "noindex" not in self.meta.get("robots", "") and self.url != "/404.html"

    @property
    def is_redirect(self) -> bool:
        """Say whether it only sends the reader on."""
        return "http-equiv:refresh" in self.meta

    @classmethod
    def read(cls, folder: Path, file: Path) -> "HtmlPage":
        """Read and parse one file of the site."""
        url = "/" + file.relative_to(folder).as_posix()
        page = cls(url.removesuffix("index.html"), file, file.read_text(encoding="utf-8"))
        parser = _Parser(page)
        parser.feed(page.html)
        parser.close()
        return page


class _Parser(HTMLParser):
    def __init__(self, page: HtmlPage) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self.tables = 0
        self.inside: str | None = None  # title, style or script

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        page = self.page
        found = {name: value or "" for name, value in attrs}
        page.nodes += 1
        self.tables += tag == "table"
        page.table_nodes += self.tables > 0
        page.names.update((tag, *found.get("class", "").split()))
        if "id" in found:
            page.ids.append(found["id"])
            page.names.add(found["id"])
        if "style" in found:
            page.style_attributes.append(f"<{tag} style={found['style']!r}>")
        if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            page.headings.append(int(tag[1]))
        if tag == "html":
            page.attributes = found
        elif tag == "meta":
            self._meta(found)
        elif tag in ("style", "script") or (tag == "title" and not page.title):
            # A data block (JSON, JSON-LD) is content, not script.
            is_script = tag != "script" or found.get("type", "") in ("", "module", "text/javascript")
            self.inside = tag if is_script else None
        self._links(tag, found)

    def _meta(self, found: dict[str, str]) -> None:
        name = found.get("name") or found.get("property") or f"http-equiv:{found.get('http-equiv', '').lower()}"
        self.page.meta[name] = found.get("content", "")

    def _links(self, tag: str, found: dict[str, str]) -> None:
        rels = set(found.get("rel", "").lower().split())
        loads = tag in LOADING_TAGS or (tag == "link" and bool(rels & LOADING_RELS))
        if tag == "link" and "canonical" in rels:
            self.page.canonical.append(found.get("href", ""))
        for name in URL_ATTRIBUTES & found.keys():
            self.page.links.append(Link(tag, found[name].strip(), loads))
        for candidate in found.get("srcset", "").split(","):
            if candidate.strip():
                self.page.links.append(Link(tag, candidate.split()[0], True))

    def handle_endtag(self, tag: str) -> None:
        self.tables -= tag == "table"
        if tag == self.inside:
            self.inside = None

    def handle_data(self, data: str) -> None:
        if self.inside == "title":
            self.page.title += data
        elif self.inside == "style":
            self.page.css += data
        elif self.inside == "script":
            self.page.script += data
