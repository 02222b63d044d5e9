"""Checks over every file of the built site: addresses, budgets, feeds, and what every page must carry."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

import brotli
import pytest

from tests.tools.building import REPOSITORY, Built, build_site, run
from tests.tools.html_page import HtmlPage, is_outline
from tests.tools.page_types import PAGE_TYPES, urls_of_type
from tests.tools.verdict import none_of

# One process reads the pages once.
pytestmark = [pytest.mark.site, pytest.mark.xdist_group("site")]

MAX_HTML_BROTLI_BYTES = 14_000
MAX_CSS_BROTLI_BYTES = 6_000
MAX_FONT_BYTES = 27 * 1024
MAX_SCRIPT_BYTES = 2 * 1024
MAX_NODES = 800
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


@pytest.fixture(params=["site", "fixture_site"])
def any_site(request: pytest.FixtureRequest) -> Built:
    """Give the repository's own site, then the fixture site."""
    if request.param == "fixture_site" and not (REPOSITORY / "tests/site").is_dir():
        pytest.skip("tests/site/ is not there yet")
    return request.getfixturevalue(request.param)


def brotli_size(text: str, limit: int) -> int:
    """Return the bytes a host would send: quality 11, tried only when a quick look is not already within the limit."""
    data = text.encode()
    quick = len(brotli.compress(data, quality=5))
    return quick if quick <= limit else len(brotli.compress(data, quality=11))


# --- addresses


def test_every_page_type_of_the_contract_is_there(site: Built) -> None:
    urls = [page.url for page in site.pages if not page.is_redirect]
    none_of(f"no page of type «{name}»: {PAGE_TYPES[name]}" for name in PAGE_TYPES if not urls_of_type(name, urls))


def test_every_other_file_of_the_contract_is_there(site: Built) -> None:
    urls = [page.url for page in site.pages if not page.is_redirect]
    files = ["sitemap.xml", "robots.txt", "feed.xml"]
    for kind in ("organization", "sector", "governorate"):
        files += [f"{url.strip('/')}/feed.xml" for url in urls_of_type(kind, urls)]
    none_of(f"{name} is missing" for name in files if not (site.folder / name).is_file())


def test_addresses_are_lower_case_folders(any_site: Built) -> None:
    pattern = re.compile(r"/(?:[a-z0-9]+(?:-[a-z0-9]+)*/)*(?:404\.html)?")
    none_of(page.url for page in any_site.pages if not pattern.fullmatch(page.url))


def broken_links(site: Built, page: HtmlPage) -> Iterable[str]:
    """Say which internal addresses of a page lead nowhere, or out of the base path."""
    here = urljoin(site.base_url, page.url[1:])
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(site.base_url))
    addresses = {link.value for link in page.links} | {page.meta.get("og:image", here), page.meta.get("og:url", here)}
    addresses |= set(re.findall(r"url\(\s*[\"']?((?!data:|#)[^\"')]+)", page.css))
    for value in sorted(addresses):
        target = urlsplit(urljoin(here, value))
        if f"{target.scheme}://{target.netloc}" != origin:
            continue
        path = unquote(target.path)
        if not path.startswith(site.base_path):
            yield f"{page.url}: {value!r} leaves the base path {site.base_path}"
            continue
        url = "/" + path.removeprefix(site.base_path)
        file = site.folder / (url[1:] + "index.html" if url.endswith("/") else url[1:])
        if not file.is_file():
            yield f"{page.url}: {value!r} leads nowhere"
        elif target.fragment and url in site.page_by_url:
            fragment = unquote(target.fragment)
            if fragment != "top" and fragment not in site.page_by_url[url].ids:
                yield f"{page.url}: {value!r}, but {url} has no id {fragment!r}"


def test_no_internal_link_is_broken(any_site: Built) -> None:
    none_of(problem for page in any_site.pages for problem in broken_links(any_site, page))


def test_no_page_loads_anything_from_another_origin(any_site: Built) -> None:
    origin = urlsplit(any_site.base_url).netloc
    none_of(
        f"{page.url}: <{link.tag}> loads {link.value}"
        for page in any_site.pages
        for link in page.links
        if link.loads and urlsplit(link.value).netloc not in ("", origin)
    )


def test_links_use_safe_schemes_only(any_site: Built) -> None:
    allowed = {"", "http", "https", "mailto", "tel", "sms"}
    none_of(
        f"{page.url}: <{link.tag}> {link.value[:80]!r}"
        for page in any_site.pages
        for link in page.links
        if urlsplit(link.value).scheme.lower() not in allowed
        and not (link.tag in ("img", "link") and link.value.startswith("data:image/"))
    )


# --- what every page carries


def test_ids_are_unique(any_site: Built) -> None:
    none_of(
        f"{page.url}: id {name!r} stands {count} times"
        for page in any_site.pages
        for name, count in Counter(page.ids).items()
        if count > 1
    )


def test_every_page_says_its_language_and_direction(any_site: Built) -> None:
    none_of(
        f"{page.url}: {page.attributes}"
        for page in any_site.pages
        if (page.attributes.get("lang"), page.attributes.get("dir"))
        != (("en", "ltr") if page.url.startswith("/en/") else ("ar", "rtl"))
    )


def test_every_page_can_be_shared(any_site: Built) -> None:
    def missing(page: HtmlPage) -> Iterable[str]:
        if not page.title.strip():
            yield "title"
        for name in ("description", "viewport", "og:title", "og:description", "og:url"):
            if not page.meta.get(name, "").strip():
                yield name
        if not page.is_indexed:
            return
        if page.canonical != [urljoin(any_site.base_url, page.url[1:])]:
            yield f"canonical (found {page.canonical})"

    none_of(
        f"{page.url}: {name} is missing" for page in any_site.pages if not page.is_redirect for name in missing(page)
    )


def test_titles_tell_the_pages_apart(site: Built) -> None:
    titles = Counter(page.title for page in site.pages if page.is_indexed and not page.is_redirect)
    none_of(f"{count} pages are called {title!r}" for title, count in titles.items() if count > 1)


def test_headings_are_in_order_under_one_h1(any_site: Built) -> None:
    none_of(
        f"{page.url}: {page.headings}"
        for page in any_site.pages
        if not page.is_redirect and not is_outline(page.headings)
    )


def test_no_page_has_a_style_attribute(any_site: Built) -> None:
    none_of(f"{page.url}: {page.style_attributes[0]}" for page in any_site.pages if page.style_attributes)


def test_no_template_or_python_text_reached_a_page(any_site: Built) -> None:
    leak = re.compile(r">\s*(?:None|nan|Undefined|\{\{.*?\}\}|\{%.*?%\})\s*<|<[a-z_.]+ object at 0x|=\"None\"")
    none_of(f"{page.url}: {found[0]}" for page in any_site.pages if (found := leak.search(page.html)))


# --- budgets


def test_every_page_fits_in_one_round_trip(any_site: Built) -> None:
    none_of(
        f"{page.url}: {size} bytes"
        for page in any_site.pages
        if (size := brotli_size(page.html, MAX_HTML_BROTLI_BYTES)) > MAX_HTML_BROTLI_BYTES
    )


def test_the_inlined_css_is_small_and_minified(any_site: Built) -> None:
    sheets: dict[str, str] = {}
    for page in any_site.pages:
        sheets.setdefault(page.css, page.url)
    none_of(
        f"{url}: {size} bytes, {css.count('/*')} comments"
        for css, url in sheets.items()
        if (size := brotli_size(css, MAX_CSS_BROTLI_BYTES)) > MAX_CSS_BROTLI_BYTES or "/*" in css
    )


def test_the_fonts_are_small(site: Built) -> None:
    sizes = {file.name: file.stat().st_size for file in site.folder.rglob("*.woff*")}
    assert len(sizes) == 2
    assert sum(sizes.values()) <= MAX_FONT_BYTES, sizes


def test_script_outside_search_and_form_is_small(any_site: Built) -> None:
    def script_bytes(page: HtmlPage) -> int:
        here = urljoin(any_site.base_url, page.url[1:])
        size = len(page.script.encode())
        for link in page.links:
            if link.tag == "script":
                path = urlsplit(urljoin(here, link.value)).path.removeprefix(any_site.base_path)
                size += (any_site.folder / path).stat().st_size
        return size

    none_of(
        f"{page.url}: {size} bytes"
        for page in any_site.pages
        if not page.url.removeprefix("/en").startswith(("/search/", "/submit/"))
        and (size := script_bytes(page)) > MAX_SCRIPT_BYTES
    )


def test_no_page_has_too_many_nodes(any_site: Built) -> None:
    def nodes(page: HtmlPage) -> int:
        return page.nodes - (page.table_nodes if page.url.endswith("/coverage/") else 0)

    none_of(f"{page.url}: {nodes(page)} nodes" for page in any_site.pages if nodes(page) > MAX_NODES)


# --- for machines


def test_the_sitemap_lists_every_page_and_nothing_else(any_site: Built) -> None:
    root = ElementTree.parse(any_site.folder / "sitemap.xml").getroot()
    listed = [element.text or "" for element in root.iter(f"{SITEMAP}loc")]
    pages = {
        urljoin(any_site.base_url, page.url[1:]) for page in any_site.pages if page.is_indexed and not page.is_redirect
    }
    none_of(
        [f"listed twice: {url}" for url, count in Counter(listed).items() if count > 1]
        + [f"not in the sitemap: {url}" for url in sorted(pages - set(listed))]
        + [f"no such page: {url}" for url in sorted(set(listed) - pages)]
    )


def test_robots_names_the_sitemap(any_site: Built) -> None:
    robots = (any_site.folder / "robots.txt").read_text(encoding="utf-8")
    assert f"Sitemap: {any_site.base_url}sitemap.xml" in robots.splitlines()


def feed_problems(site: Built, file: Path) -> Iterable[str]:
    """Say what an Atom feed lacks of what RFC 4287 requires."""
    try:
        feed = ElementTree.parse(file).getroot()
    except ElementTree.ParseError as error:
        yield f"not well-formed: {error}"
        return
    if feed.tag != f"{ATOM}feed":
        yield f"the root is {feed.tag}"
    address = site.base_url + file.relative_to(site.folder).as_posix()
    if address not in [link.get("href") for link in feed.iterfind(f"{ATOM}link[@rel='self']")]:
        yield f"no link to itself at {address}"
    entries = feed.findall(f"{ATOM}entry")
    for element in (feed, *entries):
        for name in ("id", "title", "updated"):
            if len(found := element.findall(ATOM + name)) != 1 or not (found[0].text or "").strip():
                yield f"{element.tag.removeprefix(ATOM)}: {len(found)} {name}"
        if not RFC3339.fullmatch(element.findtext(f"{ATOM}updated", "")):
            yield f"not a moment: {element.findtext(f'{ATOM}updated')}"
    for entry in entries:
        if feed.find(f"{ATOM}author") is None and entry.find(f"{ATOM}author") is None:
            yield "an entry without author"
        link = entry.find(f"{ATOM}link")
        url = (link.get("href") or "") if link is not None else ""
        page = "/" + urlsplit(url).path.removeprefix(site.base_path)
        if not url.startswith(site.base_url) or page not in site.page_by_url:
            yield f"an entry leads to {url!r}"
    ids = Counter(element.findtext(f"{ATOM}id") for element in (feed, *entries))
    yield from (f"the id {name} stands {count} times" for name, count in ids.items() if count > 1)


def test_every_feed_is_a_valid_atom_feed(any_site: Built) -> None:
    feeds = sorted(any_site.folder.rglob("feed.xml"))
    assert feeds
    none_of(
        f"{file.relative_to(any_site.folder)}: {problem}" for file in feeds for problem in feed_problems(any_site, file)
    )


def test_the_same_input_gives_the_same_bytes(site: Built, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere" / "site"
    settings = {"PYTHONHASHSEED": "4242", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONUTF8": "0"}
    build_site(REPOSITORY, other, "--no-cache", "--jobs", "1", **settings)

    def files(folder: Path) -> dict[str, bytes]:
        return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}

    first, second = files(site.folder), files(other)
    assert sorted(first) == sorted(second)
    none_of(name for name in sorted(first) if first[name] != second[name])


def test_the_html_checker_finds_no_error(site: Built, vnu_jar: Path) -> None:
    urls = [page.url for page in site.pages if not page.is_redirect]
    chosen = [max(found, key=lambda url: (site.page_by_url[url].nodes, url))
              for name in PAGE_TYPES if (found := urls_of_type(name, urls))]  # fmt: skip
    files = [str(site.page_by_url[url].file) for url in chosen]
    report = run(["java", "-Xss1m", "-jar", str(vnu_jar), "--errors-only", "--exit-zero-always", "--stdout",
                  "--format", "json", *files])  # fmt: skip
    none_of(
        f"{Path(urlsplit(message.get('url', '')).path)}:{message.get('lastLine')}: {message['message']}"
        f" · {message.get('extract', '')!r}"
        for message in json.loads(report)["messages"]
    )
