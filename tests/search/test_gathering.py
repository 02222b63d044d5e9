"""What was analysed before serves again, and the index is the one that a clean build makes, byte for byte."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tasharuk.cache import Cache
from tasharuk.model.base import Origin, Record
from tasharuk.search import gathering, search_files
from tasharuk.search.documents import DocumentMaker
from tasharuk.search.thesaurus import Thesaurus
from tasharuk.vocabulary import Term
from tasharuk.words import Words
from tests.tools.records import catalogue, words
from tests.tools.searching import own_thesaurus
from tests.tools.small_root import Root as SmallRoot
from tests.tools.small_root import campaign, opportunity, parsed, post, profile

ORGANIZATIONS, POSTS = 9, 10  # of each organization
MOST_AGAIN = 16  # documents made anew after one change: those of a segment, or of two, of four on average


@dataclass
class Root(SmallRoot):
    """A small directory with whatever else decides the index."""

    words: Words = field(default_factory=words)
    thesaurus: Thesaurus = field(default_factory=own_thesaurus)

    def index(self, cache: Cache | None) -> dict[str, bytes]:
        """Make the files of the index."""
        made = search_files(self.catalogue(), self.words, self.thesaurus, cache)
        return {item.path: item.content for item in made}


@pytest.fixture(autouse=True)
def _short_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a hundred documents make several levels."""
    monkeypatch.setattr(gathering, "WIDTHS", (4, 16, 64))
    monkeypatch.setattr(gathering, "FEW", 2)


@pytest.fixture
def root() -> Root:
    slugs = [f"lamp-{number:02}" for number in range(ORGANIZATIONS)]
    return Root(
        dict(
            (
                *(profile(slug) for slug in slugs),
                *(post(slug, number) for slug in slugs for number in range(1, POSTS + 1)),
                *(campaign(f"ink-{at}", f"{slugs[at]}, {slugs[at + 1]}") for at in range(4)),
                opportunity(slugs[3], "2026-11-30"),
            )
        )
    )


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path, "1")


@pytest.fixture
def analysed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that grows by the path of every record of which a document is made."""
    paths: list[str] = []
    make = DocumentMaker.document

    def noted(self: DocumentMaker, record: Record) -> object:
        paths.append(record.path)
        return make(self, record)

    monkeypatch.setattr(DocumentMaker, "document", noted)
    return paths


def test_where_nothing_changed_nothing_is_analysed(root: Root, cache: Cache, analysed: list[str]) -> None:
    first = root.index(cache)
    assert len(analysed) == len(root.files)
    analysed.clear()
    assert root.index(cache) == first
    assert analysed == []


def test_a_changed_record_takes_its_neighbours_with_it_and_no_others(
    root: Root, cache: Cache, analysed: list[str]
) -> None:
    root.index(cache)
    analysed.clear()
    path, text = post("lamp-05", 7, "وجاء معها كتاب.")
    root.files[path] = text
    assert root.index(cache) == root.index(None)
    again = analysed[: -len(root.files)]
    assert path in again
    assert len(again) <= MOST_AGAIN


def test_a_record_that_comes_or_goes_moves_the_others_without_analysing_them(
    root: Root, cache: Cache, analysed: list[str]
) -> None:
    for change in (lambda: root.files.pop(post("lamp-00", 1)[0]), lambda: root.files.update([post("lamp-00", 20)])):
        root.index(cache)
        analysed.clear()
        change()
        assert root.index(cache) == root.index(None)
        assert len(analysed) - len(root.files) <= MOST_AGAIN


def test_another_day_touches_what_opens_or_closes(root: Root, cache: Cache, analysed: list[str]) -> None:
    root.index(cache)
    analysed.clear()
    root.today += timedelta(days=1)
    root.index(cache)
    assert analysed == []
    root.today = date(2026, 12, 1)
    assert root.index(cache) == root.index(None)
    assert opportunity("lamp-03", "")[0] in analysed[: -len(root.files)]


def test_what_is_kept_for_nothing_goes(root: Root, cache: Cache) -> None:
    root.index(cache)
    before = sorted(file.name for file in (cache.folder / "search").iterdir())
    added = [post("lamp-02", number) for number in range(POSTS + 1, 29)]
    root.files.update(added)
    root.index(cache)
    for path, _ in added:
        del root.files[path]
    root.index(cache)
    assert sorted(file.name for file in (cache.folder / "search").iterdir()) == before


def test_a_record_of_no_file_is_never_kept(cache: Cache) -> None:
    for name in ("المصباح", "القنديل"):
        records = [parsed(*profile(f"lamp-{number}", name)).model_copy() for number in range(40)]
        for record in records:
            record.with_origin(Origin(record.path, record.slug, record.owner, record.body, record.body_line))
        made = [
            {item.path: item.content for item in search_files(catalogue(*records), words(), Thesaurus(), kept)}
            for kept in (cache, None)
        ]
        assert made[0] == made[1]


@pytest.mark.parametrize("damage", [lambda raw: raw[:-3], lambda raw: b"", lambda raw: raw[:90] + b"\0" + raw[91:]])
def test_a_damaged_cache_only_costs_time(root: Root, cache: Cache, damage: Callable[[bytes], bytes]) -> None:
    first = root.index(cache)
    for file in (cache.folder / "search").iterdir():
        file.write_bytes(damage(file.read_bytes()))
    assert root.index(cache) == first


def renamed(terms: dict[str, Term], slug: str, name: str) -> dict[str, Term]:
    return {**terms, slug: replace(terms[slug], name=name)}


def edit(root: Root, dice: random.Random, number: int) -> str:
    """Change something of a root, as people do; returns what it was."""
    owner = f"lamp-{dice.randrange(ORGANIZATIONS):02}"
    what = dice.choice(
        "post gone come name example aliases campaign owners registry day term place words phrase rename".split()
    )
    if what in ("post", "come"):
        root.files.update([post(owner, dice.randint(1, 28), f"سطر {number} في دير الزور")])
    elif what == "gone":
        del root.files[dice.choice([path for path in root.files if "/posts/" in path])]
    elif what == "rename":
        path = dice.choice([path for path in root.files if "/posts/" in path])
        root.files[path.replace("-basket", "-parcel")] = root.files.pop(path)
    elif what in ("name", "example", "aliases"):
        more = {"example": "example: true\n", "aliases": f"aliases: [قنديلنا {number}]\n"}.get(what, "")
        root.files.update([profile(owner, dice.choice(("أ", "ي")) + f" {number}", more)])
    elif what in ("campaign", "owners"):
        owners = ", ".join(f"lamp-{at:02}" for at in dice.sample(range(ORGANIZATIONS), dice.randint(1, 3)))
        root.files.update([campaign(f"ink-{dice.randrange(6)}", owners, dice.choice(("2026-12-31", "2026-12-01")))])
    elif what == "registry":
        status = dice.choice(("active", "dissolved", "suspended"))
        confirmed = "".join(
            f"  - {{field: {name}, on: 2026-0{dice.randint(1, 9)}-01, by: homs}}\n"
            for name in ("name", "registration.number")
        )
        root.files[f"content/registry/{owner}.yml"] = (
            root.files[profile(owner)[0]].partition("\n")[0]
            + f"\nregistration_number: 12/2011\nstatus: {status}\nconfirmed:\n{confirmed}"
        )
    elif what == "day":
        root.today += timedelta(days=dice.randint(1, 20))
    elif what in ("term", "place"):
        name = "sectors" if what == "term" else "governorates"
        terms = dict(getattr(root.vocabulary, name))
        changed = renamed(terms, "education" if what == "term" else "homs", f"اسم {number}")
        root.vocabulary = replace(root.vocabulary, **{name: changed})
    elif what == "words":
        sections = dict(root.words.sections)
        sections["ui"] = {**sections["ui"], "search_checked": f"فُحص {number}: {{date}}"}
        root.words = replace(root.words, sections=sections)
    else:
        groups = tuple(group for group in own_thesaurus().groups if number % 2 or "دير زور" not in group.members)
        root.thesaurus = replace(own_thesaurus(), groups=groups)
    return what


@pytest.mark.parametrize("seed", range(2))
def test_after_any_edit_the_index_is_that_of_a_clean_build(root: Root, cache: Cache, seed: int) -> None:
    dice = random.Random(seed)
    root.index(cache)
    done = []
    for number in range(12):
        done += [edit(root, dice, number) for _ in range(dice.randint(1, 2))]
        assert root.index(cache) == root.index(None), done
