"""A YAML parser's complaint → one of our codes, with the place a person would look at.

The library's own sentences are matched here and never shown.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from tasharuk.read.text import shown

Explanation = tuple[tuple[int, int], str, dict[str, str]]

# Part of the library's sentence → our code, and whether the place is where the construct began. First match wins.
_CODES = (
    ("invalid unicode character escape", "syntax_escape", False),
    ("unknown escape character", "syntax_escape", False),
    ("expected hexdecimal number", "syntax_escape", False),
    ("expected escape sequence of", "syntax_escape", False),
    ("tag", "tag", False),
    ("anchor", "anchor", True),
    ("alias", "alias", True),
    ("directive", "directive", True),
    ("incompatible yaml document", "directive", False),
    ("quoted scalar", "syntax_quote", True),
    ("mapping values are not allowed", "syntax_colon", False),
    ("expected ':'", "syntax_missing_colon", True),
    ("expected ',' or", "syntax_bracket", True),
    ("cannot start any token", "syntax_character", False),
    ("flow node", "syntax_bracket", True),
    ("node content", "syntax_character", False),
    ("block scalar", "syntax_block", False),
    ("expected key", "syntax_indentation", False),
    ("expected <block end>", "syntax_indentation", False),
    ("'-' indicator", "syntax_indentation", False),
    ("entries are not allowed", "syntax_indentation", False),
    ("keys are not allowed", "syntax_indentation", False),
)
_SURROGATE = re.compile(r"[dD][89a-fA-F][0-9a-fA-F]{2}")
_TAB_INDENT = re.compile(r" *\t")


def explain(error: yaml.YAMLError, text: str) -> Explanation:
    """Return (line and column from 0, code, values) for an error of the parser."""
    problem_mark: Any = getattr(error, "problem_mark", None)
    if problem_mark is None:
        return (0, 0), "syntax_error", {"given": ""}
    lines = text.split("\n")
    here = (problem_mark.line, problem_mark.column)
    if tab := _tab_place(lines, problem_mark.line):
        return tab, "tab_indentation", {}
    if lines[min(here[0], len(lines) - 1)].startswith("%"):
        return (here[0], 0), "directive", {}
    sentence = f"{getattr(error, 'context', '') or ''} {getattr(error, 'problem', '') or ''}".lower()
    sentence = sentence.split(", but found")[0]  # what was found is no sign of what was meant
    context_mark: Any = getattr(error, "context_mark", None)
    code, at_start = next(
        ((code, at_start) for part, code, at_start in _CODES if part in sentence), ("syntax_error", False)
    )
    if at_start and context_mark is not None:
        here = (context_mark.line, context_mark.column)
    line = lines[min(here[0], len(lines) - 1)]
    if "invalid unicode" in sentence and (escape := _SURROGATE.match(line, here[1])):
        return here, "lone_surrogate", {"character": f"U+{escape.group().upper()}"}
    if "document start" in sentence:
        if any(earlier.rstrip() == "..." for earlier in lines[: here[0]]):
            code = "second_document"
        elif not line[: here[1]].strip():
            code = "syntax_indentation"
    return here, code, {"given": shown(line.strip())}


def _tab_place(lines: list[str], line: int) -> tuple[int, int] | None:
    """Return the place of a tab that indents the line of an error."""
    found = _TAB_INDENT.match(lines[line]) if line < len(lines) else None
    return (line, found.end() - 1) if found else None
