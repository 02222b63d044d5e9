"""The lean engine writes what Jinja writes, and stops where Jinja stops."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, FileSystemLoader, StrictUndefined, UndefinedError
from markupsafe import Markup

from tasharuk.render.engine import LeanEnvironment
from tasharuk.render.renderer import quoted

PARTS = """{% set cached = ["chip"] %}
{% macro chip(label, href=none) -%}<i{% if href %} href="{{ href }}"{% endif %}>{{ label }}</i>{%- endmacro %}
{% macro box(title, level=2) -%}<h{{ level }}>{{ title }}</h{{ level }}>
{%- if caller is defined %}{{ caller() }}{% endif %}{%- endmacro %}
{% macro plain() -%}<b>{{ caller() }}</b>{%- endmacro %}"""
BASE = """{% set title = page.title|default("none") %}<title>{{ title }}</title>{{ word("home") }}{{ site.name }}
{% if site.open %}open{% endif %}{% block content %}{% endblock %}{% if flag|default(false) %}!{% endif %}"""
ROW = {"label": '"a" & <b>', "items": 3, "html": Markup("<em>x</em>"), "number": 7, "nothing": None}


@pytest.fixture
def write(tmp_path: Path) -> Any:
    """Return a function that renders a template beside the parts and the base."""
    (tmp_path / "p.html").write_text(PARTS, encoding="utf-8")
    (tmp_path / "base.html").write_text(BASE, encoding="utf-8")

    def word(key: str, **values: str) -> str:
        return {"home": "<home>", "of": "of {name}"}[key].format(**values)

    site = {"name": "A & B", "open": True}

    def render(text: str, lean: bool = True, **values: Any) -> str:
        (tmp_path / "page.html").write_text(text, encoding="utf-8")
        values = {"page": {"title": "<t>"}, "row": ROW, "rows": [ROW, {}], **values}
        if lean:
            engine = LeanEnvironment(tmp_path)
            engine.settle({"word": word}, {"site": site})
            return engine.render("page.html", values)
        plain = Environment(
            loader=FileSystemLoader(tmp_path),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        plain.globals.update(word=word, site=site)
        return plain.get_template("page.html").render(**values)

    return render


@pytest.mark.parametrize(
    "text",
    [
        "{{ row.label }}{{ row.html }}{{ row.number }}{{ row.nothing }}{{ row.label|length }}",
        "{{ 'a' if row.items }}{{ 'b' if row.nothing }}{{ '<c>' if row.nothing else row.label }}",
        "{{ word('of', **{'name': row.number}) }}{{ word(*['home']) }}{{ word(key='of', name=row.html) }}",
        "{{ row.absent|default('none') }}{{ row.nothing|default('none') }}{{ page.absent|default(row.label) }}",
        "{{ word('home') }}{{ word('of', name=site.name) }}{{ word('of', name=row.label) }}{{ word('ho' ~ 'me') }}",
        "{% for each in rows %}{{ loop.index }}{{ each.label|default('-') }}{{ '.' if loop.last }}{% endfor %}",
        '{% from "p.html" import chip %}{{ chip(row.label) }}{{ chip(row.html) }}{{ chip("x", href=row.label) }}',
        '{% from "p.html" import chip %}{{ chip(html) }}{{ chip("<em>x</em>") }}',
        '{% from "p.html" import box %}{{ box("a") }}{{ box(title="b", level=3) }}{% call box("c") %}&{% endcall %}',
        '{% from "p.html" import plain %}{% call plain() %}{% call plain() %}{{ row.html }}{% endcall %}{% endcall %}',
        '{% extends "base.html" %}{% set flag = true %}{% block content %}{{ row.label }}{{ super() }}{% endblock %}',
        "{% macro all() %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ all(1, a=2) }}",
    ],
)
def test_a_template_makes_what_jinja_makes(write: Any, text: str) -> None:
    html = Markup("<em>x</em>")
    assert write(text, html=html) == write(text, lean=False, html=html)


@pytest.mark.parametrize(
    "text",
    [
        "{{ absent }}",
        "{{ row.absent }}",
        "{% if row.absent %}{% endif %}",
        "{{ absent.key|default(1) }}",
        '{% from "p.html" import plain %}{{ plain() }}',
        '{% from "p.html" import box %}{{ box() }}',
        '{% from "p.html" import absent %}{{ absent() }}',
    ],
)
def test_what_is_not_there_stops_the_build(write: Any, text: str) -> None:
    for lean in (True, False):
        with pytest.raises(UndefinedError):
            write(text, lean=lean)


def test_a_word_that_is_missing_stops_the_build(write: Any) -> None:
    with pytest.raises(KeyError):
        write("{{ word('absent') }}")


@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_texts_in_addresses_are_quoted_as_everywhere(text: str) -> None:
    assert quoted(text) == quote(text)
