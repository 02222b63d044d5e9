"""The English pages in use: to the same page in the other language and back, by keyboard, and by the search."""

import re

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.test_search import ask
from tests.browser.test_use import is_organization, path_below, tab_to

pytestmark = pytest.mark.browser

PROFILE = "organizations/jug-and-willow/"


def test_the_keyboard_leads_to_the_same_page_in_the_other_language_and_back(phone: BrowserContext, served: str) -> None:
    page = phone.new_page()
    page.goto(f"{served}en/{PROFILE}")
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    tab_to(page, lambda stop: path_below(served, stop["href"]) == f"/{PROFILE}")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{served}{PROFILE}")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    tab_to(page, lambda stop: path_below(served, stop["href"]) == f"/en/{PROFILE}")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{served}en/{PROFILE}")


def test_the_keyboard_leads_from_the_english_home_page_to_an_organization(phone: BrowserContext, served: str) -> None:
    page = phone.new_page()
    page.goto(f"{served}en/")
    tab_to(page, lambda stop: path_below(served, stop["href"]) == "/en/organizations/")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/organizations/")
    tab_to(page, lambda stop: is_organization(served, stop["href"].replace("/en/", "/")))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/en/organizations/[a-z-]+/$"))
    expect(page.locator("h1")).to_be_visible()


@pytest.mark.parametrize("words", ["Willow", "الصفصافة"])
def test_the_search_speaks_english_and_leads_to_english_pages(words: str, phone: BrowserContext, served: str) -> None:
    page = phone.new_page()
    page.goto(f"{served}en/search/")
    results = ask(page, words)
    expect(page.locator("h1")).to_have_text(f"Results for “{words}”")
    expect(page.locator("#count")).to_have_text(re.compile(r"^\d+ results?$"))
    first = results.locator("h3 a").first
    expect(first).to_have_attribute("href", re.compile(rf"/en/{PROFILE}$"))
    expect(first).to_have_text("Jug and Willow Foundation")
    expect(first).not_to_have_attribute("lang", "ar")
    first.click()
    expect(page.locator("h1")).to_contain_text("Jug and Willow Foundation")


@pytest.mark.parametrize("words", ["will", "صفصاف"])
def test_english_names_are_proposed_in_english(words: str, phone: BrowserContext, served: str) -> None:
    page = phone.new_page()
    page.goto(f"{served}en/search/")
    page.locator("#q").press_sequentially(words)
    proposed = page.locator("#suggestions [role=option]", has_text="Jug and Willow Foundation")
    expect(proposed).to_have_count(1)
    proposed.click()
    page.wait_for_url(f"{served}en/{PROFILE}")


def test_an_arabic_page_proposes_what_was_typed_in_english_by_its_arabic_name(
    phone: BrowserContext, served: str
) -> None:
    page = phone.new_page()
    page.goto(f"{served}search/")
    page.locator("#q").press_sequentially("willow")
    expect(page.locator("#suggestions [role=option] bdi")).to_have_text("مؤسسة الإبريق والصفصافة")


def test_a_list_is_filtered_in_english(phone: BrowserContext, served: str) -> None:
    page = phone.new_page()
    page.goto(f"{served}en/organizations/")
    page.locator("#q").focus()
    page.wait_for_selector("#results", state="attached")
    results = ask(page, "Willow")
    assert results.locator("h3 a").first.get_attribute("href").endswith(f"/en/{PROFILE}")


def test_english_words_are_ranged_left_and_arabic_ones_stay_beside_them(phone: BrowserContext, served: str) -> None:
    page = phone.new_page()
    page.goto(f"{served}en/{PROFILE}")
    name = page.locator(".title p[lang=ar]")
    expect(name).to_have_css("direction", "rtl")
    heading = page.locator("h1").bounding_box()
    shown = name.evaluate("""element => {
      const range = document.createRange();
      range.selectNodeContents(element);
      return range.getBoundingClientRect().left;
    }""")
    assert heading is not None
    assert abs(shown - heading["x"]) < 3
