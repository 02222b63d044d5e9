"""Compiled templates of earlier builds: to compile all takes as long as to render a thousand pages."""

from __future__ import annotations

from jinja2.bccache import Bucket, BytecodeCache

from tasharuk.cache import Cache

FOLDER = "templates"


class CompiledTemplates(BytecodeCache):
    """Templates as they were compiled, in the cache, those of each language apart.

    `key` names all constants and words that stand in them.
    """

    def __init__(self, cache: Cache, key: str, language: str) -> None:
        """Keep them in `cache`."""
        self._cache, self._key, self._folder = cache, key, f"{FOLDER}/{language}"

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket, which itself sees whether the template's text has changed."""
        kept: bytes | None = self._cache.get(f"{self._folder}/{bucket.key}", self._key)
        if kept is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what a bucket holds."""
        self._cache.put(f"{self._folder}/{bucket.key}", self._key, bucket.bytecode_to_string())
