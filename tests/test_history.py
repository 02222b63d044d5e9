"""What git tells of an organization's past, and what of it readers may see, in real repositories."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tasharuk.history import story
from tasharuk.history.head import head_stamp
from tasharuk.history.load import load_history
from tasharuk.job import Job
from tests.tools.past import BANK, CAMPAIGN, PROFILE, REGISTRY, Repository
from tests.tools.records import TODAY

OLD, NEW = "0011223344551234", "9988776655445678"
IBAN = "DE89370400440532013000"


@pytest.fixture
def past(tmp_path: Path) -> Repository:
    """Return a repository of one commit with one profile."""
    made = Repository(tmp_path / "root").begin()
    made.profile()
    made.commit("2026-03-01")
    return made


def changed(past: Repository, day: str = "2026-04-01", **fields: Any) -> None:
    past.profile(**fields)
    past.commit(day)


# what is told


def test_plain_facts_are_told_old_and_new_on_the_day_of_damascus(past: Repository) -> None:
    past.profile(name="جمعية القنديل", staff=1200)
    past.commit("2026-04-01", "21:30:00 +0000")
    past.profile(name="جمعية القنديل", staff=1300, sectors=["health", "education"])
    past.commit("2026-04-03", "03:30:00 +1400")
    assert past.lines() == [
        "2026-04-02 حدّثت المنظمة بياناتها.",
        "القطاعات: إضافة health",
        "العاملون بأجر: 1,200 > 1,300",
        "2026-04-02 حدّثت المنظمة بياناتها.",
        "اسم المنظمة: جمعية المصباح > جمعية القنديل [هوية المنظمة]",
        "العاملون بأجر: إضافة 1,200",
        "2026-03-01 دخلت المنظمة الدليل.",
    ]


def test_running_text_is_told_of_without_its_words(past: Repository) -> None:
    changed(past, summary="اتصلوا بسمر في بيتها", about="نص", goals=["هدف"])
    lines = past.lines()
    assert lines[:4] == [
        "2026-04-01 حدّثت المنظمة بياناتها.",
        "جملة تعريف: تعديل",
        "نبذة: إضافة",
        "الأهداف: إضافة",
    ]
    assert "سمر" not in "".join(lines)


def test_a_confirmed_profile_is_told_though_nothing_else_changed(past: Repository) -> None:
    changed(past, updated="2026-06-02")
    assert past.lines()[1] == "تاريخ التحديث: 1 حزيران 2026 > 2 حزيران 2026"


def test_spaces_alone_are_no_change(past: Repository) -> None:
    past.write(PROFILE, (past.root / PROFILE).read_text(encoding="utf-8") + "\n# تعليق\n")
    past.commit("2026-04-01")
    assert past.lines() == ["2026-03-01 دخلت المنظمة الدليل."]


def test_who_entered_the_data_is_told_and_nobody_who_committed_them(past: Repository) -> None:
    changed(past, entered_by="volunteer", staff=4)
    lines = past.lines()
    assert lines[0] == "2026-04-01 حدّث متطوّعون بيانات المنظمة بموافقتها."
    assert "amar" not in repr(past.told())
    assert "warraq" not in repr(load_history(Job(past.root, TODAY), None).story("organization/lamp"))


def test_the_registry_tells_its_status_and_each_confirmation_by_its_own_day(past: Repository) -> None:
    rows = [{"field": "name", "on": "2026-02-01", "by": "مديرية حمص"}]
    past.registry(name="جمعية المصباح", status="active", confirmed=rows)
    past.commit("2026-03-02")
    rows.append({"field": "registration.number", "on": "2026-04-01", "by": "مديرية حماة"})
    past.registry(name="جمعية المصباح", status="suspended", status_reason="شكوى", confirmed=rows)
    past.commit("2026-04-05")
    assert past.lines() == [
        "2026-04-05 حدّثت الوزارة سجلّ المنظمة.",
        "الحالة: عاملة > موقوفة [هوية المنظمة]",
        "سبب الحالة: إضافة",
        "2026-04-01 أكّدت مديرية حماة: رقم الإشهار.",
        "2026-03-02 كتبت الوزارة سجلّ المنظمة.",
        "2026-03-01 دخلت المنظمة الدليل.",
        "2026-02-01 أكّدت مديرية حمص: اسم المنظمة.",
    ]


def test_an_office_that_the_registry_no_longer_names_is_not_told(past: Repository) -> None:
    past.registry(name="جمعية المصباح")
    past.commit("2026-03-02")
    for by in ("سمر الورّاق", "مديرية حمص"):
        past.registry(name="جمعية المصباح", confirmed=[{"field": "name", "on": "2026-03-05", "by": by}])
        past.commit("2026-03-06")
    past.registry(name="جمعية المصباح", confirmed=[{"field": "status", "on": "2026-04-05", "by": "مديرية حمص"}])
    past.commit("2026-04-06")
    lines = past.lines()
    assert "تأكيد اسم المنظمة في 5 آذار 2026" in lines
    assert "تأكيد اسم المنظمة في 5 آذار 2026 لدى مديرية حمص" in lines
    assert "لم يعد اسم المنظمة مؤكّدًا" in lines
    assert "سمر" not in "".join(lines)


def test_a_campaign_tells_its_money_while_it_is_the_organizations(past: Repository) -> None:
    past.profile("organizations/loom/profile.yml", name="جمعية النول")
    past.campaign()
    past.commit("2026-03-02")
    past.campaign(goal={"value": "2000", "currency": "SYP"}, received={"value": "300", "currency": "SYP"}, code="TH-1")
    past.commit("2026-03-03")
    past.campaign(organizations=["loom"], code="TH-1", goal={"value": "2000", "currency": "SYP"})
    past.commit("2026-03-04")
    past.campaign(organizations=["loom"], code="TH-1", goal={"value": "9000", "currency": "SYP"})
    past.commit("2026-03-05")
    assert past.lines()[:8] == [
        "2026-03-04 تغيّرت بيانات الحملة: حبر للشتاء",
        "المنظمات: إضافة جمعية النول. حذف جمعية المصباح [طريق المال]",
        "ما وصل: حذف 300 ليرة سورية",
        "2026-03-03 تغيّرت بيانات الحملة: حبر للشتاء",
        "رمز الحملة: إضافة [طريق المال]",
        "الهدف: 1,000 ليرة سورية > 2,000 ليرة سورية",
        "ما وصل: إضافة 300 ليرة سورية",
        "2026-03-02 حملة جديدة: حبر للشتاء",
    ]
    assert any("9,000" in line for line in past.lines("loom"))
    assert not any("9,000" in line for line in past.lines())
    (past.root / CAMPAIGN).unlink()
    past.commit("2026-03-06")
    assert past.lines("loom")[0] == "2026-03-06 أُزيلت الحملة: حبر للشتاء"
    assert "2026-03-04 تغيّرت بيانات الحملة: حبر للشتاء" in past.lines()


# what is never told again


def test_an_old_account_is_told_by_its_end_and_as_no_longer_in_use(past: Repository) -> None:
    changed(past, "2026-04-01", donation_channels=[{**BANK, "account_number": OLD}])
    changed(past, "2026-04-02", donation_channels=[{**BANK, "account_number": NEW}])
    changed(past, "2026-04-03", donation_channels=[{**BANK, "account_number": NEW, "bank": "مصرف"}])
    changed(past, "2026-04-04", donation_channels=[{**BANK, "account_number": "9988 7766 5544 5678", "bank": "مصرف"}])
    lines = past.lines()
    assert [line for line in lines if "طرق التبرّع" in line] == [
        "طرق التبرّع: تعديل في تحويل مصرفي، الرقم ينتهي بـ 5678: المصرف [طريق المال]",
        "طرق التبرّع: تحويل مصرفي، الرقم ينتهي بـ 1234 (لم يعد مستعملًا) > تحويل مصرفي، الرقم ينتهي بـ 5678 [طريق المال]",
        "طرق التبرّع: إضافة تحويل مصرفي، الرقم ينتهي بـ 1234 (لم يعد مستعملًا) [طريق المال]",
    ]
    assert not {OLD, NEW, OLD[:-1], "5555"} & set("".join(lines).split())


@pytest.mark.parametrize(
    ("way", "tail"),
    [
        ({"kind": "bank", "iban": IBAN}, "3000"),
        ({"kind": "wallet", "account_number": "0944123456"}, "3456"),
        ({"kind": "bank", "account_number": "123456"}, "456"),
        ({"kind": "payment_link", "url": "https://give.example/lamp-old"}, ""),
    ],
)
def test_no_way_to_give_that_was_taken_out_is_told_in_full(past: Repository, way: dict[str, str], tail: str) -> None:
    changed(past, "2026-04-01", donation_channels=[{**BANK, **way, "note": "اسألوا سمر", "account_name": "سمر"}])
    changed(past, "2026-04-02")
    lines = "\n".join(past.lines())
    assert lines.count("(لم يعد مستعملًا) [طريق المال]") == 2
    assert (f"ينتهي بـ {tail} " in lines) == bool(tail)
    kept = repr(load_history(Job(past.root, TODAY), None).story("organization/lamp"))
    for secret in (way.get("iban"), way.get("account_number"), way.get("url"), "give.example", "سمر"):
        assert secret is None or (secret not in lines and secret not in kept)


PRIVATE = {
    "contacts": {
        "phones": ["+963 31 000 0701"],
        "email": "samar@lamp.example",
        "address": "قرب الفرن",
        "website": "https://lamp.example/",
    },
    "people": {"chair": "سمر الورّاق", "board": [{"name": "نبيل الحبّار"}]},
    "offices": [{"governorate": "homs", "address": "خلف الجامع", "phone": "0310000703"}],
    "localities": ["تلدو"],
    "services": [{"title": "ملجأ", "how_to_apply": "عند سمر"}],
}


@pytest.mark.parametrize("field", PRIVATE)
def test_contacts_people_and_places_are_told_of_without_what_they_were(past: Repository, field: str) -> None:
    changed(past, "2026-04-01", **{field: PRIVATE[field]})
    changed(past, "2026-04-02")
    told = repr(past.told()) + "\n".join(past.lines())
    assert told.count("removed") >= 1
    for value in _texts(PRIVATE[field]):
        assert value not in told


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _texts(inner)]
    return [text for inner in value for text in _texts(inner)] if isinstance(value, list) else [value]


@pytest.mark.parametrize("how", ["removed", "withheld", "its group withheld"])
def test_what_is_withheld_or_gone_today_is_told_without_its_values(past: Repository, how: str) -> None:
    registration = {"number": "3311", "date": "2015-03-09"}
    changed(past, "2026-04-01", registration=registration, founded="1987", staff=77)
    changed(past, "2026-04-02", registration={**registration, "number": "4422"}, founded="1988", staff=78)
    last: dict[str, Any] = {"registration": {"number": "4422"}, "founded": "1988", "staff": 78}
    if how == "removed":
        last = {}
    else:
        fields = ["registration.number" if how == "withheld" else "registration", "founded", "staff"]
        last["withheld"] = [{"field": field, "reason": "safety"} for field in fields]
    changed(past, "2026-04-03", **last)
    lines = "\n".join(past.lines())
    assert "رقم الإشهار: تعديل [هوية المنظمة]" in lines
    assert "رقم الإشهار: إضافة [هوية المنظمة]" in lines
    for value in ("3311", "4422", "1987", "1988", "77", "78"):
        assert value not in lines


def test_places_that_an_organization_no_longer_names_are_not_named(past: Repository) -> None:
    changed(past, "2026-04-01", governorates=["homs", "daraa"], headquarters="daraa")
    changed(past, "2026-04-02", governorates=["homs", "hama"], headquarters="homs")
    lines = "\n".join(past.lines())
    assert "daraa" not in lines
    assert "hama" in lines


def test_places_that_a_campaign_no_longer_names_are_not_named(past: Repository) -> None:
    for day, places in enumerate((["homs"], ["homs", "daraa"], ["homs", "hama"]), 1):
        past.campaign(governorates=places)
        past.commit(f"2026-04-0{day}")
    lines = "\n".join(past.lines())
    assert "daraa" not in lines
    assert "hama" in lines


@pytest.mark.parametrize("status", ["suspended", "dissolved"])
def test_no_account_of_an_organization_that_is_not_at_work_counts_as_used(past: Repository, status: str) -> None:
    changed(past, "2026-04-01", donation_channels=[{**BANK, "account_number": OLD}])
    assert "(لم يعد مستعملًا)" not in "".join(past.lines())
    past.registry(status=status)
    assert "(لم يعد مستعملًا)" in "".join(past.lines())


@pytest.mark.parametrize("name", ["جمعية 0944123456", "جمعية ٠٩٤٤ ١٢٣ ٤٥٦", "جمعية a@b.example", "x" * 121])
def test_a_plain_fact_that_holds_a_number_or_an_address_is_not_told(past: Repository, name: str) -> None:
    changed(past, "2026-04-01", name_ku=name)
    changed(past, "2026-04-02", name_ku="Komele")
    lines = "\n".join(past.lines())
    assert name not in lines
    assert "4123" not in lines


def test_nothing_is_told_of_other_files(past: Repository) -> None:
    for path in (
        "organizations/lamp/posts/2026-01-01-x.md",
        "content/accepted.yml",
        "organizations/lamp/media/a.pdf",
        "a.yml",
    ):
        past.write(path, "سرّ")
    past.profile("organizations/loom/profile.yml", name="جمعية النول")
    past.profile("elsewhere/organizations/lamp/profile.yml", name="جمعية أخرى")
    past.commit("2026-04-01")
    assert past.lines() == ["2026-03-01 دخلت المنظمة الدليل."]


# renamed, unreadable, hostile


@pytest.mark.parametrize("edit", [{}, {"former_slugs": ["lamp"], "staff": 5}, {"staff": 5}])
def test_a_renamed_folder_is_followed(past: Repository, edit: dict[str, Any]) -> None:
    past.registry(name="جمعية المصباح", status="active")
    past.commit("2026-03-02")
    changed(past, "2026-04-01", volunteers=3)
    past.git("mv", "organizations/lamp", "organizations/lantern")
    past.git("mv", REGISTRY, "content/registry/lantern.yml")
    past.profile("organizations/lantern/profile.yml", volunteers=3, **edit)
    past.registry("content/registry/lantern.yml", name="جمعية المصباح", status="suspended")
    past.commit("2026-04-02")
    lines = past.lines("lantern")
    assert "2026-04-02 تغيّر عنوان صفحة المنظمة." in lines
    assert "2026-04-02 نقلت الوزارة سجلّ المنظمة إلى عنوانها الجديد." in lines
    assert "الحالة: عاملة > موقوفة [هوية المنظمة]" in lines
    assert "المتطوّعون: إضافة 3" in lines
    assert lines[-1] == "2026-03-01 دخلت المنظمة الدليل."
    assert not any("أُزيلت" in line for line in lines)


def test_a_former_slug_is_followed_across_commits_unless_it_is_somebody_elses(past: Repository) -> None:
    changed(past, "2026-04-01", staff=3)
    (past.root / PROFILE).unlink()
    past.commit("2026-04-02")
    past.profile("organizations/lantern/profile.yml", name="جمعية القنديل", former_slugs=["lamp"], staff=4)
    past.commit("2026-04-03")
    assert [line[:10] for line in past.lines("lantern") if line.startswith("2026")] == [
        "2026-04-03", "2026-04-02", "2026-04-01", "2026-03-01",
    ]  # fmt: skip
    past.profile()
    past.commit("2026-04-04")
    assert past.lines("lantern") == ["2026-04-03 دخلت المنظمة الدليل."]


BROKEN = {"no yaml": "name: [", "no text": b"\xff\x00\x01", "too large": "a: b\n" * 90_000, "empty": ""}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_version_that_cannot_be_read_is_told_and_hides_no_change(past: Repository, broken: str) -> None:
    changed(past, "2026-04-01", donation_channels=[{**BANK, "account_number": OLD}])
    past.write(PROFILE, BROKEN[broken])
    past.commit("2026-04-02")
    changed(past, "2026-04-03", donation_channels=[{**BANK, "account_number": NEW}])
    assert past.lines()[:3] == [
        "2026-04-03 حدّثت المنظمة بياناتها.",
        "طرق التبرّع: تحويل مصرفي، الرقم ينتهي بـ 1234 (لم يعد مستعملًا) > تحويل مصرفي، الرقم ينتهي بـ 5678 [طريق المال]",
        "2026-04-02 نسخة من بيانات المنظمة لا يمكن قراءتها.",
    ]


def test_a_file_that_goes_and_comes_back_hides_no_change(past: Repository) -> None:
    changed(past, "2026-04-01", donation_channels=[{**BANK, "account_number": OLD}])
    (past.root / PROFILE).unlink()
    past.commit("2026-04-02")
    changed(past, "2026-04-03", donation_channels=[{**BANK, "account_number": NEW}])
    assert past.lines()[0] == "2026-04-03 دخلت المنظمة الدليل."
    assert "ينتهي بـ 1234 (لم يعد مستعملًا) > " in past.lines()[1]


def test_a_link_in_the_place_of_a_profile_is_a_version_that_cannot_be_read(past: Repository) -> None:
    (past.root / PROFILE).unlink()
    (past.root / PROFILE).symlink_to("/etc/hostname")
    past.commit("2026-04-01")
    changed_to = past.root / PROFILE
    changed_to.unlink()
    changed(past, "2026-04-02", staff=3)
    assert past.lines()[:3] == [
        "2026-04-02 حدّثت المنظمة بياناتها.",
        "العاملون بأجر: إضافة 3",
        "2026-04-01 نسخة من بيانات المنظمة لا يمكن قراءتها.",
    ]


def test_of_very_many_changes_the_newest_are_told_and_the_others_counted(
    past: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("story", "log", "steps", "telling"):
        monkeypatch.setattr(f"tasharuk.history.{module}.MOST_STEPS", 3)
    for count in range(1, 8):
        changed(past, f"2026-04-0{count}", staff=count)
    told = past.told()
    assert [entry.day.day for entry in told.entries] == [7, 6, 5]
    assert told.older == 5
    assert story.MOST_STEPS == 3


def test_only_what_was_published_counts_not_what_was_tried_beside_it(past: Repository) -> None:
    past.git("checkout", "-q", "-b", "draft")
    changed(past, "2026-04-01", staff=1)
    changed(past, "2026-04-02", staff=2)
    past.git("checkout", "-q", "main")
    past.git("merge", "-q", "--no-ff", "-m", "x", "draft", GIT_COMMITTER_DATE="2026-04-05 12:00:00 +0000")
    assert past.lines()[:2] == ["2026-04-05 حدّثت المنظمة بياناتها.", "العاملون بأجر: إضافة 2"]


@pytest.mark.parametrize("moment", ["@0 +0000", "@99999999999999 +0000", "2026-04-01 23:59:59 -1200"])
def test_any_date_of_a_commit_is_some_day(past: Repository, moment: str) -> None:
    past.profile(staff=5)
    past.git("add", "-A")
    past.git("commit", "-q", "-m", "x", GIT_COMMITTER_DATE=moment)
    assert "العاملون بأجر: إضافة 5" in past.lines()


# where git knows little


def test_without_a_repository_nothing_is_known(tmp_path: Path) -> None:
    made = Repository(tmp_path / "root")
    made.profile()
    assert load_history(Job(made.root, TODAY), None).state() == (False, None)
    assert made.lines() == []


@pytest.mark.parametrize("spoil", ["no commit", "no objects", "not tracked", "no repository behind .git"])
def test_a_repository_that_tells_nothing_is_none(past: Repository, tmp_path: Path, spoil: str) -> None:
    root = past.root
    if spoil == "no objects":
        for file in (root / ".git/objects").rglob("*"):
            if file.is_file():
                file.chmod(0o600)
                file.write_bytes(b"")
    elif spoil == "no commit":
        past = Repository(tmp_path / "empty").begin()
        past.profile()
    elif spoil == "not tracked":
        past = Repository(root / "inside")
        past.profile()
    else:
        past = Repository(tmp_path / "broken")
        past.profile()
        past.write(".git", "gitdir: /nowhere/at/all\n")
    assert load_history(Job(past.root, TODAY), None).state() == (False, None)
    assert past.lines() == []


def test_a_shallow_clone_tells_since_when_it_knows(past: Repository, tmp_path: Path) -> None:
    changed(past, "2026-04-01", staff=1)
    changed(past, "2026-04-02", staff=2)
    clone = Repository(tmp_path / "clone")
    past.git("clone", "-q", "--depth", "2", f"file://{past.root}", str(clone.root))
    assert clone.lines() == ["2026-04-02 حدّثت المنظمة بياناتها.", "العاملون بأجر: 1 > 2"]
    known, since = load_history(Job(clone.root, TODAY), None).state()
    assert (known, str(since)) == (True, "2026-04-01")
    clone.git("fetch", "-q", "--unshallow")
    assert clone.lines() == past.lines()


def test_no_program_that_a_repository_names_is_run(past: Repository, tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    past.write("../trip.sh", f"#!/bin/sh\ntouch {trap}\ncat\n")
    trip = tmp_path / "trip.sh"
    trip.chmod(0o755)
    for setting in (
        "diff.external",
        "diff.x.textconv",
        "diff.x.command",
        "core.pager",
        "core.fsmonitor",
        "gpg.program",
    ):
        past.git("config", setting, str(trip))
    past.git("config", "log.showSignature", "true")
    past.write(".git/info/attributes", "* diff=x filter=x\n")
    past.profile(staff=5)
    past.git("-c", "core.fsmonitor=false", "add", "-A")
    past.git("-c", "core.fsmonitor=false", "commit", "-q", "-m", "x")
    trap.unlink(missing_ok=True)
    assert "العاملون بأجر: إضافة 5" in past.lines()
    assert not trap.exists()


# the stamp


def test_the_stamp_changes_with_every_commit_however_git_keeps_its_names(past: Repository, tmp_path: Path) -> None:
    stamps = [head_stamp(past.root)]
    past.git("commit", "-q", "--allow-empty", "-m", "x")
    stamps.append(head_stamp(past.root))
    past.git("pack-refs", "--all")
    past.git("worktree", "add", "-q", str(tmp_path / "tree"), "-b", "other")
    stamps.append(head_stamp(tmp_path / "tree"))
    Repository(tmp_path / "tree").git("commit", "-q", "--allow-empty", "-m", "y")
    stamps.append(head_stamp(tmp_path / "tree"))
    past.git("checkout", "-q", "--detach", "HEAD~1")
    stamps.append(head_stamp(past.root))
    assert len(set(stamps)) == len(stamps)
    assert "" not in stamps
    assert head_stamp(past.root) == stamps[-1] == head_stamp(past.root / "organizations")
    assert head_stamp(tmp_path) == ""


def test_the_stamp_asks_no_program(past: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert head_stamp(past.root)
