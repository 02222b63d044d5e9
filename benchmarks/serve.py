"""How long after a file is saved the preview shows it, over HTTP.

python -m benchmarks.serve [--size 2000] [--saves 10] [--shared ../shared] [--work DIR]
"""

from __future__ import annotations

import socket
import statistics
import subprocess
import sys
import time
from http.client import HTTPException
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from benchmarks.corpora import bench_of, make, parser_of, work_folder
from tests.tools.building import REPOSITORY

TODAY = "2026-06-01"
PATIENCE = 600  # seconds


def main() -> None:
    """Measure and print a Markdown table."""
    parser = parser_of(__doc__)
    parser.add_argument("--size", type=int, default=2000)
    parser.add_argument("--saves", type=int, default=10)
    options = parser.parse_args()
    bench = bench_of(options)
    with work_folder(options) as work:
        root = work / f"serve-{options.size}"
        make(bench, options.size, root)
        _measure(root, options.size, options.saves)


def _measure(root: Path, size: int, saves: int) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, str(REPOSITORY / "build.py"), "serve", "--root", str(root), "--out", str(root / "out")]
    command += ["--today", TODAY, "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        post = min(root.glob("organizations/*/posts/*.md"))
        parts = post.relative_to(root).with_suffix("").parts
        page = f"http://127.0.0.1:{port}/{'/'.join(parts)}/"
        _until(page, "<main")
        _saved(post, page, "warm")  # the first save waits until the directory is in memory
        shown = [_saved(post, page, str(number)) for number in range(saves)]
    finally:
        server.terminate()
        server.wait()
    print("| N | saves | median ms | longest ms |\n|---|---|---|---|")
    print(f"| {size} | {saves} | {statistics.median(shown) * 1000:.0f} | {max(shown) * 1000:.0f} |")


def _saved(post: Path, page: str, mark: str) -> float:
    """Save a post with another line; returns the seconds until its page holds it."""
    line = f"سطر {mark} {time.monotonic_ns()}"
    post.write_text(f"{post.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    started = time.monotonic()
    _until(page, line)
    shown = time.monotonic() - started
    time.sleep(1)
    return shown


def _until(page: str, text: str) -> None:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        try:
            with urlopen(page) as answer:  # our own server
                if text in answer.read().decode("utf-8"):
                    return
        except (URLError, HTTPException):  # not up yet, or the file was replaced under its hands
            time.sleep(0.01)
        time.sleep(0.005)
    sys.exit(f"{page} does not show {text!r}")


if __name__ == "__main__":
    main()
