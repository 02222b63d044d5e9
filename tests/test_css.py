"""What stylesheets and templates must not say: sides, new CSS that old phones drop, and ways around escaping."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tools.building import REPOSITORY

TEMPLATES = REPOSITORY / "templates"
STYLESHEETS = sorted((TEMPLATES / "assets" / "css").rglob("*.css"))
DOCUMENTS = sorted(
    file for file in TEMPLATES.rglob("*") if file.suffix in (".html", ".xml", ".jinja", ".j2", ".txt", ".svg")
)
# West must stay left on the tile map.
WITH_SIDES = {"map.css", "tile-map.css", "tile_map.css", "tilemap.css"}

SIDES = r"(?<![\w-])(?:[\w-]+-)?(?:left|right)(?:-[\w-]+)?(?![\w-])"
# Browsers before Chrome 99 to 123 drop the whole block, and the floor is Chrome 87.
TOO_NEW = {
    "@layer": r"@layer\b",
    "nesting": r"(?:^|[;{}\s,])&",
    "light-dark()": r"\blight-dark\(",
    "color-mix()": r"\bcolor-mix\(",
    "a range media query": r"@media[^{]*[<>]",
    "@scope": r"@scope\b",
    "@property": r"@property\b",
}
# Each of these pulls joined Arabic letters apart, or slants or stretches them.
AGAINST_ARABIC = {
    "letter-spacing": r"\bletter-spacing\s*:(?!\s*(?:0\b|normal))",
    "italics": r"\bfont-style\s*:\s*(?:italic|oblique)",
    "justified text": r"\btext-align\s*:\s*justify",
    "broken words": r"\bword-break\s*:(?!\s*(?:normal|keep-all))|\bhyphens\s*:\s*auto",
}


def stripped(css: str) -> str:
    """Blank out comments, strings and addresses, keeping the lines."""
    pattern = r"/\*.*?\*/|\"[^\"\n]*\"|'[^'\n]*'|url\([^)]*\)"
    return re.sub(pattern, lambda found: re.sub(r"[^\n]", " ", found[0]), css, flags=re.DOTALL)


def hits(pattern: str, text: str) -> Iterator[tuple[int, str]]:
    """Yield (line, text found) for every place where the pattern matches."""
    for found in re.finditer(pattern, text, flags=re.MULTILINE | re.IGNORECASE):
        yield text.count("\n", 0, found.start()) + 1, found[0].strip()


def nested_rules(css: str) -> Iterator[int]:
    """Yield the lines where a rule opens inside the declarations of another."""
    inside: list[bool] = []  # whether each open block is a style rule
    start = 0
    for found in re.finditer(r"[{};]", css):
        if found[0] == "{":
            prelude = css[start : found.start()].strip()
            if any(inside):
                yield css.count("\n", 0, found.start()) + 1
            inside.append(not prelude.startswith(("@media", "@supports", "@keyframes", "@container")))
        elif found[0] == "}" and inside:
            inside.pop()
        start = found.end()


def test_there_are_stylesheets_and_templates_to_check() -> None:
    assert STYLESHEETS
    assert DOCUMENTS


@pytest.mark.parametrize("file", STYLESHEETS, ids=lambda file: file.name)
def test_a_stylesheet_speaks_of_start_and_end(file: Path) -> None:
    if file.name in WITH_SIDES:
        assert "/*" in file.read_text(encoding="utf-8"), "say why this file may name sides"
        return
    assert not list(hits(SIDES, stripped(file.read_text(encoding="utf-8"))))


@pytest.mark.parametrize("file", STYLESHEETS, ids=lambda file: file.name)
def test_a_stylesheet_works_on_old_phones(file: Path) -> None:
    css = stripped(file.read_text(encoding="utf-8"))
    found = [(name, *hit) for name, pattern in TOO_NEW.items() for hit in hits(pattern, css)]
    assert not found
    assert not list(nested_rules(css))


@pytest.mark.parametrize("file", STYLESHEETS, ids=lambda file: file.name)
def test_a_stylesheet_keeps_arabic_letters_joined_and_upright(file: Path) -> None:
    css = stripped(file.read_text(encoding="utf-8"))
    assert not [(name, *hit) for name, pattern in AGAINST_ARABIC.items() for hit in hits(pattern, css)]


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.relative_to(TEMPLATES).as_posix())
def test_a_template_has_no_way_around_escaping_and_no_inline_style(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert not list(hits(r"\|\s*safe\b|\bautoescape\s+false|\bMarkup\(", text))
    markup = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", text, flags=re.DOTALL)
    assert not re.findall(r"<[^>]*\sstyle\s*=[^>]*>", markup)
