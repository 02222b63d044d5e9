"""One page of each type, in both themes and at three widths: accessible, calm, and nothing out of place."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.tools.html_page import is_outline
from tests.tools.page_types import PAGE_TYPES
from tests.tools.verdict import none_of

pytestmark = pytest.mark.browser

WIDTHS = (320, 360, 1280)
MAX_REQUESTS = 4
# Where the design asks for "nothing undecided" too.
GATED = {"home", "organization", "campaign", "coverage", "search", "organization in English", "coverage in English"}

RUN_AXE = """async given => {
  const {root, rules} = given || {};
  const options = {
    preload: false,
    resultTypes: ["violations", "incomplete"],
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  };
  if (rules) options.runOnly = {type: "rule", values: rules};
  const found = await axe.run(root || document, options);
  const where = node => `${node.target.join(" ")} ${node.any.map(check => check.message).join(" ")}`;
  const tell = rule => `${rule.id}: ${rule.help} · ${rule.nodes.slice(0, 3).map(where).join(" · ")}`;
  return {violations: found.violations.map(tell), incomplete: found.incomplete.map(tell)};
}"""

TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth, root = document.documentElement;
  if (root.scrollWidth <= innerWidth) return [];
  const out = [...document.body.querySelectorAll("*")].filter(element => {
    const box = element.getBoundingClientRect();
    return box.width && (box.left < -1 || box.right > width + 1);
  });
  return [`${root.scrollWidth} px`, ...out.slice(0, 4).map(e => e.outerHTML.slice(0, 90))];
}"""

HEADINGS = """() => [...document.querySelectorAll("h1,h2,h3,h4,h5,h6")]
  .filter(element => element.checkVisibility()).map(element => +element.tagName[1])"""


class Watched:
    """A page whose console and requests are written down."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.said: list[str] = []
        self.requests: list[tuple[str, str]] = []
        page.on("console", lambda message: message.type in ("error", "warning") and self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", lambda request: self.requests.append((request.resource_type, request.url)))

    def open(self, url: str) -> None:
        """Go to the address and wait until it has settled."""
        self.page.goto(url, wait_until="load")
        self.page.evaluate("document.fonts.ready")

    def foreign(self, url: str) -> list[str]:
        """Return the addresses asked for that lie on another origin."""
        origin = urlsplit(url).netloc
        return [asked for _, asked in self.requests if urlsplit(asked).netloc not in (origin, "")]

    def weight(self) -> list[str]:
        """Return what was asked for, the photos of records aside."""
        photos = set(self.page.eval_on_selector_all("main img", "images => images.map(image => image.currentSrc)"))
        return [asked for _, asked in self.requests if asked not in photos and not asked.startswith("data:")]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGE_TYPES)
def test_a_page_of_each_type(
    name: str,
    theme: str,
    context_by_theme: dict[str, BrowserContext],
    url_of_type: Callable[[str], str],
    axe_source: str,
) -> None:
    url = url_of_type(name)
    page = context_by_theme[theme].new_page()
    watched = Watched(page)
    problems: list[str] = []
    try:
        page.set_viewport_size({"width": WIDTHS[0], "height": 800})
        watched.open(url)
        if not name.startswith(("search", "submit")) and len(asked := watched.weight()) > MAX_REQUESTS:
            problems.append(f"{len(asked)} requests: {asked}")
        page.evaluate(axe_source)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            problems += [f"{width} px: {found}" for found in look(page, name)]
        problems += [f"console: {said}" for said in watched.said]
        problems += [f"another origin: {asked}" for asked in watched.foreign(url)]
    finally:
        page.close()
    none_of(f"{urlsplit(url).path} · {problem}" for problem in problems)


def look(page: Page, name: str) -> list[str]:
    """Return what is wrong with the page at its present width."""
    problems = []
    if wide := page.evaluate(TOO_WIDE):
        problems.append(f"scrolls sideways: {wide}")
    levels = page.evaluate(HEADINGS)
    if not is_outline(levels):
        problems.append(f"headings: {levels}")
    found = page.evaluate(RUN_AXE)
    problems += found["violations"]
    if name in GATED:
        problems += [f"undecided: {text}" for text in found["incomplete"]]
    return problems


@pytest.mark.parametrize("name", sorted(GATED))
def test_text_twice_as_large_still_fits(
    name: str, context_by_theme: dict[str, BrowserContext], url_of_type: Callable[[str], str]
) -> None:
    page = context_by_theme["light"].new_page()
    try:
        page.set_viewport_size({"width": 640, "height": 800})
        page.goto(url_of_type(name))
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate(TOO_WIDE) == []
    finally:
        page.close()


def test_the_page_for_a_wrong_address_works_at_any_depth(phone: BrowserContext, served: str) -> None:
    page = phone.new_page()
    answer = page.goto(f"{served}organizations/no-such-organization/posts/nothing/")
    assert answer is not None
    assert answer.status == 404
    home = page.locator(f"a[href='{urlsplit(served).path}'], main a[href]").first
    home.click()
    page.wait_for_load_state()
    assert page.url.startswith(served)
    assert page.locator("h1").count() == 1
    assert "no-such-organization" not in page.url
