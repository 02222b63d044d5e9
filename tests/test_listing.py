"""What git lists is where to look: whatever was done to files and index, nothing that differs is overlooked."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tasharuk.file_changes import changes
from tasharuk.listing import begin_listing
from tasharuk.revision import Revision
from tests.test_revision import git, write

FILES = [f"{top}/{name}" for top in ("organizations/lamp", "organizations/boat", "campaigns") for name in "abcd"]
SEEDS = range(20)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository of one commit with files that nothing may be done to yet."""
    root = tmp_path_factory.mktemp("listing") / "site"
    for number, path in enumerate(FILES):
        write(root, path, f"{number}\n")
    (root / "organizations/lamp/link").symlink_to("a")
    write(root, "README.md", "x\n")
    write(root, ".gitignore", "*.tmp\n")
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "base")
    return root


@pytest.fixture
def root(repository: Path, tmp_path: Path) -> Path:
    """Return a copy that git knows to be the same."""
    copy = Path(shutil.copytree(repository, tmp_path / "site", symlinks=True))
    git(copy, "update-index", "--refresh")
    return copy


def edit(root: Path, path: str) -> None:
    write(root, path, "other\n")


def stage(root: Path, path: str) -> None:
    edit(root, path)
    git(root, "add", path)


def stage_and_undo(root: Path, path: str) -> None:
    stage(root, path)
    write(root, path, f"{FILES.index(path)}\n")


def delete(root: Path, path: str) -> None:
    (root / path).unlink()


def forget(root: Path, path: str) -> None:
    git(root, "rm", "-q", "-f", "--cached", path)


def announce(root: Path, path: str) -> None:
    write(root, f"{path}-new", "new\n")
    git(root, "add", "-N", f"{path}-new")


def add(root: Path, path: str) -> None:
    write(root, f"{path}-new", "new\n")


def add_ignored(root: Path, path: str) -> None:
    write(root, f"{path}.tmp", "new\n")


def make_executable(root: Path, path: str) -> None:
    (root / path).chmod(0o755)


def make_a_link(root: Path, path: str) -> None:
    delete(root, path)
    (root / path).symlink_to("b")


def make_a_folder(root: Path, path: str) -> None:
    delete(root, path)
    write(root, f"{path}/file", "x\n")


def leave_out(root: Path, path: str) -> None:
    git(root, "update-index", "--skip-worktree", path)


EDITS: tuple[Callable[[Path, str], None], ...] = (
    *(edit, stage, stage_and_undo, delete, forget, announce, add),
    *(add_ignored, make_executable, make_a_link, make_a_folder, leave_out),
)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_differs_among_the_suspects_is_all_that_differs(seed: int, root: Path) -> None:
    chance = random.Random(seed)
    if seed % 3 == 0:
        git(root, "config", "core.fileMode", "false")
    for change, path in zip(chance.sample(EDITS, 4), chance.sample(FILES, 4), strict=True):
        change(root, path)
    base = Revision(root, "HEAD")
    listing = begin_listing(base)()
    assert listing is not None
    assert len(listing.suspects) <= 5
    assert changes(base, among=listing.suspects, known=listing.index) == changes(Revision(root, "HEAD"))
    on_disk = {file.relative_to(root).as_posix() for file in root.rglob("*") if file.is_symlink() or file.is_file()}
    assert {path for path in on_disk if not path.startswith(".git/")} <= listing.paths
    assert Revision(root, "HEAD").some(listing.suspects) == base.some(listing.suspects)


@pytest.mark.parametrize("mark", ["--assume-unchanged", "--skip-worktree"])
def test_a_mark_that_hides_a_file_hides_no_change(mark: str, root: Path) -> None:
    git(root, "update-index", mark, FILES[0])
    edit(root, FILES[0])
    base = Revision(root, "HEAD")
    listing = begin_listing(base)()
    assert listing is None or FILES[0] in listing.suspects
    if listing is not None:
        assert changes(base, among=listing.suspects, known=listing.index) == changes(Revision(root, "HEAD"))


def test_two_commits_are_told_apart_without_listing_either(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = git(root, "rev-parse", "HEAD")
    for change, path in zip((stage, make_executable, make_a_link, delete, add), FILES, strict=False):
        change(root, path)
    git(root, "add", "-A")
    git(root, "commit", "-qm", "next")
    base = Revision(root, first)
    listing = begin_listing(base, "HEAD")()
    assert listing is not None
    found = changes(base, "HEAD", listing.suspects)
    assert "entries" not in vars(base)
    assert found == changes(Revision(root, first), "HEAD")
    assert len(found) == 5
