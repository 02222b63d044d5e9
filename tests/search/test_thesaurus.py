"""Word lists: how they become groups, and that the published ones are rich, sound and accounted for."""

from collections import Counter
from typing import Any

import pytest

from tasharuk.arabic import fold, words_of
from tasharuk.search.thesaurus import PLACE, PLURAL, RELATED, SAME, WORD_LISTS, Group, Thesaurus
from tests.tools.searching import VOCABULARY, own_thesaurus, word_list
from tests.tools.verdict import none_of


def thesaurus(**lists: list[Any]) -> Thesaurus:
    """Return a thesaurus of these lists: plurals, places, same, related, stops."""
    return Thesaurus.of(
        {
            "plurals.yml": {"plurals": lists.get("plurals", [])},
            "places.yml": {"places": lists.get("places", [])},
            "synonyms.yml": {"same": lists.get("same", []), "related": lists.get("related", [])},
            "stop-words.yml": {"stop_words": lists.get("stops", [])},
        }
    )


def test_members_are_kept_as_search_compares_them() -> None:
    made = thesaurus(plurals=[["مدرسة", "المدارس"]], stops=["إلى", "in"])
    assert made.groups == (Group(PLURAL, ("مدرس", "مدارس")),)
    assert made.stop_words == {"الي", "in"}


def test_words_that_fall_together_make_no_group() -> None:
    assert thesaurus(same=[["جمعية", "جمعيات", "الجمعية"]]).groups == ()


def test_members_in_latin_letters_come_last_but_the_first_of_related_words_stays() -> None:
    made = thesaurus(same=[["ngo", "منظمة"]], related=[["water", "بئر"]])
    assert made.groups == (Group(SAME, ("منظم", "ngo")), Group(RELATED, ("water", "بير")))


def test_phrases_are_found_wherever_they_stand_the_longest_too() -> None:
    made = thesaurus(same=[["ذوي الإعاقة", "أشخاص ذوي إعاقة", "معاقون"]])
    text = ["جمع", "اشخاص", "ذوي", "اعاق"]
    assert list(made.phrases_in(text)) == ["اشخاص ذوي اعاق", "ذوي اعاق"]
    assert list(made.phrases_in(["ذوي"])) == []


def test_a_place_has_one_group_for_all_its_spellings() -> None:
    made = thesaurus(places=[{"name": "دير الزور", "governorate": "deir-ez-zor", "also": ["الدير", "deir ezzor"]}])
    assert made.groups == (Group(PLACE, ("دير زور", "دير", "deir ezzor")),)


def test_words_that_stand_for_one_another_have_one_root() -> None:
    made = thesaurus(plurals=[["مشفى", "مشافي"]], same=[["مستشفى", "مشفى"]])
    assert made.root("مشف") == made.root("مستشف") == made.root("مشاف") == "مستشف"
    assert made.root("قلم") == "قلم"


def test_only_groups_that_lead_to_a_word_of_the_index_are_kept() -> None:
    made = thesaurus(
        plurals=[["مشفى", "مشافي"], ["كتاب", "كتب"]],
        same=[["مستشفى", "مشفى"], ["قلم", "مرقم"]],
        related=[["دواء", "مستشفى"], ["مستشفى", "ورق"]],
    )
    kept = made.used_by(frozenset({"مشاف"}))
    assert [group.members[0] for group in kept.groups] == ["مشف", "مستشف", "دوا"]
    assert made.used_by(frozenset()).groups == ()


@pytest.mark.parametrize(
    ("name", "key", "least"),
    [
        ("plurals.yml", "plurals", 400),
        ("synonyms.yml", "same", 150),
        ("synonyms.yml", "related", 20),
        ("places.yml", "places", 300),
        ("stop-words.yml", "stop_words", 150),
    ],
)
def test_the_published_lists_are_rich(name: str, key: str, least: int) -> None:
    assert len(word_list(name)[key]) >= least


def test_every_group_of_the_lists_says_something() -> None:
    wrong = []
    for name, key in (("plurals.yml", "plurals"), ("synonyms.yml", "same"), ("synonyms.yml", "related")):
        for row in word_list(name)[key]:
            if not all(isinstance(word, str) for word in row):
                wrong.append(f"{name}: {row} holds something that YAML takes for no text")
            elif len({words_of(word) for word in row}) < 2:
                wrong.append(f"{name}: {row} is one word")
            elif any(len(words_of(word)) > 4 for word in row):
                wrong.append(f"{name}: {row} has a phrase of more than four words")
    none_of(wrong)


def test_no_group_stands_twice() -> None:
    groups = Counter(
        (group.sort, group.members[0] if group.sort == RELATED else "", frozenset(group.members))
        for group in own_thesaurus().groups
    )
    none_of(f"{sort}: {' | '.join(sorted(members))}" for (sort, _, members), times in groups.items() if times > 1)


def test_no_word_of_a_group_is_written_twice() -> None:
    wrong = []
    for name, key in (("plurals.yml", "plurals"), ("synonyms.yml", "same"), ("synonyms.yml", "related")):
        for row in word_list(name)[key]:
            twice = [word for word, times in Counter(map(fold, row)).items() if times > 1]
            wrong += [f"{name}: {word} in {row}" for word in twice]
    for item in word_list("places.yml")["places"]:
        twice = [word for word, times in Counter(map(fold, [item["name"], *item["also"]])).items() if times > 1]
        wrong += [f"places.yml: {word} at {item['name']}" for word in twice]
    none_of(wrong)


def test_every_governorate_and_district_is_a_place_with_latin_spellings() -> None:
    places = {spelling: item for item in word_list("places.yml")["places"] for spelling in spellings_of(item)}
    governorates = word_list("governorates.yml")["governorates"]
    missed = [term["name_ar"] for term in governorates if key(term["name_ar"]) not in places]
    missed += [
        term["name_ar"] for term in word_list("districts.yml")["districts"] if key(term["name_ar"]) not in places
    ]
    none_of(missed)
    none_of(
        term["name_ar"]
        for term in governorates
        if not any(spelling.isascii() for spelling in places[key(term["name_ar"])]["also"])
    )
    slugs = {term["slug"] for term in governorates}
    none_of(item["name"] for item in word_list("places.yml")["places"] if item["governorate"] not in slugs)


def spellings_of(item: dict[str, Any]) -> list[str]:
    """Return all spellings of a place as search compares them."""
    return [key(text) for text in (item["name"], *item["also"])]


def key(text: str) -> str:
    """Return a name without what search leaves aside."""
    return " ".join(own_key for word in words_of(text) if (own_key := word.removeprefix("ال")))


def test_stop_words_leave_telling_words_alone() -> None:
    telling = "مساعدة مجاني بدون غير ذوي ماء مياه طفل help free without water".split()
    assert not own_thesaurus().stop_words & {fold(word) for word in telling if word != "ماء"}
    assert own_thesaurus().stop_words >= {fold(word) for word in "بدي وين مين شو في من على the in".split()}


@pytest.mark.parametrize("name", WORD_LISTS)
def test_every_list_tells_its_source_and_licence(name: str) -> None:
    rows = (VOCABULARY / "README.md").read_text(encoding="utf-8").splitlines()
    (row,) = [line for line in rows if line.startswith(f"| `{name}`")]
    what, source, licence = (cell.strip() for cell in row.strip("|").split("|")[1:])
    assert what
    assert source
    assert "CC" in licence
    assert (VOCABULARY / name).read_text(encoding="utf-8").startswith("# ")
