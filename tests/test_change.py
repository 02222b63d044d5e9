"""Changes judged against their base, in a real repository: seeded ones, and what the card says of them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tasharuk.cli import main
from tasharuk.rules import CHANGE_CODES
from tests.tools.building import REPOSITORY, TODAY

SITE = REPOSITORY / "tests/examples/typical-mistakes/site"
TABLE = REPOSITORY / "tests/cases/changes.yml"
CASES: list[dict[str, Any]] = [
    {"about": about, **case}
    for about, cases in yaml.safe_load(TABLE.read_text("utf-8"))["changes"].items()
    for case in cases
]
OWNERS = {"thread-and-olive": "thread-owner", "salt-and-wheat": "salt-owner", "clay-lantern": ""}


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=test", "-c", "user.email=test@example.org"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="session")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository whose only commit holds the sound site and the owners of three folders."""
    root = Path(shutil.copytree(SITE, tmp_path_factory.mktemp("repository") / "site"))
    for slug, owner in OWNERS.items():
        (root / "content/registry").mkdir(exist_ok=True)
        text = f"example: true\nowners: [{owner}]\n"
        (root / f"content/registry/{slug}.yml").write_text(text, encoding="utf-8")
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "base")
    return root


@pytest.fixture
def root(repository: Path) -> Iterator[Path]:
    """Return the repository, and lay it out anew after the test."""
    yield repository
    git(repository, "reset", "-q", "--hard", "HEAD")
    git(repository, "clean", "-fdq")


def apply(root: Path, case: dict[str, Any]) -> None:
    """Make one seeded change, and those that come with it."""
    file = root / case["file"]
    file.parent.mkdir(parents=True, exist_ok=True)
    if "link" in case:
        file.unlink(missing_ok=True)
        file.symlink_to(case["link"])
    elif "move_to" in case:
        file.rename(root / case["move_to"])
    elif "mode" in case:
        file.chmod(case["mode"])
    elif case.get("delete"):
        shutil.rmtree(file) if file.is_dir() else file.unlink()
    elif "copy_of" in case:
        shutil.copy(root / case["copy_of"], file)
    else:
        file.write_text(text_of(case, file), encoding="utf-8")
    for also in case.get("also", ()):
        apply(root, also)


def text_of(case: dict[str, Any], file: Path) -> str:
    text = str(case["write"] if "write" in case else file.read_text(encoding="utf-8"))
    if "replace" in case:
        assert case["replace"] in text
        text = text.replace(case["replace"], case["by"], 1)
    if "rename_to" in case:
        text = re.sub(r"(?m)^name: .*$", f"name: {case['rename_to']}", text)
    return text + case.get("append", "")


def run(root: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main(["--root", str(root), "--today", TODAY, *arguments])
    return code, capsys.readouterr().out


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_a_seeded_change_is_judged_as_it_should_be(
    case: dict[str, Any], root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    apply(root, case)
    author = ["--author", case["author"]] if "author" in case else []
    code, printed = run(root, capsys, "review", "--base", "HEAD", *author, "--format", "json")
    card = json.loads(printed)
    found = [problem for problem in card["problems"] if problem["code"] != "unused_media"]
    assert {problem["code"] for problem in found} == set(case["found"])
    severities = {problem["severity"] for problem in found}
    assert code == (1 if "error" in severities else 3 if "held" in severities else 0)
    assert card["headline"].lstrip("*").startswith(case.get("first", ""))
    for text in case.get("says", ()):
        assert text in printed


@pytest.mark.parametrize("case", CASES[::9], ids=lambda case: case["title"])
def test_check_and_card_agree(case: dict[str, Any], root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    apply(root, case)
    author = ["--author", case["author"]] if "author" in case else []
    code, printed = run(root, capsys, "check", "--base", "HEAD", *author, "--format", "json")
    again, card = run(root, capsys, "review", "--base", "HEAD", *author, "--format", "json")
    assert again == code
    assert json.loads(card)["problems"] == json.loads(printed)


def test_the_table_is_what_was_asked_for() -> None:
    counted = Counter(case["about"] for case in CASES)
    least = {"money": 16, "respelling": 4, "passing for another": 6, "owners and paths": 6, "harmless": 8}
    assert all(counted[about] >= count for about, count in least.items())
    assert TABLE.read_text("utf-8").startswith(f"# {len(CASES)} seeded changes")
    assert not [case["title"] for case in CASES if case["about"] in ("respelling", "harmless") and case["found"]]
    assert [case["title"] for case in CASES if case["about"] == "money" and case.get("first") != "يمسّ المال"] == []
    assert set().union(*(case["found"] for case in CASES)) >= CHANGE_CODES


def test_the_card_shows_old_beside_new_and_whom_to_call(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    apply(root, CASES[0])
    _, card = run(root, capsys, "review", "--base", "HEAD")
    assert "| 0000 0000 0042 01 | 0000 0000 0042 0⟦7⟧ |" in card
    assert "963 900 003 941" in card


def test_a_changed_contact_and_a_removed_record_wait(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "organizations/thread-and-olive/posts/2026-09-06-new-machines.md").unlink()
    profile = root / "organizations/clay-lantern/profile.yml"
    profile.write_text(profile.read_text("utf-8").replace("003 944", "003 945"), encoding="utf-8")
    code, printed = run(root, capsys, "review", "--base", "HEAD", "--format", "json")
    card = json.loads(printed)
    assert code == 3
    assert {problem["code"] for problem in card["problems"]} >= {"contact_changed", "record_removed"}
    assert card["risk"] == "contact"
    assert card["removed"] == ["organizations/thread-and-olive/posts/2026-09-06-new-machines.md"]


def test_a_head_is_judged_without_touching_the_files_here(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    apply(root, CASES[0])
    git(root, "commit", "-qam", "change")
    git(root, "tag", "-f", "proposed")
    git(root, "reset", "-q", "--hard", "HEAD~1")
    code, card = run(root, capsys, "review", "--base", "HEAD", "--head", "proposed")
    assert code == 3
    assert card.startswith("**يمسّ المال** (1)")
    assert run(root, capsys, "check")[0] == 0


def test_a_card_for_fifty_organizations_stays_readable(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (root / "organizations/clay-lantern/profile.yml").read_text("utf-8")
    for number in range(50):
        folder = root / f"organizations/team-{'abcdefghij'[number // 10]}{'klmnopqrst'[number % 10]}"
        folder.mkdir()
        own = text.replace("قنديل الطين", f"رقم {number} للتجربة").replace("003 944", f"004 {number:03}")
        (folder / "profile.yml").write_text(own, encoding="utf-8")
    _, card = run(root, capsys, "review", "--base", "HEAD")
    shown = card.partition("<details>")[0]
    assert len(shown.splitlines()) < 40
    assert card.count("team-") >= 50


@pytest.mark.parametrize("revision", ["no-such-revision", "--upload-pack=x", "HEAD~99"])
def test_an_unknown_revision_ends_with_2(revision: str, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, capsys, "check", f"--base={revision}")[0] == 2
