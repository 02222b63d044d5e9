"""Rows of lists as HTML, each made once: at 10,000 organizations the row of one stands in 17 lists.

A page that shows a row asked all that was asked while it was made, whichever page it was made for. The rows lie in a
file, 1 kB each, so that those of 100,000 organizations take no room in memory.
"""

from __future__ import annotations

import marshal
import os
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from markupsafe import Markup

from tasharuk.model.base import Record
from tasharuk.render.asked import Watch
from tasharuk.render.engine import LeanEnvironment
from tasharuk.shelf import Sheets
from tasharuk.views import AllViews

MOST_OF_POSTS = 1_000  # rows, which come back only while the pages of their organization are made
MOST = 1_000_000  # those of 100,000 organizations and 50,000 campaigns are a third of it
Form: TypeAlias = tuple[Any, ...]  # what else the macro is given


class Rows:
    """The rows of one kind; `make` makes one, in the form that is asked for. At `most` so many are held."""

    def __init__(self, watch: Watch, make: Callable[..., str], most: int = MOST) -> None:
        """Hold no row yet."""
        self._watch, self._make, self._most = watch, make, most
        self._forget()

    def __call__(self, records: Iterable[Record], *form: Any) -> list[Markup]:
        """Return records as rows; what their making asks is with the watch afterwards."""
        if self._process != os.getpid():  # forked meanwhile: the file is the other's
            self._forget()
        return [self._row(record, form) for record in records]

    def __len__(self) -> int:
        """Return how many rows are held."""
        return sum(map(len, self._places.values()))

    def _forget(self) -> None:
        self._sheets, self._process = Sheets(), os.getpid()
        self._places: dict[Form, dict[str, tuple[int, int]]] = defaultdict(dict)  # by path: place and size

    def _row(self, record: Record, form: Form) -> Markup:
        place = self._places[form].get(record.path)
        if place is not None:
            html, asked = marshal.loads(self._sheets.read(*place))  # noqa: S302 - written by this very process
            self._watch.ask_all(asked)
            return Markup(html)  # noqa: S704 - made by a macro
        made, asked = self._watch.while_making(lambda: self._make(record, *form))
        if len(self) >= self._most:
            self._forget()
        packed = marshal.dumps((str(made), asked))
        self._places[form][record.path] = (self._sheets.put(packed), len(packed))
        return Markup(made)  # noqa: S704 - made by a macro


def rows_for(environment: LeanEnvironment, view: AllViews, watch: Watch) -> dict[str, Rows]:
    """Return what templates call for rows, by name."""

    def organization(item: Any, level: int = 3) -> str:
        return str(environment.component("components/orgrow.html").orgrow(view.organization_row(item), level))

    def post(item: Any, with_owner: bool, level: int = 3) -> str:
        return str(environment.component("components/feed.html").feedrow(view.post_row(item, with_owner), level))

    def campaign(item: Any, level: int = 3) -> str:
        return str(environment.component("components/card.html").card(level=level, **view.campaign_card(item)))

    return {
        "organization_rows": Rows(watch, organization),
        "post_rows": Rows(watch, post, MOST_OF_POSTS),
        "campaign_cards": Rows(watch, campaign),
    }
