"""A small directory in memory, for tests of what is made again after its files, its lists or the day have changed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache as remembered

from tasharuk.catalogue import Catalogue
from tasharuk.model.base import Record
from tasharuk.parse import parse_records
from tasharuk.pipeline import PLACES
from tasharuk.read import Source, place_of_path, source_of
from tasharuk.vocabulary import Vocabulary
from tests.tools.records import TODAY, catalogue


@dataclass
class Root:
    """Its files, the day and the closed lists."""

    files: dict[str, str]
    today: date = TODAY
    vocabulary: Vocabulary = field(default_factory=lambda: catalogue().vocabulary)

    def catalogue(self) -> Catalogue:
        """Parse the files anew, those that were parsed before excepted."""
        records = tuple(parsed(path, text) for path, text in sorted(self.files.items()))
        return replace(catalogue(*records, today=self.today), vocabulary=self.vocabulary)


@remembered
def parsed(path: str, text: str) -> Record:
    """Return the record of a file."""
    place = place_of_path(path, PLACES)
    assert place
    source = source_of(text.encode(), path, place)
    assert isinstance(source, Source), source
    (record,) = parse_records([source]).records
    return record


def profile(slug: str, name: str = "", more: str = "") -> tuple[str, str]:
    """Return path and text of a profile."""
    text = (
        f"name: جمعية {name or slug}\nlegal_form: association\nsummary: نقرأ مع الأطفال في المدارس.\n"
        f"headquarters: homs\ngovernorates: [homs]\nsectors: [education]\nupdated: 2026-06-01\n"
        f"registration: {{number: 12/2011}}\n{more}"
    )
    return f"organizations/{slug}/profile.yml", text


def post(owner: str, number: int, text: str = "") -> tuple[str, str]:
    """Return path and text of a post."""
    body = f"وصلت السلة رقم {number} إلى {'الحي ' * (number % 7)} قبل المطر. {text}"
    return f"organizations/{owner}/posts/2026-01-{number:02}-basket.md", (
        f"---\ntitle: سلال الأسبوع {number}\ndate: 2026-01-{1 + number % 28:02}\n---\n{body}\n"
    )


def campaign(slug: str, owners: str, end: str = "2026-12-31") -> tuple[str, str]:
    """Return path and text of a campaign."""
    return f"campaigns/{slug}.md", (
        f"---\ntitle: حبر {slug}\norganizations: [{owners}]\nsummary: أقلام ودفاتر.\nsectors: [education]\n"
        f"governorates: [homs]\nstart: 2026-01-01\nend: {end}\ngoal: {{value: 1000, currency: SYP}}\n"
        "as_of: 2026-06-01\n---\nنشتري الورق.\n"
    )


def opportunity(owner: str, deadline: str) -> tuple[str, str]:
    """Return path and text of an opportunity."""
    return f"organizations/{owner}/opportunities/2026-story.md", (
        f"---\ntitle: راوي حكايات\nkind: volunteer\nposted: 2026-04-01\ndeadline: {deadline}\n"
        "how_to_apply: بالبريد.\n---\n"
    )
