"""Stage render: Pages come in, Artifacts go out."""

from __future__ import annotations

from tasharuk.render.asked import Question, Site
from tasharuk.render.compiled import CompiledTemplates
from tasharuk.render.renderer import ASSETS, Renderer

__all__ = ["ASSETS", "CompiledTemplates", "Question", "Renderer", "Site"]
