"""The programs of validate.yml, run as the runner runs them, on real requests: forks of a repository, merged."""

import json
import os
import re
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

    def judge(self) -> str:
        """Run the judge; return what it printed."""
        done = self.run("Judge the change")
        assert done.returncode == 0, done.stdout + done.stderr
        assert (self.workspace / "card/verdict").read_text("utf-8").strip() == self.outputs["verdict"]
        return done.stdout

    def card(self) -> str:
        """Run the step that writes the card; return it."""
        done = self.run("Write the reviewer's card")
        assert done.returncode == 0, done.stdout + done.stderr
        return (self.workspace / "card/card.markdown").read_text("utf-8")


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
    assert "title=money_changed::" in runner.judge()
    assert runner.outputs == {"verdict": "3", "submitted": "true"}
    card = runner.card()
    assert card.startswith("**يمسّ المال** (1)")
    assert "clay-lantern" not in card  # main's own progress is no part of the change
    assert json.loads((runner.workspace / "card/card.json").read_text("utf-8"))["risks"] == {"money": 1}
    assert (runner.workspace / "summary").read_text("utf-8") == card
    built = runner.run("Build the preview")
    assert built.returncode == 0
    first, *_, last = built.stdout.splitlines()
    assert first.removeprefix("::stop-commands::") == last.strip(":") != ""
    page = (runner.workspace / "site/organizations/thread-and-olive/index.html").read_text("utf-8")
    assert "0000 0000 0042 07" in page


def test_a_fork_that_touches_the_workflows_the_words_or_the_accepted_list_is_refused(
    request_of: Callable[..., Runner],
) -> None:
    runner = request_of(
        write(".github/workflows/validate.yml", "name: validate\non: push\n"),
        write("content/words/ar.yml", "problems: {path_not_allowed: {message: '{x.__class__}', hint: ''}}\n"),
        write("content/accepted.yml", "accepted: []\n# mine\n"),
        write("templates/base.html", "changed\n"),
    )
    printed = runner.judge()
    told = [line for line in printed.splitlines() if "title=path_not_allowed" in line]
    assert [line.split("file=")[1].split(",")[0] for line in told] == [
        ".github/workflows/validate.yml", "content/accepted.yml", "content/words/ar.yml", "templates/base.html"
    ]  # fmt: skip
    assert "__class__" not in printed
    assert runner.outputs["verdict"] == "1"
    assert not (runner.workspace / "change/content/words").exists()
    assert not (runner.workspace / "change/templates").exists()


def test_our_own_change_of_the_registry_is_judged_without_a_card(request_of: Callable[..., Runner]) -> None:
    edit = write("content/registry/thread-and-olive.yml", "example: true\nowners: [thread-owner, second]\n")
    runner = request_of(edit, ours=True)
    runner.judge()
    assert runner.outputs == {"verdict": "0", "submitted": "false"}
    assert runner.card() == step(FLOW, "Write the reviewer's card")["env"]["NOTHING"] + "\n"


def test_our_own_branch_may_change_any_organization_but_not_together_with_the_registry(
    request_of: Callable[..., Runner],
) -> None:
    edit = write("content/registry/thread-and-olive.yml", "example: true\nowners: [second]\n")
    runner = request_of(edit, replace(*MONEY), author="help-desk", ours=True)
    printed = runner.judge()
    assert re.findall("title=(.*?)::", printed) == ["path_not_allowed", "money_changed"]
    assert runner.outputs == {"verdict": "1", "submitted": "true"}


def link_to_passwords(root: Path) -> None:
    """Put a link where a profile was."""
    (root / PROFILE).unlink()
    (root / PROFILE).symlink_to("/etc/passwd")


def repository_inside(root: Path) -> None:
    """Put a repository into an organization's folder, and ask git not to mention it."""
    path = "organizations/salt-and-wheat/media"
    shutil.rmtree(root / path, ignore_errors=True)
    git(root, "add", "-A")
    (root / path).mkdir()
    git(root, "update-index", "--add", "--cacheinfo", f"160000,{git(root, 'rev-parse', 'HEAD')},{path}")
    (root / ".gitmodules").write_text(f'[submodule "x"]\npath = {path}\nurl = ./x\nignore = all\n', encoding="utf-8")


def test_links_and_repositories_within_are_told_and_lead_nowhere(request_of: Callable[..., Runner]) -> None:
    runner = request_of(link_to_passwords, repository_inside)
    printed = runner.judge()
    assert runner.outputs["verdict"] == "1"
    assert f"file={PROFILE},line=1,col=1,title=odd_mode::" in printed
    assert "file=.gitmodules,line=1,col=1,title=path_not_allowed::" in printed
    assert not (runner.workspace / "change" / PROFILE).is_symlink()
    assert not any((runner.workspace / "change/organizations/salt-and-wheat/media").glob("*"))
    assert "root:" not in printed


def test_another_account_is_refused_and_what_it_sends_is_never_a_command_to_the_runner(
    request_of: Callable[..., Runner],
) -> None:
    edit = replace("name: جمعية", 'name: "\\n::set-output name=verdict::0\\n##[add-mask]جمعية')
    runner = request_of(edit, author="salt-owner")
    printed = runner.judge()
    assert "title=not_owner::" in printed
    *told, verdict = printed.splitlines()
    assert verdict == runner.outputs["verdict"] == "1"
    assert len(told) > 1
    assert all(line.startswith(("::error file=", "::warning file=", "::notice file=")) for line in told)
    assert runner.run("Tell the verdict").returncode == 1


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
