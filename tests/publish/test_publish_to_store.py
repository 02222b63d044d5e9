"""A store that speaks S3 as target: what is asked of it, in which order; two that publish at once, one that stops."""

from __future__ import annotations

import gzip
import json
import sys
import threading
from pathlib import Path

import pytest

from tasharuk.publish import bucket
from tasharuk.publish.manifest import NAME, Manifest
from tests.publish.conftest import LONG, SITE, Publish, build
from tests.tools.object_store import FakeStore

TARGET = "s3://bucket/a/b"
PLACE = "bucket/a/b/"
MANIFEST = f"{PLACE}{NAME}"


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bucket, "PATIENCE_SECONDS", 0.05)
    monkeypatch.setattr(bucket, "LOOKS", 2)


def published(store: FakeStore) -> dict[str, bytes]:
    return {key.removeprefix(PLACE): content for key, content in store.objects.items() if key != MANIFEST}


def manifest(store: FakeStore) -> Manifest:
    found = Manifest.from_bytes(store.objects[MANIFEST])
    assert found is not None
    return found


def written(store: FakeStore) -> list[str]:
    """Return what was asked to be written, the manifest as `*`."""
    return ["*" if key == f"a/b/{NAME}" else key.removeprefix("a/b/") for key in store.written()]


def stop_after(store: FakeStore, count: int, status: int = 403) -> None:
    """Let the store take so many files, and refuse everything after that."""
    taken = []

    def refuse(method: str, key: str) -> int:
        if method == "PUT" and key != MANIFEST:
            taken.append(key)
        return status if len(taken) > count else 0

    store.refuse = refuse


def test_the_first_publication_brings_all_files(publish: Publish, store: FakeStore) -> None:
    code, _, said = publish(TARGET)
    assert (code, published(store)) == (0, SITE)
    assert "8 ملفات" in said
    assert manifest(store).objects.keys() == SITE.keys()
    assert (manifest(store).writer, manifest(store).pending) == ("", {})


def test_one_changed_post_is_one_object_between_two_manifests(publish: Publish, store: FakeStore, out: Path) -> None:
    publish(TARGET)
    build(out, **{"posts/one/index.html": b"two" + LONG})
    store.requests.clear()
    assert publish(TARGET)[0] == 0
    assert [method for method, _ in store.requests] == ["GET", "PUT", "PUT", "PUT"]
    assert written(store) == ["*", "posts/one/index.html", "*"]
    assert published(store)["posts/one/index.html"] == b"two" + LONG


def test_nothing_changed_is_one_request(publish: Publish, store: FakeStore) -> None:
    publish(TARGET)
    store.requests.clear()
    code, _, said = publish(TARGET)
    assert (code, store.requests) == (0, [("GET", MANIFEST)])
    assert "مطابق" in said


def test_objects_come_in_waves_and_deletions_last(publish: Publish, store: FakeStore, out: Path) -> None:
    publish(TARGET)
    build(out, **{
        "assets/form.js": b"let y", "posts/two/index.html": b"new", "index.html": b"leads to two", "feed.xml": None,
    })  # fmt: skip
    store.requests.clear()
    publish(TARGET)
    assert written(store) == ["*", "assets/form.js", "posts/two/index.html", "index.html", "*"]
    assert store.deleted() == ["a/b/feed.xml"]
    steps = [method for method, _ in store.requests]
    assert steps == ["GET", "PUT", "PUT", "PUT", "PUT", "DELETE", "PUT"]
    assert "feed.xml" not in published(store)


def test_each_object_says_what_it_is_and_how_long_it_may_be_kept(publish: Publish, store: FakeStore) -> None:
    publish(TARGET)
    headers = {path: store.headers[PLACE + path] for path in SITE}
    page = "public, max-age=0, s-maxage=60, must-revalidate"
    lasting = "public, max-age=31536000, immutable"
    assert headers == {
        "index.html": {"Content-Type": "text/html; charset=utf-8", "Cache-Control": page},
        "posts/index.html": {"Content-Type": "text/html; charset=utf-8", "Cache-Control": page},
        "posts/one/index.html": {"Content-Type": "text/html; charset=utf-8", "Cache-Control": page},
        "feed.xml": {"Content-Type": "application/xml", "Cache-Control": page},
        "assets/form.js": {"Content-Type": "text/javascript; charset=utf-8", "Cache-Control": "public, max-age=300"},
        "assets/fonts/sans-400.woff2": {"Content-Type": "font/woff2", "Cache-Control": lasting},
        "search/index/parts-0123abcd.txt": {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": lasting},
        "organizations/noor/logo.webp": {"Content-Type": "image/webp", "Cache-Control": "public, max-age=86400"},
    }
    assert store.headers[MANIFEST]["Cache-Control"] == "no-store"


def test_a_chosen_encoding_takes_the_place_of_the_file(publish: Publish, store: FakeStore) -> None:
    publish(TARGET, "--compress", "gz")
    assert gzip.decompress(published(store)["posts/index.html"]) == SITE["posts/index.html"]
    assert store.headers[f"{PLACE}posts/index.html"]["Content-Encoding"] == "gzip"
    assert published(store)["index.html"] == SITE["index.html"]
    store.requests.clear()
    publish(TARGET)
    assert sorted(written(store)) == ["*", "*", "posts/index.html", "posts/one/index.html"]
    assert published(store) == SITE
    assert "Content-Encoding" not in store.headers[f"{PLACE}posts/index.html"]


def test_two_encodings_at_once_are_for_folders(publish: Publish, store: FakeStore) -> None:
    assert publish(TARGET, "--compress", "br,gz")[0] == 2
    assert not store.requests


def test_a_dry_run_tells_and_writes_nothing(publish: Publish, store: FakeStore, out: Path) -> None:
    code, printed, _ = publish(TARGET, "--dry-run")
    assert (code, len(printed.splitlines()), store.objects) == (0, 8, {})
    publish(TARGET)
    before = dict(store.objects)
    build(out, **{"index.html": b"new", "feed.xml": None})
    store.requests.clear()
    code, printed, _ = publish(TARGET, "--dry-run")
    assert (code, printed.splitlines()) == (0, ["يُكتب: index.html", "يُحذف: feed.xml"])
    assert {method for method, _ in store.requests} == {"GET"}
    assert store.objects == before


def test_paths_of_any_letters_arrive_as_they_are(publish: Publish, store: FakeStore, out: Path) -> None:
    odd = {"media/صورة 1.pdf": b"a", "media/a+b&c=d.pdf": b"b", "media/100%.pdf": b"c", "media/#1?.pdf": b"d"}
    build(out, **odd)
    assert publish(TARGET)[0] == 0
    assert {path: published(store).get(path) for path in odd} == odd
    build(out)
    assert publish(TARGET)[0] == 0
    assert published(store) == SITE


# --- interrupted


def test_a_publication_that_was_refused_on_the_way_goes_on(publish: Publish, store: FakeStore) -> None:
    stop_after(store, 3)
    code, _, said = publish(TARGET)
    assert code == 1
    assert "رفض المخزن" in said
    arrived = set(published(store))
    assert 0 < len(arrived) < len(SITE)
    store.refuse = lambda _method, _key: 0
    store.requests.clear()
    assert publish(TARGET)[0] == 0
    again = set(written(store)) - {"*"}
    assert again == SITE.keys() - arrived
    assert published(store) == SITE


def kill(publish: Publish, store: FakeStore, count: int) -> set[str]:
    """Publish until so many files arrived, then nothing more gets through, as when the power fails."""
    stop_after(store, count)
    assert publish(TARGET)[0] == 1
    assert manifest(store).writer
    store.refuse = lambda _method, _key: 0
    store.requests.clear()
    return set(published(store))


def test_after_a_power_cut_nothing_travels_twice(publish: Publish, store: FakeStore) -> None:
    arrived = kill(publish, store, 4)
    assert publish(TARGET)[0] == 0
    assert set(written(store)) - {"*"} == SITE.keys() - arrived
    assert published(store) == SITE


def test_where_tags_do_not_name_content_all_that_is_in_doubt_travels_again(publish: Publish, store: FakeStore) -> None:
    store.names_content = False
    kill(publish, store, 4)
    assert publish(TARGET)[0] == 0
    assert set(written(store)) - {"*"} == SITE.keys()
    assert published(store) == SITE


def test_going_back_after_a_power_cut_brings_back_what_had_changed(
    publish: Publish, store: FakeStore, out: Path
) -> None:
    publish(TARGET)
    build(out, **{"posts/one/index.html": b"new" + LONG, "posts/index.html": b"new" + LONG, "feed.xml": None})
    kill(publish, store, 1)
    build(out)
    assert publish(TARGET)[0] == 0
    assert published(store) == SITE


def test_what_an_interrupted_publication_had_brought_and_nobody_wants_is_deleted(
    publish: Publish, store: FakeStore, out: Path
) -> None:
    publish(TARGET)
    build(out, **{"posts/two/index.html": b"new", "posts/three/index.html": b"new"})
    kill(publish, store, 1)
    build(out)
    assert publish(TARGET)[0] == 0
    assert published(store) == SITE


def test_the_manifest_keeps_what_has_arrived_while_it_goes_on(
    publish: Publish, store: FakeStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bucket, "BEAT_SECONDS", 0.0)
    assert publish(TARGET)[0] == 0
    assert written(store).count("*") > 5
    assert manifest(store).beat > 3
    assert published(store) == SITE


def test_ctrl_c_ends_in_a_sentence_and_releases_the_target(
    publish: Publish, store: FakeStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(self: bucket.BucketTarget) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(bucket.BucketTarget, "_beat", stopped)
    code, _, said = publish(TARGET)
    assert code == 1
    assert "يكمل من حيث وقف" in said
    assert manifest(store).writer == ""
    assert manifest(store).objects.keys() == set(published(store))


# --- two at once


def test_whoever_comes_second_is_told_to_wait(publish: Publish, store: FakeStore, out: Path) -> None:
    """The first shows signs of life while the second looks."""
    publish(TARGET)
    build(out, **{"index.html": b"new"})
    beats = iter(range(2, 99))

    def first_is_alive(method: str, key: str) -> int:
        if (method, key) == ("GET", MANIFEST):
            alive = Manifest(manifest(store).objects, {}, "first", next(beats))
            store.objects[MANIFEST] = alive.to_bytes()
        return 0

    store.refuse = first_is_alive
    store.requests.clear()
    code, _, said = publish(TARGET)
    assert code == 1
    assert "هناك من ينشر" in said
    assert written(store) == []


def test_one_who_claims_between_look_and_claim_wins(publish: Publish, store: FakeStore, out: Path) -> None:
    publish(TARGET)
    build(out, **{"index.html": b"new"})

    def other_was_faster(method: str, key: str) -> int:
        if method == "PUT" and key == MANIFEST:
            store.objects[MANIFEST] = Manifest(manifest(store).objects, {}, "other", 9).to_bytes()
        return 0

    store.refuse = other_was_faster
    code, _, said = publish(TARGET)
    assert code == 1
    assert "هناك من ينشر" in said
    assert manifest(store).writer == "other"
    assert published(store) == SITE


def test_one_whose_place_was_taken_stops_and_leaves_the_manifest_alone(
    publish: Publish, store: FakeStore, out: Path
) -> None:
    publish(TARGET)
    build(out, **{"index.html": b"new"})
    other = Manifest({}, {}, "other", 9).to_bytes()

    def taken(method: str, key: str) -> int:
        if method == "PUT" and key == f"{PLACE}index.html":
            store.objects[MANIFEST] = other
        return 0

    store.refuse = taken
    code, _, said = publish(TARGET)
    assert code == 1
    assert "هناك من ينشر" in said
    assert store.objects[MANIFEST] == other


def test_of_two_first_publications_at_once_one_goes_through(
    publish: Publish, store: FakeStore, out: Path, tmp_path: Path
) -> None:
    from tasharuk.compress import Compressor
    from tasharuk.publish import Broken, BucketTarget, BuiltSite, address_of
    from tasharuk.publish.store import Store

    site, compressor = BuiltSite.read(out), Compressor(tmp_path / "cache", ())
    targets = [BucketTarget(Store(address_of(TARGET))) for _ in range(2)]
    ends: list[str] = []

    def run(target: BucketTarget) -> None:
        try:
            plan = target.plan(site.items(compressor, False), lambda item: site.content(item, compressor))
            for _ in target.apply(plan, lambda item: site.content(item, compressor)):
                pass
            ends.append("done")
        except Broken as error:
            ends.append(error.code)

    threads = [threading.Thread(target=run, args=(target,)) for target in targets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(ends) == ["busy", "done"]
    assert published(store) == SITE
    assert manifest(store).writer == ""


def test_an_answer_that_was_lost_is_not_taken_for_somebody_else(publish: Publish, store: FakeStore, out: Path) -> None:
    """The store keeps the claim, the connection breaks, the library asks again: refused, though it is ours."""
    publish(TARGET)
    build(out, **{"index.html": b"new"})
    lost = []

    def lose_once(method: str, key: str) -> int:
        if method == "PUT" and key == MANIFEST and not lost:
            lost.append(key)
            return 503
        return 0

    store.refuse, store.loses_answers = lose_once, True
    assert publish(TARGET)[0] == 0
    assert lost
    assert published(store)["index.html"] == b"new"


# --- stores that are not as they should be


def test_objects_that_are_not_ours_are_not_touched(publish: Publish, store: FakeStore) -> None:
    store.objects[f"{PLACE}thesis.txt"], store.headers[f"{PLACE}thesis.txt"] = b"work", {}
    code, _, said = publish(TARGET)
    assert code == 2
    assert "لم ننشرها" in said
    assert store.objects == {f"{PLACE}thesis.txt": b"work"}


def test_objects_that_came_later_beside_ours_stay(publish: Publish, store: FakeStore) -> None:
    publish(TARGET)
    store.objects[f"{PLACE}verify.txt"], store.headers[f"{PLACE}verify.txt"] = b"x", {}
    store.objects["bucket/other/index.html"], store.headers["bucket/other/index.html"] = b"y", {}
    publish(TARGET, "--compress", "gz")
    assert store.objects[f"{PLACE}verify.txt"] == b"x"
    assert store.objects["bucket/other/index.html"] == b"y"


@pytest.mark.parametrize(
    "content", [b"", b"\xff", b"[]", b'{"format": 2}', json.dumps({"format": 1, "objects": [], "pending": {}}).encode()]
)
def test_a_damaged_manifest_is_made_anew_and_deletes_nothing(
    publish: Publish, store: FakeStore, content: bytes
) -> None:
    publish(TARGET)
    store.objects[MANIFEST] = content
    store.objects[f"{PLACE}verify.txt"], store.headers[f"{PLACE}verify.txt"] = b"x", {}
    assert publish(TARGET)[0] == 0
    assert published(store) == {**SITE, "verify.txt": b"x"}
    assert manifest(store).objects.keys() == SITE.keys()
    store.requests.clear()
    publish(TARGET)
    assert written(store) == []


def test_a_store_that_ignores_conditions_is_refused(publish: Publish, store: FakeStore) -> None:
    store.heeds_conditions = False
    code, _, said = publish(TARGET)
    assert code == 1
    assert "If-Match" in said
    assert published(store) == {}


@pytest.mark.parametrize(("status", "said"), [(403, "رفض المخزن"), (401, "رفض المخزن"), (400, "انقطع الاتصال")])
def test_what_the_store_answers_is_told_in_our_words_without_a_key(
    publish: Publish, store: FakeStore, status: int, said: str
) -> None:
    store.refuse = lambda _method, _key: status
    code, printed, told = publish(TARGET)
    assert code == 1
    assert said in told
    assert "NEVERTOLD" not in printed + told
    assert "Traceback" not in told


def test_without_credentials_nothing_is_asked(
    publish: Publish, store: FakeStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    code, _, said = publish(TARGET)
    assert (code, store.requests) == (2, [])
    assert "AWS_ACCESS_KEY_ID" in said


def test_without_the_package_one_line_says_how_to_get_it(
    publish: Publish, store: FakeStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "obstore.store", None)
    code, _, said = publish(TARGET)
    assert code == 2
    assert "pip install" in said
