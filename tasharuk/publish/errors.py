"""Why a publication does not take place: a code whose sentence stands in the words files as `publish_<code>`."""

from __future__ import annotations


class CannotPublish(Exception):
    """Nothing was published, or not all; `code` and `values` make the sentence. Never carries a library's text."""

    def __init__(self, code: str, **values: str) -> None:
        """Name the sentence and what is to be filled in."""
        super().__init__(code)
        self.code, self.values = code, values


class WrongTarget(CannotPublish):
    """The command must be given otherwise: nothing was touched."""


class Broken(CannotPublish):
    """Something went wrong on the way, or somebody else is publishing: running the same command again goes on."""
