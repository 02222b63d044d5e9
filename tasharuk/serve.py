"""The preview server: builds, serves on 127.0.0.1, builds anew and reloads the browser when a file changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

WATCHED = ("organizations", "campaigns", "content", "templates")


def serve(root: Path, program: Path, out: Path, rebuild: Callable[[], None], port: int) -> None:
    """Serve `out` until interrupted; `rebuild` is called once after each burst of changes."""
    from livereload import Server  # only this command pays for it

    server = Server()
    for folder in dict.fromkeys((root, program)):
        for name in WATCHED:
            if (folder / name).is_dir():
                server.watch(str(folder / name / "**"), rebuild, delay=0)
    server.serve(root=str(out), host="127.0.0.1", port=port, restart_delay=0)
