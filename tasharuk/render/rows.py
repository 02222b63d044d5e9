"""Rows of lists as HTML, each made once: at 10,000 organizations the row of one stands in 17 lists.

A page that shows a row asked all that was asked while it was made, whichever page it was made for.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from markupsafe import Markup

from tasharuk.model.base import Record
from tasharuk.render.asked import Watch
from tasharuk.render.engine import LeanEnvironment
from tasharuk.views import AllViews

MOST_HELD = 200_000  # rows of about 1 kB; those of organizations come back once in each sector, governorate and cell
MOST_OF_POSTS = 1_000  # come back only while the pages of their organization are made
Form: TypeAlias = tuple[Any, ...]  # what else the macro is given


@dataclass(frozen=True)
class Rows:
    """The rows of one kind; `make` makes one, in the form that is asked for."""

    watch: Watch
    make: Callable[..., str]
    most: int = MOST_HELD
    held: dict[tuple[str, Form], bytes] = field(default_factory=dict)  # packed, half of what they take as text

    def __call__(self, records: Iterable[Record], *form: Any) -> list[Markup]:
        """Return records as rows; what their making asks is with the watch afterwards."""
        return [self._row(record, form) for record in records]

    def _row(self, record: Record, form: Form) -> Markup:
        key = (record.path, form)
        packed = self.held.get(key)
        if packed is not None:
            html, asked = marshal.loads(packed)  # noqa: S302 - packed by ourselves, in this very process
            self.watch.ask_all(asked)
            return Markup(html)  # noqa: S704 - made by a macro
        made, asked = self.watch.while_making(lambda: self.make(record, *form))
        if len(self.held) >= self.most:
            self.held.clear()
        self.held[key] = marshal.dumps((str(made), asked))
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
