"""The editions of the site: Arabic at its root, and the same pages in English below `/en/`."""

from __future__ import annotations

from dataclasses import dataclass

from tasharuk.model.settings import SiteSettings


@dataclass(frozen=True)
class Edition:
    """One language of the site. `prefix` stands before the internal path of each of its pages."""

    language: str
    direction: str
    prefix: str = ""

    def of_group(self, name: str) -> str:
        """Return the name of a group of pages in this edition."""
        return f"{self.prefix.removeprefix('/')}/{name}" if self.prefix else name


ARABIC = Edition("ar", "rtl")
ENGLISH = Edition("en", "ltr", "/en")


def editions_of(settings: SiteSettings) -> tuple[Edition, ...]:
    """Return the editions that a site is published in, Arabic first."""
    return (ARABIC, ENGLISH) if settings.features.english else (ARABIC,)


def is_shared(url: str) -> bool:
    """Tell whether a page exists once for all editions: the answer to a wrong address."""
    return not url.endswith("/")
