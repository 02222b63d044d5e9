"""Views of campaigns and of the ways to give: cards, figures, accounts."""

from __future__ import annotations

from collections.abc import Iterator

from tasharuk.formats import currency_text, number_text
from tasharuk.giving import Way, level_of_channel, state_of, ways_to_campaign, ways_to_organization
from tasharuk.model.campaign import Campaign
from tasharuk.model.organization import Organization
from tasharuk.model.shared import Channel
from tasharuk.status import progress_percent, share_percent
from tasharuk.views.base import Row, Views

SHOWN = ("account_name", "bank", "account_number", "iban", "swift", "currency")
UNCOPIED = ("currency",)
LATIN = ("account_number", "iban", "swift")


class CampaignViews(Views):
    """What cards and pages show of campaigns."""

    def state(self, campaign: Campaign) -> str:
        """Return open, upcoming or ended, or halted when no organization behind it is at work any more."""
        return state_of(self.catalogue, campaign)

    def campaign_card(self, campaign: Campaign) -> Row:
        """Return the arguments of the card macro for a campaign."""
        owners = self.catalogue.organizations_of(campaign)
        state = self.state(campaign)
        raised = campaign.received or campaign.pledged
        row: Row = {
            "title": campaign.title,
            "href": self.href(campaign),
            "lang": self.lang(campaign.title),
            "org": self.listed([self.name(owner) for owner in owners]),
            "example": self.example(campaign),
            "tags": [self.terms("sectors", campaign.sectors[:1]), self.places(campaign.governorates)],
            "percent": progress_percent(campaign),
            "raised": self.money(raised) if raised else None,
            "goal": number_text(campaign.goal.value) if raised else self.money(campaign.goal),
        }
        if state != "open":
            row["badge"] = "bad" if state == "halted" else "none"
            row["badge_label"] = self.words.ui(f"campaign_{state}")
        if campaign.end is not None:
            row["on"] = campaign.end
            row["on_label"] = self.words.ui("ended_on" if state == "ended" else "ends_on")
        else:
            row["on"] = campaign.as_of
            row["on_label"] = self.words.ui("figures_of")
        return row

    def campaign_facts(self, campaign: Campaign) -> list[str]:
        """Return the short facts below the bar of a campaign's page."""
        facts = []
        if campaign.donors:
            facts.append(self.words.plural("donors", campaign.donors, number_text(campaign.donors)))
        return facts

    def money_rows(self, campaign: Campaign) -> list[Row]:
        """Return pledged, received and spent as facts, those that are known."""
        rows = []
        for field in ("pledged", "received", "spent"):
            amount = getattr(campaign, field)
            if amount is not None:
                rows.append({"label": self.words.label("campaign", field), "value": self.money(amount)})
        return rows

    def allocation_rows(self, campaign: Campaign) -> list[list[str]]:
        """Return the budget: item, place, amount and share of the goal, as texts."""
        governorates = self.vocabulary.governorates
        return [
            [
                self.words.apart(part.item) + (f" ({governorates[part.governorate].name})" if part.governorate else ""),
                number_text(part.amount.value),
                f"{number_text(round(share_percent(part.amount, campaign.goal)))}%",
            ]
            for part in campaign.allocation
        ]

    def currency_of(self, campaign: Campaign) -> str:
        """Return the currency of the goal in words."""
        return currency_text(campaign.goal, self.vocabulary.currencies, self.words)

    def channels_of(self, campaign: Campaign) -> list[Row]:
        """Return the ways to give to a campaign today."""
        return [self._channel(way) for way in ways_to_campaign(self.catalogue, campaign)]

    def channels_to(self, organization: Organization) -> list[Row]:
        """Return the ways to give to an organization today: title, rows to copy, link, note and origin of each."""
        return [self._channel(way) for way in ways_to_organization(self.catalogue, organization)]

    def _channel_rows(self, channel: Channel) -> Iterator[Row]:
        for field in SHOWN:
            value = getattr(channel, field)
            if field == "bank":
                # one text to copy, as it is typed: nothing in it is set apart
                value = self.words.ui("list_comma").join(part for part in (channel.bank, channel.branch) if part)
            elif field == "currency" and value:
                value = self.vocabulary.currencies[value].name
            if value:
                label = self.words.label("channel", field)
                yield {"label": label, "value": value, "ltr": field in LATIN, "copied": field not in UNCOPIED}

    def _channel(self, way: Way) -> Row:
        channel, owner = way
        return {
            "title": self.words.choice("channel.kind", channel.kind),
            "organization": self.name(owner) if owner else None,
            "rows": list(self._channel_rows(channel)),
            "url": channel.url,
            "note": channel.note,
            "valid_from": channel.valid_from,
            "evidence": channel.evidence,
            "level": level_of_channel(channel),
        }
