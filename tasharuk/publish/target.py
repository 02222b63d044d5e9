"""Where to publish: what the command line says, taken apart, and what must be in the environment for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tasharuk.publish.errors import WrongTarget

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,62}")
PART = re.compile(r"[A-Za-z0-9][A-Za-z0-9._=-]*")
# any of them tells how to sign; without one, the library would search the network for a machine's own identity
CREDENTIALS = (
    "AWS_ACCESS_KEY_ID",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_SKIP_SIGNATURE",
)


@dataclass(frozen=True)
class Address:
    """A folder, or a bucket and the prefix of its objects."""

    folder: Path | None = None
    bucket: str = ""
    prefix: str = ""


def address_of(target: str) -> Address:
    """Read a target; raises WrongTarget, and never repeats what may hold a password."""
    if not SCHEME.match(target):
        return Address(folder=Path(target))
    bucket, _, prefix = target.partition("://")[2].partition("/")
    parts = [part for part in prefix.split("/") if part]
    if "@" in target:
        raise WrongTarget("secret_in_target")
    if not target.startswith("s3://") or not BUCKET.fullmatch(bucket) or not all(map(PART.fullmatch, parts)):
        raise WrongTarget("bad_target")
    return Address(bucket=bucket, prefix="/".join(parts))


def missing_credentials(environment: Mapping[str, str]) -> bool:
    """Tell whether nothing in the environment says who publishes."""
    return not any(environment.get(name) for name in CREDENTIALS)
