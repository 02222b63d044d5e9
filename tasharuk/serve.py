"""The preview server: serves on 127.0.0.1, shows a saved page at once, builds anew and reloads the browser."""

from __future__ import annotations

import os
import subprocess  # runs our own build
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import Any

from livereload import Server
from livereload.watcher import Watcher
from tornado.ioloop import IOLoop
from watchfiles import watch

WATCHED = ("organizations", "campaigns", "content", "templates")
PAUSE_MS, BURST_MS = 30, 1_000  # without a change, after which a burst is over; and the longest burst
TICK_MS = 200  # between two looks at the build that runs
GIVES_WAY = 10  # the precedence of builds, of -20 to 19, the lowest
NOW = ("__livereload__", None)  # what makes livereload reload without a pause of its own

Show = Callable[[Iterable[Path]], bool]


@dataclass
class Workshop:
    """Shows what is saved and keeps one build running as long as something is not built yet.

    `prepare` brings up to date what `show` needs; `show` writes the pages of saved files and tells whether there is
    something to see; `build` is a command. `unbuilt` are the files saved since the last build began.
    """

    prepare: Callable[[], None]
    show: Show
    build: Sequence[str]
    unbuilt: frozenset[Path] = frozenset()
    running: subprocess.Popen[bytes] | None = None
    builds: int = 0

    def step(self, saved: Iterable[Path]) -> bool:
        """Take note of saved files and of a build that has ended; tells whether browsers should reload.

        What was saved while that build ran is shown again: the build has written the pages as they were before.
        """
        saved = frozenset(saved)
        self.unbuilt |= saved
        has_ended = self.running is not None and self.running.poll() is not None
        if has_ended:
            self.running = None
            self.prepare()
        fresh = self.unbuilt if has_ended else saved
        is_shown = bool(fresh) and self.show(fresh)
        if self.unbuilt and self.running is None:
            self.running, self.unbuilt = _started(self.build), frozenset()
            self.builds += 1
        return is_shown or has_ended


def _started(build: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start a build that gives way to the page of a saved file, for which somebody waits."""
    process = subprocess.Popen(build)  # noqa: S603 - our own command
    if hasattr(os, "setpriority"):
        with suppress(ProcessLookupError):  # it has ended already
            os.setpriority(os.PRIO_PROCESS, process.pid, GIVES_WAY)
    return process


class _Watcher(Watcher):  # type: ignore[misc]
    """Waits for the system to tell of changes, in a thread of its own; livereload would ask every file in turn."""

    def __init__(self, folders: Sequence[Path], workshop: Workshop) -> None:
        super().__init__()
        self._folders, self._workshop = folders, workshop

    def start(self, callback: Callable[[], None]) -> bool:
        """Begin to watch; `callback` is called in the loop of the server."""
        Thread(target=self._run, args=(IOLoop.current(), callback), daemon=True).start()
        return True

    def examine(self) -> tuple[str | None, Any]:
        """Return the next change, if there is one."""
        return self._changes.pop() if self._changes else (None, None)

    def _run(self, loop: IOLoop, callback: Callable[[], None]) -> None:
        bursts = saves(self._folders)
        for number, saved in enumerate(bursts):
            if not number:  # watched from now on: what is saved meanwhile comes next
                self._workshop.prepare()
            if self._workshop.step(saved):
                self._changes.append(NOW)
                loop.add_callback(callback)


def saves(folders: Sequence[Path], stop: Event | None = None) -> Iterator[set[Path]]:
    """Yield the files of each burst of changes below folders, and an empty set whenever a tick has passed without."""
    for changes in watch(
        *folders,
        step=PAUSE_MS,
        debounce=BURST_MS,
        rust_timeout=TICK_MS,
        yield_on_timeout=True,
        stop_event=stop,
        raise_interrupt=False,
    ):
        yield {Path(path) for _change, path in changes}


def serve(roots: Iterable[Path], out: Path, workshop: Workshop, port: int) -> None:
    """Serve `out` until interrupted; the workshop is told of each burst of changes below the roots."""
    folders = [root / name for root in dict.fromkeys(roots) for name in WATCHED if (root / name).is_dir()]
    server = Server(watcher=_Watcher(folders, workshop))
    server.serve(root=str(out), host="127.0.0.1", port=port, restart_delay=0)
