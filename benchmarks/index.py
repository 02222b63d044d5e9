"""How long the search's index takes: with nothing kept, for the first time, and after a change to one document.

    python -m benchmarks.index [--docs 10000] [--runs 5] [--shared ../shared] [--root FOLDER]

Prints a Markdown table of CPU seconds in one process, from the catalogue to the texts of all files, the word lists that
have to be read included. The corpus is the evaluation's, as `benchmarks.search` makes it.
"""

from __future__ import annotations

import argparse
import gc
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from benchmarks.search import TODAY, make_corpus
from tasharuk.assembly import index_files
from tasharuk.catalogue import Catalogue
from tasharuk.job import Job
from tasharuk.parse import parse_records
from tasharuk.pipeline import PLACES, check
from tasharuk.read import Source, place_of_path, read_bytes, source_of
from tasharuk.words import load_words
from tests.tools.building import REPOSITORY


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--docs", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--shared", type=lambda path: Path(path).resolve(), default=REPOSITORY.parent / "shared")
    parser.add_argument("--root", type=Path, help="a directory at hand, of which one post is changed, instead")
    options = parser.parse_args()
    evaluation = options.shared / "search-eval"
    if not options.root and not evaluation.is_dir():
        sys.exit(f"The evaluation is not there: {evaluation}")
    with tempfile.TemporaryDirectory(prefix="tasharuk-index-") as folder:
        root = options.root or make_corpus(evaluation, Path(folder), options.docs)[0]
        job = Job(root, date.fromisoformat(TODAY), uses_cache=True)
        catalogue = check(job).catalogue
        print(f"Python {sys.version.split()[0]}, {options.runs} runs, median and least\n")
        print("| what | CPU s, median | least |\n|---|---|---|")
        post, profile = _first(catalogue, "/posts/"), _first(catalogue, "/profile.yml")
        scenarios: dict[str, Callable[[], float]] = {
            "nothing kept (`--no-cache`)": lambda: _seconds(replace(job, uses_cache=False), catalogue),
            "for the first time": lambda: _seconds(job, catalogue, forget=True),
            "one post changed": lambda: _seconds(job, _changed(job, catalogue, post)),
            "one profile changed": lambda: _seconds(job, _changed(job, catalogue, profile)),
            "nothing changed": lambda: _seconds(job, catalogue),
        }
        found: dict[str, list[float]] = {name: [] for name in scenarios}
        for _ in range(options.runs):
            for name, measure in scenarios.items():
                found[name].append(measure())
                if name == "one profile changed":
                    _seconds(job, catalogue)  # back to what it was
        for name, times in found.items():
            print(f"| {name} | {statistics.median(times):.2f} | {min(times):.2f} |")


def _seconds(job: Job, catalogue: Catalogue, *, forget: bool = False) -> float:
    """Return the CPU seconds from the catalogue, its orderings not yet made, to the texts of all files."""
    if forget:
        shutil.rmtree(job.root / ".cache" / "search", ignore_errors=True)
    fresh = replace(catalogue)
    words = load_words(job.own_or("content/words"), "ar")
    gc.collect()
    started = time.process_time()
    for _file in index_files(job, fresh, words):
        pass
    return time.process_time() - started


def _first(catalogue: Catalogue, part: str) -> str:
    return min(record.path for record in catalogue.records if part in record.path)


def _changed(job: Job, catalogue: Catalogue, path: str) -> Catalogue:
    """Return the catalogue with one more line in a file, which itself stays as it is."""
    place = place_of_path(path, PLACES)
    assert place
    line = f"\n# {time.monotonic_ns()}\n"  # a comment in a profile, a heading in a post
    source = source_of(read_bytes(job.file(path)) + line.encode(), path, place)
    assert isinstance(source, Source)
    (record,) = parse_records([source]).records
    return replace(catalogue, records=tuple(record if old.path == path else old for old in catalogue.records))


if __name__ == "__main__":
    main()
