"""Arabic text in a page of another language: where a template asks for the mark, and what the mark is."""

from pathlib import Path

import pytest
from markupsafe import Markup

from tasharuk.arabic import isolated
from tasharuk.render.asked import PAGE, PICTURE, Watch
from tasharuk.render.engine import LeanEnvironment
from tasharuk.render.marking import RTL, marked
from tasharuk.render.texts import MOST_HELD, SharedTexts
from tests.tools.records import words

NAME = "جمعية <المصباح>"
TEXT = "جمعية &lt;المصباح&gt;"
MARKED = f'<bdi lang="ar">{TEXT}</bdi>'
APART = {"apart": "\u2068جمعية\u2069", "within": "of \u2068جمعية\u2069"}
AUTO = ' lang="ar" dir="auto"'


def shown(template: str, tmp_path: Path, **values: object) -> str:
    (tmp_path / "page.html").write_text(template, encoding="utf-8")
    environment = LeanEnvironment(tmp_path, marks=True)
    environment.settle({"t": lambda key: {"name": NAME, "plain": "Plain"}[key]}, {"rtl": RTL})
    return environment.render("page.html", values)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("<p>{{ name }}</p>", f"<p{AUTO}>{TEXT}</p>"),
        ("<p>{{ name }}.</p>", f"<p>{MARKED}.</p>"),
        ("<p>{{ t('name') }}, {{ t('plain') }}</p>", f"<p>{MARKED}, Plain</p>"),
        ("{% if name %}<b>{{ name }}</b>{% else %}<i>{{ name }}</i>{% endif %}", f"<b{AUTO}>{TEXT}</b>"),
        ("<p{% if name %} id=x{% endif %}>{{ name }}</p>", f"<p id=x{AUTO}>{TEXT}</p>"),
        ("{% macro m(x) %}<b>{{ x }} </b>{% endmacro %}<p>{{ m(name) }}</p>", f"<p><b>{MARKED} </b></p>"),
        ("<h{{ 2 }}>{{ name }}</h{{ 2 }}>{{ name }}", f"<h2{AUTO}>{TEXT}</h2>{MARKED}"),
        ("<p><bdi>{{ name }}</bdi></p>", f"<p{AUTO}>{TEXT}</p>"),
        ('<p class="x"><bdi>{{ url }}</bdi></p>', '<p class="x"><bdi>/x/</bdi></p>'),
        ('<p dir="ltr"><bdi>{{ name }}</bdi></p>', f'<p dir="ltr">{MARKED}</p>'),
        ("<p><bdi>{{ name }}</bdi>.</p>", f"<p>{MARKED}.</p>"),
        ('<a dir="auto" href="{{ url }}">{{ name }}</a>', f'<a dir="auto" href="/x/" lang="ar">{TEXT}</a>'),
        ('<a dir="auto" href="{{ url }}">{{ url }}</a>', '<a dir="auto" href="/x/">/x/</a>'),
        ("<bdi>{{ name }}, {{ url }}</bdi>", f"<bdi>{MARKED}, /x/</bdi>"),
        ("<bdi>{{ t('name') }}</bdi><bdi>{{ t('plain') }}</bdi>", f"{MARKED}<bdi>Plain</bdi>"),
        ("<p><bdi>{{ within }}</bdi></p>", '<p>of <bdi lang="ar">جمعية</bdi></p>'),
        ("<p><bdi>{{ apart }}</bdi></p>", f"<p{AUTO}>جمعية</p>"),
        ('<bdi lang="en">{{ name }}</bdi>', f'<bdi lang="en">{MARKED}</bdi>'),
        ("<p><img>{{ name }}</p>", f"<p><img>{MARKED}</p>"),
        ("<p><b>x</b>{{ name }}</p>", f"<p><b>x</b>{MARKED}</p>"),
        ("{% if url %}<bdi{% if 0 %} lang='{{ url }}'{% endif %}>{{ name }}</bdi>{% endif %}", MARKED),
        ("<p>{{ apart }}</p>", f"<p{AUTO}>جمعية</p>"),
        ("<p>{{ within }}</p>", '<p>of <bdi lang="ar">جمعية</bdi></p>'),
    ],
)
def test_between_tags_arabic_is_marked(template: str, expected: str, tmp_path: Path) -> None:
    assert shown(template, tmp_path, name=NAME, url="/x/", **APART) == expected


@pytest.mark.parametrize(
    "template",
    [
        '<a title="{{ name }}" href="#">x</a>',
        "<title>{{ name }} and {{ name }}</title>",
        "<script>{{ name }}</script>",
        "<style>{{ name }}</style>",
        "<p{{ rtl }}>{{ name }}</p>",
        "<p{% if not name %} lang='en'{% else %}{{ rtl }}{% endif %}>{{ name }}</p>",
    ],
)
def test_inside_tags_plain_elements_and_elements_that_say_it_nothing_is_marked(template: str, tmp_path: Path) -> None:
    found = shown(template, tmp_path, name=NAME)
    assert "<bdi" not in found
    assert AUTO not in found


def test_after_such_an_element_arabic_is_marked_again(tmp_path: Path) -> None:
    template = "<title>{{ name }}</title><p{{ rtl }}>{{ name }}</p>{{ name }}<p{{ rtl }}><b>{{ name }}.</b></p>"
    assert shown(template, tmp_path, name=NAME).count(MARKED) == 2


@pytest.mark.parametrize("value", ["Lamp", "Café — «Lamp»", 12, None, Markup("<b>جمعية</b>")])
def test_what_holds_no_arabic_or_is_html_already_stays(value: object) -> None:
    assert marked(value) is value


def test_within_a_sentence_each_arabic_piece_is_marked_by_itself() -> None:
    english = words("en")
    apart = type(english)("en", english.sections, sets_apart=True)
    sentence = apart.ui("confirmed_by", by="مديرية حمص", field=apart.listed(["الاسم", "الرقم", "Name"]))
    assert sentence == "\u2068مديرية حمص\u2069 confirmed: \u2068الاسم, الرقم\u2069, Name."
    assert marked(sentence) == '<bdi lang="ar">مديرية حمص</bdi> confirmed: <bdi lang="ar">الاسم, الرقم</bdi>, Name.'
    assert english.ui("confirmed_by", by="مديرية حمص", field="Name") == "مديرية حمص confirmed: Name."


@pytest.mark.parametrize("text", ["", "Lamp", "2026", "\u2068جمعية\u2069", "About \u2068جمعية\u2069"])
def test_what_needs_no_setting_apart_is_left_alone(text: str) -> None:
    assert isolated(text) == text


class Maker:
    """Makes HTML and counts how often."""

    def __init__(self, watch: Watch, what: str) -> None:
        self.watch, self.what, self.count = watch, what, 0

    def __call__(self) -> Markup:
        self.count += 1
        self.watch.ask(self.what, "x")
        return Markup("<p>x</p>")


@pytest.mark.parametrize(("what", "count"), [(PICTURE, 1), (PAGE, 2)])
def test_a_text_is_made_once_for_both_editions_unless_it_has_links(what: str, count: int) -> None:
    texts, watch = SharedTexts(), Watch()
    make = Maker(watch, what)
    for _ in range(2):
        watch.ask("today")
        assert texts.html(("a.md", "x"), watch, make) == "<p>x</p>"
        assert watch.take() == (("today", ""), (what, "x")), "what it asks is noted for each page that shows it"
    assert make.count == count


def test_texts_that_no_edition_comes_for_do_not_gather() -> None:
    texts, watch = SharedTexts(), Watch()
    for number in range(3 * MOST_HELD):
        texts.html((f"{number}.md", "x"), watch, Maker(watch, PICTURE))
    assert len(texts.held) <= MOST_HELD
