"""What the terminal shows beside the report: progress, a closing table; quiet where nobody looks."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from rich.console import Console as RichConsole
from rich.progress import track
from rich.table import Table

from tasharuk.catalogue import Catalogue
from tasharuk.words import Words

MIN_FOR_PROGRESS = 500  # pages; fewer are rendered in about a second


class Console:
    """Standard error for people: plain lines in a file, colour, bars and tables on a terminal."""

    def __init__(self) -> None:
        """Write to standard error, so that standard output holds nothing but the report."""
        self.rich = RichConsole(stderr=True, highlight=False, markup=False, soft_wrap=True)

    def note(self, text: str) -> None:
        """Show one line."""
        print(text, file=sys.stderr)

    def error(self, text: str) -> None:
        """Show one line that something is wrong."""
        print(text, file=sys.stderr)

    def progress(self, label: str, items: Iterator[Any], total: int) -> Iterator[Any]:
        """Pass items on, with a bar on a terminal where it takes over a second."""
        if not self.rich.is_terminal or total < MIN_FOR_PROGRESS:
            return items
        return iter(track(items, description=label, total=total, console=self.rich, transient=True))

    def counts(self, words: Words, catalogue: Catalogue) -> None:
        """Show how many records of each kind the site holds, on a terminal only."""
        if not self.rich.is_terminal:
            return
        table = Table(show_header=False, box=None)
        groups = {
            "organization": catalogue.organizations,
            "post": catalogue.posts,
            "project": catalogue.projects,
            "campaign": catalogue.campaigns,
            "opportunity": catalogue.opportunities,
            "resource": catalogue.resources,
        }
        for kind, records in groups.items():
            table.add_row(words.kind(kind, "many"), str(len(records)))
        self.rich.print(table)
