"""A record → what ties it to others: wherever a rule compares two records, one can be found by the ties of the other.

A rule that comes to compare records by something new must add it here; `tests/test_narrow.py` tries every rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tasharuk.arabic import name_key
from tasharuk.model.activity import Project
from tasharuk.model.base import Record
from tasharuk.model.campaign import Campaign
from tasharuk.model.organization import Organization
from tasharuk.rules.host_similar import hosts_of
from tasharuk.rules.hosts import own_domain, own_label, shape
from tasharuk.rules.name_clash import core_of, names_of
from tasharuk.rules.shared_account import HOLDINGS
from tasharuk.rules.slug_collision import stem_of

Host = tuple[str, str]  # what a label looks like, and the domain it stands in


@dataclass(frozen=True)
class Ties:
    """What ties a record to others.

    `shared` ties hold between any two records that have them, `names` and `hosts` between those that have near ones.
    `told` are those by which others point here, `pointing` those by which this record points at others; `needed`
    the organizations without which the record cannot be judged.
    """

    shared: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    hosts: frozenset[Host] = frozenset()
    pointing: frozenset[str] = frozenset()
    needed: frozenset[str] = frozenset()

    def __or__(self, other: Ties) -> Ties:
        """Return the ties of both."""
        return Ties(*(getattr(self, name) | getattr(other, name) for name in self.__dataclass_fields__))


def ties_of(record: Record) -> Ties:
    """Return all that ties a record to others."""
    shared = {f"{code} {key}" for code, holdings in HOLDINGS.items() for *_rest, key in holdings(record)}
    if isinstance(record, Campaign):
        return Ties(
            frozenset(shared), pointing=_pointing("of", record.organizations), needed=frozenset(record.organizations)
        )
    if not isinstance(record, Organization):
        return Ties()
    key, stem = name_key(record.name), stem_of(record.slug)
    shared |= {f"name_clash {key}" for *_rest, key in names_of(record)}
    shared |= {f"name_similar {core_of(key)}", *(f"slug_collision {slug}" for slug in record.former_slugs)}
    hosts = {(shape(label), own_domain(host)) for _path, host in hosts_of(record) if (label := own_label(host))}
    return Ties(
        frozenset(shared),
        frozenset({key}),
        frozenset(hosts),
        _pointing("to", _named(record)),
        frozenset({stem} - {record.slug}),
    )


def pointing_at(record: Record, is_moved: bool) -> Iterator[str]:
    """Yield the ties of those that point at a record and are judged by it; more of them when it comes or goes."""
    if isinstance(record, Organization):
        yield f"of {record.slug}"
        if is_moved:
            yield f"to {record.slug}"
    elif isinstance(record, Project) and is_moved:
        yield f"of {record.owner}"


def _pointing(how: str, slugs: Iterable[str]) -> frozenset[str]:
    return frozenset(f"{how} {slug}" for slug in slugs)


def _named(record: Organization) -> Iterator[str]:
    yield from (slug for slug in (record.parent, record.merged_into) if slug)
    yield from (*record.partners, *record.funders, *record.networks, *record.former_slugs, stem_of(record.slug))
