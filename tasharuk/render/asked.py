"""What is asked of the site while pages are planned and rendered, and what was told.

A page may be used again only where every answer is still the same. So whoever plans the pages of an organization, and
all views, see the catalogue through a watch that tells only what can be written down here, and refuses everything else.
"""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias, TypeVar

from tasharuk.catalogue import Catalogue, Entry
from tasharuk.history.story import History, Story
from tasharuk.model.base import Record
from tasharuk.model.campaign import Campaign

if TYPE_CHECKING:
    from tasharuk.images import Picture

T = TypeVar("T")
Question: TypeAlias = tuple[str, str]  # what is asked for, and its name

SINGLE = ("organizations", "registry", "campaigns", "initiatives")  # records by slug, as the catalogue calls them
GROUPS = ("posts_of", "projects_of", "opportunities_of", "campaigns_of", "branches_of")  # and what belongs to one slug
OPEN, NEEDS, BODIES = "open", "needs", "bodies"
STORY, CAMPAIGNS, KNOWN = "story", "campaigns_once_of", "known"  # of the past: of a file, of an organization, of all
PICTURE, FOLDER, PAGE, TODAY = "picture", "folder", "page", "today"


class Unwatched(LookupError):
    """The catalogue is asked for something that nobody would notice to have changed."""


@dataclass(frozen=True)
class Site:
    """All that pages may ask of the site: its catalogue, its pictures by path, the addresses of its pages, its past."""

    catalogue: Catalogue
    pictures: Mapping[str, Picture]
    urls: Container[str]
    history: History = field(default_factory=History)

    def answer(self, question: Question) -> object:
        """Return what identifies the answer to a question today."""
        what, name = question
        return _ANSWERS[what](self, name)

    def answers(self, questions: Iterable[Question]) -> bytes:
        """Return a digest of the answers to questions, in their order; 16 bytes."""
        return _digest([self.answer(question) for question in questions])

    @cached_property
    def needs(self) -> bytes:
        """Digest of all needs and offers that are open, in their order; 16 bytes."""
        entries = (*self.catalogue.open_needs, None, *self.catalogue.open_offers)
        return _digest([entry and (_stamp(entry.organization), entry.item.model_dump_json()) for entry in entries])

    @cached_property
    def bodies(self) -> bytes:
        """Digest of all that is seen of organizations, campaigns and help desks; 16 bytes."""
        return _digest([self.catalogue.today.isoformat(), *map(_stamp, self.catalogue.bodies.records)])


def _digest(value: Any) -> bytes:
    told = marshal.dumps(value, 2)  # a version that does not tell whether a value is in use elsewhere
    return hashlib.blake2b(told, digest_size=16).digest()


Answer: TypeAlias = Callable[[Site, str], object]


def _stamp(record: Record | None) -> object:
    return record and (record.path, record.stamp)


def _picture(site: Site, path: str) -> object:
    found = site.pictures.get(path)
    return found and (found.url, found.width, found.height)


def _single(records: str) -> Answer:
    return lambda site, slug: _stamp(getattr(site.catalogue, records).get(slug))


def _group(records: str) -> Answer:
    return lambda site, slug: list(map(_stamp, getattr(site.catalogue, records).get(slug, ())))


def _is_open(site: Site, slug: str) -> bool:
    campaign = site.catalogue.campaigns.get(slug)
    return campaign is not None and site.catalogue.is_open_campaign(campaign)


_ANSWERS: Mapping[str, Answer] = {
    **{records: _single(records) for records in SINGLE},
    **{records: _group(records) for records in GROUPS},
    OPEN: _is_open,
    NEEDS: lambda site, _name: site.needs,
    BODIES: lambda site, _name: site.bodies,
    PICTURE: _picture,
    FOLDER: lambda site, folder: site.catalogue.files_in.get(folder),
    PAGE: lambda site, url: url in site.urls,
    TODAY: lambda site, _name: site.catalogue.today.isoformat(),
    STORY: lambda site, key: site.history.digest(key),
    CAMPAIGNS: lambda site, slug: site.history.campaigns(slug),
    KNOWN: lambda site, _name: [str(value) for value in site.history.state()],
}


@dataclass
class Watch:
    """Keeps what is asked while one page is rendered."""

    questions: dict[Question, None] = field(default_factory=dict)

    def ask(self, what: str, name: str = "") -> None:
        """Note a question."""
        self.questions[what, name] = None

    def ask_all(self, questions: Iterable[Question]) -> None:
        """Note questions that were asked before."""
        self.questions.update(dict.fromkeys(questions))

    def while_making(self, make: Callable[[], T]) -> tuple[T, tuple[Question, ...]]:
        """Return what `make` returns and what it asks, which is noted as well."""
        before = self.take()
        made = make()
        asked = self.take()
        self.ask_all((*before, *asked))
        return made, asked

    def take(self) -> tuple[Question, ...]:
        """Return the questions since the last call, in the order in which they came."""
        asked = tuple(self.questions)
        self.questions.clear()
        return asked


class WatchedMapping(Mapping[str, Any]):
    """A mapping by slug of a catalogue, put in order when it is first asked; it notes for which slugs it was."""

    def __init__(self, catalogue: Catalogue, what: str, watch: Watch) -> None:
        self._catalogue, self._what, self._watch = catalogue, what, watch

    @property
    def _records(self) -> Mapping[str, Any]:
        records: Mapping[str, Any] = getattr(self._catalogue, self._what)
        return records

    def __getitem__(self, slug: str) -> Any:
        """Return what has this slug; raises KeyError where there is none."""
        self._watch.ask(self._what, slug)
        return self._records[slug]

    def get(self, slug: str, default: Any = None) -> Any:
        """Return what has this slug, or the default."""
        self._watch.ask(self._what, slug)
        return self._records.get(slug, default)

    def __contains__(self, slug: object) -> bool:
        """Tell whether there is anything of this slug."""
        self._watch.ask(self._what, str(slug))
        return slug in self._records

    def __iter__(self) -> Iterator[str]:
        """Refuse: who looks at all records depends on all of them."""
        raise Unwatched(self._what)

    def __len__(self) -> int:
        """Refuse, as for iteration."""
        raise Unwatched(self._what)


class WatchedCatalogue(Catalogue):
    """The catalogue as it may be asked: single records, what belongs to one, the day; all else is refused."""

    def __init__(self, catalogue: Catalogue, watch: Watch) -> None:
        watched = {name: WatchedMapping(catalogue, name, watch) for name in (*SINGLE, *GROUPS)}
        known = {"settings": catalogue.settings, "vocabulary": catalogue.vocabulary}
        self.__dict__.update(known, **watched, _catalogue=catalogue, _watch=watch)

    def _asked(self, what: str, name: str = "") -> Catalogue:
        """Note a question, and return the catalogue that knows the answer."""
        self.__dict__["_watch"].ask(what, name)
        catalogue: Catalogue = self.__dict__["_catalogue"]
        return catalogue

    @property
    def today(self) -> date:
        """The day of the build."""
        return self._asked(TODAY).today

    @property
    def open_needs(self) -> tuple[Entry, ...]:
        """What organizations lack today."""
        return self._asked(NEEDS).open_needs

    @property
    def open_offers(self) -> tuple[Entry, ...]:
        """What organizations share today."""
        return self._asked(NEEDS).open_offers

    def is_open_campaign(self, campaign: Campaign) -> bool:
        """Tell whether a campaign takes donations."""
        return self._asked(OPEN, campaign.slug).is_open_campaign(campaign)

    def _refused(self) -> NoReturn:
        raise Unwatched

    records = media = unread = property(_refused)


class WatchedHistory(History):
    """The history as it may be asked: the story of a file, what belongs to one organization, how far it goes back."""

    def __init__(self, history: History, watch: Watch) -> None:
        self.__dict__.update(_history=history, _watch=watch)

    def _asked(self, what: str, name: str = "") -> History:
        self.__dict__["_watch"].ask(what, name)
        history: History = self.__dict__["_history"]
        return history

    def state(self) -> tuple[bool, date | None]:
        """Return whether anything is known, and since when."""
        return self._asked(KNOWN).state()

    def story(self, key: str) -> Story:
        """Return what is known of a file."""
        return self._asked(STORY, key).story(key)

    def campaigns(self, slug: str) -> tuple[str, ...]:
        """Return the keys of campaigns that are known to have been an organization's."""
        return self._asked(CAMPAIGNS, slug).campaigns(slug)

    def _refused(self) -> NoReturn:
        raise Unwatched

    since = named = leaves = sheets = property(_refused)
