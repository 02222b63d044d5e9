"""The site's own settings and its list of accepted held problems: `content/site.yml`, `content/accepted.yml`."""

from __future__ import annotations

from pydantic import Field

from tasharuk.model.base import Part
from tasharuk.model.fields import Count, Date, Email, Flag, Line, Phone, Text, WebUrl


class SiteLicence(Part):
    """Licence of the published data."""

    name: Line = "CC BY 4.0"
    url: WebUrl = "https://creativecommons.org/licenses/by/4.0/"


class SiteContact(Part):
    """Where readers and organizations write to."""

    email: Email | None = None
    intake_email: Email | None = None
    whatsapp: Phone | None = None


class Thresholds(Part):
    """Limits in days, items or percent."""

    stale_profile_days: Count = 365
    stale_figures_days: Count = 90
    page_size: Count = Field(default=25, ge=5, le=25)
    quarantine_percent: Count = 5


class Features(Part):
    """Parts of the site that may be switched off."""

    english: Flag = True
    history: Flag = True
    search: Flag = True
    offline: Flag = True
    images: Flag = True
    exports: Flag = True


class SiteSettings(Part):
    """Name, address and switches of the published site."""

    name: Line
    name_en: Line | None = None
    tagline: Line
    tagline_en: Line | None = None
    base_url: WebUrl
    licence: SiteLicence = Field(default_factory=SiteLicence)
    contact: SiteContact = Field(default_factory=SiteContact)
    repository: WebUrl | None = None
    thresholds: Thresholds = Field(default_factory=Thresholds)
    features: Features = Field(default_factory=Features)

    def name_in(self, language: str) -> str:
        """Return the name that a language has for the directory; the Arabic one where it has none."""
        return self.name_en or self.name if language == "en" else self.name

    def tagline_in(self, language: str) -> str:
        """Return the line below the name, as `name_in` does."""
        return self.tagline_en or self.tagline if language == "en" else self.tagline


class Acceptance(Part):
    """A held problem that the ministry has looked at and accepted."""

    path: Line
    code: Line
    field: Line | None = None
    reason: Text
    on: Date | None = None


class AcceptanceList(Part):
    """All accepted held problems."""

    accepted: tuple[Acceptance, ...] = ()
