"""Near names are found without comparing each with each, and none is missed."""

import random

from rapidfuzz.distance import OSA

from tasharuk.rules.name_clash import NEAR, Candidates


def test_the_near_names_are_those_that_comparing_each_with_each_finds() -> None:
    chance = random.Random(7)
    keys = ["".join(chance.choices("ابج", k=chance.randint(0, 9))) for _ in range(400)]
    candidates = Candidates(keys)
    for key in keys:
        distances = [(OSA.distance(key, other), place) for place, other in enumerate(keys)]
        assert candidates.near(key) == [(place, d) for d, place in sorted(distances) if d <= NEAR]


def test_names_of_many_letters_are_found_wherever_they_were_edited() -> None:
    chance = random.Random(11)
    stems = ["".join(chance.choices("ابجدهوز ", k=chance.randint(8, 30))) for _ in range(60)]
    keys = [*stems, *(_edited(chance, stem, times) for stem in stems for times in (1, 2, 2, 3))]
    candidates = Candidates(keys)
    for key in keys:
        distances = [(OSA.distance(key, other), place) for place, other in enumerate(keys)]
        assert candidates.near(key) == [(place, d) for d, place in sorted(distances) if d <= NEAR]


def _edited(chance: random.Random, text: str, times: int) -> str:
    """Add, leave out, change or swap letters, half of the time at the middle."""
    for _ in range(times):
        at = chance.choice((len(text) // 2, chance.randint(0, len(text))))
        letter = chance.choice("ابجدهوز ")
        swapped = text[:at] + text[at : at + 2][::-1] + text[at + 2 :]
        others = (text[:at] + letter + text[at:], text[:at] + text[at + 1 :], text[:at] + letter + text[at + 1 :])
        text = chance.choice((swapped, *others))
    return text
