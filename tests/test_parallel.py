"""Work shared among processes comes back whole and in order, and a failure in one of them is told."""

import errno
import gc
import os
import weakref

import pytest

from tasharuk.parallel import WorkerFailed, later, share
from tasharuk.parse.errors import problem_at
from tasharuk.problems import Problem
from tasharuk.read import Source


class Made:
    """A result that knows who made it, and whether the result before was still held then."""

    def __init__(self, was_held: bool) -> None:
        self.process = os.getpid()
        self.was_held = was_held


def test_results_come_back_in_the_order_of_the_items() -> None:
    assert share(lambda number: number * number, list(range(200)), 3) == [number * number for number in range(200)]


def test_the_work_is_really_shared() -> None:
    owners = share(lambda _: sum(range(200_000)) and os.getpid(), list(range(200)), 2)
    assert len(set(owners)) == 2


@pytest.mark.parametrize("jobs", [1, 2])
def test_one_job_or_one_item_stays_in_this_process(jobs: int) -> None:
    items = list(range(5)) if jobs == 1 else [1]
    assert set(share(lambda _: os.getpid(), items, jobs)) == {os.getpid()}


def test_a_failure_elsewhere_is_told_with_its_place() -> None:
    here = os.getpid()

    def work(_number: int) -> None:
        if os.getpid() != here:
            raise ValueError("spoiled")

    with pytest.raises(WorkerFailed, match="spoiled"):
        share(work, list(range(5_000)), 2)


def test_an_error_of_the_system_elsewhere_is_the_cause_of_the_failure() -> None:
    here = os.getpid()

    def work(_number: int) -> None:
        if os.getpid() != here:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/full")

    with pytest.raises(WorkerFailed) as failed:
        share(work, list(range(5_000)), 2)
    cause = failed.value.__cause__
    assert isinstance(cause, OSError)
    assert (cause.errno, cause.filename) == (errno.ENOSPC, "/full")


def test_nothing_to_do_is_done() -> None:
    assert share(str, [], 2) == []


def test_problems_travel_between_processes_whatever_they_tell() -> None:
    bare = Problem("a.yml", 1, 1, "empty_file")
    placed = problem_at(Source("b.yml", "post", {}, {}, {}, {}), (), "empty_body")
    assert share(lambda problem: problem, [bare, placed] * 2_000, 2) == [bare, placed] * 2_000


def test_no_process_holds_what_it_has_handed_in() -> None:
    here, last = os.getpid(), [weakref.ref(Made(False))]

    def work(_number: int) -> Made:
        made = Made(os.getpid() != here and last[0]() is not None)
        last[0] = weakref.ref(made)
        return made

    results = share(work, list(range(2_000)), 2)
    assert len({made.process for made in results}) == 2
    assert not any(made.was_held for made in results)


def test_memory_is_collected_as_before_when_the_work_is_done() -> None:
    share(str, list(range(10)), 2)
    assert gc.get_freeze_count() == 0


def test_what_is_done_later_is_done_elsewhere_meanwhile() -> None:
    assert later(os.getpid, 2)() != os.getpid()
    assert later(os.getpid, 1)() == os.getpid()


def test_what_fails_later_is_told_when_it_is_asked_for() -> None:
    answer = later(lambda: [][1], 2)
    with pytest.raises(WorkerFailed, match="IndexError"):
        answer()
    with pytest.raises(IndexError):
        later(lambda: [][1], 1)()
