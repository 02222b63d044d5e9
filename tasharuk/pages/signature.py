"""What a page shows → a short digest: two pages of one signature differ in nothing that was planned for them."""

from __future__ import annotations

import hashlib
import io
import pickle
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from tasharuk.model.base import Part, Record
from tasharuk.pages.page import Page

SIGNATURE_BYTES = 16


class _Unsigned(Exception):
    """A record without a stamp, or a value that cannot be written down."""


class _Writer(pickle.Pickler):
    """Writes values one after the other, of a record only its path and stamp."""

    def reducer_override(self, value: Any) -> Any:
        """Write records, frozen mappings and groups of fields as what tells them from others; asked of no text."""
        if isinstance(value, Record):
            if not value.stamp:
                raise _Unsigned
            return _record, (value.path, value.stamp)
        if isinstance(value, MappingProxyType):
            return dict, (dict(value),)
        if isinstance(value, Part):
            return _part, (type(value).__qualname__, dict(vars(value)))
        return NotImplemented


def _record(path: str, stamp: bytes) -> tuple[str, bytes]:
    return path, stamp


def _part(name: str, values: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    return name, values


def signature(page: Page, more: Mapping[str, Any]) -> bytes:
    """Return the signature of a page and of what its `more` told; empty when it cannot be signed.

    A record counts by its path and stamp, everything else by its value. The order of a set is not fixed: a page that
    holds one may get another signature for the same values, never the same one for others.
    """
    planned = [value for name, value in vars(page).items() if name != "more"]
    buffer = io.BytesIO()
    writer = _Writer(buffer, pickle.HIGHEST_PROTOCOL)
    writer.fast = True  # each value as it stands, whether or not it is the very object that came before
    try:
        writer.dump((planned, dict(more)))
    except (_Unsigned, pickle.PicklingError, TypeError, AttributeError):
        return b""
    return hashlib.blake2b(buffer.getbuffer(), digest_size=SIGNATURE_BYTES).digest()
