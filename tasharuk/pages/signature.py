"""What a page shows → a short digest: two pages of one signature differ in nothing that was planned for them."""

from __future__ import annotations

import hashlib
import io
import pickle
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from tasharuk.model.base import Part, Record
from tasharuk.pages.page import Page

SIGNATURE_BYTES = 16


class _Unsigned(Exception):
    """A record without a stamp."""


def _values(*values: Any) -> tuple[Any, ...]:
    return values


def _of_record(record: Record) -> tuple[Any, ...]:
    if not record.stamp:
        raise _Unsigned
    return _values, (record.path, record.stamp)


def _of_part(part: Part) -> tuple[Any, ...]:
    return _values, (type(part).__qualname__, dict(vars(part)))


def _models(model: type[Part]) -> Iterator[type[Part]]:
    for inner in model.__subclasses__():
        yield inner
        yield from _models(inner)


@cache
def _table() -> Mapping[type, Callable[[Any], tuple[Any, ...]]]:
    """Return how to write what is no plain value: of a record only its path and stamp, of a group its fields."""
    models = {model: _of_record if issubclass(model, Record) else _of_part for model in _models(Part)}
    return {MappingProxyType: lambda mapping: (dict, (dict(mapping),)), **models}


def signature(page: Page, more: Mapping[str, Any]) -> bytes:
    """Return the signature of a page and of what its `more` told; empty when it cannot be signed.

    A record counts by its path and stamp, everything else by its value. The order of a set is not fixed: a page that
    holds one may get another signature for the same values, never the same one for others.
    """
    planned = [value for name, value in vars(page).items() if name != "more"]
    buffer = io.BytesIO()
    writer = pickle.Pickler(buffer, pickle.HIGHEST_PROTOCOL)
    writer.dispatch_table = _table()  # looked up without leaving the library, as a method of ours would be
    writer.fast = True  # each value as it stands, whether or not it is the very object that came before
    try:
        writer.dump((planned, dict(more)))
    except (_Unsigned, pickle.PicklingError, TypeError, AttributeError):
        return b""
    return hashlib.blake2b(buffer.getbuffer(), digest_size=SIGNATURE_BYTES).digest()
