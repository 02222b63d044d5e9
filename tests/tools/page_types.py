"""Every type of page the contract promises, and how to find one of each in a built site."""

import re
from collections.abc import Iterable

SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
SECTIONS = (
    "organizations|posts|projects|opportunities|needs|sectors|governorates|coverage|campaigns|initiatives|resources"
    "|access-centers|news|search|submit|updates|data|en|assets"
)

# type → the address below the base path
PAGE_TYPES = {
    "home": r"/",
    "organizations": r"/organizations/",
    "organizations, page 2": r"/organizations/page/2/",
    "letter": r"/organizations/letters/[^/]+/",
    "organization": rf"/organizations/{SLUG}/",
    "history": rf"/organizations/{SLUG}/history/",
    "post": rf"/organizations/{SLUG}/posts/\d{{4}}-\d\d-\d\d-{SLUG}/",
    "project": rf"/organizations/{SLUG}/projects/{SLUG}/",
    "opportunity": rf"/organizations/{SLUG}/opportunities/{SLUG}/",
    "posts": r"/posts/",
    "projects": r"/projects/",
    "opportunities": r"/opportunities/",
    "needs": r"/needs/",
    "sectors": r"/sectors/",
    "sector": rf"/sectors/{SLUG}/",
    "governorates": r"/governorates/",
    "governorate": rf"/governorates/{SLUG}/",
    "coverage": r"/coverage/",
    "coverage cell": rf"/coverage/{SLUG}/{SLUG}/",
    "campaigns": r"/campaigns/",
    "campaign": rf"/campaigns/{SLUG}/",
    "initiatives": r"/initiatives/",
    "initiative": rf"/initiatives/{SLUG}/",
    "resources": r"/resources/",
    "resource": rf"/resources/{SLUG}/",
    "access centers": r"/access-centers/",
    "news": r"/news/",
    "news item": rf"/news/{SLUG}/",
    "content page": rf"/(?!(?:{SECTIONS})/){SLUG}/",
    "search": r"/search/",
    "submit": r"/submit/",
    "submit, another kind": r"/submit/[a-z]+/",
    "updates": r"/updates/",
    "data": r"/data/",
    "404": r"/404\.html",
    "home in English": r"/en/",
    "organization in English": rf"/en/organizations/{SLUG}/",
    "campaign in English": rf"/en/campaigns/{SLUG}/",
    "coverage in English": r"/en/coverage/",
    "content page in English": rf"/en/(?!(?:{SECTIONS})/){SLUG}/",
    "search in English": r"/en/search/",
    "submit in English": r"/en/submit/",
}


def urls_of_type(name: str, urls: Iterable[str]) -> list[str]:
    """Return the addresses of this type, sorted."""
    pattern = re.compile(PAGE_TYPES[name])
    return sorted(url for url in urls if pattern.fullmatch(url))
