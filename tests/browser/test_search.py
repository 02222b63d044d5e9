"""The search in use: typed, narrowed, shared, by keyboard, on a bad line, and with names that mean harm."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from tests.browser.test_pages import HEADINGS, RUN_AXE, TOO_WIDE, Watched
from tests.tools.html_page import is_outline
from tests.tools.searching import document, files_of
from tests.tools.verdict import none_of

pytestmark = pytest.mark.browser

INDEX = "**/search/index/*"
STRICT = "default-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; img-src 'self' data:"
HOSTILE = (
    '<img src=x onerror="window.hit = 1">',
    "</script><script>window.hit = 1</script>",
    "\"><svg onload='window.hit = 1'>",
    "{{ 7 * 7 }} ${window.hit = 1}",
    "جمعية \u202eرونلا\u202c \u2066الأولى",
    '\' OR "1"="1\' -- &lt;b&gt;',
)


@pytest.fixture
def search(phone: BrowserContext, served: str) -> Page:
    """Open the search page on a phone."""
    page = phone.new_page()
    page.goto(f"{served}search/")
    return page


def ask(page: Page, query: str) -> Locator:
    """Type a query, press Enter, and return the results when they stand."""
    page.fill("#q", query)
    page.press("#q", "Enter")
    return settled(page)


def settled(page: Page) -> Locator:
    """Return the results when the search is done."""
    page.wait_for_selector("#results:is([data-state=done], [data-state=error])", state="attached")
    return page.locator("#results")


def asked_for(page: Page) -> dict[str, list[str]]:
    """Return what stands in the address."""
    return parse_qs(urlsplit(page.url).query)


def use_index(page: Page, files: dict[str, str]) -> None:
    """Let the page read this index instead of the site's."""

    def answer(route: Route) -> None:
        name = urlsplit(route.request.url).path.rsplit("/", 1)[1].removesuffix(".txt")
        route.fulfill(body=files.get(name, ""), status=200 if name in files else 404, content_type="text/plain")

    page.route(INDEX, answer)


def test_typed_words_bring_results_with_what_was_found_marked(search: Page) -> None:
    results = ask(search, "مياه الشرب")
    assert asked_for(search) == {"q": ["مياه الشرب"]}
    expect(search.locator("h1")).to_have_text("نتائج البحث عن «مياه الشرب»")
    assert "مياه الشرب" in search.title()
    assert results.locator("> li").count() == 10
    marked = " ".join(results.locator("> li").first.locator("mark").all_inner_texts())
    assert re.search("شرب", marked)
    assert re.search("ماء|مياه", marked)
    expect(search.locator("#count")).to_have_text(re.compile(r"^\d+ نتيجة$"))
    expect(search.locator("#start")).to_be_hidden()


def test_a_name_is_found_however_it_is_spelled(search: Page) -> None:
    name = "مؤسسة الإبريق والصفصافة"
    spellings = [
        "الابريق والصفصافه",
        "ابريق صفصافة",
        "الإِبْرِيقُ والصَّفْصافَة",
        "الإبـــريق",
        "الابریق والصفصافۀ",
        "للإبريق وبالصفصافة",
        "\u200fالإبريق\u200f",
        "الإبرق والصفصافة",
    ]
    missed = [words for words in spellings if ask(search, words).locator("h3 a").first.inner_text() != name]
    assert not missed


def test_numbers_are_found_with_the_digits_of_any_keyboard(search: Page) -> None:
    found = [ask(search, words).locator("h3 a").all_inner_texts() for words in ("2400", "٢٤٠٠", "۲۴۰۰", "2,400")]
    assert found[0]
    assert found == [found[0]] * 4


def test_a_slip_is_answered_and_the_right_word_proposed(search: Page) -> None:
    ask(search, "مكتببة")
    assert search.locator("#results > li").count()
    expect(search.locator("#meant")).to_have_text("هل تقصد «مكتبة»؟")
    search.locator("#meant a").click()
    expect(search.locator("#meant")).to_be_hidden()
    assert asked_for(search) == {"q": ["مكتبة"]}
    expect(search.locator("#q")).to_have_value("مكتبة")


def test_nothing_found_says_so_and_shows_what_is_closest_apart(search: Page) -> None:
    results = ask(search, "قطقوط زعبور")
    expect(search.locator("#none")).to_be_visible()
    expect(search.locator("#say")).to_have_text("لا نتائج لعبارة «قطقوط زعبور»")
    expect(search.locator("#closest")).to_be_hidden()
    ask(search, "قطقوط زعبور مكتبة")
    expect(search.locator("#none")).to_be_visible()
    assert results.locator("li").count() == 0
    assert 1 <= search.locator("#closest li").count() <= 3
    ask(search, "مكتبة")
    expect(search.locator("#closest")).to_be_hidden()
    expect(search.locator("#none")).to_be_hidden()


@pytest.mark.parametrize("part", ["core", "words-", "lines-"])
def test_a_line_that_breaks_is_told_and_tried_again(part: str, search: Page) -> None:
    broken = f"**/search/index/{part}*"
    search.route(broken, lambda route: route.abort())
    results = ask(search, "مكتبة الحي")
    expect(results).to_have_attribute("data-state", "error")
    expect(search.locator("#failed")).to_be_visible()
    assert search.locator("#say").inner_text() == search.locator("#failed p").first.inner_text()
    expect(search.locator("#none")).to_be_hidden()
    expect(search.locator("#count")).to_be_hidden()
    search.unroute(broken)
    search.locator("#again").click()
    expect(results).to_have_attribute("data-state", "done")
    expect(search.locator("#failed")).to_be_hidden()
    assert results.locator("> li").count()


def test_an_index_published_anew_meanwhile_is_read_anew(search: Page) -> None:
    def old(route: Route) -> None:
        text = route.fetch().text()
        route.fulfill(body=f"0000000000\n{text.split(chr(10), 1)[1]}")

    search.route("**/search/index/core.txt", old, times=1)
    results = ask(search, "مكتبة الحي")
    expect(results).to_have_attribute("data-state", "done")
    assert results.locator("> li").count()


def test_while_it_waits_the_page_says_so(search: Page) -> None:
    held: list[Route] = []
    search.route("**/search/index/core.txt", lambda route: held.append(route), times=1)
    search.fill("#q", "مياه")
    search.press("#q", "Enter")
    results = search.locator("#results")
    expect(results).to_have_attribute("data-state", "loading")
    expect(results).to_have_attribute("aria-busy", "true")
    expect(search.locator("#count")).to_have_text("جارٍ البحث…")
    held[0].continue_()
    settled(search)
    assert results.get_attribute("aria-busy") is None
    assert results.locator("> li").count()


def facet(page: Page, name: str, value: str) -> Locator:
    """Return the label of one choice of a facet."""
    return page.locator(f"#facets label:has(input[name={name}][value='{value}'])")


def test_facets_narrow_the_results_and_the_address_is_shared(search: Page, phone: BrowserContext) -> None:
    ask(search, "تعليم")
    whole = search.locator("#count").inner_text()
    search.locator("#facets summary").click()
    wanted = int(facet(search, "kind", "organization").locator("span").inner_text())
    assert wanted > 0
    facet(search, "kind", "organization").click()
    settled(search)
    expect(search.locator("#count")).to_have_text(re.compile(rf"^{wanted} نت" if wanted > 2 else "^نتيج"))
    assert asked_for(search) == {"q": ["تعليم"], "kind": ["organization"]}
    assert set(search.locator("#results .kind").all_inner_texts()) == {"منظمة"}
    # the other choices of the same facet still say what they would add
    assert facet(search, "kind", "post").is_visible()
    expect(search.locator("#facets summary")).to_have_text(re.compile(r"\(1\)"))

    other = phone.new_page()
    other.goto(search.url)
    settled(other)
    assert other.locator("#results a").all_inner_texts() == search.locator("#results a").all_inner_texts()
    assert other.locator("#facets input[value=organization]").is_checked()

    search.locator("#chips .chip").click()
    expect(search.locator("#count")).to_have_text(whole)
    expect(search.locator("#count")).to_be_focused()
    search.go_back()
    expect(facet(search, "kind", "organization").locator("input")).to_be_checked()
    search.go_back()
    expect(facet(search, "kind", "organization").locator("input")).not_to_be_checked()
    expect(search.locator("#count")).to_have_text(whole)
    search.go_back()
    expect(search.locator("#start")).to_be_visible()
    expect(search.locator("#q")).to_have_value("")
    search.go_forward()
    expect(search.locator("#q")).to_have_value("تعليم")
    expect(search.locator("#count")).to_have_text(whole)


def test_choices_that_nobody_offers_are_left_alone(search: Page, served: str) -> None:
    search.goto(f"{served}search/?q={quote('مكتبة')}&kind=constructor&sector=__proto__&page=-3&governorate=<b>")
    assert settled(search).locator("> li").count()
    assert search.locator("#chips").inner_text() == ""


def test_facets_alone_list_everything_they_hold(search: Page, served: str) -> None:
    search.goto(f"{served}search/?kind=campaign")
    settled(search)
    assert set(search.locator("#results .kind").all_inner_texts()) == {"حملة تبرّع"}
    expect(search.locator("#start")).to_be_hidden()


def test_results_are_turned_page_by_page(search: Page) -> None:
    ask(search, "مياه الشرب")
    first = search.locator("#results a").all_inner_texts()
    search.locator("#pager a[rel=next]").click()
    expect(search.locator("#pager [aria-current=page]")).to_have_text("الصفحة 2")
    expect(search.locator("#count")).to_be_focused()
    assert asked_for(search)["page"] == ["2"]
    second = search.locator("#results a").all_inner_texts()
    assert second
    assert not set(first) & set(second)
    search.go_back()
    expect(search.locator("#pager [aria-current=page]")).to_have_text("الصفحة 1")
    assert search.locator("#results a").all_inner_texts() == first


def test_suggestions_are_chosen_by_keyboard(search: Page, served: str) -> None:
    box, options = search.locator("#q"), search.locator("#suggestions [role=option]")
    box.press_sequentially("حم")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    chosen = search.locator("#suggestions [aria-selected=true]")
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id") == "suggestion-0"
    box.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") == f"suggestion-{options.count() - 1}"
    box.press("Escape")
    expect(options.first).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("حم")
    assert box.get_attribute("aria-activedescendant") is None
    box.press("ArrowDown")
    expect(options.first).to_be_visible()
    box.press("ArrowDown")
    assert search.locator("#suggestions [aria-selected=true] small").inner_text() == "المحافظة"
    box.press("Enter")
    search.wait_for_url(f"{served}governorates/*/")


def test_a_town_that_is_proposed_is_searched(search: Page) -> None:
    search.locator("#q").press_sequentially("الحميد")
    town = search.locator("#suggestions [role=option]", has_text="بلدة").first
    name = town.locator("bdi").inner_text()
    town.click()
    settled(search)
    assert asked_for(search) == {"q": [name]}
    assert search.locator("#results > li").count()


def test_suggestions_never_open_over_the_results(search: Page) -> None:
    box = search.locator("#q")
    box.press_sequentially("حم")
    box.press("Enter")
    settled(search)
    search.wait_for_timeout(300)
    expect(search.locator("#suggestions")).to_be_hidden()


COUNTS = {
    "فستقة": (1, "نتيجة واحدة"),
    "لوزتان": (2, "نتيجتان"),
    "بندقات": (3, "3 نتائج"),
    "جوزات": (11, "11 نتيجة"),
    "صنوبر": (100, "100 نتيجة"),
    "كستناء": (1234, "1,234 نتيجة"),
}


def test_the_number_of_results_is_announced_in_good_arabic(search: Page) -> None:
    most = max(count for count, _ in COUNTS.values())
    texts = [" ".join(word for word, (count, _) in COUNTS.items() if at < count) for at in range(most)]
    use_index(search, files_of([document(f"رقم {at}", text, number=at) for at, text in enumerate(texts)]))
    say = search.locator("#say")
    assert say.get_attribute("role") == "status"
    for word, (_, told) in COUNTS.items():
        ask(search, word)
        expect(say).to_have_text(f"{told} لعبارة «{word}»")
        expect(search.locator("#count")).to_have_text(told)


@pytest.mark.parametrize(
    ("path", "query", "kind"),
    [
        ("organizations/", "ماء", "منظمة"),
        ("campaigns/", "شتاء", "حملة تبرّع"),
        ("opportunities/", "تدريب", "فرصة"),
    ],
)
def test_a_list_is_filtered_in_place_and_comes_back(
    path: str, query: str, kind: str, phone: BrowserContext, served: str
) -> None:
    page = phone.new_page()
    watched = Watched(page)
    page.goto(served + path)
    assert not [asked for _, asked in watched.requests if "search" in asked], "the list alone asks for no index"
    heading = page.locator("h1").inner_text()
    box = page.locator("#q")
    expect(box).to_be_visible()
    box.focus()
    page.wait_for_function("typeof tasharukSearch === 'object' && document.querySelector('#q[role=combobox]')")
    ask(page, query)
    assert urlsplit(page.url).path == urlsplit(served + path).path
    assert asked_for(page) == {"q": [query]}
    assert page.locator("#results > li").count()
    assert set(page.locator("#results .kind").all_inner_texts()) == {kind}
    expect(page.locator("#start")).to_be_hidden()
    assert page.locator("h1").inner_text() == heading
    assert not page.locator("fieldset[name=kind]").is_visible()
    page.go_back()
    expect(page.locator("#start")).to_be_visible()
    expect(page.locator("#found")).to_be_hidden()
    page.goto(f"{served}{path}?q={quote(query)}")
    settled(page)
    assert page.locator("#results > li").count()
    none_of(watched.said)


def test_a_list_whose_script_does_not_come_leads_to_the_search_page(phone: BrowserContext, served: str) -> None:
    page = phone.new_page()
    page.goto(f"{served}campaigns/")
    page.route("**/search/", lambda route: route.abort(), times=1)
    page.fill("#q", "شتاء")
    page.press("#q", "Enter")
    page.wait_for_url("**/search/?*")
    settled(page)
    assert asked_for(page) == {"q": ["شتاء"], "kind": ["campaign"]}


def test_names_that_mean_harm_are_shown_as_text(search: Page, served: str) -> None:
    documents = [document(f"{name} بيدر", f"{name} بيدر", source=name, number=at) for at, name in enumerate(HOSTILE)]
    names = "\n".join(f"o\t{name} بيدر\t/organization/{at}/" for at, name in enumerate(HOSTILE))
    use_index(search, files_of(documents, names=names))
    results = ask(search, "بيدر")
    expect(results.locator("> li")).to_have_count(len(HOSTILE))
    shown = [
        text.removesuffix(" بيدر")
        for text in results.locator("h3 a").evaluate_all("all => all.map(e => e.textContent)")
    ]
    assert sorted(shown) == sorted(HOSTILE)
    assert not results.locator("img, svg, script, b").count()
    assert set(results.locator("h3 a, p.src").evaluate_all("all => all.map(e => e.dir)")) == {"auto"}
    search.fill("#q", "")
    search.locator("#q").press_sequentially("بيد")
    options = search.locator("#suggestions [role=option]")
    expect(options.first).to_be_visible()
    assert not options.locator("img, svg, script, b").count()
    search.goto(f"{served}search/?q={quote(HOSTILE[0])}")
    settled(search)
    for name in HOSTILE:
        ask(search, name)
        assert name in (search.locator("h1").text_content() or "")
    assert search.evaluate("window.hit") is None


def states(page: Page, served: str) -> Iterator[str]:
    """Bring the page into each of its states; yield the name of each. What surrounds it is test_pages' matter."""
    page.goto(f"{served}search/")
    yield "start"
    page.locator("#q").press_sequentially("حم")
    page.wait_for_selector("#suggestions [role=option]")
    page.press("#q", "ArrowDown")
    yield "suggestions"
    page.goto(f"{served}search/?q={quote('مياه الشرب')}&kind=organization&kind=post&sector=wash&page=1")
    settled(page)
    yield "results"
    ask(page, "مكتببة")
    yield "a slip"
    ask(page, "قطقوط زعبور مكتبة")
    yield "nothing found"
    page.route(INDEX, lambda route: route.abort())
    page.goto(f"{served}search/?q={quote('مكتبة')}")
    settled(page)
    page.unroute(INDEX)
    yield "error"


def test_every_state_is_accessible_and_fits(phone: BrowserContext, served: str, axe_source: str) -> None:
    page = phone.new_page()
    problems: list[str] = []
    for state in states(page, served):
        page.evaluate(axe_source)
        for width in (320, 360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            page.evaluate("isWide => { facets.open = isWide }", width > 900)
            found = page.evaluate(TOO_WIDE)
            if not is_outline(levels := page.evaluate(HEADINGS)):
                found.append(f"headings {levels}")
            # a theme changes colours and nothing else
            for theme, rules in (("light", None), ("dark", ["color-contrast"])) if width > 320 else ():
                page.emulate_media(color_scheme=theme)
                verdict = page.evaluate(RUN_AXE, {"root": "main", "rules": rules})
                found += [f"{theme}: {problem}" for problem in verdict["violations"] + verdict["incomplete"]]
            problems += [f"{state}, {width} px: {problem}" for problem in found]
    none_of(problems)


def tab_until(page: Page, is_there: str) -> None:
    """Press Tab until the element with the focus matches."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", is_there):
            return
    raise AssertionError(f"Tab never reached {is_there}")


def test_the_keyboard_alone_leads_from_the_home_page_to_what_was_sought(phone: BrowserContext, served: str) -> None:
    page = phone.new_page()
    page.goto(served)
    tab_until(page, "input[type=search]")
    page.keyboard.type("مياه الشرب")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?*")
    settled(page)
    tab_until(page, "#facets summary")
    page.keyboard.press("Enter")
    tab_until(page, "#facets input")
    page.keyboard.press("Space")
    expect(page.locator("#chips .chip")).to_have_count(1)
    assert page.evaluate("document.activeElement.matches('#facets input:checked')"), "the focus stays on the choice"
    tab_until(page, "#chips button:last-child")
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_be_focused()
    tab_until(page, "#results a")
    address = page.evaluate("document.activeElement.href")
    page.keyboard.press("Enter")
    page.wait_for_url(address)


def test_a_strict_policy_blocks_nothing_and_no_other_host_is_asked(phone: BrowserContext, served: str) -> None:
    page = phone.new_page()
    watched = Watched(page)

    def guard(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": STRICT})

    page.route(lambda url: urlsplit(url).path.endswith("/"), guard)
    page.goto(f"{served}search/")
    page.locator("#q").press_sequentially("حمص")
    page.wait_for_selector("#suggestions [role=option]")
    ask(page, "damascus")
    assert page.locator("#results > li").count()
    page.goto(f"{served}campaigns/?q={quote('شتاء')}")
    settled(page)
    assert page.locator("#results > li").count()
    none_of([*watched.said, *watched.foreign(served)])
