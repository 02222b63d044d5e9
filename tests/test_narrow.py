"""A small change is judged by little reading, and told as if all had been read; what stood before is not told."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from tasharuk import neighbours, pipeline
from tasharuk.job import Job
from tasharuk.pipeline import Checked, check
from tasharuk.problems import Problem
from tests.test_change import CASES, OWNERS, SITE, apply, git
from tests.tools.building import REPOSITORY, TODAY

ROUNDS = 24
ORGANIZATION = "organizations/{}/profile.yml"


@pytest.fixture(scope="session")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository whose base already holds what waits for a reviewer, and what is wrong."""
    root = Path(shutil.copytree(SITE, tmp_path_factory.mktemp("narrow") / "site"))
    for slug, owner in OWNERS.items():
        (root / "content/registry").mkdir(exist_ok=True)
        (root / f"content/registry/{slug}.yml").write_text(f"example: true\nowners: [{owner}]\n", encoding="utf-8")
    source = (root / ORGANIZATION.format("salt-and-wheat")).read_text("utf-8")
    for slug in ("salt-and-wheat-2", "salt-twin"):  # the same name, account, phone and site as another's
        place = root / ORGANIZATION.format(slug)
        place.parent.mkdir()
        place.write_text(source, encoding="utf-8")
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "base")
    return root


@pytest.fixture
def root(repository: Path) -> Iterator[Path]:
    yield repository
    git(repository, "reset", "-q", "--hard", "HEAD")
    git(repository, "clean", "-fdq")


def whole(root: Path, author: str = "") -> Checked:
    return check(Job(root, date.fromisoformat(TODAY), base="HEAD", author=author))


def narrow(root: Path, author: str = "") -> Checked:
    return check(Job(root, date.fromisoformat(TODAY), base="HEAD", author=author, uses_cache=True))


def told(checked: Checked) -> list[tuple[object, ...]]:
    return [
        (p.path, p.line, p.column, p.code, p.severity, p.field, dict(p.values), p.suggestions) for p in checked.problems
    ]


def profiles(root: Path) -> list[Path]:
    return sorted(root.glob("organizations/*/profile.yml"))


def copy_value(root: Path, chance: random.Random) -> None:
    """Give an organization a value of another's."""
    one, other = chance.sample(profiles(root), 2)
    text, source = one.read_text("utf-8"), other.read_text("utf-8")
    keys = ["account_number", "website", "number", "name", "phones", "email", "name_en", "url", "account_name"]
    key = chance.choice(keys)
    found, mine = (re.search(rf"(?m)^[ -]*{key}: .+$", each) for each in (source, text))
    if found and mine:
        value = found[0].partition(": ")[2]
        one.write_text(text.replace(mine[0], f"{mine[0].partition(': ')[0]}: {value}", 1), encoding="utf-8")


def mistype(root: Path, chance: random.Random) -> None:
    """Leave a letter out of a name or an address."""
    one = chance.choice(profiles(root))
    text = one.read_text("utf-8")
    mine = re.search(rf"(?m)^ *{chance.choice(['name', 'website', 'email', 'summary'])}: .+$", text)
    if mine:
        at = chance.randrange(mine.start() + 10, mine.end() - 2) if mine.end() - mine.start() > 14 else mine.end() - 2
        one.write_text(text[:at] + text[at + 1 :], encoding="utf-8")


def point_at_another(root: Path, chance: random.Random) -> None:
    """Say that an organization belongs to another, was called as another, or works with one that is not there."""
    one, other = chance.sample(profiles(root), 2)
    slug = chance.choice([other.parent.name, "nobody-here"])
    line = chance.choice([f"parent: {slug}", f"former_slugs: [{slug}]", f"partners: [{slug}]", f"merged_into: {slug}"])
    if f"\n{line.partition(':')[0]}:" not in one.read_text("utf-8"):
        one.write_text(f"{one.read_text('utf-8').rstrip()}\n{line}\n", encoding="utf-8")


def move_folder(root: Path, chance: random.Random) -> None:
    """Rename an organization's folder, or copy it under a number."""
    one = chance.choice(profiles(root)).parent
    if chance.random() < 0.5:
        shutil.copytree(one, one.with_name(f"{one.name}-3"), dirs_exist_ok=True)
    else:
        one.rename(one.with_name(f"{one.name}-moved"))


def delete(root: Path, chance: random.Random) -> None:
    """Remove a file of an organization."""
    files = [file for file in sorted(root.glob("organizations/**/*")) if file.is_file()]
    chance.choice(files).unlink()


def break_file(root: Path, chance: random.Random) -> None:
    """Make a file unreadable, or an odd one."""
    one = chance.choice(profiles(root))
    if chance.random() < 0.5:
        one.write_text("name: [\n", encoding="utf-8")
    else:
        (one.parent / chance.choice(["Note.TXT", "PROFILE.yml", "media/x.png"])).parent.mkdir(exist_ok=True)
        (one.parent / chance.choice(["Note.TXT", "PROFILE.yml"])).write_text("x", encoding="utf-8")


def change_campaign(root: Path, chance: random.Random) -> None:
    """Let a campaign name other organizations, or hold an account of its own."""
    campaign = chance.choice(sorted(root.glob("campaigns/*.md")))
    text = campaign.read_text("utf-8")
    slug = chance.choice([*(file.parent.name for file in profiles(root)), "nobody-here"])
    account = f"channels: [{{kind: wallet, account_name: x, account_number: 0000 0000 0042 0{chance.randrange(9)}}}]"
    line = chance.choice([f"organizations: [{slug}]", account])
    key = line.partition(":")[0]
    text = re.sub(rf"(?m)^{key}: .*\n", "", text).replace("---\n", f"---\n{line}\n", 1)
    campaign.write_text(text, encoding="utf-8")


def write_post(root: Path, chance: random.Random) -> None:
    """Publish a post that names a phone, a picture and a project, there or not."""
    owner = chance.choice(profiles(root)).parent
    post = owner / f"posts/2026-11-0{chance.randrange(1, 9)}-news.md"
    post.parent.mkdir(exist_ok=True)
    phone = chance.choice(re.findall(r"\+963 [\d ]+\d", "".join(file.read_text("utf-8") for file in profiles(root))))
    head = f"title: خبر\ndate: {post.name[:10]}\nproject: nowhere\nphotos: [{{file: media/no.png, alt: صورة}}]\n"
    post.write_text(f"---\n{head}---\nاتصلوا بالرقم {phone}.\n", encoding="utf-8")


EDITS: tuple[Callable[[Path, random.Random], None], ...] = (
    copy_value,
    copy_value,
    mistype,
    point_at_another,
    move_folder,
    delete,
    break_file,
    change_campaign,
    write_post,
)


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_any_small_change_is_told_as_if_everything_had_been_read(
    seed: int, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(seed)
    for edit in chance.choices(EDITS, k=chance.randrange(1, 4)):
        edit(root, chance)
    expected = whole(root)
    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "_read_all", lambda *_: pytest.fail("everything was read"))
        found = narrow(root)
    assert told(found) == told(expected)
    assert found.source_count <= expected.source_count


@pytest.mark.parametrize("case", CASES[4::12], ids=lambda case: case["title"])
def test_a_seeded_change_is_told_as_if_everything_had_been_read(case: dict[str, str], root: Path) -> None:
    apply(root, case)
    assert told(narrow(root, case.get("author", ""))) == told(whole(root, case.get("author", "")))


def standing(root: Path) -> tuple[Problem, ...]:
    return check(Job(root, date.fromisoformat(TODAY))).problems


def test_what_stood_before_in_files_that_nobody_touched_is_not_told(root: Path) -> None:
    assert {"shared_account", "name_clash", "slug_similar"} <= {problem.code for problem in standing(root)}
    post = next(root.glob("organizations/thread-and-olive/posts/*.md"))
    post.write_text(post.read_text("utf-8") + "\nشكرا لكم.\n", encoding="utf-8")
    for checked in (narrow(root), whole(root)):
        assert not [problem for problem in checked.problems if "salt" in problem.path]


def test_what_stood_before_is_told_when_the_change_touches_it(root: Path) -> None:
    profile = root / ORGANIZATION.format("salt-twin")
    profile.write_text(profile.read_text("utf-8") + "# x\n", encoding="utf-8")
    codes = {(problem.path.split("/")[1], problem.code) for problem in narrow(root).problems}
    assert ("salt-twin", "shared_account") in codes
    assert ("salt-twin", "name_clash") in codes


def test_an_account_of_an_organization_nobody_touched_is_told_on_both_sides(root: Path) -> None:
    profile = root / ORGANIZATION.format("thread-and-olive")
    text = profile.read_text("utf-8").replace("0000 0000 0042 01", "0000 0000 0042 04")
    profile.write_text(text, encoding="utf-8")
    held = {problem.path.split("/")[1] for problem in narrow(root).problems if problem.code == "shared_account"}
    assert held == {"thread-and-olive", "paper-kite"}


def test_a_list_that_changes_makes_everything_be_read_and_told(root: Path) -> None:
    (root / "content/vocabulary").mkdir(exist_ok=True)
    text = (REPOSITORY / "content/vocabulary/sectors.yml").read_text("utf-8")
    (root / "content/vocabulary/sectors.yml").write_text(text.replace("food-security", "food-safety"), "utf-8")
    found = narrow(root)
    assert "unknown_term" in {problem.code for problem in found.problems}
    assert told(found) == told(whole(root))


def test_what_is_kept_follows_the_base(root: Path) -> None:
    narrow(root)
    profile = root / ORGANIZATION.format("paper-kite")
    text = profile.read_text("utf-8")
    profile.write_text(text.replace("0000 0000 0042 04", "0000 0000 0042 44"), encoding="utf-8")
    git(root, "commit", "-qam", "next")
    other = root / ORGANIZATION.format("thread-and-olive")
    other.write_text(other.read_text("utf-8").replace("0000 0000 0042 01", "0000 0000 0042 44"), encoding="utf-8")
    found = narrow(root)
    git(root, "stash", "-q")
    git(root, "reset", "-q", "--hard", "HEAD~1")
    assert "shared_account" in {problem.code for problem in found.problems}


def test_ties_that_stand_in_many_files_lead_to_the_same_records(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(root / ".cache", ignore_errors=True)
    chance, codes = random.Random(1), set()
    for most in (4_000, 3, 3, 4_000):  # one file, made into many, brought up to another base, made into one again
        monkeypatch.setattr(neighbours, "MOST_IN_SHARE", most)
        copy_value(root, chance)
        copy_value(root, chance)
        assert told(narrow(root)) == told(whole(root))
        git(root, "commit", "-qam", "next", "--allow-empty")
        copy_value(root, chance)
        found = narrow(root)
        assert told(found) == told(whole(root))
        codes |= {problem.code for problem in found.problems}
    assert {code for code in codes if code.startswith(("shared_", "name_"))}
    assert len(list((root / ".cache/neighbours").iterdir())) > 100
    git(root, "reset", "-q", "--hard", "HEAD~4")


def test_a_damaged_tie_makes_everything_be_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    profile = root / ORGANIZATION.format("thread-and-olive")
    text = profile.read_text("utf-8").replace("0000 0000 0042 01", "0000 0000 0042 04")
    profile.write_text(text, encoding="utf-8")
    narrow(root)
    for file in (root / ".cache/neighbours").glob("of-*"):
        file.write_bytes(file.read_bytes()[:-1])
    assert told(narrow(root)) == told(whole(root))
    with monkeypatch.context() as patch:  # the next time they are there again
        patch.setattr(pipeline, "_read_all", lambda *_: pytest.fail("everything was read"))
        assert told(narrow(root))


def test_files_that_git_is_told_to_overlook_are_looked_at(root: Path) -> None:
    path = ORGANIZATION.format("thread-and-olive")
    for mark in ("--assume-unchanged", "--skip-worktree"):
        git(root, "update-index", mark, path)
        profile = root / path
        profile.write_text(profile.read_text("utf-8").replace("0000 0000 0042 01", "0000 0000 0042 07"), "utf-8")
        assert "money_changed" in {problem.code for problem in narrow(root).problems}
        git(root, "update-index", mark.replace("--", "--no-"), path)
        git(root, "checkout", "-q", "--", path)


def test_a_copied_repository_is_read_as_little(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "MOST_FILES", 3)  # git takes every file of a copy for one that may have changed
    copy = Path(shutil.copytree(root, tmp_path / "copy", symlinks=True))
    for file in copy.glob("organizations/**/*.*"):
        file.touch()
    profile = copy / ORGANIZATION.format("thread-and-olive")
    profile.write_text(profile.read_text("utf-8").replace("0000 0000 0042 01", "0000 0000 0042 07"), "utf-8")
    monkeypatch.setattr(pipeline, "_read_all", lambda *_: pytest.fail("everything was read"))
    assert [problem.code for problem in narrow(copy).problems if problem.is_held] == ["money_changed"]


def test_no_filter_of_the_repository_is_run(root: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(root, tmp_path / "copy", symlinks=True))
    (copy / ".gitattributes").write_text("* filter=x\n", encoding="utf-8")
    git(copy, "add", "-A")
    git(copy, "commit", "-qm", "attributes")
    trap = tmp_path / "trap"
    for key in ("clean", "process", "smudge"):
        git(copy, "config", f"filter.x.{key}", f"touch {trap}; cat")
    git(copy, "config", "filter.x.required", "true")
    for file in copy.glob("organizations/*/profile.yml"):
        file.touch()
    narrow(copy)
    assert not trap.exists()


def test_a_root_inside_a_repository_is_judged_alike(root: Path, tmp_path: Path) -> None:
    place = Path(shutil.copytree(root, tmp_path / "whole/site", ignore=shutil.ignore_patterns(".git", ".cache")))
    git(place.parent, "init", "-q")
    git(place.parent, "add", "-A")
    git(place.parent, "commit", "-qm", "base")
    profile = place / ORGANIZATION.format("thread-and-olive")
    profile.write_text(profile.read_text("utf-8").replace("0000 0000 0042 01", "0000 0000 0042 04"), "utf-8")
    assert told(narrow(place)) == told(whole(place))
    assert {"money_changed", "shared_account"} <= {problem.code for problem in narrow(place).problems}


def test_what_is_kept_is_no_change_of_anybodys(root: Path) -> None:
    narrow(root)
    assert (root / ".cache").is_dir()
    assert not narrow(root).problems
