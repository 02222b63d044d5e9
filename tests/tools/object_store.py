"""A store that speaks as much of S3 as publishing needs, in this process, on 127.0.0.1, and remembers each request."""

from __future__ import annotations

import hashlib
import threading
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

PAGE = 1000  # objects in one answer to a listing
KEPT_HEADERS = ("Content-Type", "Cache-Control", "Content-Encoding")


@dataclass
class FakeStore:
    """The buckets of the store: objects by `bucket/key`, and what was asked of it.

    `refuse` is asked before each request with (method, key) and may return a status to answer with.
    """

    objects: dict[str, bytes] = field(default_factory=dict)
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
    requests: list[tuple[str, str]] = field(default_factory=list)
    heeds_conditions: bool = True
    names_content: bool = True  # whether a tag is the MD5 of the content, as with most stores
    loses_answers: bool = False  # whether it does as asked before it refuses
    refuse: Callable[[str, str], int] = lambda _method, _key: 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    url: str = ""

    def tag(self, key: str) -> str:
        """Return the entity tag of an object."""
        seed = b"" if self.names_content else b"salt"
        return f'"{hashlib.md5(self.objects[key] + seed).hexdigest()}"'

    def written(self, bucket: str = "bucket") -> list[str]:
        """Return the keys that were asked to be written, in order, without the bucket."""
        return [key.removeprefix(f"{bucket}/") for method, key in self.requests if method == "PUT"]

    def deleted(self) -> list[str]:
        """Return the keys that were deleted, in order."""
        return [key for method, key in self.requests if method == "DELETE"]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    store: FakeStore

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def fail(self, status: int, code: str) -> None:
        key_name = self.headers.get("Authorization", "").partition("Credential=")[2].partition("/")[0]
        body = f"<Error><Code>{code}</Code><AWSAccessKeyId>{key_name}</AWSAccessKeyId></Error>"
        self.answer(status, body.encode(), Content_Type="application/xml")

    def handle_request(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        parts = urlsplit(self.path)
        key, query = unquote(parts.path).lstrip("/"), parse_qs(parts.query, keep_blank_values=True)
        with self.store.lock:
            if "list-type" not in query and "delete" not in query:
                self.store.requests.append((self.command, key))
            if status := self.store.refuse(self.command, key):
                if self.store.loses_answers:
                    self.store.objects[key] = body
                return self.fail(status, "AccessDenied" if status == 403 else "Wrong")
            if not self.headers.get("Authorization", "").startswith("AWS4-HMAC-SHA256 Credential="):
                return self.fail(403, "AccessDenied")
            if "delete" in query:
                return self.delete_many(key, body)
            if "list-type" in query:
                return self.list_objects(key, query)
            return {"PUT": self.put, "GET": self.get, "HEAD": self.get, "DELETE": self.delete}[self.command](key, body)

    do_PUT = do_GET = do_HEAD = do_DELETE = do_POST = handle_request  # noqa: N815 - the library's names

    def put(self, key: str, body: bytes) -> None:
        store = self.store
        if store.heeds_conditions:
            wanted, is_there = self.headers.get("If-Match"), key in store.objects
            if self.headers.get("If-None-Match") == "*" and is_there:
                return self.fail(412, "PreconditionFailed")
            if wanted and not is_there:
                return self.fail(404, "NoSuchKey")
            if wanted and wanted != store.tag(key):
                return self.fail(412, "PreconditionFailed")
        store.objects[key] = body
        store.headers[key] = {name: self.headers[name] for name in KEPT_HEADERS if name in self.headers}
        return self.answer(200, ETag=store.tag(key))

    def get(self, key: str, _body: bytes) -> None:
        store = self.store
        if key not in store.objects:
            return self.fail(404, "NoSuchKey")
        named = {name.replace("-", "_"): value for name, value in store.headers[key].items()}
        named |= {"ETag": store.tag(key), "Last_Modified": "Tue, 24 Nov 2026 08:00:00 GMT"}
        return self.answer(200, store.objects[key], **named)

    def delete(self, key: str, _body: bytes) -> None:
        self.store.objects.pop(key, None)
        self.answer(204)

    def delete_many(self, bucket: str, body: bytes) -> None:
        names = [node.text or "" for node in ElementTree.fromstring(body).iter() if node.tag.endswith("Key")]
        for name in names:
            key = f"{bucket.rstrip('/')}/{name}"
            self.store.requests.append(("DELETE", name))
            self.store.objects.pop(key, None)
        done = "".join(f"<Deleted><Key>{escape(name)}</Key></Deleted>" for name in names)
        self.answer(200, f"<DeleteResult>{done}</DeleteResult>".encode(), Content_Type="application/xml")

    def list_objects(self, bucket: str, query: dict[str, list[str]]) -> None:
        place = f"{bucket.rstrip('/')}/"
        prefix, after = (query.get(name, [""])[0] for name in ("prefix", "continuation-token"))
        keys = sorted(key for key in self.store.objects if key.startswith(place + prefix) and key > place + after)
        shown = "".join(
            f"<Contents><Key>{escape(key.removeprefix(place))}</Key><Size>{len(self.store.objects[key])}</Size>"
            f"<LastModified>2026-11-24T08:00:00.000Z</LastModified><ETag>{escape(self.store.tag(key))}</ETag></Contents>"
            for key in keys[:PAGE]
        )
        token = escape(keys[PAGE - 1].removeprefix(place)) if len(keys) > PAGE else ""
        more = f"<NextContinuationToken>{token}</NextContinuationToken>" if token else ""
        body = f"<ListBucketResult>{shown}{more}</ListBucketResult>"
        self.answer(200, body.encode(), Content_Type="application/xml")

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def object_store() -> Iterator[FakeStore]:
    """Run a store on a free port of 127.0.0.1."""
    store = FakeStore()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"store": store}))
    server.daemon_threads = True
    store.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield store
    finally:
        server.shutdown()
        server.server_close()
