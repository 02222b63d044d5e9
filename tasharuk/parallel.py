"""Work shared among processes: each takes the next item when it is free; the results come back in the items' order.

The processes are forked, so that all that was read before is at hand in each of them and only results travel, through
a file: none of them holds what it has handed in. Where there is no fork, or too little to do, one process does it all.
"""

from __future__ import annotations

import gc
import pickle
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkContext, ForkProcess

T = TypeVar("T")
R = TypeVar("R")


class WorkerFailed(RuntimeError):
    """An exception in another process; the text holds its traceback. Its cause is the error of the system, if any."""


def share(work: Callable[[T], R], items: Sequence[T], jobs: int) -> list[R]:
    """Return the result of every item, in their order. Raises WorkerFailed, and what the work raises here."""
    results = dict(done(work, items, jobs))
    return [results[place] for place in range(len(items))]


def done(work: Callable[[T], R], items: Sequence[T], jobs: int) -> Iterator[tuple[int, R]]:
    """Yield the place of each item and its result, as soon as it is here, and hold none. Raises what `share` raises."""
    jobs = min(jobs, len(items))
    if jobs > 1:
        import multiprocessing  # who works alone does not wait for it

        if "fork" in multiprocessing.get_all_start_methods():
            yield from _done_by_many(multiprocessing.get_context("fork"), work, items, jobs)
            return
    for place, item in enumerate(items):
        yield place, work(item)


def later(work: Callable[[], R], jobs: int) -> Callable[[], R]:
    """Begin work in a process of its own; what is returned waits for its result. Whoever has no second does it then.

    The function returned raises what `share` raises.
    """
    if jobs < 2:
        return work
    import multiprocessing

    if "fork" not in multiprocessing.get_all_start_methods():
        return work
    context = multiprocessing.get_context("fork")
    process, receiver, made = _start(context, lambda begun: begun(), [work], lambda: iter((0,)))

    def answer() -> R:
        try:
            _wait_for(receiver)
            result: R = next(_read(made))[1]
            return result
        finally:
            receiver.close()
            process.join()
            made.close()

    return answer


def _done_by_many(
    context: ForkContext, work: Callable[[T], R], items: Sequence[T], jobs: int
) -> Iterator[tuple[int, R]]:
    counter = context.Value("l", 0)

    def take() -> Iterator[int]:
        while True:
            with counter.get_lock():
                place = counter.value
                counter.value += 1
            if place >= len(items):
                return
            yield place

    with _untouched():
        children = [_start(context, work, items, take) for _ in range(jobs - 1)]
        try:
            for place in take():
                yield place, work(items[place])
            for _process, receiver, made in children:
                _wait_for(receiver)
                yield from _read(made)
        finally:
            counter.value = len(items)
            for process, receiver, made in children:
                receiver.close()
                process.join()
                made.close()


@contextmanager
def _untouched() -> Iterator[None]:
    """Keep the garbage collector off all that stands: to look at it would copy the memory that processes share."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _wait_for(receiver: Connection) -> None:
    """Wait until a process has done its work. Raises WorkerFailed where it has failed."""
    failure, cause = receiver.recv()
    if failure:
        raise WorkerFailed(failure) from cause


def _read(made: IO[bytes]) -> Iterator[tuple[int, Any]]:
    """Yield the results of a process, each with its place."""
    made.seek(0)
    while True:
        try:
            yield pickle.load(made)  # noqa: S301 - written by our own process, to a file without a name
        except EOFError:
            return


def _start(
    context: ForkContext, work: Callable[[T], Any], items: Sequence[T], take: Callable[[], Iterator[int]]
) -> tuple[ForkProcess, Connection, IO[bytes]]:
    receiver, sender = context.Pipe(duplex=False)
    made = tempfile.TemporaryFile()  # noqa: SIM115 - closed by whoever reads it

    def run() -> None:
        receiver.close()
        failure: tuple[str, OSError | None] = ("", None)
        try:
            for place in take():
                pickle.dump((place, work(items[place])), made, pickle.HIGHEST_PROTOCOL)
            made.flush()
        except BaseException as error:
            import traceback

            failure = (traceback.format_exc(), error if isinstance(error, OSError) else None)
        try:
            sender.send(failure)
        except BrokenPipeError:  # it has given up already
            pass
        finally:
            sender.close()

    process = context.Process(target=run, daemon=True)
    process.start()
    sender.close()
    return process, receiver, made
