"""A bucket as target: the manifest tells what lies there, so only changes travel, and one publication at a time.

1. Claim: the manifest is rewritten on the condition that nobody has touched it; what will change becomes `pending`.
2. Waves of objects, many at once. While that goes on the manifest is rewritten, as a sign of life and as a record of
   what has arrived. Whoever finds it written by somebody else stops.
3. The last manifest has nothing pending. After a break the next publication looks at what is pending, and goes on.
"""

from __future__ import annotations

import hashlib
import itertools
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress

from tasharuk.publish.built import Item
from tasharuk.publish.errors import Broken, CannotPublish, WrongTarget
from tasharuk.publish.manifest import NAME, Manifest, headers_of, mark_of
from tasharuk.publish.plan import Plan, plan_of
from tasharuk.publish.store import Outrun, Store

THREADS = 16  # requests on their way at once; each waits for the network most of the time
WINDOW = 4 * THREADS  # files in memory at once
BEAT_SECONDS = 10.0  # between two signs of life
PATIENCE_SECONDS = 45.0  # without a sign of life, after which a publication counts as broken off
LOOKS = 9  # in that time
HEADERS = {"Content-Type": "application/json", "Cache-Control": "no-store"}
WRONG_TAG = '"0"'  # of no object


class BucketTarget:
    """The objects of a site below a prefix."""

    def __init__(self, store: Store) -> None:
        """Read the manifest; raises WrongTarget where objects lie there that no publication of ours has put there."""
        self._store = store
        self._token = uuid.uuid4().hex
        self._marks: dict[str, str] = {}  # path → what is to be there
        self._objects: dict[str, str] = {}  # path → what is there for certain
        self._pending: dict[str, str] = {}
        self._beaten = 0.0
        self._known, self._tag = Manifest({}, {}), ""
        found = store.get(NAME)
        self._is_first = found is None
        if found is None:
            if next(store.list(), None) is not None:
                raise WrongTarget("foreign_bucket")
            return
        content, self._tag = found
        known = Manifest.from_bytes(content)
        self._is_damaged = known is None
        # damaged: every object there is in doubt, and none of them is known to be ours to delete
        self._known = known or Manifest({}, dict.fromkeys((stored.path for stored in store.list()), ""))

    _is_damaged = False

    def plan(self, items: Iterable[Item], content: Callable[[Item], bytes]) -> Plan:
        """Compare the manifest with what is to be there; only what a broken publication left in doubt is looked at."""
        wanted = {item.path: item for item in items}
        self._marks = {path: mark_of(item) for path, item in wanted.items()}
        known, doubtful = dict(self._known.objects), dict(self._known.pending)
        if doubtful:
            for stored in self._store.list():
                item = wanted.get(stored.path)
                if item is None or stored.path not in doubtful:
                    continue
                if doubtful[stored.path] == self._marks[stored.path] and stored.tag == _md5(content(item)):
                    known[stored.path] = self._marks[stored.path]
        self._objects = known
        changed = [item for path, item in wanted.items() if known.get(path) != self._marks[path]]
        gone = {path for path in (*known, *(doubtful if not self._is_damaged else ())) if path not in wanted}
        return plan_of(changed, {*known, *doubtful}, gone, wanted)

    def apply(self, plan: Plan, content: Callable[[Item], bytes]) -> Iterator[str]:
        """Take the steps; yields each path when it is done. Raises Broken when another publication is under way."""
        if not plan and not self._known.pending and not self._known.writer and not self._is_damaged:
            return
        self._wait_for_the_other()
        self._pending = {item.path: self._marks[item.path] for item in plan.writes} | dict.fromkeys(plan.deletes, "")
        self._objects = {path: mark for path, mark in self._objects.items() if path not in self._pending}
        self._write_manifest()
        try:
            if self._is_first:
                self._refuse_unconditional()
            yield from self._send(plan, content)
        except BaseException as failure:
            if not (isinstance(failure, CannotPublish) and failure.code == "busy"):
                with suppress(CannotPublish):
                    self._write_manifest(is_over=True)  # so that the next one need not wait to go on
            raise
        self._write_manifest(is_over=True)

    def _send(self, plan: Plan, content: Callable[[Item], bytes]) -> Iterator[str]:
        for path in self._store.delete(plan.outdated):
            yield self._done(path)
        self._beaten = time.monotonic()
        with ThreadPoolExecutor(THREADS) as pool:
            for wave in plan.waves:
                left, under_way = iter(wave), set[Future[str]]()
                try:
                    while True:
                        for item in itertools.islice(left, WINDOW - len(under_way)):
                            under_way.add(pool.submit(self._put, item, content))
                        if not under_way:
                            break
                        done, under_way = wait(under_way, BEAT_SECONDS, FIRST_COMPLETED)
                        for future in done:
                            yield self._done(future.result())
                        self._beat()
                except BaseException:
                    pool.shutdown(cancel_futures=True)
                    for future in under_way:  # what has arrived all the same need not travel again
                        if not future.cancelled() and future.exception() is None:
                            self._done(future.result())
                    raise
        for path in self._store.delete(plan.gone):
            yield self._done(path)
            self._beat()

    def _put(self, item: Item, content: Callable[[Item], bytes]) -> str:
        self._store.put(item.path, content(item), headers_of(item))
        return item.path

    def _done(self, path: str) -> str:
        if mark := self._pending.pop(path, ""):
            self._objects[path] = mark
        return path

    def _beat(self) -> None:
        """Show that this publication is alive, and keep what has arrived."""
        if time.monotonic() - self._beaten >= BEAT_SECONDS:
            self._write_manifest()
            self._beaten = time.monotonic()

    def _write_manifest(self, is_over: bool = False) -> None:
        """Rewrite the manifest on the condition that it is still the one we know."""
        writer = "" if is_over else self._token
        manifest = Manifest(self._objects, self._pending, writer, self._known.beat + 1)
        content = manifest.to_bytes()
        try:
            self._tag = self._store.put_if(NAME, content, HEADERS, self._tag or None)
        except Outrun as error:
            found = self._store.get(NAME)
            if found is None or found[0] != content:  # equal: ours arrived, only the answer was lost
                raise Broken("busy") from error
            self._tag = found[1]
        self._known = manifest

    def _wait_for_the_other(self) -> None:
        """Refuse while another publication shows signs of life; without any for a while, take its place.

        What it left in doubt is in the manifest that was read, so the plan holds as long as the manifest is the same.
        """
        if not self._known.writer:
            return
        for _ in range(LOOKS):
            time.sleep(PATIENCE_SECONDS / LOOKS)
            found = self._store.get(NAME)
            if found is None or found[1] != self._tag:
                raise Broken("busy")

    def _refuse_unconditional(self) -> None:
        """Refuse a store that ignores conditions: it would let two publications mix without a word."""
        content = self._known.to_bytes()
        for tag in (None, WRONG_TAG):
            with suppress(Outrun):
                self._store.put_if(NAME, content, HEADERS, tag)
                raise Broken("no_conditions")


def _md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()
