"""Drive bad and good submissions through the checks: the cases of a folder of JSON files, and a verdict on each.

    python -m tests.tools.hostile ../shared/hostile [--only ID or category] [--build]

The format of the files is told in the folder's own README. A case is tried in a small repository: on a profile, post,
campaign or picture of its own, or as the path of a changed file. Nothing of the cases is kept here.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tasharuk.cli import main

TODAY = "2026-11-24"
SECONDS = 2.0  # of the processor: the clock on the wall tells of the machine
Case = dict[str, Any]

# meaning of a role -> the profile's field as this template writes it
PROFILE = """\
name: {name}
{name_en}legal_form: association
summary: نعمل مع الناس في الحيّ.
about: {description}
{founded}registration: {{number: {license_number}, date: 2016-02-11, directorate: homs, licence: full}}
headquarters: {governorate}
governorates: [homs]
sectors: [education]
contacts:
  phones: [{phone}]
  email: {email}
  website: {website}
  hours: {hours}
  social: {{facebook: {facebook}}}
{employees}donation_channels:
  - {{kind: bank, bank: {bank_name}, account_name: {account_holder}, account_number: {bank_account},
     valid_from: 2026-02-01}}
  - {{kind: payment_link, account_name: {account_holder}, url: {donation_url}, valid_from: 2026-02-01}}
updated: 2026-11-02
"""
DEFAULTS = {
    "name": "جمعية الأمل الخيرية",
    "description": "نقرأ ونكتب.",
    "license_number": "5101/2016",
    "governorate": "homs",
    "phone": "+963 11 234 5670",
    "email": "info@alamal.example",
    "website": "https://alamal.example/",
    "hours": "9-14",
    "facebook": "https://www.facebook.com/alamal.sy",
    "bank_name": "المصرف التجاري السوري",
    "bank_account": "0123456789012",
    "donation_url": "https://give.alamal.example/alamal",
}
OPTIONAL = {"name_en": "name_en", "founded": "founded", "employees": "staff"}
OTHER = DEFAULTS | {
    "name": "مؤسسة النور",
    "license_number": "5102/2017",
    "phone": "+963 21 765 4320",
    "email": "info@alnoor.example",
    "website": "https://alnoor.example/",
    "facebook": "https://www.facebook.com/alnoor.sy",
    "bank_account": "0555500000777",
    "donation_url": "https://give.alnoor.example/",
}
# what the newcomer writes when another organization is already there
NEWCOMER = DEFAULTS | {
    "name": "فريق العصفور الأزرق",
    "license_number": "5109/2019",
    "phone": "+963 41 765 4329",
    "email": "info@bluebird.example",
    "website": "https://bluebird.example/",
    "facebook": "https://www.facebook.com/bluebird.sy",
    "bank_account": "0444400000777",
    "donation_url": "https://give.bluebird.example/",
}
CAMPAIGN = """\
---
title: دفاتر الشتاء
organizations: [{org}]
summary: دفاتر وأقلام.
sectors: [education]
governorates: [homs]
start: {start}
{deadline}goal: {{value: {target}, currency: {currency}}}
{raised}as_of: 2026-11-15
{channels}---
"""
CAMPAIGN_DEFAULTS = {"org": "alamal", "start": "2026-10-01", "target": "1000000", "currency": "SYP"}
KEYS = {
    "name": "name",
    "phone": "phones",
    "bank_account": "account_number",
    "donation_url": "url",
    "website": "website",
    "posts": "posts",
}
LACKING = frozenset({"tags"})  # roles for which no field exists


@dataclass(frozen=True)
class Outcome:
    """What the check said of a case, and whether that is what the case asks for."""

    case: Case
    is_right: bool
    code: int
    told: tuple[str, ...]
    note: str = ""


def load(folder: Path) -> list[Case]:
    """Return all cases of a folder of JSON files, by file and order."""
    return [case for file in sorted(folder.glob("*.json")) for case in json.loads(file.read_text("utf-8"))["cases"]]


def is_applicable(case: Case) -> bool:
    """Tell whether the case aims at a field that exists here."""
    return case.get("role") not in LACKING


class Stage:
    """A small repository in which one case after the other is tried."""

    def __init__(self, folder: Path) -> None:
        self.root, self.pristine = folder / "site", folder / "pristine"
        self._lay(self.pristine)
        shutil.copytree(self.pristine, self.root)
        self._git("init", "-q")
        self._commit()

    def _lay(self, root: Path) -> None:
        for slug, values in (("alamal", DEFAULTS), ("alnoor", OTHER)):
            self._write(root / f"organizations/{slug}/profile.yml", profile(values))
            self._write(root / f"content/registry/{slug}.yml", f"owners: [{slug}]\n")
        self._write(root / "organizations/alamal/posts/2026-01-01-x.md", post("نصّ."))

    @staticmethod
    def _write(file: Path, content: str | bytes) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))

    def _git(self, *arguments: str) -> str:
        identity = ["-c", "user.name=test", "-c", "user.email=test@example.org"]
        command = ["git", *identity, *arguments]
        return subprocess.run(command, cwd=self.root, check=True, capture_output=True, text=True).stdout

    def _commit(self) -> None:
        self._git("add", "-A")
        self._git("commit", "-q", "--allow-empty", "-m", "base")

    def reset(self) -> None:
        """Lay the sound files out anew."""
        for entry in self.root.iterdir():
            if entry.name != ".git":
                _remove(entry)
        shutil.copytree(self.pristine, self.root, dirs_exist_ok=True)

    def judge(self, case: Case) -> Outcome:
        """Try one case."""
        self.reset()
        self._in_tree = False
        wants_base = self._prepare(case)
        self._apply(case)
        options = ["--base", "HEAD"] if wants_base else []
        options += ["--author", case["by"]] if "by" in case else []
        today = _damascus(case.get("today", TODAY))
        printed, errors = io.StringIO(), io.StringIO()
        arguments = ["check", *options]
        if self._in_tree:
            tree = self._git("write-tree").strip()
            head = self._git("commit-tree", tree, "-p", "HEAD", "-m", "change").strip()
            arguments = ["review", *options, "--head", head]
        start = time.process_time()
        try:
            with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(errors):
                code = main(["--root", str(self.root), "--today", today, *arguments, "--format", "json"])
        except (Exception, SystemExit):  # whatever it is, it is the verdict on the case
            return Outcome(case, False, -1, (), traceback.format_exc()[-600:])
        seconds = time.process_time() - start
        found = json.loads(printed.getvalue())
        listed = found["problems"] if isinstance(found, dict) else found
        if self._in_tree or case.get("type") == "gitlink":
            self._git("read-tree", "HEAD")
        problems = [problem for problem in listed if problem["severity"] != "warning"]
        told = tuple(f"{problem['severity']} {problem['code']} {problem['path']}" for problem in problems)
        note = f"{seconds:.1f} s" if seconds > SECONDS else ""
        return Outcome(case, not note and self._fits(case, code, problems), code, told, note)

    def _fits(self, case: Case, code: int, problems: list[dict[str, Any]]) -> bool:
        wish = case["expect"]
        is_placed = all(problem["message_ar"] and problem["hint_ar"] and problem["path"] for problem in problems)
        if wish == "reject":
            return code in (1, 3) and bool(problems) and is_placed
        if wish == "accept":
            return code in (0, 3) and not any(problem["severity"] == "error" for problem in problems)
        return code in (0, 1, 3) and is_placed

    def _prepare(self, case: Case) -> bool:
        """Bring the base in order; tell whether the case is about a change."""
        is_change = "before" in case or case["kind"] == "path" or case.get("role") == "change"
        other = case.get("other", {})
        if other and case["kind"] == "profile":
            values = OTHER | {key: _quoted(value) for key, value in other.items() if key != "slug"}
            self._write(self.root / f"organizations/{other['slug']}/profile.yml", profile(values))
        if "before" in case:
            values = DEFAULTS | {case["role"]: _quoted(case["before"])}
            self._write(self.root / "organizations/alamal/profile.yml", profile(values))
        if "before" in case or self._is_dirty():
            self._commit()
        return is_change

    def _is_dirty(self) -> bool:
        return bool(self._git("status", "--porcelain").strip())

    def _apply(self, case: Case) -> None:
        {
            "profile": self._apply_profile,
            "post": self._apply_post,
            "campaign": self._apply_campaign,
            "image": self._apply_image,
            "path": self._apply_path,
        }[case["kind"]](case)

    def _apply_profile(self, case: Case) -> None:
        role = case["role"]
        slug = "bluebird" if case.get("other") else "alamal"
        values = NEWCOMER if case.get("other") else DEFAULTS
        if role == "slug":
            slug = case["payload"]
        elif role == "change":
            self._write(self.root / "organizations/alamal/posts/2026-01-01-x.md", post("نصّ آخر أطول."))
            values = values | {"donation_url": "https://evil.example/"}
        elif role != "file":
            values = values | {role: value_of(case)}
        text = whole_file(case, profile(values)) if role == "file" else profile(values)
        self._write(self.root / f"organizations/{slug}/profile.yml", text)

    def _apply_post(self, case: Case) -> None:
        file = self.root / "organizations/alamal/posts/2026-01-15-y.md"
        if case.get("role") == "file":
            self._write(file, whole_file(case, post("نصّ.", "2026-01-15")))
        elif case.get("role"):
            text = f"---\ntitle: عنوان\ndate: 2026-01-15\n{case['role']}: {value_of(case)}\n---\nنصّ.\n"
            self._write(file, text)
        else:
            self._write(file, post(payload(case), "2026-01-15"))

    def _apply_campaign(self, case: Case) -> None:
        self._write(self.root / "campaigns/winter-books.md", campaign(case["role"], value_of(case)))

    def _apply_image(self, case: Case) -> None:
        name = case.get("file") or ("logo.svg" if isinstance(payload(case), str) else "logo.png")
        self._write(self.root / f"organizations/alamal/media/{name}", payload(case))
        self._write(self.root / "organizations/alamal/profile.yml", profile(DEFAULTS) + f"logo: {name}\n")

    def _apply_path(self, case: Case) -> None:
        file = self.root / case["payload"]
        kind = case.get("type", "file")
        if case.get("action") == "delete":
            _remove(file)
            return
        try:
            if kind != "mode" and kind != "unreadable":
                _remove(file)
            file.parent.mkdir(parents=True, exist_ok=True)
            if kind == "symlink":
                file.symlink_to(case["target"])
            elif kind == "gitlink":
                self._git("update-index", "--add", "--cacheinfo", f"160000,{case['target']},{case['payload']}")
                file.mkdir()
            elif kind == "mode":
                file.chmod(0o755)
            elif kind == "unreadable":
                file.chmod(0)
            elif kind == "fifo":
                os.mkfifo(file)
            elif kind == "directory":
                self._write(file / "x", "x")
            else:
                values = OTHER if "alnoor" in case["payload"] else DEFAULTS
                text = profile(values | {"hours": "8-12"}) if file.name.startswith("profile.y") else "x\n"
                self._write(file, case.get("content", text))
        except OSError:  # the disk cannot hold the name, so it can only come in a tree of git
            blob = self._git("hash-object", "-w", "organizations/alamal/profile.yml").strip()
            self._git("update-index", "--add", "--cacheinfo", f"100644,{blob},{case['payload']}")
            self._in_tree = True


def profile(values: dict[str, str]) -> str:
    """Return a sound profile with these values, each written as YAML."""
    values = {"account_holder": values["name"], **values}
    more = {role: f"{key}: {values[role]}\n" if role in values else "" for role, key in OPTIONAL.items()}
    return PROFILE.format(**{**values, **more})


def post(body: str, day: str = "2026-01-01") -> str:
    """Return a sound post with this body."""
    return f"---\ntitle: عنوان\ndate: {day}\n---\n{body}\n"


def campaign(role: str, value: str) -> str:
    """Return a sound campaign with one value of its own."""
    values = CAMPAIGN_DEFAULTS | {role: value}
    channel = "kind: bank, account_number: " if role == "bank_account" else "kind: payment_link, url: "
    way = f"channels: [{{{channel}{value}, account_name: جمعية الأمل الخيرية, valid_from: 2026-02-01}}]\n"
    return CAMPAIGN.format(
        **{name: values[name] for name in CAMPAIGN_DEFAULTS},
        deadline=f"end: {value if role == 'deadline' else '2026-12-31'}\n",
        raised=f"received: {{value: {value}, currency: SYP}}\n" if role == "raised" else "",
        channels=way if role in ("bank_account", "donation_url") else "",
    )


def payload(case: Case) -> Any:
    """Return the payload as it is meant: decoded, repeated, ended."""
    given = case["payload"]
    if case.get("encoding") == "base64":
        return base64.b64decode(given)
    if "repeat" in case:
        given = "".join(given.replace("@@N@@", str(number)) for number in range(case["repeat"]))
    return given + case.get("suffix", "")


def value_of(case: Case) -> str:
    """Return the payload as a YAML value."""
    given = payload(case)
    if case.get("unquoted"):
        return str(given)
    return f'"{given}"' if case.get("quoted") else _quoted(given)


def whole_file(case: Case, base: str) -> str | bytes:
    """Return the payload as a file, its marks filled in."""
    given = payload(case)
    if isinstance(given, bytes):
        return given
    for key, name in KEYS.items():
        given = given.replace(f"@@{key}@@", name)
    text = given.replace("@@BASE@@", base)
    turned = {"crlf": "\r\n", "cr": "\r"}.get(case.get("newlines", ""), "\n")
    return text.replace("\n", turned).encode(case.get("charset", "utf-8"), "replace")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _damascus(moment: str) -> str:
    from datetime import datetime, timedelta

    if "T" not in moment:
        return moment
    return (datetime.fromisoformat(moment) + timedelta(hours=3)).date().isoformat()


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def run(cases: Iterable[Case]) -> Iterator[Outcome]:
    """Try all cases that aim at fields we have."""
    with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
        stage = Stage(Path(folder))
        for case in cases:
            if is_applicable(case):
                yield stage.judge(case)


def command(arguments: list[str] | None = None) -> int:
    """Print what was not judged as wished, and the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="cases whose id or category begins so")
    parser.add_argument("--all", action="store_true", help="print every case")
    options = parser.parse_args(arguments)
    counts: Counter[str] = Counter()
    for outcome in run(case for case in load(options.folder) if _is_wanted(case, options.only)):
        counts["right" if outcome.is_right else "wrong"] += 1
        if options.all or not outcome.is_right:
            case = outcome.case
            shown = repr(case["payload"])[:100]
            print(f"{case['id']} wants {case['expect']}, got {outcome.code} {outcome.note} {shown}")
            print(f"    {'; '.join(outcome.told[:4])}", flush=True)
    print(f"{sum(counts.values())} tried, {counts['right']} as wished, {counts['wrong']} not")
    return 1 if counts["wrong"] else 0


def _is_wanted(case: Case, start: str) -> bool:
    return case["id"].startswith(start) or case["category"].startswith(start)


if __name__ == "__main__":
    sys.exit(command())
