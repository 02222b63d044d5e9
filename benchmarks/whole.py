"""The whole product beside the page set that other generators make of the same content.

    python -m benchmarks.whole [--sizes 2000] [--runs 3] [--shared ../shared] [--work DIR]

The corpus is that of `shared/bench/ssg`, once as it is made, with all features off, and once with all of them on: the
English tree, history, search, open data, pictures and the form for use without a line. It is committed to a repository
with COMMITS changes of ROWS profiles each, so that there is a history to tell; it holds no pictures. The two are built
in turns, cold and with an empty output beside a warm cache; ratios are whole / page set.
"""

from __future__ import annotations

import re
import statistics
import subprocess
from collections.abc import Mapping
from pathlib import Path

from benchmarks.build import Corpus, Run
from benchmarks.corpora import bench_of, make, parser_of, work_folder

COMMITS, ROWS = 20, 10
WHO = ("-c", "user.name=bench", "-c", "user.email=bench@example.org", "-c", "commit.gpgsign=false")
DAY = "2026-04-{:02}T12:00:00+03:00"
HEAD = "| N | what | files | MB | wall s | CPU s | all processes MiB | wall, beside the page set cold |"
MODES = {"cold": True, "empty output, warm cache": False}  # whether the cache is removed too


def main() -> None:
    """Measure and print a Markdown table."""
    parser = parser_of(__doc__)
    parser.add_argument("--sizes", default="2000")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    bench = bench_of(options)
    print(HEAD + "\n" + "|---" * (HEAD.count("|") - 1) + "|")
    with work_folder(options) as work:
        for size in map(int, options.sizes.split(",")):
            corpora = {"page set": Corpus(work / f"set-{size}"), "whole": Corpus(work / f"whole-{size}")}
            for name, corpus in corpora.items():
                if make(bench, size, corpus.root) and name == "whole":
                    switch_on(corpus.root)
                    commit(corpus.root)
            _print(size, corpora, _measured(corpora, options.runs))


def switch_on(root: Path) -> None:
    """Switch on every feature in the settings of a corpus."""
    file = root / "content/site.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"(\w+): false", r"\1: true", text), encoding="utf-8")


def commit(root: Path) -> None:
    """Give a corpus a history: what was made, then changes of profiles one after the other."""
    (root / ".gitignore").write_text("/out/\n/.cache/\n", encoding="utf-8")
    _git(root, 1, "init", "--quiet")
    profiles = sorted(root.glob("organizations/*/profile.yml"))
    for number in range(COMMITS + 1):
        for profile in profiles[number * ROWS : (number + 1) * ROWS] if number else ():
            text = profile.read_text(encoding="utf-8")
            profile.write_text(re.sub(r"(?m)^volunteers: (\d+)$", r"volunteers: 1\1", text), encoding="utf-8")
        _git(root, number + 1, "add", "--all")
        _git(root, number + 1, *WHO, "commit", "--quiet", "--allow-empty", "--message", f"Change {number}")


def _git(root: Path, day: int, *arguments: str) -> None:
    dated = {name: DAY.format(day) for name in ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE")}
    subprocess.run(["git", *arguments], cwd=root, check=True, env={"PATH": "/usr/bin:/bin:/usr/local/bin", **dated})


def _measured(corpora: Mapping[str, Corpus], runs: int) -> dict[tuple[str, str], list[Run]]:
    """Build in turns; returns the runs by mode and corpus."""
    found: dict[tuple[str, str], list[Run]] = {(mode, name): [] for mode in MODES for name in corpora}
    for _ in range(runs):
        for mode, forgets in MODES.items():
            for name, corpus in corpora.items():
                corpus.forget(cache=forgets)
                found[mode, name].append(corpus.build())
    return found


def _print(size: int, corpora: Mapping[str, Corpus], found: Mapping[tuple[str, str], list[Run]]) -> None:
    base = statistics.median(run.wall for run in found["cold", "page set"])
    for (mode, name), runs in found.items():
        files = [file.stat().st_size for file in corpora[name].out.rglob("*") if file.is_file()]
        wall, cpu, total = (statistics.median(getattr(run, part) for run in runs) for part in ("wall", "cpu", "total"))
        cells = (size, f"{name}, {mode}", len(files), f"{sum(files) / 1e6:.0f}")
        print(
            "| "
            + " | ".join(map(str, (*cells, f"{wall:.2f}", f"{cpu:.2f}", f"{total:.0f}", f"{wall / base:.2f}")))
            + " |"
        )


if __name__ == "__main__":
    main()
