"""What was said of a record serves again only where saying it anew would say the same."""

import re
import shutil
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from tasharuk import rules, verdicts
from tasharuk.catalogue import Catalogue
from tasharuk.job import Job
from tasharuk.pipeline import check
from tasharuk.problems import Problem
from tasharuk.rules.base import Rule
from tests.tools.building import REPOSITORY, TODAY

Edit = Callable[[Path], object]
MISTAKES = REPOSITORY / "tests/examples/typical-mistakes/site"


@pytest.fixture(autouse=True)
def _a_group_for_each_unit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verdicts, "RECORDS_PER_GROUP", 1)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list that grows by the number of records whenever the rules that go one by one are asked."""
    sizes: list[int] = []

    def counted(catalogue: Catalogue) -> list[Problem]:
        sizes.append(len(catalogue.records))
        return []

    monkeypatch.setattr(verdicts, "ONE_BY_ONE", (counted,))
    return sizes


def copy_of(root: Path, folder: Path) -> Path:
    return Path(shutil.copytree(root, folder, ignore=shutil.ignore_patterns(".cache")))


def said(root: Path, day: str = TODAY, *, anew: bool = False) -> tuple[Problem, ...]:
    return check(Job(root, date.fromisoformat(day), uses_cache=not anew)).problems


def respell(file: str, old: str, new: str) -> Edit:
    def edit(root: Path) -> None:
        text = (root / file).read_text(encoding="utf-8")
        assert re.search(old, text), f"{file} does not hold {old}"
        (root / file).write_text(re.sub(old, new, text, count=1), encoding="utf-8")

    return edit


@pytest.mark.parametrize("corpus", [MISTAKES, REPOSITORY / "tests/site"], ids=["mistakes", "fixture"])
def test_group_by_group_the_rules_say_what_they_say_of_all(corpus: Path, tmp_path: Path) -> None:
    root = copy_of(corpus, tmp_path / "root")
    assert said(root) == said(root) == said(root, anew=True)
    for day in ("2031-01-01", "2020-01-01"):  # everything is stale, and everything lies in the future
        found = said(root, day, anew=True)
        assert said(root, day) == said(root, day) == found
        assert found


BIG = "organizations/inkwell-and-swallow/profile.yml"
CAMPAIGN = "campaigns/ink-for-winter.md"
EDITS: tuple[Edit, ...] = (
    respell(
        CAMPAIGN,
        "\n---\n",
        "\nchannels: [{kind: bank, bank: بنك, account_name: جمعية المحبرة والسنونو, "
        "account_number: 998877665, valid_from: 2026-10-01}]\n---\n",
    ),
    respell(BIG, "name: جمعية المحبرة", "name: جمعية الدواة"),  # no longer whom the campaign's account names
    respell("organizations/inkwell-and-swallow/posts/2026-11-02-shelves.md", "السبت", "السبت. رقم الحساب 998877665"),
    respell("organizations/two-lanterns/posts/2026-10-03-bicycles.md", "سلسلة", "سلسلة، الحساب 998877665"),
    respell("content/registry/inkwell-and-swallow.yml", "status: active", "status: dissolved"),
    respell("content/registry/inkwell-and-swallow.yml", "status: dissolved", "status: active"),
    respell(BIG, "updated: .*", "updated: 2020-01-01"),
    respell("organizations/two-lanterns/profile.yml", r"sectors: \[livelihoods\]", "sectors: [livelihood]"),
    respell("organizations/two-lanterns/profile.yml", "updated: .*", "updated: أمس"),
)


def test_after_every_edit_nothing_old_is_said(tmp_path: Path) -> None:
    root = copy_of(REPOSITORY / "tests/site", tmp_path / "root")
    before = said(root)
    for number, edit in enumerate(EDITS):
        edit(root)
        now = said(root, anew=True)
        assert said(root) == now, f"edit {number}"
        assert now != before, f"edit {number} makes no difference: it tests nothing"
        before = now


def test_only_what_changed_is_asked_about_again(asked: list[int], tmp_path: Path) -> None:
    root = copy_of(REPOSITORY / "tests/site", tmp_path / "root")
    said(root)
    first = len(asked)
    assert first > 5
    asked.clear()
    said(root)
    assert asked == []
    respell("organizations/two-lanterns/profile.yml", "name: فريق", "name: رابطة")(root)
    said(root)
    assert len(asked) == 1
    asked.clear()
    respell(BIG, "name: جمعية", "name: رابطة")(root)
    said(root)
    assert 1 < len(asked) < first  # itself, and the campaigns beside which it is judged


def test_what_compares_organizations_is_asked_again_after_a_profile_changed_and_not_after_a_post(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[int] = []

    def compared(catalogue: Catalogue) -> list[Problem]:
        asked.append(len(catalogue.records))
        return []

    monkeypatch.setattr(verdicts, "OF_BODIES", (compared,))
    monkeypatch.setattr(verdicts, "LONGEST_FIRST", (compared,))
    root = copy_of(REPOSITORY / "tests/site", tmp_path / "root")
    said(root)
    respell("organizations/two-lanterns/posts/2026-10-03-bicycles.md", "السبت|سلسلة", "شيء")(root)
    said(root)
    assert len(asked) == 1
    respell("organizations/two-lanterns/profile.yml", "name: فريق", "name: رابطة")(root)
    said(root)
    assert len(asked) == 2


@cache
def catalogue_of(corpus: Path) -> Catalogue:
    return check(Job(corpus, date.fromisoformat(TODAY), uses_cache=False)).catalogue


@pytest.mark.parametrize("corpus", [MISTAKES, REPOSITORY / "tests/site"], ids=["mistakes", "fixture"])
@pytest.mark.parametrize("rule", rules.OF_BODIES, ids=lambda rule: rule.__name__)
def test_a_rule_of_organizations_says_the_same_without_all_other_records(corpus: Path, rule: Rule) -> None:
    catalogue = catalogue_of(corpus)
    assert list(rule(catalogue)) == list(rule(catalogue.bodies))


def test_no_rule_stands_among_those_that_go_one_by_one_twice() -> None:
    assert len(set(rules.ONE_BY_ONE)) == len(rules.ONE_BY_ONE)
    assert set(rules.ONE_BY_ONE) < set(rules.RULES)
