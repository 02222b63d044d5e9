"""The search's engine in the browser: it reads Arabic and the index as Python wrote them."""

import json
import random
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tasharuk.arabic import fold, second_reading, stem, words_of
from tasharuk.search.encoding import part_of
from tasharuk.search.thesaurus import RELATED
from tests.tools.building import REPOSITORY, Built
from tests.tools.searching import ReadIndex, document, files_of, own_thesaurus, postings
from tests.tools.verdict import none_of

pytestmark = pytest.mark.browser

CASES: dict[str, Any] = json.loads((REPOSITORY / "tests/cases/arabic.json").read_text(encoding="utf-8"))
ENGINE = (REPOSITORY / "templates/assets/js/search-engine.js").read_text(encoding="utf-8")
ALPHABETS = (
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئىة" * 4 + "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670\u0640 ",
    "".join(chr(code) for code in range(0x600, 0x700)),
    "".join(chr(code) for code in (*range(0xFB50, 0xFBB2), *range(0xFE80, 0xFEFC))) + " ",
    "".join(chr(code) for code in range(0x20, 0x250)) + "\u200b\u200c\u200d\u200e\u200f\u202e\u2066\ufeff\u00ad",
    "0123456789٠١٢٣٤٥٦٧٨٩۰۱۲۳,.٬٫، كتاب",
    "".join(chr(code) for code in (*range(0x370, 0x376), *range(0x391, 0x3A2), *range(0x400, 0x460)))
    + "🌿👩\u200d👧ﷲ½№ ",
)

# files → an index; then for each query, the documents found
SEARCH = """async ([files, queries]) => {
  const load = async name => files[name].slice(files[name].indexOf("\\n") + 1);
  const index = await tasharukSearch.open(load), found = [];
  for (const query of queries) {
    const { hits, closest, meant } = await index.search(query);
    found.push({ hits: hits.map(hit => hit.document), closest: closest.map(hit => hit.document), meant });
  }
  return found;
}"""


@pytest.fixture(scope="module")
def engine(browser: Browser) -> Iterator[Page]:
    """Open an empty page with the engine's script in it."""
    page = browser.new_page()
    page.add_script_tag(content=ENGINE)
    yield page
    page.close()


def searched(engine: Page, files: dict[str, str], queries: list[str]) -> list[dict[str, Any]]:
    """Return what each query finds in an index."""
    found: list[dict[str, Any]] = engine.evaluate(SEARCH, [files, queries])
    return found


@pytest.mark.parametrize(
    ("table", "function"),
    [("fold", "fold"), ("words", "wordsOf"), ("stem", "stem"), ("second_reading", "secondReading")],
)
def test_the_script_follows_the_table_of_cases(table: str, function: str, engine: Page) -> None:
    given = [text for text, _ in CASES[table]]
    assert engine.evaluate(f"texts => texts.map(tasharukSearch.{function})", given) == [
        wanted for _, wanted in CASES[table]
    ]


def wild_texts() -> list[str]:
    """Return texts of any signs that people type or paste, the same each time."""
    dice = random.Random(4)
    return ["".join(dice.choices(alphabet, k=dice.randint(1, 24))) for alphabet in ALPHABETS for _ in range(400)]


def own_texts() -> list[str]:
    """Return a part of the lines of the content at hand."""
    folders = ("content", "organizations", "campaigns", "tests/site")
    files = sorted(file for name in folders for end in ("md", "yml") for file in (REPOSITORY / name).rglob(f"*.{end}"))
    lines = {line for file in files for line in file.read_text(encoding="utf-8").splitlines() if line.strip()}
    return sorted(lines)[::4]


def test_script_and_program_read_every_text_alike(engine: Page) -> None:
    texts = [*wild_texts(), *own_texts()]
    theirs = engine.evaluate(
        "list => list.map(text => [tasharukSearch.fold(text), tasharukSearch.wordsOf(text)])", texts
    )
    none_of(
        f"{text!r}: {ours!r} here, {other!r} in the script"
        for text, other in zip(texts, theirs, strict=True)
        if (ours := [fold(text), list(words_of(text))]) != other
    )


def test_script_and_program_stem_every_word_alike(engine: Page) -> None:
    words = sorted({word for text in (*wild_texts(), *own_texts()) for word in words_of(text)})
    assert len(words) > 5000
    theirs = engine.evaluate(
        "words => words.map(word => [tasharukSearch.stem(word), tasharukSearch.secondReading(word), "
        "tasharukSearch.partOf(word, 61)])",
        words,
    )
    none_of(
        f"{word}: {ours} here, {other} in the script"
        for word, other in zip(words, theirs, strict=True)
        if (ours := [stem(word), second_reading(word), part_of(word, 61)]) != other
    )


def test_the_script_reads_postings_as_they_were_written(engine: Page) -> None:
    dice = random.Random(4)
    lists = []
    for most in (3, 40, 5000, 2_000_000):
        documents = sorted(dice.sample(range(most), k=min(most, 60)))
        lists.append([(document, dice.randint(1, 9)) for document in documents])
    texts = [postings(pairs, 2) for pairs in lists]
    read = engine.evaluate("texts => texts.map(text => tasharukSearch.decode(text, 2))", texts)
    assert [[list(pair) for pair in pairs] for pairs in lists] == [
        [list(pair) for pair in zip(one["documents"], one["weights"], strict=True)] for one in read
    ]


@pytest.mark.parametrize("place", ["name", "text"])
def test_every_way_of_writing_of_the_table_is_found(place: str, engine: Page) -> None:
    others = [document("جمعية الياسمين", "تعمل مع الناس", number=900), document("فريق الضفاف", "قرب النهر", number=901)]
    cases = CASES["found"]
    assert len(cases) >= 32
    missed = []
    for rule, text, query in cases:
        one = document(text, number=1) if place == "name" else document("رابطة الأفق", f"عن {text} وغيره", number=1)
        found = searched(engine, files_of([*others, one]), [query])[0]
        if found["hits"] != [2]:
            missed.append(f"{rule}: {query} does not find {text}, but {found}")
    none_of(missed)


def test_every_word_of_a_document_finds_it(engine: Page, site: Built) -> None:
    folder = site.folder / "search" / "index"
    files = {file.stem: file.read_text(encoding="utf-8") for file in folder.glob("*.txt")}
    stops = own_thesaurus().stop_words
    wanted: dict[str, int] = {}
    for number, line in enumerate(ReadIndex(files).lines):
        for word in re.findall("[^\\W\\d_](?:[^\\W_]|[\u0640\u064b-\u0652\u0670])*", f"{line[1]} {line[2]}"):
            if not stops.issuperset(words_of(word)):
                wanted.setdefault(word, number)
    sample = sorted(wanted)[::9]
    assert len(sample) > 200
    found = searched(engine, files, sample)
    none_of(
        f"{word} does not find document {wanted[word]}"
        for word, answer in zip(sample, found, strict=True)
        if wanted[word] not in answer["hits"]
    )


def test_a_slip_of_the_finger_is_told_with_the_word_that_was_taken(engine: Page) -> None:
    files = files_of([document("مكتبة الرصيف"), document("دار النخيل", number=1)])
    answer, other = searched(engine, files, ["مكتببة", "زعفرانة"])
    assert answer["hits"] == [0]
    assert answer["meant"] == [["مكتببه", "مكتبه"]]
    assert other == {"hits": [], "closest": [], "meant": []}


def test_a_word_that_is_not_finished_is_taken_for_those_that_begin_so(engine: Page) -> None:
    names = ["مستوصف الضفاف", "دار النخيل", "معهد القناديل", "دورة القناديل", "قافلة 2024"]
    files = files_of([document(name, number=at) for at, name in enumerate(names)])
    one, two, short, number = searched(engine, files, ["مستوص", "القناد", "قن", "202"])
    assert (one["hits"], one["meant"]) == ([0], [["مستوص", "مستوصف"]])
    assert (two["hits"], two["meant"]) == ([2, 3], [["القناد", "القناديل"]])
    assert not short["hits"]
    assert not number["hits"]


def test_of_the_words_near_a_slip_the_most_used_is_proposed(engine: Page) -> None:
    names = ["دار القنديل", "جمعية المنديل", "فريق المنديل", "لجنة المنديل"]
    files = files_of([document(name, number=at) for at, name in enumerate(names)])
    assert searched(engine, files, ["الغنديل", "الرنديل"]) == [
        {"hits": [0], "closest": [], "meant": [["الغنديل", "القنديل"]]},
        {"hits": [1, 2, 3, 0], "closest": [], "meant": [["الرنديل", "المنديل"]]},
    ]


def test_short_words_are_not_taken_for_one_another_over_two_slips(engine: Page) -> None:
    files = files_of([document("دورات مهنية"), document("كما نحب", number=1)])
    assert [answer["hits"] for answer in searched(engine, files, ["ألمانيا", "كيمياء"])] == [[], []]


def test_a_slip_in_a_word_of_the_lists_is_answered_from_a_part_that_was_not_there(engine: Page) -> None:
    dice = random.Random(4)
    texts = [" ".join("".join(dice.choices("ابتجحدرسشعفقكلمن", k=6)) for _ in range(60)) for _ in range(150)]
    documents = [document(f"دار {at}", text, number=at) for at, text in enumerate(texts)]
    files = files_of([*documents, document("دار النخيل", "قرب مستشفى المدينة ومشفى البلدة", number=900)])
    assert ReadIndex(files).head["parts"] > 9
    answer = searched(engine, files, ["مستسفى"])[0]
    assert (answer["hits"], answer["meant"]) == ([150], [["مستسفي", "مستشفي"]])


def test_a_phrase_that_is_known_is_not_taken_for_a_slip(engine: Page) -> None:
    files = files_of([document("زيارة كفرسوسة"), document("دار النخيل", number=1)])
    assert searched(engine, files, ["كفر سوسة"]) == [{"hits": [0], "closest": [], "meant": []}]


@pytest.mark.parametrize(
    ("typed", "other"),
    [("مكتبة", "مكتب"), ("مدرسة", "مدرّس"), ("كتاب", "كاتب"), ("كاتب", "كتاب"), ("زيتون", "زيت"), ("زيت", "زيتون")],
)
def test_a_word_as_it_is_typed_comes_before_another_of_its_stem(typed: str, other: str, engine: Page) -> None:
    documents = [document(f"{other} الضفاف", other), document(f"دار {typed} الأفق", number=1)]
    found = searched(engine, files_of(documents), [typed, f"ال{typed}"])
    assert [answer["hits"][0] for answer in found] == [1, 1]


def test_a_word_of_the_lists_leads_on_whether_or_not_a_text_uses_it(engine: Page) -> None:
    sample = random.Random(4).sample([group for group in own_thesaurus().groups if group.sort != RELATED], 60)
    missed = []
    for group in sample:
        files = files_of([document(f"عن {group.members[0]}"), document("دار النخيل", number=1)])
        for member, answer in zip(group.members, searched(engine, files, list(group.members)), strict=True):
            if answer["hits"][:1] != [0]:
                missed.append(f"{member} does not find {group.members[0]}, but {answer}")
    none_of(missed)


def test_half_of_what_was_asked_for_is_no_result_but_a_near_one(engine: Page) -> None:
    files = files_of([document("مكتبة الرصيف"), document("مكتبة النخيل", number=1), document("بستان", number=2)])
    answer = searched(engine, files, ["مكتبة زعفرانة قرطاجنة"])[0]
    assert answer["hits"] == []
    assert set(answer["closest"]) == {0, 1}


def test_an_organization_comes_before_what_it_published(engine: Page) -> None:
    name = "جمعية القنديل"
    fields = ((8, f"سهرة {name}"),)
    post = document(f"سهرة {name}", kind="post", number=1, fields=fields)
    assert searched(engine, files_of([document(name), post]), ["القنديل"])[0]["hits"] == [0, 1]


def test_an_engine_reads_an_index_of_nothing(engine: Page) -> None:
    assert searched(engine, files_of([]), ["", "ماء"]) == [{"hits": [], "closest": [], "meant": []}] * 2
