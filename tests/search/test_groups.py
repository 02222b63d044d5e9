"""Groups of an index: those of words that texts use are in its first part, other members in parts of their own."""

import random

from tasharuk.search.encoding import part_of
from tasharuk.search.groups import ALSO_BYTES, START, SplitGroups
from tasharuk.search.thesaurus import PLURAL, RELATED, SAME, Group, Thesaurus
from tests.tools.searching import ReadIndex, document, files_of, own_thesaurus, unspelled

WORDS = Thesaurus(
    (
        Group(PLURAL, ("مشف", "مشاف")),
        Group(SAME, ("مستشف", "مشف", "اسبتال", "hospital")),
        Group(RELATED, ("شتا", "بطان", "مدفا")),
        Group(RELATED, ("صيف", "مدفا")),
    )
)


def split(*known: str) -> SplitGroups:
    """Return the groups of an index of texts with these stems."""
    return SplitGroups.of(WORDS, frozenset(known))


def told(parts: tuple[str, ...]) -> list[str]:
    """Return the lines of all parts."""
    return sorted(line for part in parts for line in unspelled(part).split("\n") if line)


def test_a_group_of_several_words_of_texts_is_named_by_its_number() -> None:
    found = split("مشف", "مستشف")
    assert list(found.lines) == ["sمستشف|مشف"]
    assert told(found.also) == ["0\tاسبتال", "pمشف\tمشاف"]
    assert told(found.latin) == ["0\thospital"]


def test_a_member_that_leads_from_group_to_group_stays_though_no_text_uses_it() -> None:
    found = split("مشاف", "مستشف")
    assert list(found.lines) == ["pمشف|مشاف", "sمستشف|مشف"]


def test_related_words_that_no_text_uses_are_left_out() -> None:
    assert list(split("شتا", "بطان").lines) == ["rشتا|بطان"]
    assert told(split("بطان").also) == ["rبطان\tشتا"]
    assert list(split("شتا").lines) == []


def test_words_that_stand_for_one_another_have_the_root_of_the_first_that_is_kept() -> None:
    assert split("مشاف", "مستشف").core.root("مشاف") == "مستشف"
    assert split("مشاف").core.root("مشاف") == "مشف"
    assert split("اسبتال").core.root("اسبتال") == "مشف"


def test_members_lie_in_the_part_of_their_beginning_and_parts_stay_small() -> None:
    texts = sorted({word for group in own_thesaurus().groups for word in group.members})
    sample = random.Random(4).sample(texts, 300)
    read = ReadIndex(files_of([document(text, number=at) for at, text in enumerate(sample)]))
    for family, parts in (("also", read.also), ("latin", read.latin)):
        assert len(parts) > 3
        for at, part in enumerate(parts):
            members = [member for items in part.values() for member in items]
            assert {part_of(member[:START], len(parts)) for member in members} <= {at}
            assert {member[:START].isascii() for member in members} <= {family == "latin"}
            assert sum(map(len, members)) < 3 * ALSO_BYTES


def test_every_way_from_word_to_word_stays_when_groups_are_split() -> None:
    known = frozenset(random.Random(8).sample(sorted({m for g in own_thesaurus().groups for m in g.members}), 900))
    found = SplitGroups.of(own_thesaurus(), known)
    lines = [*found.lines]
    joined: dict[str, set[str]] = {}
    for line in told((*found.also, *found.latin)):
        joins, members = line.split("\t")
        whole = lines[int(joins)] if joins.isdigit() else joins
        for member in members.split("|"):
            joined.setdefault(member, set()).update(whole[1:].split("|"))
    for line in lines:
        members = line[1:].split("|")
        for member in members[:1] if line[0] == RELATED else members:
            joined.setdefault(member, set()).update(members)
    for group in own_thesaurus().groups:
        targets = known.intersection(group.members[1:] if group.sort == RELATED else group.members)
        for member in group.members[:1] if group.sort == RELATED else group.members:
            assert joined.get(member, {member}) >= targets - {member}, (group, member)
