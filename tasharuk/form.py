"""Models, words and closed lists come in, what the templates of the form print goes out: steps, fields, choices."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tasharuk.catalogue import Catalogue
from tasharuk.kinds import KIND_BY_NAME, Kind
from tasharuk.model.organization import NATIONAL
from tasharuk.model.settings import SiteSettings
from tasharuk.rules.registration_required import UNREGISTERED_FORMS
from tasharuk.rules.unknown_term import LIST_OF_FIELD
from tasharuk.schema import kind_schema, models_of
from tasharuk.urls import BaseUrl
from tasharuk.vocabulary import Vocabulary
from tasharuk.words import Words, group_name
from tasharuk.write import Artifact

# problems that the script itself finds; it says them in the words of `check`
CODES = (
    "required_field too_few too_many too_long no_letter latin_expected bad_slug decorated_name not_a_year "
    "hijri_date not_a_number ambiguous_number whole_number_expected amount_not_positive number_too_small "
    "not_an_email not_a_phone phone_letters phone_length two_phones not_a_url url_scheme https_only url_character "
    "account_length account_character letter_in_number bad_iban syrian_iban bad_swift registration_required "
    "contact_required national_alone reserved_slug bad_field_path file_name "
).split()
NOT_ASKED = frozenset({"example", "logo", "updated"})  # the script keeps the first two and fills in the last
WIDGET_OF_TYPE: Mapping[str, str] = {
    **dict.fromkeys(("summary", "text", "markdown"), "area"),
    "flag": "flag",
    "date": "date",
}
INPUT_OF_TYPE: Mapping[str, str] = {
    "phone": "tel",
    "email": "email",
    **dict.fromkeys(("web_url", "donation_url", "social_url"), "url"),
    **dict.fromkeys(("count", "year", "year_or_date"), "numeric"),
    **dict.fromkeys(("amount_number", "amount_value"), "decimal"),
}
LEFT_TO_RIGHT = frozenset(
    "phone email web_url donation_url social_url account_number iban swift slug code latin_name field_path media_file "
    "count year year_or_date amount_number amount_value".split()
)


SAID: Mapping[str, str] = {
    **{word: word for word in "choose remove errors progress loading loaded not_found restored saved subject".split()},
    "message": "message",
    "upload": "github_upload",
}


@dataclass(frozen=True)
class Step:
    """One screen of the form: the fields asked first, and those folded below them."""

    name: str
    first: tuple[str, ...] = ()
    more: tuple[str, ...] = ()


@dataclass(frozen=True)
class Flow:
    """The way through the form for one kind: its address, its steps, whose folder the file lies in."""

    kind: Kind
    url: str
    steps: tuple[Step, ...]


def _flow(kind: str, *steps: tuple[str, str, str]) -> Flow:
    url = "/submit/" if kind == "organization" else f"/submit/{kind}/"
    return Flow(KIND_BY_NAME[kind], url, tuple(Step(name, tuple(a.split()), tuple(b.split())) for name, a, b in steps))


FLOWS: tuple[Flow, ...] = (
    _flow(
        "organization",
        (
            "who",
            "name name_en legal_form summary",
            "founded about vision mission goals acronym name_ku aliases former_names former_slugs parent merged_into",
        ),
        ("registration", "registration status", ""),
        ("where", "headquarters governorates sectors", "target_groups localities districts languages"),
        ("contacts", "contacts", "offices"),
        (
            "rest",
            "",
            "services people staff volunteers members women_on_board donation_channels needs offers partners funders "
            "networks policies finances documents withheld entered_by",
        ),
    ),
)


@dataclass(frozen=True)
class Field:
    """One field, ready to print. `path` is dotted, with `N` for the place in a list; `fields` those inside a group.

    `widget` is one of text, area, select, flag, date, checks, lines, group, repeat, values;
    `choices` names a list of `choices()`; `most` and `least` count items, `limit` characters.
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
    least: int = 0
    most: int = 0
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
        field_by_name = {field.name: field for field in self.fields(flow.kind)}
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

    def choices(self, fields: Iterable[Field]) -> dict[str, list[tuple[str, str]]]:
        """Return every list of choices that the fields name: pairs of (value, name) in the list's own order.

        The value that stands when nothing is written is empty, so that it is left out of the file.
        """
        return {name: list(self._choice(name)) for name in sorted(set(_named(fields)))}

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
        return {code: (problems[code]["message"], problems[code]["hint"]) for code in CODES}

    def plan(self, flow: Flow, settings: SiteSettings, root: str) -> dict[str, Any]:
        """Return what the script has to know of a flow, ready for JSON; `root` is the address of the home page."""
        fields = self.fields(flow.kind)
        return {
            "kind": flow.kind.name,
            "pattern": flow.kind.pattern,
            "order": list(flow.kind.model.model_fields),
            "choices": {
                **self.choices(fields),
                "flag": [("true", self.words.ui("yes")), ("false", self.words.ui("no"))],
            },
            "problems": self.problems(),
            "unregistered": sorted(UNREGISTERED_FORMS),
            "words": self._said(settings.name),
            "root": root,
            "offline": settings.features.offline,
            "site": {
                "whatsapp": (settings.contact.whatsapp or "").removeprefix("+"),
                "email": settings.contact.intake_email or "",
                "repository": settings.repository or "",
            },
        }

    def _said(self, site: str) -> dict[str, str]:
        """Return the words the script says, their values still in braces."""
        ui = self.words.sections["ui"]
        said = {key: str(ui[f"form_{word}"]) for key, word in SAID.items()}
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
        is_chosen = "choices" in more
        return Field(
            name=name,
            path=path,
            label=self.words.label(group, name),
            hint="" if is_chosen and not more.get("most") else self.words.hint(group, name),
            example="" if is_chosen else self.words.sample(group, name).strip('[]"'),
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
        return WIDGET_OF_TYPE.get(kind, "text"), _typed(kind, sort)

    def _list(self, name: str, sort: Mapping[str, Any], group: str, path: str) -> tuple[str, dict[str, Any]]:
        items = sort["items"]
        counts = {"least": sort.get("minItems", 0), "most": sort.get("maxItems", 0)}
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
        item = Field("", f"{path}.N", self.words.label(group, name), "", "", "text", **_typed(kind, items))
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
