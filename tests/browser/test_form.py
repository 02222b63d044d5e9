"""The submission form in use, on a phone: what is typed becomes a file that passes, and nothing goes wrong unseen."""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pydantic import TypeAdapter, ValidationError

from tasharuk.dump import dump_record
from tasharuk.flows import FLOWS, Flow
from tasharuk.job import Job
from tasharuk.kinds import KIND_BY_NAME
from tasharuk.model import fields
from tasharuk.model.base import Record
from tasharuk.model.organization import Organization
from tasharuk.parse import parse_record
from tasharuk.pipeline import check
from tasharuk.read import Place, Source, source_of
from tasharuk.vocabulary import Vocabulary
from tests.browser.test_pages import RUN_AXE, TOO_WIDE
from tests.tools.building import REPOSITORY, Built
from tests.tools.profiles import profiles
from tests.tools.verdict import none_of

pytestmark = pytest.mark.browser

CASES = json.loads((REPOSITORY / "tests/cases/dump.json").read_text(encoding="utf-8"))
REFUSED = json.loads((REPOSITORY / "tests/cases/refused.json").read_text(encoding="utf-8"))
MOST_INTERACTIONS = 40

each_flow = pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.kind.name)


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

    def go_on(self) -> None:
        step = self.page.locator("#at").inner_text()
        self.tap("#next")
        expect(self.page.locator("#at")).not_to_have_text(step)


def opened(context: BrowserContext, served: str, way: str = "") -> Page:
    page = context.new_page()
    page.goto(f"{served}submit/{way}")
    expect(page.locator("#form")).to_be_visible()
    return page


@pytest.fixture
def form(phone: BrowserContext, served: str) -> Page:
    return opened(phone, served)


@pytest.fixture(scope="module")
def script(browser: Browser, served: str) -> Iterator[Page]:
    """Open the form of organizations once, for tests that only ask its script."""
    context = browser.new_context()
    yield opened(context, served)
    context.close()


def fill_required(thumb: Thumb) -> None:
    thumb.type("name", "جمعية الجسر والنافذة")
    thumb.type("name_en", "Bridge and Window")
    thumb.choose("legal_form", "association")
    thumb.type("summary", "نصلح جسور القرى ونوافذ مدارسها.")
    thumb.go_on()
    thumb.type("registration-number", "٤١٢٠")
    thumb.go_on()
    thumb.choose("headquarters", "homs")  # and the governorate of work is ticked with it
    thumb.tap("#f-sectors input[value=wash]")
    thumb.go_on()
    thumb.page.locator("[data-name=phones] input").fill("٠٩٠٠ ٠٠٣ ٩٢١")
    thumb.count += 1
    thumb.go_on()
    thumb.go_on()


def saved(thumb: Thumb) -> tuple[str, bytes]:
    """Tap save; return the name and the bytes of the file."""
    with thumb.page.expect_download() as download:
        thumb.tap("#save")
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


NEW = (
    "name: جمعية الجسر والنافذة\nname_en: Bridge and Window\nlegal_form: association\n"
    "summary: نصلح جسور القرى ونوافذ مدارسها.\nregistration:\n  number: 4120\nheadquarters: homs\n"
    "governorates:\n  - homs\nsectors:\n  - wash\ncontacts:\n  phones:\n    - 0900 003 921\n"
)


def test_a_new_organization_takes_few_taps_and_gives_a_file_that_passes(form: Page, tmp_path: Path) -> None:
    thumb = Thumb(form)
    fill_required(thumb)
    name, content = saved(thumb)
    assert thumb.count < MOST_INTERACTIONS
    assert name == "organizations--bridge-and-window--profile.yml"
    assert content.decode().partition("updated: ")[0] == NEW
    assert problems_of(tmp_path, name, content) == []
    assert form.locator("#whatsapp").get_attribute("href").startswith("https://wa.me/")
    assert form.locator("#email").get_attribute("href").startswith("mailto:")
    assert "/new/main?filename=organizations%2Fbridge-and-window%2Fprofile.yml&value=" in (
        form.locator("#github").get_attribute("href")
    )
    assert form.locator("#changes").is_hidden()
    assert form.locator("#preview h4").inner_text() == "جمعية الجسر والنافذة"


def problems_of(root: Path, name: str, content: bytes) -> list[str]:
    """Return the codes of the problems that `check` finds in a file saved by the form, put where its name says."""
    path = name.replace("--", "/")
    file = root / path
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    tomorrow = date.fromisoformat(content.decode().rpartition("updated: ")[2].strip()) + timedelta(days=1)
    return [one.code for one in check(Job(root, tomorrow)).problems if one.path == path]


def test_what_is_missing_is_said_beside_the_field_and_above_them(form: Page) -> None:
    form.locator("#next").click()
    links = form.locator(".wrong:visible a")
    expect(links).to_have_count(4)
    assert form.evaluate("document.activeElement.className") == "wrong note bad"
    links.first.click()
    assert form.evaluate("document.activeElement.id") == "f-name"
    assert "مطلوب" in form.locator("#f-name-e").inner_text()
    form.locator("#f-slug").fill("Bad Slug!")
    form.locator("#next").click()
    expect(form.locator("#f-slug-e")).to_contain_text("«Bad Slug!» لا يصلح")


def test_an_address_that_is_taken_is_told_at_once(form: Page, site: Built) -> None:
    form.locator("#f-slug").fill(folder_of(site).name)
    form.locator("#next").click()
    expect(form.locator("#f-slug-e")).to_contain_text("في الدليل منظمة بهذا الاسم")


def test_a_draft_outlives_the_page_and_can_be_deleted(form: Page) -> None:
    form.locator("#f-name").fill("جمعية الجسر والنافذة")
    form.keyboard.press("Enter")  # sends nothing, leaves nothing
    expect(form.locator("#f-slug")).to_have_value("jmaya-aljsr-walnafdha")
    form.reload()
    expect(form.locator("#f-name")).to_have_value("جمعية الجسر والنافذة")
    form.locator("#clear").click()
    expect(form.locator("#f-name")).to_have_value("")


def folder_of(site: Built) -> Path:
    """Return the folder of an organization with a phone and an account."""
    for file in sorted((site.folder / "organizations").glob("*/index.json")):
        profile = json.loads(file.read_text(encoding="utf-8"))["profile"]
        channels = profile.get("donation_channels", [])
        if profile.get("contacts", {}).get("phones") and any("account_number" in channel for channel in channels):
            return file.parent
    raise AssertionError("no organization has a phone and an account")


def load(form: Page, address: str) -> None:
    form.locator("#change summary").click()
    form.locator("#f-change").fill(address)
    form.locator("#load").click()
    expect(form.locator("#f-name")).not_to_have_value("")


def to_the_end(form: Page) -> None:
    thumb = Thumb(form)
    while form.locator("#end").is_hidden():
        thumb.go_on()


def test_an_organization_is_changed_and_the_old_number_is_promised_a_call(
    form: Page, site: Built, axe_source: str
) -> None:
    folder = folder_of(site)
    profile = json.loads((folder / "index.json").read_text(encoding="utf-8"))["profile"]
    load(form, f"https://tasharuk.example/dir/organizations/{folder.name}/")
    form.locator("#f-summary").fill("نصلح ما انكسر.")
    to_the_end(form)
    today = form.evaluate("tasharuk.record().updated")
    order = [name for name in Organization.model_fields if name in profile or name == "updated"]
    expected = {name: {**profile, "summary": "نصلح ما انكسر.", "updated": today}[name] for name in order}
    assert form.locator("#text").text_content() == dump_record(expected)
    assert form.locator("#path").text_content() == f"organizations/{folder.name}/profile.yml"
    assert form.locator("#rows dt").all_inner_texts() == ["جملة تعريف"]
    assert profile["summary"] in form.locator("#rows del").inner_text()
    assert form.locator("#call").is_hidden()
    assert f"tasharuk-organization-{folder.name}" in form.evaluate("Object.keys(localStorage)")  # a draft of its own

    for name, text in (("summary", "نصلح الجسور."), ("account_number", "770088")):
        control = form.locator(f"[data-name={name}] >> input,textarea").first
        control.evaluate("(input, text) => { input.value = text; }", text)
    form.locator("#back").click()
    form.locator("#next").click()
    expect(form.locator("#call")).to_be_visible()
    assert "رقم الحساب" in form.locator("#rows dt").first.inner_text()  # money first
    assert "770088" in form.locator("#rows ins").first.inner_text()
    assert profile["contacts"]["phones"][0] in form.locator("#call").inner_text()
    form.evaluate(axe_source)
    assert form.evaluate(RUN_AXE)["violations"] == []


def test_without_a_line_the_form_opens_and_takes_a_new_and_a_changed_organization(form: Page, site: Built) -> None:
    folder = folder_of(site)
    form.evaluate("navigator.serviceWorker.ready")
    form.reload()
    load(form, folder.name)
    form.context.set_offline(True)
    form.goto(form.url)
    expect(form.locator("#form")).to_be_visible()
    thumb = Thumb(form)
    fill_required(thumb)
    assert saved(thumb)[1].decode().startswith(NEW)
    form.goto(f"{form.url}?organization={folder.name}")
    expect(form.locator("#say")).to_contain_text("لا اتصال الآن")
    form.locator("#f-summary").fill("نصلح ما انكسر.")
    to_the_end(form)
    name, content = saved(Thumb(form))
    assert name == f"organizations--{folder.name}--profile.yml"
    assert "summary: نصلح ما انكسر.\n" in content.decode()
    # what is no part of the form is not kept: a page without a line shows no account of last year
    kept = form.evaluate(f"caches.open('tasharuk-form').then(box => box.match('../organizations/{folder.name}/'))")
    assert kept is None
    form.context.set_offline(False)


SHARING = """() => {
  navigator.canShare = given => given.files.every(file => /[.](txt|jpg)$/.test(file.name));  // as Chrome has it
  navigator.share = async given => { window.given = [given.files[0].name, await given.files[0].text(), given.text]; };
}"""


def test_where_apps_take_files_one_tap_hands_them_the_file(form: Page) -> None:
    form.evaluate(SHARING)
    thumb = Thumb(form)
    fill_required(thumb)
    thumb.tap("#share")
    form.wait_for_function("window.given")
    name, text, message = form.evaluate("window.given")
    assert name == "organizations--bridge-and-window--profile.yml.txt"
    assert text.startswith(NEW)
    assert "جمعية الجسر والنافذة" in message


def test_a_post_with_a_picture_gives_a_zip_without_the_place_it_was_taken(
    phone: BrowserContext, served: str, site: Built, tmp_path: Path
) -> None:
    taken = tmp_path / "صورة IMG_2041.JPG"
    picture = Image.effect_noise((2400, 1500), 40).convert("RGB")
    exif = picture.getexif()
    exif[0x010E] = "secret place"
    picture.save(taken, "JPEG", exif=exif, quality=80)
    owner = folder_of(site).name
    form = opened(phone, served, "post/")
    thumb = Thumb(form)
    thumb.type("owner", "nobody-here")
    thumb.type("title", "Twelve windows")
    thumb.type("body", "رمّمنا اثني عشر شبّاكًا.\n\nوبقيت ثلاثة.")
    thumb.tap("#next")
    expect(form.locator("#f-owner-e")).to_contain_text("nobody-here")
    thumb.type("owner", f"https://tasharuk.example/organizations/{owner}/")
    thumb.go_on()
    thumb.tap("[data-name=photos] > [data-add]")
    photo = form.locator("[data-name=photos] .item")
    chosen = photo.locator("input[type=file]")
    chosen.set_input_files({"name": "x.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"})
    expect(photo.locator("span.bad")).to_contain_text("x.jpg")
    chosen.set_input_files(taken)
    expect(photo.locator(".pic img")).to_be_visible()
    thumb.tap("#next")
    expect(form.locator(".wrong:visible li")).to_have_count(2)  # words for those who cannot see it, and consent
    photo.locator("[data-name=alt] input").fill("شبّاك خشبي أزرق")
    photo.locator("[data-name=consent] input").check()
    thumb.go_on()
    day = form.evaluate("tasharuk.record().date")
    name, content = saved(thumb)
    assert name == f"organizations--{owner}--posts--{day}-twelve-windows.zip"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        post, media = archive.namelist()
        text = archive.read(post).decode()
        image = Image.open(io.BytesIO(archive.read(media)))
        archive.extractall(tmp_path)
    profile = f"organizations/{owner}/profile.yml"
    (tmp_path / profile).write_bytes((REPOSITORY / profile).read_bytes())
    found = check(Job(tmp_path, date.fromisoformat(day) + timedelta(days=1))).problems
    assert [one.code for one in found if one.path in (post, media)] == []
    assert post == f"organizations/{owner}/posts/{day}-twelve-windows.md"
    assert media.startswith(f"organizations/{owner}/media/")
    assert f"file: {media.rpartition('/')[2]}\n    alt: شبّاك خشبي أزرق\n    consent: true\n" in text
    assert text.endswith("---\n\nرمّمنا اثني عشر شبّاكًا.\n\nوبقيت ثلاثة.\n")
    assert image.format == "JPEG"
    assert image.size == (1600, 1000)
    assert not image.getexif()
    assert b"secret" not in content


def test_the_script_writes_the_same_bytes_as_the_program(script: Page) -> None:
    for case in CASES:
        given = [case["data"], case.get("body", ""), case.get("front_matter", False)]
        assert script.evaluate("given => tasharuk.dump(...given)", given) == case["text"]


@each_flow
def test_a_record_comes_out_of_the_form_as_it_went_in(phone: BrowserContext, served: str, flow: Flow) -> None:
    form = opened(phone, served, flow.url.removeprefix("/submit/"))
    for file in sorted((REPOSITORY / f"tests/examples/{flow.kind.name}/valid").iterdir()):
        record = read(flow.kind.pattern, file.read_bytes(), flow.kind.name)
        text = passed_through(form, [record])[0]
        again = read(flow.kind.pattern, text.encode(), flow.kind.name)
        assert values_of(again) == values_of(record), file.name
        assert again.body == record.body


def passed_through(form: Page, records: list[Any]) -> list[str]:
    """Fill the form with each record, and return the text that it writes."""
    given = [
        [one.model_dump(mode="json", exclude_defaults=True), one.body, one.path.endswith(".md")] for one in records
    ]
    through = "tasharuk.fill(data), tasharuk.dump(tasharuk.record(), body, front)"
    return form.evaluate(f"given => given.map(([data, body, front]) => ({through}))", given)


def read(pattern: str, content: bytes, kind: str) -> Record:
    """Read a file's bytes as the build does."""
    path = pattern.replace("<organization>", "lamp").replace("<slug>", "2026-10-09-x")
    source = source_of(content, path, Place(kind, pattern))
    assert isinstance(source, Source), source
    record, problems = parse_record(source)
    assert isinstance(record, Record), problems
    return record


def values_of(record: Record) -> dict[str, Any]:
    """Return the values of a record without the day on which a profile was updated: the form writes its own."""
    return record.model_dump(exclude={"updated"})


def test_a_hundred_generated_profiles_come_out_as_they_went_in(script: Page) -> None:
    made = generated(vocabulary_of_the_repository())
    assert len(made) == 100
    for before, text in zip(made, passed_through(script, made), strict=True):
        after = read(KIND_BY_NAME["organization"].pattern, text.encode(), "organization")
        assert values_of(after) == values_of(before), text


def vocabulary_of_the_repository() -> Vocabulary:
    return check(Job(REPOSITORY, date(2026, 11, 24))).catalogue.vocabulary


def generated(vocabulary: Vocabulary) -> list[Organization]:
    """Return the same hundred profiles in every run."""
    made: list[Organization] = []

    @settings(max_examples=100, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(profiles(vocabulary))
    def collect(profile: Organization) -> None:
        made.append(profile)

    collect()
    return made


TYPES: dict[str, Any] = {
    "name": fields.NameText, "title": fields.Title, "latin_name": fields.LatinName, "slug": fields.Slug,
    "code": fields.Code, "phone": fields.Phone, "email": fields.Email, "web_url": fields.WebUrl,
    "donation_url": fields.DonationUrl, "account_number": fields.AccountNumber, "iban": fields.Iban,
    "swift": fields.Swift, "count": fields.Count, "amount_number": fields.AmountNumber,
    "amount_value": fields.AmountValue, "year": fields.Year, "year_or_date": fields.YearOrDate,
    "field_path": fields.FieldPath,
}  # fmt: skip


def test_the_script_refuses_what_the_model_refuses_for_the_same_reason_and_nothing_else(script: Page) -> None:
    assert set(REFUSED) == set(TYPES)
    none_of(wrong for kind, texts in REFUSED.items() for wrong in disagreements(script, kind, texts))


def disagreements(form: Page, kind: str, texts: list[str]) -> Iterator[str]:
    """Yield the texts of which script and model think differently, where the script has an opinion."""
    codes = form.evaluate(
        "([kind, texts]) => texts.map(text => tasharuk.refusal(kind, tasharuk.clean(text, kind)) || '')", [kind, texts]
    )
    assert any(codes)
    assert not all(codes)
    for text, code in zip(texts, codes, strict=True):
        try:
            TypeAdapter(TYPES[kind]).validate_python(text)
            expected = ""
        except ValidationError as error:
            expected = error.errors()[0]["type"]
        if code != expected:
            yield f"{kind} {text!r}: the script says {code!r}, the model {expected!r}"


@each_flow
def test_every_step_is_accessible_and_narrow(phone: BrowserContext, served: str, flow: Flow, axe_source: str) -> None:
    form = opened(phone, served, flow.url.removeprefix("/submit/"))
    form.set_viewport_size({"width": 320, "height": 740})
    form.evaluate(axe_source)
    # everything at once: all steps, all folds, one item of every list, an error beside every required field
    form.evaluate(EVERYTHING)
    expect(form.locator(".wrong li").first).to_be_visible()
    assert form.evaluate(TOO_WIDE) == []
    assert form.evaluate(RUN_AXE)["violations"] == []
    form.emulate_media(color_scheme="dark")
    assert form.evaluate(CONTRAST) == []


CONTRAST = """async () => (await axe.run("main", {runOnly: {type: "rule", values: ["color-contrast"]}}))
  .violations.flatMap(rule => rule.nodes.map(node => node.html))"""

EVERYTHING = """() => {
  for (const add of document.querySelectorAll("[data-add]")) add.click();
  for (const hidden of document.querySelectorAll(".step:not(#end)")) hidden.hidden = false;
  for (const fold of document.querySelectorAll("#form details")) fold.open = true;
  document.getElementById("next").click();
}"""
