"""Stage read: disk → Sources. The only reader of content; every scalar stays text, every value knows its place."""

from tasharuk.read.codes import FILE_CODES, READ_CODES
from tasharuk.read.folder import (
    Listed,
    Mapped,
    is_as_stamped,
    list_files,
    read_assets,
    read_bytes,
    read_mapping,
    read_source,
    read_sources,
    source_of,
)
from tasharuk.read.patterns import MEDIA_ENDINGS, is_media_path, place_of_path
from tasharuk.read.source import Mark, Marks, Media, Place, Source, Value

__all__ = [
    "FILE_CODES",
    "MEDIA_ENDINGS",
    "READ_CODES",
    "Listed",
    "Mapped",
    "Mark",
    "Marks",
    "Media",
    "Place",
    "Source",
    "Value",
    "is_as_stamped",
    "is_media_path",
    "list_files",
    "place_of_path",
    "read_assets",
    "read_bytes",
    "read_mapping",
    "read_source",
    "read_sources",
    "source_of",
]
