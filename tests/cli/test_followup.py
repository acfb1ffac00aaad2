"""`auditctl followup`: what waits, in which sessions, by whom; on the example and on a small repository."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from small_repository import Ended, auditctl, lay

LODOS = Path(__file__).parents[2] / "examples" / "lodos"
DAY = ("--as-of", "2026-11-20")
AS_OF = ("--as-of", "2026-12-01")
FINDING = """\
title: Restores are never tested
grade: minor
process: backup
requirements: [A.8.13, bck-pol#4.2]
statement: No restore test since 2025-11-18.
raised: {by: ann-audit, date: 2026-10-05}
"""
CAPA = """\
findings: [restores]
owner: olga-ops
opened: 2026-10-12
correction:
  first: {what: Restore one cluster, owner: tom-tech, due: 2026-10-20, done: 2026-10-19, proof: ticket 7}
cause: {method: other, cause: no register of tasks, by: olga-ops, date: 2026-10-14}
extent: {checked: [access reviews], result: none, by: olga-ops, date: 2026-10-14}
actions:
  register: {what: Register of tasks, owner: tom-tech, due: 2026-11-20, done: 2026-11-18, proof: REG 1}
plan:
  - {step: submitted, by: olga-ops, date: 2026-10-15}
  - {step: approved, by: ann-audit, date: 2026-10-16}
effectiveness: {criterion: two restores on time, not_before: 2026-12-12, verifier: ann-audit}
"""
REPORT = "summary: Fine.\nissued: {by: ann-audit, date: 2026-10-09}\n"
RECORDS = {
    "audits/a/report.yaml": REPORT,
    "audits/a/findings/restores.yaml": FINDING,
    "audits/a/capas/restores.yaml": CAPA,
}


@pytest.fixture
def lodos(tmp_path: Path) -> Path:
    return Path(shutil.copytree(LODOS, tmp_path / "lodos"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return lay(tmp_path / "kestrel", RECORDS)


def followup(root: Path, *words: str) -> Ended:
    return auditctl(root, *AS_OF, "followup", *words)


def written(root: Path, name: str = "a-followup") -> dict[str, Any]:
    data = yaml.safe_load((root / f"audits/{name}/audit.yaml").read_text("utf-8"))
    assert isinstance(data, dict)
    return data


def change(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text("utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), "utf-8")


def register(root: Path, name: str, more: str = "") -> None:
    """Put a further person and auditor into the small repository."""
    change(root, "auditctl.yaml", "people:\n  mia", f"people:\n  {name}: {{name: {name}{more}}}\n  mia")
    entry = (
        f"auditors:\n  {name}:\n    roles: [auditor]\n"
        "    qualifications: [{name: Course, date: 2025-03-01, evidence: HR-1}]\n"
        "    evaluations: [{date: 2026-08-01, by: mia-chief, result: qualified}]\n"
    )
    change(root, "auditctl.yaml", "auditors:\n", entry)


def test_the_file_says_what_is_verified_where_and_by_whom(root: Path) -> None:
    done = followup(root, "a")
    assert (done.code, done.out) == (0, "audits/a-followup/audit.yaml\n"), done.err
    assert "next: `auditctl plan a-followup`" in done.err
    data = written(root)
    assert (data["kind"], data["client"]) == ("follow-up", "mia-chief")
    assert data["unplanned"] == "corrective actions of a wait for verification"
    assert data["objectives"] == [
        "See that what was decided against a/restores was done and works: Restores are never tested"
    ]
    assert data["follow_up"] == ["a/restores"]
    assert data["scope"] == {"processes": ["backup"]}
    assert data["criteria"] == {"requirements": ["A.8.13"], "documents": {"bck-pol": "2.2"}}
    assert data["team"] == {"lead": "ann-audit", "auditors": ["ann-audit"]}
    session = data["schedule"]["sessions"]["backup"]
    # 2026-12-12 is a Saturday
    assert (str(session["date"]), session["start"], session["minutes"]) == ("2026-12-14", "09:30", 90)
    assert session["requirements"] == ["A.8.13", "bck-pol#4.2"]
    assert (session["auditors"], session["auditees"]) == (["ann-audit"], ["tom-tech"])
    assert "backup, 2026-12-14 09:30: ann-audit, the planned verifier\n  verifies a/restores\n" in done.err


def test_the_check_finds_nothing_to_refuse_and_says_nothing_of_early_sessions(root: Path) -> None:
    followup(root, "a")
    found = auditctl(root, *AS_OF, "check", "--format", "json", "--fail-on", "never")
    told = [item for item in json.loads(found.out)["diagnostics"] if "a-followup" in json.dumps(item)]
    assert {item["code"] for item in told} <= {"IND017", "PLN008", "PLN005"}
    assert not [item for item in told if item["severity"] == "error"]


@pytest.mark.parametrize(
    ("old", "new", "against"),
    [
        (
            "register: {what: Register of tasks, owner: tom-tech",
            "register: {what: R, owner: ann-audit",
            "owns the action register (IND006)",
        ),
        ("owner: olga-ops\nopened", "owner: ann-audit\nopened", "owns restores (IND006)"),
        (
            "by: olga-ops, date: 2026-10-14}\nextent",
            "by: ann-audit, date: 2026-10-14}\nextent",
            "analysed the cause (IND006)",
        ),
    ],
)
def test_a_verifier_with_a_part_in_the_action_gives_way_to_somebody_without(
    root: Path, old: str, new: str, against: str
) -> None:
    register(root, "bea-book")
    change(root, "audits/a/capas/restores.yaml", old, new)
    done = followup(root, "a")
    assert done.code == 0, done.err
    assert written(root)["schedule"]["sessions"]["backup"]["auditors"] == ["bea-book"]
    assert f"  not ann-audit: {against}" in done.err
    assert (
        "bea-book, free of conflict and without a part in the corrective action in place of ann-audit"
        in done.err
    )


def test_a_verifier_who_manages_the_owner_of_an_action_gives_way(root: Path) -> None:
    register(root, "bea-book")
    change(
        root,
        "auditctl.yaml",
        "tom-tech: {name: Tom Tech, department: ops, manager: olga-ops}",
        "tom-tech: {name: Tom Tech, manager: ann-audit}",
    )
    done = followup(root, "a")
    assert "  not ann-audit: manages tom-tech (IND006)" in done.err
    assert written(root)["team"]["auditors"] == ["bea-book"]


def test_where_nobody_is_free_the_session_has_no_auditor_and_each_reason_is_said(root: Path) -> None:
    change(root, "audits/a/capas/restores.yaml", "verifier: ann-audit", "verifier: paul-people")
    change(
        root,
        "auditctl.yaml",
        "evaluations: [{date: 2026-08-01, by: mia-chief, result: qualified}]",
        "evaluations: []",
    )
    done = followup(root, "a")
    assert done.code == 0, done.err
    data = written(root)
    assert "auditors" not in data["schedule"]["sessions"]["backup"]
    assert "team" not in data
    assert "backup, 2026-12-14 09:30: nobody is free\n" in done.err
    assert "an auditor from outside is needed" in done.err
    assert "  not paul-people: is not on the register of auditors\n" in done.err
    assert "  not ann-audit: was not evaluated before\n" in done.err


@pytest.mark.parametrize(
    ("old", "new", "against"),
    [
        ("roles: [lead-auditor, auditor]", "roles: [trainee]", "is registered as trainee only"),
        ("result: qualified", "result: not-qualified", "was evaluated as not qualified on 2026-08-01"),
        ("evidence: CV-7", "valid_until: 2030-01-01", "has no qualification with evidence"),
        ("employer: north}", "employer: north, left: 2026-12-10}", "has left by then"),
        ("performers: [tom-tech]", "performers: [tom-tech, ann-audit]", "performs backup (IND001)"),
    ],
)
def test_what_speaks_against_somebody_is_said(root: Path, old: str, new: str, against: str) -> None:
    change(root, "auditctl.yaml", old, new)
    done = followup(root, "a")
    assert done.code == 0, done.err
    assert f"  not ann-audit: {against}" in done.err


def test_a_person_who_was_asked_for_and_has_a_conflict_is_refused_with_the_reason(root: Path) -> None:
    done = followup(root, "a", "--auditor", "olga-ops")
    assert (done.code, done.out) == (3, "")
    assert (
        "nobody who was named may verify in backup: olga-ops owns restores (IND006), analysed the cause (IND006), "
        in done.err
    )
    assert not (root / "audits/a-followup").exists()
    register(root, "bea-book")
    done = followup(root, "a", "--auditor", "bea-book", "--lead", "paul-people")
    assert done.code == 3
    assert (
        "paul-people may verify in none of the sessions (backup: is not on the register of auditors"
        in done.err
    )


def test_a_person_who_was_asked_for_and_is_free_verifies_and_leads(root: Path) -> None:
    register(root, "bea-book")
    assert followup(root, "a", "--lead", "bea-book").code == 0
    assert written(root)["team"] == {"lead": "bea-book", "auditors": ["bea-book"]}


def test_a_lead_may_lead_while_another_one_verifies(root: Path) -> None:
    register(root, "bea-book")
    assert followup(root, "a", "--lead", "bea-book", "--auditor", "ann-audit").code == 0
    data = written(root)
    assert data["team"] == {"lead": "bea-book", "auditors": ["bea-book", "ann-audit"]}
    assert data["schedule"]["sessions"]["backup"]["auditors"] == ["ann-audit"]


def many(root: Path, count: int) -> None:
    """Give the small repository further processes, each with a finding whose action is done."""
    for number in range(count):
        process = f"more-{number}"
        change(
            root,
            "auditctl.yaml",
            "processes:\n",
            f"processes:\n  {process}: {{name: {process}, owner: paul-people, requirements: [A.8.13]}}\n",
        )
        finding = FINDING.replace("process: backup", f"process: {process}")
        capa = (
            CAPA.replace("[restores]", f"[{process}]")
            .replace("verifier: ann-audit", "verifier: nobody-yet")
            .replace(", verifier: nobody-yet", "")
        )
        (root / f"audits/a/findings/{process}.yaml").write_text(finding)
        (root / f"audits/a/capas/{process}.yaml").write_text(capa)


def test_several_sessions_follow_one_another_and_the_load_is_spread(root: Path) -> None:
    many(root, 5)
    register(root, "bea-book")
    done = followup(root, "a", "--start", "2026-12-18")
    assert done.code == 0, done.err
    data = written(root)
    held = sorted((str(item["date"]), item["start"]) for item in data["schedule"]["sessions"].values())
    assert held == [
        ("2026-12-18", "09:30"),
        ("2026-12-18", "11:00"),
        ("2026-12-18", "13:30"),
        ("2026-12-18", "15:00"),
        ("2026-12-21", "09:30"),
        ("2026-12-21", "11:00"),
    ]
    people = [person for item in data["schedule"]["sessions"].values() for person in item["auditors"]]
    assert sorted(people.count(name) for name in ("ann-audit", "bea-book")) == [3, 3]
    assert str(data["schedule"]["closing"]["date"]) == "2026-12-21"
    assert data["schedule"]["closing"]["start"] == "12:30"


def test_a_verifier_who_is_elsewhere_at_that_time_comes_later(root: Path) -> None:
    other = (
        "title: Other\nschedule:\n  sessions:\n    hiring: "
        '{process: hiring, auditors: [ann-audit], date: 2026-12-14, start: "09:00", minutes: 120}\n'
    )
    lay(root, RECORDS | {"audits/b/audit.yaml": other})
    assert followup(root, "a").code == 0
    assert written(root)["schedule"]["sessions"]["backup"]["start"] == "11:00"


def test_an_early_start_is_taken_and_said(root: Path) -> None:
    done = followup(root, "a", "--start", "2026-12-08")
    assert done.code == 0
    assert "not everything can be verified before 2026-12-12" in done.err
    assert followup(root, "a", "--start", "8.12.2026").code == 2


def test_nothing_that_waits_is_one_sentence(root: Path) -> None:
    change(root, "audits/a/capas/restores.yaml", ", done: 2026-11-18, proof: REG 1", "")
    done = followup(root, "a")
    assert (done.code, done.out) == (3, "")
    assert (
        "nothing of a waits for verification; open: restores (in-progress, to be verified from 2026-12-12)"
        in done.err
    )
    assert followup(root, "a", "--all").code == 0
    done = followup(root, "a", "--all")
    assert (done.code, "restores (a-followup follows it up)" in done.err) == (3, True)


def test_an_audit_without_an_open_finding_has_nothing_to_follow_up(tmp_path: Path) -> None:
    done = followup(lay(tmp_path / "k"), "a")
    assert done.code == 3
    assert "no finding of it is open" in done.err


def test_a_finding_that_was_named_has_to_be_verifiable(root: Path) -> None:
    (root / "audits/a/findings/other.yaml").write_text(FINDING)
    done = followup(root, "a", "--finding", "other")
    assert done.code == 3
    assert "a/other cannot be followed up: issued, no corrective action" in done.err
    assert followup(root, "a", "--finding", "rest").code == 0
    assert written(root)["follow_up"] == ["a/restores"]


def test_a_finding_of_another_audit_is_followed_up_there(lodos: Path) -> None:
    done = auditctl(lodos, *DAY, "followup", "2026-main", "--finding", "exit-plan")
    assert done.code == 2
    assert "2026-supplier/exit-plan is no finding of 2026-main" in done.err


def test_a_finding_without_a_process_is_left_out(root: Path) -> None:
    change(root, "audits/a/findings/restores.yaml", "process: backup\n", "")
    done = followup(root, "a")
    assert (done.code, "it names no process in which to look" in done.err) == (3, True)


def test_a_finding_without_a_process_is_followed_up_where_its_session_was(root: Path) -> None:
    change(root, "audits/a/findings/restores.yaml", "process: backup\n", "session: backup\n")
    assert followup(root, "a").code == 0
    assert list(written(root)["schedule"]["sessions"]) == ["backup"]


def test_a_name_that_is_taken_is_refused_and_the_default_is_free(root: Path) -> None:
    assert "audits/a exists already" in followup(root, "a", "--name", "a").err
    assert followup(root, "a", "--name", "A b").code == 2
    (root / "audits/a-followup").mkdir()
    (root / "audits/a-followup/audit.yaml").write_text("title: An earlier one\n")
    assert followup(root, "a").out == "audits/a-followup-2/audit.yaml\n"


def test_an_audit_that_the_programme_lists_is_planned_and_not_before_its_day(root: Path) -> None:
    change(
        root,
        "auditctl.yaml",
        "    audits:\n",
        "    audits:\n      again: {planned: {from: 2026-12-21, to: 2026-12-22}}\n",
    )
    assert followup(root, "a", "--name", "again").code == 0
    data = written(root, "again")
    assert "unplanned" not in data
    assert str(data["schedule"]["opening"]["date"]) == "2026-12-21"


def test_a_dry_run_writes_nothing_and_json_says_it_all(root: Path) -> None:
    done = followup(root, "a", "--dry-run")
    assert (done.code, "+kind: follow-up\n" in done.out) == (0, True)
    told = json.loads(followup(root, "a", "--dry-run", "--json").out)
    assert (told["schema_version"], told["written"], "+kind: follow-up\n" in told["diff"]) == (1, False, True)
    assert not (root / "audits/a-followup").exists()
    change(root, "audits/a/capas/restores.yaml", "verifier: ann-audit", "verifier: olga-ops")
    told = json.loads(followup(root, "a", "--json").out)
    assert told["paths"] == ["audits/a-followup/audit.yaml"]
    (session,) = told["sessions"]
    assert (session["process"], session["date"], session["start"]) == ("backup", "2026-12-14", "09:30")
    assert (session["findings"], session["auditor"]) == (["a/restores"], "ann-audit")
    assert session["needs_outside_auditor"] is False
    assert "owns restores (IND006)" in session["against"]["olga-ops"]


def test_the_example_has_a_follow_up_that_its_check_accepts(lodos: Path) -> None:
    before = auditctl(lodos, *DAY, "check", "--format", "json").out
    done = auditctl(lodos, *DAY, "followup", "2026-supplier")
    assert (done.code, done.out) == (0, "audits/2026-supplier-followup/audit.yaml\n")
    assert "suppliers, 2026-11-27 09:30: deniz-sahin, the planned verifier\n" in done.err
    assert "  note: has no competence in suppliers\n" in done.err
    assert "left out:\n  build-images (open)\n" in done.err
    after = auditctl(lodos, *DAY, "check", "--format", "json").out
    errors = [
        [item["message"] for item in json.loads(text)["diagnostics"] if item["severity"] == "error"]
        for text in (before, after)
    ]
    assert errors[0] == errors[1]
    plan = auditctl(lodos, *DAY, "plan", "2026-supplier-followup")
    assert plan.code == 0
    assert "deniz-sahin" in plan.out


def test_what_another_follow_up_names_is_left_to_it(lodos: Path) -> None:
    done = auditctl(lodos, *DAY, "followup", "2026-main", "--all")
    assert done.code == 0
    data = written(lodos, "2026-main-followup")
    assert data["follow_up"] == [
        "2026-main/auditor-competence",
        "2026-main/metrics-not-taken",
        "2026-main/supplier-reviews-overdue",
    ]
    assert data["team"] == {"lead": "ingrid-lind", "auditors": ["deniz-sahin", "ingrid-lind"]}
    assert "\n  restore-tests-missing (2026-followup follows it up)\n" in done.err
    # who owns internal audit does not verify there
    assert data["schedule"]["sessions"]["internal-audit"]["auditors"] == ["ingrid-lind"]
