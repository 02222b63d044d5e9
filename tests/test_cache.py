"""What was made before serves again, and never where anything it was made of has changed."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tasharuk import loading
from tasharuk.assembly import index_files
from tasharuk.cache import Cache
from tasharuk.cli import main
from tasharuk.job import Job
from tasharuk.pipeline import check
from tasharuk.words import load_words
from tests.tools.building import REPOSITORY, TODAY

Build = Callable[..., str]


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path, "1")


def test_an_entry_is_found_by_its_name_and_its_very_key(cache: Cache) -> None:
    cache.put("a/b", "key", {"found": [1, 2]})
    assert cache.get("a/b", "key") == {"found": [1, 2]}
    assert cache.get("a/b", "other key") is None
    assert cache.get("a/c", "key") is None


def test_another_version_of_the_program_finds_nothing(cache: Cache) -> None:
    cache.put("a", "key", 1)
    assert Cache(cache.folder, "2").get("a", "key") is None


@pytest.mark.parametrize("spoil", [lambda raw: raw[:-1], lambda raw: b"", lambda raw: raw[:60] + b"\xff" + raw[61:]])
def test_a_damaged_entry_counts_as_missing(cache: Cache, spoil: Callable[[bytes], bytes]) -> None:
    cache.put("a", "key", list(range(50)))
    file = cache.folder / "a"
    file.write_bytes(spoil(file.read_bytes()))
    assert cache.get("a", "key") is None


@pytest.fixture
def root(tmp_path: Path) -> Path:
    site = REPOSITORY / "tests" / "site"
    return Path(shutil.copytree(site, tmp_path / "root", ignore=shutil.ignore_patterns(".cache")))


@pytest.fixture
def build(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Build:
    """Return a function: options → what a build said; the site lies in `out`, unless the options say otherwise."""

    def call(*options: str) -> str:
        arguments = ["build", "--root", str(root), "--out", str(tmp_path / "out"), "--today", TODAY, *options]
        assert main(arguments) == 0
        return capsys.readouterr().err

    return call


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_where_nothing_changed_nothing_is_built(build: Build, tmp_path: Path) -> None:
    build()
    page = tmp_path / "out/index.html"
    before = page.stat()
    assert "لم يتغيّر شيء" in build()
    assert page.stat().st_ino == before.st_ino


@pytest.mark.parametrize(
    "spoil",
    [
        lambda root, out: (root / "organizations/two-lanterns/profile.yml").touch(),
        lambda root, out: (root / "organizations/new").mkdir(),
        lambda root, out: (root / "content/news/2026-opening.md").unlink(),
        lambda root, out: shutil.rmtree(out),
        lambda root, out: shutil.rmtree(out / "organizations"),
        lambda root, out: next((root / ".cache").glob("built-*")).write_text("{"),
    ],
    ids=["file touched", "folder added", "file removed", "site removed", "part of it removed", "fingerprint damaged"],
)
def test_whatever_changed_is_noticed(
    spoil: Callable[[Path, Path], object], build: Build, root: Path, tmp_path: Path
) -> None:
    build()
    spoil(root, tmp_path / "out")
    assert "لم يتغيّر شيء" not in build()


def test_other_choices_build_anew(build: Build) -> None:
    build()
    assert "لم يتغيّر شيء" not in build("--base-url", "https://elsewhere.example/")
    assert "لم يتغيّر شيء" not in build("--no-cache")


def test_processes_and_cache_change_no_byte(
    build: Build, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "LEAST_TO_SHARE", 1)
    monkeypatch.setattr("tasharuk.ground.LEAST_TO_SHARE", 1)
    monkeypatch.setattr("tasharuk.commands.building.LEAST_TO_SHARE", 1)
    build("--jobs", "1", "--no-cache", "--out", str(tmp_path / "one"))
    build("--jobs", "2", "--out", str(tmp_path / "two"))
    assert any((root / ".cache/records").iterdir())
    profile = root / "organizations/two-lanterns/profile.yml"
    profile.write_text(profile.read_text(encoding="utf-8") + "staff: 7\n", encoding="utf-8")
    build("--jobs", "2", "--out", str(tmp_path / "warm"))
    build("--jobs", "1", "--no-cache", "--out", str(tmp_path / "clean"))
    assert files(tmp_path / "one") == files(tmp_path / "two")
    assert files(tmp_path / "warm") == files(tmp_path / "clean") != files(tmp_path / "one")


def test_a_changed_word_list_is_read_anew(root: Path) -> None:
    job = Job(root, date.fromisoformat(TODAY), uses_cache=True)

    def index() -> dict[str, bytes]:
        made = index_files(job, check(job).catalogue, load_words(REPOSITORY / "content" / "words", "ar"))
        return {item.path: item.content for item in made}

    before = index()
    assert index() == before
    stops = root / "content/vocabulary/stop-words.yml"
    stops.parent.mkdir(exist_ok=True)
    stops.write_text("stop_words: [قنديل]\n", encoding="utf-8")
    assert index() != before


def test_check_keeps_nothing(root: Path) -> None:
    main(["check", "--root", str(root), "--today", TODAY])
    assert not (root / ".cache").exists()
