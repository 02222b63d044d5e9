"""What every file is judged by: settings, closed lists and what the ministry has accepted; and the judging itself."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, replace

from tasharuk.cache import Cache
from tasharuk.catalogue import Catalogue
from tasharuk.job import Job
from tasharuk.loading import LEAST_TO_SHARE
from tasharuk.model.settings import SiteSettings
from tasharuk.parse import Acceptances
from tasharuk.problems import Problem
from tasharuk.rules import check_catalogue
from tasharuk.side import Side
from tasharuk.verdicts import verdicts
from tasharuk.vocabulary import Vocabulary


@dataclass(frozen=True)
class Ground:
    """Settings, closed lists and acceptances of a job, and what is wrong with their files."""

    job: Job
    settings: SiteSettings
    vocabulary: Vocabulary
    accepted: Acceptances
    problems: tuple[Problem, ...] = ()

    def about(self, paths: Container[str]) -> Ground:
        """Return the same with what was accepted of these files alone."""
        return replace(self, accepted=self.accepted.about(paths))

    def catalogue(self, side: Side) -> Catalogue:
        """Return the catalogue of what can be published of a side."""
        return Catalogue(
            settings=self.settings,
            vocabulary=self.vocabulary,
            today=self.job.today,
            records=side.parsed.records,
            media=side.media,
            unread=side.unread,
            elsewhere=side.elsewhere,
        )

    def judge(self, catalogue: Catalogue, side: Side, cache: Cache | None = None) -> list[Problem]:
        """Return every problem of a side. Drafts are judged like records, so that one run tells all.

        With a cache what was said of records that have not changed is not asked again.
        """
        jobs = self.job.jobs if len(side.parsed.everything) >= LEAST_TO_SHARE else 1
        draft_by_path = {draft.record.path: draft for draft in side.parsed.drafts}
        found = [*self.problems, *side.problems]
        whole = replace(catalogue, records=side.parsed.everything)
        for problem in verdicts(whole, jobs, cache) if cache else check_catalogue(whole, jobs):
            draft = draft_by_path.get(problem.path)
            if draft is None or draft.is_about(problem):
                found.append(problem)
        return found

    def ordered(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Return problems by path and line, without those of what is lent and not submitted."""
        is_lent = self.job.content_root != self.job.root
        own = (problem for problem in problems if not (is_lent and problem.path.startswith("content/")))
        return tuple(sorted(own, key=lambda problem: problem.sort_key))
