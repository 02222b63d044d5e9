"""The help desk's way in: what the form saved becomes a branch of a real repository, what is hostile nothing."""

from __future__ import annotations

import io
import json
import re
import shutil
import stat
import subprocess
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasharuk.cli import main
from tasharuk.intake import package
from tasharuk.intake.message import branch_name, main_path, subject
from tasharuk.intake.package import is_submitted, open_package, path_of_name
from tests.tools.building import REPOSITORY, TODAY
from tests.tools.records import words

SITE = REPOSITORY / "tests/examples/typical-mistakes/site"
NEW = "organizations/glass-swing/profile.yml"
PROFILE = """\
example: true
name: فريق الأرجوحة الزجاجية
legal_form: volunteer-team
summary: نصلح الأراجيح.
headquarters: homs
governorates: [homs]
sectors: [youth]
contacts:
  email: a@glass-swing.example
updated: 2026-11-01
"""
OLD = "organizations/thread-and-olive/profile.yml"
BRANCH = f"intake/glass-swing-{TODAY}"
Take = Callable[..., tuple[int, str, str]]


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout


def branches(root: Path) -> list[str]:
    return git(root, "for-each-ref", "--format=%(refname:short)", "refs/heads/intake").split()


@pytest.fixture(scope="session")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository whose root is a folder below its top, with the sound site in it."""
    top = tmp_path_factory.mktemp("intake") / "repository"
    shutil.copytree(SITE, top / "directory")
    git(top, "init", "-q", "-b", "main")
    git(top, "config", "user.name", "help desk")
    git(top, "config", "user.email", "desk@example.org")
    git(top, "add", "-A")
    git(top, "commit", "-qm", "base")
    return top


@pytest.fixture
def root(origin: Path) -> Iterator[Path]:
    yield origin / "directory"
    git(origin, "reset", "-q", "--hard")
    git(origin, "clean", "-fdq")
    for branch in branches(origin):
        git(origin, "branch", "-qD", branch)


@pytest.fixture
def take(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Take:
    """Return a function: name and content of what was sent → exit code, standard output, standard error."""

    def call(name: str, content: bytes | str, *arguments: str, at: Path = root) -> tuple[int, str, str]:
        sent = tmp_path / name
        sent.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        code = main(["--root", str(at), "--today", TODAY, "intake", str(sent), *arguments])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return call


def zipped(files: Mapping[str, bytes | str], change: Callable[[zipfile.ZipInfo], None] | None = None) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            if change:
                change(entry)
            archive.writestr(entry, content)
    return buffer.getvalue()


# --- a sound file


def test_a_new_profile_becomes_a_branch_and_the_work_tree_stays(root: Path, take: Take) -> None:
    (root / "organizations/clay-lantern/profile.yml").write_text("half a thought", encoding="utf-8")
    (root / "notes.txt").write_text("mine", encoding="utf-8")
    before = git(root, "status", "--porcelain")
    code, printed, _ = take("organizations--glass-swing--profile.yml", PROFILE)
    assert (code, branches(root)) == (0, [BRANCH])
    assert git(root, "status", "--porcelain") == before
    assert git(root, "show", f"{BRANCH}:directory/{NEW}") == PROFILE
    assert git(root, "diff", "--name-only", "main", BRANCH).split() == [f"directory/{NEW}"]
    assert git(root, "log", "-1", "--format=%s|%an|%ae|%P", BRANCH).strip() == (
        f"Add organization: glass-swing|help desk|desk@example.org|{git(root, 'rev-parse', 'main').strip()}"
    )
    assert f"git push -u origin {BRANCH}" in printed
    assert NEW in printed
    assert git(root, "worktree", "list").count("\n") == 1


@pytest.mark.parametrize(
    "name",
    [
        "organizations--glass-swing--profile (1).yml",
        "organizations--glass-swing--profile(2).yml",
        "organizations--glass-swing--profile.yml.txt",
        "organizations--glass-swing--profile.yaml",
    ],
)
def test_what_a_browser_adds_to_a_name_does_no_harm(name: str) -> None:
    assert path_of_name(name) == NEW


@pytest.mark.parametrize("name", ["profile.yml", "organizations-glass-swing-profile.yml", "DOC-20261102-WA0003.", ""])
def test_a_name_that_tells_no_place_is_refused_with_what_to_type(name: str, root: Path, take: Take) -> None:
    assert path_of_name(name) == ""
    code, printed, _ = take(name or "x", PROFILE)
    assert (code, branches(root)) == (1, [])
    assert "--as organizations/" in printed


def test_a_renamed_file_goes_where_it_is_told_to(root: Path, take: Take) -> None:
    assert take("DOC-20261102-WA0003.yml", PROFILE, "--as", NEW)[0] == 0
    assert git(root, "show", f"{BRANCH}:directory/{NEW}") == PROFILE


def test_safe_repairs_come_first_and_are_told(root: Path, take: Take) -> None:
    spoiled = PROFILE.replace("homs\n", "حمص\n", 1).replace("2026-11-01", "٢٠٢٦/١١/١").replace("\n", "\r\n")
    code, printed, _ = take("organizations--glass-swing--profile.yml", spoiled.encode("utf-16"))
    assert code == 0
    assert git(root, "show", f"{BRANCH}:directory/{NEW}") == PROFILE
    assert f"{NEW}:5" in printed
    assert "«homs» مكان «حمص»" in printed


def test_a_post_with_its_picture_comes_out_of_one_zip(root: Path, take: Take) -> None:
    post = "organizations/clay-lantern/posts/2026-11-02-lamps.md"
    text = (
        "---\ntitle: 12 مصباحًا جديدًا\ndate: 2026-11-02\n"
        "photos:\n  - file: lamps.png\n    alt: مصابيح على رفّ\n    consent: true\n---\n\nأضأناها.\n"
    )
    picture = (SITE / "organizations/thread-and-olive/media/hall.png").read_bytes()
    sent = {post: text, "organizations/clay-lantern/media/lamps.png": picture, "__MACOSX/organizations/._x": b"x",
            "organizations/clay-lantern/": b""}  # fmt: skip
    code, printed, _ = take("form.zip", zipped(sent))
    assert code == 0, printed
    branch = f"intake/clay-lantern-{TODAY}"
    assert len(git(root, "diff", "--name-only", "main", branch).split()) == 2
    assert git(root, "log", "-1", "--format=%s", branch).strip() == "Add post: clay-lantern/2026-11-02-lamps"


def test_the_same_bytes_give_the_same_tree_on_the_next_branch(root: Path, take: Take) -> None:
    for _ in range(3):
        assert take("organizations--glass-swing--profile.yml", PROFILE)[0] == 0
    assert branches(root) == [BRANCH, f"{BRANCH}-2", f"{BRANCH}-3"]
    assert len({git(root, "rev-parse", f"{branch}^{{tree}}") for branch in branches(root)}) == 1


def test_a_file_that_changes_nothing_makes_no_branch(root: Path, take: Take) -> None:
    code, printed, _ = take(OLD.replace("/", "--"), (root / OLD).read_bytes())
    assert (code, branches(root)) == (0, [])
    assert "لا جديد" in printed


# --- money


def test_a_changed_account_is_committed_with_the_money_first_and_ends_with_3(root: Path, take: Take) -> None:
    text = (root / OLD).read_text("utf-8").replace("0000 0000 0042 01", "0000 0000 0042 07")
    code, printed, _ = take(OLD.replace("/", "--"), text)
    branch = f"intake/thread-and-olive-{TODAY}"
    assert (code, branches(root)) == (3, [branch])
    message = git(root, "log", "-1", "--format=%B", branch)
    first, blank, headline, row = message.splitlines()[:4]
    assert (first, blank) == ("Change organization: thread-and-olive", "")
    assert headline.startswith("يمسّ المال")
    assert "0000 0000 0042 01" in row
    assert "0⟦7⟧" in row
    assert "963 900 003 941" in message
    assert "**" not in message
    assert f"تغيير في ملف موجود: {OLD}" in printed
    assert "يؤكّده المراجع" in printed
    assert "963 900 003 941" in printed


def test_machines_are_told_everything(root: Path, take: Take) -> None:
    text = (root / OLD).read_text("utf-8").replace("0000 0000 0042 01", "0000 0000 0042 07")
    code, printed, _ = take(OLD.replace("/", "--"), text, "--format", "json")
    told: dict[str, Any] = json.loads(printed)
    assert (code, told["branch"], told["files"]) == (
        3, f"intake/thread-and-olive-{TODAY}", [{"path": OLD, "change": "changed"}]
    )  # fmt: skip
    assert [problem["code"] for problem in told["problems"]] == ["money_changed"]
    assert len(told["confirm"]) >= 2


# --- what is refused leaves nothing


def test_a_file_with_errors_is_told_as_check_tells_it_and_nothing_is_kept(root: Path, take: Take) -> None:
    before = git(root, "for-each-ref"), git(root, "status", "--porcelain")
    code, printed, _ = take("organizations--glass-swing--profile.yml", PROFILE.replace("2026-11-01", "غدًا"))
    assert code == 1
    assert f"{NEW}:10" in printed
    assert "not_a_date" in printed
    assert (git(root, "for-each-ref"), git(root, "status", "--porcelain")) == before


def test_a_file_that_breaks_another_is_refused_and_old_breaks_are_not_its_own(root: Path, take: Take) -> None:
    old = root / "organizations/paper-kite/profile.yml"
    old.write_text(old.read_text("utf-8") + "former_slugs: [glass-swing]\n", encoding="utf-8")
    other = root / "organizations/clay-lantern/profile.yml"
    other.write_text(other.read_text("utf-8").replace("homs", "nowhere"), encoding="utf-8")
    git(root, "commit", "-qam", "broken")
    try:
        code, printed, _ = take("organizations--glass-swing--profile.yml", PROFILE)
    finally:
        git(root, "reset", "-q", "--hard", "HEAD~1")
    assert (code, branches(root)) == (1, [])
    assert "slug_collision" in printed
    assert "clay-lantern" not in printed


def link(entry: zipfile.ZipInfo) -> None:
    entry.create_system = 3
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16


def pipe(entry: zipfile.ZipInfo) -> None:
    entry.external_attr = (stat.S_IFIFO | 0o644) << 16


HOSTILE: dict[str, tuple[bytes, str]] = {
    "a step up": (zipped({"../evil.yml": PROFILE}), "intake_path"),
    "a step up inside": (zipped({"organizations/../../evil/profile.yml": PROFILE}), "intake_path"),
    "an absolute path": (zipped({"/organizations/x/profile.yml": PROFILE}), "intake_path"),
    "a drive": (zipped({"C:/organizations/x/profile.yml": PROFILE}), "intake_path"),
    "backslashes": (zipped({"organizations\\x\\profile.yml": PROFILE}), "intake_path"),
    "the registry": (zipped({NEW: PROFILE, "content/registry/glass-swing.yml": "owners: [me]\n"}), "intake_path"),
    "the words": (zipped({"content/words/ar.yml": "x"}), "intake_path"),
    "code": (zipped({"tasharuk/cli.py": "print()"}), "intake_path"),
    "a workflow": (zipped({".github/workflows/x.yml": "x"}), "intake_path"),
    "attributes of git": (zipped({"organizations/.gitattributes": "* filter=x"}), "intake_path"),
    "a script among pictures": (zipped({"organizations/glass-swing/media/x.svg": "<svg/>"}), "intake_path"),
    "a hidden file": (zipped({"organizations/glass-swing/media/.x.png": "x"}), "intake_path"),
    "a name cut by a nul": (zipped({NEW + "X": PROFILE}).replace(b"ymlX", b"yml\0"), "intake_path"),
    "a link": (zipped({NEW: "/etc/passwd"}, link), "intake_link"),
    "a pipe": (zipped({NEW: ""}, pipe), "intake_link"),
    "one file twice": (zipped({NEW: PROFILE, "organizations--glass-swing--profile.yml": PROFILE}), "intake_twice"),
    "two files to one on a phone": (
        zipped({f"organizations/glass-swing/media/{name}.png": "x" for name in "aA"}), "intake_twice"
    ),
    "nothing": (zipped({"__MACOSX/x": "x"}), "intake_empty"),
    "no zip": (b"PK\3\4 not really", "intake_damaged"),
    "half a zip": (zipped({NEW: PROFILE})[:-30], "intake_damaged"),
    "spoiled bytes": (zipped({NEW: PROFILE * 20}).replace(PROFILE[:1].encode(), b"\xff", 1)[:60] + b"\0" * 500
                      + zipped({NEW: PROFILE * 20})[560:], "intake_damaged"),
}  # fmt: skip


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_zip_is_refused_whole(what: str, root: Path, take: Take) -> None:
    content, expected = HOSTILE[what]
    everything = sorted(path for path in root.parent.parent.rglob("*") if ".git" not in path.parts)
    code, printed, _ = take("form.zip", content, "--format", "json")
    assert (code, branches(root)) == (1, [])
    assert {problem["code"] for problem in json.loads(printed)["problems"]} == {expected}
    assert sorted(path for path in root.parent.parent.rglob("*") if ".git" not in path.parts) == everything


def test_a_locked_zip_is_refused(tmp_path: Path) -> None:
    sent = tmp_path / "form.zip"
    raw = bytearray(zipped({NEW: PROFILE}))
    raw[raw.index(b"PK\1\2") + 8] |= 1
    sent.write_bytes(bytes(raw))
    assert [problem.code for problem in open_package(sent).problems] == ["intake_encrypted"]


def test_a_bomb_is_not_unpacked_whatever_sizes_it_states(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_BYTES", 1_000_000)
    sent = tmp_path / "form.zip"
    raw = zipped({"organizations/glass-swing/media/x.png": bytes(3_000_000)})
    sent.write_bytes(raw)
    assert [problem.code for problem in open_package(sent).problems] == ["intake_too_large"]
    sent.write_bytes(raw.replace((3_000_000).to_bytes(4, "little"), (9).to_bytes(4, "little")))
    found = open_package(sent)
    assert found.files == ()
    assert {problem.code for problem in found.problems} <= {"intake_too_large", "intake_damaged"}


def test_a_zip_of_too_many_or_too_heavy_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = tmp_path / "form.zip"
    sent.write_bytes(zipped({f"organizations/x/media/{number}.png": b"" for number in range(package.MAX_FILES + 1)}))
    assert [problem.code for problem in open_package(sent).problems] == ["intake_too_many"]
    monkeypatch.setattr(package, "MAX_SENT_BYTES", 10)
    assert [problem.code for problem in open_package(sent).problems] == ["intake_too_large"]


def test_what_is_not_there_or_no_file_is_told(tmp_path: Path) -> None:
    for sent in (tmp_path / "missing.yml", tmp_path):
        assert [problem.code for problem in open_package(sent).problems] == ["unreadable"]


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(st.sampled_from("organiztscmpgl/.-_\\:~ \0\n..AZ09ن"), max_size=40) | st.text(max_size=20))
def test_no_path_leaves_the_folders_of_submissions(text: str) -> None:
    for path in (text, f"organizations/{text}/profile.yml", f"campaigns/{text}.md", path_of_name(text)):
        if is_submitted(path):
            assert re.fullmatch(r"(?:organizations|campaigns)/[A-Za-z0-9._/-]+", path)
            assert not any(part in ("", ".", "..") or part.startswith(".") for part in path.split("/"))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.binary(max_size=80), st.sampled_from(["x.zip", "x.yml", "organizations--x--profile.yml"]))
def test_no_bytes_end_in_a_traceback(tmp_path_factory: pytest.TempPathFactory, raw: bytes, name: str) -> None:
    sent = tmp_path_factory.getbasetemp() / name
    sent.write_bytes(raw)
    found = open_package(sent)
    assert bool(found.files) != bool(found.problems)


# --- git is not let loose


def test_neither_hooks_nor_filters_run(root: Path, take: Take, tmp_path: Path) -> None:
    top, mark = root.parent, tmp_path / "ran"
    hooks = "pre-commit commit-msg post-commit post-checkout reference-transaction post-index-change"
    for hook in hooks.split():
        file = top / ".git/hooks" / hook
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"#!/bin/sh\ntouch {mark}\n", encoding="utf-8")
        file.chmod(0o755)
    for part in ("clean", "smudge"):
        git(top, "config", f"filter.own.{part}", f"touch {mark}; cat")
    git(top, "config", "filter.own.required", "true")
    (top / ".git/info").mkdir(exist_ok=True)
    attributes = top / ".git/info/attributes"
    attributes.write_text("* filter=own\n", encoding="utf-8")
    try:
        assert take("organizations--glass-swing--profile.yml", PROFILE)[0] == 0
        assert not mark.exists()
    finally:
        attributes.unlink()
        shutil.rmtree(top / ".git/hooks")
        git(top, "config", "--remove-section", "filter.own")


def test_a_machine_whose_owner_git_does_not_know_is_told(
    root: Path, take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", "/dev/null")
    git(root, "config", "--remove-section", "user")
    try:
        code, printed, complained = take("organizations--glass-swing--profile.yml", PROFILE)
    finally:
        git(root, "config", "user.name", "help desk")
        git(root, "config", "user.email", "desk@example.org")
    assert (code, branches(root), printed) == (1, [], "")
    assert "user.name" in complained


# --- no repository


def test_without_a_repository_new_files_are_written_in_place_and_old_ones_never(take: Take, tmp_path: Path) -> None:
    plain = Path(shutil.copytree(SITE, tmp_path / "plain"))
    code, printed, _ = take("organizations--glass-swing--profile.yml", PROFILE, at=plain)
    assert (code, (plain / NEW).read_text("utf-8")) == (0, PROFILE)
    assert "لا مستودع" in printed
    again, printed, _ = take("organizations--glass-swing--profile.yml", PROFILE + "staff: 3\n", at=plain)
    assert (again, (plain / NEW).read_text("utf-8")) == (1, PROFILE)
    assert "intake_exists" in printed
    other = PROFILE.replace("homs]", "hms-x]").replace("الأرجوحة", "المروحة")
    assert take("organizations--paper-fan--profile.yml", other, at=plain)[0] == 1
    assert not (plain / "organizations/paper-fan").exists()


def test_a_place_for_a_zip_means_nothing(take: Take) -> None:
    assert take("form.zip", zipped({NEW: PROFILE}), "--as", NEW)[0] == 2


# --- names


def test_a_package_is_named_after_its_profile_then_its_campaign_then_its_first_record() -> None:
    picture, post = "organizations/noor/media/a.png", "organizations/noor/posts/2026-11-02-a.md"
    assert main_path([picture, post, NEW]) == NEW
    assert main_path([post, "campaigns/warm.md"]) == "campaigns/warm.md"
    assert main_path([picture]) == picture
    assert branch_name(["campaigns/warm.md"], date(2026, 11, 24)) == "intake/warm-2026-11-24"
    assert subject([picture], is_new=False, words=words("en")) == "Change organization: noor"


def test_a_subject_has_at_most_sixty_characters() -> None:
    line = subject([f"organizations/{'a' * 60}/profile.yml"], is_new=True, words=words("en"))
    assert len(line) == 60
    assert line.startswith("Add organization: aaa")
