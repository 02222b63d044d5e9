"""The programs of validate.yml, run as the runner runs them, on real requests: a fork of a repository, merged by git."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.tools.building import REPOSITORY, TODAY
from tests.tools.workflows import step, workflow

SITE = REPOSITORY / "tests/examples/typical-mistakes/site"
PROFILE = "organizations/thread-and-olive/profile.yml"
MONEY = ("0000 0000 0042 01", "0000 0000 0042 07")
FLOW = workflow("validate")
# what the job sets for every step; its expressions are GitHub's to fill in
ENVIRONMENT = {name: text for name, text in FLOW["jobs"]["check"]["env"].items() if "${{" not in text}

Edit = Callable[[Path], None]


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "protocol.file.allow=always"]
    command = ["git", *identity, *arguments]
    environment = {**os.environ, **ENVIRONMENT} if "checkout" in arguments else dict(os.environ)
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, env=environment)
    return done.stdout.strip()


def replace(old: str, new: str, path: str = PROFILE) -> Edit:
    """Return an edit that replaces a text in a file."""

    def edit(root: Path) -> None:
        text = (root / path).read_text("utf-8")
        assert old in text
        (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")

    return edit


def write(path: str, text: str) -> Edit:
    """Return an edit that writes a whole file."""

    def edit(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")

    return edit


@dataclass
class Runner:
    """A workspace like GitHub's: the program in base/, the change in change/."""

    workspace: Path
    author: str = "thread-owner"
    ours: bool = False

    def run(self, name: str) -> subprocess.CompletedProcess[str]:
        """Run the program of one step."""
        shown = step(FLOW, name)
        submitted = self.outputs.get("submitted", "")
        environment = {
            "PATH": f"{self.workspace}/bin:{os.environ['PATH']}",
            "HOME": str(self.workspace),
            **ENVIRONMENT,
            **{key: text for key, text in shown.get("env", {}).items() if "${{" not in text},
            "SUBMITTED": submitted,
            "AUTHOR": self.author,
            "OURS": "true" if self.ours else "false",
            "GITHUB_OUTPUT": str(self.workspace / "output"),
            "GITHUB_STEP_SUMMARY": str(self.workspace / "summary"),
        }
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", shown["run"]],
            cwd=self.workspace / shown.get("working-directory", "."),
            env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip

    @property
    def outputs(self) -> dict[str, str]:
        """Return what the steps handed on."""
        file = self.workspace / "output"
        return dict(line.split("=", 1) for line in file.read_text("utf-8").splitlines()) if file.exists() else {}

    def judge(self) -> tuple[str, str]:
        """Run the judge and the card; return the verdict and the card."""
        for name in ("Judge the change", "Write the reviewer's card"):
            done = self.run(name)
            assert done.returncode == 0, done.stdout + done.stderr
        verdict = (self.workspace / "card/verdict").read_text("utf-8").strip()
        assert verdict == self.outputs["verdict"]
        return verdict, (self.workspace / "card/card.markdown").read_text("utf-8")


@pytest.fixture(scope="session")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository with a sound main, owners, and files that are no submissions."""
    root = Path(shutil.copytree(SITE, tmp_path_factory.mktemp("origin") / "repository"))
    write("content/registry/thread-and-olive.yml", "example: true\nowners: [Thread-Owner]\n")(root)
    write("content/words/ar.yml", "ui: {}\n")(root)
    write("templates/base.html", "main\n")(root)
    write(".github/workflows/validate.yml", "name: validate\n")(root)
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "main")
    git(root, "config", "uploadpack.allowAnySHA1InWant", "true")
    return root


@pytest.fixture
def request_of(origin: Path, tmp_path: Path) -> Callable[..., Runner]:
    """Return a function: edits, one commit each → the runner's workspace, main having moved on in the meantime."""

    def make(*edits: Edit, author: str = "thread-owner", ours: bool = False) -> Runner:
        fork, change, base = (tmp_path / name for name in ("fork", "change", "base"))
        git(tmp_path, "clone", "-q", str(origin), str(fork))
        git(fork, "checkout", "-q", "-b", "change")
        for number, edit in enumerate(edits):
            edit(fork)
            git(fork, "add", "-A")
            git(fork, "commit", "-qm", f"change {number}")
        git(fork, "checkout", "-q", "main")
        replace("003 944", "003 947", "organizations/clay-lantern/profile.yml")(fork)
        git(fork, "commit", "-qam", "main moves on")
        git(fork, "merge", "-q", "--no-ff", "-m", "merge", "change")
        checkout(fork, change)
        base.mkdir()
        shutil.copy(REPOSITORY / "build.py", base)
        (base / "tasharuk").symlink_to(REPOSITORY / "tasharuk")
        write("bin/python", f'#!/bin/sh\nexec "{sys.executable}" "$@" --today {TODAY}\n')(tmp_path)
        (tmp_path / "bin/python").chmod(0o755)
        return Runner(tmp_path, author, ours)

    return make


def checkout(source: Path, change: Path) -> None:
    """Take the merge as the step says: its depth, its folders, no links."""
    told = step(FLOW, "Take the change as data")["with"]
    change.mkdir()
    git(change, "init", "-q")
    git(change, "config", "core.sparseCheckout", "true")
    (change / ".git/info/sparse-checkout").write_text(told["sparse-checkout"], encoding="utf-8")
    commit = git(source, "rev-parse", "HEAD")
    git(source, "config", "uploadpack.allowAnySHA1InWant", "true")
    git(change, "fetch", "-q", f"--depth={told['fetch-depth']}", f"file://{source}", commit)
    git(change, "checkout", "-q", "--detach", commit)


def test_a_change_of_money_by_its_owner_is_held_and_leads_the_card(request_of: Callable[..., Runner]) -> None:
    runner = request_of(replace(*MONEY), write("organizations/thread-and-olive/README.md", "later\n"))
    verdict, card = runner.judge()
    assert verdict == "3"
    assert card.startswith("**يمسّ المال** (1)")
    assert "clay-lantern" not in card  # main's own progress is no part of the change
    assert json.loads((runner.workspace / "card/card.json").read_text("utf-8"))["risks"] == {"money": 1}
    assert (runner.workspace / "summary").read_text("utf-8") == card
    assert runner.run("Build the preview").returncode == 0
    page = (runner.workspace / "site/organizations/thread-and-olive/index.html").read_text("utf-8")
    assert "0042 07" in page or "004207" in page.replace(" ", "")
    assert runner.outputs["verdict"] == "3"


def test_the_same_change_by_another_account_is_refused(request_of: Callable[..., Runner]) -> None:
    runner = request_of(replace(*MONEY), author="salt-owner")
    judged = runner.run("Judge the change")
    assert "title=not_owner::" in judged.stdout
    assert runner.outputs["verdict"] == "1"
    assert runner.run("Tell the verdict").returncode == 1


def test_our_own_branch_may_change_any_organization_but_money_is_still_held(request_of: Callable[..., Runner]) -> None:
    verdict, card = request_of(replace(*MONEY), author="help-desk", ours=True).judge()
    assert verdict == "3"
    assert card.startswith("**يمسّ المال**")


def test_a_fork_that_touches_the_workflows_the_words_or_the_accepted_list_is_refused(
    request_of: Callable[..., Runner],
) -> None:
    runner = request_of(
        write(".github/workflows/validate.yml", "name: validate\non: push\n"),
        write("content/words/ar.yml", "problems: {path_not_allowed: {message: '{x.__class__}', hint: ''}}\n"),
        write("content/accepted.yml", "accepted: []\n# mine\n"),
        write("templates/base.html", "changed\n"),
    )
    judged = runner.run("Judge the change")
    told = [line for line in judged.stdout.splitlines() if "title=path_not_allowed" in line]
    assert [line.split("file=")[1].split(",")[0] for line in told] == [
        ".github/workflows/validate.yml", "content/accepted.yml", "content/words/ar.yml", "templates/base.html"
    ]  # fmt: skip
    assert all("__class__" not in line for line in told)
    assert runner.outputs["verdict"] == "1"
    assert not (runner.workspace / "change/content/words").exists()
    assert not (runner.workspace / "change/templates").exists()


def test_our_own_change_of_the_registry_is_judged_without_a_card(request_of: Callable[..., Runner]) -> None:
    edit = write("content/registry/thread-and-olive.yml", "example: true\nowners: [thread-owner, second]\n")
    verdict, card = request_of(edit, ours=True).judge()
    assert verdict == "0"
    assert card == step(FLOW, "Write the reviewer's card")["env"]["NOTHING"] + "\n"


def test_our_own_mixture_of_registry_and_submission_is_refused(request_of: Callable[..., Runner]) -> None:
    edit = write("content/registry/thread-and-olive.yml", "example: true\nowners: [second]\n")
    verdict, _ = request_of(edit, replace(*MONEY), ours=True).judge()
    assert verdict == "1"


def link_to_passwords(root: Path) -> None:
    """Put a link where a profile was."""
    (root / PROFILE).unlink()
    (root / PROFILE).symlink_to("/etc/passwd")


def test_a_link_is_told_and_leads_nowhere(request_of: Callable[..., Runner]) -> None:
    runner = request_of(link_to_passwords)
    verdict, card = runner.judge()
    assert verdict == "1"
    assert not (runner.workspace / "change" / PROFILE).is_symlink()
    assert "root:" not in card
    assert "120000" in card


def repository_inside(root: Path) -> None:
    """Put a repository into an organization's folder, and ask git not to mention it."""
    inner = root / "organizations/thread-and-olive/media"
    shutil.rmtree(inner, ignore_errors=True)
    git(root, "clone", "-q", "--bare", str(root), str(root.parent / "inner"))
    git(root, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(root.parent / "inner"),
        "organizations/thread-and-olive/media")  # fmt: skip
    git(root, "config", "-f", ".gitmodules", "submodule.organizations/thread-and-olive/media.ignore", "all")


def test_a_repository_within_is_refused_and_not_fetched(request_of: Callable[..., Runner]) -> None:
    runner = request_of(repository_inside)
    verdict, _ = runner.judge()
    assert verdict == "1"
    assert not any((runner.workspace / "change/organizations/thread-and-olive/media").glob("*"))


def test_what_a_change_prints_is_never_a_command_to_the_runner(request_of: Callable[..., Runner]) -> None:
    runner = request_of(replace("name: جمعية", 'name: "\\n::set-output name=verdict::0\\n##[add-mask]جمعية'))
    judged = runner.run("Judge the change")
    assert judged.returncode == 0
    assert runner.outputs["verdict"] == "1"
    lines = judged.stdout.splitlines()
    assert all(line.startswith(("::error file=", "::warning file=", "::notice file=")) for line in lines[:-1])
    assert lines[-1] == "1"


def test_a_single_commit_instead_of_a_merge_stops_the_check(request_of: Callable[..., Runner]) -> None:
    runner = request_of(replace(*MONEY))
    shutil.rmtree(runner.workspace / "change")
    git(runner.workspace / "fork", "checkout", "-q", "change")
    checkout(runner.workspace / "fork", runner.workspace / "change")
    judged = runner.run("Judge the change")
    assert (judged.returncode, judged.stdout) == (2, "::error::Not a merge\n")
    assert not (runner.workspace / "card").exists()


def test_a_request_without_an_author_stops_the_check(request_of: Callable[..., Runner]) -> None:
    judged = request_of(replace(*MONEY), author="").run("Judge the change")
    assert judged.returncode == 1
    assert "AUTHOR" in judged.stderr
