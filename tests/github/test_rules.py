"""What keeps the workflows safe whoever sends a change: every rule, over every workflow."""

import re
from typing import Any

import pytest
import yaml

from tasharuk.cli import parser
from tests.tools.workflows import GITHUB, WORKFLOWS, as_text, step, steps, workflow

PINNED = {
    f"{name}@{at['commit']} # {at['version']}"
    for name, at in yaml.safe_load((GITHUB / "actions.yml").read_text("utf-8")).items()
}
TEXTS = {file.stem: file.read_text("utf-8") for file in WORKFLOWS}
FLOWS = {name: as_text(text) for name, text in TEXTS.items()}
# job → all that it may do; what is not named here is nothing
PERMISSIONS = {
    ("validate", "check"): {"contents": "read"},
    ("comment", "comment"): {
        "actions": "read",
        "contents": "read",
        "pull-requests": "write",
        "statuses": "write",
    },
    ("comment", "confirm"): {"actions": "read", "statuses": "write"},
    ("publish", "build"): {"contents": "read"},
    ("publish", "deploy"): {"pages": "write", "id-token": "write"},
    ("publish", "judge"): {"contents": "read"},
}
# Expressions that hold what people wrote (a login, a branch) stand where text stays text: env, if, concurrency.
EXPRESSIONS = {
    "github.event.pull_request.head.repo.full_name == github.repository",
    "github.event.pull_request.number",
    "github.event.pull_request.user.login",
    "github.event.workflow_run.head_branch",
    "github.event.workflow_run.head_repository.id",
    "github.event.workflow_run.id",
    "github.sha",
    "github.token",
    "needs.comment.outputs.author",
    "runner.temp",
    "steps.deploy.outputs.page_url",
    "steps.find.outputs.artifact",
    "steps.judge.outputs.submitted",
    "steps.post.outputs.author",
    "steps.post.outputs.held",
}
every_flow = pytest.mark.parametrize("name", FLOWS)


def inside(node: Any, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], str]]:
    """Return (path, text) of every scalar."""
    if isinstance(node, dict):
        return [found for key, value in node.items() for found in inside(value, (*path, key))]
    if isinstance(node, list):
        return [found for index, value in enumerate(node) for found in inside(value, (*path, str(index)))]
    return [(path, node)]


def test_there_are_three_workflows_and_all_of_them_end_in_yml() -> None:
    assert [file.name for file in WORKFLOWS] == ["comment.yml", "publish.yml", "validate.yml"]


@every_flow
def test_actions_are_taken_at_the_commits_of_the_list(name: str) -> None:
    used = re.findall(r"^\s*(?:- )?uses: (.+)$", TEXTS[name], re.MULTILINE)
    assert len(used) == sum("uses" in item for item in steps(FLOWS[name])) > 0
    assert set(used) <= PINNED
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line) for line in used)


def test_the_list_holds_no_action_that_nothing_uses() -> None:
    assert {line.partition("@")[0] for line in PINNED} == {
        item["uses"].partition("@")[0] for flow in FLOWS.values() for item in steps(flow) if "uses" in item
    }


@every_flow
def test_nothing_is_permitted_but_what_a_job_names(name: str) -> None:
    assert FLOWS[name]["permissions"] == {}
    for job, found in FLOWS[name]["jobs"].items():
        assert found["permissions"] == PERMISSIONS[name, job], job


def test_only_the_workflow_that_strangers_trigger_runs_what_they_send_and_it_may_write_nothing() -> None:
    for job in FLOWS["validate"]["jobs"].values():
        assert set(job["permissions"].values()) == {"read"}
    assert not any("checkout" in item.get("uses", "") for item in steps(FLOWS["comment"]))
    assert not any("run" in item for item in steps(FLOWS["comment"]))


@every_flow
def test_no_expression_stands_in_a_program(name: str) -> None:
    for item in steps(FLOWS[name]):
        assert "${{" not in item.get("run", "")
        assert "${{" not in item.get("with", {}).get("script", "")


@every_flow
def test_every_expression_is_one_that_was_thought_about(name: str) -> None:
    for path, text in inside(FLOWS[name]):
        for expression in re.findall(r"\$\{\{\s*(.*?)\s*\}\}", text, re.DOTALL):
            assert expression in EXPRESSIONS, path
    assert not re.search(r"\$\{\{[^}]*(secrets|toJSON|head_ref|title|body)", TEXTS[name])


@every_flow
def test_every_job_ends_in_time_on_a_named_machine(name: str) -> None:
    for job in FLOWS[name]["jobs"].values():
        assert 1 <= int(job["timeout-minutes"]) <= 20
        assert job["runs-on"] == "ubuntu-24.04"


@every_flow
def test_checkouts_leave_no_token_behind_and_fetch_no_other_repository(name: str) -> None:
    for item in steps(FLOWS[name]):
        if "actions/checkout@" in item.get("uses", ""):
            assert item["with"]["persist-credentials"] == "false"
            assert item["with"].get("submodules", "false") == item["with"].get("lfs", "false") == "false"
            assert not {"repository", "token", "ssh-key"} & item["with"].keys()


@every_flow
def test_programs_run_in_a_shell_that_stops_at_the_first_failure(name: str) -> None:
    if any("run" in item for item in steps(FLOWS[name])):
        assert FLOWS[name]["defaults"] == {"run": {"shell": "bash"}}
    assert not any("shell" in item for item in steps(FLOWS[name]))


@every_flow
def test_runs_of_one_thing_never_overtake_each_other(name: str) -> None:
    flow = FLOWS[name]
    for group in [flow["concurrency"]] if "concurrency" in flow else [j["concurrency"] for j in flow["jobs"].values()]:
        assert group["group"].startswith(("validate-", "comment-", "confirm-", "publish"))


def test_triggers() -> None:
    assert FLOWS["validate"]["on"] == {"pull_request": {"branches": ["main"]}}
    assert FLOWS["comment"]["on"] == {"workflow_run": {"workflows": ["validate"], "types": ["completed"]}}
    assert FLOWS["publish"]["on"] == {
        "push": {"branches": ["main"]},
        "schedule": [{"cron": "5 21 * * *"}],
        "workflow_dispatch": "",
    }
    assert not any("pull_request_target" in text for text in TEXTS.values())


def test_the_program_is_main_and_the_change_is_data() -> None:
    program = step(workflow("validate"), "Take the program from main")["with"]
    change = step(workflow("validate"), "Take the change as data")["with"]
    assert (program["ref"], program["path"]) == ("main", "base")
    assert (change["path"], change["fetch-depth"]) == ("change", "2")
    folders = change["sparse-checkout"].split()
    assert folders == ["/organizations/", "/campaigns/", "/content/", "!/content/words/"]
    environment = workflow("validate")["jobs"]["check"]["env"]
    links = [environment[f"GIT_CONFIG_{name}"] for name in ("COUNT", "KEY_0", "VALUE_0")]
    assert links == ["1", "core.symlinks", "false"]
    for item in steps(workflow("validate")):
        if "pip" in item.get("run", "") or "python" in item.get("run", ""):
            assert item["working-directory"] == "base"


def test_the_comment_answers_finished_runs_of_requests_only() -> None:
    guard = " ".join(workflow("comment")["jobs"]["comment"]["if"].split())
    assert guard.split(" && ") == [
        "github.event.workflow_run.event == 'pull_request'",
        "startsWith(github.event.workflow_run.path, '.github/workflows/validate.yml')",
        """contains(fromJSON('["success", "failure", "timed_out"]'), github.event.workflow_run.conclusion)""",
    ]


def test_a_confirmation_waits_in_an_environment_and_deployment_in_its_own() -> None:
    jobs = workflow("comment")["jobs"]
    assert jobs["confirm"]["environment"] == "reviewers"
    assert (jobs["confirm"]["needs"], jobs["confirm"]["if"]) == ("comment", "needs.comment.outputs.held == 'true'")
    assert workflow("publish")["jobs"]["deploy"]["environment"]["name"] == "github-pages"
    assert all(
        workflow("publish")["jobs"][job]["if"] == "github.ref == 'refs/heads/main'" for job in ("build", "judge")
    )


def test_every_command_of_a_workflow_is_one_of_the_program() -> None:
    commands = [
        line.split("build.py ", 1)[1].split(" ||")[0].split(" >")[0].split()
        for flow in FLOWS.values()
        for item in steps(flow)
        for line in item.get("run", "").splitlines()
        if "build.py" in line
    ]
    assert {words[0] for words in commands} == {"build", "check", "review"}
    for words in commands:
        plain = [word for word in words if word != '"${options[@]}"']
        parser().parse_args([word.replace('"$format"', "json") for word in plain])
    options = set(re.findall(r"(--[a-z-]+)=?", " ".join(re.findall(r"options\+?=\((.*?)\)", TEXTS["validate"]))))
    assert options == {"--root", "--base", "--author"}
    parser().parse_args(["check", "--root", "x", "--base", "HEAD^1", "--author=-x"])
