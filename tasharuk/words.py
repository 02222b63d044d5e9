"""Every interface word, label and message, from `content/words/<language>.yml`. A missing key fails loudly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import groupby
from pathlib import Path
from typing import Any

from tasharuk.arabic import has_arabic_letter, isolated, plural_form
from tasharuk.cache import Cache, digest_of, made_once

LANGUAGES = ("ar", "en")
TODAY = "<today>"  # in the example of a field: the day on which the file is written


class MissingWord(KeyError):
    """A key that the words file lacks: our mistake, never the submitter's."""


@dataclass(frozen=True)
class Words:
    """The words of one language, by section and key.

    With `sets_apart` Arabic values that are filled into a sentence of another script are set apart from it.
    """

    language: str
    sections: Mapping[str, Mapping[str, Any]]
    sets_apart: bool = False

    @cached_property
    def _known(self) -> dict[tuple[str, ...], Any]:
        return {}

    def _find(self, *keys: str) -> Any:
        known = self._known.get(keys)  # asked some thirty times a page
        if known is not None:
            return known
        found: Any = self.sections
        try:
            for key in keys:
                found = found[key]
        except (KeyError, TypeError):  # TypeError: a text where more words were expected
            raise MissingWord(f"content/words/{self.language}.yml: {'.'.join(keys)}") from None
        self._known[keys] = found
        return found

    def ui(self, key: str, **values: object) -> str:
        """Return an interface word with its values filled in."""
        text = str(self._find("ui", key))
        if "{" not in text and "}" not in text:
            return text
        if self.sets_apart:
            values = {name: self.apart(value) if isinstance(value, str) else value for name, value in values.items()}
        return text.format(**values)

    def apart(self, text: str) -> str:
        """Return a text as it stands within others."""
        return isolated(text) if self.sets_apart else text

    def listed(self, texts: Iterable[str]) -> str:
        """Join texts with the comma of the language; Arabic ones that follow each other are set apart as one."""
        comma = self.ui("list_comma")
        if not self.sets_apart:
            return comma.join(texts)
        return comma.join(self.apart(comma.join(run)) for _, run in groupby(texts, has_arabic_letter))

    def plural(self, key: str, count: int, number: str = "") -> str:
        """Return a counted phrase such as "3 organizations"; `number` is the count as it is to be shown."""
        form = plural_form(count) if self.language == "ar" else ("one" if count == 1 else "other")
        return str(self._find("plurals", key, form)).format(n=number or count)

    def label(self, group: str, field: str) -> str:
        """Return the label of a field; `group` is the snake-case name of the model that declares it."""
        return str(self._find("fields", group, field, "label"))

    def hint(self, group: str, field: str) -> str:
        """Return the hint of a field, empty where none is needed."""
        return str(self._find("fields", group, field).get("hint", ""))

    def sample(self, group: str, field: str) -> str:
        """Return an example value of a field, empty where none is given."""
        return str(self._find("fields", group, field).get("example", ""))

    def choice(self, name: str, value: str) -> str:
        """Return the name of one value of a closed choice; `name` is `<group>.<field>`."""
        return str(self._find("choices", name, value))

    def type_name(self, name: str) -> str:
        """Return what a field type is called; `name` is its `x-type`."""
        return str(self._find("types", name, "name"))

    def expected(self, name: str, limit: int = 0) -> str:
        """Return what is to be written in a field of a type; `limit` counts characters."""
        return str(self._find("types", name, "expected")).format(limit=limit)

    def list_name(self, name: str) -> str:
        """Return what a closed list is called."""
        return str(self._find("lists", name))

    def kind(self, name: str, part: str) -> str:
        """Return a word about a kind of record: `one`, `many` or `definition`."""
        return str(self._find("kinds", name, part))

    def kind_label(self, name: str) -> str:
        """Return what one record of a kind is called, as it stands before a name or above one."""
        one = self.kind(name, "one")
        return one[:1].upper() + one[1:]

    def message(self, code: str, values: Mapping[str, str]) -> str:
        """Return the sentence of a problem: what was seen and what was expected."""
        return self._find("problems", code, "message").format_map(_Blank(values)).strip()  # type: ignore[no-any-return]

    def problem_hint(self, code: str, values: Mapping[str, str]) -> str:
        """Return the remedy of a problem: what to write instead."""
        return self._find("problems", code, "hint").format_map(_Blank(values)).strip()  # type: ignore[no-any-return]

    def has_problem(self, code: str) -> bool:
        """Tell whether a problem code has its words."""
        entry = self.sections.get("problems", {}).get(code, {})
        return bool(entry.get("message")) and bool(entry.get("hint"))


class _Blank(dict[str, str]):
    """Values for a sentence; one that is not known stays empty rather than stopping the report."""

    def __missing__(self, key: str) -> str:
        return ""


@cache
def group_name(model: type) -> str:
    """Return the name under which the words of a model's fields stand: `YearOfFinances` → `year_of_finances`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", model.__name__).lower()


@cache
def load_words(folder: Path, language: str) -> Words:
    """Read the words of one language from the folder that holds `ar.yml` and `en.yml`."""
    import yaml  # 20 ms, where the words were not kept

    text = (folder / f"{language}.yml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # C loader: about ten times faster on 1,000 keys
    return Words(language, yaml.load(text, Loader=loader))  # noqa: S506


def kept_words(cache: Cache | None, folder: Path, language: str) -> Words:
    """Return the words of one language as they were read last time, while the file is the same: 2 ms, not 45."""
    if cache is None:
        return load_words(folder, language)
    return made_once(
        cache, f"words/{language}", digest_of(folder / f"{language}.yml"), lambda: load_words(folder, language)
    )
