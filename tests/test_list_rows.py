"""Rows of lists: made once each, and every page that shows one asks what its making asked."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup

from tasharuk.cli import main
from tasharuk.model.base import Record
from tasharuk.model.organization import Organization
from tasharuk.parallel import share
from tasharuk.render.asked import Watch
from tasharuk.render.rows import Rows
from tasharuk.views import AllViews
from tests.tools.building import REPOSITORY, TODAY
from tests.tools.records import record

LAMP, BOAT = record(Organization, "lamp", name="مصباح"), record(Organization, "boat", name="قارب")


@pytest.fixture
def made() -> list[tuple[str, Any]]:
    return []


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def rows(watch: Watch, made: list[tuple[str, Any]]) -> Rows:
    def make(item: Record, level: int = 3) -> Markup:
        made.append((item.slug, level))
        watch.ask("registry", item.slug)
        return Markup(f"<li>{item.slug} {level}</li>")

    return Rows(watch, make, most=2)


def test_a_row_is_made_once_in_each_form(rows: Rows, made: list[tuple[str, Any]]) -> None:
    for _ in range(3):
        assert rows([LAMP]) == ["<li>lamp 3</li>"]
        assert rows([LAMP], 2) == ["<li>lamp 2</li>"]
    assert made == [("lamp", 3), ("lamp", 2)]


def test_a_row_is_html_whether_made_now_or_before(rows: Rows) -> None:
    assert [type(row) for row in (*rows([LAMP]), *rows([LAMP]))] == [Markup, Markup]


def test_each_page_that_shows_a_row_asks_what_its_making_asked(rows: Rows, watch: Watch) -> None:
    for _ in range(2):
        watch.ask("today")
        rows([BOAT, LAMP])
        assert watch.take() == (("today", ""), ("registry", "boat"), ("registry", "lamp"))


def test_rows_do_not_gather_without_end(rows: Rows, made: list[tuple[str, Any]]) -> None:
    for _ in range(2):
        assert rows([LAMP, BOAT], 2) + rows([LAMP]) == ["<li>lamp 2</li>", "<li>boat 2</li>", "<li>lamp 3</li>"]
        assert len(rows) <= 2
    assert len(made) == 6


def test_processes_do_not_write_into_each_others_rows(watch: Watch) -> None:
    rows = Rows(watch, lambda item: Markup(f"<li>{item.slug}</li>"))
    assert rows([LAMP]) == ["<li>lamp</li>"]

    def in_turns(number: int) -> list[str]:
        many = [record(Organization, f"a{number}-{place}" + "x" * 10 * number) for place in range(20)]
        return [*rows(many), *rows([LAMP]), *rows(many)]

    for number, shown in enumerate(share(in_turns, range(6), 2)):
        slugs = [f"a{number}-{place}" + "x" * 10 * number for place in range(20)]
        assert shown == [f"<li>{slug}</li>" for slug in (*slugs, "lamp", *slugs)]
    assert rows([LAMP]) == ["<li>lamp</li>"]


def test_a_build_makes_each_row_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: Counter[tuple[str, str]] = Counter()

    def count(name: str) -> None:
        make = getattr(AllViews, name)

        def counted(self: AllViews, item: Record, *form: Any) -> Any:
            made[self.words.language, f"{name} {item.path} {form}"] += 1
            return make(self, item, *form)

        monkeypatch.setattr(AllViews, name, counted)

    for name in ("organization_row", "post_row", "campaign_card"):
        count(name)
    root = REPOSITORY / "tests" / "site"
    main(["build", "--root", str(root), "--out", str(tmp_path / "out"), "--today", TODAY, "--jobs", "1", "--no-cache"])
    assert len(made) > 15
    assert max(made.values()) == 2  # under headings of the second and of the third level
