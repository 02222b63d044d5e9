"""Stage parse: Sources come in, Records and Problems go out."""

from tasharuk.parse.records import Draft, Parsed, parse_record, parse_records
from tasharuk.parse.settings import Acceptances, parse_acceptances, parse_settings

__all__ = [
    "Acceptances",
    "Draft",
    "Parsed",
    "parse_acceptances",
    "parse_record",
    "parse_records",
    "parse_settings",
]
