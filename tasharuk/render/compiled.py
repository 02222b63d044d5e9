"""Compiled templates of earlier builds: to compile all takes as long as to render a thousand pages."""

from __future__ import annotations

from collections.abc import Sequence

from jinja2 import Environment
from jinja2.bccache import Bucket, BytecodeCache

from tasharuk.cache import Cache, made_once
from tasharuk.parallel import share

FOLDER = "templates"


def compile_all(
    environment: Environment, names: Sequence[str], cache: Cache | None, key: str, language: str, jobs: int
) -> None:
    """Compile templates that were not compiled before; processes share the work where a cache brings it together."""

    def compile_one(name: str) -> None:
        environment.get_template(name)

    environment.bytecode_cache = CompiledTemplates(cache, key, language) if cache else None
    if cache:
        made_once(cache, f"{FOLDER}/all-{language}", key, lambda: share(compile_one, names, jobs))
    for name in names:  # those that another process has compiled are taken from the cache
        compile_one(name)


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
