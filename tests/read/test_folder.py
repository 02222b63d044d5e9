"""Disk → Sources: which files are records, which are refused unread, and in which order they come."""

from __future__ import annotations

import codecs
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasharuk.problems import Problem
from tasharuk.read import (
    READ_CODES,
    Media,
    Place,
    Source,
    read_assets,
    read_bytes,
    read_mapping,
    read_source,
    read_sources,
)
from tasharuk.read.folder import MAX_BODY_BYTES, MAX_YAML_BYTES

PLACES = (
    Place("organization", "organizations/<slug>/profile.yml"),
    Place("post", "organizations/<organization>/posts/<slug>.md"),
    Place("campaign", "campaigns/<slug>.md"),
    Place("registry", "content/registry/<slug>.yml"),
)
MEDIA = ("organizations/<organization>/media/<file>", "campaigns/<slug>/<file>")
POSIX = pytest.mark.skipif(os.name != "posix", reason="names and modes as POSIX has them")

PROFILE = "name: بيت\n"
POST = "---\ntitle: عنوان\n---\nنصّ\n"
LFS_POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"
SLUG = "a" * 60

# a file that is refused → what is reported: path, code, what fills the wording
REFUSED_FILES: dict[str, tuple[str, str, dict[str, str]]] = {
    "organizations/profile.yml": ("organizations/profile.yml", "unexpected_file", {"given": "profile.yml"}),
    "organizations/home/notes.yml": ("organizations/home/notes.yml", "unexpected_file", {"given": "notes.yml"}),
    "organizations/home/profile": ("organizations/home/profile", "unexpected_file", {"given": "profile"}),
    "organizations/home/photos/one.png": ("organizations/home/photos", "unexpected_file", {"given": "photos"}),
    "organizations/home/posts/old/one.md": ("organizations/home/posts/old", "unexpected_file", {"given": "old"}),
    "content/drafts/one.yml": ("content/drafts", "unexpected_file", {"given": "drafts"}),
    "content/other.yml": ("content/other.yml", "unexpected_file", {"given": "other.yml"}),
    "organizations/home/profile.yaml": ("organizations/home/profile.yaml", "wrong_ending", {"given": "yaml"}),
    "organizations/home/profile.yml.txt": (
        "organizations/home/profile.yml.txt",
        "unexpected_file",
        {"given": "profile.yml.txt"},
    ),
    "organizations/home/posts/one.txt": ("organizations/home/posts/one.txt", "wrong_ending", {"given": "txt"}),
    "campaigns/winter.MD": ("campaigns/winter.MD", "wrong_ending", {"given": "MD"}),
    "campaigns/winter.yml": ("campaigns/winter.yml", "wrong_ending", {"given": "yml"}),
    "organizations/Home/profile.yml": ("organizations/Home", "bad_name", {"given": "Home"}),
    "organizations/warm_home/profile.yml": ("organizations/warm_home", "bad_name", {"given": "warm_home"}),
    "organizations/-home/profile.yml": ("organizations/-home", "bad_name", {"given": "-home"}),
    "organizations/بيت/profile.yml": ("organizations/بيت", "bad_name", {"given": "بيت"}),
    "organizations/.git/config": ("organizations/.git", "bad_name", {"given": ".git"}),
    "organizations/nul/profile.yml": ("organizations/nul", "bad_name", {"given": "nul"}),
    f"organizations/{SLUG}a/profile.yml": (f"organizations/{SLUG}a", "bad_name", {"given": "a" * 59 + "…"}),
    "campaigns/Winter.md": ("campaigns/Winter.md", "bad_name", {"given": "Winter.md"}),
    "campaigns/winter 26.md": ("campaigns/winter 26.md", "bad_name", {"given": "winter 26.md"}),
    "campaigns/winter.26.md": ("campaigns/winter.26.md", "bad_name", {"given": "winter.26.md"}),
    "campaigns/con.md": ("campaigns/con.md", "bad_name", {"given": "con.md"}),
    f"campaigns/{SLUG}a.md": (f"campaigns/{SLUG}a.md", "bad_name", {"given": "a" * 59 + "…"}),
    "organizations/home/media/صورة.png": ("organizations/home/media/صورة.png", "bad_name", {"given": "صورة.png"}),
    "organizations/home/media/aux.png": ("organizations/home/media/aux.png", "bad_name", {"given": "aux.png"}),
    "organizations/home/media/logo.svg": ("organizations/home/media/logo.svg", "media_type", {"given": "logo.svg"}),
    "campaigns/winter/one.md": ("campaigns/winter/one.md", "media_type", {"given": "one.md"}),
    "organizations/home/media/.png": ("organizations/home/media/.png", "bad_name", {"given": ".png"}),
    "campaigns/a\u202eb.md": ("campaigns/aU+202Eb.md", "bad_name", {"given": "aU+202Eb.md"}),
    "campaigns/a\n::error::b.md": ("campaigns/aU+000A::error::b.md", "bad_name", {"given": "aU+000A::error::b.md"}),
    "campaigns/a\x1b[31m": ("campaigns/aU+001B[31m", "unexpected_file", {"given": "aU+001B[31m"}),
    "campaigns/\udcff.md": ("campaigns/U+DCFF.md", "bad_name", {"given": "U+DCFF.md"}),
}

# a folder that stands where none may
REFUSED_FOLDERS = {
    "organizations/home/profile.yml": "folder_for_file",
    "content/registry/home.yml": "folder_for_file",
    "campaigns/winter/one.png": "folder_for_file",
    "campaigns/winter.md": "bad_name",
}

# the content of a record file → place and code
REFUSED_CONTENT: dict[str, tuple[str, bytes, tuple[int, int, str]]] = {
    "pointer": ("content/registry/home.yml", LFS_POINTER.encode(), (1, 1, "lfs_pointer")),
    "pointer-for-markdown": ("campaigns/winter.md", LFS_POINTER.encode(), (1, 1, "lfs_pointer")),
    "large": ("content/registry/home.yml", b"a: b # ".ljust(MAX_YAML_BYTES + 1, b"x"), (0, 0, "too_large")),
    "large-markdown": (
        "campaigns/winter.md",
        POST.encode().ljust(MAX_YAML_BYTES + MAX_BODY_BYTES + 1, b"x"),
        (0, 0, "too_large"),
    ),
    "large-front-matter": (
        "campaigns/winter.md",
        b"---\n" + b"a: b # ".ljust(MAX_YAML_BYTES, b"x") + b"\n---\n",
        (1, 1, "too_large"),
    ),
    "utf-16": ("campaigns/winter.md", POST.encode("utf-16"), (1, 1, "not_utf8_utf16")),
    "windows": ("content/registry/home.yml", PROFILE.encode("cp1256"), (1, 7, "not_utf8_windows")),
    "turned-body": ("campaigns/winter.md", f"{POST}\n\u202e".encode(), (6, 1, "bidi_control")),
    "after-crlf": ("campaigns/winter.md", b"---\r\na: 1\r\na: 2\r\n---\r\n", (3, 1, "duplicate_key")),
    "after-mark": ("content/registry/home.yml", codecs.BOM_UTF8 + b"a: &x 1\n", (1, 4, "anchor")),
}

Lay = Callable[..., Path]
Everything = tuple[list[Source], list[Media], list[Problem]]


@pytest.fixture
def lay(tmp_path: Path) -> Lay:
    """Return a function that writes files (path → content) and returns their root."""

    def written(files: Mapping[str, str | bytes]) -> Path:
        for path, content in files.items():
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path

    return written


def read_all(root: Path) -> Everything:
    return read_sources(root, PLACES, MEDIA)


def only_problem(root: Path) -> Problem:
    sources, media, problems = read_all(root)
    assert (sources, media, len(problems)) == ([], [], 1), problems
    return problems[0]


def test_a_tree_is_read_as_sources_and_media(lay: Lay) -> None:
    files = {
        "organizations/warm-home/profile.yml": PROFILE,
        "organizations/warm-home/posts/2026-01-05-winter.md": POST,
        "organizations/warm-home/media/IMG_1.JPG": b"not opened",
        "campaigns/winter-2.md": "---\r\ntitle: عنوان\r\n---\r\n\r\nنصّ\r\nآخر\r\n",
        "campaigns/winter-2/report.pdf": b"",
        "content/registry/warm-home.yml": codecs.BOM_UTF8 + PROFILE.encode(),
    }
    root = lay(files)
    sources, media, problems = read_all(root)
    assert problems == []
    assert [(source.path, source.kind, source.keys, source.data) for source in sources] == [
        (
            "organizations/warm-home/posts/2026-01-05-winter.md",
            "post",
            {"organization": "warm-home", "slug": "2026-01-05-winter"},
            {"title": "عنوان"},
        ),
        ("organizations/warm-home/profile.yml", "organization", {"slug": "warm-home"}, {"name": "بيت"}),
        ("campaigns/winter-2.md", "campaign", {"slug": "winter-2"}, {"title": "عنوان"}),
        ("content/registry/warm-home.yml", "registry", {"slug": "warm-home"}, {"name": "بيت"}),
    ]
    assert [(source.body, source.body_line) for source in sources] == [("نصّ", 4), ("", 0), ("نصّ\nآخر", 5), ("", 0)]
    assert [tuple(source.marks["title" if source.body else "name",]) for source in sources] == [
        (2, 8),
        (1, 7),
        (2, 8),
        (1, 7),
    ]
    assert [source.size_bytes for source in sources] == [(root / source.path).stat().st_size for source in sources]
    assert media == [
        Media("organizations/warm-home/media/IMG_1.JPG", 10),
        Media("campaigns/winter-2/report.pdf", 0),
    ]


@pytest.mark.parametrize(
    ("text", "body", "body_line"),
    [
        (POST, "نصّ", 4),
        ("---\na: b\n---\n\n\n  نصّ\n\n", "  نصّ", 6),
        ("---\na: b\n---\n\n---\nنصّ", "---\nنصّ", 5),
        ("--- \na: b\n---\t\nنصّ", "نصّ", 4),
        ("---\na: b\n---", "", 0),
        ("---\na: b\n---\n\n\n", "", 0),
    ],
)
def test_the_body_is_parted_from_the_front_matter_with_its_line(lay: Lay, text: str, body: str, body_line: int) -> None:
    (source,), _, _ = read_all(lay({"campaigns/winter.md": text}))
    assert (source.body, source.body_line) == (body, body_line)


@POSIX
@pytest.mark.parametrize(("path", "expected"), REFUSED_FILES.items(), ids=map(ascii, REFUSED_FILES))
def test_a_file_that_belongs_nowhere_is_refused(lay: Lay, path: str, expected: tuple[str, str, dict[str, str]]) -> None:
    problem = only_problem(lay({path: PROFILE if path.endswith(".yml") else POST}))
    assert (problem.path, problem.code, problem.values) == expected
    assert (problem.line, problem.column) == (0, 0)


@POSIX
def test_names_that_differ_by_case_only_are_one_name_elsewhere(lay: Lay) -> None:
    folder = "organizations/home/media"
    _, media, (problem,) = read_all(lay({f"{folder}/Report.pdf": "x", f"{folder}/report.pdf": "y"}))
    assert [item.path for item in media] == [f"{folder}/Report.pdf"]
    assert (problem.path, problem.code) == (f"{folder}/report.pdf", "same_name")
    assert problem.values == {"given": "report.pdf", "first": "Report.pdf"}


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("organizations/home/profile.yaml", "profile.yml"),
        ("organizations/home/posts/one.txt", "one.md"),
        ("campaigns/winter.yml", "winter.md"),
    ],
)
def test_a_near_ending_is_told_the_right_name(lay: Lay, path: str, name: str) -> None:
    assert only_problem(lay({path: PROFILE})).suggestions == (name,)


@pytest.mark.parametrize(("path", "code"), REFUSED_FOLDERS.items(), ids=REFUSED_FOLDERS)
def test_a_folder_in_place_of_a_file_is_refused_and_not_entered(lay: Lay, path: str, code: str) -> None:
    problem = only_problem(lay({f"{path}/inside.txt": "x"}))
    assert (problem.path, problem.code) == (path, code)


@pytest.mark.parametrize(("path", "content", "expected"), REFUSED_CONTENT.values(), ids=REFUSED_CONTENT)
def test_unreadable_content_is_refused_at_its_place(
    lay: Lay, path: str, content: bytes, expected: tuple[int, int, str]
) -> None:
    problem = only_problem(lay({path: content}))
    assert (problem.path, problem.line, problem.column, problem.code) == (path, *expected)


def test_files_of_the_full_size_and_names_of_the_full_length_are_read(lay: Lay) -> None:
    matter = b"a: b # ".ljust(MAX_YAML_BYTES - 1, b"x") + b"\n"
    body = b"y" * (MAX_BODY_BYTES - len("---\n---\n"))
    files = {
        f"organizations/{SLUG}/profile.yml": matter,
        f"organizations/{SLUG}/posts/2026-01-05-{SLUG}.md": POST,
        f"campaigns/{SLUG}.md": b"---\n" + matter + b"---\n" + body,
    }
    sources, _, problems = read_all(lay(files))
    assert problems == []
    assert {source.path for source in sources} == set(files)


@POSIX
@pytest.mark.parametrize("target", ["campaigns/real.md", "campaigns", "/etc/hostname", "nowhere"])
@pytest.mark.parametrize("path", ["campaigns/link.md", "campaigns/link", "organizations/home/profile.yml", "content"])
def test_a_symbolic_link_is_refused_and_not_followed(lay: Lay, path: str, target: str) -> None:
    root = lay({"campaigns/real.md": POST})
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).symlink_to(root / target)
    sources, media, problems = read_all(root)
    assert [source.path for source in sources] == ["campaigns/real.md"]
    assert media == []
    assert problems == [Problem(path, 0, 0, "symlink")]


@POSIX
@pytest.mark.parametrize("path", ["campaigns/winter.md", "campaigns/winter/one.png"])
def test_a_file_that_can_be_run_is_refused(lay: Lay, path: str) -> None:
    root = lay({path: POST})
    (root / path).chmod(0o755)
    assert only_problem(root) == Problem(path, 0, 0, "executable_file")


@POSIX
@pytest.mark.parametrize("path", ["campaigns/winter.md", "campaigns/winter/one.png"])
def test_a_pipe_is_refused_and_not_opened(lay: Lay, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    root = lay({})
    (root / path).parent.mkdir(parents=True)
    os.mkfifo(root / path)
    monkeypatch.setattr(Path, "read_bytes", lambda _file: pytest.fail("opened: a pipe never ends"))
    assert only_problem(root) == Problem(path, 0, 0, "not_a_file")


def test_a_file_where_the_content_folder_is_due_is_reported(lay: Lay) -> None:
    assert only_problem(lay({"campaigns": "x"})) == Problem("campaigns", 0, 0, "unreadable")


def test_a_file_that_is_gone_when_it_is_read_is_reported(tmp_path: Path) -> None:
    gone = [Problem("campaigns/winter.md", 0, 0, "unreadable")]
    assert read_source(tmp_path, "campaigns/winter.md", PLACES[2]) == gone
    assert read_mapping(tmp_path / "winter.md", "campaigns/winter.md") == (None, gone)


def test_nothing_at_all_is_no_problem(tmp_path: Path) -> None:
    assert read_all(tmp_path) == ([], [], [])


def test_notes_to_people_and_files_read_elsewhere_are_passed_over(lay: Lay) -> None:
    paths = ("site.yml", "accepted.yml", "vocabulary/sectors.yml", "words/ar.yml", "README.md", "registry/.gitkeep")
    files = {f"content/{path}": "broken: [" for path in paths} | {"organizations/LICENSE.md": "x"}
    assert read_all(lay(files)) == ([], [], [])


def test_all_problems_of_all_files_come_in_one_run(lay: Lay) -> None:
    root = lay(
        {
            "organizations/a/profile.yml": "name: 1\nname: 2\nphone: !t 3\n",
            "organizations/b/profile.yml": PROFILE,
            "organizations/b/posts/one.md": "no front matter",
            "organizations/b/posts/two.md": POST,
            "organizations/c/profile.yml": b"name: \xff",
            "campaigns/Bad.md": POST,
            "campaigns/open.md": "---\ntitle: [a\n---\n",
            "content/registry/a.yml": "",
            "content/stray.txt": "",
        }
    )
    sources, _, problems = read_all(root)
    assert [source.path for source in sources] == ["organizations/b/posts/two.md", "organizations/b/profile.yml"]
    assert sorted((problem.path, problem.line, problem.code) for problem in problems) == sorted(
        [
            ("organizations/a/profile.yml", 2, "duplicate_key"),
            ("organizations/a/profile.yml", 3, "tag"),
            ("organizations/b/posts/one.md", 1, "front_matter_missing"),
            ("organizations/c/profile.yml", 1, "not_utf8"),
            ("campaigns/Bad.md", 0, "bad_name"),
            ("campaigns/open.md", 2, "syntax_bracket"),
            ("content/registry/a.yml", 1, "empty_file"),
            ("content/stray.txt", 0, "unexpected_file"),
        ]
    )


@pytest.mark.parametrize("turn", [sorted, lambda entries: sorted(entries, reverse=True)], ids=["sorted", "reversed"])
def test_the_order_does_not_depend_on_the_disk(lay: Lay, monkeypatch: pytest.MonkeyPatch, turn: Any) -> None:
    names = ["b", "a-2", "a", "c1", "a-10"]
    files = {f"organizations/{name}/profile.yml": PROFILE for name in names}
    files |= {f"campaigns/{name}/{name}.png": "" for name in names}
    root = lay(files | {f"content/registry/{name}.txt": "" for name in names})
    scan = os.scandir

    @contextmanager
    def turned(folder: Path) -> Iterator[list[os.DirEntry[str]]]:
        with scan(folder) as listing:
            entries = {entry.name: entry for entry in listing}
        yield [entries[name] for name in turn(entries)]

    monkeypatch.setattr(os, "scandir", turned)
    sources, media, problems = read_all(root)
    assert [source.keys["slug"] for source in sources] == sorted(names)
    assert [Path(one.path).stem for one in media] == sorted(names)
    assert [problem.path for problem in problems] == sorted(f"content/registry/{name}.txt" for name in names)


def test_a_vocabulary_may_have_numbers_for_keys_and_be_empty(lay: Lay) -> None:
    root = lay(
        {"levels.yml": "1: أول\n2: ثانٍ\n", "none.yml": "# later\n", "bad.yml": "a: 1\na: 2\n", "old.yml": b"\xff"}
    )
    mapped, problems = read_mapping(root / "levels.yml", "content/vocabulary/levels.yml")
    assert mapped is not None
    assert (mapped.data, mapped.marks["2",], mapped.key_marks["2",], problems) == (
        {"1": "أول", "2": "ثانٍ"},
        (2, 4),
        (2, 1),
        [],
    )
    empty, problems = read_mapping(root / "none.yml", "none.yml")
    assert empty is not None
    assert (empty.data, problems) == ({}, [])
    for name, code in (("bad.yml", "duplicate_key"), ("old.yml", "not_utf8")):
        nothing, problems = read_mapping(root / name, f"content/{name}")
        assert nothing is None
        assert [(problem.path, problem.code) for problem in problems] == [(f"content/{name}", code)]


def test_assets_come_by_path_and_once(lay: Lay) -> None:
    root = lay({"css/b.css": "b", "css/a.css": "a", "js/c.js": "c", "css/deep/d.css": "d", "notes.txt": ""})
    expected = [("css/a.css", b"a"), ("css/b.css", b"b"), ("js/c.js", b"c")]
    assert read_assets(root, ("js/*", "css/*.css", "css/a*")) == expected
    assert read_bytes(root / "js" / "c.js") == b"c"


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    raw=st.binary(max_size=60)
    | st.lists(st.sampled_from([b"---\n", b"a: ", b"\xff", b"\r", "بيت".encode(), b"[", b"\0"])).map(b"".join)
)
@pytest.mark.parametrize("place", PLACES[2:], ids=lambda place: place.kind)
def test_any_bytes_are_a_source_or_problems(tmp_path_factory: pytest.TempPathFactory, place: Place, raw: bytes) -> None:
    path = f"any.{place.pattern.rsplit('.', 1)[-1]}"
    root = tmp_path_factory.getbasetemp()
    (root / path).write_bytes(raw)
    found = read_source(root, path, replace(place, pattern=path))
    if isinstance(found, Source):
        assert found.size_bytes == len(raw)
    else:
        assert found
        assert {problem.code for problem in found} <= READ_CODES
