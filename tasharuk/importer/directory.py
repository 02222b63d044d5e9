"""What the directory holds already: names, registration numbers and addresses; and its rules over new rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from tasharuk.arabic import fold, name_key
from tasharuk.catalogue import Catalogue
from tasharuk.importer.entry import Entry, plain_path, sentence
from tasharuk.problems import Problem, Severity
from tasharuk.rules import check_catalogue
from tasharuk.rules.slug_collision import RESERVED_ORGANIZATIONS

Holder: TypeAlias = "str | int"  # the slug of an organization, or the number of an earlier row


@dataclass
class Directory:
    """Slugs, names and registration numbers that are taken; rows of the table add theirs as they come."""

    catalogue: Catalogue
    slugs: set[str] = field(default_factory=set)
    registered: dict[str, int] = field(default_factory=dict)  # organization -> the row of the ministry's list
    _names: dict[str, list[Holder]] = field(default_factory=lambda: defaultdict(list))
    _numbers: dict[str, list[tuple[str, Holder]]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        """Note what the catalogue holds, unreadable files too."""
        self.slugs |= RESERVED_ORGANIZATIONS | self.catalogue.registry.keys()
        self.slugs |= {path.split("/")[1] for path in self.catalogue.paths if path.startswith("organizations/")}
        for slug, item in self.catalogue.organizations.items():
            self.slugs.update(item.former_slugs)
            for key in {name_key(name) for name in (item.name, *item.former_names)}:
                self._names[key].append(slug)
            if item.registration:
                self._add_number(item.registration.number, item.registration.directorate or "", slug)

    def _add_number(self, number: str, directorate: str, holder: Holder) -> None:
        self._numbers[fold(number)].append((directorate, holder))

    def add(self, entry: Entry) -> None:
        """Note the name, number and slug of a row of new organizations."""
        self.slugs.add(entry.slug)
        self._names[name_key(entry.first("name"))].append(entry.row)
        if entry.first("registration.number"):
            directorate = entry.first("registration.directorate")
            self._add_number(entry.first("registration.number"), directorate, entry.row)

    def names(self) -> list[str]:
        """Return the names of all organizations, as they are written."""
        return [item.name for item in self.catalogue.organizations.values()]

    def holders_of_name(self, name: str) -> list[Holder]:
        """Return who has this name, however spelled."""
        return self._names.get(name_key(name), []) if name else []

    def holders_of_number(self, number: str, directorate: str = "") -> list[Holder]:
        """Return who has this registration number in this directorate; those without a directorate may be meant."""
        held = self._numbers.get(fold(number), []) if number else []
        return [holder for place, holder in held if not directorate or place in ("", directorate)]


def judge(catalogue: Catalogue, entries: Sequence[Entry]) -> None:
    """Run the rules over the directory with all rows in it, refusing rows until the rest passes.

    Of two rows that clash with each other the later one is refused. A registry record that differs from a profile is
    written, and told: the difference is for a reviewer.
    """
    while True:
        open_entries = {entry.path: entry for entry in entries if not entry.is_refused}
        records = tuple(entry.record for entry in open_entries.values() if entry.record is not None)
        problems = check_catalogue(replace(catalogue, records=(*catalogue.records, *records)))
        own = [problem for problem in problems if problem.path in open_entries]
        stops = [problem for problem in own if problem.severity is not Severity.WARNING]
        if not stops:
            break
        row_of_slug = {entry.slug: entry.row for entry in open_entries.values()}
        refused = [p for p in stops if row_of_slug.get(p.values.get("other", ""), 0) <= open_entries[p.path].row]
        for problem in refused or stops:
            _tell(open_entries[problem.path], problem)
    for problem in own:
        _tell(open_entries[problem.path], problem)
    for entry, problem in _differences(problems, open_entries):
        _tell(entry, problem)
        entry.is_refused = False


def _differences(problems: Sequence[Problem], entries: dict[str, Entry]) -> Iterator[tuple[Entry, Problem]]:
    """Yield the registry rows that differ from a profile, each with the problem of the profile."""
    registry = {entry.slug: entry for entry in entries.values() if entry.kind == "registry"}
    for problem in problems:
        entry = registry.get(problem.path.split("/")[1]) if problem.path.startswith("organizations/") else None
        if entry is not None and problem.code == "registry_mismatch":
            yield entry, problem


def _tell(entry: Entry, problem: Problem) -> None:
    value = next(iter(entry.values.get(plain_path(problem.field), ())), None)
    title, seen = (value.title, value.seen) if value else ("", "")
    entry.note(title, seen, problem.code, sentence(problem, entry.words), problem.severity)
