"""What the terminal shows beside the report: lines, a closing table; quiet where nobody looks."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeVar

MIN_FOR_PROGRESS = 500  # items; fewer take about a second
T = TypeVar("T")

if TYPE_CHECKING:
    from rich.console import Console as RichConsole

    from tasharuk.catalogue import Catalogue
    from tasharuk.words import Words


class Console:
    """Standard error for people: plain lines in a file, colour, bars and tables on a terminal."""

    @property
    def is_terminal(self) -> bool:
        """Tell whether somebody looks on."""
        return sys.stderr.isatty()

    def note(self, text: str) -> None:
        """Show one line."""
        print(text, file=sys.stderr)

    def error(self, text: str) -> None:
        """Show one line that something is wrong."""
        print(text, file=sys.stderr)

    def progress(self, label: str, items: Iterator[T], total: int) -> Iterator[T]:
        """Pass items on, with a bar on a terminal where it takes over a second."""
        if not self.is_terminal or total < MIN_FOR_PROGRESS:
            return items
        from rich.progress import track  # only a terminal pays for it

        return iter(track(items, description=label, total=total, console=self._rich(), transient=True))

    def counts(self, words: Words, catalogue: Catalogue) -> None:
        """Show how many records of each kind the site holds, on a terminal only."""
        if not self.is_terminal:
            return
        from rich.table import Table  # only a terminal pays for it

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
        self._rich().print(table)

    def _rich(self) -> RichConsole:
        from rich.console import Console as RichConsole

        return RichConsole(stderr=True, highlight=False, markup=False, soft_wrap=True)
