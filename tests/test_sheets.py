"""Each page carries the stylesheets that something on it could need, and no others."""

from tasharuk.render.sheets import every_sheet, minified, needs, selectors, sheets_of
from tests.tools.building import REPOSITORY, Built
from tests.tools.verdict import none_of

TEMPLATES = REPOSITORY / "templates"

FILES = {
    "assets/css/order.txt": "# first to last\nbase\ncard\nfancy\ntable\nhits\n",
    "assets/css/base.css": ":root { --a: 1 }\nbody { color: red }",
    "assets/css/card.css": ".card h2 > a:hover::after, .by { color: red }",
    "assets/css/fancy.css": "@media (min-width: 60em) { .card .fancy { color: red } } /* .plain { } */",
    "assets/css/table.css": "th, td { padding: 0 }",
    "assets/css/hits.css": "#results > .hit:not(.card) { color: red }",
    "assets/js/search.js": "item.className = 'hit'; list.id = 'results'",
    "base.html": "<body>{% block content %}{% endblock %}",
    "components/card.html": '<div class="card"><h2><a>',
    "post.html": '{% extends "base.html" %}{% from "components/card.html" import card %}',
    "page.html": '{% extends "base.html" %}<div class="prose plain">',
    "search.html": '{% extends "base.html" %}<script src="{{ asset("search.js") }}">',
}


def source(name: str) -> str:
    return FILES[name]


def test_a_selector_asks_for_its_classes_elements_and_ids_whatever_narrows_it() -> None:
    assert selectors(".card h2 > a:hover::after, [hidden], .f input:not([type=checkbox])") == frozenset()
    assert selectors(".card h2 > a:hover::after, .f input:not([type=x]) { }") == {
        frozenset({"card", "h2", "a"}),
        frozenset({"f", "input"}),
    }
    assert selectors("@media (width > 60em) { .a { color: red } .b { } } @page { margin: 0 }") == {
        frozenset("a"),
        frozenset("b"),
    }


def test_a_rule_without_names_is_always_needed() -> None:
    assert needs(frozenset(), ":root { --a: 1 }")
    assert not needs(frozenset({"h2"}), ".card h2 { }")


def test_a_template_needs_the_sheets_of_what_it_draws_on_in_their_order() -> None:
    order = ["base", "card", "fancy", "table", "hits"]
    assert sheets_of("post.html", order, source) == ("base", "card")
    assert sheets_of("page.html", order, source) == ("base", "table")  # Markdown may hold a table
    assert sheets_of("search.html", order, source) == ("base", "hits")  # made by its script


def test_every_template_gets_its_sheets_in_one_piece() -> None:
    made = every_sheet(["post.html", "page.html"], source, str.upper)
    assert made["post.html"] == f"{FILES['assets/css/base.css']}\n{FILES['assets/css/card.css']}".upper().encode()
    assert list(made) == ["post.html", "page.html"]


def test_no_page_lacks_a_sheet_that_fits_anything_on_it(site: Built) -> None:
    sheets = {file.stem: file.read_text(encoding="utf-8") for file in (TEMPLATES / "assets/css").glob("*.css")}
    order = (TEMPLATES / "assets/css/order.txt").read_text(encoding="utf-8").split()
    order = [name for name in order if name != "tokens"]  # the addresses in it are those of the site
    small = {name: minified(sheets[name]) for name in order}
    assert len(small) > 30
    none_of(
        f"{page.url} lacks {name}.css"
        for page in site.pages
        for name in order
        if small[name] not in page.css and needs(frozenset(page.names), sheets[name])
    )
    none_of(page.url for page in site.pages if "--wheatink" not in page.css)


def test_a_post_goes_without_a_third_of_the_styles(site: Built) -> None:
    whole = sum(len(file.read_bytes()) for file in (TEMPLATES / "assets/css").glob("*.css"))
    posts = [page for page in site.pages if "/posts/20" in page.url]
    assert posts
    none_of(f"{page.url}: {len(page.css)}" for page in posts if len(page.css) > whole * 2 / 3)
    none_of(page.url for page in posts if ".mx thead" in page.css.partition("@media print")[0])
