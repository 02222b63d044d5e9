"""Compressed forms: the right bytes, the same each time, made once, and never believed when damaged."""

from __future__ import annotations

import gzip
import random
from pathlib import Path

import brotli
import pytest

from tasharuk import compress
from tasharuk.compress import Compressor, available, compressed, digest_of, is_text

PAGE = "<p>جمعية تعمل مع الناس في الحيّ.</p>\n".encode() * 100
UNPACK = {"br": brotli.decompress, "gz": gzip.decompress}


def never() -> bytes:
    raise AssertionError("the content was asked for")


@pytest.mark.parametrize("encoding", ["br", "gz"])
def test_what_was_compressed_unpacks_to_the_same(encoding: str) -> None:
    small = compressed(PAGE, encoding)
    assert len(small) < len(PAGE) / 5
    assert UNPACK[encoding](small) == PAGE


def test_no_date_and_no_name_of_a_file_is_in_a_gzip_file() -> None:
    header = compressed(PAGE, "gz")[:10]
    assert header[3] == 0  # no flags: no name
    assert header[4:8] == bytes(4)  # no date


@pytest.mark.parametrize("encoding", ["br", "gz"])
@pytest.mark.parametrize(
    "content", [PAGE[:1000], random.Random(1).randbytes(5000), b""], ids=["short", "noise", "empty"]
)
def test_what_gains_nothing_is_not_compressed(content: bytes, encoding: str) -> None:
    assert compressed(content, encoding) == b""


def test_texts_are_compressed_and_pictures_and_typefaces_are_not() -> None:
    assert [is_text(name) for name in ("index.html", "feed.xml", "a/b.svg", "sw.js")] == [True] * 4
    assert [is_text(name) for name in ("a.webp", "a.woff2", "a.pdf", "a.xlsx", "LICENSE")] == [False] * 5


def test_the_second_run_compresses_nothing(tmp_path: Path) -> None:
    pages = []
    for number in range(5):
        page = tmp_path / f"{number}.html"
        page.write_bytes(PAGE + str(number).encode())
        pages.append((page, digest_of(page.read_bytes())))
    first, second = (Compressor(tmp_path / "cache", ("br", "gz")) for _ in range(2))
    assert [done.name for done in first.prepare(pages)] == [f"{number}.html" for number in range(5)]
    assert list(second.prepare(pages)) == []
    for page, digest in pages:
        for encoding in ("br", "gz"):
            assert UNPACK[encoding](second.get(never, digest, encoding)) == page.read_bytes()
    assert (first.made, second.made) == (5, 0)


def test_two_processes_make_the_same_files_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compress, "MIN_FOR_POOL", 4)
    pages = []
    for number in range(8):
        page = tmp_path / f"{number}.html"
        page.write_bytes(PAGE + str(number).encode())
        pages.append((page, digest_of(page.read_bytes())))
    made = []
    for jobs in (1, 2):
        cache = tmp_path / f"cache-{jobs}"
        assert len(list(Compressor(cache, ("gz",), jobs).prepare(pages))) == 8
        made.append({file.relative_to(cache): file.read_bytes() for file in cache.rglob("*.gz")})
    assert made[0] == made[1]
    assert len(made[0]) == 8


@pytest.mark.parametrize("damage", [b"", b"junk", None], ids=["empty", "junk", "cut short"])
def test_a_damaged_entry_is_made_anew(tmp_path: Path, damage: bytes | None) -> None:
    digest, compressor = digest_of(PAGE), Compressor(tmp_path, ("br",))
    small = compressor.get(lambda: PAGE, digest, "br")
    (entry,) = tmp_path.rglob("*.br")
    entry.write_bytes(entry.read_bytes()[:-3] if damage is None else damage)
    assert compressor.get(lambda: PAGE, digest, "br") == small
    assert compressor.get(never, digest, "br") == small


def test_a_file_that_changed_meanwhile_is_not_kept_under_its_old_name(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_bytes(PAGE + b"new")
    assert list(Compressor(tmp_path / "cache", ("gz",)).prepare([(page, digest_of(PAGE))])) == [page]
    assert not list((tmp_path / "cache").rglob("*.gz"))


def test_what_no_page_needs_any_more_is_deleted_for_the_encodings_of_the_run(tmp_path: Path) -> None:
    old = Compressor(tmp_path, ("br", "gz"))
    for encoding in ("br", "gz"):
        old.get(lambda: PAGE, digest_of(PAGE), encoding)
    new = Compressor(tmp_path, ("gz",))
    new.get(lambda: PAGE * 2, digest_of(PAGE * 2), "gz")
    assert new.prune() == 1
    assert sorted(file.suffix for file in tmp_path.rglob("*.*z*")) == [".gz"]
    assert len(list(tmp_path.rglob("*.br"))) == 1


def test_a_fresh_run_believes_nothing_that_was_kept(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_bytes(PAGE)
    list(Compressor(tmp_path / "cache", ("gz",)).prepare([(page, digest_of(PAGE))]))
    fresh = Compressor(tmp_path / "cache", ("gz",), is_fresh=True)
    assert list(fresh.prepare([(page, digest_of(PAGE))])) == [page]


def test_without_the_package_only_gzip_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    assert available() == ("br", "gz")
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    assert available() == ("gz",)
