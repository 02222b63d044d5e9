"""A folder as target: only what changed, never a gap for visitors, and nothing of anybody else's is touched."""

from __future__ import annotations

import fcntl
import gzip
import os
from pathlib import Path

import brotli
import pytest

from tasharuk.publish.folder import FolderTarget
from tasharuk.standing import MARKER
from tests.publish.conftest import LONG, SITE, Publish, build

TEXTS = ("posts/index.html", "posts/one/index.html")  # those long enough to gain by compression


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "www" / "public"


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list of paths as they are written (+) and deleted (-)."""
    steps: list[str] = []
    write, delete = FolderTarget._write, FolderTarget._delete

    def written(self: FolderTarget, path: str, content: bytes) -> str:
        steps.append(f"+{path}")
        return write(self, path, content)

    def deleted(self: FolderTarget, path: str) -> str:
        steps.append(f"-{path}")
        return delete(self, path)

    monkeypatch.setattr(FolderTarget, "_write", written)
    monkeypatch.setattr(FolderTarget, "_delete", deleted)
    return steps


def test_the_first_publication_brings_all_files_and_their_compressed_forms(publish: Publish, target: Path) -> None:
    code, _, told = publish(target)
    found = files_in(target)
    assert code == 0
    assert "12 ملفًا" in told
    assert set(found) == {MARKER, *SITE, *(f"{path}.{form}" for path in TEXTS for form in ("br", "gz"))}
    assert {path: found[path] for path in SITE} == SITE
    for path in TEXTS:
        assert brotli.decompress(found[f"{path}.br"]) == gzip.decompress(found[f"{path}.gz"]) == SITE[path]


def test_a_second_publication_writes_nothing(publish: Publish, target: Path, told: list[str]) -> None:
    publish(target)
    told.clear()
    code, _, said = publish(target)
    assert (code, told) == (0, [])
    assert "مطابق" in said


def test_one_changed_post_is_all_that_is_written(publish: Publish, target: Path, out: Path, told: list[str]) -> None:
    publish(target)
    dates = {path: (target / path).stat().st_mtime_ns for path in SITE}
    told.clear()
    build(out, **{"posts/one/index.html": b"two" + LONG})
    assert publish(target)[0] == 0
    assert sorted(told) == [f"+posts/one/index.html{ending}" for ending in ("", ".br", ".gz")]
    changed = [path for path in SITE if (target / path).stat().st_mtime_ns != dates[path]]
    assert changed == ["posts/one/index.html"]


def test_what_pages_need_comes_first_then_new_pages_then_changed_ones_and_deletions_last(
    publish: Publish, target: Path, out: Path, told: list[str]
) -> None:
    publish(target, "--compress", "none")
    told.clear()
    build(out, **{
        "assets/form.js": b"let y", "posts/two/index.html": b"new", "index.html": b"leads to two",
        "feed.xml": b"<feed>two</feed>", "posts/one/index.html": None,
    })  # fmt: skip
    publish(target, "--compress", "none")
    assert told == ["+assets/form.js", "+posts/two/index.html", "+feed.xml", "+index.html", "-posts/one/index.html"]
    assert not (target / "posts/one").exists()


def test_a_compressed_form_that_no_longer_fits_goes_before_the_page_changes(
    publish: Publish, target: Path, out: Path, told: list[str]
) -> None:
    publish(target)
    told.clear()
    build(out, **{"posts/one/index.html": b"short now"})
    publish(target)
    assert told == ["-posts/one/index.html.br", "-posts/one/index.html.gz", "+posts/one/index.html"]


def test_without_compression_no_old_compressed_form_stays(publish: Publish, target: Path) -> None:
    publish(target)
    publish(target, "--compress", "none")
    assert set(files_in(target)) == {MARKER, *SITE}


def test_a_dry_run_tells_and_writes_nothing(publish: Publish, target: Path, out: Path) -> None:
    code, printed, _ = publish(target, "--dry-run")
    assert code == 0
    assert len(printed.splitlines()) == 12
    assert not target.exists()
    publish(target)
    before = files_in(target)
    build(out, **{"index.html": b"new", "feed.xml": None})
    code, printed, told = publish(target, "--dry-run")
    assert (code, printed.splitlines()) == (0, ["يُكتب: index.html", "يُحذف: feed.xml"])
    assert "تجربة" in told
    assert files_in(target) == before


def test_a_publication_that_broke_off_goes_on_and_leaves_nothing_behind(
    publish: Publish, target: Path, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    replace, left = Path.replace, [5]

    def failing(self: Path, place: Path) -> Path:
        if "www" in place.parts:
            left[0] -= 1
        if not left[0]:
            raise OSError(28, "No space left", str(place))
        return replace(self, place)

    monkeypatch.setattr(Path, "replace", failing)
    code, _, said = publish(target)
    assert code == 1
    assert "يكمل من حيث وقف" in said
    arrived = set(files_in(target))
    assert len(arrived) == 4
    told.clear()
    assert publish(target)[0] == 0
    assert not arrived & {step[1:] for step in told}
    assert {path: files_in(target)[path] for path in SITE} == SITE
    assert not [path for path in files_in(target) if "tasharuk-new" in path]


def test_a_file_left_on_its_way_is_cleared_up(publish: Publish, target: Path) -> None:
    publish(target)
    (target / "posts/.tasharuk-new-123").write_bytes(b"half")
    publish(target)
    assert "posts/.tasharuk-new-123" not in files_in(target)


def test_whoever_publishes_second_is_told_to_wait(publish: Publish, target: Path) -> None:
    publish(target)
    before = files_in(target)
    handle = os.open(target, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        code, _, said = publish(target, "--compress", "none")
    finally:
        os.close(handle)
    assert code == 1
    assert "هناك من ينشر" in said
    assert files_in(target) == before


def test_files_of_the_web_server_stay(publish: Publish, target: Path) -> None:
    publish(target)
    challenge = target / ".well-known/acme-challenge/token"
    challenge.parent.mkdir(parents=True)
    challenge.write_bytes(b"x")
    publish(target)
    assert challenge.exists()


# --- what is not ours


def test_a_folder_with_other_files_is_refused(publish: Publish, target: Path) -> None:
    target.mkdir(parents=True)
    (target / "thesis.txt").write_text("ten years of work", encoding="utf-8")
    code, _, said = publish(target)
    assert code == 2
    assert str(target) in said
    assert set(files_in(target)) == {"thesis.txt"}


def test_a_marker_that_is_a_link_does_not_make_a_folder_ours(publish: Publish, target: Path, out: Path) -> None:
    target.mkdir(parents=True)
    (target / MARKER).symlink_to(out / MARKER)
    assert publish(target)[0] == 2


def test_a_file_as_target_is_refused(publish: Publish, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"mine")
    assert publish(tmp_path / "file")[0] == 2
    assert (tmp_path / "file").read_bytes() == b"mine"


@pytest.mark.parametrize("place", [".", "posts", "new/public", ".."], ids=["itself", "in it", "new in it", "around it"])
def test_the_site_is_not_published_into_itself_or_around_itself(publish: Publish, out: Path, place: str) -> None:
    before = files_in(out)
    assert publish(out / place)[0] == 2
    assert files_in(out) == before


def test_a_link_to_the_site_is_the_site(publish: Publish, out: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(out)
    assert publish(tmp_path / "link")[0] == 2


def test_a_link_in_the_target_is_replaced_and_what_it_leads_to_is_not_touched(
    publish: Publish, target: Path, tmp_path: Path
) -> None:
    publish(target)
    other = tmp_path / "other"
    (other / "one").mkdir(parents=True)
    (other / "index.html").write_bytes(b"theirs")
    (other / "one/index.html").write_bytes(b"theirs")
    (target / "posts").rename(target / "moved")
    (target / "posts").symlink_to(other)
    (target / "index.html").unlink()
    (target / "index.html").symlink_to(other / "index.html")
    (target / "stray").symlink_to(other)
    assert publish(target)[0] == 0
    assert files_in(other) == {"index.html": b"theirs", "one/index.html": b"theirs"}
    assert not [path for path in target.rglob("*") if path.is_symlink()]
    assert {path: files_in(target)[path] for path in SITE} == SITE
    assert not (target / "moved").exists()


def test_the_target_itself_may_be_a_link_as_servers_have_it(publish: Publish, tmp_path: Path) -> None:
    (tmp_path / "releases").mkdir()
    (tmp_path / "current").symlink_to(tmp_path / "releases")
    assert publish(tmp_path / "current")[0] == 0
    assert (tmp_path / "releases/index.html").read_bytes() == b"home"


def test_a_file_takes_the_place_of_a_folder_and_a_folder_that_of_a_file(
    publish: Publish, target: Path, out: Path
) -> None:
    publish(target)
    build(out, **{"feed.xml": None, "feed.xml/index.html": b"f", "posts/one/index.html": None, "posts/one": b"file"})
    assert publish(target)[0] == 0
    assert (target / "feed.xml/index.html").read_bytes() == b"f"
    assert (target / "posts/one").read_bytes() == b"file"
    assert publish(target)[2].count("مطابق") == 1


# --- what is to be published


def test_a_folder_that_is_no_built_site_is_not_published(publish: Publish, out: Path, target: Path) -> None:
    (out / MARKER).unlink()
    code, _, said = publish(target)
    assert code == 2
    assert "build.py build" in said
    assert not target.exists()


def test_a_link_in_the_built_site_is_not_published(publish: Publish, out: Path, target: Path) -> None:
    (out / "secret.txt").symlink_to("/etc/hostname")
    code, _, said = publish(target)
    assert code == 2
    assert "secret.txt" in said
    assert not target.exists()


@pytest.mark.parametrize(
    "address",
    ["gs://bucket", "https://user:SECRETNEVERTOLD@host/x", "s3://", "s3://b/x", "s3://bucket/a/../b", "S3://bucket"],
)
def test_other_addresses_are_refused_and_no_password_is_repeated(
    publish: Publish, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, printed, said = publish(address)
    assert code == 2
    assert "SECRETNEVERTOLD" not in printed + said
    assert not list(tmp_path.glob("*:*"))


def test_a_site_that_is_built_anew_meanwhile_is_not_mixed_with_the_old_one(
    publish: Publish, target: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply = FolderTarget.apply

    def disturbed(self: FolderTarget, *rest: object) -> object:
        build(out, **{"posts/index.html": b"newer" + LONG})
        return apply(self, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(FolderTarget, "apply", disturbed)
    code, _, said = publish(target, "--compress", "none")
    assert code == 1
    assert "أثناء نشره" in said
    assert "posts/index.html" not in files_in(target)
