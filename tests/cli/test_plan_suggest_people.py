"""`auditctl plan suggest` and people: who left, experts, trainees, pairs, auditees, other audits at the same hours."""

from pathlib import Path

import pytest

from in_process import called
from small_suggestion import (
    AUDIT,
    COMPANY,
    HEAD,
    SCHEDULE,
    TODAY,
    WITH_ANN,
    company,
    flat,
    impasse,
    lay_company,
    planned,
    problems,
    registered,
    session,
    suggest,
    timetable,
)

OTHER = """\
title: Another audit
objectives: [conformity]
scope: {processes: [backup]}
team: {lead: fay-fin, auditors: [fay-fin]}
schedule:
  sessions:
    backup: {process: backup, auditors: [fay-fin], date: 2027-03-01, start: "09:30", minutes: 420, auditees: [tom-tech]}
"""
OF_OPERATIONS = "{name: Backup, owner: olga-ops, department: ops, requirements: [A.8.13], needs: [%s]}"
EXPERTS = "  eva-north: {name: Eva, employer: north}\n  edo-north: {name: Edo, employer: north}\n"
REGISTERED = registered("eva-north", "technical-expert", "    competences: [crypto]\n") + registered(
    "edo-north", "technical-expert", "    competences: [Law]\n"
)


def test_an_auditor_who_left_is_told_and_not_planned(tmp_path: Path) -> None:
    text = COMPANY.replace("fay-fin: {name", "fay-fin: {left: 2026-12-31, name")
    done = suggest(lay_company(tmp_path, company=text))
    assert done.code == 1
    page = flat(done.out)
    assert "An auditor from outside is needed for: hiring, unless somebody inside is trained first." in page
    assert "- fay-fin: has left by then" in page
    assert "2. Take an auditor from outside: one is enough, for hiring (1 h on" in page


def test_somebody_who_leaves_during_the_audit_audits_before(tmp_path: Path) -> None:
    text = COMPANY.replace("fay-fin: {name", "fay-fin: {left: 2027-03-02, name")
    audit = session("hiring", "{process: hiring, minutes: 60}")
    plan = planned(lay_company(tmp_path, company=text, audit=audit))
    assert timetable(plan)["hiring"][0] == ["fay-fin"]
    assert timetable(plan)["hiring"][1].startswith("2027-03-01")


def test_an_empty_register_is_said(tmp_path: Path) -> None:
    text = COMPANY[: COMPANY.index("auditors:\n")] + COMPANY[COMPANY.index("processes:\n") :]
    done = suggest(lay_company(tmp_path, company=text, audit=HEAD), "--start", "2027-03-01")
    assert done.code == 1
    assert "Nobody on the register may audit 3 of its 3 sessions." in done.out
    assert done.out.count("  - nobody is on the register of auditors\n") == 3


def test_a_planned_auditor_who_is_unknown_is_replaced(tmp_path: Path) -> None:
    audit = AUDIT.replace("backup, auditors: [fay-fin]", "backup, auditors: [fey-fin]")
    root = lay_company(tmp_path, audit=audit)
    plan = planned(root)
    backup = next(item for item in plan["sessions"] if item["id"] == "backup")
    assert backup["refused"]["fey-fin"] == ["is not among the people"]
    assert "was with fey-fin" in flat(suggest(root).out)


@pytest.mark.parametrize(
    ("needs", "team", "called_in"),
    [
        ("law", "", ["edo-north"]),
        ("crypto, law", "", ["edo-north", "eva-north"]),
        ("crypto, law", ", experts: [eva-north, edo-north]", ["edo-north", "eva-north"]),
    ],
)
def test_experts_join_an_auditor(tmp_path: Path, needs: str, team: str, called_in: list[str]) -> None:
    text = company(people=EXPERTS, auditors=REGISTERED, backup=OF_OPERATIONS % needs)
    audit = AUDIT.replace("auditors: [pia-people, fay-fin]}", f"auditors: [pia-people, fay-fin]{team}}}")
    root = lay_company(tmp_path, company=text, audit=audit)
    plan = planned(root, "--apply")
    first, *others = timetable(plan)["backup"][0]
    assert first in {"fay-fin", "pia-people"}
    assert others == called_in
    assert set(plan["experts"]) == set(called_in)
    assert problems(root) == []
    assert "CMP003" not in called(root, TODAY, "check", "--fail-on", "never").out


def test_an_expert_with_a_conflict_leaves_the_team(tmp_path: Path) -> None:
    auditors = registered("tom-tech", "technical-expert")
    audit = AUDIT.replace("auditors: [pia-people, fay-fin]}", "auditors: [pia-people, fay-fin], experts: [tom-tech]}")  # fmt: skip
    root = lay_company(tmp_path, company=company(auditors=auditors), audit=audit)
    assert any(message.startswith("tom-tech audits backup") for message in problems(root))
    done = suggest(root, "--apply")
    assert "note: tom-tech leaves the team" in flat(done.out)
    assert problems(root) == []


def test_a_trainee_stays_beside_an_auditor_and_is_never_alone(tmp_path: Path) -> None:
    text = company(auditors="  tom-tech: {roles: [trainee], supervised_by: pia-people}\n")
    audit = AUDIT.replace("payroll, auditors: [pia-people]", "payroll, auditors: [pia-people, tom-tech]")
    audit = audit.replace("hiring, auditors: [fay-fin]", "hiring, auditors: [tom-tech]")
    audit = audit.replace("auditors: [pia-people, fay-fin]", "auditors: [pia-people, fay-fin, tom-tech]")
    root = lay_company(tmp_path, company=text, audit=audit)
    plan = planned(root, "--apply")
    assert timetable(plan)["payroll"][0] == ["pia-people", "tom-tech"]
    assert "fay-fin" in timetable(plan)["hiring"][0]
    assert "tom-tech" not in timetable(plan)["backup"][0]
    assert plan["team"] == ["pia-people", "fay-fin", "tom-tech"]
    assert problems(root) == []
    assert "CMP006" not in called(root, TODAY, "check", "--fail-on", "never").out


def test_a_pair_of_auditors_stays_a_pair(tmp_path: Path) -> None:
    audit = AUDIT.replace("backup, auditors: [fay-fin]", "backup, auditors: [pia-people, fay-fin]")
    root = lay_company(tmp_path, company=WITH_ANN, audit=audit)
    plan = planned(root)
    backup = next(item for item in plan["sessions"] if item["id"] == "backup")
    assert set(backup["auditors"]) == {"fay-fin", "pia-people"}
    assert [(item["person"], item["replaced"]) for item in backup["instead"]] == [("ann-audit", "pia-people")]
    assert "instead ann-audit for pia-people +" in flat(suggest(root).out)


def test_whom_a_session_meets_does_not_audit_it(tmp_path: Path) -> None:
    for met in ("auditees: [tom-tech, fay-fin]", "guides: [fay-fin]"):
        audit = AUDIT.replace("{process: backup, ", f"{{process: backup, {met}, ")
        plan = planned(lay_company(tmp_path, audit=audit))
        backup = next(item for item in plan["sessions"] if item["id"] == "backup")
        assert backup["auditors"] == ["pia-people"]
        assert backup["refused"]["fay-fin"] == ["is met in it"]


def test_an_auditee_is_in_one_place_at_a_time(tmp_path: Path) -> None:
    audit = AUDIT.replace("{process: ", "{auditees: [tom-tech], process: ").replace(
        'date: 2027-03-02, start: "10:00"', 'date: 2027-03-01, start: "10:00"'
    )
    plan = planned(lay_company(tmp_path, audit=audit))
    hours = sorted((item["date"], item["start"], item["minutes"]) for item in plan["sessions"])
    assert len({(day, start) for day, start, _ in hours}) == 3


def test_nobody_is_in_a_session_of_another_audit_meanwhile(tmp_path: Path) -> None:
    root = lay_company(tmp_path, {"audits/c/audit.yaml": OTHER})
    plan = planned(root, "--apply")
    assert {begin[:10] for _, begin in timetable(plan).values()} == {"2027-03-02"}
    assert problems(root) == []
    crowded = suggest(root, "--days", "1")
    assert crowded.code == 1
    page = flat(crowded.out)
    assert "There is no time for 1 session, and no plan leaves out fewer." in page
    assert "- fay-fin: may audit it, but is taken at every hour between the meetings" in page
    assert "1. Give more time: with 1 more working day a plan exists (--days 2)." in page
    assert planned(root, "--days", "2")["found"] == "best"


def test_an_exception_is_the_last_way_out(tmp_path: Path) -> None:
    text = company(auditors=registered("tom-tech"), hiring="{name: Hiring, owner: mia-chief, department: people, requirements: [A.6]}")  # fmt: skip
    root = lay_company(tmp_path, company=text)
    done = suggest(root, "--auditor", "pia")
    assert done.code == 1
    assert "Last of all an exception in the team, with reason, safeguards and approval: hiring by pia-people (IND002)." in flat(done.out)  # fmt: skip
    assert impasse(root, "--auditor", "pia")["ways_out"]["exceptions"] == [
        {"session": "hiring", "person": "pia-people", "codes": ["IND002"]}
    ]


def test_a_lead_with_no_session_stays_on_the_team_where_nobody_else_may_lead(tmp_path: Path) -> None:
    text = WITH_ANN.replace("roles: [lead-auditor]", "roles: [auditor]")
    audit = AUDIT.replace("{lead: pia-people, auditors: [pia-people, fay-fin]}", "{lead: ann-audit, auditors: [fay-fin, ann-audit]}")  # fmt: skip
    root = lay_company(tmp_path, company=text, audit=audit)
    plan = planned(root, "--apply")
    assert (plan["lead"], plan["team"]) == ("ann-audit", ["ann-audit", "fay-fin", "pia-people"])
    assert problems(root) == []


def test_a_lead_who_answers_for_what_is_audited_gives_the_lead_away(tmp_path: Path) -> None:
    text = company(auditors=registered("olga-ops", "lead-auditor")).replace("HR-2", "HR-3")
    audit = AUDIT.replace("lead: pia-people, auditors: [pia-people,", "lead: olga-ops, auditors: [olga-ops, pia-people,")  # fmt: skip
    root = lay_company(tmp_path, company=text, audit=audit)
    plan = planned(root, "--apply")
    assert (plan["lead"], plan["team"]) == ("pia-people", ["pia-people", "fay-fin"])


def test_a_lead_who_is_no_lead_auditor_is_said(tmp_path: Path) -> None:
    text = COMPANY.replace("roles: [lead-auditor]", "roles: [auditor]")
    audit = AUDIT.replace("lead: pia-people, ", "")
    page = flat(suggest(lay_company(tmp_path, company=text, audit=audit)).out)
    assert "note: fay-fin leads but is not registered as lead auditor (CMP005)" in page


def test_who_has_not_declared_their_impartiality_is_said(tmp_path: Path) -> None:
    told = "no declaration of impartiality yet by %s; they are due before the opening meeting (IND017)"
    assert planned(lay_company(tmp_path))["notes"] == [told % "pia-people, fay-fin"]
    declared = "fay-fin], declarations: {pia-people: {date: 2026-11-18}}}"
    root = lay_company(tmp_path, audit=AUDIT.replace("fay-fin]}", declared, 1))
    assert planned(root)["notes"] == [told % "fay-fin"]


def test_who_audited_a_process_last_time_goes_behind_others(tmp_path: Path) -> None:
    before = HEAD.replace("2027", "2026") + SCHEDULE.replace("2027-03", "2026-03")
    audit = session("backup", '{process: backup, date: 2027-03-01, start: "10:00", minutes: 60}')
    root = lay_company(tmp_path, {"audits/a/audit.yaml": before}, audit=audit)
    assert timetable(planned(root))["backup"][0] == ["pia-people"]
    page = flat(suggest(root).out)
    assert "instead fay-fin +1.88 (the same auditor again)" in page
    assert "fay-fin in hiring: audited it last time" in page
