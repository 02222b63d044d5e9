"""What search knows of each kind of record, what its result line shows, and under which choices it is found."""

from collections.abc import Iterable

import pytest

from tasharuk import kinds
from tasharuk.model.activity import Opportunity, Post, Project
from tasharuk.model.base import Record
from tasharuk.model.campaign import Campaign
from tasharuk.model.ministry import News
from tasharuk.model.organization import NATIONAL, Organization
from tasharuk.model.registry import RegistryRecord
from tasharuk.search.documents import (
    BODY,
    KINDS,
    MAX_TEXT,
    NAME,
    OWNED,
    PLACE,
    SECTOR,
    SERVICE,
    STATUSES,
    SUMMARY,
    TITLE,
    Document,
    DocumentMaker,
)
from tests.tools.records import catalogue, record, words


def documents(*records: Record) -> list[Document]:
    """Return the documents of a catalogue of these records, in their order."""
    return list(DocumentMaker(catalogue(*records), words()).documents())


def texts(document: Document, weight: int) -> list[str]:
    """Return the texts of one weight."""
    return [text for given, text in document.fields if given == weight and text]


def only(found: Iterable[Document], kind: str) -> Document:
    """Return the one document of a kind."""
    (document,) = [document for document in found if document.kind == kind]
    return document


def test_every_name_of_an_organization_weighs_as_a_name() -> None:
    names = {"name_en": "The Lamp", "acronym": "LMP", "aliases": ["قنديلنا"], "former_names": ["جمعية السراج"]}
    (found,) = documents(record(Organization, **names))
    assert texts(found, NAME) == ["جمعية المصباح", "The Lamp", "LMP", "قنديلنا", "جمعية السراج"]


def test_english_pages_show_the_english_name_where_there_are_such_pages() -> None:
    item = record(Organization, name_en="The Lamp")
    made = [DocumentMaker(catalogue(item, features={"english": on}), words()) for on in (True, False)]
    assert [document.title_en for maker in made for document in maker.documents()] == ["The Lamp", ""]
    assert made[0].common_basis != made[1].common_basis


def test_services_places_and_sectors_of_an_organization_are_searched() -> None:
    services = [{"title": "إعارة الكتب", "description": "أسبوعيًا"}]
    more = {"services": services, "localities": ["تلبيسة"], "about": "نؤمن **بالقراءة**.", "mission": "كتاب لكل بيت."}
    (found,) = documents(record(Organization, **more))
    assert texts(found, SERVICE) == ["إعارة الكتب", "أسبوعيًا"]
    assert texts(found, PLACE) == ["تلبيسة", "homs"]
    assert "education" in texts(found, SECTOR)
    assert texts(found, SUMMARY) == ["نقرأ مع الأطفال."]
    assert texts(found, BODY) == ["نؤمن بالقراءة.", "كتاب لكل بيت."]


def test_the_line_of_an_organization_says_where_it_works_and_when_it_was_checked() -> None:
    (found,) = documents(record(Organization, services=[{"title": "إعارة الكتب"}]))
    assert found.url == "/organizations/lamp/"
    assert found.title == "جمعية المصباح"
    assert found.text == "نقرأ مع الأطفال. إعارة الكتب."
    assert found.source == "homs. آخر تحقّق: حزيران 2026"
    assert (found.sectors, found.governorates, found.status) == (("education",), ("homs",), "declared")


def test_an_organization_is_found_under_what_its_registration_stands_on() -> None:
    number = {"number": "12/2011"}
    confirmed = [{"field": field, "on": "2026-09-01", "by": "homs"} for field in ("name", "registration.number")]
    registry = record(RegistryRecord, name="جمعية المصباح", registration_number="12/2011", confirmed=confirmed)
    (found,) = documents(record(Organization, registration=number), registry)
    assert found.status == "confirmed"
    assert found.source.endswith("أيلول 2026")
    (found,) = documents(record(Organization, registration={**number, "decision": "قرار 12"}))
    assert found.status == "documented"


def test_who_works_everywhere_is_not_filed_under_each_governorate() -> None:
    (found,) = documents(record(Organization, governorates=[NATIONAL]))
    assert found.governorates == ()


@pytest.mark.parametrize(
    ("start", "end", "status"),
    [
        ("2026-01-01", "2026-12-31", "open"),
        ("2026-12-01", "2026-12-31", "upcoming"),
        ("2026-01-01", "2026-02-01", "ended"),
    ],
)
def test_a_campaign_is_found_by_what_today_makes_of_it(start: str, end: str, status: str) -> None:
    campaign = record(Campaign, "ink", start=start, end=end, localities=["تدمر"])
    found = only(documents(record(Organization), campaign), "campaign")
    assert found.status == status
    assert texts(found, TITLE) == ["حبر للشتاء"]
    assert "تدمر" in texts(found, PLACE)


def test_an_opportunity_closes_after_its_last_day() -> None:
    dates = {"posted": "2026-04-01", "deadline": "2026-11-23"}
    found = documents(
        record(Organization),
        record(Opportunity, "open", "lamp"),
        record(Opportunity, "closed", "lamp", **dates),
    )
    assert {item.url.split("/")[-2]: item.status for item in found if item.kind == "opportunity"} == {
        "open": "open",
        "closed": "closed",
    }


def test_a_post_says_whose_it_is_and_from_when() -> None:
    post = record(Post, "hour", "lamp", body="قرأنا **ساعة** كاملة.\n\n[الصور](https://a.example/)", place="باب السباع")
    found = only(documents(record(Organization), post), "post")
    assert found.text == "قرأنا ساعة كاملة. الصور"
    assert found.source == "جمعية المصباح، 1 أيار 2026"
    assert texts(found, PLACE) == ["باب السباع"]


def test_a_project_is_found_where_it_works_not_where_its_owner_does() -> None:
    found = only(documents(record(Organization), record(Project, "pumps", "lamp", localities=["السلمية"])), "project")
    assert (found.sectors, found.governorates, found.status) == (("health",), ("hama",), "")
    assert texts(found, PLACE) == ["السلمية", "hama"]
    assert found.source == "جمعية المصباح، hama"


def test_what_an_organization_published_follows_it() -> None:
    found = documents(
        record(News, "2026-opening", body="نص"),
        record(Organization, "lamp"),
        record(Organization, "abacus", name="جمعية العداد"),
        record(Post, "hour", "lamp", body="نص"),
        record(Campaign, "ink", organizations=["abacus"], body="نص"),
    )
    order = [(item.kind, item.url) for item in found]
    places = {url: at for at, (_, url) in enumerate(order)}
    assert [kind for kind, _ in order][-1] == "news"
    assert places["/campaigns/ink/"] == places["/organizations/abacus/"] + 1
    assert found[places["/organizations/lamp/"] + 1].kind == "post"


def test_a_long_text_is_cut_between_words() -> None:
    post = record(Post, "hour", "lamp", body="كلمة " * 200)
    found = only(documents(record(Organization), post), "post")
    assert len(found.text) <= MAX_TEXT
    assert found.text.endswith("كلمة…")
    assert found.fields[-1] == (BODY, ("كلمة " * 200).strip())


def test_every_kind_with_a_page_is_searched(site_kinds: set[str]) -> None:
    assert site_kinds == set(KINDS)
    assert set(OWNED) < set(KINDS)
    assert len(set(STATUSES)) == len(STATUSES)


@pytest.fixture
def site_kinds() -> set[str]:
    """Return the kinds that have pages of their own."""
    return {kind.name for kind in kinds.KINDS if kind.template}
