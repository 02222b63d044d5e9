"""The scripts of comment.yml under Node, against a GitHub that answers from a table, on cards that mean harm."""

import copy
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import require
from tests.tools.workflows import step, workflow

FLOW = workflow("comment")
POST = step(FLOW, "Set the status, post the comment, set the labels")
CONFIRM = step(FLOW, "Set the status once a second person has approved")
FIND = step(FLOW, "Find the card, and refuse one that is too large")
WORDS = POST["env"]
MARKER = "<!-- tasharuk:card -->"
BASE, HEAD, OTHER = "b" * 40, "a" * 40, "c" * 40
RUN = "https://github.example/tasharuk/tasharuk/actions/runs/77"
CARD = "**يمسّ المال** (1)\n\n| قبل | بعد |\n|---|---|\n| 42 01 | 42 0⟦7⟧ |\n\n### ما يشهد به إنسان\n\n- [ ] اتصال\n"


def tree(**hashes: str) -> list[dict[str, str]]:
    """Return a top-level tree; a name that ends in _ is a file."""
    return [
        {"path": name.strip("_"), "mode": "100644" if name.endswith("_") else "040000",
         "type": "blob" if name.endswith("_") else "tree", "sha": sha}
        for name, sha in hashes.items()
    ]  # fmt: skip


def pull(number: int = 5, head: str = HEAD, repository: int = 2, **more: Any) -> dict[str, Any]:
    """Return a request from a fork, as GitHub lists it."""
    return {
        "number": number,
        "user": {"login": "asker"},
        "labels": [],
        "head": {"ref": "change", "sha": head, "user": {"login": "forker"}, "repo": {"id": repository}},
        "base": {"ref": "main", "repo": {"id": 1}},
        **more,
    }


STATE = {
    "artifacts": [{"id": 9, "name": "card", "size_in_bytes": 4000, "expired": False}],
    "reviews": [],
    "pulls": [pull()],
    "merge_base": {f"main...{HEAD}": BASE},
    "trees": {
        BASE: tree(organizations="o1", campaigns="c1", tasharuk="t1", build_="f1"),
        HEAD: tree(organizations="o2", campaigns="c2", tasharuk="t1", build_="f1"),
    },
    "comments": [],
}
CONTEXT = {
    "repo": {"owner": "tasharuk", "repo": "tasharuk"},
    "serverUrl": "https://github.example",
    "runId": 77,
    "payload": {
        "repository": {"id": 1},
        "workflow_run": {
            "id": 60,
            "conclusion": "success",
            "head_sha": HEAD,
            "head_branch": "change",
            "head_repository": {"id": 2, "owner": {"login": "forker"}},
            "html_url": "https://github.example/tasharuk/tasharuk/actions/runs/60",
            "actor": {"login": "asker"},
            "triggering_actor": {"login": "asker"},
        },
    },
}


@dataclass
class Answer:
    """What a script did."""

    writes: list[tuple[str, dict[str, Any]]]
    outputs: dict[str, Any]
    failed: str | None

    def of(self, kind: str) -> list[dict[str, Any]]:
        """Return the parameters of all writes of a kind."""
        return [parameters for name, parameters in self.writes if name == kind]

    @property
    def status(self) -> str:
        """Return the state of the only status that was set."""
        (found,) = self.of("status")
        assert (found["context"], found["sha"]) == ("confirm", HEAD)
        assert 0 < len(found["description"]) <= 140
        return str(found["state"])

    @property
    def body(self) -> str:
        """Return the text of the only comment that was written."""
        (found,) = self.of("create") + self.of("update")
        return str(found["body"])


@dataclass
class Hub:
    """A GitHub to be spoiled, and the folder into which the artifact was unpacked."""

    folder: Path
    state: dict[str, Any]
    context: dict[str, Any]

    @property
    def card(self) -> Path:
        """Return the artifact's folder."""
        return self.folder / "card"

    @property
    def run(self) -> dict[str, Any]:
        """Return the run that the scripts are told of."""
        found: dict[str, Any] = self.context["payload"]["workflow_run"]
        return found

    def answer(self, shown: dict[str, Any] = POST, **environment: str) -> Answer:
        """Run the script of a step."""
        file = self.folder / "scenario.json"
        given = {"script": shown["with"]["script"], "context": self.context, "state": self.state}
        file.write_text(json.dumps(given), encoding="utf-8")
        done = subprocess.run(
            [shutil.which("node") or "nodejs", str(Path(__file__).with_name("fake_github.mjs")), str(file)],
            env={"PATH": os.environ["PATH"], "RUNNER_TEMP": str(self.folder), **shown.get("env", {}), **environment},
            check=True, capture_output=True, encoding="utf-8",
        )  # fmt: skip
        return Answer(**json.loads(done.stdout))


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    """Return a GitHub where a fork's request changes money, and its card waits."""
    require("Node")
    found = Hub(tmp_path, copy.deepcopy(STATE), copy.deepcopy(CONTEXT))
    found.card.mkdir()
    (found.card / "card.markdown").write_text(CARD, encoding="utf-8")
    (found.card / "card.json").write_text('{"risks": {"money": 1, "contact": 2}}', encoding="utf-8")
    (found.card / "verdict").write_text("3\n", encoding="utf-8")
    return found


def test_a_held_change_gets_its_card_its_labels_and_a_status_that_waits(hub: Hub) -> None:
    answer = hub.answer()
    assert answer.failed is None
    assert [kind for kind, _ in answer.writes] == ["status", "create", "label"]
    assert answer.status == "pending"
    assert answer.of("status")[0]["target_url"] == RUN
    assert answer.body.startswith(f"{MARKER}\n\n> {WORDS['HELD']} [{WORDS['CONFIRMING']}]({RUN}).")
    assert "`aaaaaaa`" in answer.body
    assert answer.body.endswith(CARD)  # an honest card is posted as it was written
    assert answer.of("create")[0]["issue_number"] == 5
    assert answer.of("label")[0]["labels"] == ["مال", "تواصل"]
    assert answer.outputs == {"author": "asker", "held": "true"}


def test_a_clean_change_needs_nobody_and_a_wrong_one_cannot_be_confirmed(hub: Hub) -> None:
    (hub.card / "verdict").write_text("0\n", encoding="utf-8")
    clean = hub.answer()
    hub.run["conclusion"] = "failure"
    wrong = hub.answer()
    assert (clean.status, clean.outputs["held"]) == ("success", "false")
    assert (wrong.status, wrong.outputs["held"]) == ("failure", "false")
    assert WORDS["HELD"] not in clean.body + wrong.body


def test_the_comment_is_replaced_and_no_one_elses_is_touched(hub: Hub) -> None:
    bot = {"type": "Bot", "login": "github-actions[bot]"}
    hub.state["comments"] = [
        {"id": 1, "user": {"type": "User", "login": "forker"}, "body": MARKER},
        {"id": 2, "user": {"type": "User", "login": "github-actions[bot]"}, "body": MARKER},
        {"id": 3, "user": {"type": "Bot", "login": "other[bot]"}, "body": MARKER},
        {"id": 4, "user": bot, "body": f"something else {MARKER}"},
        {"id": 5, "user": None, "body": None},
        {"id": 6, "user": bot, "body": f"{MARKER}\n\nold"},
    ]
    answer = hub.answer()
    assert [found["comment_id"] for found in answer.of("update")] == [6]
    assert not answer.of("create")


def test_labels_of_ours_come_and_go_and_those_of_people_stay(hub: Hub) -> None:
    hub.state["pulls"] = [pull(labels=[{"name": name} for name in ("مال", "هوية", "عاجل")])]
    hub.state["broken"] = {"unlabel": 404}  # somebody took it off a moment before
    answer = hub.answer()
    assert answer.failed is None
    assert [found["name"] for found in answer.of("unlabel")] == ["هوية"]
    assert answer.of("label")[0]["labels"] == ["تواصل"]


@pytest.mark.parametrize("said", ['{"risks": {"__proto__": 1, "admin": 1}}', '{"risks": null}', "[]", "no JSON", None])
def test_no_label_comes_from_what_a_card_makes_up(hub: Hub, said: str | None) -> None:
    if said is None:
        (hub.card / "card.json").unlink()
    else:
        (hub.card / "card.json").write_text(said, encoding="utf-8")
    answer = hub.answer()
    assert answer.failed is None
    assert not answer.of("label")


# --- which request


@pytest.mark.parametrize(
    "pulls",
    [
        [],
        [pull(head=OTHER)],  # pushed to in the meantime: its own run will come
        [pull(repository=3)],  # another fork of the same owner
        [pull(base={"ref": "main", "repo": {"id": 8}})],
        [pull(base={"ref": "other", "repo": {"id": 1}})],
        [pull(number=5), pull(number=6)],
        [{**pull(), "head": {**pull()["head"], "repo": None}}],
    ],
    ids=["none", "newer head", "other fork", "other repository", "other branch", "two", "deleted fork"],
)
def test_nothing_is_written_unless_exactly_one_open_request_has_this_head(hub: Hub, pulls: list[Any]) -> None:
    hub.state["pulls"] = pulls
    (hub.card / "number").write_text("6\n", encoding="utf-8")
    answer = hub.answer()
    assert (answer.writes, answer.outputs, answer.failed) == ([], {}, None)


# --- what it touches

TOUCHED = {
    "a workflow added": tree(organizations="o2", campaigns="c1", tasharuk="t1", build_="f1", **{".github": "w"}),
    "the program changed": tree(organizations="o2", campaigns="c1", tasharuk="t2", build_="f1"),
    "a file made executable": [
        {**entry, "mode": "100755"} if entry["type"] == "blob" else entry for entry in STATE["trees"][HEAD]
    ],
    "a file removed": tree(organizations="o2", campaigns="c1", tasharuk="t1"),
    "a link instead of the organizations": [
        {"path": "organizations", "mode": "120000", "type": "blob", "sha": "x"},
        *tree(campaigns="c1", tasharuk="t1", build_="f1"),
    ],
}


@pytest.mark.parametrize("after", TOUCHED.values(), ids=TOUCHED)
def test_whoever_touches_anything_else_waits_whatever_the_card_says(hub: Hub, after: list[dict[str, str]]) -> None:
    (hub.card / "verdict").write_text("0\n", encoding="utf-8")
    (hub.card / "card.json").write_text("{}", encoding="utf-8")
    hub.state["trees"][HEAD] = after
    answer = hub.answer()
    assert answer.status == "pending"
    assert answer.body.split("\n\n")[1] == f"> {WORDS['OUTSIDE']}"
    assert answer.of("label")[0]["labels"] == ["خارج المحتوى"]


def test_our_own_branch_is_warned_of_but_left_to_the_code_owners(hub: Hub) -> None:
    hub.state["trees"][HEAD] = TOUCHED["the program changed"]
    hub.run["head_repository"] = {"id": 1, "owner": {"login": "forker"}}
    hub.state["pulls"] = [pull(repository=1)]
    (hub.card / "verdict").write_text("0\n", encoding="utf-8")
    answer = hub.answer()
    assert answer.status == "success"
    assert WORDS["OUTSIDE"] in answer.body


# --- what a card may do

TRICKS = {
    "a mention": "@forker \\@forker @tasharuk/reviewers &#64;forker &commat;forker me@example.org",
    "a reference": "#12 \\#12 tasharuk/tasharuk#12 #\\12 GH-12 GH\\-12 &num;12",
    "an address": "https://evil.example http:\\/\\/evil.example http:\\//evil.example",
    "a host": "www.evil.example www\\.evil.example WWW.evil.example",
    "a link": "[press](https://evil.example) [press](/evil) [a][b]\n\n[b]: /evil\n\n[^1]\n\n[^1]: note",
    "a picture": "![x](/evil.png) <img src=/evil.png> <IMG\nSRC=/evil.png>",
    "an element": '<a href="/evil">x</a> <b onclick="x">y</b> <script>z</script> <!-- hidden <details open onx=1>',
    "a formula": "$\\text{0000}$ $$x$$",
    "invisible characters": "a\u202eb\u2066c\u200bd\x1be\x00f\ufeff",
    "a fence": "```mermaid\ngraph\n```\n~~~\nx",
}


@pytest.mark.parametrize("text", TRICKS.values(), ids=TRICKS)
def test_nothing_in_a_card_calls_links_loads_or_hides(hub: Hub, text: str) -> None:
    (hub.card / "card.markdown").write_text(text, encoding="utf-8")
    shown = hub.answer().body.partition("`aaaaaaa`")[2].strip()
    assert len(shown) > 5
    for acting in (
        r"@\\*\w", r"#\\*\w", r"GH\\*-", r":\\*/", r"www\\*\.", r"\]\\*[(:\[]", r"!\[", r"\$",
        r"&[#\w]", r"<(?!\u200b|/?b>)", r"```|~~~", r"[\x00-\x08\x0b-\x1f\u202a-\u202e\u2060-\u206f\ufeff]",
    ):  # fmt: skip
        assert not re.search(acting, shown), acting


def test_the_cards_own_layout_is_left_alone(hub: Hub) -> None:
    layout = "<details><summary>المزيد</summary>\n\n- `organizations/x/profile.yml:3` نص\n\n</details>\n"
    (hub.card / "card.markdown").write_text(layout, encoding="utf-8")
    assert hub.answer().body.endswith(layout)


@pytest.mark.parametrize("unit", ["@", "م", "😀", "<b>x</b>"])
def test_a_card_of_ten_megabytes_is_cut_to_the_size_of_a_comment(hub: Hub, unit: str) -> None:
    (hub.card / "card.markdown").write_bytes(unit.encode() * (10_000_000 // len(unit.encode())))
    body = hub.answer().body
    assert WORDS["CUT"] in body
    assert 50_000 < len(body.encode("utf-16-le")) // 2 < 65_536
    assert "\ufffd" not in body


def link(card: Path) -> None:
    """Put a link to a secret where the card was."""
    (card.parent / "secret").write_text("secret", encoding="utf-8")
    for name in ("card.markdown", "card.json", "verdict"):
        (card / name).unlink()
        (card / name).symlink_to(card.parent / "secret")


def folders(card: Path) -> None:
    """Put folders where the files were."""
    for name in ("card.markdown", "card.json", "verdict"):
        (card / name).unlink()
        (card / name).mkdir()


@pytest.mark.parametrize("spoil", [link, folders, shutil.rmtree], ids=["links", "folders", "nothing"])
def test_what_is_no_plain_file_is_not_read_and_the_change_waits(hub: Hub, spoil: Callable[[Path], None]) -> None:
    spoil(hub.card)
    answer = hub.answer()
    assert answer.failed is None
    assert answer.status == "pending"
    assert answer.body.endswith(WORDS["UNREADABLE"])
    assert "secret" not in answer.body


def test_only_one_small_card_is_fetched(hub: Hub) -> None:
    assert hub.answer(FIND).outputs == {"artifact": 9}
    for artifacts in (
        [],
        [{**STATE["artifacts"][0], "size_in_bytes": 500_001}],
        [{**STATE["artifacts"][0], "expired": True}],
        [{**STATE["artifacts"][0], "name": "site"}],
        STATE["artifacts"] * 2,
    ):
        hub.state["artifacts"] = artifacts
        assert hub.answer(FIND).outputs == {}


# --- who confirms


def review(login: str | None, state: str = "approved", environment: str = "reviewers") -> dict[str, Any]:
    """Return one entry of a run's log of approvals."""
    user = {"login": login} if login else None
    return {"state": state, "environments": [{"name": environment}], "user": user, "comment": "اتصلت"}


def test_an_approval_by_a_second_person_sets_the_status_and_names_them(hub: Hub) -> None:
    hub.state["reviews"] = [review("asker"), review("reviewer")]
    answer = hub.answer(CONFIRM, AUTHOR="asker")
    assert (answer.failed, answer.status) == (None, "success")
    assert answer.of("status")[0]["description"] == "أكّده reviewer"


@pytest.mark.parametrize(
    "reviews",
    [
        [],  # an environment that nobody set up lets everything pass
        [review("asker")],
        [review("pusher")],
        [review("reviewer", state="rejected")],
        [review("reviewer", environment="github-pages")],
        [review(None)],
    ],
    ids=["nobody", "who asks", "who pushed", "a refusal", "another environment", "a deleted account"],
)
def test_without_an_approval_by_a_second_person_nothing_is_confirmed(hub: Hub, reviews: list[Any]) -> None:
    hub.state["reviews"] = reviews
    hub.run["actor"] = {"login": "pusher"}
    answer = hub.answer(CONFIRM, AUTHOR="asker")
    assert answer.failed
    assert not answer.writes
