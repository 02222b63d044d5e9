"""Sources → Records, or the problems that prevent them and as much of the record as can be judged all the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from tasharuk.kinds import KIND_BY_NAME, Body
from tasharuk.model.base import Origin, Record
from tasharuk.parse.absent import renumbered, without_absent
from tasharuk.parse.errors import Kept, problem_at, problems_of
from tasharuk.problems import Problem
from tasharuk.read import Source

# Required fields on which no rule about another field depends: a draft may do with any value there.
STAND_INS: Mapping[str, Any] = {
    "address": "-",
    "headquarters": "damascus",
    "how_to_apply": "-",
    "lead": "-",
    "sectors": ["health"],
    "summary": "-",
    "title": "Untitled",
    "updated": "2026-01-01",
}
# Rules that look at more fields than the one they report: without these fields they could tell nothing true.
LEANS_ON: Mapping[str, frozenset[str]] = {
    "account_name_mismatch": frozenset({"name_en", "aliases", "former_names"}),
    "closing_report_missing": frozenset({"closing_report"}),
    "contact_required": frozenset({"withheld"}),
    "merged_into_required": frozenset({"merged_into"}),
    "registration_required": frozenset({"status", "withheld"}),
    "stale_figures": frozenset({"end"}),
    "stale_profile": frozenset({"status"}),
}


@dataclass(frozen=True)
class Draft:
    """What could be understood of a faulty file: for the rules to judge, never to be published.

    `left_out` names the fields whose values are not the submitter's.
    """

    record: Record
    left_out: frozenset[str]

    def is_about(self, problem: Problem) -> bool:
        """Tell whether a problem of this file concerns what the submitter did write."""
        needed = LEANS_ON.get(problem.code, frozenset()) | {problem.field.split(".")[0]}
        return not needed & self.left_out


@dataclass(frozen=True)
class Parsed:
    """What parsing found in all files: sound records, drafts of the others, and every problem."""

    records: tuple[Record, ...] = ()
    drafts: tuple[Draft, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def everything(self) -> tuple[Record, ...]:
        """Records, then what could be understood of the others."""
        return (*self.records, *(draft.record for draft in self.drafts))


def parse_records(sources: Iterable[Source]) -> Parsed:
    """Turn every source into a record or a draft."""
    records: list[Record] = []
    drafts: list[Draft] = []
    problems: list[Problem] = []
    for source in sources:
        parsed, found = parse_record(source)
        problems.extend(found)
        if isinstance(parsed, Record):
            records.append(parsed)
        elif parsed is not None:
            drafts.append(parsed)
    return Parsed(tuple(records), tuple(drafts), tuple(problems))


def parse_record(source: Source) -> tuple[Record | Draft | None, list[Problem]]:
    """Turn one source into a record with its warnings; or, with errors, into a draft or into nothing."""
    kind = KIND_BY_NAME[source.kind]
    data, kept, problems = without_absent(source)
    is_bare = kind.body is Body.REQUIRED and not source.body.strip()
    if is_bare:
        problems.append(problem_at(source, (), "empty_body"))
    try:
        record = kind.model.model_validate(data)
    except ValidationError as error:
        found = list(problems_of(source, kind.model, error, kept))
        missing = {problem.field for problem in found if problem.code == "required_field"}
        problems = [problem for problem in problems if problem.field not in missing]  # told once, as missing
        problems += found
        return _draft(source, data, kept, error), problems
    record = record.with_origin(_origin(source, kept))
    return Draft(record, frozenset()) if is_bare else record, problems


def _draft(source: Source, data: Mapping[str, Any], kept: Kept, error: ValidationError) -> Draft | None:
    """Leave out every field in which there is an error, and try again."""
    model = KIND_BY_NAME[source.kind].model
    faulty = {str(details["loc"][0]) for details in error.errors(include_url=False) if details["loc"]}
    required = {name for name in faulty if name in model.model_fields and model.model_fields[name].is_required()}
    if not required <= STAND_INS.keys():
        return None
    sound = {key: value for key, value in data.items() if key not in faulty}
    try:
        record = model.model_validate({**sound, **{name: STAND_INS[name] for name in required}})
    except ValidationError:
        return None
    return Draft(record.with_origin(_origin(source, kept)), frozenset(faulty))


def _origin(source: Source, kept: Kept) -> Origin:
    return Origin(
        path=source.path,
        slug=source.keys["slug"],
        organization=source.keys.get("organization", ""),
        body=source.body,
        body_line=source.body_line,
        marks=renumbered(source.marks, kept) if kept else source.marks,
        stamp=source.stamp,
    )
