"""Problems and words come in, text for people and machines goes out: text, JSON, annotations, Markdown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from tasharuk.kinds import KINDS
from tasharuk.labels import field_label
from tasharuk.problems import Problem, Severity
from tasharuk.words import Words

FORMATS = ("text", "json", "github", "markdown")


@dataclass(frozen=True)
class Reporter:
    """Turns problems into sentences of both languages."""

    arabic: Words
    english: Words

    def message(self, problem: Problem, words: Words) -> str:
        """Return what was seen and what was expected."""
        return words.message(problem.code, self._values(problem, words))

    def hint(self, problem: Problem, words: Words) -> str:
        """Return what to write instead."""
        return words.problem_hint(problem.code, self._values(problem, words))

    def _values(self, problem: Problem, words: Words) -> dict[str, str]:
        label = problem_label(words, problem.path, problem.field)
        return {"field": label, "path": problem.path, **problem.values, **({"field": label} if label else {})}

    def record(self, problem: Problem) -> dict[str, Any]:
        """Return the contract's record of a problem, ready for JSON."""
        return {
            "path": problem.path,
            "line": problem.line,
            "column": problem.column,
            "severity": problem.severity.value,
            "code": problem.code,
            "field": problem.field,
            "message_ar": self.message(problem, self.arabic),
            "message_en": self.message(problem, self.english),
            "hint_ar": self.hint(problem, self.arabic),
            "suggestions": list(problem.suggestions),
        }

    def format(self, problems: Sequence[Problem], style: str) -> str:
        """Return all problems in one of FORMATS, sorted by path and line, one list."""
        ordered = sorted(problems, key=lambda problem: problem.sort_key)
        if style == "json":
            return json.dumps([self.record(problem) for problem in ordered], ensure_ascii=False, indent=1) + "\n"
        one = {"text": self.text, "github": self.annotation, "markdown": self.markdown}[style]
        return "".join(one(problem) + "\n" for problem in ordered)

    def text(self, problem: Problem) -> str:
        """Return one problem for a terminal: place and code, Arabic first, English second."""
        word, english = (words.ui(f"severity_{problem.severity.value}") for words in (self.arabic, self.english))
        lines = [
            f"{problem.path}:{problem.line}:{problem.column}  {problem.severity.value} {problem.code}",
            f"  {word}: {self.message(problem, self.arabic)}",
            f"  {self.hint(problem, self.arabic)}",
        ]
        if problem.suggestions:
            lines.append(f"  {self._suggestion(problem)}")
        lines.append(f"  {english}: {self.message(problem, self.english)} {self.hint(problem, self.english)}")
        return "".join(f"{harmless(line)}\n" for line in lines)

    def annotation(self, problem: Problem) -> str:
        """Return one problem as a GitHub workflow command."""
        level = {Severity.ERROR: "error", Severity.HELD: "warning", Severity.WARNING: "notice"}[problem.severity]
        place = f"file={_escaped_value(problem.path)},line={max(problem.line, 1)},col={max(problem.column, 1)}"
        sentence = f"{self.message(problem, self.arabic)} {self.hint(problem, self.arabic)}"
        if problem.suggestions:
            sentence += " " + self._suggestion(problem)
        return f"::{level} {harmless(place)},title={_escaped_value(problem.code)}::{_escaped(harmless(sentence))}"

    def markdown(self, problem: Problem) -> str:
        """Return one problem as an item of a Markdown list, its values shown as text."""
        sentence = f"{self.message(problem, self.arabic)} {self.hint(problem, self.arabic)}"
        place = harmless(f"{problem.path}:{problem.line}").replace("`", "U+0060")
        return f"- `{place}` {escape_markdown(harmless(sentence))}"

    def _suggestion(self, problem: Problem) -> str:
        quoted = (self.arabic.ui("quoted", text=word) for word in problem.suggestions)
        return self.arabic.ui("did_you_mean", words=self.arabic.ui("list_comma").join(quoted))

    def summary(self, problems: Iterable[Problem]) -> str:
        """Return one line that counts errors, held problems and warnings."""
        found = list(problems)
        parts = [
            self.arabic.plural(f"{severity.value}s", count)
            for severity in Severity
            for count in [sum(1 for problem in found if problem.severity is severity)]
        ]
        return self.arabic.ui("list_comma").join(parts)


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Any], ...]:
    return tuple(
        (re.compile(re.sub(r"<\w+>", "[^/]+", re.escape(kind.pattern).replace(r"\<", "<").replace(r"\>", ">"))), kind)
        for kind in KINDS
    )


def problem_label(words: Words, path: str, field: str) -> str:
    """Return the label of a field with its key, such as «name» (donation_channels.0.account_name)."""
    kind = next((kind for pattern, kind in _patterns() if pattern.fullmatch(path)), None)
    label = field_label(words, kind.model, field) if kind else None
    return words.ui("labelled_field", label=label, field=field) if label else field


def harmless(text: str) -> str:
    """Show control and direction-changing characters as U+XXXX, so that no value can act on a terminal or page."""
    return re.sub(
        r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]",
        lambda match: f"U+{ord(match[0]):04X}",
        text,
    )


def escape_markdown(text: str) -> str:
    """Escape what Markdown or HTML would act on."""
    return re.sub(r"([\\`*_{}\[\]()#+!|<>&@~-])", r"\\\1", text.replace("\n", " "))


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped_value(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
