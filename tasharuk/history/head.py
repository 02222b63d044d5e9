"""Which commit a root stands on, told by a few small files of its repository: no program is run to learn it."""

from __future__ import annotations

import hashlib
from pathlib import Path

MOST_LINKS = 5  # names that stand for another name; git follows as many
_SYMBOLIC = "ref:"


def head_stamp(root: Path) -> str:
    """Return what differs after every new commit, and when more of a shallow clone is fetched; empty without git."""
    git = _git_folder(root)
    if git is None:
        return ""
    shared = _shared(git)
    told = [_text(git / "HEAD"), *_names(git, shared), _shallow(shared)]
    told += [_text(folder / "reftable" / "tables.list") for folder in (git, shared)]
    return hashlib.blake2b(repr(told).encode("utf-8", "replace"), digest_size=16).hexdigest()


def is_shallow(root: Path) -> bool:
    """Tell whether the repository that holds the root was cloned without its beginning."""
    git = _git_folder(root)
    return git is not None and bool(_shallow(_shared(git)))


def _git_folder(root: Path) -> Path | None:
    """Find the folder of the repository: `.git` above or in the root, or where a file of that name points."""
    here = root.resolve()
    for folder in (here, *here.parents):
        entry = folder / ".git"
        if entry.is_dir():
            return entry
        if pointer := _text(entry):
            return folder / pointer.removeprefix("gitdir:").strip()
    return None


def _shared(git: Path) -> Path:
    """Return the folder that all work trees of a repository have in common."""
    return git / _text(git / "commondir").strip()


def _shallow(shared: Path) -> str:
    return _text(shared / "shallow")


def _names(git: Path, shared: Path) -> list[str]:
    """Return what the branch at hand stands for, name by name."""
    told: list[str] = []
    value = _text(git / "HEAD")
    while value.startswith(_SYMBOLIC) and len(told) < MOST_LINKS:
        name = value.removeprefix(_SYMBOLIC).strip()
        value = _text(git / name) or _text(shared / name) or _packed(shared, name)
        told.append(value)
    return told


def _packed(shared: Path, name: str) -> str:
    ending = f" {name}"
    lines = _text(shared / "packed-refs").splitlines()
    return next((line.removesuffix(ending) for line in lines if line.endswith(ending)), "")


def _text(file: Path) -> str:
    """Return what a file says; empty where there is none."""
    try:
        return file.read_text(encoding="utf-8", errors="surrogateescape")
    except (OSError, ValueError):
        return ""
