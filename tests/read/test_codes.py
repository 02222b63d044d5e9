"""The codes of reading: the list is what the code can report, and each is seen in a case."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import tasharuk.read
from tasharuk.read import READ_CODES
from tests.read import test_document, test_folder, test_text

# the calls that take a code, and which argument it is (the last, if -1)
TAKES_CODE = {"Problem": -1, "report": 0, "_report_at": 0, "_stop": 0}
MODULES = [file for file in Path(tasharuk.read.__file__).parent.glob("*.py") if file.stem != "codes"]


def strings(node: ast.expr) -> Iterator[str]:
    """Yield the texts an expression may come to; a name or a call is followed where it is assigned or returns."""
    if isinstance(node, ast.IfExp):
        yield from strings(node.body)
        yield from strings(node.orelse)
    elif isinstance(node, ast.Constant):
        yield node.value
    elif ast.unparse(node) not in ("code", "refusal(found.group())"):
        pytest.fail(f"line {node.lineno}: which code is {ast.unparse(node)}?")


def reported(tree: ast.Module) -> Iterator[str]:
    """Yield every code that stands in a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            position = TAKES_CODE.get(ast.unparse(node.func).rsplit(".", 1)[-1])
            if position is not None:
                yield from strings(node.args[position])
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "code":
            if not isinstance(node.value, ast.Call):
                yield from strings(node.value)
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "_CODES":
            yield from (code for _sentence, code, _at_start in ast.literal_eval(node.value))
        elif isinstance(node, ast.FunctionDef) and node.name == "refusal":
            yield from (
                text for inner in ast.walk(node) if isinstance(inner, ast.Return) for text in strings(inner.value)
            )
        elif isinstance(node, ast.FunctionDef) and node.name == "explain":
            returned = [inner.value for inner in ast.walk(node) if isinstance(inner, ast.Return)]
            yield from (text for value in returned for text in strings(value.elts[1]))


def test_the_list_of_codes_is_what_the_stage_can_report() -> None:
    assert {code for file in MODULES for code in reported(ast.parse(file.read_text(encoding="utf-8")))} == READ_CODES


def test_every_code_is_seen_in_a_case() -> None:
    seen = {name.split("-")[0] for name in (Path(file).stem for file in test_document.INVALID)}
    seen |= {code for _raw, problems in test_text.REFUSED_BYTES.values() for _line, _column, code in problems}
    seen |= {code for _path, code, _values in test_folder.REFUSED_FILES.values()}
    seen |= {code for _path, _content, (_line, _column, code) in test_folder.REFUSED_CONTENT.values()}
    seen |= set(test_folder.REFUSED_FOLDERS.values())
    in_tests_of_their_own = {"executable_file", "not_a_file", "same_name", "symlink", "too_many_values", "unreadable"}
    assert seen | in_tests_of_their_own == READ_CODES
    assert not seen & in_tests_of_their_own
