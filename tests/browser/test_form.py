"""The submission form in use, on a phone: a new organization, a change, the file's bytes, what it says is wrong."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tasharuk.dump import dump_record
from tasharuk.model.organization import Organization
from tests.tools.building import REPOSITORY, Built

pytestmark = pytest.mark.browser

CASES = json.loads((REPOSITORY / "tests/cases/dump.json").read_text(encoding="utf-8"))
EXAMPLES = sorted((REPOSITORY / "tests/examples/organization/valid").glob("*.yml"))
MOST_INTERACTIONS = 40


class Thumb:
    """One who fills in the form, and counts every tap and every field typed."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    def type(self, field: str, text: str) -> None:
        self.page.locator(f"#f-{field}").fill(text)
        self.count += 1

    def choose(self, field: str, value: str) -> None:
        self.page.locator(f"#f-{field}").select_option(value)
        self.count += 2

    def tap(self, selector: str) -> None:
        self.page.locator(selector).click()
        self.count += 1


@pytest.fixture
def form(phone: BrowserContext, served: str) -> Page:
    page = phone.new_page()
    page.goto(f"{served}submit/")
    expect(page.locator("#next")).to_be_visible()
    return page


def fill_required(thumb: Thumb) -> None:
    thumb.type("name", "جمعية الجسر والنافذة")
    thumb.type("name_en", "Bridge and Window")
    thumb.choose("legal_form", "association")
    thumb.type("summary", "نصلح جسور القرى ونوافذ مدارسها.")
    thumb.tap("#next")
    thumb.type("registration-number", "٤١٢٠")
    thumb.tap("#next")
    thumb.choose("headquarters", "homs")
    thumb.tap("#f-governorates input[value=homs]")
    thumb.tap("#f-sectors input[value=wash]")
    thumb.tap("#next")
    thumb.tap("[data-name=phones] [data-add]")
    thumb.type("contacts-phones-1", "٠٩٠٠ ٠٠٣ ٩٢١")
    thumb.tap("#next")
    thumb.tap("#next")


def test_a_new_organization_takes_few_taps_and_gives_a_file_that_passes(form: Page, tmp_path: Path) -> None:
    thumb = Thumb(form)
    fill_required(thumb)
    with form.expect_download() as saved:
        thumb.tap("#save")
    assert thumb.count < MOST_INTERACTIONS
    assert saved.value.suggested_filename == "organizations--bridge-and-window--profile.yml"
    text = Path(saved.value.path()).read_text(encoding="utf-8")
    today = text.rpartition("updated: ")[2].strip()
    assert text == (
        "name: جمعية الجسر والنافذة\nname_en: Bridge and Window\nlegal_form: association\n"
        "summary: نصلح جسور القرى ونوافذ مدارسها.\nregistration:\n  number: 4120\nheadquarters: homs\n"
        "governorates:\n  - homs\nsectors:\n  - wash\ncontacts:\n  phones:\n    - 0900 003 921\n"
        f"updated: {today}\n"
    )
    assert problems_of(tmp_path, text) == []
    assert form.locator("#whatsapp").get_attribute("href").startswith("https://wa.me/")
    assert form.locator("#email").get_attribute("href").startswith("mailto:")
    assert "/new/main?filename=organizations%2Fbridge-and-window%2Fprofile.yml&value=" in (
        form.locator("#github").get_attribute("href")
    )


def problems_of(root: Path, text: str) -> list[str]:
    """Return the codes of the problems that `check` finds in a profile."""
    from datetime import date, timedelta

    from tasharuk.pipeline import Job, check

    file = root / "organizations/bridge-and-window/profile.yml"
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    today = date.fromisoformat(text.rpartition("updated: ")[2].strip())
    own = "organizations/bridge-and-window/"
    return [one.code for one in check(Job(root, today + timedelta(days=1))).problems if one.path.startswith(own)]


def test_what_is_missing_is_said_beside_the_field_and_above_them(form: Page) -> None:
    form.locator("#next").click()
    assert form.evaluate("document.activeElement.className") == "wrong note bad"
    links = form.locator(".wrong:visible a")
    assert links.count() == 4
    links.first.click()
    assert form.evaluate("document.activeElement.id") == "f-name"
    assert "مطلوب" in form.locator("#f-name-e").inner_text()
    form.locator("#f-slug").fill("Bad Slug!")
    form.locator("#next").click()
    assert "«Bad Slug!» لا يصلح" in form.locator("#f-slug-e").inner_text()


def test_a_draft_outlives_the_page_and_can_be_deleted(form: Page) -> None:
    form.locator("#f-name").fill("جمعية الجسر والنافذة")
    form.reload()
    expect(form.locator("#f-name")).to_have_value("جمعية الجسر والنافذة")
    form.locator("#clear").click()
    expect(form.locator("#f-name")).to_have_value("")


def test_an_organization_of_the_directory_is_changed(form: Page, site: Built) -> None:
    folder = min((site.folder / "organizations").glob("*/index.json")).parent
    profile = json.loads((folder / "index.json").read_text(encoding="utf-8"))["profile"]
    form.locator("#change summary").click()
    form.locator("#f-change").fill(f"https://tasharuk.example/dir/organizations/{folder.name}/")
    form.locator("#load").click()
    expect(form.locator("#f-name")).to_have_value(profile["name"])
    form.locator("#f-summary").fill("نصلح ما انكسر.")
    for _ in range(5):
        form.locator("#next").click()
    expect(form.locator("#end")).to_be_visible()
    today = form.evaluate("tasharuk.record().updated")
    order = [name for name in Organization.model_fields if name in profile or name == "updated"]
    expected = {name: {**profile, "summary": "نصلح ما انكسر.", "updated": today}[name] for name in order}
    assert form.locator("#text").text_content() == dump_record(expected)
    assert form.locator("#path").text_content() == f"organizations/{folder.name}/profile.yml"


def test_the_script_writes_the_same_bytes_as_the_program(form: Page) -> None:
    for case in CASES:
        given = [case["data"], case.get("body", ""), case.get("front_matter", False)]
        assert form.evaluate("given => tasharuk.dump(...given)", given) == case["text"]


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_a_profile_comes_out_of_the_form_as_it_went_in(form: Page, file: Path) -> None:
    organization = model_of(file.read_text(encoding="utf-8"))
    data = organization.model_dump(mode="json", exclude_defaults=True)
    text = form.evaluate("data => { tasharuk.fill(data); return tasharuk.dump(tasharuk.record()); }", data)
    today = form.evaluate("tasharuk.record().updated")
    again = model_of(text)
    assert again.updated.isoformat() == today
    assert again.model_copy(update={"updated": organization.updated}) == organization


def model_of(text: str) -> Organization:
    from tasharuk.read.document import Document, compose

    document = compose(text, "profile.yml")
    assert isinstance(document, Document), document
    data: dict[str, Any] = dict(document.data)
    return Organization.model_validate(data)


def test_the_form_opens_without_a_line_once_it_was_loaded(form: Page) -> None:
    form.evaluate("navigator.serviceWorker.ready")
    form.reload()
    form.context.set_offline(True)
    form.reload()
    expect(form.locator("#next")).to_be_visible()
    fill_required(Thumb(form))
    expect(form.locator("#save")).to_be_visible()
    form.context.set_offline(False)
