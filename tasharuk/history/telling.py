"""The stories of an organization's files and its records of today → what readers are told, the newest first.

What an organization withholds today, or has taken out of its profile, is told of without its value, whatever earlier
versions held. An account is told of by its last characters, and as no longer in use unless it stands there today.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from tasharuk.catalogue import Catalogue
from tasharuk.change import RISKS, Risk, risk_of
from tasharuk.history.edits import way_of
from tasharuk.history.story import MOST_STEPS, Confirmed, Edit, History, How, Step, Way
from tasharuk.levels import COMPARED, profile_value
from tasharuk.model.organization import Organization
from tasharuk.model.registry import RegistryRecord

MOST_EDITS = 30  # of one version
PLACES = ("headquarters", "governorates", "districts")  # told while they stand there: people may be in danger
REGISTRY_RISKS: dict[str, Risk] = {"status": "identity", "name": "identity", "registration_number": "identity"}
_IN_PROFILE = {registered: field for field, registered in COMPARED.items()}


class Entry(NamedTuple):
    """One version as it is told: its day, which file it is of, what happened to it and which fields changed.

    `title` is that of a campaign, `slug` its slug while it has a page. `left_out` counts the edits not told.
    """

    day: date
    origin: str
    how: How
    edits: tuple[Edit, ...]
    entered_by: str = ""
    title: str = ""
    slug: str = ""
    left_out: int = 0


class Told(NamedTuple):
    """The entries of an organization, the newest first, and how many older changes there were."""

    entries: tuple[Entry, ...]
    older: int


@dataclass(frozen=True)
class Teller:
    """Tells what is known of one organization; asks the catalogue and the history for what belongs to it alone."""

    catalogue: Catalogue
    history: History
    item: Organization

    def told(self) -> Told:
        """Return all that is told."""
        found = [(step, entry) for step, entry in self._entries() if entry is not None]
        found.sort(key=lambda pair: (pair[0].day, pair[0].number, pair[1].origin, pair[1].slug), reverse=True)
        told = tuple(entry for _step, entry in found[:MOST_STEPS])
        versions = sum(max(0, self.history.story(key).versions - MOST_STEPS) for key in self._keys)
        return Told(told, versions + len(found) - len(told))

    @cached_property
    def _slugs(self) -> tuple[str, ...]:
        """The slugs of the organization, today's first."""
        others = [slug for slug in self.item.former_slugs if slug not in self.catalogue.organizations]
        chain = [key.partition("/")[2] for key, _last in self._chain(f"organization/{self.item.slug}")]
        return tuple(dict.fromkeys((*chain, *others)))

    def _chain(self, key: str) -> Iterator[tuple[str, float]]:
        """Yield a file and what it was called before, each with the number of the commit from which it is another."""
        last: float = float("inf")
        seen = set()
        while key not in seen:
            yield key, last
            seen.add(key)
            former = self.history.story(key).former
            if former:
                key, last = former

    @cached_property
    def _campaigns(self) -> tuple[str, ...]:
        """The keys of all campaigns that are, or once were, the organization's."""
        today = (f"campaign/{item.slug}" for item in self.catalogue.campaigns_of.get(self.item.slug, ()))
        past = (key for slug in self._slugs for key in self.history.campaigns(slug))
        return tuple(dict.fromkeys((*today, *past)))

    @cached_property
    def _keys(self) -> dict[str, float]:
        """All files that are told of, each with the number of the commit from which it is no longer the same."""
        found: dict[str, float] = {}
        for slug in self._slugs:
            for kind in ("organization", "registry"):
                found |= {key: last for key, last in self._chain(f"{kind}/{slug}") if key not in found}
        for key in self._campaigns:
            found |= {name: last for name, last in self._chain(key) if name not in found}
        return found

    def _entries(self) -> Iterator[tuple[Step, Entry | None]]:
        for key, last in self._keys.items():
            steps = [step for step in self.history.story(key).steps if step.number < last]
            kind, _, slug = key.partition("/")
            for place, step in enumerate(steps):
                if kind == "campaign":
                    yield step, self._of_campaign(slug, step, steps[place:])
                else:
                    yield step, self._entry(kind, step)
        yield from self._confirmations()

    def _entry(self, kind: str, step: Step) -> Entry | None:
        tell = self._of_profile if kind == "organization" else self._of_registry
        told = tuple(edit for edit in map(tell, step.edits) if edit is not None)
        if step.how == "changed" and not told:
            return None
        return _entry(kind, step, told)

    def _of_campaign(self, slug: str, step: Step, later: Iterable[Step]) -> Entry | None:
        """Return the entry of a campaign's version, if it was this organization's then."""
        campaign = self.catalogue.campaigns.get(slug)
        today = campaign.organizations if campaign is not None else ()
        owners = next((other.owners for other in later if other.owners), today)
        if not set(owners) & set(self._slugs):
            return None
        title = campaign.title if campaign is not None else step.title
        places = campaign.governorates if campaign is not None else ()
        entry = _entry("campaign", step, tuple(self._used(_placed(edit, places)) for edit in step.edits))
        return entry._replace(title=title, slug=slug if campaign is not None else "")

    def _of_profile(self, edit: Edit) -> Edit:
        """Return an edit of the profile, without values that are withheld or no longer there."""
        value = profile_value(self.item, edit.field)
        if isinstance(edit.old, Way) or isinstance(edit.new, Way):
            return self._used(edit) if not self._is_withheld(edit.field) else edit._replace(old=None, new=None)
        if self._is_withheld(edit.field) or value in (None, (), ""):
            return edit._replace(old=None, new=None)
        if edit.field in PLACES:
            return _placed(edit, value if isinstance(value, tuple) else (value,))
        return edit

    def _is_withheld(self, field: str) -> bool:
        names = (".".join(part for part in row.field.split(".") if not part.isdigit()) for row in self.item.withheld)
        return any(f"{field}.".startswith(f"{name}.") or f"{name}.".startswith(f"{field}.") for name in names)

    def _of_registry(self, edit: Edit) -> Edit | None:
        """Return an edit of the ministry's record; confirmations that stand today are told by their own day."""
        if isinstance(edit.new, Confirmed):
            if edit.new in self._confirmed:
                return None
            return edit._replace(new=self._known_office(edit.new))
        if isinstance(edit.old, Confirmed):
            return edit._replace(old=self._known_office(edit.old))
        is_there = getattr(self._registered, edit.field, None) not in (None, (), "")
        is_withheld = self._is_withheld(_IN_PROFILE.get(edit.field, edit.field))
        return edit if is_there and not is_withheld else edit._replace(old=None, new=None)

    def _known_office(self, item: Confirmed) -> Confirmed:
        """Return a confirmation without its office, unless the registry still names it: it may have been a mistake."""
        return item if item.by in {other.by for other in self._confirmed} else item._replace(by="")

    @cached_property
    def _registered(self) -> RegistryRecord | None:
        return self.catalogue.registry.get(self.item.slug)

    @cached_property
    def _confirmed(self) -> dict[Confirmed, None]:
        rows = self._registered.confirmed if self._registered is not None else ()
        return {Confirmed(row.field, row.on, row.by): None for row in rows}

    def _confirmations(self) -> Iterator[tuple[Step, Entry | None]]:
        """Yield what offices confirmed, by the day on which they did and the office."""
        for day, by in dict.fromkeys((item.on, item.by) for item in self._confirmed):
            edits = [
                Edit("confirmed", "added", None, item) for item in self._confirmed if (item.on, item.by) == (day, by)
            ]
            step = Step(0, -1, day, "added")
            yield step, _entry("confirmed", step, tuple(edits))

    @cached_property
    def _ways(self) -> Set[bytes]:
        """What all ways to give of today are known by; none while the organization is not at work."""
        if not self.catalogue.may_receive(self.item):
            return frozenset()
        campaigns = self.catalogue.campaigns_of.get(self.item.slug, ())
        channels = (*self.item.donation_channels, *(row for campaign in campaigns for row in campaign.channels))
        return frozenset(digest for channel in channels for digest in way_of(channel).known_by)

    def _used(self, edit: Edit) -> Edit:
        """Return an edit that tells of ways to give whether they stand in the directory today."""
        return edit._replace(old=self._marked(edit.old), new=self._marked(edit.new))

    def _marked(self, value: Any) -> Any:
        if not isinstance(value, Way):
            return value
        is_used = bool(value.known_by) and all(digest in self._ways for digest in value.known_by)
        return value._replace(is_used=is_used)


def risk_in(origin: str, edit: Edit) -> Risk:
    """Return what is at stake in an edit."""
    if origin == "registry":
        return REGISTRY_RISKS.get(edit.field, "content")
    return risk_of(origin, tuple(edit.field.split(".")))


def _entry(origin: str, step: Step, edits: tuple[Edit, ...]) -> Entry:
    ordered = sorted(edits, key=lambda edit: RISKS.index(risk_in(origin, edit)))
    told = tuple(ordered[:MOST_EDITS])
    return Entry(step.day, origin, step.how, told, step.entered_by, left_out=len(edits) - len(told))


def _placed(edit: Edit, there: tuple[str, ...]) -> Edit:
    """Return an edit of places that names only those which still stand there; any other edit as it is."""
    if edit.field not in PLACES:
        return edit
    return edit._replace(old=_among(edit.old, there), new=_among(edit.new, there))


def _among(value: Any, there: tuple[str, ...]) -> Any:
    """Return what of a place, or of places, stands in the profile today."""
    if isinstance(value, tuple):
        return tuple(item for item in value if item in there)
    return value if value in there else None
