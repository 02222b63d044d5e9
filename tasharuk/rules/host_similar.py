"""Nobody may pass for another by an address: hosts a letter off, the same site twice, links that hide their target."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import groupby

from tasharuk.catalogue import Catalogue
from tasharuk.model.base import Part, Record
from tasharuk.model.fields import url_host
from tasharuk.model.organization import Organization
from tasharuk.problems import Problem, Severity
from tasharuk.rules.base import problem
from tasharuk.rules.date_order import parts_of
from tasharuk.rules.hosts import are_near, hides_target, own_domain, own_label, poses_as_payment, shape
from tasharuk.rules.name_clash import are_related

Place = tuple[Organization, tuple[str | int, ...], str]  # where a host stands


def host_similar(catalogue: Catalogue) -> Iterator[Problem]:
    """A host that looks like another organization's, or like a payment service's, is held."""
    places: dict[str, list[Place]] = defaultdict(list)
    for organization in catalogue.organizations.values():
        for path, host in hosts_of(organization):
            if known := poses_as_payment(host):
                yield _held(organization, path, host, known, known)
            elif label := own_label(host):
                places[label].append((organization, path, host))
    by_domain = {label: _by_domain(found) for label, found in places.items()}
    for label, near in _near_labels(places):
        for organization, path, host in places[label]:
            others = (found for name in near for found in _of_other_domains(by_domain[name], own_domain(host)))
            other = next((found for found in others if _is_other(organization, found[0])), None)
            if other is not None:
                yield _held(organization, path, host, other[2], other[0].slug)


def link_hides_target(catalogue: Catalogue) -> Iterator[Problem]:
    """A short link in a field is held: nobody sees where it leads, and it may lead elsewhere tomorrow."""
    for record in catalogue.records:
        for path, url in _links(record):
            if hides_target(url_host(url)):
                yield problem(record, "link_hides_target", *path, severity=Severity.HELD, given=url)


def hosts_of(organization: Organization) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield (path, host) of every address by which people or money reach an organization."""
    contacts = organization.contacts
    if contacts and contacts.website:
        yield ("contacts", "website"), url_host(contacts.website)
    if contacts and contacts.email:
        yield ("contacts", "email"), contacts.email.rpartition("@")[2].lower()
    for index, channel in enumerate(organization.donation_channels):
        if channel.url:
            yield ("donation_channels", index, "url"), url_host(channel.url)


def _links(record: Record) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for path, part in parts_of(record):
        for name in _link_fields(type(part)):
            value = getattr(part, name)
            if isinstance(value, str):
                yield (*path, name), value


@cache
def _link_fields(model: type[Part]) -> tuple[str, ...]:
    return tuple(name for name in ("url", "website") if name in model.model_fields)


def _by_domain(places: list[Place]) -> list[tuple[str, list[Place]]]:
    """Part places, in their order, into runs of one domain each: a platform's may be passed over as one."""
    return [(domain, list(run)) for domain, run in groupby(places, key=lambda place: own_domain(place[2]))]


def _of_other_domains(runs: list[tuple[str, list[Place]]], own: str) -> Iterator[Place]:
    return (place for domain, run in runs if domain != own for place in run)


def _is_other(organization: Organization, other: Organization) -> bool:
    """Tell whether another organization's place is one that a reader could take for this one's."""
    return other.slug != organization.slug and not are_related(organization, other)


def _near_labels(places: dict[str, list[Place]]) -> Iterator[tuple[str, list[str]]]:
    """Yield each label with those near it, itself first; only labels that share all letters but one are compared."""
    buckets: dict[str, list[str]] = defaultdict(list)
    for label in places:
        form = shape(label)
        for key in {form, *(form[:at] + form[at + 1 :] for at in range(len(form)))}:
            buckets[key].append(label)
    near: dict[str, set[str]] = defaultdict(set)
    for together in buckets.values():
        for label in together:
            near[label].update(together)
    for label in places:
        yield (
            label,
            sorted((other for other in near[label] if are_near(label, other)), key=lambda name: (name != label, name)),
        )


def _held(organization: Organization, path: tuple[str | int, ...], host: str, other_host: str, other: str) -> Problem:
    severity = Severity.HELD
    return problem(
        organization, "host_similar", *path, severity=severity, given=host, other=other, other_host=other_host
    )
