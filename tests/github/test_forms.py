"""Templates of requests, forms of issues, code owners: whole, in Arabic, and naming nothing that does not exist."""

import re
from typing import Any

import pytest
import yaml

from tasharuk.kinds import KIND_BY_NAME
from tests.tools.building import REPOSITORY
from tests.tools.workflows import GITHUB, step, workflow

FORMS = {file.stem: yaml.safe_load(file.read_text("utf-8")) for file in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml")}
CHOOSER = FORMS.pop("config")
TEMPLATES = {
    file.stem: file.read_text("utf-8")
    for file in (GITHUB / "pull_request_template.md", *sorted((GITHUB / "PULL_REQUEST_TEMPLATE").iterdir()))
}
# template → the kinds whose fields it may name
KINDS_OF = {
    "campaign": ["campaign"],
    "change": ["organization"],
    "organization": ["organization"],
    "post": ["post", "project", "opportunity"],
    "pull_request_template": [],
    "registry": ["registry"],
}
ELEMENTS = {"markdown", "input", "textarea", "dropdown", "checkboxes"}
ARABIC = re.compile("[\u0621-\u064a]")
SITE = yaml.safe_load((REPOSITORY / "content/site.yml").read_text("utf-8"))


def test_there_is_a_template_for_every_kind_of_request_and_a_form_for_every_need() -> None:
    assert set(TEMPLATES) == set(KINDS_OF)
    assert set(FORMS) == {"fraud", "help", "mistake"}


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_is_arabic_short_and_asks_only_what_a_person_vouches_for(name: str) -> None:
    text = TEMPLATES[name]
    assert text.startswith('<div dir="rtl" lang="ar">\n\n')
    assert text.endswith("\n\n</div>\n")
    boxes = re.findall(r"^- \[ \] (.+)$", text, re.MULTILINE)
    assert 2 <= len(boxes) <= 6
    assert all(ARABIC.search(box) and box.rstrip("*)").endswith((".", "(للنشاط", "حسابًا")) for box in boxes)
    assert not re.search(r"\[[xX]\]", text)
    assert len(text.splitlines()) <= 30
    # the machine finds these out by itself
    assert not re.search("`check`|build.py|صيغة|YAML", text)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_names_only_fields_that_exist(name: str) -> None:
    fields = {field for kind in KINDS_OF[name] for field in KIND_BY_NAME[kind].model.model_fields}
    assert set(re.findall("`(.+?)`", TEMPLATES[name])) <= fields


@pytest.mark.parametrize("name", FORMS)
def test_a_form_has_what_github_asks_of_a_form(name: str) -> None:
    form = FORMS[name]
    assert {"name", "description", "body"} <= form.keys() <= {"name", "description", "body", "title", "labels"}
    assert all(ARABIC.search(form[key]) for key in ("name", "description", "title"))
    ids = [element["id"] for element in form["body"] if element["type"] != "markdown"]
    assert len(ids) == len(set(ids)) > 0
    for element in form["body"]:
        check_element(element)


def check_element(element: dict[str, Any]) -> None:
    """Hold one element of a form to what GitHub's own page of forms says."""
    assert element["type"] in ELEMENTS
    assert element.keys() <= {"type", "id", "attributes", "validations"}
    attributes = element["attributes"]
    if element["type"] == "markdown":
        assert ARABIC.search(attributes["value"])
        return
    assert re.fullmatch(r"[a-z-]+", element["id"])
    arabic, _, english = attributes["label"].partition(" · ")
    assert ARABIC.search(arabic)
    assert english.isascii()
    assert english
    if element["type"] in ("dropdown", "checkboxes"):
        options = [option["label"] if isinstance(option, dict) else option for option in attributes["options"]]
        assert len(options) == len(set(options)) > 0
        assert all(isinstance(option, str) and ARABIC.search(option) for option in options)
    assert set(element.get("validations", {"required": True}).values()) <= {True, False}


def test_public_forms_warn_before_they_ask_and_the_private_way_exists() -> None:
    for form in FORMS.values():
        assert form["body"][0]["type"] == "markdown"
        assert "يراه الجميع" in form["body"][0]["attributes"]["value"]
    assert CHOOSER["blank_issues_enabled"] is False
    assert all({"name", "url", "about"} == link.keys() for link in CHOOSER["contact_links"])


def test_links_of_the_forms_lead_to_pages_of_the_directory() -> None:
    texts = [file.read_text("utf-8") for file in (GITHUB / "ISSUE_TEMPLATE").iterdir()]
    links = {link for text in texts for link in re.findall(r"https?://[^\s)\"'…]+", text)}
    assert links
    pages = {f"{page.stem}/" for page in (REPOSITORY / "content/pages").glob("*.md")}
    pages |= {"access-centers/", "organizations/"}
    for link in links:
        assert link.startswith(SITE["base_url"])
        assert link.removeprefix(SITE["base_url"]) in pages


# --- code owners


def owners_of(path: str) -> tuple[str, ...]:
    """Return who must agree to a change of a file: the last line that fits counts."""
    found: tuple[str, ...] = ()
    for line in (GITHUB / "CODEOWNERS").read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        pattern, *owners = line.split()
        anchored = pattern.removeprefix("/")
        if pattern == "*" or path == anchored or (pattern.endswith("/") and path.startswith(anchored)):
            found = tuple(owners)
    return found


def test_everything_but_submissions_has_an_owner() -> None:
    tops = [item for folder in ("", "content", ".github") for item in (REPOSITORY / folder).iterdir()]
    for item in tops:
        path = item.relative_to(REPOSITORY).as_posix() + ("/any" if item.is_dir() else "")
        assert bool(owners_of(path)) is not path.startswith(("organizations/", "campaigns/")), path


@pytest.mark.parametrize(
    ("path", "team"),
    [
        (".github/workflows/validate.yml", "maintainers"),
        (".github/CODEOWNERS", "maintainers"),
        ("tasharuk/cli.py", "maintainers"),
        ("content/words/ar.yml", "maintainers"),
        ("content/site.yml", "maintainers"),
        ("content/registry/x.yml", "registry"),
        ("content/accepted.yml", "registry"),
        ("content/pages/about.md", "reviewers"),
        ("organizationsx/x", "maintainers"),
        (".gitmodules", "maintainers"),
    ],
)
def test_who_owns_what(path: str, team: str) -> None:
    assert owners_of(path) == (f"@tasharuk/{team}",)


def test_every_path_of_the_code_owners_exists() -> None:
    for line in (GITHUB / "CODEOWNERS").read_text("utf-8").splitlines():
        if line.startswith("/"):
            assert (REPOSITORY / line.split()[0].strip("/")).exists(), line


def test_labels_of_forms_and_of_the_card_are_different_ones() -> None:
    script = step(workflow("comment"), "Set the status, post the comment, set the labels")["with"]["script"]
    for form in FORMS.values():
        assert not any(f"'{label}'" in script for label in form["labels"])
