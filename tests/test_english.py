"""The English pages: the same tree below /en/, its Arabic text marked as such, and each page one link from its twin."""

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest

from tests.tools.building import BASE_URL, REPOSITORY, TODAY, Built, build_site, run
from tests.tools.html_page import HtmlPage
from tests.tools.languages import unmarked_arabic
from tests.tools.verdict import none_of

pytestmark = [pytest.mark.site, pytest.mark.xdist_group("site")]

SINGLE = {"/404.html"}  # answers any wrong address
FORM = "/submit/"  # the form itself is Arabic
PROFILE = "/organizations/inkwell-and-swallow/"
TEAM = "/organizations/two-lanterns/"  # has no English name


def twin(url: str) -> str:
    """Return the address of the same page in the other language."""
    return url.removeprefix("/en") if url.startswith("/en/") else f"/en{url}"


def english(site: Built) -> list[HtmlPage]:
    return [page for page in site.pages if page.url.startswith("/en/")]


def internal(site: Built, page: HtmlPage) -> Iterator[str]:
    """Yield the paths of the links of a page within the site, below the base path."""
    here = urljoin(site.base_url, page.url[1:])
    for link in page.links:
        target = urlsplit(urljoin(here, link.value))
        if link.tag == "a" and target.netloc == urlsplit(site.base_url).netloc and target.path.startswith("/"):
            yield "/" + target.path.removeprefix(site.base_path)


def test_every_page_has_its_twin_in_the_other_language(fixture_site: Built) -> None:
    assert len(english(fixture_site)) > 80
    urls = fixture_site.page_by_url.keys()
    assert {twin(url) for url in urls if url not in SINGLE} == set(urls) - SINGLE


def test_no_arabic_stands_on_an_english_page_without_saying_so(fixture_site: Built) -> None:
    none_of(f"{page.url}: {text}" for page in english(fixture_site) for text in unmarked_arabic(page.html))


def test_no_sign_that_sets_a_text_apart_stands_on_an_arabic_page(fixture_site: Built) -> None:
    none_of(page.url for page in fixture_site.pages if not page.url.startswith("/en/") and "\u2068" in page.html)


def test_an_account_is_copied_letter_by_letter_as_on_the_arabic_page(fixture_site: Built) -> None:
    copied = re.compile(r'data-copy="([^"]*)"')
    pages = (fixture_site.page_by_url[url] for url in (PROFILE, twin(PROFILE)))
    arabic, other = ([text for text in copied.findall(page.html) if "://" not in text] for page in pages)
    assert "00000000007001" in arabic
    assert [text.replace("، ", ", ") for text in arabic] == other


def test_links_of_english_pages_lead_to_english_pages(fixture_site: Built) -> None:
    none_of(
        f"{page.url}: {url}"
        for page in english(fixture_site)
        for url in internal(fixture_site, page)
        if url.endswith("/") and not url.startswith(("/en/", FORM)) and url != twin(page.url)
    )


def test_links_of_arabic_pages_lead_to_no_english_page_but_the_twin(fixture_site: Built) -> None:
    none_of(
        f"{page.url}: {url}"
        for page in fixture_site.pages
        if not page.url.startswith("/en/")
        for url in internal(fixture_site, page)
        if url.startswith("/en/") and url != ("/en/" if page.url in SINGLE else twin(page.url))
    )


def test_the_switch_in_the_header_names_the_other_language_in_itself(fixture_site: Built) -> None:
    switches = re.compile(r'<li><a href="([^"]*)" hreflang="(\w+)" lang="(\w+)">([^<]*)</a>')
    for page in fixture_site.pages:
        found = switches.findall(page.html.split("</header>")[0])
        there = "/en/" if page.url in SINGLE else twin(page.url)
        other = ("ar", "ar", "العربية") if page.url.startswith("/en/") else ("en", "en", "English")
        assert found == [(fixture_site.base_path + there[1:], *other)], page.url


def test_each_page_tells_search_engines_of_both_languages(fixture_site: Built) -> None:
    alternates = re.compile(r'<link rel="alternate" hreflang="([\w-]+)" href="([^"]*)">')
    for page in fixture_site.pages:
        arabic = BASE_URL + page.url.removeprefix("/en")[1:]
        expected = {"ar": arabic, "x-default": arabic, "en": f"{BASE_URL}en/{arabic.removeprefix(BASE_URL)}"}
        assert dict(alternates.findall(page.html)) == ({} if page.url in SINGLE else expected), page.url


def test_names_and_terms_are_english_where_there_are_such(fixture_site: Built) -> None:
    page = fixture_site.page_by_url[twin(PROFILE)]
    assert page.title == "Inkwell and Swallow Association | Tasharuk"
    assert "<h1><bdi>Inkwell and Swallow Association</bdi>" in page.html
    assert '<bdi lang="ar">جمعية المحبرة والسنونو</bdi>' in page.html
    for text in (">Education</a>", "<bdi>Homs, Hama</bdi>", "9 March 2015", "250,000 Syrian pounds", "31 volunteers"):
        assert text in page.html or text in fixture_site.page_by_url["/en/campaigns/ink-for-winter/"].html, text


def test_a_name_without_a_translation_is_arabic_and_marked(fixture_site: Built) -> None:
    page = fixture_site.page_by_url[twin(TEAM)]
    assert page.title == "\u2068فريق الفانوسين\u2069 | Tasharuk"
    assert '<h1><bdi lang="ar">فريق الفانوسين</bdi>' in page.html
    assert re.search(r'<p class="lead" lang="ar" dir="rtl">[^<]+</p>', page.html)


def test_a_page_of_the_ministry_says_that_it_is_in_arabic_only(fixture_site: Built) -> None:
    note = "This page is available in Arabic only."
    assert note in fixture_site.page_by_url["/en/about/"].html
    assert '<div class="prose" lang="ar" dir="rtl">' in fixture_site.page_by_url["/en/about/"].html
    assert note not in fixture_site.page_by_url["/en/sectors/"].html


def test_in_place_of_each_form_stands_a_page_that_leads_to_it(fixture_site: Built) -> None:
    pages = [page for page in english(fixture_site) if page.url.startswith("/en/submit/")]
    assert len(pages) == 5
    for page in pages:
        assert f'href="{fixture_site.base_path}{twin(page.url)[1:]}" hreflang="ar"' in page.html
        assert "<form" not in page.html


def test_the_search_reads_the_one_index_and_leads_into_the_english_tree(fixture_site: Built) -> None:
    html = fixture_site.page_by_url["/en/search/"].html
    assert '"root":"/dir/en/"' in html
    assert '"index":"/dir/search/index/"' in html
    assert not (fixture_site.folder / "en/search/index").exists()


def test_files_that_are_no_pages_exist_once(fixture_site: Built) -> None:
    files = (path for path in (fixture_site.folder / "en").rglob("*") if path.is_file())
    none_of(str(path) for path in files if path.name != "index.html")


def test_switched_off_nothing_of_it_is_left(tmp_path: Path) -> None:
    root = tmp_path / "root"
    shutil.copytree(REPOSITORY / "tests" / "site", root, ignore=shutil.ignore_patterns(".cache"))
    settings = (REPOSITORY / "content/site.yml").read_text(encoding="utf-8")
    (root / "content/site.yml").write_text(settings.replace("english: true", "english: false"), encoding="utf-8")
    build_site(root, tmp_path / "out")
    site = Built(tmp_path / "out", BASE_URL)
    assert not (site.folder / "en").exists()
    assert len(site.pages) > 80
    none_of(page.url for page in site.pages if "hreflang" in page.html or "/dir/en/" in page.html)
    assert "/en/" not in (site.folder / "sitemap.xml").read_text(encoding="utf-8")


def test_at_the_root_of_a_host_links_have_no_other_path(tmp_path: Path) -> None:
    root, out = REPOSITORY / "tests" / "site", tmp_path / "out"
    command = ["build.py", "build", "--root", str(root), "--out", str(out), "--today", TODAY, "--no-cache"]
    run([sys.executable, *command, "--base-url", "https://host.example/"])
    html = (out / "en/index.html").read_text(encoding="utf-8")
    assert 'href="/en/organizations/"' in html
    assert '<link rel="canonical" href="https://host.example/en/">' in html
    assert "url(/assets/fonts/" in html
