"""The house rules that a reader relies on: who may import whom, how long a module is, what stands in it."""

import ast
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tools.building import REPOSITORY

MODULES = [REPOSITORY / "build.py", *sorted((REPOSITORY / "tasharuk").rglob("*.py"))]
MAX_LINES = 300

# stage → the stages of ours it may import, itself aside
ONLY = {"problems": set(), "arabic": set(), "model": {"arabic"}}
# stage → the stages it must not import
NEVER = {"read": {"model"}, "rules": {"render"}, "render": {"read", "parse"}}
# library → the stages that may import it
FENCES = {
    "yaml": {"read", "words", "schema"},
    "pydantic": {"model", "parse", "schema"},
    "jinja2": {"render", "markup"},
    "markupsafe": {"render", "markup"},
    "markdown": {"markup"},
    "nh3": {"markup"},
    "segno": {"render"},
    "PIL": {"images"},
    "livereload": {"serve"},
    "watchfiles": {"serve"},
    "brotli": {"compress"},
    "obstore": {"publish"},
    "openpyxl": {"importer"},
    "python_calamine": {"importer"},
}
CLOCKS = {"today", "now", "utcnow", "localtime", "gmtime", "time"}
HOMELESS = {"utils", "util", "common", "helpers", "helper", "misc", "site"}

pytestmark = pytest.mark.filterwarnings("ignore::SyntaxWarning")


def stage_of(file: Path) -> str:
    """Return the stage a module belongs to: a file of the package, or a folder of the same name."""
    parts = file.relative_to(REPOSITORY).with_suffix("").parts
    return parts[1] if len(parts) > 1 else parts[0]


def imported(file: Path) -> Iterator[tuple[int, str]]:
    """Yield (line, full module name) of everything a module imports, anywhere in it."""
    package = file.relative_to(REPOSITORY).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            name = ".".join((*base, *(node.module or "").split("."))).strip(".")
            yield node.lineno, name
            # `from tasharuk import read` names a module too
            yield from ((node.lineno, f"{name}.{alias.name}") for alias in node.names)


def ours(file: Path) -> Iterator[tuple[int, str]]:
    """Yield (line, stage) of the imports from the package, the module's own stage aside."""
    for line, name in imported(file):
        parts = name.split(".")
        if parts[0] == "tasharuk" and len(parts) > 1 and parts[1] != stage_of(file) and is_stage(parts[1]):
            yield line, parts[1]


def is_stage(name: str) -> bool:
    """Say whether the package has a module or a folder of this name."""
    place = REPOSITORY / "tasharuk" / name
    return place.is_dir() or place.with_suffix(".py").is_file()


def where(file: Path, line: int, what: str) -> str:
    """Return a place that an editor can open."""
    return f"{file.relative_to(REPOSITORY)}:{line}: {what}"


def test_no_stage_imports_against_the_flow() -> None:
    wrong = []
    for file in MODULES:
        stage = stage_of(file)
        for line, other in ours(file):
            if stage in ONLY and other not in ONLY[stage]:
                wrong.append(where(file, line, f"{stage} imports {other}"))
            if other in NEVER.get(stage, ()):
                wrong.append(where(file, line, f"{stage} never imports {other}"))
            if other == "cli" and stage not in ("build", "__main__"):
                wrong.append(where(file, line, "nobody imports cli"))
    assert not wrong, "\n".join(wrong)


def test_every_library_stays_behind_its_fence() -> None:
    wrong = [
        where(file, line, f"{library} belongs to {', '.join(sorted(FENCES[library]))}")
        for file in MODULES
        for line, name in imported(file)
        if (library := name.split(".")[0]) in FENCES and stage_of(file) not in FENCES[library]
    ]
    assert not wrong, "\n".join(sorted(set(wrong)))


def test_nothing_but_the_command_line_asks_the_clock() -> None:
    wrong = [
        where(file, node.lineno, ast.unparse(node))
        for file in MODULES
        if stage_of(file) != "cli"
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CLOCKS
        and ast.unparse(node.func.value).split(".")[-1] in ("date", "datetime", "time")
    ]
    assert not wrong, "\n".join(wrong)


def test_no_module_is_longer_than_three_hundred_lines() -> None:
    lengths = {file: len(file.read_text(encoding="utf-8").splitlines()) for file in MODULES}
    wrong = [where(file, length, "too long") for file, length in lengths.items() if length > MAX_LINES]
    assert not wrong, "\n".join(wrong)


def test_no_module_has_a_name_that_says_nothing() -> None:
    names = {file: {file.stem, *file.relative_to(REPOSITORY).parts[:-1]} for file in MODULES}
    assert not [file for file, parts in names.items() if parts & HOMELESS]


def undocumented(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield (line, name) of the public things of a module that have no docstring."""
    if not ast.get_docstring(tree):
        yield 1, "the module"
    for node in tree.body:
        is_definition = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        if is_definition and not node.name.startswith("_") and not ast.get_docstring(node):
            yield node.lineno, node.name


def test_every_public_thing_says_what_it_is_for() -> None:
    wrong = [
        where(file, line, f"{name} has no docstring")
        for file in MODULES
        for line, name in undocumented(ast.parse(file.read_text(encoding="utf-8")))
    ]
    assert not wrong, "\n".join(wrong)


def is_arabic_letter(character: str) -> bool:
    """Say whether a character is an Arabic letter, mark or digit."""
    return unicodedata.category(character)[0] in "LMN" and "ARABIC" in unicodedata.name(character, "")


def test_arabic_stands_in_the_words_files_and_not_in_the_code() -> None:
    wrong = [
        where(file, number, line.strip()[:80])
        for file in MODULES
        if stage_of(file) != "arabic"
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if any(is_arabic_letter(character) for character in line)
    ]
    assert not wrong, "\n".join(wrong)
