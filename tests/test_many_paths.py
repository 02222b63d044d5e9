"""Sets of very many paths tell what plain sets tell, whatever the paths are made of."""

import random

import pytest

from tasharuk.many_paths import END, Adjusted, Lines
from tasharuk.revision import path_of

PIECES = [b"a", b"ab", b"b", b"/", b"/", b"-", b".", b" ", b"H ", "دار".encode(), b"\xff", b"\n", b"~"]


def some_paths(chance: random.Random, count: int) -> set[bytes]:
    """Return random paths, many of which begin like others."""
    return {b"".join(chance.choices(PIECES, k=chance.randrange(1, 5))) for _ in range(count)}


@pytest.mark.parametrize("count", [0, 1, 2, 3, 50, 400])
@pytest.mark.parametrize("mark", [b"", b"H "])
def test_a_path_is_found_among_lines_and_no_other_is(count: int, mark: bytes) -> None:
    chance = random.Random(count)
    paths, others = some_paths(chance, count), some_paths(chance, 200)
    lines = Lines(b"".join(mark + path + END for path in sorted(paths)), len(mark))
    plain = {path_of(path) for path in paths}
    assert len(lines) == len(plain)
    assert list(lines) == [path_of(path) for path in sorted(paths)]
    for path in map(path_of, paths | others):
        assert (path in lines) == (path in plain)
    assert "\ud800" not in lines


def test_more_and_less_are_laid_over_many_paths() -> None:
    lines = Lines(b"".join(path + END for path in (b"a", b"b", b"c", b"d")))
    found = Adjusted(lines, more=frozenset({"c", "e"}), less=frozenset({"b", "c", "x"}))
    assert sorted(found) == ["a", "c", "d", "e"]
    assert len(found) == 4
    assert [path for path in "abcdex" if path in found] == ["a", "c", "d", "e"]


def test_what_is_made_of_both_is_a_plain_set() -> None:
    found = Adjusted(Lines(b"a\0b\0"), more=frozenset({"c"}))
    assert {"b", "c", "x"} & found == frozenset({"b", "c"})
    assert frozenset({"x"}) | found == frozenset({"a", "b", "c", "x"})
    assert found - {"a"} == frozenset({"b", "c"})
    assert isinstance(found - {"a"}, frozenset)
