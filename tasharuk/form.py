"""Models, words and closed lists come in, what the templates of the form print goes out: steps, fields, choices."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tasharuk.catalogue import Catalogue
from tasharuk.change import RISK_OF_FIELD, Risk
from tasharuk.flows import FLOWS, Flow
from tasharuk.kinds import Body, Kind
from tasharuk.model.organization import NATIONAL
from tasharuk.model.settings import SiteSettings
from tasharuk.model.text import MARKDOWN_LIMIT
from tasharuk.refusals import CODES, LIMITS, REFUSALS
from tasharuk.rules.date_order import ORDERED, PAST
from tasharuk.rules.registration_required import UNREGISTERED_FORMS
from tasharuk.rules.unknown_term import LIST_OF_FIELD
from tasharuk.schema import kind_schema, models_of
from tasharuk.urls import BaseUrl
from tasharuk.vocabulary import Vocabulary
from tasharuk.words import Words, group_name
from tasharuk.write import Artifact

CALLED_FOR: frozenset[Risk] = frozenset({"money", "contact"})  # a change is confirmed by a call to the old number
NOT_ASKED = frozenset({"example", "updated"})  # the script keeps the first and fills in the last
OWNERS = frozenset({"parent", "merged_into", "organizations"})  # slugs of organizations, looked up in the directory
WIDGET_OF_TYPE: Mapping[str, str] = {
    **dict.fromkeys(("summary", "text", "markdown"), "area"),
    **dict.fromkeys(("photo_file", "media_file"), "file"),
    "flag": "flag",
    "consent": "consent",
    "date": "date",
}
UNTYPED = frozenset({"file", "flag", "consent", "date", "group", "repeat"})  # samples of YAML do not fit them
INPUT_OF_TYPE: Mapping[str, str] = {
    "phone": "tel",
    "email": "email",
    **dict.fromkeys(("web_url", "donation_url", "social_url"), "url"),
    **dict.fromkeys(("count", "year", "year_or_date"), "numeric"),
    **dict.fromkeys(("amount_number", "amount_value"), "decimal"),
}
LEFT_TO_RIGHT = frozenset(
    "phone email web_url donation_url social_url account_number iban swift slug fresh owner code latin_name field_path "
    "count year year_or_date amount_number amount_value".split()
)
SAID = (
    "remove errors progress loading loaded kept not_found restored saved subject letters was now message upload".split()
)


@dataclass(frozen=True)
class Field:
    """One field, ready to print. `path` is dotted, with `N` for the place in a list; `fields` those inside a group.

    `widget` is one of text, area, select, flag, consent, date, file, checks, lines, group, repeat, values;
    `choices` names a list of `choices()`; `most` counts items, `limit` characters. A field that `is_file` says where
    the record lies or what stands below it, and is no field of the record.
    """

    name: str
    path: str
    label: str
    hint: str
    example: str
    widget: str
    type: str = ""
    required: bool = False
    choices: str = ""
    input: str = "text"
    is_ltr: bool = False
    limit: int = 0
    most: int = 0
    is_file: bool = False
    fields: tuple[Field, ...] = ()

    @property
    def id(self) -> str:
        """The id of the field's control."""
        return "f-" + self.path.replace(".", "-")


@dataclass(frozen=True)
class FormMaker:
    """Makes the fields of a kind out of its model."""

    words: Words
    vocabulary: Vocabulary

    def steps(self, flow: Flow) -> list[dict[str, Any]]:
        """Return the steps of a flow with their fields. Raises KeyError when a step names no field of the model."""
        field_by_name = {field.name: field for field in (*self.fields(flow.kind), *self.file_fields(flow))}
        return [
            {
                "name": step.name,
                "first": [field_by_name[name] for name in step.first],
                "more": [field_by_name[name] for name in step.more],
            }
            for step in flow.steps
        ]

    def fields(self, kind: Kind) -> tuple[Field, ...]:
        """Return all fields of a kind that a form asks for, in the order of the model."""
        schema = kind_schema(kind, self.words)
        parts = {model.__name__: group_name(model) for model in models_of(kind.model)}
        reader = _Reader(self.words, schema.get("$defs", {}), parts)
        return tuple(reader.fields(schema, group_name(kind.model), "", NOT_ASKED))

    def file_fields(self, flow: Flow) -> tuple[Field, ...]:
        """Return what is asked beside the fields of the model: the file's name, its organization, its text."""
        slug = self._file_field("slug", "text", "fresh" if flow.changes else "slug", True)
        owner = self._file_field("owner", "text", "owner", True)
        body = self._file_field("body", "area", "markdown", flow.kind.body is Body.REQUIRED)
        has_owner = "<organization>" in flow.kind.pattern
        return (slug, *((owner,) if has_owner else ()), *((body,) if flow.kind.body is not Body.NONE else ()))

    def _file_field(self, name: str, widget: str, kind: str, is_required: bool) -> Field:
        label, hint = self.words.ui(f"form_{name}"), self.words.ui(f"form_{name}_hint")
        is_ltr, limit = kind in LEFT_TO_RIGHT, MARKDOWN_LIMIT if kind == "markdown" else 0
        return Field(name, name, label, hint, "", widget, kind, is_required, is_ltr=is_ltr, limit=limit, is_file=True)

    def choices(self, fields: Iterable[Field]) -> dict[str, list[tuple[str, str]]]:
        """Return every list of choices that the fields name: pairs of (value, name) in the list's own order.

        The value that stands when nothing is written is empty, so that it is left out of the file; lists without
        such a value begin with the invitation to choose.
        """
        lists = {name: list(self._choice(name)) for name in sorted(set(_named(fields)))}
        lists["flag"] = [("true", self.words.ui("yes")), ("false", self.words.ui("no"))]
        invitation = ("", self.words.ui("form_choose"))
        return {name: found if "" in dict(found) else [invitation, *found] for name, found in lists.items()}

    def _choice(self, name: str) -> Iterator[tuple[str, str]]:
        group, _, rest = name.partition(".")
        if not rest:
            if group.endswith("+"):
                yield NATIONAL, self.words.ui("all_syria")
            yield from ((slug, term.name) for slug, term in getattr(self.vocabulary, group.rstrip("+")).items())
            return
        field, _, default = rest.partition("=")
        for value in self.words.sections["choices"][f"{group}.{field}"]:
            yield "" if value == default else value, self.words.choice(f"{group}.{field}", value)

    def problems(self) -> dict[str, tuple[str, str]]:
        """Return message and remedy of each code, their values still in braces."""
        problems = self.words.sections["problems"]
        own = {"taken": (self.words.ui("form_taken"), "")}
        return {**{code: (problems[code]["message"], problems[code]["hint"]) for code in CODES}, **own}

    def plan(self, flow: Flow, settings: SiteSettings, root: str) -> dict[str, Any]:
        """Return what the script has to know of a flow, ready for JSON; `root` is the address of the home page."""
        fields = self.fields(flow.kind)
        return {
            "kind": flow.kind.name,
            "pattern": flow.kind.pattern,
            "media": flow.kind.media,
            "order": list(flow.kind.model.model_fields),
            "named": flow.named,
            "dated": flow.dated,
            "today": flow.today,
            "chips": flow.chips,
            "choices": self.choices(fields),
            "problems": self.problems(),
            "refused": REFUSALS,
            "limits": LIMITS,
            "ordered": ORDERED,
            "past": sorted(PAST),
            "risky": [name for name, risk in RISK_OF_FIELD.get(flow.kind.name, {}).items() if risk in CALLED_FOR],
            "unregistered": sorted(UNREGISTERED_FORMS),
            "words": self._said(settings.name),
            "root": root,
            "offline": settings.features.offline,
            "lookup": settings.features.exports,
            "site": {
                "whatsapp": (settings.contact.whatsapp or "").removeprefix("+"),
                "email": settings.contact.intake_email or "",
                "repository": settings.repository or "",
            },
        }

    def _said(self, site: str) -> dict[str, str]:
        """Return the words the script says, their values still in braces."""
        ui = self.words.sections["ui"]
        said = {word: str(ui[f"form_{word}"]) for word in SAID}
        signs = {key: str(ui[key]) for key in ("quoted", "comma", "colon")}
        return {**said, **signs, "message": said["message"].replace("{site}", site)}


def form_files(catalogue: Catalogue, words: Words, base: BaseUrl) -> Iterator[Artifact]:
    """Yield what the script of each flow reads, beside its page."""
    maker = FormMaker(words, catalogue.vocabulary)
    for flow in FLOWS:
        plan = maker.plan(flow, catalogue.settings, base.href("/"))
        text = json.dumps(plan, ensure_ascii=False, separators=(",", ":")) + "\n"
        yield Artifact(f"{flow.url.strip('/')}/form.json", text.encode("utf-8"))


def _named(fields: Iterable[Field]) -> Iterator[str]:
    for field in fields:
        if field.choices:
            yield field.choices
        yield from _named(field.fields)


@dataclass(frozen=True)
class _Reader:
    """Reads fields out of a JSON Schema; `group_by_definition` tells under which name their words stand."""

    words: Words
    definitions: Mapping[str, Any]
    group_by_definition: Mapping[str, str]

    def fields(
        self, schema: Mapping[str, Any], group: str, prefix: str, without: frozenset[str] = frozenset()
    ) -> Iterator[Field]:
        """Yield the fields of one model."""
        required = set(schema.get("required", ()))
        for name, entry in schema["properties"].items():
            if name not in without:
                yield self._field(name, entry, group, prefix, name in required)

    def _field(self, name: str, entry: Mapping[str, Any], group: str, prefix: str, is_required: bool) -> Field:
        path = f"{prefix}{name}"
        sort = next((one for one in entry.get("anyOf", ()) if one.get("type") != "null"), entry)
        widget, more = self._widget(name, sort, group, path, entry.get("default"))
        is_typed = "choices" not in more and widget not in UNTYPED
        is_told = is_typed or widget in ("group", "repeat") or more.get("most")
        own_hint = self.words.hint(group, name) if is_told else ""
        return Field(
            name=name,
            path=path,
            label=self.words.label(group, name),
            hint=self.words.ui(f"form_{more['type']}_hint") if widget == "file" else own_hint,
            example=self.words.sample(group, name).strip('[]"') if is_typed else "",
            widget=widget,
            required=is_required,
            **more,
        )

    def _widget(
        self, name: str, sort: Mapping[str, Any], group: str, path: str, default: Any
    ) -> tuple[str, dict[str, Any]]:
        if "$ref" in sort:
            return "group", {"fields": self._inner(sort, f"{path}.")}
        if "enum" in sort:
            return "select", {"choices": f"{group}.{name}" + (f"={default}" if default else "")}
        if sort.get("type") == "array":
            return self._list(name, sort, group, path)
        kind = sort["x-type"]
        if kind == "term":
            return "select", {"type": kind, "choices": LIST_OF_FIELD[name]}
        return WIDGET_OF_TYPE.get(kind, "text"), _typed("owner" if name in OWNERS else kind, sort)

    def _list(self, name: str, sort: Mapping[str, Any], group: str, path: str) -> tuple[str, dict[str, Any]]:
        items = sort["items"]
        counts = {"most": sort.get("maxItems", 0)}
        if "$ref" in items:
            return "repeat", {"fields": self._inner(items, f"{path}.N."), **counts}
        if "enum" in items:
            return "checks", {"choices": f"{group}.{name}", **counts}
        kind = items["x-type"]
        if kind == "term":
            wide = "+" if path == "governorates" else ""
            return "checks", {"type": kind, "choices": LIST_OF_FIELD[name] + wide, **counts}
        if kind == "line":
            return "lines", {"type": kind, **counts}
        typed = _typed("owner" if name in OWNERS else kind, items)
        item = Field("", f"{path}.N", self.words.label(group, name), "", "", "text", **typed)
        return "values", {"fields": (item,), **counts}

    def _inner(self, sort: Mapping[str, Any], prefix: str) -> tuple[Field, ...]:
        name = sort["$ref"].rpartition("/")[2]
        return tuple(self.fields(self.definitions[name], self.group_by_definition[name], prefix))


def _typed(kind: str, sort: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": kind,
        "limit": sort.get("maxLength", 0),
        "input": INPUT_OF_TYPE.get(kind, "text"),
        "is_ltr": kind in LEFT_TO_RIGHT,
    }
