"""The files of the index: written as docs/search-index.md tells, the same each time, every word in its part."""

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasharuk.arabic import stem
from tasharuk.model.activity import Post
from tasharuk.model.organization import Organization
from tasharuk.search import search_files
from tasharuk.search.analysis import Analyst
from tasharuk.search.documents import BODY, NAME, PLACE, SECTOR, Document
from tasharuk.search.encoding import LAST, MORE, number, part_of
from tasharuk.search.index import LINES_PER_PART, PART_BYTES, build_index
from tasharuk.search.segment import Segment
from tasharuk.search.thesaurus import Thesaurus
from tests.tools.building import Built
from tests.tools.page_types import urls_of_type
from tests.tools.records import catalogue, record, words
from tests.tools.searching import FACETS, ReadIndex, decode, document, files_of, own_thesaurus, postings

PAIRS = st.dictionaries(st.integers(0, 5000), st.integers(1, 9), max_size=40).map(lambda found: sorted(found.items()))


@given(PAIRS, st.integers(1, 9))
def test_postings_say_what_was_written(pairs: list[tuple[int, int]], usual: int) -> None:
    assert decode(postings(pairs, usual), usual) == pairs


def test_the_worked_example_of_the_format_holds() -> None:
    assert postings([(0, 8), (3, 9), (40, 8), (1100, 8)], 8) == "AC9hEhhD"
    assert [number(value) for value in (0, 31, 32, 1023, 1024)] == ["A", "f", "hA", ".f", "hgA"]


def test_the_signs_of_postings_are_told_apart_and_need_no_escape() -> None:
    assert len(LAST) == len(MORE) == 32
    assert not set(LAST) & set(MORE)
    assert not set(LAST + MORE) & set("0123456789\t\n")


def test_parts_are_filled_evenly() -> None:
    dice = random.Random(4)
    letters = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
    sizes = [0] * 8
    for _ in range(4000):
        sizes[part_of("".join(dice.choices(letters, k=4)), 8)] += 1
    assert max(sizes) < 1.3 * min(sizes)


def test_a_word_keeps_its_heaviest_field_and_often_is_more_than_once() -> None:
    fields = (
        (NAME, "دار النخيل"),
        (PLACE, "النخيل"),
        (SECTOR, "صحة"),
        (BODY, "نخيل " + "نهر " * 3 + "بحر " * 6 + "ريح"),
    )
    found = Analyst(Thesaurus()).analyse(document(fields=fields))
    assert found.strong == {"دار": 9, "النخيل": 9}
    assert found.weak == {"صحه": 3, "نخيل": 2, "نهر": 3, "بحر": 4, "ريح": 2}


def test_phrases_of_the_word_lists_are_indexed_as_one() -> None:
    found = Analyst(own_thesaurus()).analyse(document(fields=((BODY, "في دير الزور"),)))
    assert "دير زور" in found.weak


def test_names_places_and_services_stand_in_the_first_part_and_texts_in_others() -> None:
    read = ReadIndex(files_of([document("دار النخيل", "على النهر"), document("دار البحر", "قرب النهر", number=1)]))
    assert read.core == {"دار": [(0, 9), (1, 9)], "النخيل": [(0, 9)], "البحر": [(1, 9)]}
    texts = {form: found for part in read.parts for form, found in part.items()}
    assert texts["النهر"] == [(0, 2), (1, 2)]


def test_the_head_names_the_choices_in_the_order_they_are_shown_in() -> None:
    one = document("دار", sectors=("wash", "health"), governorates=("homs",), status="declared")
    read = ReadIndex(files_of([one, document("حملة", kind="campaign", status="open", number=1)]))
    assert read.head["documents"] == 2
    assert {name: tuple(read.head[name]) for name in FACETS} == FACETS
    assert read.rows == [[[0], [1, 0], [0], [2]], [[1], [], [], [3]]]


def test_result_lines_follow_the_documents() -> None:
    count = 2 * LINES_PER_PART + 1
    files = files_of([document(f"دار «{at}»\n", "نص", number=at, is_example=at == 0) for at in range(count)])
    assert {name for name in files if name.startswith("lines-")} == {"lines-0", "lines-1", "lines-2"}
    lines = ReadIndex(files).lines
    assert lines[0] == ["/organization/0/", "دار «0»\n", "نص", "", 1]
    assert [line[0] for line in lines] == [f"/organization/{at}/" for at in range(count)]


@pytest.mark.parametrize(("is_example", "line"), [(True, [1, "The Lamp"]), (False, [0, "The Lamp"])])
def test_a_result_line_ends_with_the_name_that_english_pages_show(is_example: bool, line: list[object]) -> None:
    files = files_of([document("المصباح", is_example=is_example, title_en="The Lamp"), document("القارب", number=1)])
    first, second = ReadIndex(files).lines
    assert first[4:] == line
    assert second[4:] == []


def many(added: str = "") -> dict[str, str]:
    """Return an index large enough for several parts; one of its texts is longer by what is added."""
    dice = random.Random(4)
    letters = "ابتجحدرسشصعفقكلمنهوي"
    vocabulary = ["".join(dice.choices(letters, k=dice.randint(3, 7))) for _ in range(4000)]
    own = "مدارس مدرسة بمدرسة مشفى مستشفى والماء"
    texts = [" ".join([own, *dice.choices(vocabulary, k=60)]) for _ in range(200)]
    texts[77] += added
    return files_of([document(f"دار {at}", text, number=at) for at, text in enumerate(texts)])


def test_parts_stay_small_and_words_that_stand_for_one_another_lie_together() -> None:
    read = ReadIndex(many())
    assert read.head["parts"] > 3
    sizes = [len(read.body[f"words-{at}"].encode()) for at in range(read.head["parts"])]
    assert max(sizes) < 2 * PART_BYTES
    places = {form: at for at, part in enumerate(read.parts) for form in part}
    assert places["مدارس"] == places["مدرسه"] == places["بمدرسه"]
    assert places["مشفي"] == places["مستشفي"]
    assert "والماء" not in places
    assert places["مدرسه"] == part_of(own_thesaurus().root(stem("مدرسه")), read.head["parts"])


def version_of(*documents: Document) -> str:
    (version,) = set(ReadIndex(files_of(list(documents))).versions.values())
    return version


def test_all_files_carry_one_version_that_tells_how_documents_are_numbered() -> None:
    first, second = document("دار", "نص"), document("بيت", "كلام", number=1)
    assert version_of(first, second) == version_of(first, second)
    assert version_of(first, second) != version_of(first)
    assert version_of(first, second) != version_of(document("دار", "نص", number=1), document("بيت", "كلام"))
    assert version_of(first, second) != version_of(first, document("بيت", "كلام", number=7))


def test_an_edited_text_changes_the_files_of_its_words_and_its_line_alone() -> None:
    before, after = many(), many(added=" بيلسانة")
    changed = [name for name in before if before[name] != after[name]]
    assert before.keys() == after.keys()
    assert len(before) > 70
    assert 0 < len(changed) < 8, changed


def test_the_same_documents_give_the_same_bytes() -> None:
    records = [record(Organization, slug, name=f"جمعية {slug}") for slug in ("lamp", "abacus")]
    records += [record(Post, "hour", slug, body="قرأنا ساعة.") for slug in ("lamp", "abacus")]
    builds = [
        [(item.path, item.content) for item in search_files(catalogue(*order), words(), own_thesaurus(), None)]
        for order in (records, records[::-1])
    ]
    assert builds[0] == builds[1]
    assert {path for path, _ in builds[0]} >= {
        f"search/index/{name}.txt" for name in ("core", "names", "also-0", "latin-0", "words-0")
    }


def test_an_index_of_nothing_is_an_index() -> None:
    read = ReadIndex(dict(build_index(Segment(), Thesaurus(), FACETS)))
    assert read.head["documents"] == 0
    assert read.core == {}
    assert read.rows == read.groups == []


@pytest.mark.site
def test_the_published_index_holds_what_the_pages_hold(site: Built) -> None:
    read = ReadIndex.read(site.folder / "search" / "index")
    assert len(set(read.versions.values())) == 1
    lines = read.lines
    assert len(lines) == read.head["documents"] == len(read.rows)
    assert not [line[0] for line in lines if line[0] not in site.page_by_url]
    for found in (read.core, *read.parts):
        assert all(0 <= at < len(lines) and 1 <= weight <= 9 for pairs in found.values() for at, weight in pairs)
    pages = [page.url for page in site.pages if not page.is_redirect]
    assert {line[0] for line in lines} >= set(urls_of_type("organization", pages))
    assert {line[0] for line in lines} >= set(urls_of_type("campaign", pages))
    for line in read.body["names"].split("\n"):
        sort, name, url, *_english = line.split("\t")
        assert sort in "osgt"
        assert name
        assert not url or url in site.page_by_url
    assert json.loads(read.body["core"].split("\n", 1)[0])["parts"] == len(read.parts)
