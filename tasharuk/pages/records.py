"""One page a record: organizations, posts, projects, opportunities, campaigns and the ministry's own kinds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import islice
from typing import Any, TypeAlias

from tasharuk.catalogue import Catalogue, Entry
from tasharuk.completeness import completeness
from tasharuk.kinds import kind_of
from tasharuk.levels import COMPARED, level_of, standing
from tasharuk.model.activity import Opportunity, Post, Project
from tasharuk.model.base import Record
from tasharuk.model.campaign import Campaign
from tasharuk.model.ministry import ContentPage, Initiative, News, Resource
from tasharuk.model.organization import Organization
from tasharuk.pages.history import history_pages
from tasharuk.pages.lists import archive_pages
from tasharuk.pages.page import Crumb, Feed, Page
from tasharuk.pages.planner import MAX_CARDS, PageGroup, Planner, Scope
from tasharuk.status import is_open_need, is_open_opportunity
from tasharuk.urls import governorate_url, url_of
from tasharuk.words import Words, group_name

Context: TypeAlias = Mapping[str, Any]

MAX_SIBLINGS = 3  # other posts beside a post
MAX_MEETING = 3  # offers beside a need of a profile, and needs beside an offer


def record_groups(catalogue: Catalogue) -> Iterator[PageGroup]:
    """Return the pages of every record whose kind has one, and the redirects from former addresses.

    An organization stands with all that is its own: these pages show each other.
    """
    for slug in catalogue.organizations:
        yield PageGroup(f"organization/{slug}", partial(_with_all_its_own, slug=slug), Scope.NARROW, slug)
    for slug in catalogue.campaigns:
        yield PageGroup(f"campaign/{slug}", partial(_single_campaign, slug=slug), Scope.NARROW)
    yield PageGroup("ministry", _ministry_pages)


def _with_all_its_own(planner: Planner, slug: str) -> Iterator[Page]:
    catalogue = planner.catalogue
    yield from _organization(planner, catalogue.organizations[slug])
    for post in catalogue.posts_of.get(slug, ()):
        yield _post(planner, post)
    for project in catalogue.projects_of.get(slug, ()):
        yield _project(planner, project)
    for opportunity in catalogue.opportunities_of.get(slug, ()):
        yield _opportunity(planner, opportunity)


def _single_campaign(planner: Planner, slug: str) -> Iterator[Page]:
    yield _campaign(planner, planner.catalogue.campaigns[slug])


def _ministry_pages(planner: Planner) -> Iterator[Page]:
    catalogue = planner.catalogue
    for initiative in catalogue.initiatives.values():
        yield _initiative(planner, initiative)
    for record in (*catalogue.resources, *catalogue.news):
        yield _listed(planner, record)
    for content_page in catalogue.pages.values():
        yield _content_page(planner, content_page)


def page_of(catalogue: Catalogue, words: Words, record: Record) -> Page | None:
    """Plan the page of one record; None where its kind has none."""
    planner = Planner(catalogue, words)
    if isinstance(record, Organization):
        return next(_organization(planner, record))
    return _PAGES[type(record)](planner, record) if type(record) in _PAGES else None


def _plain(record: Record, title: str, crumbs: tuple[Crumb, ...], context: Context | None = None, **more: Any) -> Page:
    """Put together the page of one record; the template finds the record under its model's name."""
    kind = kind_of(record)
    return Page(
        url=url_of(record),
        template=kind.template,
        title=title,
        crumbs=crumbs,
        context={group_name(kind.model): record, **(context or {})},
        about=record,
        **more,
    )


def _organizations_crumb(planner: Planner) -> Crumb:
    return (planner.words.kind("organization", "many"), "/organizations/")


def _organization(planner: Planner, item: Organization) -> Iterator[Page]:
    catalogue = planner.catalogue
    url = url_of(item)
    projects, posts = catalogue.projects_of.get(item.slug, ()), catalogue.posts_of.get(item.slug, ())
    yield _plain(
        item,
        planner.name(item),
        planner.crumbs(_organizations_crumb(planner), title=planner.name(item)),
        section="organizations",
        feeds=(Feed(planner.words.ui("feed_of", name=planner.name(item)), f"{url}feed.xml"),),
        lastmod=item.updated,
        og_type="profile",
        has_map=True,
        more=partial(_profile, planner, item),
    )
    if len(posts) > MAX_CARDS:
        yield from archive_pages(planner, "post", posts, url, item.slug)
    if len(projects) > MAX_CARDS:
        yield from archive_pages(planner, "project", projects, url, item.slug)
    if catalogue.settings.features.history:
        yield from history_pages(planner, item)
    for former in item.former_slugs:
        yield _redirect(planner, f"/organizations/{former}/", url, planner.name(item))


def _profile(planner: Planner, item: Organization) -> Context:
    """Find what an organization's page shows besides the profile itself."""
    catalogue = planner.catalogue
    registered = catalogue.registry.get(item.slug)
    projects, posts = catalogue.projects_of.get(item.slug, ()), catalogue.posts_of.get(item.slug, ())
    campaigns = catalogue.campaigns_of.get(item.slug, ())
    open_campaigns = [campaign for campaign in campaigns if catalogue.is_open_campaign(campaign)]
    past_campaigns = [campaign for campaign in campaigns if not catalogue.is_open_campaign(campaign)]
    at_work = [project for project in projects if project.status == "active"]
    active = Counter(place for project in at_work for place in catalogue.governorates_of(project))
    works_in = {slug: active.get(slug, 0) for slug in catalogue.governorates_of(item)}
    return {
        "registered": registered,
        "status": catalogue.status_of(item),
        "standing": standing(item, registered),
        "levels": {field: level_of(item, registered, field) for field in COMPARED},
        "open_campaigns": open_campaigns,
        "past_campaigns": past_campaigns[:MAX_CARDS],
        "projects": projects[:MAX_CARDS],
        "project_count": len(projects),
        "posts": posts[:MAX_CARDS],
        "post_count": len(posts),
        "opportunities": catalogue.opportunities_of.get(item.slug, ())[:MAX_CARDS],
        "branches": catalogue.branches_of.get(item.slug, ()),
        "parent": catalogue.organizations.get(item.parent or ""),
        "merged_into": catalogue.organizations.get(item.merged_into or ""),
        "tiles": _work_tiles(planner, works_in),
        "needs": _meeting(planner, item, "needs"),
        "offers": _meeting(planner, item, "offers"),
        "completeness": completeness(item),
    }


def _work_tiles(planner: Planner, works_in: dict[str, int]) -> list[dict[str, Any]]:
    """Return the map of one organization: shaded where it works, with the number of active projects."""
    tiles = planner.map_tiles(works_in, {slug: governorate_url(slug) for slug in works_in})
    return [{**tile, "step": max(1, tile["step"]) if tile["slug"] in works_in else 0} for tile in tiles]


def _meeting(planner: Planner, item: Organization, field: str) -> list[tuple[Entry, list[Entry]]]:
    """Return an organization's open needs (or offers), each with up to three offers (or needs) that meet it."""
    entries = [Entry(item, need) for need in getattr(item, field) if is_open_need(need, planner.catalogue.today)]
    if not entries:
        return []
    others = planner.catalogue.open_offers if field == "needs" else planner.catalogue.open_needs
    return [(entry, planner.meeting(entry, others, MAX_MEETING)) for entry in entries]


def _redirect(planner: Planner, url: str, target: str, name: str) -> Page:
    words = planner.words
    return Page(
        url=url,
        template="pages/redirect.html",
        title=words.ui("redirect_title"),
        description=words.ui("redirect_title"),
        context={"target": target, "name": name},
        indexed=False,
    )


def _owned(planner: Planner, item: Post | Project | Opportunity, **more: Any) -> Page:
    organization = planner.catalogue.organizations[item.owner]
    crumbs = planner.crumbs(
        _organizations_crumb(planner), (planner.name(organization), url_of(organization)), title=item.title
    )
    context = {"organization": organization, **more.pop("context", {})}
    return _plain(item, item.title, crumbs, context, section="organizations", og_type="article", **more)


def _post(planner: Planner, item: Post) -> Page:
    return _owned(planner, item, lastmod=item.date, more=partial(_around_post, planner, item))


def _around_post(planner: Planner, item: Post) -> Context:
    """Find what a post belongs to, and the newest of its siblings."""
    catalogue = planner.catalogue
    projects = catalogue.projects_of.get(item.owner, ())
    siblings = (post for post in catalogue.posts_of[item.owner] if post.slug != item.slug)
    return {
        "project": next((project for project in projects if project.slug == item.project), None),
        "campaign": catalogue.campaigns.get(item.campaign or ""),
        "others": list(islice(siblings, MAX_SIBLINGS)),
    }


def _project(planner: Planner, item: Project) -> Page:
    return _owned(planner, item, more=partial(_around_project, planner, item))


def _around_project(planner: Planner, item: Project) -> Context:
    """Find the posts and campaigns of a project, and its initiative."""
    catalogue = planner.catalogue
    return {
        "posts": [post for post in catalogue.posts_of.get(item.owner, ()) if post.project == item.slug][:MAX_CARDS],
        "campaigns": [
            campaign for campaign in catalogue.campaigns_of.get(item.owner, ()) if campaign.project == item.slug
        ],
        "initiative": catalogue.initiatives.get(item.initiative or ""),
    }


def _opportunity(planner: Planner, item: Opportunity) -> Page:
    is_open = is_open_opportunity(item, planner.catalogue.today)
    return _owned(planner, item, lastmod=item.posted, context={"is_open": is_open})


def _campaign(planner: Planner, item: Campaign) -> Page:
    words = planner.words
    return _plain(
        item,
        item.title,
        planner.crumbs((words.kind("campaign", "many"), "/campaigns/"), title=item.title),
        section="campaigns",
        lastmod=item.as_of,
        og_type="article",
        more=partial(_around_campaign, planner, item),
    )


def _around_campaign(planner: Planner, item: Campaign) -> Context:
    """Find who runs a campaign, what it belongs to, and the posts about it."""
    catalogue = planner.catalogue
    owners = catalogue.organizations_of(item)
    projects = [project for owner in owners for project in catalogue.projects_of.get(owner.slug, ())]
    posts = (post for owner in owners for post in catalogue.posts_of.get(owner.slug, ()) if post.campaign == item.slug)
    return {
        "organizations": owners,
        "project": next((project for project in projects if project.slug == item.project), None),
        "initiative": catalogue.initiatives.get(item.initiative or ""),
        "posts": list(islice(posts, MAX_CARDS)),
    }


def _initiative(planner: Planner, item: Initiative) -> Page:
    catalogue = planner.catalogue
    projects = [project for project in catalogue.projects if project.initiative == item.slug]
    campaigns = [campaign for campaign in catalogue.campaigns.values() if campaign.initiative == item.slug]
    slugs = {project.owner for project in projects} | {slug for item_ in campaigns for slug in item_.organizations}
    return _plain(
        item,
        item.title,
        planner.crumbs((planner.words.kind("initiative", "many"), "/initiatives/"), title=item.title),
        context={
            "projects": projects[: planner.page_size],
            "campaigns": campaigns[: planner.page_size],
            "organizations": [other for slug, other in catalogue.organizations.items() if slug in slugs],
        },
    )


def _listed(planner: Planner, item: Any) -> Page:
    """Plan the page of a record that stands in a list of the ministry: a resource or a notice."""
    kind = kind_of(item)
    parent = kind.url.removesuffix("<slug>/")
    crumbs = planner.crumbs((planner.words.kind(kind.name, "many"), parent), title=item.title)
    return _plain(item, item.title, crumbs, lastmod=item.date, og_type="article")


def _content_page(planner: Planner, item: ContentPage) -> Page:
    return _plain(item, item.title, planner.crumbs(title=item.title))


_PAGES: Mapping[type[Record], Callable[[Planner, Any], Page]] = {
    Post: _post,
    Project: _project,
    Opportunity: _opportunity,
    Campaign: _campaign,
    Initiative: _initiative,
    Resource: _listed,
    News: _listed,
    ContentPage: _content_page,
}
