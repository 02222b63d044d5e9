"""Catalogue → Documents: what search knows of a record, and what a result line shows of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tasharuk.catalogue import Catalogue
from tasharuk.formats import date_text, month_text, number_text
from tasharuk.kinds import kind_of
from tasharuk.levels import standing
from tasharuk.markup.words import plain_text
from tasharuk.model.activity import Opportunity, Post, Project
from tasharuk.model.base import Record
from tasharuk.model.campaign import Campaign
from tasharuk.model.ministry import ContentPage, Initiative, News, Resource
from tasharuk.model.organization import NATIONAL, Organization
from tasharuk.status import campaign_state, is_open_opportunity, progress_percent
from tasharuk.urls import url_of
from tasharuk.words import Words

# how much a word in a field says of the record, 9 the most; the index keeps one digit of it
NAME, TITLE, SERVICE, PLACE, SUMMARY, SECTOR, BODY = 9, 8, 7, 6, 5, 3, 2
MAX_TEXT = 260  # characters of a record's text from which the excerpt of a result is cut

Field = tuple[int, str]


@dataclass(frozen=True)
class Document:
    """One record as search knows it.

    `fields` are pairs of weight and text; `sectors` and `governorates` are slugs, `status` is one of STATUSES or empty.
    `text` is the original text from which excerpts are cut, `source` the line below it. `title_en` is what English
    pages call it, empty where that is the title.
    """

    url: str
    kind: str
    title: str
    text: str
    source: str
    status: str
    is_example: bool
    sectors: tuple[str, ...]
    governorates: tuple[str, ...]
    fields: tuple[Field, ...]
    title_en: str = ""


KINDS = ("organization", "campaign", "project", "opportunity", "post", "initiative", "resource", "news", "page")
OWNED = ("campaign", "project", "opportunity", "post")  # follow their organization in the index
STATUSES = ("confirmed", "documented", "declared", "open", "upcoming", "ended", "closed")


@dataclass(frozen=True)
class DocumentMaker:
    """Makes documents out of the records of a catalogue, in the order of the index."""

    catalogue: Catalogue
    words: Words

    def documents(self) -> Iterator[Document]:
        """Yield all documents in their order."""
        return map(self.document, self.records())

    def records(self) -> Iterator[Record]:
        """Yield what has a document: each organization followed by what it published, in order, then the rest."""
        catalogue = self.catalogue
        own: dict[str, list[Record]] = {slug: [] for slug in catalogue.organizations}
        for campaign in catalogue.campaigns.values():
            own[campaign.organizations[0]].append(campaign)
        for record in (*catalogue.projects, *catalogue.opportunities, *catalogue.posts):
            own[record.owner].append(record)
        for slug, organization in catalogue.organizations.items():
            yield organization
            yield from own[slug]
        yield from catalogue.initiatives.values()
        yield from (*catalogue.resources, *catalogue.news, *catalogue.pages.values())

    def document(self, record: Record) -> Document:
        """Make one record's document; whatever it is made of belongs into its `basis`, or into that of all."""
        made: Document = _MAKERS[type(record)](self, record)
        return made

    @cached_property
    def common_basis(self) -> str:
        """What all documents are made of: the closed lists, the words of the interface, whether there is English."""
        return repr((self.catalogue.vocabulary, self.words, self._has_english))

    @property
    def _has_english(self) -> bool:
        return self.catalogue.settings.features.english

    def basis(self, record: Record) -> str:
        """Return what else decides a record's document; empty when that cannot be told.

        This is its file, those of its organizations and of their entries in the register, and what today makes of it.
        """
        if not record.stamp:
            return ""
        owners = record.organizations if isinstance(record, Campaign) else (record.owner or record.slug,)
        whose = [self._stamps.get(owner, "") for owner in owners]
        return "\0".join((record.path, record.stamp.hex(), self._state(record), *whose))

    @cached_property
    def _stamps(self) -> Mapping[str, str]:
        """The stamps of an organization's profile and of its entry in the register, by slug."""
        registry = self.catalogue.registry
        return {
            slug: f"{item.stamp.hex()} {registry[slug].stamp.hex() if slug in registry else ''}"
            for slug, item in self.catalogue.organizations.items()
        }

    def _state(self, record: Record) -> str:
        """Return what today makes of a record: one of STATUSES, or nothing. Nothing else may ask for the date."""
        if isinstance(record, Opportunity):
            return "open" if is_open_opportunity(record, self.catalogue.today) else "closed"
        if not isinstance(record, Campaign):
            return ""
        state = campaign_state(record, self.catalogue.today)
        return "ended" if state == "open" and not self.catalogue.is_open_campaign(record) else state

    def _make(self, record: Any, fields: Iterable[Field], **more: Any) -> Document:
        """Put together what all kinds have; `more` are the values of the kind's own."""
        own: Mapping[str, Any] = vars(
            record.whole()
        )  # 0.1 µs for a field that the kind lacks; by its name pydantic takes 6
        title = own.get("name") or own["title"]
        sectors = tuple(own.get("sectors", ()))
        body = plain_text(record.body) if record.body else ""
        summary = own.get("summary") or ""
        whole = " ".join(part for part in (summary, body) if part)
        terms = self.catalogue.vocabulary.sectors
        about = [
            text
            for slug in sectors
            for text in (terms[slug].name, terms[slug].name_en, *terms[slug].more.get("keywords_ar", ()))
        ]
        values: dict[str, Any] = {
            "source": "",
            "status": "",
            "governorates": (),
            "text": _cut(whole),
            **more,
        }
        places = [self.catalogue.vocabulary.governorates[slug].name for slug in values["governorates"]]
        return Document(
            url=url_of(record),
            kind=kind_of(record).name,
            title=title,
            is_example=self.catalogue.is_example(record),
            sectors=sectors,
            fields=(
                *fields,
                *((PLACE, place) for place in places),
                *((SECTOR, text) for text in about),
                (SUMMARY, summary),
                (BODY, body),
            ),
            **values,
        )

    def _places(self, slugs: Iterable[str]) -> str:
        names = [self.catalogue.vocabulary.governorates[slug].name for slug in slugs]
        if len(names) == len(self.catalogue.vocabulary.governorates):
            return self.words.ui("all_syria")
        return self.words.ui("list_comma").join(names[:3])

    def _day(self, day: Any) -> str:
        return date_text(day, self.words.language)

    def _organization(self, item: Organization) -> Document:
        catalogue, vocabulary = self.catalogue, self.catalogue.vocabulary
        level = standing(item, catalogue.registry.get(item.slug))
        names = (item.name, item.name_en, item.name_ku, item.acronym, *item.aliases, *item.former_names)
        districts = [vocabulary.districts[code] for code in item.districts]
        places = (*item.localities, *(term.name for term in districts), *(office.name or "" for office in item.offices))
        services = [text for service in item.services for text in (service.title, service.description)]
        targets = [vocabulary.target_groups[slug].name for slug in item.target_groups]
        own = catalogue.governorates_of(item)
        return self._make(
            item,
            [
                *((NAME, name) for name in names if name),
                *((SERVICE, text) for text in services if text),
                *((PLACE, place) for place in places if place),
                *((SECTOR, name) for name in targets),
                *(
                    (BODY, text)
                    for text in (plain_text(item.about or ""), item.mission, item.vision, *item.goals)
                    if text
                ),
            ],
            source=self.words.ui(
                "search_source",
                where=self._places(own),
                what=self.words.ui("search_checked", date=month_text(level.on, self.words.language)),
            ),
            status=level.name,
            title_en=(item.name_en or "") if self._has_english else "",
            governorates=() if NATIONAL in item.governorates else own,
            text=_cut(" ".join(text for text in (item.summary, *(s.title + "." for s in item.services)) if text)),
        )

    def _campaign(self, item: Campaign) -> Document:
        state = self._state(item)
        percent = progress_percent(item)
        parts = [self._places(self.catalogue.governorates_of(item))]
        if percent is not None:
            parts.append(self.words.ui("search_raised", percent=f"{number_text(percent)}%"))
        if item.end:
            parts.append(self.words.ui("search_ends" if state != "ended" else "search_ended", date=self._day(item.end)))
        texts = [(TITLE, item.title), (BODY, " ".join(part.item for part in item.allocation))]
        return self._make(
            item,
            [*texts, *((PLACE, place) for place in item.localities)],
            source=self._listed(parts),
            status=state,
            governorates=() if NATIONAL in item.governorates else self.catalogue.governorates_of(item),
        )

    def _project(self, item: Project) -> Document:
        return self._make(
            item,
            [(TITLE, item.title), *((PLACE, place) for place in item.localities)],
            source=self._listed([self._owner(item), self._places(self.catalogue.governorates_of(item))]),
            governorates=() if NATIONAL in item.governorates else self.catalogue.governorates_of(item),
        )

    def _opportunity(self, item: Opportunity) -> Document:
        kind = self.words.choice("opportunity.kind", item.kind)
        until = self.words.ui("deadline_on", date=self._day(item.deadline))
        return self._make(
            item,
            [(TITLE, item.title), (SECTOR, kind), (BODY, item.requirements or "")],
            source=self._listed([kind, self._owner(item), until]),
            status=self._state(item),
            governorates=(item.governorate,) if item.governorate else (),
            text=_cut(item.requirements or plain_text(item.body or "")),
        )

    def _post(self, item: Post) -> Document:
        return self._make(
            item,
            [(TITLE, item.title), (PLACE, item.place or "")],
            source=self._listed([self._owner(item), self._day(item.date)]),
            governorates=(item.governorate,) if item.governorate else (),
        )

    def _general(self, item: Initiative | Resource | News | ContentPage) -> Document:
        day = getattr(item, "date", None)
        return self._make(item, [(TITLE, item.title)], source=self._day(day) if day else "")

    def _owner(self, record: Record) -> str:
        return self.catalogue.organizations[record.owner].name

    def _listed(self, parts: list[str]) -> str:
        return self.words.ui("list_comma").join(part for part in parts if part)


_MAKERS: dict[type[Record], Any] = {
    Organization: DocumentMaker._organization,
    Campaign: DocumentMaker._campaign,
    Project: DocumentMaker._project,
    Opportunity: DocumentMaker._opportunity,
    Post: DocumentMaker._post,
    **dict.fromkeys((Initiative, Resource, News, ContentPage), DocumentMaker._general),
}


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= MAX_TEXT else flat[: MAX_TEXT - 1].rsplit(" ", 1)[0] + "…"
