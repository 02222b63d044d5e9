"""The ways through the submission form: one row a kind. What the form would ask `if kind ==` for is a column here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tasharuk.kinds import KIND_BY_NAME, Kind


@dataclass(frozen=True)
class Step:
    """One screen of the form: the fields asked first, and those folded below them.

    Beside fields of the model, `slug`, `owner` and `body` name what is no field of the record: the file's own name,
    the organization in whose folder it lies, and the Markdown below the front matter.
    """

    name: str
    first: tuple[str, ...] = ()
    more: tuple[str, ...] = ()


@dataclass(frozen=True)
class Flow:
    """The way through the form for one kind.

    `named` are the fields out of which a file name is proposed, the first that gives one; `dated` the field whose day
    begins the file name; `today` the dates that a new record begins with; `chips` the fields that the preview shows
    below the name. A kind that `changes` can be loaded from the site and changed.
    """

    kind: Kind
    steps: tuple[Step, ...]
    named: tuple[str, ...] = ("title",)
    dated: str = ""
    today: tuple[str, ...] = ()
    chips: tuple[str, ...] = ("kind", "status", "sectors", "governorate", "governorates")
    changes: bool = False

    @property
    def url(self) -> str:
        """The address of the flow's page."""
        return "/submit/" if self.changes else f"/submit/{self.kind.name}/"


def _flow(kind: str, *steps: tuple[str, str, str], **more: Any) -> Flow:
    parted = tuple(Step(name, tuple(first.split()), tuple(folded.split())) for name, first, folded in steps)
    return Flow(KIND_BY_NAME[kind], parted, **more)


FLOWS: tuple[Flow, ...] = (
    _flow(
        "organization",
        (
            "who",
            "name name_en slug legal_form summary",
            "logo about founded vision mission goals acronym name_ku aliases former_names former_slugs parent "
            "merged_into",
        ),
        ("registration", "registration status", ""),
        ("where", "headquarters governorates sectors", "target_groups localities districts languages"),
        ("contacts", "contacts", "offices"),
        (
            "rest",
            "",
            "services people staff volunteers members women_on_board donation_channels needs offers partners funders "
            "networks policies finances documents withheld entered_by",
        ),
        named=("name_en", "name"),
        chips=("legal_form", "sectors", "governorates"),
        changes=True,
    ),
    _flow(
        "post",
        ("what", "owner title date kind body slug", "summary governorate place sectors project campaign partners"),
        ("photos", "photos", "counts"),
        dated="date",
        today=("date",),
    ),
    _flow(
        "campaign",
        ("what", "title organizations summary start end slug", "body localities initiative project"),
        ("where", "governorates sectors", ""),
        ("figures", "goal as_of", "pledged received spent donors allocation"),
        ("money", "channels", "approval zakat code"),
        ("photos", "photos", "updates closing_report"),
        today=("as_of",),
    ),
    _flow(
        "project",
        ("what", "owner title summary status slug", "kind start end body initiative outputs"),
        ("where", "governorates sectors", "target_groups localities"),
        ("figures", "", "beneficiaries_planned beneficiaries_reached budget funders partners"),
        ("photos", "photos", ""),
    ),
    _flow(
        "opportunity",
        ("what", "owner title kind posted deadline how_to_apply slug", ""),
        ("more", "", "body governorate remote paid hours requirements"),
        today=("posted",),
    ),
)
