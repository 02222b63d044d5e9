"""Which text of a page is Arabic, and whether the page says so."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")
APART = re.compile("\u2068[^\u2069]*\u2069")
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
SPOKEN = ("alt", "title", "aria-label", "placeholder", "content", "label")  # attributes that are read out or shown


class _Reader(HTMLParser):
    """Where no element can stand, in a title or an attribute, an Arabic piece is set apart by signs."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.languages: list[tuple[str, str]] = []  # of each open element: its tag, and the language inside it
        self.unmarked: list[str] = []

    @property
    def language(self) -> str:
        return self.languages[-1][1] if self.languages else ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        language = found.get("lang", self.language)
        for name in SPOKEN:
            self._look(APART.sub("", found.get(name, "")), language, f"<{tag} {name}>")
        if tag not in VOID:
            self.languages.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        while self.languages and self.languages.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tag = self.languages[-1][0] if self.languages else ""
        if tag not in ("script", "style"):
            self._look(APART.sub("", data) if tag == "title" else data, self.language, f"<{tag}>")

    def _look(self, text: str, language: str, where: str) -> None:
        if language != "ar" and ARABIC.search(text):
            self.unmarked.append(f"{where} {text.strip()[:80]}")


def unmarked_arabic(html: str) -> Iterator[str]:
    """Yield the texts of a page that hold Arabic and stand in no element that says so."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    yield from reader.unmarked
