"""What comes next: for a corrective action in every state, a finding without one, and an audit."""

from pathlib import Path

import pytest

from auditctl.analysis.lifecycle import CapaState, capa_state
from auditctl.analysis.next_steps import NextStep, next_step
from auditctl.analysis.waiting import audit_step, finding_step, waiting
from auditctl.repository import load
from small_actions import (
    ACTIONS,
    APPROVED,
    CAUSE,
    CORRECTION,
    CRITERION,
    DONE,
    EXTENT,
    FAILED,
    POSSIBLE,
    REJECTED,
    SEEN,
    SUBMITTED,
    TODAY,
    WORKED,
    repository,
)
from small_repository import lay


def told(step: NextStep | None) -> tuple[str, str, str, str] | None:
    if step is None:
        return None
    return step.what, step.who, str(step.due or ""), step.command.removeprefix("auditctl ")


@pytest.mark.parametrize(
    ("state", "facts", "step"),
    [
        ("open", "", ("find the cause", "olga-ops", "2026-11-11", "capa cause restore")),
        ("analysis", CORRECTION, ("find the cause", "olga-ops", "2026-11-11", "capa cause restore")),
        ("analysis", CAUSE.replace("cause: tasks are tied to people, ", ""), ("find the cause", "olga-ops", "2026-11-11", "capa cause restore")),
        ("analysis", CAUSE, ("look where else it happens", "olga-ops", "2026-11-11", "capa extent restore")),
        ("analysis", CAUSE + EXTENT, ("plan an action against the cause", "olga-ops", "2026-11-11", "capa action restore")),
        ("analysis", CAUSE + EXTENT + ACTIONS, ("say how the effect will be judged, and submit the plan", "olga-ops", "2026-11-11", "capa submit restore")),
        ("analysis", CAUSE + EXTENT + ACTIONS + CRITERION, ("submit the plan", "olga-ops", "2026-11-11", "capa submit restore")),
        ("submitted", ACTIONS + SUBMITTED, ("approve the plan, or send it back with a reason", "", "", "capa approve restore")),
        ("rejected", CAUSE + ACTIONS + REJECTED, ("look where else it happens", "olga-ops", "2026-11-19", "capa extent restore")),
        ("rejected", CAUSE + EXTENT + ACTIONS + CRITERION + REJECTED, ("submit the plan again", "olga-ops", "2026-11-19", "capa submit restore")),
        ("approved", ACTIONS + APPROVED, ("deputies: a deputy for each", "tom-tech", "2026-11-25", "capa done restore deputies")),
        ("approved", "actions: {register: {what: a list}}\n" + APPROVED, ("register: a list", "olga-ops", "", "capa done restore register")),
        ("approved", APPROVED, ("plan an action", "olga-ops", "", "capa action restore")),
        ("in-progress", ACTIONS.replace("11-25}", "11-25, done: 2026-11-02}") + APPROVED, ("register: a register of tasks", "olga-ops", "2026-12-01", "capa done restore register")),
        ("implemented", DONE + CRITERION + APPROVED, ("see that everything was done", "", "", "capa check restore")),
        ("implemented", DONE + CRITERION + SEEN + APPROVED, ("wait until 2027-01-15, then verify the effect", "ann-audit", "2027-01-29", "capa verify restore")),
        ("implemented", DONE + SEEN + APPROVED, ("verify the effect", "", "", "capa verify restore")),
        ("verification", DONE + POSSIBLE + APPROVED, ("verify the effect, possible since 2026-11-15", "ann-audit", "2026-11-29", "capa verify restore")),
        ("ineffective", DONE + APPROVED + FAILED, ("open the corrective action that follows: it did not work", "olga-ops", "2026-12-16", "capa follow restore")),
        ("closed", DONE + APPROVED + WORKED, None),
        ("cancelled", DONE + "cancelled: {by: ann-audit, date: 2026-11-01, why: a slip}\n", None),
        ("cancelled", DONE + "merged_into: a/other\n", None),
    ],
)  # fmt: skip
def test_a_corrective_action_misses_one_thing_next(
    state: str, facts: str, step: tuple[str, str, str, str] | None, tmp_path: Path
) -> None:
    found = repository(tmp_path, facts)
    capa = found.capas["a/restore"]
    assert capa_state(found, capa) is CapaState(state)
    assert told(next_step(found, capa)) == step


def test_the_draft_of_a_finding_that_is_not_reported_has_no_day_yet(tmp_path: Path) -> None:
    found = repository(tmp_path, "", others={"audits/a/report.yaml": "summary: not yet\n"})
    assert capa_state(found, found.capas["a/restore"]) is CapaState.draft
    assert told(next_step(found, found.capas["a/restore"])) == (
        "find the cause",
        "olga-ops",
        "",
        "capa cause restore",
    )


def test_a_major_is_contained_before_its_cause_is_sought(tmp_path: Path) -> None:
    found = repository(tmp_path / "bare", "", "major")
    step = next_step(found, found.capas["a/restore"])
    assert told(step) == ("limit the damage or mend it", "olga-ops", "2026-10-17", "capa contain restore")
    found = repository(tmp_path / "reasoned", "correction_not_needed: it is gone\n", "major")
    assert (step := next_step(found, found.capas["a/restore"]))
    assert step.what == "find the cause"


def test_a_correction_that_is_due_goes_before_the_cause(tmp_path: Path) -> None:
    found = repository(tmp_path, CORRECTION.replace("2026-12-20", "2026-11-20"))
    step = next_step(found, found.capas["a/restore"])
    assert told(step) == ("job: repair the job", "tom-tech", "2026-11-20", "capa done restore job")


@pytest.mark.parametrize(
    ("facts", "step"),
    [
        ("", ("plan an action", "olga-ops", "", "capa action restore")),
        (ACTIONS, ("deputies: a deputy for each", "tom-tech", "2026-11-25", "capa done restore deputies")),
        (ACTIONS + SUBMITTED, ("approve the plan, or send it back with a reason", "", "", "capa approve restore")),
        (ACTIONS + CRITERION + REJECTED, ("submit the plan again", "olga-ops", "2026-11-19", "capa submit restore")),
        (DONE, None),
    ],
)  # fmt: skip
def test_an_improvement_needs_an_action_and_no_cause(
    facts: str, step: tuple[str, str, str, str] | None, tmp_path: Path
) -> None:
    found = repository(tmp_path, facts, "ofi")
    assert told(next_step(found, found.capas["a/restore"])) == step


def test_an_incident_is_worked_off_like_a_nonconformity(tmp_path: Path) -> None:
    capa = "origin: {kind: incident, date: 2026-11-02, grade: minor, process: backup}\nowner: olga-ops\n"
    found = load(lay(tmp_path, {"capas/outage.yaml": capa}), TODAY)
    assert told(next_step(found, found.capas["outage"])) == (
        "find the cause",
        "olga-ops",
        "2026-12-02",
        "capa cause outage",
    )


def test_what_answers_only_withdrawn_findings_is_cancelled(tmp_path: Path) -> None:
    found = repository(tmp_path, "", more="withdrawn: {by: ann-audit, date: 2026-10-07, why: it was there}\n")
    step = next_step(found, found.capas["a/restore"])
    assert told(step) == ("cancel it: what it answers was withdrawn", "olga-ops", "", "capa cancel restore")


def test_a_follower_takes_over_unless_it_was_cancelled(tmp_path: Path) -> None:
    follower = "findings: [restore]\nowner: olga-ops\nfollows: restore\nopened: 2026-11-17\n"
    for name, more, waits in (
        ("stands", "", False),
        ("gone", "cancelled: {by: ann-audit, date: 2026-11-18, why: no}\n", True),
    ):
        found = repository(
            tmp_path / name, DONE + APPROVED + FAILED, others={"audits/a/capas/again.yaml": follower + more}
        )
        assert (next_step(found, found.capas["a/restore"]) is not None) is waits


def test_a_command_names_the_audit_where_an_id_is_used_twice(tmp_path: Path) -> None:
    origin = "origin: {kind: incident, date: 2026-11-02, grade: minor}\nowner: olga-ops\n"
    found = repository(tmp_path, "", others={"capas/restore.yaml": origin})
    commands = {name: step.command for name, capa in found.capas.items() if (step := next_step(found, capa))}
    assert commands == {
        "a/restore": "auditctl capa cause a/restore",
        "restore": "auditctl capa cause restore",
    }


CONTESTED = "auditee: {by: olga-ops, date: 2026-10-13, response: contested, text: it was done}\n"
GIVEN = "transferred: [{from: olga-ops, to: tom-tech, date: 2026-10-14}]\n"


@pytest.mark.parametrize(
    ("grade", "facts", "step"),
    [
        ("minor", "", ("open the corrective action", "olga-ops", "2026-11-11", "capa add restore")),
        ("minor", GIVEN, ("open the corrective action", "tom-tech", "2026-11-11", "capa add restore")),
        ("major", "response_due: 2026-11-30\n", ("open the corrective action", "olga-ops", "2026-11-30", "capa add restore")),
        ("minor", CONTESTED, ("decide on the objection", "ann-audit", "2026-11-11", "finding decide restore")),
        ("ofi", "", ("take it up, or decline it", "olga-ops", "2026-12-11", "finding accept restore")),
        ("ofi", "accepted: {by: olga-ops, date: 2026-10-20}\n", ("plan what was taken up", "olga-ops", "", "capa add restore")),
        ("ofi", "declined: {by: olga-ops, date: 2026-10-20, why: too dear}\n", None),
        ("strength", "", None),
        ("minor", "withdrawn: {by: ann-audit, date: 2026-10-14, why: it was done}\n" + CONTESTED, None),
    ],
)  # fmt: skip
def test_a_finding_without_a_corrective_action_waits_for_an_answer(
    grade: str, facts: str, step: tuple[str, str, str, str] | None, tmp_path: Path
) -> None:
    found = repository(tmp_path, None, grade, facts)
    assert told(finding_step(found, found.findings["a/restore"])) == step


def test_a_finding_with_a_corrective_action_waits_for_that_one(tmp_path: Path) -> None:
    found = repository(tmp_path, "")
    assert finding_step(found, found.findings["a/restore"]) is None


def test_a_corrective_action_that_cannot_be_read_is_not_missed(tmp_path: Path) -> None:
    found = repository(tmp_path, None, others={"audits/a/capas/restore.yaml": "owner: [\n"})
    assert finding_step(found, found.findings["a/restore"]) is None


SENT = "title: Main\nplan: {sent: 2026-09-21}\n"
OPENED = SENT + "opening: {date: 2026-10-05}\n"
HELD = OPENED + "closing: {date: 2026-10-07}\n"
LINE = "lines: [{ask: are tests run?, requirements: [A.8.13]%s}]\n"
RESULTS = {f"audits/a/workpapers/{name}.yaml": LINE % ", result: conform" for name in ("backup", "hiring")}


@pytest.mark.parametrize(
    ("audit", "others", "step"),
    [
        ("title: Main\n", {"audits/a/team.yaml": "observers: [tom-tech]\n"}, ("complete the plan: lead, sessions, auditors, days", "", "2026-09-28", "plan a")),
        ("title: Main\n", {}, ("send the plan", "ann-audit", "2026-09-28", "audit send a")),
        (SENT, {}, ("hold the opening meeting", "ann-audit", "2026-10-05", "audit open a")),
        (OPENED, {}, ("record the session backup of 2026-10-05", "ann-audit", "2026-10-07", "fieldwork a backup")),
        (OPENED, RESULTS | {"audits/a/workpapers/hiring.yaml": LINE % ""}, ("record the session hiring of 2026-10-06", "ann-audit", "2026-10-07", "fieldwork a hiring")),
        (OPENED, RESULTS, ("hold the closing meeting", "ann-audit", "2026-10-07", "audit close a")),
        (HELD, {}, ("write and issue the report", "ann-audit", "2026-10-28", "report a")),
        (HELD + "cancelled: {by: ann-audit, date: 2026-10-08, why: flood}\n", {}, None),
    ],
)  # fmt: skip
def test_an_audit_waits_for_its_next_milestone(
    audit: str, others: dict[str, str], step: tuple[str, str, str, str] | None, tmp_path: Path
) -> None:
    found = load(lay(tmp_path, {"audits/a/audit.yaml": audit} | others), TODAY)
    assert told(audit_step(found, found.audits["a"])) == step


def test_a_work_paper_that_cannot_be_read_is_not_missed(tmp_path: Path) -> None:
    broken = {"audits/a/audit.yaml": OPENED, "audits/a/workpapers/backup.yaml": "lines: [\n"}
    found = load(lay(tmp_path, broken), TODAY)
    step = audit_step(found, found.audits["a"])
    assert step is not None
    assert step.what == "hold the closing meeting"


def test_a_reported_audit_is_followed_up_and_then_closed(tmp_path: Path) -> None:
    held = {"audits/a/audit.yaml": HELD}
    found = repository(tmp_path / "waiting", DONE + POSSIBLE + APPROVED, others=held)
    assert told(audit_step(found, found.audits["a"])) == (
        "plan the follow-up of 1 finding",
        "ann-audit",
        "",
        "followup a",
    )
    later = held | {"audits/b/audit.yaml": "title: B\nkind: follow-up\nfollow_up: [a/restore]\n"}
    found = repository(tmp_path / "planned", DONE + POSSIBLE + APPROVED, others=later)
    assert audit_step(found, found.audits["a"]) is None
    found = repository(tmp_path / "closed", DONE + APPROVED + WORKED, others=held)
    assert told(audit_step(found, found.audits["a"])) == (
        "close the audit",
        "ann-audit",
        "",
        "audit finish a",
    )


def test_external_and_earlier_audits_have_no_milestones_here(tmp_path: Path) -> None:
    external = "title: Stage 2\nkind: external\nbody: north\nfrom: 2026-12-01\nto: 2026-12-02\n"
    legacy = "title: Old\nlegacy: {from: 2024-10-01, to: 2024-10-02}\n"
    found = load(lay(tmp_path, {"audits/x/audit.yaml": external, "audits/y/audit.yaml": legacy}), TODAY)
    assert [audit_step(found, found.audits[name]) for name in ("x", "y")] == [None, None]


def test_the_gravest_of_what_is_overdue_comes_first_then_the_soonest(tmp_path: Path) -> None:
    def finding(grade: str, due: str) -> str:
        return f"title: F\ngrade: {grade}\nprocess: backup\nraised: {{by: ann-audit, date: 2026-10-05}}\nresponse_due: {due}\n"

    dues = {
        "late-minor": finding("minor", "2026-10-20"), "late-major": finding("major", "2026-11-19"),
        "later-minor": finding("minor", "2026-11-18"), "today-ofi": finding("ofi", "2026-11-20"),
        "soon-major": finding("major", "2026-11-25"),
    }  # fmt: skip
    others = {f"audits/a/findings/{name}.yaml": text for name, text in dues.items()}
    found = repository(tmp_path, DONE + SEEN + APPROVED, others=others)
    order = [item.where.removeprefix("a/") for item in waiting(found)]
    assert order[:5] == ["late-major", "late-minor", "later-minor", "today-ofi", "soon-major"]
    assert order[5:] == ["cycle", "restore", "a"]
