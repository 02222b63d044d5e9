"""The site in use: by keyboard, with the copy buttons, with the search, and without JavaScript."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.tools.building import Built
from tests.tools.page_types import urls_of_type

pytestmark = pytest.mark.browser

MAX_TABS = 120

FOCUSED = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const box = element.getBoundingClientRect();
  const outlined = style => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  // A card shows the ring of its one link around itself.
  const shown = [getComputedStyle(element), getComputedStyle(element, "::after")];
  for (let up = element.parentElement, step = 0; up && step < 4; up = up.parentElement, step++)
    shown.push(getComputedStyle(up));
  return {
    href: element.href || "", tag: element.localName, type: element.type || "", inMain: !!element.closest("main"),
    text: element.textContent.trim().slice(0, 60),
    ring: shown.some(outlined),
    seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0
      && box.left < innerWidth,
  };
}"""


def tab_to(page: Page, wanted: Callable[[dict], bool]) -> dict:
    """Press Tab until the wanted element has the focus; every stop on the way must be visible and ringed."""
    stops = []
    for _ in range(MAX_TABS):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None:
            continue
        stops.append(stop["text"] or stop["tag"])
        assert stop["seen"], f"the focus is out of sight on {stop}"
        assert stop["ring"], f"the focus cannot be seen on {stop}"
        if wanted(stop):
            return stop
    raise AssertionError(f"Tab never reached it; the stops were {stops}")


def path_below(served: str, address: str) -> str:
    """Return the part of an address below the base path, with a slash before it."""
    return "/" + urlsplit(address).path.removeprefix(urlsplit(served).path)


def is_organization(served: str, address: str) -> bool:
    """Say whether an address is an organization's page."""
    return bool(urls_of_type("organization", [path_below(served, address)]))


def test_the_keyboard_alone_leads_from_home_to_an_organization(phone: BrowserContext, served: str) -> None:
    page = phone.new_page()
    page.goto(served)
    tab_to(page, lambda stop: stop["type"] == "search")
    page.goto(served)
    tab_to(page, lambda stop: path_below(served, stop["href"]) == "/organizations/")
    page.keyboard.press("Enter")
    page.wait_for_url("**/organizations/")
    tab_to(page, lambda stop: is_organization(served, stop["href"]))
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: is_organization(served, url))
    expect(page.locator("h1")).to_be_visible()


def test_the_first_tab_offers_to_skip_to_the_content(phone: BrowserContext, served: str) -> None:
    page = phone.new_page()
    page.goto(served)
    page.keyboard.press("Tab")
    first = page.evaluate(FOCUSED)
    assert first["href"].endswith("#main"), first
    assert first["seen"], first
    page.keyboard.press("Enter")
    tab_to(page, lambda stop: True)
    assert page.evaluate(FOCUSED)["inMain"]


def test_a_copy_button_copies_the_digits_without_spaces_and_says_so(
    phone: BrowserContext, site: Built, served: str
) -> None:
    row = re.compile(r'<bdi class="?ltr"?>(?P<shown>\d+(?: \d+)+)</bdi><button[^>]*data-copy="?(?P<copied>[^">]*)"?')
    url, found = next(((page.url, found) for page in site.pages if (found := row.search(page.html))), ("", None))
    assert found, "no page offers to copy a number with spaces in it"
    page = phone.new_page()
    page.goto(served + url[1:])
    page.locator(f'[data-copy="{found["copied"]}"]').first.click()
    expect(page.get_by_role("status").filter(has_text=re.compile(r"\S")).first).to_be_attached()
    assert page.evaluate("navigator.clipboard.readText()") == found["shown"].replace(" ", "")


def test_the_search_box_on_the_home_page_leads_to_the_search(phone: BrowserContext, served: str) -> None:
    page = phone.new_page()
    page.goto(served)
    box = page.locator("input[type=search]").first
    box.fill("مياه")
    box.press("Enter")
    page.wait_for_url("**/search/?*")
    assert parse_qs(urlsplit(page.url).query) == {"q": ["مياه"]}
    expect(page.locator("h1")).to_be_visible()


@pytest.fixture
def without_script(browser: Browser) -> Iterator[Page]:
    """Open a page in a browser with JavaScript switched off."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


def test_without_javascript_the_search_page_says_what_to_do_instead(without_script: Page, served: str) -> None:
    without_script.goto(f"{served}search/")
    assert without_script.locator("main .note p").first.inner_text().strip()
    assert without_script.locator("main a[href]").count() >= 2


def test_without_javascript_no_button_promises_to_copy(without_script: Page, url_of_type: Callable[[str], str]) -> None:
    without_script.goto(url_of_type("campaign"))
    buttons = without_script.locator("[data-copy]")
    assert not [index for index in range(buttons.count()) if buttons.nth(index).is_visible()]


@pytest.mark.parametrize("path", ["organizations/", "campaigns/", "opportunities/"])
def test_without_javascript_no_box_promises_to_filter_a_list(without_script: Page, path: str, served: str) -> None:
    without_script.goto(served + path)
    assert not without_script.locator("main input").count() or not without_script.locator("main form").is_visible()
    assert without_script.locator("main a[href]").count() > 2
