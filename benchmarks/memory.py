"""How much memory a cold build takes in all its processes together, and how both it and the time grow.

    python -m benchmarks.memory [--sizes 2000,10000] [--jobs 2] [--warm] [--shared ../shared] [--work DIR]

The corpus is that of `shared/bench/ssg`. What processes share counts once (PSS, looked at twenty times a second).
`more a record` is what each record takes beyond the size before it: the program itself is not in it.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from benchmarks.build import Corpus, Run
from benchmarks.corpora import bench_of, make, parser_of, work_folder

RECORDS = ("organizations/*/profile.yml", "organizations/*/posts/*.md", "campaigns/*.md")
HEAD = (
    "N",
    "records",
    "all processes MiB",
    "largest MiB",
    "more a record, bytes",
    "wall s",
    "CPU s",
    "CPU × the size before",
)


def main() -> None:
    """Measure and print a Markdown table."""
    parser = parser_of(__doc__)
    parser.add_argument("--sizes", default="2000,10000")
    parser.add_argument("--jobs", default="2")
    parser.add_argument(
        "--warm", action="store_true", help="build once before, and measure what the cache leaves to do"
    )
    options = parser.parse_args()
    bench = bench_of(options)
    with work_folder(options) as work:
        print(f"{os.cpu_count()} processors, Python {sys.version.split()[0]}, {options.jobs} jobs\n")
        print(f"| {' | '.join(HEAD)} |\n{'|---' * len(HEAD)}|")
        before: tuple[int, Run] | None = None
        for size in map(int, options.sizes.split(",")):
            count, run = _measure(bench, Corpus(work / f"ours-{size}"), size, options)
            more = times = ""
            if before:
                more = f"{(run.total - before[1].total) * 2**20 / (count - before[0]):.0f}"
                times = f"{run.cpu / before[1].cpu:.2f}"
            row = (size, count, f"{run.total:.0f}", f"{run.peak:.0f}", more, f"{run.wall:.0f}", f"{run.cpu:.0f}", times)
            print(f"| {' | '.join(map(str, row))} |", flush=True)
            before = (count, run)


def _measure(bench: Path, corpus: Corpus, size: int, options: argparse.Namespace) -> tuple[int, Run]:
    """Return the number of records of a corpus, and what its build took."""
    make(bench, size, corpus.root)
    count = sum(1 for pattern in RECORDS for _ in corpus.root.glob(pattern))
    corpus.forget(cache=True)
    if options.warm:
        corpus.build("--jobs", options.jobs)
        corpus.forget(cache=False)
    return count, corpus.build("--jobs", options.jobs)


if __name__ == "__main__":
    main()
