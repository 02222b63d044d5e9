"""The examples of every kind: what is sound passes without a word, what is not is told at its line and field.

An example is a file in tests/examples/<kind>/valid/ or invalid/. It is checked among tests/examples/surroundings/,
with the files of tests/examples/media/ that it names. What an invalid one must be told stands in its first comments,
one problem a line: `# expect: LINE CODE FIELD`.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tasharuk import pipeline
from tasharuk.job import PROGRAM, Job
from tasharuk.kinds import KIND_BY_NAME, KINDS, Kind
from tasharuk.labels import part_in
from tasharuk.model.base import Part
from tasharuk.pipeline import Checked, check
from tasharuk.read import Place, Source, read_mapping, read_source
from tasharuk.schema import models_of
from tests.tools.building import REPOSITORY
from tests.tools.records import TODAY

EXAMPLES = REPOSITORY / "tests" / "examples"
NEIGHBOUR = "lamp-and-loom"  # the organization of the surroundings
NOT_KINDS = {"media", "read", "surroundings", "typical-mistakes"}
EXPECTED = re.compile(r"^# expect: (?P<line>\d+) (?P<code>\w+)(?: (?P<field>\S+))?$", re.MULTILINE)


def examples(outcome: str) -> list[Any]:
    """Return the examples of all kinds, each under its path."""
    files = [file for kind in KINDS for file in sorted((EXAMPLES / kind.name / outcome).iterdir())]
    return [pytest.param(file, id=f"{file.parts[-3]}/{file.name}") for file in files]


def kind_of(example: Path) -> Kind:
    return KIND_BY_NAME[example.parts[-3]]


def slug_of(example: Path) -> str:
    """Return the name an example goes by; a registry record takes that of the organization it is about."""
    return NEIGHBOUR if kind_of(example).name == "registry" else example.stem


@cache
def read_once(file: Path, path: str) -> Any:
    return read_mapping(file, path)


def check_site(root: Path) -> Checked:
    """Check a site. The program's own lists are read once for all tests: they take longer than a small site."""

    def read(file: Path, path: str) -> Any:
        return (read_once if file.is_relative_to(PROGRAM) and not file.is_relative_to(root) else read_mapping)(
            file, path
        )

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "read_mapping", read)
        return check(Job(root, TODAY))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the surroundings."""
    return Path(shutil.copytree(EXAMPLES / "surroundings", tmp_path_factory.mktemp("examples") / "root"))


@pytest.fixture
def example(request: pytest.FixtureRequest, root: Path) -> Iterator[tuple[str, Path]]:
    """Put an example, and the media it names, in its place for one test; return its path there and the root."""
    file: Path = request.param
    kind, slug = kind_of(file), slug_of(file)
    path = kind.fill(kind.pattern, slug, NEIGHBOUR)
    media = [item for item in (EXAMPLES / "media").iterdir() if item.name in file.read_text(encoding="utf-8")]
    placed = {root / kind.fill(kind.media, slug, NEIGHBOUR) / item.name: item for item in media if kind.media}
    placed[root / path] = file
    for target, source in placed.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    yield path, root
    for target in placed:
        target.unlink()


def test_the_surroundings_are_sound(root: Path) -> None:
    assert check_site(root).problems == ()


@pytest.mark.parametrize("example", examples("valid"), indirect=True)
def test_a_valid_example_is_taken_without_a_word(example: tuple[str, Path]) -> None:
    path, root = example
    checked = check_site(root)
    assert checked.problems == ()
    assert path in {record.path for record in checked.catalogue.records}


@pytest.mark.parametrize("example", examples("invalid"), indirect=True)
def test_an_invalid_example_is_told_what_to_mend_and_where(example: tuple[str, Path]) -> None:
    path, root = example
    expected = EXPECTED.findall((root / path).read_text(encoding="utf-8"))
    assert expected, "say what is expected: # expect: LINE CODE FIELD"
    found = check_site(root).problems
    assert sorted((str(p.line), p.code, p.field) for p in found) == sorted(expected)
    assert {p.path for p in found} == {path}


def test_every_kind_has_examples_of_both_sorts_and_nothing_else_lies_there() -> None:
    folders = {folder.name for folder in EXAMPLES.iterdir()} - NOT_KINDS
    assert folders == set(KIND_BY_NAME)
    for kind in KINDS:
        for outcome in ("valid", "invalid"):
            endings = {file.suffix for file in (EXAMPLES / kind.name / outcome).iterdir()}
            assert endings == {Path(kind.pattern).suffix}, f"{kind.name}/{outcome}"


def used(model: type[Part], data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield (model, field) of all that is written in a record, down to the last group."""
    for field, value in data.items():
        yield model.__name__, field
        inner = part_in(model.model_fields[field].annotation)
        for item in value if isinstance(value, list) else [value]:
            if inner is not None:
                yield from used(inner, item)


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_every_field_stands_in_a_valid_example(kind: Kind) -> None:
    found: set[tuple[str, str]] = set()
    folder = EXAMPLES / kind.name / "valid"
    for file in folder.iterdir():
        source = read_source(folder, file.name, Place(kind.name, f"<slug>{file.suffix}"))
        assert isinstance(source, Source)
        found |= set(used(kind.model, source.data))
    assert found == {(model.__name__, field) for model in models_of(kind.model) for field in model.model_fields}
