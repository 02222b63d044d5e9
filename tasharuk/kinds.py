"""The table of kinds: one row a kind. A stage that would ask `if kind ==` lacks a column here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from tasharuk.model.activity import Opportunity, Post, Project
from tasharuk.model.base import Record
from tasharuk.model.campaign import Campaign
from tasharuk.model.ministry import AccessCenter, ContentPage, Initiative, News, Resource
from tasharuk.model.organization import Organization
from tasharuk.model.registry import RegistryRecord


class Body(Enum):
    """Whether files of a kind hold Markdown below their front matter."""

    NONE = "none"
    OPTIONAL = "optional"
    REQUIRED = "required"


@dataclass(frozen=True)
class Kind:
    """How one kind of record is stored, read and published.

    `pattern` is the path of its files; `url` the address of its page, empty for kinds without a page of their own;
    `template` the page's template; `media` the folder of its files, relative to the root. Organizations write the
    kinds that are `submitted`; a root without `content/` borrows the program's own of those that are `lent`. A
    new file begins with the required fields and those named in `starter`, by dotted path.
    `<organization>` and `<slug>` stand for the parts of the path.
    """

    name: str
    model: type[Record]
    pattern: str
    url: str = ""
    template: str = ""
    body: Body = Body.NONE
    media: str = ""
    submitted: bool = False
    lent: bool = False
    starter: tuple[str, ...] = ()

    def fill(self, text: str, slug: str, organization: str = "") -> str:
        """Return `text` (a pattern, URL or media folder of this kind) for one record."""
        return text.replace("<slug>", slug).replace("<organization>", organization)


KINDS: tuple[Kind, ...] = (
    Kind(
        "organization",
        Organization,
        pattern="organizations/<slug>/profile.yml",
        url="/organizations/<slug>/",
        template="organization/page.html",
        media="organizations/<slug>/media",
        submitted=True,
        starter=("registration.number", "contacts.phones"),
    ),
    Kind(
        "registry",
        RegistryRecord,
        pattern="content/registry/<slug>.yml",
        starter=("name", "registration_number"),
    ),
    Kind(
        "post",
        Post,
        pattern="organizations/<organization>/posts/<slug>.md",
        url="/organizations/<organization>/posts/<slug>/",
        template="post/page.html",
        body=Body.REQUIRED,
        media="organizations/<organization>/media",
        submitted=True,
    ),
    Kind(
        "project",
        Project,
        pattern="organizations/<organization>/projects/<slug>.md",
        url="/organizations/<organization>/projects/<slug>/",
        template="project/page.html",
        body=Body.OPTIONAL,
        media="organizations/<organization>/media",
        submitted=True,
    ),
    Kind(
        "opportunity",
        Opportunity,
        pattern="organizations/<organization>/opportunities/<slug>.md",
        url="/organizations/<organization>/opportunities/<slug>/",
        template="opportunity/page.html",
        body=Body.OPTIONAL,
        media="organizations/<organization>/media",
        submitted=True,
    ),
    Kind(
        "campaign",
        Campaign,
        pattern="campaigns/<slug>.md",
        url="/campaigns/<slug>/",
        template="campaign/page.html",
        body=Body.OPTIONAL,
        media="campaigns/<slug>",
        submitted=True,
    ),
    Kind(
        "initiative",
        Initiative,
        pattern="content/initiatives/<slug>.md",
        url="/initiatives/<slug>/",
        template="initiative/page.html",
        body=Body.OPTIONAL,
        lent=True,
    ),
    Kind(
        "resource",
        Resource,
        pattern="content/resources/<slug>.md",
        url="/resources/<slug>/",
        template="resource/page.html",
        body=Body.OPTIONAL,
        media="content/resources/<slug>",
        lent=True,
    ),
    Kind(
        "access-center",
        AccessCenter,
        pattern="content/access-centers/<slug>.yml",
        url="/access-centers/",
        lent=True,
    ),
    Kind(
        "news",
        News,
        pattern="content/news/<slug>.md",
        url="/news/<slug>/",
        template="news/page.html",
        body=Body.REQUIRED,
        lent=True,
    ),
    Kind(
        "page",
        ContentPage,
        pattern="content/pages/<slug>.md",
        url="/<slug>/",
        template="page/page.html",
        body=Body.REQUIRED,
        lent=True,
    ),
)

KIND_BY_NAME: dict[str, Kind] = {kind.name: kind for kind in KINDS}
KIND_BY_MODEL: dict[type[Record], Kind] = {kind.model: kind for kind in KINDS}
MEDIA_PATTERNS: tuple[str, ...] = (
    "organizations/<organization>/media/<file>",
    "campaigns/<slug>/<file>",
    "content/resources/<slug>/<file>",
)


def kind_of(record: Record) -> Kind:
    """Return the row of a record's kind."""
    return KIND_BY_MODEL[type(record)]


def own_path(record: Record, file: str) -> str:
    """Return the path in the repository of a file that a record names, in its own media folder."""
    kind = kind_of(record)
    folder = kind.fill(kind.media, record.slug, record.owner)
    return f"{folder}/{file.removeprefix('media/')}"
