"""What a page asks of the site while it is rendered, beside what was planned for it, and what it was told.

A page may be used again only where every answer is still the same. So the views see the catalogue through a watch
that tells only what can be written down here, and refuses everything else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NoReturn, TypeAlias, TypeVar

from tasharuk.catalogue import Catalogue
from tasharuk.images import Picture
from tasharuk.model.base import Record

R = TypeVar("R", bound=Record)
Question: TypeAlias = tuple[str, str]  # what is asked for, and its name

ORGANIZATION, REGISTRY, PICTURE, FOLDER, PAGE, TODAY = "organization", "registry", "picture", "folder", "page", "today"


class Unwatched(LookupError):
    """A view asks the catalogue for something that no signature would notice."""


@dataclass(frozen=True)
class Site:
    """All that pages may ask of the site: its catalogue, its pictures by path, and the addresses of its pages."""

    catalogue: Catalogue
    pictures: Mapping[str, Picture]
    urls: Container[str]

    def answer(self, question: Question) -> object:
        """Return what identifies the answer to a question today."""
        what, name = question
        return _ANSWERS[what](self, name)

    def answers(self, questions: Iterable[Question]) -> bytes:
        """Return a digest of the answers to questions, in their order; 16 bytes."""
        told = repr([self.answer(question) for question in questions])
        return hashlib.blake2b(told.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _stamp(record: Record | None) -> object:
    return record and (record.path, record.stamp)


def _picture(site: Site, path: str) -> object:
    found = site.pictures.get(path)
    return found and (found.url, found.width, found.height)


_ANSWERS: Mapping[str, Callable[[Site, str], object]] = {
    ORGANIZATION: lambda site, slug: _stamp(site.catalogue.organizations.get(slug)),
    REGISTRY: lambda site, slug: _stamp(site.catalogue.registry.get(slug)),
    PICTURE: _picture,
    FOLDER: lambda site, folder: site.catalogue.files_in.get(folder),
    PAGE: lambda site, url: url in site.urls,
    TODAY: lambda site, _name: site.catalogue.today.isoformat(),
}


@dataclass
class Watch:
    """Keeps what is asked while one page is rendered."""

    questions: dict[Question, None] = field(default_factory=dict)

    def ask(self, what: str, name: str = "") -> None:
        """Note a question."""
        self.questions[what, name] = None

    def take(self) -> tuple[Question, ...]:
        """Return the questions since the last call, in the order in which they came."""
        asked = tuple(self.questions)
        self.questions.clear()
        return asked


class WatchedMapping(Mapping[str, R]):
    """A mapping of records by slug that notes for which slugs it was asked."""

    def __init__(self, records: Mapping[str, R], what: str, watch: Watch) -> None:
        self._records, self._what, self._watch = records, what, watch

    def __getitem__(self, slug: str) -> R:
        """Return a record; raises KeyError where there is none."""
        self._watch.ask(self._what, slug)
        return self._records[slug]

    def get(self, slug: str, default: Any = None) -> Any:
        """Return a record, or the default."""
        self._watch.ask(self._what, slug)
        return self._records.get(slug, default)

    def __contains__(self, slug: object) -> bool:
        """Tell whether there is a record."""
        self._watch.ask(self._what, str(slug))
        return slug in self._records

    def __iter__(self) -> Iterator[str]:
        """Refuse: who looks at all records depends on all of them."""
        raise Unwatched(self._what)

    def __len__(self) -> int:
        """Refuse, as for iteration."""
        raise Unwatched(self._what)


class WatchedCatalogue(Catalogue):
    """The catalogue as views see it: single organizations, registry records and the day; all else is refused."""

    def __init__(self, catalogue: Catalogue, watch: Watch) -> None:
        known = {"settings": catalogue.settings, "vocabulary": catalogue.vocabulary}
        self.__dict__.update(
            known,
            organizations=WatchedMapping(catalogue.organizations, ORGANIZATION, watch),
            registry=WatchedMapping(catalogue.registry, REGISTRY, watch),
            _today=catalogue.today,
            _watch=watch,
        )

    @property
    def today(self) -> date:
        """The day of the build."""
        watch: Watch = self.__dict__["_watch"]
        watch.ask(TODAY)
        day: date = self.__dict__["_today"]
        return day

    def _refused(self) -> NoReturn:
        raise Unwatched

    records = media = unread = property(_refused)
