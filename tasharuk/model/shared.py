"""Groups of fields that several kinds share: amounts, channels, needs, photos, documents."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field, JsonValue

from tasharuk.model.base import Part
from tasharuk.model.fields import (
    AccountNumber,
    AmountValue,
    Consent,
    Count,
    Date,
    DonationUrl,
    Flag,
    Iban,
    Line,
    MediaFile,
    NameText,
    Phone,
    PhotoFile,
    Swift,
    Term,
    Text,
    WebUrl,
)

MAY_BE_WITHHELD: dict[str, JsonValue] = {"x-withheld": True}  # with a reason, under `withheld`
NeedKind = Literal["money", "goods", "equipment", "expertise", "space", "volunteers"]


class Amount(Part):
    """A sum of money. From 2026-01-01 SYP means new pounds: 100 old make 1 new (decree 293/2025)."""

    value: AmountValue
    currency: Term
    series: Literal["old", "new"] | None = Field(default=None, description="Which Syrian pound, for SYP only.")

    @property
    def is_old_pound(self) -> bool:
        """Tell whether the figure is in pounds before the redenomination of 2026."""
        return self.currency == "SYP" and self.series == "old"

    @property
    def in_new_units(self) -> Decimal:
        """The figure in units valid today; differs from `value` for old pounds only."""
        return self.value / 100 if self.is_old_pound else self.value


class Channel(Part):
    """One way to give: an account, a wallet, an office, a transfer or a payment page. High risk."""

    kind: Literal["bank", "wallet", "cash_office", "transfer", "payment_link"]
    bank: Line | None = None
    branch: Line | None = None
    account_name: NameText
    account_number: AccountNumber | None = None
    iban: Iban | None = None
    swift: Swift | None = None
    currency: Term | None = None
    url: DonationUrl | None = None
    note: Text | None = None
    valid_from: Date
    evidence: Line | None = None


class Need(Part):
    """Something an organization lacks, or can share with others, until a date."""

    title: Line
    kind: NeedKind
    quantity: Count | None = None
    unit: Line | None = None
    met: Count | None = Field(default=None, description="How much of the quantity has come in, in the same unit.")
    governorate: Term | None = None
    urgency: Literal["low", "normal", "high"] = "normal"
    posted: Date
    expires: Date


class Photo(Part):
    """A picture with the words for those who cannot see it, and the consent of those in it."""

    file: PhotoFile
    alt: Line
    consent: Consent


class Document(Part):
    """A published paper: a file beside the profile, or an address."""

    kind: Literal["annual_report", "financial_report", "audit", "bylaws", "licence", "policy", "plan", "other"] = (
        "other"
    )
    title: Line
    file: MediaFile | None = None
    url: WebUrl | None = None
    date: Date | None = None


class Office(Part):
    """A place of work besides the headquarters, or the headquarters itself."""

    name: Line | None = None
    governorate: Term
    district: Term | None = None
    address: Line | None = Field(default=None, json_schema_extra=MAY_BE_WITHHELD)
    phone: Phone | None = None
    hours: Line | None = None
    accessible: Flag | None = Field(default=None, description="Reachable with a wheelchair.")
