"""Markdown: what people write comes out safe, what cannot be published is named, what costs too much is refused."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from tasharuk.markup import html, libraries
from tasharuk.markup.check import ATTRIBUTES, MAX_BYTES, SCHEMES, TAGS, check_markdown, is_safe_link
from tasharuk.markup.html import paragraphs, render_markdown
from tasharuk.markup.simple import simple_html
from tasharuk.markup.words import excerpt, plain_text

CASES: dict[str, Any] = json.loads((Path(__file__).parent / "cases" / "markup.json").read_text(encoding="utf-8"))
OWN = {"shelf.png": "/media/shelf.webp"}
TOO_COMPLEX = "markup_too_complex"


def published(text: str) -> str:
    return render_markdown(text, allow_image=OWN.get, link=lambda path: f"/dir{path}")


def codes(text: str) -> list[str]:
    return [problem.code for problem in check_markdown(text, allow_image=OWN.get)]


@pytest.mark.parametrize(
    ("text", "html"), [case[1:] for case in CASES["published"]], ids=[c[0] for c in CASES["published"]]
)
def test_markdown_is_published_as(text: str, html: str) -> None:
    assert published(text) == html


@pytest.mark.parametrize(
    ("text", "found"), [case[1:] for case in CASES["problems"]], ids=[c[0] for c in CASES["problems"]]
)
def test_what_cannot_be_published_is_named_with_its_line(text: str, found: list[list[Any]]) -> None:
    assert [[problem.line, problem.code] for problem in check_markdown(text, allow_image=OWN.get)] == found


@pytest.mark.parametrize("target", CASES["safe_links"])
def test_links_lead_to_pages_addresses_and_numbers(target: str) -> None:
    assert is_safe_link(target)


@pytest.mark.parametrize("target", CASES["unsafe_links"])
def test_links_lead_nowhere_else(target: str) -> None:
    assert not is_safe_link(target)


def test_without_an_answer_to_whose_it_is_a_picture_is_judged_by_its_address_and_words_alone() -> None:
    assert [problem.code for problem in check_markdown("![أ](missing.png) ![](shelf.png)")] == ["missing_image_alt"]
    assert render_markdown("![أ](shelf.png)") == "<p></p>"


class Inventory(HTMLParser):
    """Notes what a browser would find in a piece of HTML that a list of ours does not hold."""

    def __init__(self) -> None:
        super().__init__()
        self.foreign: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.foreign.append(tag)
        for name, value in attrs:
            scheme = re.match(r"[\s\0-\x1f]*([a-z][a-z0-9+.-]*):", value or "", re.IGNORECASE)
            if name not in ATTRIBUTES.get(tag, ()):
                self.foreign.append(f"{tag} {name}")
            elif name == "href" and scheme and scheme[1].lower() not in SCHEMES:
                self.foreign.append(f"href {value}")
            elif name == "src" and value not in OWN.values():
                self.foreign.append(f"src {value}")

    def handle_comment(self, data: str) -> None:
        self.foreign.append(f"comment {data}")

    handle_decl = unknown_decl = handle_pi = handle_comment


PIECES = [
    *(
        "<script>",
        "</p>",
        "<img src=x onerror=y>",
        "<svg/onload=y>",
        "<!--",
        "-->",
        "<![CDATA[",
        "<?x?>",
        "<a href=",
        ">",
    ),
    *("[x](", "![x](", ")", "javascript:y", "java&#9;script:y", "data:text/html,y", "https://e.example", "//e.example"),
    *(
        '"',
        "'",
        " onclick=y ",
        "`",
        "\\",
        "*",
        "_",
        "&lt;",
        "&#60;",
        "\n",
        "\n\n",
        "    ",
        "- ",
        "> ",
        "# ",
        "|",
        "\n|-|-|\n",
    ),
    *("[x]: javascript:y", "[x]", "shelf.png", "\x00", "\u202e", "أ"),
]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=14).map("".join))
def test_nothing_but_the_listed_elements_attributes_and_schemes_reaches_a_page(text: str) -> None:
    inventory = Inventory()
    inventory.feed(published(text))
    inventory.close()
    assert not inventory.foreign


# what → (what is repeated, how often at least it is too much); each once cost seconds, or ended in a recursion error
COSTLY = {
    "brackets": ("[", 2_000),
    "image brackets": ("![", 100),
    "links without an end": ("[a](", 2_000),
    "links": ("[a](b) ", 2_000),
    "declarations": ("<![", 100),
    "elements without an end": ("<a ", 2_000),
    "code without an end": ("`a``a", 400),
    "bold without an end": ("**a ", 2_000),
    "emphasis without an end": ("*a _b ", 2_500),
    "backslashes": ("\\!", 2_000),
    "entities": ("&#", 1_000),
    "named entities": ("&amp;", 1_000),
    "columns": ("|a", 100),
    "cells": ("|a" * 50 + "\n", 100),
    "rows": ("|a|\n", 2_000),
    "spaces": (" ", 500),
    "tabs": ("\t", 500),
    "quotations in quotations": ("> ", 20),
    "quotations in quotations, tight": (">", 20),
    "lists in lists": ("- ", 20),
    "numbered lists in lists": ("1. ", 20),
    "lists in quotations in lists": ("- > ", 10),
    "headings": ("\n#", 2_000),
    "headings, underlined": ("a\n===\n", 2_000),
    "rules": ("\n---", 2_000),
    "list items": ("\n- ", 2_000),
    "indented blocks": (" " * 40 + "a\n", 300),
    "targets that stand elsewhere": ("[a]: b\n", 2_000),
}


@pytest.mark.parametrize(("piece", "times"), COSTLY.values(), ids=COSTLY)
def test_what_would_cost_more_than_it_should_is_refused_and_never_parsed(
    piece: str, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parsed(*_: object) -> None:
        pytest.fail("the text reached the parser")

    monkeypatch.setattr(Markdown, "convert", parsed)
    text = f"{piece * times}a"
    assert codes(text) == [TOO_COMPLEX]
    assert published(text) == (simple_html(text, lambda _: None) or paragraphs(text))  # "b" leads nowhere


FAR = "كلمة " * 3_000


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100 + FAR,
        "[" * 100 + FAR + "]" * 100,
        "[a](" * 100 + FAR,
        ("[ " + "x" * 200) * 100,
        "- [ب\n" + "- [ب\n" * 700,
    ],
    ids=["open", "closed", "open target", "spread", "spread over a list"],
)
def test_a_few_brackets_far_apart_cost_as_much_as_many_and_are_refused(text: str) -> None:
    assert codes(text) == [TOO_COMPLEX]


@pytest.mark.parametrize("before", [0, 7])
def test_a_refusal_names_the_line_of_the_excess(before: int) -> None:
    (problem,) = check_markdown("سطر\n" * before + "|a" * 100)
    assert problem.line == before + 1


@pytest.mark.parametrize(
    ("text", "found"), [("ن" * (MAX_BYTES // 2), []), ("ن" * (MAX_BYTES // 2) + "a", ["markup_too_long"])]
)
def test_length_is_counted_in_bytes_and_the_last_one_is_allowed(text: str, found: list[str]) -> None:
    assert codes(text) == found


def test_a_text_that_is_too_long_is_published_as_plain_paragraphs() -> None:
    text = "<b>" + "a" * MAX_BYTES
    assert published(text) == f"<p>&lt;b&gt;{'a' * MAX_BYTES}</p>"


ORDINARY = {
    "a long post": "\n\n".join(f"## عنوان {n}\n\n{'كلمة ' * 60}\n\n- بند\n- **بند**" for n in range(60)),
    "a long table": "|أ|ب|ج|د|\n|-|-|-|-|\n" + "|1|2|3|4|\n" * 200,
    "a list of links": "- [صفحة](https://home.example/page) (بالعربية)\n" * 300,
    "lists in lists": "".join(f"{'    ' * (n % 4)}- بند {n}\n" for n in range(200)),
    "a smile left open": "شكرًا :( \n" * 200,
    "notes in brackets": "انظر [الملحق 1] و(الملحق 2) " * 300,
}


@pytest.mark.parametrize("text", ORDINARY.values(), ids=ORDINARY)
def test_what_people_write_is_never_too_complex(text: str) -> None:
    assert codes(text) == []


FORMS = (
    *("كلمة", "word", "2024", "**غامق**", "*مائل*", "**a b**", "**ثانٍ**", "[نص](/organizations/a/)", "[x](/gone/)"),
    *("[n](https://e.example/p?a=1#x)", "[x](javascript:y)", "[x](//e.example)", "[x](mailto:a@b.example)", "- "),
    *("- بند\n- بند", "1. ", "1. أ\n2. ب", "١. ", "# ", "#### ", "> ", "سطر\n", "\n", "\n\n", " ", ".", "،", "؟", "!"),
    *("(", ")", "*", "**", "[", "](", "=", "---", "+ ", "'", '"', ":", "—", "\u0301", "\u064b", "\u200f", "\u00a0"),
    *("½", "%20", "&", "<b>", "|"),
)


def made_by_the_libraries(text: str) -> str:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(html, "simple_html", lambda *_: None)
        return published(text)


@given(st.lists(st.sampled_from(FORMS), max_size=14).map("".join))
def test_texts_of_simple_forms_come_out_as_the_libraries_would_make_them(text: str) -> None:
    assert published(text) == made_by_the_libraries(text)


SIMPLE = """\
فقرة *أولى* فيها **غامق**، و[رابط](/about/) و[آخر](https://home.example/a?b=1)
على سطرين > وعلامة.

> قول

> قول ثانٍ

## عنوان

- بند
- [بند](/dir/)

- بند

1. أول
2. **ثانٍ**

#### عنوان
"""


def test_what_nearly_everybody_writes_never_reaches_the_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = made_by_the_libraries(SIMPLE)
    monkeypatch.setattr(libraries, "renderer", lambda: pytest.fail("the text reached the libraries"))
    assert published(SIMPLE) == wanted


NOT_SIMPLE = ["![أ](shelf.png)", "`أ`", "أ  \nب", " أ", "أ <b>", "أ &amp; ب", "|أ|", "_أ_", "أ\n---", "أ\n# ب", "# أ #"]


@pytest.mark.parametrize("text", [*NOT_SIMPLE, "3. أ", "أ [ب]", "*أ", "\u200fأ", "[أ](</a>)"])
def test_whatever_is_not_simple_is_for_the_libraries(text: str) -> None:
    assert simple_html(text, str) is None


PLAIN = "* ** _ __ ` \\ [ ]( ![ ) < > &amp; # - = 1. | |-| --- كلمة http://a.example a@b.sy"
SIGNS = st.sampled_from([*PLAIN.split(), "- ", "- - -", "* * *", "\n", "\n\n", "  \n", "    ", "\t", "\r", "\x02", " "])


@given(st.lists(SIGNS, max_size=25).map("".join))
def test_the_processors_that_a_text_is_spared_would_have_found_nothing(text: str) -> None:
    spared = published(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(libraries, "_needless", lambda _text: ())
        assert published(text) == spared


def test_paragraphs_keep_lines_and_escape_everything() -> None:
    assert paragraphs(' أ\nب \n\n \n<b> & "ج"\n') == "<p>أ<br>ب</p><p>&lt;b&gt; &amp; &#34;ج&#34;</p>"


@pytest.mark.parametrize(("text", "plain"), CASES["plain"])
def test_plain_text_has_the_words_without_the_signs(text: str, plain: str) -> None:
    assert plain_text(text) == plain


@pytest.mark.parametrize(
    ("length", "cut"),
    [(100, "أول ثانٍ ثالث"), (13, "أول ثانٍ ثالث"), (12, "أول ثانٍ…"), (5, "أول…"), (2, "أ…")],
)
def test_an_excerpt_ends_between_words_and_within_its_length(length: int, cut: str) -> None:
    assert excerpt("**أول** ثانٍ ثالث", length) == cut
    assert len(cut) <= length
