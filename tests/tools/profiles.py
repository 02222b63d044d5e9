"""Generated profiles of organizations: every field of the model can be there, with every value its type may take."""

import datetime
from collections.abc import Mapping
from functools import cache
from typing import Any

from hypothesis import strategies as st
from pydantic import ValidationError
from stdnum.iso7064 import mod_97_10

from tasharuk.dump import is_empty
from tasharuk.kinds import KIND_BY_NAME
from tasharuk.model.fields import is_absent
from tasharuk.model.organization import NATIONAL, Organization
from tasharuk.rules.unknown_term import LIST_OF_FIELD
from tasharuk.schema import kind_schema
from tasharuk.vocabulary import Vocabulary
from tests.tools.records import words

# what people type, and what a writer of YAML stumbles over
SIGNS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةأإآؤئءabzABZ019٠٣٩،؛؟«»()-:#'\"\\{}[]&*!|>%@~,.?/+=_<"
LINES = (
    st.text(SIGNS + "   ", min_size=1, max_size=16)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: not is_absent(text))  # "-" and "~" say that there is nothing
)
WORDS = ["جمعية", "الجسر", "والنافذة", "بئر", "مؤسسة", "النول", "ريف", "Cloud", "Well"]
NAMES = st.lists(st.sampled_from(WORDS[:-2]), min_size=1, max_size=4).map(" ".join)
LATIN = st.lists(st.sampled_from(WORDS[-2:]), min_size=1, max_size=4).map(" ".join)
TEXTS = st.lists(
    st.one_of(LINES, st.sampled_from(["", "  - بند", "آخره مسافتان  ", "## عنوان", "\tبعد علامة"])),
    min_size=1,
    max_size=4,
)
DIGITS = st.integers(1000, 10**14).map("0{}".format)
SLUGS = st.integers(0, 10**6).map("lamp-{}".format)
HOSTS = st.sampled_from(["lamp.example", "www.lamp-and-loom.example", "xn--mgbai9azgqp6j.example"])
PATHS = st.sampled_from(["", "/", "/a/b-c/", "/?q=%D9%86", "/x#y"])
DAYS = st.dates(datetime.date(1950, 1, 1), datetime.date(2090, 12, 31)).map(str)
FILES = st.builds("Bild_{}.{}".format, st.integers(0, 99), st.sampled_from(["jpg", "png", "webp"]))


def german_iban(number: int) -> str:
    """Return an account number with the check digits of an IBAN."""
    return f"DE{mod_97_10.calc_check_digits(f'{number:018}DE')}{number:018}"


OF_TYPE: Mapping[str, st.SearchStrategy[Any]] = {
    "line": LINES,
    "name": NAMES,
    "latin_name": LATIN,
    "summary": LINES,
    "text": TEXTS.map("\n".join),
    "markdown": TEXTS.map("\n".join),
    "reference": st.one_of(DIGITS, LINES),
    "flag": st.booleans(),
    "date": DAYS,
    "year": st.integers(1800, 2100),
    "year_or_date": st.one_of(st.integers(1800, 2100), DAYS),
    "count": st.integers(0, 10**9),
    "amount_number": st.decimals(0, 10**9, places=2).map(str),
    "slug": SLUGS,
    "phone": st.one_of(st.just("+963 11 234 5670"), st.integers(20_000_00, 69_999_99).map("093{}".format)),
    "email": st.builds("{}@{}".format, SLUGS, HOSTS),
    "web_url": st.builds("https://{}{}".format, HOSTS, PATHS),
    "donation_url": st.builds("https://{}{}".format, HOSTS, PATHS),
    "social_url": SLUGS,
    "account_number": DIGITS,
    "iban": st.integers(0, 10**18 - 1).map(german_iban),
    "swift": st.just("XMPLSYDA"),
    "field_path": st.sampled_from(["contacts.address", "people.board.0.name", "offices"]),
    "photo_file": FILES,
    "media_file": FILES,
}


def profiles(vocabulary: Vocabulary) -> st.SearchStrategy[Organization]:
    """Return a strategy of valid profiles whose terms stand in these closed lists."""
    schema = kind_schema(KIND_BY_NAME["organization"], words("ar"))
    made = _Maker(vocabulary, schema["$defs"]).group(schema)
    return made.map(_valid).filter(lambda found: found is not None)


def _valid(data: dict[str, Any]) -> Organization | None:
    try:
        return Organization.model_validate(_as_typed(data))
    except ValidationError:
        return None


def _as_typed(value: Any) -> Any:
    """Return the values as the reader hands them on: every scalar as text, and no group of nothing."""
    if isinstance(value, dict):
        return {key: _as_typed(item) for key, item in value.items() if not is_empty(item)}
    if isinstance(value, list):
        return [_as_typed(item) for item in value if not is_empty(item)]
    return str(value).lower() if isinstance(value, bool) else str(value)


class _Maker:
    """Makes strategies out of a JSON Schema."""

    def __init__(self, vocabulary: Vocabulary, definitions: Mapping[str, Any]) -> None:
        self.vocabulary = vocabulary
        self.definitions = definitions
        self.part = cache(self._part)

    def group(self, schema: Mapping[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
        """Return a strategy of one group of fields."""
        required = set(schema.get("required", ()))
        strategies = {name: self.value(name, entry) for name, entry in schema["properties"].items()}
        optional = {name: made for name, made in strategies.items() if name not in required}
        return st.fixed_dictionaries({name: strategies[name] for name in sorted(required)}, optional=optional)

    def value(self, name: str, entry: Mapping[str, Any]) -> st.SearchStrategy[Any]:
        """Return a strategy of one field."""
        sort = next((one for one in entry.get("anyOf", ()) if one.get("type") != "null"), entry)
        if "$ref" in sort:
            return self.part(sort["$ref"])
        if "enum" in sort:
            return st.sampled_from(sort["enum"])
        if sort.get("type") == "array":
            return self._list(name, sort)
        return self._terms(name) if sort["x-type"] == "term" else OF_TYPE[sort["x-type"]]

    def _part(self, reference: str) -> st.SearchStrategy[Any]:
        return self.group(self.definitions[reference.rpartition("/")[2]])

    def _terms(self, name: str) -> st.SearchStrategy[str]:
        return st.sampled_from(sorted(getattr(self.vocabulary, LIST_OF_FIELD[name])))

    def _list(self, name: str, sort: Mapping[str, Any]) -> st.SearchStrategy[Any]:
        items = sort["items"]
        is_closed = "enum" in items or items.get("x-type") == "term"
        most = min(sort.get("maxItems", 3), 3)
        lists = st.lists(self.value(name, items), min_size=sort.get("minItems", 0), max_size=most, unique=is_closed)
        return st.one_of(lists, st.just([NATIONAL])) if name == "governorates" and sort.get("minItems") else lists
