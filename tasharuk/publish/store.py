"""The fence around obstore: objects are read, written and deleted here, and its exceptions become ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from tasharuk.publish.errors import Broken, WrongTarget
from tasharuk.publish.target import Address

if TYPE_CHECKING:
    from obstore.store import RetryConfig, S3Store

RETRY: RetryConfig = {"max_retries": 6, "retry_timeout": timedelta(seconds=60)}
BATCH = 1000  # objects that S3 deletes in one request


class Outrun(Exception):
    """A conditional write was refused: the object is not what it was, or is there already."""


@dataclass(frozen=True)
class Stored:
    """An object as the store lists it; `tag` is mostly the MD5 of its content, and never promised to be."""

    path: str
    size: int
    tag: str


class Store:
    """The objects below one prefix of one bucket; endpoint, region and credentials come from the environment."""

    def __init__(self, address: Address) -> None:
        """Open the store, without a request yet; raises WrongTarget where obstore is not installed."""
        try:
            from obstore.store import S3Store
        except ImportError as error:
            raise WrongTarget("needs_obstore") from error
        with _told():
            self._store: S3Store = S3Store(address.bucket, prefix=address.prefix or None, retry_config=RETRY)

    def get(self, path: str) -> tuple[bytes, str] | None:
        """Return the content of an object and its tag, or None where it does not exist."""
        import obstore

        with _told():
            try:
                found = obstore.get(self._store, path)
                return bytes(found.bytes()), found.meta["e_tag"] or ""
            except FileNotFoundError:
                return None

    def put(self, path: str, content: bytes, headers: Mapping[str, str]) -> None:
        """Write an object, whatever was there."""
        import obstore

        with _told():
            obstore.put(self._store, path, content, attributes=dict(headers), use_multipart=False)

    def put_if(self, path: str, content: bytes, headers: Mapping[str, str], tag: str | None) -> str:
        """Write an object only while it still has a tag, or with None only where there is none; returns the new tag.

        Raises Outrun.
        """
        import obstore
        from obstore.exceptions import AlreadyExistsError, PreconditionError

        with _told():
            try:
                mode = "create" if tag is None else {"e_tag": tag}
                done = obstore.put(self._store, path, content, attributes=dict(headers), mode=mode)  # type: ignore[arg-type]
            except (AlreadyExistsError, PreconditionError, FileNotFoundError) as error:
                raise Outrun(path) from error
        return done["e_tag"] or ""

    def delete(self, paths: Sequence[str]) -> Iterator[str]:
        """Delete objects; yields each path when it is gone."""
        import obstore

        for start in range(0, len(paths), BATCH):
            batch = list(paths[start : start + BATCH])
            with _told():
                obstore.delete(self._store, batch)
            yield from batch

    def list(self) -> Iterator[Stored]:
        """Yield every object below the prefix."""
        import obstore

        with _told():
            for chunk in obstore.list(self._store):
                for found in chunk:
                    yield Stored(found["path"], found["size"], (found["e_tag"] or "").strip('"'))


@contextmanager
def _told() -> Iterator[None]:
    """Say what went wrong in words of ours: the library's text may repeat an answer that holds the key's name."""
    from obstore.exceptions import BaseError, NotSupportedError, PermissionDeniedError, UnauthenticatedError

    try:
        yield
    except (PermissionDeniedError, UnauthenticatedError) as error:
        raise Broken("denied") from error
    except NotSupportedError as error:
        raise Broken("no_conditions") from error
    except FileNotFoundError as error:
        raise Broken("no_bucket") from error
    except BaseError as error:
        raise Broken("unreachable") from error
