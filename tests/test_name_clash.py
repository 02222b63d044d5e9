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
