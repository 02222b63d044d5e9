"""What a bucket is known to hold: one object that names the content of all others, and who is writing at the moment."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from tasharuk.compress import HTTP_NAMES, digest_of
from tasharuk.publish.built import Item
from tasharuk.publish.headers import cache_control, content_type

NAME = ".tasharuk-manifest.json"
FORMAT = 1


@dataclass(frozen=True)
class Manifest:
    """The objects of a prefix by their paths, without the prefix.

    `objects` maps a path to the mark of what lies there for certain. `pending` maps a path that is being written to the
    mark it will have, empty for one that is being deleted: after a break nobody knows how far that went.
    `writer` names the publication under way, `beat` grows while it is alive.
    """

    objects: Mapping[str, str]
    pending: Mapping[str, str]
    writer: str = ""
    beat: int = 0

    def to_bytes(self) -> bytes:
        """Return the object's content: the same manifest gives the same bytes."""
        fields = {"format": FORMAT, "writer": self.writer, "beat": self.beat}
        fields |= {"pending": dict(self.pending), "objects": dict(self.objects)}
        return json.dumps(fields, sort_keys=True, indent=0, ensure_ascii=False).encode("utf-8")

    @classmethod
    def from_bytes(cls, content: bytes) -> Manifest | None:
        """Read an object's content; None for one that is damaged or of another format."""
        try:
            found = json.loads(content)
            assert found["format"] == FORMAT
            objects, pending = ({str(k): str(v) for k, v in found[name].items()} for name in ("objects", "pending"))
            return cls(objects, pending, str(found["writer"]), int(found["beat"]))
        except (ValueError, TypeError, KeyError, AttributeError, AssertionError):
            return None


def headers_of(item: Item) -> dict[str, str]:
    """Return the headers with which an object is stored, and later sent."""
    headers = {"Content-Type": content_type(item.path), "Cache-Control": cache_control(item.path)}
    if item.encoding:
        headers["Content-Encoding"] = HTTP_NAMES[item.encoding]
    return headers


def mark_of(item: Item) -> str:
    """Return what tells one state of an object from another: the content, how it is encoded, and its headers."""
    return digest_of("\n".join((item.file.digest, *headers_of(item).values())).encode("utf-8"))
