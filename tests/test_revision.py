"""What is asked of git, in real repositories: the right list of changes, and nothing of a repository ever run."""

from __future__ import annotations

import os
import subprocess
from datetime import date
from pathlib import Path

import pytest

from tasharuk.file_changes import FileChange, changes
from tasharuk.revision import Revision, UnknownRevision, checked_out

PROFILE = "organizations/lamp/profile.yml"


def git(folder: Path, *arguments: str, text: str | None = None) -> str:
    identity = ["-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "protocol.file.allow=always"]
    command = ["git", *identity, *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, input=text).stdout.strip()


def write(root: Path, path: str, text: str) -> Path:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a repository of one commit with one profile."""
    folder = tmp_path / "site"
    write(folder, PROFILE, "name: مصباح\n")
    git(folder, "init", "-q", "-b", "main")
    commit(folder)
    return folder


def commit(folder: Path) -> str:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", "step")
    return git(folder, "rev-parse", "HEAD")


def listed(root: Path, base: str = "HEAD", head: str = "") -> list[tuple[str, str, str]]:
    return [(change.path, change.old_mode, change.new_mode) for change in changes(Revision(root, base), head)]


def test_no_filter_hook_or_setting_of_a_repository_is_run(root: Path, tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    trip = write(tmp_path, "trip.sh", f"#!/bin/sh\ntouch {trap}\ncat\n")
    trip.chmod(0o755)
    for setting in ("filter.x.clean", "filter.x.smudge", "filter.x.process", "diff.x.textconv", "diff.external"):
        git(root, "config", setting, str(trip))
    for setting in ("core.fsmonitor", "core.pager", "core.editor", "diff.x.command"):
        git(root, "config", setting, str(trip))
    attributes = write(tmp_path, "attributes", "* filter=x diff=x\n")
    git(root, "config", "core.attributesFile", str(attributes))
    write(root, ".gitattributes", "* filter=x diff=x\n")
    hook = write(root, ".git/hooks/post-checkout", trip.read_text("utf-8"))
    hook.chmod(0o755)
    write(root, PROFILE, "name: قنديل\n")
    git(root, "-c", "core.attributesFile=/dev/null", "-c", "core.fsmonitor=false", "hash-object", "-w", PROFILE)
    trap.unlink(missing_ok=True)
    assert listed(root) == [(".gitattributes", "000000", "100644"), (PROFILE, "100644", "100644")]
    with checked_out(root, "HEAD") as place:
        assert (place / PROFILE).read_text("utf-8") == "name: مصباح\n"
    assert not trap.exists()


def test_settings_in_the_environment_lead_nowhere_else(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "-q")
    write(root, PROFILE, "name: قنديل\n")
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"):
        monkeypatch.setenv(name, str(other / ".git"))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "false")
    assert listed(root) == [(PROFILE, "100644", "100644")]


def test_marks_of_the_index_and_ignored_files_hide_no_change(root: Path) -> None:
    git(root, "update-index", "--assume-unchanged", PROFILE)
    write(root, PROFILE, "name: قنديل\n")
    write(root, ".gitignore", "*.md\n/notes\n")
    write(root, "organizations/lamp/posts/2026-05-01-x.md", "x")
    write(root, "notes/own.txt", "x")
    assert [path for path, *_ in listed(root)] == [
        ".gitignore",
        "organizations/lamp/posts/2026-05-01-x.md",
        PROFILE,
    ]


def test_files_that_a_sparse_checkout_leaves_out_are_not_deleted(root: Path) -> None:
    write(root, "templates/base.html", "x")
    commit(root)
    git(root, "sparse-checkout", "set", "organizations")
    assert not (root / "templates").exists()
    assert listed(root) == []
    assert listed(root, "HEAD~1") == [("templates/base.html", "000000", "100644")]


def test_odd_files_are_told_by_their_modes(root: Path) -> None:
    folder = root / "organizations/lamp"
    (folder / "link.png").symlink_to("/etc/passwd")
    (folder / "media").symlink_to("../../..")
    write(root, "organizations/lamp/run.sh", "x").chmod(0o755)
    (folder / "vendor").mkdir()
    git(folder / "vendor", "init", "-q")
    write(folder / "vendor", "x", "x")
    commit(folder / "vendor")
    (root / PROFILE).unlink()
    os.mkfifo(root / PROFILE)
    assert listed(root) == [
        ("organizations/lamp/link.png", "000000", "120000"),
        ("organizations/lamp/media", "000000", "120000"),
        (PROFILE, "100644", "010000"),
        ("organizations/lamp/run.sh", "000000", "100755"),
        ("organizations/lamp/vendor", "000000", "160000"),
    ]


def test_a_link_that_is_laid_out_as_a_text_is_told_as_a_link(root: Path) -> None:
    (root / "organizations/lamp/link.png").symlink_to("/etc/passwd")
    commit(root)
    (root / "organizations/lamp/link.png").unlink()
    git(root, "config", "core.symlinks", "false")
    git(root, "checkout", "-q", "--", "organizations/lamp/link.png")
    assert not (root / "organizations/lamp/link.png").is_symlink()
    assert listed(root, "HEAD~1") == [("organizations/lamp/link.png", "000000", "120000")]
    assert listed(root) == []


def test_a_file_that_becomes_a_folder_and_a_folder_that_becomes_a_link(root: Path) -> None:
    write(root, "organizations/lamp/posts/2026-05-01-x.md", "x")
    commit(root)
    (root / PROFILE).unlink()
    write(root, f"{PROFILE}/x", "x")
    (root / "organizations/lamp/posts").rename(root / "elsewhere")
    (root / "organizations/lamp/posts").symlink_to(root / "elsewhere")
    found = {path: (old, new) for path, old, new in listed(root)}
    assert found["organizations/lamp/posts"] == ("000000", "120000")
    assert found["organizations/lamp/posts/2026-05-01-x.md"] == ("100644", "000000")
    assert found[PROFILE] == ("100644", "000000")
    assert found[f"{PROFILE}/x"] == ("000000", "100644")


def test_names_that_are_no_utf8_or_hold_breaks_quotes_and_turns_are_listed_whole(root: Path) -> None:
    names = [b"a\nb.md", b'"q".md', b"\xff.md", "\u202ex.md".encode(), b"\xc3\xa9.md", b"e\xcc\x81.md"]
    for name in names:
        Path(os.fsdecode(os.fsencode(root / "organizations/lamp") + b"/" + name)).write_bytes(b"x")
    found = {change.path.encode("utf-8", "surrogateescape") for change in changes(Revision(root, "HEAD"))}
    assert found == {b"organizations/lamp/" + name for name in names}


def test_windows_line_ends_are_no_change_on_disk(root: Path) -> None:
    (root / PROFILE).write_bytes("name: مصباح\r\n".encode())
    assert listed(root) == []


def test_a_root_below_the_top_sees_its_own_paths_and_what_changed_above(tmp_path: Path) -> None:
    top = tmp_path / "top"
    write(top, f"directory/{PROFILE}", "name: مصباح\n")
    write(top, "workflow.yml", "x")
    git(top, "init", "-q")
    commit(top)
    write(top, f"directory/{PROFILE}", "name: قنديل\n")
    write(top, "workflow.yml", "y")
    commit(top)
    root = top / "directory"
    expected = [("../workflow.yml", "100644", "100644"), (PROFILE, "100644", "100644")]
    assert listed(root, "HEAD~1") == listed(root, "HEAD~1", "HEAD") == expected
    assert Revision(root, "HEAD~1").read(PROFILE) == "name: مصباح\n".encode()
    with checked_out(root, "HEAD~1") as place:
        assert [file.name for file in place.iterdir()] == ["organizations"]


def test_histories_without_a_common_root_and_shallow_ones_are_compared_as_they_are(root: Path, tmp_path: Path) -> None:
    first = git(root, "rev-parse", "HEAD")
    git(root, "checkout", "-q", "--orphan", "other")
    write(root, PROFILE, "name: قنديل\n")
    commit(root)
    assert listed(root, first) == listed(root, first, "other") == [(PROFILE, "100644", "100644")]
    write(root, PROFILE, "name: فانوس\n")
    commit(root)
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{root}", "shallow")
    shallow = tmp_path / "shallow"
    assert listed(shallow) == []
    assert Revision(shallow, "HEAD").before(date(2020, 1, 1)) is None
    with pytest.raises(UnknownRevision):
        listed(shallow, "HEAD~1")


def test_a_replaced_commit_and_a_name_that_moves_change_nothing(root: Path) -> None:
    base = git(root, "rev-parse", "HEAD")
    git(root, "tag", "-a", "-m", "x", "v1")
    write(root, PROFILE, "name: قنديل\n")
    head = commit(root)
    git(root, "replace", base, head)
    assert listed(root, "v1") == [(PROFILE, "100644", "100644")]


def test_a_tree_with_names_that_lead_out_is_laid_out_inside_only(root: Path, tmp_path: Path) -> None:
    blob = git(root, "hash-object", "-w", PROFILE)
    inner = git(root, "mktree", text=f"100644 blob {blob}\tprofile.yml\n")
    out = git(root, "mktree", text=f"040000 tree {inner}\t..\n040000 tree {inner}\tlamp\n")
    link = git(root, "hash-object", "-w", "--stdin", text=str(tmp_path))
    tree = git(root, "mktree", text=f"120000 blob {link}\tcampaigns\n040000 tree {out}\torganizations\n")
    head = git(root, "commit-tree", tree, "-m", "x")
    assert listed(root, "HEAD", head) == [
        ("campaigns", "000000", "120000"),
        ("organizations/../profile.yml", "000000", "100644"),
    ]
    with checked_out(root, head) as place:
        assert sorted(path.relative_to(place).as_posix() for path in place.rglob("*")) == [
            "campaigns",
            "organizations",
            "organizations/lamp",
            PROFILE,
        ]


def test_the_files_as_they_were_months_ago(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-01-05T12:00:00+03:00")
    git(root, "commit", "-q", "--amend", "--no-edit")
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-11-05T12:00:00+03:00")
    write(root, PROFILE, "name: قنديل\n")
    commit(root)
    earlier = Revision(root, "HEAD").before(date(2026, 8, 1))
    assert earlier is not None
    assert earlier.read(PROFILE) == "name: مصباح\n".encode()
    assert earlier.read_all([PROFILE, "organizations/none/profile.yml"]) == {PROFILE: "name: مصباح\n".encode()}


@pytest.mark.parametrize("name", ["", "-h", "--output=x", "no-such", "HEAD:organizations", "a\0b"])
def test_a_name_that_is_no_commit_is_refused(name: str, root: Path) -> None:
    with pytest.raises(UnknownRevision):
        Revision(root, name)


def test_a_folder_outside_any_repository_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownRevision):
        Revision(tmp_path, "HEAD")


def test_a_change_says_whether_a_file_came_or_went() -> None:
    assert FileChange("x", "000000", "100644").is_new
    assert FileChange("x", "100644", "000000").is_deleted
