"""Safe repairs: what has one sure answer is put right, nothing else changes, and accounts are never touched."""

from __future__ import annotations

import json
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasharuk.catalogue import Catalogue
from tasharuk.cli import main
from tasharuk.dump import dump_record
from tasharuk.fix.mend import mend
from tasharuk.fix.table import MONEY_FIELDS, PLACES, is_mendable
from tasharuk.job import Job
from tasharuk.kinds import KINDS, Kind
from tasharuk.model.base import Record
from tasharuk.parse import parse_record
from tasharuk.pipeline import closed_lists
from tasharuk.problems import Problem
from tasharuk.read import Source, place_of_path, source_of
from tasharuk.rules.unknown_term import unknown_term
from tests.test_typical_mistakes import MISTAKES, SITE, make
from tests.tools.building import REPOSITORY, TODAY
from tests.tools.records import TODAY as DAY
from tests.tools.records import words

PROFILE = "organizations/sieve/profile.yml"
POST = "organizations/sieve/posts/2026-11-02-seeds.md"
EXAMPLES = REPOSITORY / "tests" / "examples"
LISTS: Catalogue = closed_lists(Job(REPOSITORY, DAY))
HEAD = """\
name: جمعية الغربال
legal_form: association
summary: نغربل البذور.
registration: {number: 4131}
headquarters: hama
governorates: [hama]
sectors: [food-security]
updated: 2026-10-01
"""


def fixed(text: str | bytes, path: str = PROFILE) -> str:
    """Return a file after its repairs, which a second run must leave alone."""
    raw = text if isinstance(text, bytes) else text.encode("utf-8")
    first = mend(raw, path, LISTS, words())
    second = mend(first.content, path, LISTS, words())
    assert (second.content, second.repairs) == (first.content, ())
    return first.content.decode("utf-8")


def problems_in(text: str | bytes, path: str) -> list[Problem]:
    """Return what reading, the model and the closed lists say of one file."""
    place = place_of_path(path, PLACES)
    assert place is not None
    source = source_of(text if isinstance(text, bytes) else text.encode("utf-8"), path, place)
    if not isinstance(source, Source):
        return source
    parsed, problems = parse_record(source)
    record = parsed if isinstance(parsed, Record) or parsed is None else parsed.record
    listed = unknown_term(Catalogue(LISTS.settings, LISTS.vocabulary, DAY, (record,))) if record else ()
    return [*problems, *listed]


def examples(outcome: str) -> list[object]:
    files = [(kind, file) for kind in KINDS for file in sorted((EXAMPLES / kind.name / outcome).iterdir())]
    return [pytest.param(kind, file, id=f"{kind.name}/{file.name}") for kind, file in files]


# --- what is mended, and how little of the file changes


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ("founded: ٢٠١٤", "founded: 2014"),
        ("founded: ۲۰۱۴ # سنة الإشهار", "founded: 2014 # سنة الإشهار"),
        ('founded: "٢٠١٤"', 'founded: "2014"'),
        ("volunteers: 1,250", "volunteers: 1250"),
        ("example: نعم", "example: true"),
        ("volunters: 14", "volunteers: 14"),
        ("بريد: x", "بريد: x"),
        ("الرؤية: لا بيت بلا بذور.", "vision: لا بيت بلا بذور."),
        ("name_en: '-'  # لا اسم", "# لا اسم"),
        ("contacts: {hours: لا يوجد, phones: [\"-\", ٠٩٤٤١٢٣٤٥٦]}", "contacts: {phones: [0944123456]}"),
        ("contacts:\n  phones:\n    - '-'", ""),
        ("contacts:\n  whatsapp: ٠٩٤٤ ١٢٣ ٤٥٦\u200f", "contacts:\n  whatsapp: 0944 123 456"),
        ("contacts:\n  whatsapp: 963944123456+", "contacts:\n  whatsapp: +963944123456"),
        ("contacts:\n  phones:\n    - 0944 123 456 (أبو محمد)", "contacts:\n  phones:\n    - 0944 123 456 # أبو محمد"),
        ("contacts: {phones: [0944 123 456 تحويلة 12]}", "contacts: {phones: [0944 123 456 تحويلة 12]}"),
        ("contacts: {website: www.sieve.example}", "contacts: {website: https://www.sieve.example}"),
        ("target_groups: مزارعون", "target_groups: [farmers]"),
        ("localities: تلدو", "localities: [تلدو]"),
        ("localities: تلدو، كفرلاها", "localities: تلدو، كفرلاها"),
        ("languages: [عربي, arabic]", "languages: [عربي, ar]"),
        ("status: عاملة", "status: active"),
        ("status: actve", "status: active"),
        ("status: working", "status: working"),
        ("contacts:\n\twhatsapp: 0944 123 456", "contacts:\n  whatsapp: 0944 123 456"),
        ("vision: -", ""),
        ("goals: [بذور\u202e, ماء]", "goals: [بذور, ماء]"),
        ("vi\u200bsion: بذور", "vision: بذور"),
        ("vision: بذور\u3164وماء", "vision: بذور وماء"),
        ("documents: [{title: خطة, date: 25/3/2026}]", "documents: [{title: خطة, date: 2026-03-25}]"),
        ("documents: [{title: خطة, date: 5/3/2026}]", "documents: [{title: خطة, date: 5/3/2026}]"),
        ("documents: [{title: خطة, date: 2026-03-25 12:30}]", "documents: [{title: خطة, date: 2026-03-25}]"),
        ("needs:\n  - quantity: '-'\n    title: جرار", "needs:\n  - title: جرار"),
        ("people: {chair: سنابل ٣, director: لا يوجد}", "people: {chair: سنابل ٣}"),
    ],
    ids=lambda text: text.replace("\n", " ")[:40],
)  # fmt: skip
def test_what_has_one_sure_answer_is_written_and_the_rest_stays(typed: str, mended: str) -> None:
    assert fixed(f"# ملفّنا\n{typed}\n{HEAD}") == f"# ملفّنا\n{mended}\n{HEAD}".replace("\n\n", "\n")


def test_a_required_line_that_is_still_empty_waits_to_be_filled_in() -> None:
    assert fixed(HEAD.replace("summary: نغربل البذور.", "summary:")) == HEAD.replace(
        "summary: نغربل البذور.", "summary:"
    )


def test_letters_of_old_fonts_are_written_as_letters() -> None:
    assert fixed(HEAD.replace("الغربال", "اﻟﻐﺮﺑﺎل")) == HEAD


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "cp1256", "utf-8-sig"])
def test_files_of_other_encodings_become_utf_8(encoding: str) -> None:
    assert fixed(HEAD.encode(encoding)) == HEAD


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_all_line_ends_become_line_feeds_and_the_last_line_gets_one(end: str) -> None:
    assert fixed(HEAD.rstrip("\n").replace("\n", end)) == HEAD


def test_text_below_the_front_matter_stays_as_it_is() -> None:
    body = "\n# عنوان\n\n- ٣ بذور\n\tسطر\n\n"
    matter = "---\ntitle: بذور ٢\ndate: {}\n---\n"
    assert fixed(matter.format("٢٠٢٦-١١-٠٢") + body, POST) == matter.format("2026-11-02") + body


def test_bytes_that_nobody_can_read_stay_as_they_are() -> None:
    raw = b"name: \xff\n"
    assert mend(raw, PROFILE, LISTS, words()).content == raw
    assert mend(HEAD.encode("utf-16"), "notes.txt", LISTS, words()).repairs == ()


def test_a_repair_names_the_line_it_was_on_however_many_lines_went_before_it() -> None:
    text = f"vision: -\nmission: '-'\nname_ku: ''\n{HEAD}founded: ٢٠١٤\n"
    repairs = mend(text.encode("utf-8"), PROFILE, LISTS, words()).repairs
    assert [(repair.line, repair.code) for repair in repairs] == [
        (1, "removed"), (2, "removed"), (3, "removed"), (12, "respelt")
    ]  # fmt: skip


# --- money


def channel(**values: str) -> str:
    given = {"kind": "bank", "bank": "مصرف", "account_name": "جمعية الغربال", "valid_from": "2026-01-05", **values}
    return HEAD + "donation_channels:\n  - " + "\n    ".join(f'{key}: "{value}"' for key, value in given.items()) + "\n"


@pytest.mark.parametrize(
    "values",
    [
        {"account_number": "٠٠٠٠ ٠٠٠٠ ٠٠٤١ ٠٢"},
        {"account_number": "0000 OO00 0041 02"},
        {"account_number": "-"},
        {"account_number": "0000\u200f 0000"},
        {"account_number": "0000\u202e 0000"},
        {"account_number": "0000\u3164 0000"},
        {"iban": "de83 0000 0000 0000 0041 01"},
        {"swift": "xmplsyda"},
        {"account_name": "ﺟﻤﻌﻴﺔ اﻟﻐﺮﺑﺎل", "account_number": "0000 0041"},
        {"account_name": "✅ جمعية الغربال", "account_number": "0000 0041"},
        {"url": "http://give.sieve.example/", "kind": "payment_link"},
        {"url": "give.sieve.example", "kind": "payment_link"},
        {"account_number": "0000 0041", "currency": "SYR"},
        {"acount_number": "0000 0041"},
    ],
    ids=str,
)
def test_what_a_donor_copies_is_never_rewritten(values: dict[str, str]) -> None:
    text = channel(**values)
    assert fixed(text) == text


def test_an_unseen_mark_that_turns_nothing_is_taken_out_of_an_account() -> None:
    assert fixed(channel(account_number="00\u200b00 0041")) == channel(account_number="0000 0041")
    assert fixed(channel(account_number="\u200f00000041")) == channel(account_number="00000041")


def test_what_is_left_on_the_line_of_an_account_is_told() -> None:
    raw = (channel(account_number="0000\u202e 0000") + "vision: بذ\u202eور\n").encode("utf-8")
    result = mend(raw, PROFILE, LISTS, words())
    assert [(left.line, left.old) for left in result.left] == [(14, "U+202E")]
    assert [repair.line for repair in result.repairs] == [15]


@settings(max_examples=80, deadline=None, derandomize=True)
@given(
    st.dictionaries(
        st.sampled_from([*sorted(MONEY_FIELDS), "url"]),
        st.text(st.sampled_from("0123٤٥٦۷OoIl -ابج\u200f\u202e\u3164\ufefb:/.SYDE"), min_size=1, max_size=20),
        min_size=1,
    )
)
def test_whatever_stands_in_an_account_only_unseen_marks_leave_it(values: dict[str, str]) -> None:
    before = channel(**values, currency="ليرة سورية").replace("2026-01-05", "٢٠٢٦/١/٥").splitlines()
    after = fixed("\n".join(before)).splitlines()
    for name in values:
        old, new = (next(line for line in lines if f"{name}: " in line) for lines in (before, after))
        assert new == old or new == "".join(sign for sign in old if sign not in "\u200f\u202e\ufefb"[:2])


# --- nothing else happens


@pytest.mark.parametrize(("kind", "file"), [*examples("valid"), *examples("invalid")])
def test_an_example_says_the_same_after_its_repairs_and_has_no_new_mistakes(kind: Kind, file: Path) -> None:
    path = kind.fill(kind.pattern, file.stem, "sieve")
    before = file.read_text(encoding="utf-8")
    after = fixed(before, path)
    told = [{(p.code, p.field.rstrip(".0123456789")) for p in problems_in(text, path)} for text in (before, after)]
    assert told[1] <= told[0] | {("too_few", "governorates")}
    assert [line for line in after.splitlines() if line.startswith("#")] == [
        line for line in before.splitlines() if line.startswith("#")
    ]


@pytest.mark.parametrize(("kind", "file"), examples("valid"))
def test_a_file_in_canonical_form_does_not_change_by_a_byte(kind: Kind, file: Path) -> None:
    path = kind.fill(kind.pattern, file.stem, "sieve")
    place = place_of_path(path, PLACES)
    assert place is not None
    source = source_of(file.read_bytes(), path, place)
    assert isinstance(source, Source)
    record = parse_record(source)[0]
    assert isinstance(record, Record)
    data = record.model_dump(mode="json", exclude_defaults=True)
    text = dump_record(data, record.body, file.suffix == ".md")
    assert fixed(text, path) == text


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from([*HEAD.splitlines(), "contacts:", "  phones:", "\t- ٠٩٤", "  - '-'", "x: -", "- a",
                                 "name_en: \u202eAb", "goals: [a, , '-']", "{", "'", "---", "a: |", "  ب\u2028", "\r"]),
                max_size=14))  # fmt: skip
def test_no_file_ends_in_a_traceback_and_mending_twice_is_mending_once(lines: list[str]) -> None:
    fixed("\n".join(lines))
    fixed("---\n" + "\n".join(lines) + "\n---\n", POST)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.binary(max_size=60))
def test_no_bytes_end_in_a_traceback(raw: bytes) -> None:
    once = mend(raw, PROFILE, LISTS, words()).content
    assert mend(once, PROFILE, LISTS, words()).content == once


# --- the messages promise what fix does


@pytest.mark.parametrize(("kind", "file"), examples("invalid"))
def test_a_message_names_fix_where_fix_mends_and_nowhere_else(kind: Kind, file: Path) -> None:
    path = kind.fill(kind.pattern, file.stem, "sieve")
    before = file.read_bytes()
    after = mend(before, path, LISTS, words()).content
    left = {(p.code, p.values.get("given", "")) for p in problems_in(after, path)}
    for problem in problems_in(before, path):
        is_gone = (problem.code, problem.values.get("given", "")) not in left
        assert is_mendable(problem, words()) == is_gone, problem


# --- the command

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SITE, tmp_path / "root"))


@pytest.fixture
def run(root: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: str) -> tuple[int, str]:
        code = main(["--root", str(root), "--today", TODAY, *arguments])
        return code, capsys.readouterr().out

    return call


def mistake(title: str, root: Path) -> Path:
    """Make one of the typical mistakes; return its file."""
    found = next(one for one in MISTAKES if title in one["title"])
    make(found, root)
    return root / str(found["file"])


def test_fix_mends_and_ends_with_0_when_nothing_is_left(root: Path, run: Run) -> None:
    file = mistake("misspelt", root)
    code, printed = run("fix")
    assert code == 0
    assert "volunteers" in printed
    assert file.read_bytes() == (SITE / file.relative_to(root)).read_bytes()
    assert run("fix") == (0, "")


def test_fix_ends_with_1_and_tells_what_it_could_not_mend(root: Path, run: Run) -> None:
    file = mistake("letters that look like zeros", root)
    before = file.read_bytes()
    code, printed = run("fix")
    assert (code, file.read_bytes()) == (1, before)
    assert "phone_letters" in printed
    assert "build.py fix" not in printed


def test_fix_ends_with_3_while_something_waits_for_a_reviewer(root: Path, run: Run) -> None:
    profile = root / "organizations/wooden-bridge/profile.yml"
    profile.write_text(profile.read_text("utf-8") + "about: حسابنا في المصرف 0000 0000 0041 09\n", encoding="utf-8")
    assert run("fix")[0] == run("check")[0] == 3


def test_fix_touches_the_named_files_only(root: Path, run: Run) -> None:
    file = mistake("misspelt", root)
    other = root / "organizations/clay-lantern/profile.yml"
    other.write_text(other.read_text("utf-8").replace("homs", "حمص"), encoding="utf-8")
    before = other.read_bytes()
    assert run("fix", "organizations/thread-and-olive")[0] == 0
    assert other.read_bytes() == before
    assert "volunteers" in file.read_text("utf-8")


def test_fix_tells_machines_each_repair(root: Path, run: Run) -> None:
    mistake("misspelt", root)
    code, printed = run("fix", "--format", "json")
    (told,) = [one for one in json.loads(printed) if one["code"] == "key"]
    sentences = [told.pop("message_ar"), told.pop("message_en")]
    assert (code, told) == (
        0,
        {"path": "organizations/thread-and-olive/profile.yml", "line": 16, "code": "key",
         "field": "volunters", "old": "volunters", "new": "volunteers"},
    )  # fmt: skip
    assert all("volunters" in sentence and "volunteers" in sentence for sentence in sentences)


def test_fix_keeps_the_permissions_of_a_file_and_leaves_nothing_beside_it(root: Path, run: Run) -> None:
    file = mistake("misspelt", root)
    file.chmod(0o640)
    run("fix")
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert not list(root.rglob(".*"))


def test_check_names_fix_in_a_message_that_it_can_mend(root: Path, run: Run) -> None:
    mistake("misspelt", root)
    (told,) = json.loads(run("check", "--format", "json")[1])
    assert "python build.py fix" in told["hint_ar"]
