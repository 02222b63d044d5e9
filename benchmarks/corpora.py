"""What the benchmarks over made corpora share: two options, the folder of the comparison, and the making itself."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.tools.building import REPOSITORY


def parser_of(description: str | None) -> argparse.ArgumentParser:
    """Return a parser that knows where the shared folder lies (`--shared`) and where corpora are made (`--work`)."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=lambda path: Path(path).resolve(), default=REPOSITORY.parent / "shared")
    parser.add_argument("--work", type=Path, default=None, help="a folder for the corpora (default: a temporary one)")
    return parser


def bench_of(options: argparse.Namespace) -> Path:
    """Return the folder of the comparison of generators; ends the program where it is not there."""
    bench: Path = options.shared / "bench" / "ssg"
    if not (bench / "gen.py").is_file():
        sys.exit(f"The corpus generator is not there: {bench / 'gen.py'}")
    return bench


@contextmanager
def work_folder(options: argparse.Namespace) -> Iterator[Path]:
    """Yield the folder in which corpora are made."""
    with tempfile.TemporaryDirectory(prefix="tasharuk-bench-") as folder:
        yield options.work or Path(folder)


def make(bench: Path, size: int, root: Path, layout: str = "") -> bool:
    """Make a corpus of so many organizations, in the layout of another generator if one is named.

    Returns False where one is at hand already.
    """
    if root.is_dir():
        return False
    what = ["emit", layout] if layout else ["corpus"]
    subprocess.run([sys.executable, str(bench / "gen.py"), *what, str(size), str(root)], check=True)
    return True
