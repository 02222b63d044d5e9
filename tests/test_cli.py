"""The commands of the contract, run as people run them: what they print, what they leave behind, how they end."""

import errno
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tasharuk import write
from tasharuk.cli import main
from tests.tools.building import REPOSITORY, TODAY
from tests.tools.html_page import HtmlPage

FIXTURE = REPOSITORY / "tests" / "site"
PROFILE = "organizations/two-lanterns/profile.yml"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a copy of the fixture site, ready to be spoiled."""
    return Path(shutil.copytree(FIXTURE, tmp_path / "root"))


@pytest.fixture
def run(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function: arguments → exit code, standard output, standard error."""

    def call(*arguments: str, at: Path = root) -> tuple[int, str, str]:
        options = ["--root", str(at), "--out", str(tmp_path / "out"), "--today", TODAY]
        code = main([*options, *arguments])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return call


def spoil(root: Path, old: str, new: str, path: str = PROFILE) -> None:
    """Replace a text in a file that holds it."""
    file = root / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def problems_of(printed: str) -> list[dict[str, object]]:
    """Return the problems printed with --format json."""
    found = json.loads(printed)
    assert isinstance(found, list)
    return found


# --- build


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "امتلأ القرص"), (errno.EROFS, "تعذّرت الكتابة")],
    ids=["full", "not to be written"],
)
def test_a_site_that_cannot_be_written_stays_as_it_was(
    number: int, words: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    assert run("build")[0] == 0
    before = sorted(out.rglob("*"))

    def refuse(_path: str) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(write, "_make_folder", refuse)
    code, _, told = run("build", "--no-cache")
    assert code == 2
    assert words in told
    assert str(out) in told
    assert "Traceback" not in told
    assert sorted(out.rglob("*")) == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".out")] == []


# --- check


def test_check_ends_with_3_while_something_is_held(run: Run) -> None:
    code, printed, _ = run("check", "--format", "json")
    assert (code, [problem["code"] for problem in problems_of(printed)]) == (3, ["registry_mismatch"])


def test_check_ends_with_0_once_the_ministry_has_accepted(run: Run, root: Path) -> None:
    problem = "path: organizations/inkwell-and-swallow/profile.yml, code: registry_mismatch"
    accepted = f"accepted:\n  - {{{problem}, reason: سبق التدقيق, on: 2026-11-20}}\n"
    (root / "content" / "accepted.yml").write_text(accepted, encoding="utf-8")
    assert run("check")[0] == 0


def test_check_ends_with_1_on_an_error(run: Run, root: Path) -> None:
    spoil(root, "sectors: [livelihoods]", "sectors: [livelihood]")
    code, printed, _ = run("check", "--format", "json")
    found = [problem for problem in problems_of(printed) if problem["severity"] == "error"]
    assert code == 1
    assert [(p["path"], p["line"], p["code"], p["suggestions"]) for p in found] == [
        (PROFILE, 8, "unknown_term", ["livelihoods"])
    ]


def test_check_of_one_path_tells_only_of_that_path(run: Run) -> None:
    assert run("check", "organizations/two-lanterns")[0] == 0
    assert run("check", "organizations/inkwell-and-swallow/profile.yml")[0] == 3


def test_options_may_stand_before_or_after_the_command(run: Run) -> None:
    assert run("--format", "json", "check") == run("check", "--format", "json")


@pytest.mark.parametrize(
    "arguments", [["--today", "24.11.2026"], ["check", "--format", "xml"], ["dance"], ["new", "organization"]]
)
def test_a_wrong_command_line_ends_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_a_missing_root_ends_with_2(run: Run, tmp_path: Path) -> None:
    assert run("check", at=tmp_path / "nowhere")[0] == 2


def test_a_file_of_settings_that_cannot_be_used_is_a_problem_not_a_crash(run: Run, root: Path) -> None:
    (root / "content" / "site.yml").write_text("thresholds: {stale_profile_days: كثير}\n", encoding="utf-8")
    code, printed, _ = run("check", "--format", "json")
    assert code == 1
    assert "content/site.yml" in {problem["path"] for problem in problems_of(printed)}


# --- build


def test_build_refuses_and_leaves_the_old_site(run: Run, root: Path, tmp_path: Path) -> None:
    assert run()[0] == 0
    before = (tmp_path / "out" / "index.html").read_bytes()
    spoil(root, "name: فريق الفانوسين", "name: ''")
    code, printed, _ = run("build")
    assert code == 1
    assert PROFILE in printed
    assert (tmp_path / "out" / "index.html").read_bytes() == before


def test_build_never_empties_a_folder_that_is_no_site(run: Run, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("مهمّ", encoding="utf-8")
    assert run()[0] == 2
    assert (tmp_path / "out" / "thesis.txt").is_file()


def test_quarantine_leaves_out_what_is_broken_and_ends_with_4(run: Run, root: Path, tmp_path: Path) -> None:
    for number in range(12):  # so that one broken file is less than a twentieth
        shutil.copy(
            root / "organizations/two-lanterns/posts/2026-10-03-bicycles.md",
            root / f"organizations/two-lanterns/posts/2026-10-03-again-{number}.md",
        )
    spoil(
        root,
        "deadline: 2026-12-15",
        "deadline: 15-12-2026",
        "organizations/inkwell-and-swallow/opportunities/story-teller.md",
    )
    assert run("build")[0] == 1
    code, _, told = run("build", "--quarantine")
    assert code == 4
    assert "story-teller.md" in told
    out = tmp_path / "out" / "organizations"
    assert not (out / "inkwell-and-swallow/opportunities").exists()
    assert (out / "two-lanterns/index.html").is_file()


def test_quarantine_refuses_when_too_much_is_broken(run: Run, root: Path) -> None:
    spoil(root, "name: فريق الفانوسين", "name: ''")
    assert run("build", "--quarantine")[0] == 1


def test_a_folder_with_nothing_but_organizations_and_campaigns_is_enough(run: Run, root: Path, tmp_path: Path) -> None:
    shutil.rmtree(root / "content")
    spoil(root, "initiative: reading-year\n", "", "campaigns/ink-for-winter.md")
    spoil(root, "initiative: reading-year\n", "", "organizations/inkwell-and-swallow/projects/reading-hour.md")
    code, _, told = run()
    assert code == 0, told
    assert (tmp_path / "out" / "organizations" / "two-lanterns" / "index.html").is_file()
    assert (tmp_path / "out" / "donor-guide" / "index.html").is_file()


def test_what_the_program_lends_is_never_held_against_the_root(root: Path, tmp_path: Path) -> None:
    shutil.rmtree(root / "content")
    before = "2020-01-01"  # earlier than all the texts that the program lends
    shutil.rmtree(root / "organizations")
    shutil.rmtree(root / "campaigns")
    (root / "organizations").mkdir()
    assert main(["build", "--root", str(root), "--out", str(tmp_path / "out"), "--today", before]) == 0


def test_a_former_address_leads_to_the_new_one(run: Run, tmp_path: Path) -> None:
    assert run("--base-url", "https://host.example/some/path/")[0] == 0
    page = (tmp_path / "out/organizations/inkwell-club/index.html").read_text(encoding="utf-8")
    assert "/some/path/organizations/inkwell-and-swallow/" in page


@pytest.mark.parametrize(("today", "is_open"), [("2026-12-31", True), ("2027-01-01", False)])
def test_a_campaign_closes_the_day_after_its_end(today: str, is_open: bool, run: Run, tmp_path: Path) -> None:
    assert run("--today", today)[0] == 0
    page = (tmp_path / "out/campaigns/ink-for-winter/index.html").read_text(encoding="utf-8")
    assert ("00000000007001" in page) is is_open


# --- what was typed comes out as typed


PHONES = ["0112345670", "+963 11 234 5670", "٠١١٢٣٤٥٦٧٠", '"011 234 5670"', "963112345670+"]
TEXTS = ["no", "yes", "12:30", "1.10", "0x1F", "1_000", "2026-11-24", "1e3", "true", "007", "null-island"]


def test_phones_come_out_right_however_they_were_typed(run: Run, root: Path, tmp_path: Path) -> None:
    spoil(root, "contacts: {whatsapp: +963 900 007 002}", "\n    - ".join(["contacts:\n  phones:", *PHONES]))
    assert run()[0] == 0
    page = HtmlPage.read(tmp_path / "out", tmp_path / "out/organizations/two-lanterns/index.html")
    assert [link.value for link in page.links if link.value.startswith("tel:")] == ["tel:+963112345670"] * len(PHONES)
    assert page.html.count(">+963 11 234 5670<") == len(PHONES)


def test_text_that_yaml_would_change_survives(run: Run, root: Path, tmp_path: Path) -> None:
    spoil(root, "updated:", f"localities: [{', '.join(TEXTS)}]\nupdated:")
    assert run()[0] == 0
    data = json.loads((tmp_path / "out/organizations/two-lanterns/index.json").read_text(encoding="utf-8"))
    assert data["profile"]["localities"] == TEXTS


def test_a_duplicate_key_is_refused_at_the_second(run: Run, root: Path) -> None:
    spoil(root, "updated: 2026-10-20", "updated: 2026-10-20\nname: فريق الفانوسين")
    code, printed, _ = run("check", "--format", "json")
    lines = (root / PROFILE).read_text(encoding="utf-8").splitlines()
    found = [(p["code"], p["line"]) for p in problems_of(printed) if p["path"] == PROFILE]
    assert (code, found) == (1, [("duplicate_key", len(lines))])


# --- new, schema, clear-examples


def test_new_never_overwrites_and_refuses_bad_names(run: Run, root: Path) -> None:
    before = (root / PROFILE).read_bytes()
    assert run("new", "organization", "two-lanterns")[0] == 2
    assert (root / PROFILE).read_bytes() == before
    for slug in ("Two-Lanterns", "../two", "فانوس", "two--lanterns"):
        assert run("new", "organization", slug)[0] == 2
    assert run("new", "post", "no-organization")[0] == 2


def test_the_committed_schemas_are_those_of_the_models(run: Run) -> None:
    assert run("schema", "--check", at=REPOSITORY) == (0, "", "")


def test_a_stale_schema_is_named(run: Run, root: Path) -> None:
    assert run("schema")[0] == 0
    (root / "schema" / "post.schema.json").write_text("{}\n", encoding="utf-8")
    code, _, told = run("schema", "--check")
    assert code == 1
    assert "post.schema.json" in told


def test_without_its_examples_the_directory_is_empty_and_whole(run: Run, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    for name in ("organizations", "campaigns", "content"):
        shutil.copytree(REPOSITORY / name, copy / name)
    assert run("clear-examples", at=copy)[0] == 0
    assert list((copy / "organizations").iterdir()) == []
    assert list((copy / "campaigns").iterdir()) == []
    assert not list((copy / "content" / "registry").glob("*.yml"))
    code, printed, _ = run("check", at=copy)
    assert (code, printed) == (0, "")
    assert run(at=copy)[0] == 0
    out = tmp_path / "out"
    pages = [HtmlPage.read(out, file) for file in sorted(out.rglob("*.html"))]
    assert [page.url for page in pages if 'class="demo"' in page.html or 'class="eg"' in page.html] == []
    home = next(page for page in pages if page.url == "/")
    assert home.html.count('class="empty') + home.html.count("class=empty") >= 1
