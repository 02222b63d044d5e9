"""Stage publish: the built `site/` comes in, a folder or a bucket that holds the same goes out; only changes travel."""

from __future__ import annotations

from tasharuk.publish.bucket import BucketTarget
from tasharuk.publish.built import BuiltSite
from tasharuk.publish.errors import Broken, CannotPublish, WrongTarget
from tasharuk.publish.folder import FolderTarget
from tasharuk.publish.plan import Plan
from tasharuk.publish.target import Address, address_of, missing_credentials

__all__ = [
    "Address",
    "Broken",
    "BucketTarget",
    "BuiltSite",
    "CannotPublish",
    "FolderTarget",
    "Plan",
    "WrongTarget",
    "address_of",
    "missing_credentials",
]
