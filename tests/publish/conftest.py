"""A small built site, a way to run the command on it, and a store to publish it to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tasharuk.cli import main
from tasharuk.write import Artifact, write_site
from tests.tools.object_store import FakeStore, object_store

Publish = Callable[..., tuple[int, str, str]]
LONG = "<p>نصّ يتكرّر في الصفحة.</p>\n".encode() * 60
SITE = {
    "index.html": b"home",
    "posts/index.html": b"list" + LONG,
    "posts/one/index.html": b"one" + LONG,
    "feed.xml": b"<feed/>",
    "assets/form.js": b"let x",
    "assets/fonts/sans-400.woff2": b"font",
    "search/index/parts-0123abcd.txt": b"words",
    "organizations/noor/logo.webp": b"picture",
}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Return a built site of a few files."""
    build(tmp_path / "site")
    return tmp_path / "site"


def build(folder: Path, **changes: bytes | None) -> None:
    """Write the site anew; `changes` are by path, None for a file that is no more."""
    files = {**SITE, **changes}
    artifacts = [Artifact(path, content) for path, content in files.items() if content is not None]
    write_site([lambda: artifacts], folder)


@pytest.fixture
def publish(out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Publish:
    """Return a function: target and options → exit code, standard output, standard error."""
    (tmp_path / "root").mkdir()

    def call(target: object, *options: str) -> tuple[int, str, str]:
        code = main(["publish", str(target), "--root", str(tmp_path / "root"), "--out", str(out), *options])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return call


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeStore]:
    """Run an empty store, and set the environment of one who may write there."""
    with object_store() as running:
        monkeypatch.setenv("AWS_ENDPOINT_URL", running.url)
        monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
        monkeypatch.setenv("AWS_REGION", "here")
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDNEVERTOLD")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "SECRETNEVERTOLD")
        yield running
