"""How long the judging of a small change takes, and how much memory, beside a check that reads everything.

    python -m benchmarks.check [--sizes 2000,10000] [--runs 3] [--shared ../shared] [--work DIR]

The corpus is that of `shared/bench/ssg`, committed to a repository; each change is made on disk and not committed.
Times are medians; memory is the most that all processes held at one moment, git's among them, in a run of its own.
Python may keep its compiled modules, as it does wherever nobody forbids it (PYTHONDONTWRITEBYTECODE).
"""

from __future__ import annotations

import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.build import TODAY, memory_of
from benchmarks.corpora import bench_of, make, parser_of, work_folder
from tests.tools.building import REPOSITORY

PAUSE = 0.005  # seconds between two looks at the memory
ACCOUNT = """\
donation_channels:
  - {kind: wallet, account_name: جمعية, account_number: 0000 0000 0042 01, valid_from: 2026-01-01}"""
HELD = 3  # the exit code when something waits for a reviewer


@dataclass(frozen=True)
class Change:
    """One file of the corpus, and a text in it that is replaced."""

    name: str
    pattern: str
    old: str
    new: str

    def make(self, root: Path) -> None:
        """Change the first file that holds the text."""
        found = ((file, file.read_text("utf-8")) for file in sorted(root.glob(self.pattern)))
        file, text = next((file, text) for file, text in found if re.search(self.old, text))
        file.write_text(re.sub(self.old, self.new, text, count=1), encoding="utf-8")


CHANGES = (
    Change("one profile", "organizations/*/profile.yml", r"(?m)^volunteers: (\d+)$", r"volunteers: 1\1"),
    Change("one post", "organizations/*/posts/*.md", r"\n\Z", "\nسطر جديد.\n"),
    Change("one account", "organizations/*/profile.yml", r"\n\Z", f"\n{ACCOUNT}\n"),
)


def main() -> None:
    """Measure and print a Markdown table."""
    parser = parser_of(__doc__)
    parser.add_argument("--sizes", default="2000,10000")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    bench = bench_of(options)
    with work_folder(options) as work:
        print(f"{os.cpu_count()} processors, Python {sys.version.split()[0]}, {options.runs} runs, medians\n")
        print("| N | what changed | wall s | CPU s | all processes MiB |\n|---|---|---|---|---|")
        for size in map(int, options.sizes.split(",")):
            _measure(_repository(bench, size, work), size, options.runs)


def _repository(bench: Path, size: int, work: Path) -> Path:
    root = work / f"check-{size}"
    if make(bench, size, root):
        _git(root, "init", "--quiet")
        _git(root, "add", "--all")
        _git(root, "-c", "user.name=bench", "-c", "user.email=bench@example.org", "commit", "--quiet", "-m", "base")
        _git(root, "gc", "--quiet")
    return root


def _git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=root, check=True)


def _measure(root: Path, size: int, runs: int) -> None:
    shutil.rmtree(root / ".cache", ignore_errors=True)
    _git(root, "checkout", "--quiet", "--", ".")
    for index, change in enumerate(CHANGES):
        change.make(root)
        if index == 0:
            _row(size, f"{change.name}, nothing kept yet", root, 0)
        _row(size, change.name, root, runs)
        if index == len(CHANGES) - 1:
            _row(size, f"{change.name}, everything read", root, 0, "--no-cache")
        _git(root, "checkout", "--quiet", "--", ".")


def _row(size: int, name: str, root: Path, runs: int, *options: str) -> None:
    command = [sys.executable, str(REPOSITORY / "build.py"), "check", "--root", str(root), "--base", "HEAD"]
    command += ["--today", TODAY, *options]
    watched = _watched(command, root)
    taken = [_timed(command, root) for _ in range(runs)] or [watched[:2]]
    wall, cpu = map(statistics.median, zip(*taken, strict=True))
    print(f"| {size} | {name} | {wall:.2f} | {cpu:.2f} | {watched[2]:.0f} |", flush=True)


def _timed(command: list[str], folder: Path) -> tuple[float, float]:
    """Run a command; returns seconds of the clock, and of all processors by all processes."""
    return _watched(command, folder, looks=False)[:2]


def _watched(command: list[str], folder: Path, *, looks: bool = True) -> tuple[float, float, float]:
    """Run a command; returns seconds, of processors too, and the most MiB that all its processes held at one moment."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before, started, peak = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic(), 0.0
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(command, cwd=folder, env=env, stdout=said, stderr=said) as process,
    ):
        while looks and process.poll() is None:
            peak = max(peak, memory_of(process.pid))
            time.sleep(PAUSE)
        if process.wait() not in (0, HELD):
            said.seek(0)
            sys.exit(said.read().decode(errors="replace"))
    wall, after = time.monotonic() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, peak


if __name__ == "__main__":
    main()
