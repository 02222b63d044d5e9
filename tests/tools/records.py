"""Small records and a catalogue of them, for tests of the stages that read records."""

from datetime import date
from functools import cache
from typing import Any, TypeVar

from tasharuk.catalogue import Catalogue
from tasharuk.kinds import KIND_BY_MODEL
from tasharuk.model.activity import Opportunity, Post, Project
from tasharuk.model.base import Origin, Record
from tasharuk.model.campaign import Campaign
from tasharuk.model.ministry import News
from tasharuk.model.organization import Organization
from tasharuk.model.registry import RegistryRecord
from tasharuk.model.settings import SiteSettings
from tasharuk.model.shared import Need
from tasharuk.vocabulary import LISTS, Vocabulary
from tasharuk.words import Words, load_words
from tests.tools.building import REPOSITORY

M = TypeVar("M", bound=Record)
TODAY = date(2026, 11, 24)

GOVERNORATES = ("homs", "hama", "daraa")
SECTORS = ("health", "education", "relief")

# model → the fields without which it is refused
LEAST: dict[type[Record], dict[str, Any]] = {
    Organization: {
        "name": "جمعية المصباح",
        "legal_form": "association",
        "summary": "نقرأ مع الأطفال.",
        "headquarters": "homs",
        "governorates": ["homs"],
        "sectors": ["education"],
        "updated": "2026-06-01",
    },
    Post: {"title": "ساعة قراءة", "date": "2026-05-01"},
    Project: {
        "title": "مضخات القرى",
        "summary": "نصلح المضخات.",
        "status": "active",
        "governorates": ["hama"],
        "sectors": ["health"],
    },
    News: {"title": "افتتاح مركز", "date": "2026-03-01"},
    Campaign: {
        "title": "حبر للشتاء",
        "organizations": ["lamp"],
        "summary": "أقلام ودفاتر.",
        "sectors": ["education"],
        "governorates": ["homs"],
        "start": "2026-01-01",
        "goal": {"value": "1000", "currency": "SYP"},
        "as_of": "2026-06-01",
    },
    Opportunity: {
        "title": "راوي حكايات",
        "kind": "volunteer",
        "posted": "2026-04-01",
        "deadline": "2026-12-01",
        "how_to_apply": "بالبريد.",
    },
    RegistryRecord: {},
}


def record(model: type[M], slug: str = "lamp", owner: str = "", body: str = "", **fields: Any) -> M:
    """Return a valid record of this kind; `fields` come on top of what it needs at least."""
    kind = KIND_BY_MODEL[model]
    made = model.model_validate({**LEAST[model], **fields})
    made.with_origin(Origin(kind.fill(kind.pattern, slug, owner), slug, owner, body, 1 if body else 0))
    return made


def need(**fields: Any) -> Need:
    """Return a need, or an offer."""
    least = {"title": "دفاتر مدرسية", "kind": "goods", "posted": "2026-01-01", "expires": "2026-12-31"}
    return Need.model_validate({**least, **fields})


@cache
def vocabulary() -> Vocabulary:
    """Return closed lists of three governorates, three sectors and two currencies, in this order."""
    lists: dict[str, list[dict[str, str]]] = {
        "governorates": [{"slug": slug, "name_ar": slug} for slug in GOVERNORATES],
        "sectors": [{"slug": slug, "name_ar": slug} for slug in SECTORS],
        "currencies": [
            {"slug": "SYP", "name_ar": "ليرة سورية", "name_en": "Syrian pound"},
            {"slug": "USD", "name_ar": "دولار أمريكي", "short_ar": "دولار", "name_en": "US dollar"},
        ],
    }
    return Vocabulary.of({file: {name: lists.get(name, []) for name, _ in names} for file, names in LISTS.items()})


def catalogue(*records: Record, today: date = TODAY, **settings: Any) -> Catalogue:
    """Return a catalogue of these records."""
    least = {"name": "تشارك", "tagline": "دليل", "base_url": "https://tasharuk.example/dir/"}
    return Catalogue(SiteSettings.model_validate({**least, **settings}), vocabulary(), today, records)


def words(language: str = "ar") -> Words:
    """Return the interface words that the site is built with."""
    return load_words(REPOSITORY / "content" / "words", language)
