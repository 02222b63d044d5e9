"""A small repository whose files change from day to day, and what readers are told of it."""

import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tasharuk.catalogue import Catalogue
from tasharuk.history.load import load_history
from tasharuk.history.telling import Teller, Told
from tasharuk.job import Job
from tasharuk.model.base import Record
from tasharuk.model.campaign import Campaign
from tasharuk.model.organization import Organization
from tasharuk.past import record_of
from tasharuk.urls import BaseUrl
from tasharuk.views import AllViews
from tests.tools.records import LEAST, TODAY, catalogue, words

PROFILE = "organizations/lamp/profile.yml"
REGISTRY = "content/registry/lamp.yml"
CAMPAIGN = "campaigns/ink.md"
BANK = {"kind": "bank", "account_name": "جمعية المصباح", "valid_from": "2026-01-10"}


@dataclass(frozen=True)
class Repository:
    """A root that is the top of a repository, or lies in one."""

    root: Path

    def git(self, *arguments: str, **environment: str) -> str:
        """Run git and return what it printed."""
        identity = ("-c", "user.name=Samar Warraq", "-c", "user.email=samar@warraq.example")
        command = ["git", *identity, "-c", "commit.gpgSign=false", *arguments]
        done = subprocess.run(
            command, cwd=self.root, env={**os.environ, **environment}, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    def begin(self) -> "Repository":
        """Make the repository."""
        self.root.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")
        return self

    def write(self, path: str, content: str | bytes) -> None:
        """Write a file."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)

    def profile(self, path: str = PROFILE, **fields: Any) -> None:
        """Write a profile; a field that is None is left out."""
        self.write(path, _yaml({**LEAST[Organization], **fields}))

    def campaign(self, path: str = CAMPAIGN, **fields: Any) -> None:
        """Write a campaign."""
        self.write(path, f"---\n{_yaml({**LEAST[Campaign], **fields})}---\n")

    def registry(self, path: str = REGISTRY, **fields: Any) -> None:
        """Write the ministry's record."""
        self.write(path, _yaml(fields))

    def commit(self, day: str = "2026-03-01", clock: str = "12:00:00 +0000") -> str:
        """Commit everything on a day and return the commit."""
        moment = f"{day} {clock}"
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "x", GIT_COMMITTER_DATE=moment, GIT_AUTHOR_DATE=moment)
        return self.git("rev-parse", "HEAD")

    def records(self) -> Catalogue:
        """Read what stands in the files now."""
        paths = (path for ending in ("*.yml", "*.md") for path in sorted(self.root.rglob(ending)))
        found = (record_of(path.read_bytes(), path.relative_to(self.root).as_posix())[0] for path in paths)
        return catalogue(*(record for record in found if isinstance(record, Record)))

    def told(self, slug: str = "lamp") -> Told:
        """Return what is told of an organization."""
        records = self.records()
        history = load_history(Job(self.root, TODAY), None)
        return Teller(records, history, records.organizations[slug]).told()

    def lines(self, slug: str = "lamp") -> list[str]:
        """Return what readers see, a line for each change and each field, the newest first."""
        views = AllViews(self.records(), words("ar"), BaseUrl("https://tasharuk.example/"))
        found = []
        for day in views.history_days(self.told(slug).entries):
            for change in day["changes"]:
                found.append(f"{day['date']} {change['text']} {change['title']}".strip())
                found += [_line(row) for row in change["rows"]] + ([change["left_out"]] if change["left_out"] else [])
        return found


def _line(row: Mapping[str, str]) -> str:
    told = f"{row['before']} > {row['after']} {row['text']}".strip() if row["before"] else row["text"]
    named = f"{row['label']}: {told}" if row["label"] else told
    return named + (f" [{row['risk']}]" if row["risk"] else "")


def _yaml(fields: Mapping[str, Any]) -> str:
    given = {name: value for name, value in fields.items() if value is not None}
    return "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in given.items())
