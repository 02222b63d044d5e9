"""A Chromium over the served site, one context a theme, and one page of each type."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.conftest import command_of, require
from tests.tools.building import Built
from tests.tools.page_types import urls_of_type

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
# What a colour fades through is no colour of the design.
CALM = {"locale": "ar", "reduced_motion": "reduce"}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the machine's Chromium; the tests never download one."""
    require("Chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=command_of("Chromium"), args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def context_by_theme(browser: Browser) -> Iterator[dict[str, BrowserContext]]:
    """Open one context for light and one for dark."""
    contexts = {theme: browser.new_context(color_scheme=theme, **CALM) for theme in ("light", "dark")}
    yield contexts
    for context in contexts.values():
        context.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """Open a context of its own, the size of a phone, that may use the clipboard."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, permissions=["clipboard-read", "clipboard-write"], **CALM
    )
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture(scope="session")
def url_of_type(site: Built, served: str) -> Callable[[str], str]:
    """Return a function: a type of page → the served address of its page with the most in it."""

    def find(name: str) -> str:
        urls = urls_of_type(name, (page.url for page in site.pages if not page.is_redirect))
        if not urls:
            # test_every_page_type_of_the_contract_is_there is the one that fails.
            pytest.skip("the site has no page of this type")
        return served + max(urls, key=lambda url: (site.page_by_url[url].nodes, url))[1:]

    return find
