"""Views of dated lists and list pages: posts, projects, opportunities, changes, pages of a list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tasharuk.catalogue import Entry
from tasharuk.coverage import Coverage
from tasharuk.formats import number_text
from tasharuk.model.activity import Opportunity, Post, Project
from tasharuk.model.base import Record
from tasharuk.pages.page import Slice
from tasharuk.status import is_open_opportunity
from tasharuk.views.base import Row
from tasharuk.views.details import DetailViews


class ListViews(DetailViews):
    """What lists show of records."""

    def post_row(self, post: Post, with_owner: bool = True) -> Row:
        """Return a post as an entry of the dated list."""
        row: Row = {
            "date": post.date,
            "title": post.title,
            "href": self.href(post),
            "place": self.post_place(post),
            "lang": self.lang(post.title),
            "example": self.example(post),
        }
        if post.kind != "activity":
            row["kind"] = self.words.choice("post.kind", post.kind)
        if with_owner:
            row["org"] = self.name(self.owner(post))
        return row

    def project_rows(self, projects: Iterable[Project], with_owner: bool = True) -> list[Row]:
        """Return projects as entries with their facts."""
        return [self._project(project, with_owner) for project in projects]

    def _project(self, project: Project, with_owner: bool) -> Row:
        facts = [self.name(self.owner(project))] if with_owner else []
        facts += [self.places(project.governorates), self.dates(project.start, project.end)]
        reached = project.beneficiaries_reached
        if reached:
            facts.append(self.words.plural("beneficiaries", reached, number_text(reached)))
        return {
            "title": project.title,
            "href": self.href(project),
            "facts": [fact for fact in facts if fact],
            **self.project_status(project),
            "example": self.example(project),
            "lang": self.lang(project.title),
        }

    def opportunity_rows(self, opportunities: Iterable[Opportunity], with_owner: bool = True) -> list[Row]:
        """Return opportunities as entries with their facts; closed ones say so."""
        return [self._opportunity(item, with_owner) for item in opportunities]

    def _opportunity(self, item: Opportunity, with_owner: bool) -> Row:
        is_open = is_open_opportunity(item, self.catalogue.today)
        facts = [self.words.choice("opportunity.kind", item.kind)]
        facts += [self.name(self.owner(item))] if with_owner else []
        if item.remote:
            facts.append(self.words.ui("remote"))
        if item.governorate:
            facts.append(self.vocabulary.governorates[item.governorate].name)
        facts.append(self.words.ui("deadline_on", date=self.date_text(item.deadline)))
        return {
            "title": item.title,
            "href": self.href(item),
            "facts": facts,
            "badge": "ok" if is_open else "none",
            "badge_label": self.words.ui("opportunity_open" if is_open else "opportunity_closed"),
            "example": self.example(item),
            "lang": self.lang(item.title),
        }

    def change_rows(self, changes: Iterable[Any]) -> list[Row]:
        """Return dated changes of the directory as entries of the dated list."""
        rows = []
        for change in changes:
            record: Record = change.record
            title = self.title(record)
            row: Row = {
                "date": change.on,
                "kind": self.words.ui(f"change_{change.what}"),
                "title": title,
                "href": self.href(record),
                "lang": self.lang(title),
                "example": self.example(record),
            }
            if record.owner:
                row["org"] = self.name(self.owner(record))
            rows.append(row)
        return rows

    def need_row(self, entry: Entry) -> Row:
        """Return a need or an offer as facts: what, how much, where, until when, of whom."""
        item = entry.item
        facts = []
        if item.quantity is not None:
            left = max(0, item.quantity - (item.met or 0))
            facts.append(self.counted(left, item.unit) if item.unit else number_text(left))
        facts.append(self.words.choice("need.kind", item.kind))
        places = [item.governorate] if item.governorate else list(entry.organization.governorates)
        facts.append(self.places(places))
        return {
            "title": item.title,
            "facts": facts,
            "urgent": item.urgency == "high",
            "expires": item.expires,
            "org": self.name(entry.organization),
            "href": self.href(entry.organization),
            "example": self.example(entry.organization),
        }

    def tile_rows(self, tiles: Iterable[Row]) -> list[Row]:
        """Return the tiles of the map with links that fit the base address."""
        return [{**tile, "href": self.base.href(tile["url"]) if tile["url"] else None} for tile in tiles]

    def legend(self, most: int) -> list[Row]:
        """Return the legend of the matrix: the counts that each shade stands for."""
        shades: dict[int, list[int]] = {}
        coverage = Coverage(self.catalogue)
        for count in range(1, most + 1):
            shades.setdefault(coverage.step(count, most), []).append(count)
        rows = []
        for step, counts in shades.items():
            if counts[-1] == most and len(counts) > 1:
                label = self.words.ui("and_more", n=number_text(counts[0]))
            elif len(counts) > 1:
                label = self.words.ui("n_to_m", n=number_text(counts[0]), m=number_text(counts[-1]))
            else:
                label = number_text(counts[0])
            rows.append({"step": step, "label": label})
        return rows

    def pager(self, part: Slice) -> Row:
        """Return the arguments of the pager macro for one page of a list."""

        def link(number: int) -> str:
            return self.base.href(part.url_of(number))

        return {
            "pages": [
                {
                    "label": number_text(number) if number else None,
                    "href": link(number) if number and number != part.number else None,
                }
                for number in part.numbers
            ],
            "previous": link(part.number - 1) if part.number > 1 else None,
            "next": link(part.number + 1) if part.number < part.count else None,
        }
