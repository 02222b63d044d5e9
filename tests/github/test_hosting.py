"""docs/hosting.md: what it tells people to run is run, what it tells them to copy is read, what it names exists."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from tasharuk.cli import parser
from tasharuk.model.settings import AcceptanceList
from tasharuk.problems import Severity
from tests.tools.building import REPOSITORY, TODAY
from tests.tools.workflows import GITHUB, as_text, step, workflow

TEXT = (REPOSITORY / "docs/hosting.md").read_text("utf-8")
BLOCKS = [
    (language, re.sub(r"(?m)^ {3}", "", body) if indent else body)
    for indent, language, body in re.findall(r"(?ms)^( {3})?```(\w+)\n(.*?)^ *```$", TEXT)
]
SHELL = [body for language, body in BLOCKS if language == "sh"]
GITLAB = as_text(next(body for language, body in BLOCKS if "gitlab-ci" in body))
SITE = REPOSITORY / "tests/examples/typical-mistakes/site"
PROFILE = "organizations/thread-and-olive/profile.yml"
MONEY = ("0000 0000 0042 01", "0000 0000 0042 07")


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=test", "-c", "user.email=test@example.org"]
    done = subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Return a repository on main whose branch `change` replaces one digit of an account and adds a link."""
    root = Path(shutil.copytree(SITE, tmp_path / "clone"))
    shutil.copy(REPOSITORY / "build.py", root)
    (root / "content/registry").mkdir(exist_ok=True)
    (root / "content/registry/thread-and-olive.yml").write_text("example: true\nowners: [owner]\n", encoding="utf-8")
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "main")
    git(root, "checkout", "-q", "-b", "change")
    text = (root / PROFILE).read_text("utf-8")
    (root / PROFILE).write_text(text.replace(*MONEY), encoding="utf-8")
    git(root, "commit", "-qam", "change")
    git(root, "checkout", "-q", "main")
    return root


def bash(program: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a program with our Python and our program, and no package to install."""
    commands = folder.parent / "bin"
    commands.mkdir(exist_ok=True)
    (commands / "python").write_text(
        f'#!/bin/sh\ncase "$2" in pip) exit 0 ;; esac\ncase "$1" in *build.py) set -- "$@" --today {TODAY} ;; esac\n'
        f'exec "{sys.executable}" "$@"\n',
        encoding="utf-8",
    )
    (commands / "python").chmod(0o755)
    given = {"PATH": f"{commands}:{os.environ['PATH']}", "PYTHONPATH": str(REPOSITORY), "HOME": str(folder.parent)}
    for role in ("AUTHOR", "COMMITTER"):
        given |= {f"GIT_{role}_NAME": "test", f"GIT_{role}_EMAIL": "test@example.org"}
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", program],
        cwd=folder, env={**given, **environment}, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8",
        check=False,
    )  # fmt: skip


# --- without any forge


def test_a_patch_by_mail_is_judged_and_merged_with_the_commands_of_the_page(clone: Path) -> None:
    mail = git(clone, "format-patch", "--stdout", "main..change")
    (clone / "change.mbox").write_text(mail, encoding="utf-8")
    take = next(body for body in SHELL if "am --quiet" in body).replace("=ACCOUNT", "=owner")
    # both commands end with 3: the change is held
    take = take.replace("--author=owner\n", "--author=owner || test $? = 3\n")
    take = take.replace("> card.md\n", "> card.md || test $? = 3\n")
    done = bash(take, clone)
    assert done.returncode == 0, done.stderr
    assert "money_changed" in done.stdout
    assert (clone / "card.md").read_text("utf-8").startswith("**يمسّ المال** (1)")
    assert MONEY[0] in (clone / PROFILE).read_text("utf-8")
    merge = next(body for body in SHELL if "git merge" in body)
    clean = next(body for body in SHELL if "worktree remove" in body)
    done = bash(merge + clean, clone)
    assert done.returncode == 0, done.stderr
    assert MONEY[1] in (clone / PROFILE).read_text("utf-8")
    assert not (clone.parent / "change").exists()


def test_every_command_of_the_program_in_the_page_exists() -> None:
    commands = re.findall(r"(?m)^(?:.*?\s)?python (?:base/)?build\.py (.+)$", "\n".join(SHELL))
    assert {command.split()[0] for command in commands} == {"build", "check", "intake", "publish", "review"}
    for command in commands:
        if not command.startswith("intake "):  # its own tests run it
            parser().parse_args(shlex.split(command.split(">")[0]))
    for command in re.findall(r"`(?:python )?build\.py ([a-z-]+)", TEXT):
        assert command in {"intake", "clear-examples", "publish"}


# --- GitHub


def test_the_page_creates_every_label_that_is_used() -> None:
    created = set(re.findall(r'gh label create "(.+?)"', TEXT))
    script = step(workflow("comment"), "Set the status, post the comment, set the labels")["with"]["script"]
    used = set(re.findall(r"'([\u0621-\u064a ]+)'", script))
    for form in (GITHUB / "ISSUE_TEMPLATE").glob("[!c]*.yml"):
        used |= set(as_text(form.read_text("utf-8"))["labels"])
    assert created == used
    assert len(created) == 9


def test_the_page_names_the_teams_checks_environments_and_templates_that_there_are() -> None:
    for team in re.findall(r"@tasharuk/([a-z]+)", (GITHUB / "CODEOWNERS").read_text("utf-8")):
        assert f"| `{team}` |" in TEXT
    assert set(workflow("validate")["jobs"]) == {"check"}
    assert "context: 'confirm'" in (GITHUB / "workflows/comment.yml").read_text("utf-8")
    assert "`check` and `confirm`, **each with the source GitHub Actions**" in TEXT
    for job in (*workflow("comment")["jobs"].values(), *workflow("publish")["jobs"].values()):
        environment = job.get("environment", "reviewers")
        name = environment if isinstance(environment, str) else environment["name"]
        assert f"- `{name}`: " in TEXT
    for template in (GITHUB / "PULL_REQUEST_TEMPLATE").iterdir():
        assert template.name in TEXT
    for path in re.findall(r"`((?:\.github|content|docs|tests|tasharuk)/[\w./-]+)`", TEXT):
        assert (REPOSITORY / path).exists(), path


def test_the_entry_of_the_accepted_list_is_one_that_the_program_takes() -> None:
    shown = as_text(next(body for language, body in BLOCKS if body.startswith("accepted:")))
    (entry,) = AcceptanceList.model_validate(shown).accepted
    words = yaml.safe_load((REPOSITORY / "content/words/ar.yml").read_text("utf-8"))
    assert entry.code in words["problems"]
    assert Severity.HELD.value in TEXT


# --- GitLab


def test_gitlab_runs_the_same_jobs_where_they_belong() -> None:
    assert {name for name in GITLAB if name not in ("workflow", "default")} == {
        ".judge",
        "validate",
        "comment",
        "pages",
    }
    assert [rule["if"] for rule in GITLAB["validate"]["rules"]] == ['$CI_PIPELINE_SOURCE == "merge_request_event"']
    assert [rule["if"] for rule in GITLAB["comment"]["rules"]] == [
        '$CI_PIPELINE_SOURCE == "schedule" && $JOB == "comment"'
    ]
    assert "COMMENT_TOKEN" not in str(GITLAB["validate"]) + str(GITLAB[".judge"]) + str(GITLAB["pages"])
    for job in ("pages", ".judge"):
        assert GITLAB[job]["timeout"] == "20 minutes"
    folders = step(workflow("validate"), "Take the change as data")["with"]["sparse-checkout"].split()
    sparse = next(line for line in GITLAB[".judge"]["before_script"] if "sparse-checkout set" in line)
    assert shlex.split(sparse)[-len(folders) :] == folders
    # user text only as an environment variable in quotes, never pasted into a program
    assert not re.search(r"CI_(MERGE_REQUEST_(TITLE|DESCRIPTION|SOURCE_BRANCH_NAME)|COMMIT_(MESSAGE|TITLE))", TEXT)


class Forge(BaseHTTPRequestHandler):
    """GitLab's interface for one project: its open requests, their notes and labels; remembers what was written."""

    requests: list[dict[str, Any]]
    notes: list[dict[str, Any]]
    written: list[tuple[str, str, dict[str, Any]]]

    def answer(self) -> None:
        size = int(self.headers.get("Content-Length", 0))
        path, _, query = self.path.partition("?")
        found: Any = {}
        if self.headers["PRIVATE-TOKEN"] != "token":
            return self.send_error(401)
        if self.command != "GET":
            self.written.append((self.command, path, json.loads(self.rfile.read(size))))
        elif path == "/api/v4/user":
            found = {"id": 50}
        elif "page=1" not in query.split("&"):
            found = []
        else:
            found = self.notes if path.endswith("/notes") else self.requests
        body = json.dumps(found).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        return None

    do_GET = do_POST = do_PUT = answer  # noqa: N815 - the library's names

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@contextmanager
def forge(requests: list[dict[str, Any]], notes: list[dict[str, Any]]) -> Iterator[tuple[str, type[Forge]]]:
    """Serve a project; yield the address of the interface and what remembers."""
    handler = type("Project", (Forge,), {"requests": requests, "notes": notes, "written": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/api/v4", handler
    finally:
        server.shutdown()
        server.server_close()


def script_of(job: str) -> str:
    """Return the program that GitLab's runner makes of a job."""
    return "\n".join([*GITLAB[".judge"]["before_script"], *GITLAB[job]["script"]])


def test_gitlabs_comment_judges_on_main_and_replaces_its_own_note(clone: Path, tmp_path: Path) -> None:
    commit = git(clone, "rev-parse", "change").strip()
    git(clone, "update-ref", "refs/merge-requests/7/head", commit)
    request = {
        "iid": 7,
        "sha": commit,
        "author": {"username": "owner"},
        "source_project_id": 2,
        "target_project_id": 1,
    }
    notes = [
        {"id": 1, "author": {"id": 9}, "body": "<!-- tasharuk:card -->"},
        {"id": 2, "author": {"id": 50}, "body": "<!-- tasharuk:card -->\n\nold"},
    ]
    stale = {**request, "iid": 8, "sha": "0" * 40}
    git(clone, "update-ref", "refs/merge-requests/8/head", commit)
    work = tmp_path / "work"
    work.mkdir()
    variables = {name: text for name, text in GITLAB[".judge"]["variables"].items() if name.startswith("GIT_CONFIG")}
    with forge([request, stale], notes) as (address, project):
        done = bash(
            script_of("comment"), work, **variables,
            PROJECT_URL=f"file://{clone}", CI_API_V4_URL=address, CI_PROJECT_ID="1", COMMENT_TOKEN="token",
        )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    (method, path, note), (_, _, labels) = project.written
    assert (method, path) == ("PUT", "/api/v4/projects/1/merge_requests/7/notes/2")
    assert note["body"].startswith(f"<!-- tasharuk:card -->\n\n`{commit[:8]}`\n\n**يمسّ المال** (1)")
    assert "0⟦7⟧" in note["body"]
    assert labels["add_labels"] == "مال,ينتظر التأكيد"
    assert "هوية" in labels["remove_labels"]


def test_nothing_in_gitlabs_card_calls_links_or_commands() -> None:
    source = GITLAB["comment"]["script"][0].split("<<'END'\n")[1].split("\nEND\n")[0]
    function = source[source.index("def harmless") : source.index("if len(sys.argv)")]
    space: dict[str, Any] = {"re": re}
    exec(function, space)
    hostile = (
        '/merge\n  /label ~x\n@all \\@all #12 !12 $12 %x ~"x y" &12 &#64; https://evil.example http:\\/\\/x\n### x\n'
    )
    shown = space["harmless"](hostile)
    assert not re.search(r"(?m)^\s*/|[@#!~%$&]\\*[\w\"]|:\\*/", shown)
    assert shown.replace("\u200b", "") == hostile
    assert "\n### x\n" in shown
