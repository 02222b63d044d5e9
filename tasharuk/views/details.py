"""Views of the pages of records: the facts beside a post, a project, an opportunity, a campaign, a resource."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tasharuk.formats import number_text
from tasharuk.model.activity import Opportunity, Post, Project
from tasharuk.model.base import Record
from tasharuk.model.campaign import Campaign
from tasharuk.model.fields import display_phone
from tasharuk.model.ministry import AccessCenter, Initiative, News, Resource
from tasharuk.status import progress_percent
from tasharuk.views.base import Row, Views


class DetailViews(Views):
    """What the page of one record shows beside its text."""

    def _facts(self, pairs: Iterable[tuple[str, Any]]) -> list[Row]:
        """Return facts out of pairs of (label, value), without those that have no value; dates in words."""
        rows = []
        for label, value in pairs:
            if value is None or value == "" or value == []:
                continue
            rows.append({"label": label, "value": self.date_text(value) if hasattr(value, "isoformat") else value})
        return rows

    def _link_fact(self, label: str, record: Record | None) -> list[Row]:
        if record is None:
            return []
        name = self.title(record)
        return [{"label": label, "value": name, "href": self.href(record), "lang": self.lang(name)}]

    def names(self, names: Iterable[str]) -> str:
        """Return partners or funders as one text; slugs of organizations become their names."""
        known = self.catalogue.organizations
        return self.listed([self.name(known[name]) if name in known else name for name in names])

    # posts

    def post_place(self, post: Post) -> str:
        """Return place and governorate of a post as one text."""
        place = post.place or ""
        if not post.governorate:
            return place
        name = self.vocabulary.governorates[post.governorate].name
        is_same = place in ("", name, self.catalogue.vocabulary.governorates[post.governorate].name)
        return name if is_same else self.listed([place, name])

    def count_rows(self, post: Post) -> list[Row]:
        """Return the figures of a post in words with the right plural."""
        return [{"label": self.words.ui("figure"), "value": self.counted(row.value, row.unit)} for row in post.counts]

    def post_links(self, post: Post, project: Project | None, campaign: Campaign | None) -> list[Row]:
        """Return what a post belongs to: project, campaign, sectors, partners."""
        rows = self._link_fact(self.words.kind_label("project"), project)
        rows += self._link_fact(self.words.kind_label("campaign"), campaign)
        label = self.words.label
        return rows + self._facts(
            [
                (label("post", "sectors"), self.terms("sectors", post.sectors)),
                (label("post", "partners"), self.names(post.partners)),
            ]
        )

    # projects

    def project_status(self, project: Project) -> Row:
        """Return the badge of a project's state."""
        kinds = {"active": "ok", "planned": "wait", "paused": "wait", "done": "none"}
        return {
            "badge": kinds[project.status],
            "badge_label": self.words.choice("project.status", project.status),
        }

    def project_figures(self, project: Project) -> list[Row]:
        """Return people planned for and reached as figures."""
        return [
            {"value": number_text(count), "label": self.words.label("project", field)}
            for field in ("beneficiaries_planned", "beneficiaries_reached")
            for count in [getattr(project, field)]
            if count is not None
        ]

    def project_identity(self, project: Project, initiative: Initiative | None) -> list[Row]:
        """Return the facts beside a project."""
        label = self.words.label
        rows = self._facts(
            [
                (self.words.ui("period"), self.dates(project.start, project.end)),
                (label("project", "governorates"), self.terms_or_all("governorates", project.governorates)),
                (label("project", "localities"), self.listed(project.localities)),
                (label("project", "target_groups"), self.terms("target_groups", project.target_groups)),
                (label("project", "budget"), self.money(project.budget) if project.budget else None),
                (label("project", "funders"), self.names(project.funders)),
                (label("project", "partners"), self.names(project.partners)),
            ]
        )
        return rows + self._link_fact(self.words.kind_label("initiative"), initiative)

    def terms_or_all(self, name: str, slugs: tuple[str, ...]) -> str:
        """Return the names of all governorates named, or "all of Syria"."""
        return self.places(slugs) if "national" in slugs else self.terms(name, slugs)

    # opportunities

    def opportunity_identity(self, item: Opportunity) -> list[Row]:
        """Return the facts beside an opportunity."""
        words, label = self.words, self.words.label
        place = self.vocabulary.governorates[item.governorate].name if item.governorate else None
        yes_no = {True: words.ui("yes"), False: words.ui("no"), None: None}
        return self._facts(
            [
                (label("opportunity", "deadline"), item.deadline),
                (label("opportunity", "posted"), item.posted),
                (label("opportunity", "governorate"), place),
                (label("opportunity", "remote"), yes_no[item.remote]),
                (label("opportunity", "paid"), yes_no[item.paid]),
                (label("opportunity", "hours"), item.hours),
            ]
        )

    # campaigns

    def percent(self, campaign: Campaign) -> int | None:
        """Return how much of the goal has come in, in percent."""
        return progress_percent(campaign)

    def giving_steps(self, campaign: Campaign) -> list[Row]:
        """Return the numbered steps of a donation."""
        words = self.words
        steps = [{"title": words.ui("step_channel"), "text": words.ui("step_channel_text")}]
        if campaign.code:
            steps.append({"title": words.ui("step_code"), "text": words.ui("step_code_text", code=campaign.code)})
        steps.append({"title": words.ui("step_receipt"), "text": words.ui("step_receipt_text")})
        return steps

    def update_rows(self, campaign: Campaign) -> list[Row]:
        """Return the campaign's news, newest first."""
        ordered = sorted(campaign.updates, key=lambda update: -update.date.toordinal())
        return [{"date": update.date, "text": update.text} for update in ordered]

    def campaign_identity(
        self, campaign: Campaign, project: Project | None, initiative: Initiative | None
    ) -> list[Row]:
        """Return the facts beside a campaign."""
        words, label = self.words, self.words.label
        approval = campaign.approval
        zakat = None
        if campaign.zakat is not None:
            zakat = words.ui("zakat_yes" if campaign.zakat.eligible else "zakat_no")
            zakat = f"{zakat} ({words.apart(campaign.zakat.basis)})" if campaign.zakat.basis else zakat
        rows = self._facts(
            [
                (label("campaign", "start"), campaign.start),
                (label("campaign", "governorates"), self.terms_or_all("governorates", campaign.governorates)),
                (label("campaign", "localities"), self.listed(campaign.localities)),
                (label("campaign", "approval"), approval.number if approval else None),
                (label("approval", "date"), approval.date if approval else None),
                (label("campaign", "zakat"), zakat),
                (label("campaign", "code"), campaign.code),
            ]
        )
        rows += self._link_fact(words.kind_label("project"), project)
        return rows + self._link_fact(words.kind_label("initiative"), initiative)

    # the ministry's kinds

    def initiative_identity(self, item: Initiative) -> list[Row]:
        """Return the facts beside an initiative."""
        return self._facts(
            [
                (self.words.label("initiative", "lead"), item.lead),
                (self.words.ui("period"), self.dates(item.start, item.end)),
            ]
        )

    def initiative_rows(self, initiatives: Iterable[Initiative]) -> list[Row]:
        """Return initiatives as entries of a list."""
        return [
            {
                "title": item.title,
                "href": self.href(item),
                "summary": item.summary,
                "facts": [fact for fact in (item.lead, self.dates(item.start, item.end)) if fact],
                "example": item.example,
            }
            for item in initiatives
        ]

    def resource_identity(self, item: Resource) -> list[Row]:
        """Return the facts beside a resource, with the link to its source."""
        words, label = self.words, self.words.label
        force = {True: words.ui("yes"), False: words.ui("no"), None: None}[item.in_force]
        rows = self._facts(
            [
                (label("resource", "issuer"), item.issuer),
                (label("resource", "number"), item.number),
                (label("resource", "date"), item.date),
                (label("resource", "in_force"), force),
            ]
        )
        if item.url:
            rows.append(self.link_row(label("resource", "url"), item.url))
        return rows

    def link_row(self, label: str, address: str) -> Row:
        """Return a fact that is a link to another site."""
        shown = address.split("://", 1)[-1].rstrip("/")
        return {"label": label, "value": shown, "href": address, "ltr": True, "rel": "nofollow noopener"}

    def resource_rows(self, resources: Iterable[Resource]) -> list[Row]:
        """Return resources as entries of a list."""
        return [
            {
                "title": item.title,
                "href": self.href(item),
                "summary": item.summary,
                "facts": [fact for fact in (item.issuer, item.number, item.date and self.date_text(item.date)) if fact],
                "example": item.example,
            }
            for item in resources
        ]

    def news_rows(self, news: Iterable[News]) -> list[Row]:
        """Return notices as entries of the dated list."""
        return [
            {
                "date": item.date,
                "title": item.title,
                "href": self.href(item),
                "summary": item.summary,
                "example": item.example,
            }
            for item in news
        ]

    def center_rows(self, center: AccessCenter) -> list[Row]:
        """Return the facts of a help desk."""
        label = self.words.label
        place = self.vocabulary.governorates[center.governorate].name
        rows = self._facts(
            [
                (label("access_center", "governorate"), place),
                (label("access_center", "address"), center.address),
                (label("access_center", "hours"), center.hours),
            ]
        )
        for phone in center.phones:
            number = {"value": display_phone(phone), "href": f"tel:{phone}", "ltr": True}
            rows.append({"label": label("access_center", "phones"), **number})
        rows += self._facts([(label("access_center", "services"), self.listed(center.services))])
        if center.accessible:
            rows.append({"label": label("access_center", "accessible"), "value": self.words.ui("yes")})
        return rows

    # coverage

    def matrix_rows(self, rows: Iterable[Row]) -> list[Row]:
        """Return the rows of the matrix with links to the lists behind its cells."""
        base = self.base
        return [
            {
                "name": row["sector"].name,
                "href": base.href(f"/sectors/{row['sector'].slug}/"),
                "cells": [
                    {**cell, "href": base.href(f"/coverage/{cell['governorate']}/{row['sector'].slug}/")}
                    for cell in row["cells"]
                ],
                "sum": row["total"],
            }
            for row in rows
        ]
