"""The last stage: readers see the old site or the new, and nothing but a site is ever replaced."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tasharuk.standing import MARKER, Differences, differences_in
from tasharuk.write import (
    Artifact,
    ForeignFolder,
    UnsafePath,
    remove,
    stale_files,
    write_files,
    write_new,
    write_site,
)


def write(artifacts: Iterable[Artifact], out: Path) -> int:
    return len(write_site([lambda: artifacts], out))


OLD = [Artifact("index.html", b"old"), Artifact("gone/index.html", b"gone")]
NEW = [Artifact("index.html", b"new"), Artifact("a/b/index.html", b"deep")]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Return the place of a site, in a folder of its own."""
    return tmp_path / "public" / "site"


def files_in(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder, by path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def site_of(artifacts: list[Artifact]) -> dict[str, bytes]:
    return {MARKER: b"", **{artifact.path: artifact.content for artifact in artifacts}}


def test_the_first_site_is_written_whole_and_counted(out: Path) -> None:
    assert write(NEW, out) == 2
    assert files_in(out) == site_of(NEW)


def test_a_new_site_replaces_the_old_one_and_no_file_of_it_stays(out: Path) -> None:
    write(OLD, out)
    write(NEW, out)
    assert files_in(out) == site_of(NEW)
    assert [path.name for path in out.parent.iterdir()] == [out.name]


def test_the_old_site_stands_until_the_last_file_of_the_new_one_is_made(out: Path) -> None:
    write(OLD, out)
    seen = []

    def watched() -> Iterator[Artifact]:
        for artifact in NEW:
            yield artifact
            seen.append(files_in(out))

    write(watched(), out)
    assert seen == [site_of(OLD)] * len(NEW)


def test_a_build_that_breaks_off_leaves_the_old_site_and_nothing_else(out: Path) -> None:
    write(OLD, out)

    def broken() -> Iterator[Artifact]:
        yield NEW[0]
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write(broken(), out)
    assert files_in(out) == site_of(OLD)
    assert [path.name for path in out.parent.iterdir()] == [out.name]


def test_the_old_site_comes_back_when_the_new_one_cannot_take_its_place(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(OLD, out)
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if (self / "a").is_dir() and target == out:
            raise OSError
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(OSError):
        write(NEW, out)
    assert files_in(out) == site_of(OLD)
    assert [path.name for path in out.parent.iterdir()] == [out.name]


def test_a_folder_that_is_no_site_is_not_replaced(out: Path) -> None:
    write_new(out / "thesis.txt", "ten years of work")
    with pytest.raises(ForeignFolder):
        write(NEW, out)
    assert files_in(out) == {"thesis.txt": b"ten years of work"}


def test_a_file_is_not_replaced(out: Path) -> None:
    write_new(out, "a file")
    with pytest.raises(ForeignFolder):
        write(NEW, out)
    assert out.read_text(encoding="utf-8") == "a file"


def test_an_empty_folder_may_become_a_site(out: Path) -> None:
    out.mkdir(parents=True)
    write(NEW, out)
    assert files_in(out) == site_of(NEW)


@pytest.mark.parametrize("path", ["../escape.html", "a/../../escape.html", "/tmp/escape.html", ".."])
def test_no_file_is_written_outside_the_site(out: Path, path: str) -> None:
    write(OLD, out)
    with pytest.raises(UnsafePath):
        write([*NEW, Artifact(path, b"x")], out)
    assert files_in(out) == site_of(OLD)
    assert not list(out.parent.rglob("escape.html"))


@pytest.mark.parametrize("path", ["index.html", "INDEX.html"], ids=["the same", "the same but for capitals"])
def test_two_artifacts_do_not_claim_one_file(out: Path, path: str) -> None:
    with pytest.raises(UnsafePath):
        write([*NEW, Artifact(path, b"x")], out)
    assert not out.exists()


def test_the_site_can_be_read_by_a_web_server(out: Path) -> None:
    write(NEW, out)
    assert out.stat().st_mode & 0o755 == 0o755


def test_generated_files_are_stale_until_written_and_whenever_they_are_edited(tmp_path: Path) -> None:
    assert stale_files(tmp_path, NEW) == [artifact.path for artifact in NEW]
    write_files(tmp_path, NEW)
    assert stale_files(tmp_path, NEW) == []
    (tmp_path / "index.html").write_bytes(b"edited")
    assert stale_files(tmp_path, NEW) == ["index.html"]


def test_generated_files_that_are_right_are_not_touched(tmp_path: Path) -> None:
    write_files(tmp_path, NEW)
    os.utime(tmp_path / "index.html", (0, 0))
    write_files(tmp_path, NEW)
    assert (tmp_path / "index.html").stat().st_mtime == 0


def test_a_starter_file_never_overwrites(tmp_path: Path) -> None:
    file = tmp_path / "new" / "profile.yml"
    assert write_new(file, "سطر\n")
    assert not write_new(file, "other")
    assert file.read_bytes() == "سطر\n".encode()


def test_removal_takes_what_it_is_told_and_counts_what_was_there(tmp_path: Path) -> None:
    write_files(tmp_path, [Artifact(path, b"x") for path in ("a/1.yml", "a/m/2.png", "b/1.md", "b/2.md", "c.md")])
    assert remove(tmp_path, ["a", "missing"], ["b/1.md", "missing.md"]) == 3
    assert sorted(files_in(tmp_path)) == ["b/2.md", "c.md"]


def test_removal_does_not_follow_a_link(tmp_path: Path) -> None:
    write_new(tmp_path / "kept" / "1.md", "x")
    (tmp_path / "link").symlink_to(tmp_path / "kept", target_is_directory=True)
    assert remove(tmp_path, ["link"], []) == 0
    assert (tmp_path / "kept" / "1.md").exists()


def test_a_standing_site_tells_what_is_gone_what_is_another_and_what_is_nobodys(tmp_path: Path) -> None:
    pages = [Artifact(f"{name}/index.html", name.encode()) for name in ("one", "two", "three")]
    out = tmp_path / "site"
    standing = write_site([lambda: pages], out)
    assert differences_in(out, standing) == Differences(frozenset(), frozenset())
    (out / "one/index.html").unlink()
    (out / "two/index.html").write_bytes(b"another")
    (out / "stray.html").write_bytes(b"")
    found = differences_in(out, standing)
    assert found == Differences(frozenset({"one/index.html"}), frozenset({"two/index.html", "stray.html"}))
    assert list(found.same(standing)) == ["three/index.html"]
    again = write_site([lambda: pages], out, standing=standing, look=lambda: found)
    assert again.keys() == standing.keys()
    assert differences_in(out, again) == Differences(frozenset(), frozenset())
    assert (out / "two/index.html").read_bytes() == b"two"


def test_a_folder_without_the_mark_of_a_site_is_none(tmp_path: Path) -> None:
    standing = write_site([lambda: [Artifact("index.html", b"a")]], tmp_path / "site")
    (tmp_path / "site" / MARKER).unlink()
    assert differences_in(tmp_path / "site", standing) is None
    assert differences_in(tmp_path / "nowhere", standing) is None
