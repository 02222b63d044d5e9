"""Sources → Records or Problems: the place and code of every slip, and what is judged of a file all the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tasharuk.catalogue import Catalogue
from tasharuk.kinds import KIND_BY_NAME, KINDS, Kind
from tasharuk.model.base import Record
from tasharuk.model.settings import SiteSettings
from tasharuk.parse import Draft, parse_acceptances, parse_record, parse_records, parse_settings
from tasharuk.problems import Problem, Severity
from tasharuk.read import Mapped, Place, Source, read_mapping, read_source, read_sources
from tasharuk.rules import check_catalogue
from tasharuk.vocabulary import LISTS, Vocabulary
from tests.tools.building import REPOSITORY
from tests.tools.records import TODAY, words

LEAST = """\
name: فريق القارب
legal_form: volunteer-team
summary: نصلح القوارب.
headquarters: homs
governorates: [homs]
sectors: [education]
contacts: {email: post@boat.example}
updated: 2026-06-01
"""
NEXT = LEAST.count("\n") + 1  # the line on which what is added begins
SITE = {"name": "تشارك", "tagline": "دليل", "base_url": "https://tasharuk.example/"}
Read = Callable[..., Source]
Map = Callable[[str], Mapped]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return a function that reads a text as the file of a record."""

    def call(text: str, kind: str = "organization", slug: str = "boat", owner: str = "boat") -> Source:
        pattern = KIND_BY_NAME[kind].pattern
        path = KIND_BY_NAME[kind].fill(pattern, slug, owner)
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
        source = read_source(tmp_path, path, Place(kind, pattern))
        assert isinstance(source, Source), source
        return source

    return call


@pytest.fixture
def mapped(tmp_path: Path) -> Map:
    """Return a function that reads a text as a file of settings."""

    def call(text: str) -> Mapped:
        (tmp_path / "settings.yml").write_text(text, encoding="utf-8")
        found, problems = read_mapping(tmp_path / "settings.yml", "settings.yml")
        assert found is not None, problems
        return found

    return call


def told(problems: list[Problem]) -> list[str]:
    return [" ".join(filter(None, (f"{p.line}:{p.column}", p.code, p.field, *p.suggestions))) for p in problems]


# --- errors of the model: what is typed below the least → what is told, with suggestions

SLIPS = [
    ("volunters: 3", "9:1 unknown_key volunters volunteers"),
    ("people: {bord: []}", "9:10 unknown_key people.bord board"),
    ("people:\n  board:\n    - {rôle: x}", "11:8 unknown_key people.board.0.rôle role"),
    ("people: {خطأ: 1}", "9:10 unknown_key people.خطأ"),
    ("offices: [{name: المرسى}]", "9:11 required_field offices.0.governorate"),
    ("offices: المرسى", "9:10 list_expected offices"),
    ("offices: {governorate: homs}", "9:10 list_expected offices"),
    ("offices: [المرسى]", "9:11 mapping_expected offices.0"),
    ("people: [سالم]", "9:9 mapping_expected people"),
    ("localities: [[تلدو]]", "9:14 text_expected localities.0"),
    ("vision: {ar: نهر}", "9:9 text_expected vision"),
    ("status: activ", "9:9 unknown_choice status active"),
    ("policies: [complaints, complaint]", "9:24 unknown_choice policies.1 complaints"),
    ("staff: 3.5", "9:8 whole_number_expected staff"),
    ("founded: 1/2/2020", "9:10 day_first_date founded 2020-02-01"),
    ("acronym: |\n  ق\n  ر", "9:10 line_break acronym"),
    ("mission: " + "س" * 5001, "9:10 too_long mission"),
]


@pytest.mark.parametrize(("typed", "expected"), SLIPS, ids=[expected for _, expected in SLIPS])
def test_a_slip_is_told_at_its_place_under_our_code(typed: str, expected: str, read: Read) -> None:
    assert told(parse_record(read(f"{LEAST}{typed}\n"))[1]) == [expected]


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("sectors", "[a, b, c, d, e]", "too_many"),
        ("sectors", "[]", "too_few"),
        ("summary", "س" * 281, "too_long"),
        ("name", "س", "too_short"),
    ],
)
def test_too_many_values_and_too_many_letters_are_told_apart(field: str, typed: str, code: str, read: Read) -> None:
    lines = [f"{field}: {typed}" if line.startswith(f"{field}:") else line for line in LEAST.splitlines()]
    (problem,) = parse_record(read("\n".join(lines)))[1]
    assert (problem.code, problem.field) == (code, field)
    assert problem.values["limit"].isdigit()


def test_all_that_is_missing_is_told_at_once(read: Read) -> None:
    found = parse_record(read("# ملاحظة\nname: فريق القارب\nsectors: []\n"))[1]
    missing = ["legal_form", "summary", "headquarters", "governorates", "updated"]
    assert sorted(told(found)) == sorted([*(f"1:1 required_field {name}" for name in missing), "3:10 too_few sectors"])


def test_a_choice_is_told_with_all_its_words(read: Read) -> None:
    (problem,) = parse_record(read(f"{LEAST}entered_by: نحن\n"))[1]
    assert problem.values["given"] == "نحن"
    assert problem.values["choices"] == "organization, access-center, volunteer"


def test_a_long_value_is_cut_to_one_line(read: Read) -> None:
    (problem,) = parse_record(read(f"{LEAST}staff: |\n  {'كثير ' * 40}\n  جدًّا\n"))[1]
    assert len(problem.values["given"]) == 80
    assert problem.values["given"].endswith("…")
    assert "\n" not in problem.values["given"]


# --- values that say nothing

NOTHING = ['""', "", '"-"', "—", "لا يوجد", "none", "~", "null"]


@pytest.mark.parametrize("typed", NOTHING)
def test_a_value_that_says_nothing_is_left_out_with_a_warning(typed: str, read: Read) -> None:
    record, found = parse_record(read(f"{LEAST}vision: {typed}\npeople: {{chair: سالم, director: {typed}}}\n"))
    assert isinstance(record, Record)
    assert record.model_dump(exclude_unset=True)["people"] == {"chair": "سالم"}
    assert "vision" not in record.model_fields_set
    assert [(p.line, p.code, p.field, p.severity) for p in found] == [
        (NEXT, "absent_value", "vision", Severity.WARNING),
        (NEXT + 1, "absent_value", "people.director", Severity.WARNING),
    ]


LEFT_OUT = [
    (
        "languages: [ar, '', en, {}]",
        ["9:17 absent_value languages.1", "9:25 text_expected languages.3"],
    ),
    (
        "finances:\n  - '-'\n  - {year: 2025, currency: SYP}\n  - لا يوجد\n  - {year: 25, currency: SYP}",
        ["10:5 absent_value finances.0", "12:5 absent_value finances.2", "13:12 not_a_year finances.3.year"],
    ),
    (
        "services:\n  - ''\n  - title: رحلة\n    governorates: ['-', homs, '-', []]\n    price: 3",
        [
            "10:5 absent_value services.0",
            "12:20 absent_value services.1.governorates.0",
            "12:31 absent_value services.1.governorates.2",
            "12:36 text_expected services.1.governorates.3",
            "13:5 unknown_key services.1.price",
        ],
    ),
    (
        "offices: ['', {governorate: homs}, {}, {name: المرسى}]",
        [
            "9:11 absent_value offices.0",
            "9:36 required_field offices.2.governorate",
            "9:40 required_field offices.3.governorate",
        ],
    ),
]


@pytest.mark.parametrize(("typed", "expected"), LEFT_OUT, ids=[typed.split(":")[0] for typed, _ in LEFT_OUT])
def test_a_slip_keeps_its_place_when_items_before_it_say_nothing(typed: str, expected: list[str], read: Read) -> None:
    assert told(parse_record(read(f"{LEAST}{typed}\n"))[1]) == expected


def test_values_keep_their_place_when_items_before_them_say_nothing(read: Read) -> None:
    text = f"{LEAST}people:\n  board:\n    - '-'\n    - name: سالم\n    - ''\n    - {{role: أمين}}\n"
    record, _ = parse_record(read(text))
    assert isinstance(record, Record)
    assert record.mark_of("people", "board", 0, "name") == (NEXT + 3, 13)
    assert record.mark_of("people", "board", 1, "role") == (NEXT + 5, 14)
    assert record.mark_of("people", "board", 1, "name") == (NEXT + 5, 7), "not written: the group's place"


# --- records

POST = "---\ntitle: رحلة\ndate: 2026-05-01\n---\n\nأبحرنا.\n"


def test_a_record_knows_its_file_its_owner_and_its_text(read: Read) -> None:
    record, problems = parse_record(read(POST, "post", "2026-05-01-trip", "boat"))
    assert isinstance(record, Record)
    assert problems == []
    assert record.path == "organizations/boat/posts/2026-05-01-trip.md"
    assert (record.slug, record.owner, record.body, record.body_line) == ("2026-05-01-trip", "boat", "أبحرنا.", 6)
    assert record.mark_of("date") == (3, 7)


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_only_kinds_that_are_read_for_their_text_need_one(kind: Kind, read: Read) -> None:
    text = "---\nexample: ربما\n---\n" if kind.pattern.endswith(".md") else "example: ربما\n"
    codes = {problem.code for problem in parse_record(read(text, kind.name))[1]}
    assert "not_yes_no" in codes, "told in one run"
    assert ("empty_body" in codes) == (kind.body.value == "required")


# --- drafts


def test_a_file_with_a_slip_is_a_draft_without_the_faulty_fields(read: Read) -> None:
    draft, _ = parse_record(read(f"{LEAST}staff: كثير\nvolunters: 3\nmembers: 12\n"))
    assert isinstance(draft, Draft)
    assert draft.left_out == {"staff", "volunters"}
    assert draft.record.model_dump(exclude_defaults=True)["members"] == 12
    assert draft.record.path == "organizations/boat/profile.yml"
    assert draft.record.mark_of("sectors", 0) == (6, 11)


def test_a_file_without_what_others_judge_it_by_is_no_draft(read: Read) -> None:
    assert parse_record(read(LEAST.replace("فريق القارب", "+++")))[0] is None


def test_a_post_without_text_is_a_draft_with_all_its_fields(read: Read) -> None:
    draft, problems = parse_record(read(POST.replace("أبحرنا.", ""), "post", "2026-05-01-trip"))
    assert isinstance(draft, Draft)
    assert (draft.left_out, told(problems)) == (frozenset(), ["1:1 empty_body"])


def test_drafts_are_kept_apart_from_records(read: Read) -> None:
    sound, faulty = read(LEAST), read(LEAST.replace("2026-06-01", "الآن"), slug="raft")
    hopeless = read("name: +++\n", slug="ark")
    parsed = parse_records([hopeless, faulty, sound])
    assert [record.slug for record in parsed.records] == ["boat"]
    assert [draft.record.slug for draft in parsed.drafts] == ["raft"]
    assert {problem.path.split("/")[1] for problem in parsed.problems} == {"raft", "ark"}


def vocabulary() -> Vocabulary:
    files = {name: read_mapping(REPOSITORY / "content" / "vocabulary" / name, name)[0] for name in LISTS}
    return Vocabulary.of({name: found.data for name, found in files.items() if found})


VOCABULARY = vocabulary()


def judged(sources: list[Source], around: Iterable[Record] = ()) -> list[Problem]:
    """Return what the rules tell of records and drafts among others, as the pipeline asks them."""
    parsed = parse_records(sources)
    sound = {record.path for record in parsed.records}
    drafts = {draft.record.path: draft for draft in parsed.drafts}
    catalogue = Catalogue(
        settings=SiteSettings.model_validate(SITE),
        vocabulary=VOCABULARY,
        today=TODAY,
        records=(*around, *parsed.records, *(draft.record for draft in parsed.drafts)),
        unread=frozenset(source.path for source in sources if source.path not in sound),
    )
    return [p for p in check_catalogue(catalogue) if p.path not in drafts or drafts[p.path].is_about(p)]


def test_the_rest_of_a_faulty_file_is_judged(read: Read) -> None:
    text = LEAST.replace("headquarters: homs", "headquarters: حمص") + "contact: x\nstaff: كثير\nparent: oar\n"
    assert told(judged([read(text)])) == ["11:9 dangling_reference parent", "4:15 unknown_term headquarters homs"]


def test_nothing_is_told_of_files_that_name_a_faulty_one(read: Read) -> None:
    account = "{kind: wallet, account_name: فريق القارب, account_number: 0000 0001, valid_from: 2026-01-01}"
    campaign = "title: شراع\norganizations: [boat]\nsummary: قماش.\nsectors: [education]\ngovernorates: [homs]\n"
    campaign += f"start: 2026-10-01\ngoal: {{value: 1, currency: SYP}}\nas_of: 2026-11-01\nchannels: [{account}]\n"
    others = [
        read(f"---\n{campaign}---\n", "campaign", "sail"),
        read(POST, "post", "2026-05-01-trip", "boat"),
        read("owners: [sail]\n", "registry", "boat"),
    ]
    for slip in (f"donation_channels: [{account}, nothing]", "name: +++", "legal_form: [x]"):
        key = slip.split(":")[0]
        kept = "".join(f"{line}\n" for line in LEAST.splitlines() if not line.startswith(f"{key}:"))
        assert told(judged([*others, read(f"{kept}{slip}\n")])) == [], slip


# --- any field of any kind

EXAMPLES = REPOSITORY / "tests" / "examples"


def example(kind: Kind) -> Source:
    """Return the example that has every field, as if it lay in its place."""
    file = next((EXAMPLES / kind.name / "valid").glob("*full.*"))
    slug = "lamp-and-loom" if kind.name == "registry" else file.stem
    source = read_source(file.parent, file.name, Place(kind.name, file.name))
    assert isinstance(source, Source)
    keys = {"slug": slug, "organization": "lamp-and-loom" * ("<organization>" in kind.pattern)}
    return replace(source, path=kind.fill(kind.pattern, slug, "lamp-and-loom"), keys=keys)


@pytest.fixture(scope="module")
def around() -> tuple[Record, ...]:
    """Return the records that the examples may name."""
    places = tuple(Place(kind.name, kind.pattern) for kind in KINDS)
    return parse_records(read_sources(EXAMPLES / "surroundings", places, ())[0]).records


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_a_slip_in_one_field_is_told_of_that_field_alone(kind: Kind, around: tuple[Record, ...]) -> None:
    sound = example(kind)
    media = {"missing_media"}  # the examples' pictures are not put in their places here
    for field in sound.data:
        source = replace(sound, data={**sound.data, field: {"لا": "شيء"}})
        found = parse_record(source)[1]
        assert {problem.field.split(".")[0] for problem in found} == {field}
        rest = [problem for problem in judged([source], around) if problem.code not in media]
        assert told(rest) == [], f"after a slip in {field}"


WRONG: list[Any] = ["x", "9" * 400, [], ["", []], {}, {"x": "y"}]


def spoiled(value: Any) -> Iterator[Any]:
    """Yield a value with one of its parts, at any depth, replaced by each wrong one."""
    yield from WRONG
    items = list(value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ())
    for key, item in items:
        for wrong in spoiled(item):
            yield type(value)({**dict(items), key: wrong} if isinstance(value, dict) else [*value[:key], wrong])


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_no_value_of_any_shape_stops_the_run_or_goes_without_words(kind: Kind) -> None:
    sound = example(kind)
    codes: set[str] = set()
    for field, value in sound.data.items():
        for wrong in spoiled(value):
            codes |= {problem.code for problem in parse_record(replace(sound, data={field: wrong}))[1]}
    assert [code for code in sorted(codes) if not words().has_problem(code)] == []


# --- the ministry's acceptances

HELD = Problem("organizations/boat/profile.yml", 3, 7, "name_clash", Severity.HELD, "name")
ACCEPTED = "accepted:\n  - {path: organizations/boat/profile.yml, code: name_clash, reason: جمعيتان لا واحدة}\n"


def test_an_accepted_problem_no_longer_holds(mapped: Map) -> None:
    assert parse_acceptances(mapped(ACCEPTED)).apply([HELD]) == []


@pytest.mark.parametrize(
    "change",
    [
        {"code": "name_similar"},
        {"path": "organizations/ark/profile.yml"},
        {"severity": Severity.ERROR},
        {"severity": Severity.WARNING},
    ],
    ids=["another code", "another file", "an error", "a warning"],
)
def test_an_acceptance_that_fits_nothing_is_an_error_at_its_line(change: dict[str, Any], mapped: Map) -> None:
    problem = replace(HELD, **change)
    kept = parse_acceptances(mapped(ACCEPTED)).apply([problem])
    assert kept[0] == problem
    assert [(p.path, p.line, p.code, p.is_error) for p in kept[1:]] == [
        ("content/accepted.yml", 2, "acceptance_unused", True)
    ]


def test_an_acceptance_of_one_field_leaves_the_others(mapped: Map) -> None:
    other = replace(HELD, field="aliases.0")
    accepted = parse_acceptances(mapped(ACCEPTED.replace("code:", "field: aliases.0, code:")))
    assert accepted.apply([HELD, other]) == [HELD]


def test_one_acceptance_without_a_field_serves_all_problems_of_its_code(mapped: Map) -> None:
    assert parse_acceptances(mapped(ACCEPTED)).apply([HELD, replace(HELD, field="aliases.0")]) == []


def test_a_faulty_list_of_acceptances_accepts_nothing(mapped: Map) -> None:
    accepted = parse_acceptances(mapped(f"{ACCEPTED}  - {{path: x, code: name_clash}}\n"))
    assert told(accepted.apply([HELD])[1:]) == ["3:5 required_field accepted.1.reason"]
    assert accepted.apply([HELD])[0] == HELD


def test_without_a_list_everything_holds() -> None:
    assert parse_acceptances(None).apply([HELD]) == [HELD]


# --- the settings


def test_a_sites_own_settings_lie_over_the_programs(mapped: Map) -> None:
    program = mapped("name: تشارك\ntagline: دليل\nbase_url: https://a.example/\nthresholds: {page_size: 10}\n")
    own = mapped("base_url: https://b.example/\nthresholds: {quarantine_percent: 9}\nfeatures: {english: لا}\n")
    settings, problems = parse_settings(program, own)
    assert problems == []
    assert (settings.name, settings.base_url) == ("تشارك", "https://b.example/")
    assert (settings.thresholds.page_size, settings.thresholds.quarantine_percent) == (10, 9)
    assert (settings.features.english, settings.features.search) == (False, True)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("thresholds: {page_size: 99}", "1:25 number_too_large thresholds.page_size"),
        ("thresholds: {page_size: 1}", "1:25 number_too_small thresholds.page_size"),
        ("thresholds: high", "1:13 mapping_expected thresholds"),
        ("base_url: tasharuk", "1:11 not_a_url base_url"),
        ("colour: red", "1:1 unknown_key colour"),
    ],
)
def test_settings_that_cannot_be_used_are_told_and_the_programs_hold(typed: str, expected: str, mapped: Map) -> None:
    program = mapped("name: تشارك\ntagline: دليل\nbase_url: https://a.example/\n")
    settings, problems = parse_settings(program, mapped(typed))
    assert told(problems) == [expected]
    assert settings == parse_settings(program, None)[0]
