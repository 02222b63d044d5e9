"""What was made before, kept in `.cache/`: each entry by name, good only for the key it was made of.

The folder may be deleted at any time. An entry that is damaged, of another key or of another version of the program
counts as missing; where nothing can be written, nothing is kept.
"""

from __future__ import annotations

import hashlib
import os
import pickle
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tasharuk.job import Job
from tasharuk.snapshot import CACHE, code_fingerprint

DIGEST = 20  # bytes


@dataclass(frozen=True)
class Cache:
    """The entries of one root. `version` tells the program, its libraries and Python apart."""

    folder: Path
    version: str

    @classmethod
    def of(cls, job: Job) -> Cache | None:
        """Return the cache of a job; None when the job is to make everything anew."""
        return cls(job.root / CACHE, code_fingerprint(job)) if job.uses_cache else None

    def get(self, name: str, key: str) -> Any:
        """Return what was kept under a name for this very key, or None."""
        try:
            kept = (self.folder / name).read_bytes()
        except OSError:
            return None
        head, payload = kept[: 2 * DIGEST], kept[2 * DIGEST :]
        if head != self._digest(key.encode()) + self._digest(payload):
            return None
        return pickle.loads(payload)  # noqa: S301 - written by ourselves, and whole: its digest fits

    def put(self, name: str, key: str, value: Any) -> None:
        """Keep a value for a key, instead of what stood under the name."""
        payload = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        file = self.folder / name
        fresh = file.with_name(f"{file.name}.{os.getpid()}")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(self._digest(key.encode()) + self._digest(payload) + payload)
            fresh.replace(file)
        except OSError:
            fresh.unlink(missing_ok=True)

    def _digest(self, content: bytes) -> bytes:
        return hashlib.blake2b(content, digest_size=DIGEST, key=self.version.encode()).digest()
