"""Problems and words come in, text for people and machines goes out: text, JSON, annotations, Markdown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tasharuk.arabic import fold
from tasharuk.fix.table import is_mendable
from tasharuk.kinds import KIND_BY_NAME, Kind
from tasharuk.labels import choice_names, field_group, field_label, keys_called
from tasharuk.past import PLACES
from tasharuk.problems import Problem, Severity
from tasharuk.read import place_of_path
from tasharuk.words import Words, group_name

MAX_PATH = 200  # characters of a path in Markdown
FORMATS = ("text", "json", "github", "markdown")


@dataclass(frozen=True)
class Reporter:
    """Turns problems into sentences of both languages; with `offers_fix` they name the command that repairs them."""

    arabic: Words
    english: Words
    offers_fix: bool = True

    def message(self, problem: Problem, words: Words) -> str:
        """Return what was seen and what was expected."""
        return words.message(problem.code, self._values(problem, words))

    def hint(self, problem: Problem, words: Words) -> str:
        """Return what to write instead."""
        hint = words.problem_hint(problem.code, self._values(problem, words))
        sample = _sample(words, problem) if problem.code == "required_field" else ""
        return f"{hint} {words.ui('for_example', sample=sample)}" if sample else hint

    def remedy(self, problem: Problem, words: Words) -> str:
        """Return what to write instead, and the command that does it where one can."""
        hint = self.hint(problem, words)
        return f"{hint} {words.ui('fix_mends')}" if self.offers_fix and is_mendable(problem, self.arabic) else hint

    def suggestions(self, problem: Problem) -> tuple[str, ...]:
        """Return what was probably meant: what the stage found, else the key or value whose Arabic name was typed."""
        kind, given = _kind_of(problem.path), problem.values.get("given", "")
        loc = tuple(problem.field.split("."))
        if problem.suggestions or kind is None or not given:
            return problem.suggestions
        if problem.code == "unknown_key":
            return keys_called(self.arabic, kind.model, loc[:-1], given)
        if problem.code == "unknown_choice":
            names = choice_names(self.arabic, kind.model, loc)
            return tuple(value for value, name in names.items() if fold(name) == fold(given))
        return ()

    def _values(self, problem: Problem, words: Words) -> dict[str, str]:
        field = re.sub(r"\.\d+(?=\.|$)", "", problem.field)  # the line says which of a list
        label = problem_label(words, problem.path, field)
        values = {"field": label, "path": problem.path, **problem.values, **({"field": label} if label else {})}
        kind = _kind_of(problem.path)
        if kind and problem.code == "unknown_choice":
            names = choice_names(words, kind.model, tuple(problem.field.split(".")))
            values["choices"] = words.ui("list_comma").join(f"{value} ({name})" for value, name in names.items())
        if problem.code == "channel_incomplete":
            values["missing"] = problem_label(words, problem.path, f"{field}.{values.get('missing', '')}")
        return values

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
            "hint_ar": self.remedy(problem, self.arabic),
            "suggestions": list(self.suggestions(problem)),
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
        word, english = (self._severity(problem, words) for words in (self.arabic, self.english))
        lines = [
            f"{problem.path}:{problem.line}:{problem.column}  {problem.severity.value} {problem.code}",
            f"  {word}: {self.message(problem, self.arabic)}",
            f"  {self.remedy(problem, self.arabic)}",
        ]
        if self.suggestions(problem):
            lines.append(f"  {self._suggestion(problem)}")
        lines.append(f"  {english}: {self.message(problem, self.english)} {self.remedy(problem, self.english)}")
        return "".join(f"{harmless(line)}\n" for line in lines)

    def annotation(self, problem: Problem) -> str:
        """Return one problem as a GitHub workflow command."""
        level = {Severity.ERROR: "error", Severity.HELD: "warning", Severity.WARNING: "notice"}[problem.severity]
        place = f"file={_escaped_value(problem.path)},line={max(problem.line, 1)},col={max(problem.column, 1)}"
        sentence = f"{self.message(problem, self.arabic)} {self.remedy(problem, self.arabic)}"
        if self.suggestions(problem):
            sentence += " " + self._suggestion(problem)
        return f"::{level} {harmless(place)},title={_escaped_value(problem.code)}::{_escaped(harmless(sentence))}"

    def markdown(self, problem: Problem) -> str:
        """Return one problem as an item of a Markdown list, its values shown as text."""
        sentence = f"{self.message(problem, self.arabic)} {self.remedy(problem, self.arabic)}"
        place = harmless(f"{problem.path[:MAX_PATH]}:{problem.line}").replace("`", "U+0060")
        return f"- `{place}` {escape_markdown(harmless(sentence))}"

    def _severity(self, problem: Problem, words: Words) -> str:
        """Return how much a problem stops and, where it has one, its line: what is read aloud first."""
        word = words.ui(f"severity_{problem.severity.value}")
        return words.ui("severity_at", severity=word, line=problem.line) if problem.line else word

    def _suggestion(self, problem: Problem) -> str:
        quoted = (self.arabic.ui("quoted", text=word) for word in self.suggestions(problem))
        return self.arabic.ui("did_you_mean", words=self.arabic.ui("list_or").join(quoted))

    def summary(self, problems: Iterable[Problem]) -> str:
        """Return one line that counts errors, held problems and warnings."""
        found = list(problems)
        parts = [
            self.arabic.plural(f"{severity.value}s", count)
            for severity in Severity
            for count in [sum(1 for problem in found if problem.severity is severity)]
        ]
        return self.arabic.ui("list_comma").join(parts)


def _kind_of(path: str) -> Kind | None:
    place = place_of_path(path, PLACES)
    return KIND_BY_NAME[place.kind] if place is not None else None


def _sample(words: Words, problem: Problem) -> str:
    """Return an example of a field as it stands in a file, such as `updated: 2026-11-24`; "" where none is given."""
    kind, names = _kind_of(problem.path), problem.field.split(".")
    group = field_group(kind.model, tuple(names[:-1])) if kind else None
    if group is None or names[-1] not in group.model_fields:
        return ""
    sample = words.sample(group_name(group), names[-1]).replace("<today>", words.ui("sample_day"))
    return f"{names[-1]}: {sample}" if sample else ""


def problem_label(words: Words, path: str, field: str) -> str:
    """Return the label of a field with its key, such as «name» (donation_channels.0.account_name)."""
    kind = _kind_of(path)
    label = field_label(words, kind.model, field) if kind else None
    return words.ui("labelled_field", label=label, field=field) if label else field


_ACTING = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e"
    r"\u2060-\u206f\u2800\u3164\ud800-\uf8ff\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U0010ffff]"
)


def harmless(text: str) -> str:
    """Show control and direction-changing characters as U+XXXX, so that no value can act on a terminal or page."""
    return _ACTING.sub(lambda match: f"U+{ord(match[0]):04X}", text)


_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|<>&@~-]|:(?=//)|(?<=www)\.)", re.IGNORECASE)


def escape_markdown(text: str) -> str:
    """Escape what Markdown or HTML would act on."""
    return re.sub(
        r"([\\`*_{}\[\]()#+!|<>&@~-]|:(?=//)|(?<=www)\.)", r"\\\1", text.replace("\n", " "), flags=re.IGNORECASE
    )


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped_value(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
