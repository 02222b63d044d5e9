"""HTML of texts that one edition has shown, for the next: a text is turned to HTML once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from markupsafe import Markup

from tasharuk.render.asked import PAGE, Question, Watch

MOST_HELD = 256  # texts that the other edition has not shown yet
Key: TypeAlias = tuple[str, str]  # path of the record, and the text


@dataclass
class SharedTexts:
    """The texts that are still to be shown by another edition, each with what its making asked of the site.

    A text with links to pages is made for each edition, since its links differ.
    """

    held: dict[Key, tuple[Markup, tuple[Question, ...]]] = field(default_factory=dict)

    def html(self, key: Key, watch: Watch, make: Callable[[], Markup]) -> Markup:
        """Return the HTML of a text, made now or for the other edition; what it asks is with the watch afterwards."""
        found = self.held.pop(key, None)
        if found is not None:
            html, asked = found
            watch.ask_all(asked)
            return html
        html, asked = watch.while_making(make)
        if not any(what == PAGE for what, _ in asked):
            if len(self.held) >= MOST_HELD:
                self.held.clear()
            self.held[key] = (html, asked)
        return html
