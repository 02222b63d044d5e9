"""Stage render: Pages come in, Artifacts go out."""

from __future__ import annotations

from tasharuk.render.renderer import ASSETS, Renderer

__all__ = ["ASSETS", "Renderer"]
