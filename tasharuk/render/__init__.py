"""Stage render: Pages come in, the bytes of their files go out."""

from __future__ import annotations

from tasharuk.render.asked import BODIES, Question, Site, Watch, WatchedCatalogue, WatchedHistory
from tasharuk.render.renderer import ASSETS, Renderer
from tasharuk.render.styled import Styles
from tasharuk.render.texts import SharedTexts

__all__ = [
    "ASSETS",
    "BODIES",
    "Question",
    "Renderer",
    "SharedTexts",
    "Site",
    "Styles",
    "Watch",
    "WatchedCatalogue",
    "WatchedHistory",
]
