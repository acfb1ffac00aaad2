"""`auditctl plan new --from`: the plan of an earlier audit on new days, and what changed since."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from in_process import called
from small_plan import ENTRY, TODAY, change, plan_new, sessions, small_plan, written
from small_repository import Ended, auditctl

EXAMPLES = Path(__file__).parents[2] / "examples"
ROOT = "auditctl.yaml"
SCHEDULE = "audits/a/schedule.yaml"
OTHER_AUDITOR = (
    "auditors:\n  bea-book:\n    roles: [auditor]\n"
    "    qualifications: [{name: Course, date: 2025-03-01, evidence: HR-1}]\n"
    "    evaluations: [{date: 2026-08-01, by: mia-chief, result: qualified}]\n"
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small_plan(tmp_path / "kestrel")


def plan_from(root: Path, *words: str, name: str = "b") -> Ended:
    return plan_new(root, name, "--from", "a", *words)


def of(session: dict[str, object], *keys: str) -> tuple[object, ...]:
    return tuple(str(session[key]) if key == "date" else session[key] for key in keys)


def test_sessions_and_meetings_keep_their_place_among_the_working_days(root: Path) -> None:
    done = plan_from(root)
    assert done.code == 0, done.err
    held = sessions(root)
    assert list(held) == ["backup", "hiring"]
    assert of(held["backup"], "date", "start", "minutes", "auditors", "auditees", "location") == (
        "2027-03-01", "10:00", 120, ["ann-audit"], ["tom-tech"], "office",
    )  # fmt: skip
    assert of(held["hiring"], "date") == ("2027-03-02",)
    schedule = written(root, "schedule")
    assert of(schedule["opening"], "date", "start", "minutes") == ("2027-03-01", "09:00", 30)
    assert of(schedule["closing"], "date", "start", "minutes") == ("2027-03-03", "15:00", 60)
    assert written(root, "scope") == {"locations": "all", "processes": "all"}
    assert "next: `auditctl plan b`\n" in done.err


def test_days_are_counted_over_the_weekend(root: Path) -> None:
    # Monday, Tuesday and Wednesday become Thursday, Friday and Monday
    plan_from(root, "--start", "2027-03-04")
    assert [str(session["date"]) for session in sessions(root).values()] == ["2027-03-04", "2027-03-05"]
    assert str(written(root, "schedule")["closing"]["date"]) == "2027-03-08"


def test_a_session_on_a_weekend_moves_to_a_working_day(root: Path) -> None:
    change(root, SCHEDULE, "date: 2026-10-06", "date: 2026-10-10")
    plan_from(root)
    assert str(sessions(root)["hiring"]["date"]) == "2027-03-08"


def test_what_happened_stays_behind(root: Path) -> None:
    change(
        root,
        SCHEDULE,
        "auditees: [tom-tech]\n",
        "auditees: [tom-tech]\n    methods: [technical-test]\n    agreed: {by: olga-ops, date: 2026-10-01}\n"
        "    result: conform\n    details: All was well.\n",
    )
    exception = (
        "exceptions:\n  - {rule: IND002, auditor: ann-audit, process: hiring, reason: few people,"
        " safeguards: [a reader], approved: {by: mia-chief, date: 2026-09-01}, expires: 2026-12-31}\n"
    )
    change(root, "audits/a/team.yaml", "declarations:", f"{exception}declarations:")
    done = plan_from(root)
    backup = sessions(root)["backup"]
    assert backup["methods"] == ["technical-test"]
    assert not {"agreed", "result", "details"} & set(backup)
    assert set(written(root, "team")) == {"lead", "auditors"}
    assert not {"plan", "opening", "closing"} & set(written(root, "audit"))
    _, _, left = done.err.partition("not carried over:\n")
    assert "  the agreement to the technical test of backup: its owner agrees anew\n" in left
    assert "  the declarations of impartiality: each auditor declares anew for each audit\n" in left
    assert (
        "  the exception of IND002 for ann-audit and hiring: a conflict is accepted for one audit\n" in left
    )


def test_who_has_left_is_dropped_and_named(root: Path) -> None:
    change(root, ROOT, "employer: north}", "employer: north, left: 2027-01-31}")
    change(root, ROOT, "tom-tech: {name: Tom Tech,", "tom-tech: {name: Tom Tech, left: 2027-03-01,")
    change(root, ROOT, "mia-chief: {name: Mia Chief,", "mia-chief: {name: Mia Chief, left: 2027-01-01,")
    done = plan_from(root)
    assert done.code == 0, done.err
    assert (
        "  ann-audit left on 2027-01-31: no longer lead, on the team as auditor, auditor of backup and auditor of hiring\n"
        in done.err
    )
    assert "  tom-tech left on 2027-03-01: no longer auditee of backup\n" in done.err
    assert "  mia-chief left on 2027-01-01: no longer client\n" in done.err
    assert "  nobody audits backup and hiring\n" in done.err
    assert "  nobody leads it" in done.err
    assert written(root, "team") == {"auditors": []}
    assert "client" not in written(root, "audit")
    # nobody performs it any more, so that its owner is met
    assert sessions(root)["backup"]["auditees"] == ["olga-ops"]
    assert "auditors" not in sessions(root)["backup"]
    assert "next: `auditctl plan suggest b`" in done.err


def test_somebody_who_leaves_during_the_audit_audits_until_then(root: Path) -> None:
    change(root, ROOT, "employer: north}", "employer: north, left: 2027-03-02}")
    done = plan_from(root)
    held = sessions(root)
    assert (held["backup"]["auditors"], "auditors" in held["hiring"]) == (["ann-audit"], False)
    assert "  ann-audit left on 2027-03-02: no longer auditor of hiring\n" in done.err


def test_a_new_owner_takes_the_place_of_the_old_one(root: Path) -> None:
    past = "past: [{role: owner, person: paul-people, to: 2026-12-31}]"
    change(
        root,
        ROOT,
        "    owner: paul-people\n    department: people\n",
        f"    owner: olga-ops\n    {past}\n    department: people\n",
    )
    done = plan_from(root)
    assert "  hiring is owned by olga-ops, at a by paul-people\n" in done.err
    assert sessions(root)["hiring"]["auditees"] == ["olga-ops"]


def test_a_new_process_gets_a_session_and_a_retired_one_loses_its(root: Path) -> None:
    change(
        root,
        ROOT,
        "  hiring:\n",
        "  payroll:\n    name: Payroll\n    owner: mia-chief\n    requirements: [A.5.14]\n  hiring:\n",
    )
    change(root, ROOT, "name: Hiring and leaving\n", "name: Hiring and leaving\n    retired: 2027-01-01\n")
    done = plan_from(root)
    assert "  no session of a was on payroll: added, without auditor and day\n" in done.err
    held = sessions(root)
    assert list(held) == ["backup", "payroll"]
    assert held["payroll"] == {"process": "payroll", "minutes": 60, "auditees": ["mia-chief"]}
    assert "  hiring is retired from 2027-01-01 on: it is left out\n" in done.err


def test_documents_are_those_in_force_now(root: Path) -> None:
    change(
        root,
        ROOT,
        'bck-pol: {title: Backup policy, version: "2.2"',
        'bck-pol: {title: Backup policy, version: "3.0"',
    )
    change(
        root,
        ROOT,
        "documents:\n  bck",
        "documents:\n  old-pol: {title: Old, retired: 2026-12-31}\n  key-prc: {title: Keys}\n  bck",
    )
    change(root, ROOT, "documents: [bck-pol]", "documents: [bck-pol, key-prc]")
    change(root, "audits/a/criteria.yaml", "{bck-pol", '{old-pol: "1.0", gone: "1", bck-pol')
    done = plan_from(root)
    assert written(root, "criteria")["documents"] == {"bck-pol": "3.0", "key-prc": "in force"}
    for said in (
        "bck-pol is at version 3.0, was 2.2",
        "key-prc in force was not among the criteria: added",
        "old-pol is retired from 2026-12-31 on: taken out of the criteria",
        "gone is no document of documents.yaml: taken out of the criteria",
    ):
        assert f"  {said}\n" in done.err


def test_requirements_of_a_session_follow_the_soa_and_the_documents(root: Path) -> None:
    change(
        root,
        ROOT,
        'version: "1.0"\n  approved: {by: mia-chief, date: 2026-02-01}',
        'version: "1.1"\n  approved: {by: mia-chief, date: 2026-10-12}\n  excluded: {A.8.14: {reason: one site}}',
    )
    change(
        root,
        SCHEDULE,
        "    minutes: 120\n    auditees: [tom-tech]",
        '    minutes: 120\n    requirements: ["8.1", A.8.14, "bck-pol#4.2", "gone#1"]\n    auditees: [tom-tech]',
    )
    done = plan_from(root)
    assert sessions(root)["backup"]["requirements"] == ["8.1", "bck-pol#4.2"]
    assert (
        "  backup: left out of its requirements, for the new audit is not held against it: A.8.14 and gone#1\n"
        in done.err
    )
    assert "  the SoA 1.1 was approved on 2026-10-12, after a\n" in done.err


def test_what_the_soa_excludes_although_it_was_looked_at_is_said(root: Path) -> None:
    change(
        root,
        SCHEDULE,
        "    auditees: [tom-tech]\n",
        "    auditees: [tom-tech]\n    requirements: [A.8.14]\n    result: conform\n",
    )
    change(root, ROOT, "date: 2026-02-01}", "date: 2026-02-01}\n  excluded: {A.8.14: {reason: one site}}")
    assert "  the SoA excludes A.8.14, which a looked at\n" in plan_from(root).err


def test_what_nobody_ever_audited_is_listed(root: Path) -> None:
    change(root, SCHEDULE, "    auditees: [tom-tech]\n", "    auditees: [tom-tech]\n    result: conform\n")
    done = plan_from(root, "--json")
    (never,) = (item for item in json.loads(done.out)["remarks"] if item["about"] == "never-audited")
    assert "A.8.12" in never["names"]
    assert not {"A.8.13", "A.8.14"} & set(never["names"])
    assert never["text"].startswith("121 of 123 criteria: 4.1, 4.2,")


def test_a_conflict_that_is_new_is_told_with_who_is_free(root: Path) -> None:
    change(root, ROOT, "people:\n  mia", "people:\n  bea-book: {name: Bea, employer: north}\n  mia")
    change(root, ROOT, "auditors:\n", OTHER_AUDITOR)
    change(root, ROOT, "people:\n  bea", "people:\n  bea")
    change(
        root,
        ROOT,
        "performers: [tom-tech]",
        "performers: [tom-tech]\n    deputy: ann-audit\n    past: [{role: deputy, person: olga-ops, to: 2026-12-31}]",
    )
    done = plan_from(root)
    assert (
        "  ann-audit would audit backup but deputises for backup (IND001); free of conflict: bea-book\n"
        in done.err
    )
    assert sessions(root)["backup"]["auditors"] == ["ann-audit"]
    assert "next: `auditctl plan suggest b` looks for auditors without a conflict\n" in done.err


def test_a_conflict_that_stood_before_is_told_as_such(root: Path) -> None:
    change(root, ROOT, "performers: [tom-tech]", "performers: [tom-tech, ann-audit]")
    done = plan_from(root)
    assert "  ann-audit: what stood in the way in a still does: backup (IND001)\n" in done.err


def test_competence_that_lapses_by_then_is_told(root: Path) -> None:
    change(root, ROOT, "evidence: CV-7}", "evidence: CV-7, valid_until: 2026-12-31}")
    done = plan_from(root, "--start", "2027-09-01")
    assert (
        "  ann-audit on 2027-09-01: ISMS lead auditor expired on 2026-12-31 and the last evaluation, "
        "of 2026-08-01, is older than 12 months\n" in done.err
    )


def test_a_lead_that_is_asked_for_leads_the_team(root: Path) -> None:
    plan_from(root, "--lead", "mia-chief")
    assert written(root, "team") == {"lead": "mia-chief", "auditors": ["mia-chief", "ann-audit"]}


def test_a_place_that_is_no_more_is_taken_out(root: Path) -> None:
    change(root, ROOT, "office: {name: Office}", "office: {name: Office, retired: 2027-01-01}")
    done = plan_from(root)
    assert "  backup: the location office is no more\n" in done.err
    assert "location" not in sessions(root)["backup"]


def test_an_auditor_who_is_elsewhere_then_loses_the_hour_not_the_plan(root: Path) -> None:
    plan_from(root)
    done = plan_from(root, "--why", "again", "--start", "2027-03-01", name="c")
    assert done.code == 0, done.err
    assert "  backup has no hour yet: on 2027-03-01 at 10:00 ann-audit is in b/backup\n" in done.err
    assert "start" not in sessions(root, "c")["backup"]


def test_a_scope_that_the_programme_narrows_carries_what_fits(tmp_path: Path) -> None:
    root = small_plan(
        tmp_path,
        ENTRY.replace("processes: all, requirements: all", "processes: [hiring], requirements: [A.6]"),
    )
    done = plan_from(root)
    held = sessions(root)
    assert list(held) == ["hiring"]
    # the only session that is left comes on the first day
    assert of(held["hiring"], "date", "start") == ("2027-03-01", "10:00")
    assert str(written(root, "schedule")["closing"]["date"]) == "2027-03-01"
    assert written(root, "scope") == {"locations": ["office"], "processes": ["hiring"]}
    assert written(root, "criteria") == {"requirements": ["A.6"]}
    assert done.code == 0


def test_a_scope_of_its_own_is_carried_where_no_programme_says_otherwise(root: Path) -> None:
    change(
        root,
        "audits/a/scope.yaml",
        "processes: all\n",
        "processes: [backup]\nexcluded: [{what: vault, why: sold}]\n",
    )
    change(root, SCHEDULE, "  hiring:\n    process: hiring", "  hiring:\n    process: backup")
    done = plan_from(root, "--why", "x", name="c")
    assert written(root, "scope", "c") == {
        "locations": "all", "processes": ["backup"], "excluded": [{"what": "vault", "why": "sold"}],
    }  # fmt: skip
    assert "  excluded from the scope as before: vault; see whether it holds\n" in done.err
    assert all("date" not in session for session in sessions(root, "c").values())
    assert list(sessions(root, "c")) == ["backup", "hiring"]


@pytest.mark.parametrize(
    ("file", "code", "said"),
    [
        (
            "title: TÜV\nkind: external\nbody: north\nfrom: 2026-03-02\nto: 2026-03-03\n",
            3,
            "x is an external audit: it has no plan of ours",
        ),
        (
            "title: X\nteam: {leed: ann-audit}\n",
            3,
            "the plan of x cannot be carried over: what cannot be read is team",
        ),
        (
            "title: X\nschedule: {sessions: {one: {proces: hiring}}}\n",
            3,
            "what cannot be read is session one",
        ),
        ("titel: X\n", 3, "what cannot be read is audit"),
        (
            "title: X\ncancelled: {by: mia-chief, date: 2026-10-01, why: no time}\n",
            0,
            "x was cancelled on 2026-10-01: its plan is carried over all the same",
        ),
        (
            "title: X\nlegacy: {from: 2025-03-03, to: 2025-03-04, lead: ann-audit, processes: [backup]}\n",
            0,
            "x was held before the repository: of its plan no more is known",
        ),
        (
            "title: X\nkind: follow-up\nfollow_up: [a/f]\n",
            0,
            "x is a follow-up; this becomes an internal audit",
        ),
        ("title: X\n", 0, "2027-03-01 to 2027-03-05; 2 sessions"),
    ],
)
def test_what_can_be_carried_depends_on_the_audit(root: Path, file: str, code: int, said: str) -> None:
    (root / "audits/x").mkdir()
    (root / "audits/x/audit.yaml").write_text(file)
    done = plan_new(root, "b", "--from", "x")
    assert done.code == code, done.err
    assert said in done.err
    assert (root / "audits/b").exists() == (code == 0)


def test_a_cancelled_audit_is_no_plan_that_stays_behind(root: Path) -> None:
    (root / "audits/x").mkdir()
    cancelled = "cancelled: {by: mia-chief, date: 2026-10-01, why: no time}"
    (root / "audits/x/audit.yaml").write_text(f"title: X\n{cancelled}\n")
    done = plan_new(root, "b", "--from", "x")
    changed = done.err.partition("changed since x:\n")[2].partition("never audited")[0]
    assert "  x was cancelled on 2026-10-01: its plan is carried over all the same\n" in changed
    assert "not carried over" not in done.err


def test_of_a_legacy_audit_lead_and_processes_are_known(root: Path) -> None:
    (root / "audits/old").mkdir()
    (root / "audits/old/audit.yaml").write_text(
        "title: Old\nlegacy: {from: 2025-03-03, to: 2025-03-04, lead: ann-audit, processes: [backup], requirements: [A.8]}\n"
    )
    plan_new(root, "c", "--from", "old", "--why", "x")
    assert written(root, "team", "c") == {"lead": "ann-audit", "auditors": ["ann-audit"]}
    assert written(root, "criteria", "c")["requirements"] == ["A.8"]
    assert list(sessions(root, "c")) == ["backup"]


def test_an_audit_is_not_planned_from_itself(root: Path) -> None:
    # its folder exists, so that this is told first
    assert plan_new(root, "a", "--from", "a").code == 3
    assert plan_new(root, "b", "--from", "b").code == 2


def findings_of_a(root: Path, issued: str) -> None:
    for name, grade in (("restores", "minor"), ("faster", "ofi"), ("praise", "strength")):
        path = root / f"audits/a/findings/{name}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(
            f"title: Of {name}\ngrade: {grade}\nprocess: backup\nrequirements: [A.8.13]\n"
            "statement: No restore test since 2025-11-18 was found.\nraised: {by: ann-audit, date: 2026-10-05}\n"
        )
    (root / "audits/a/report.yaml").write_text(f"summary: Fine.\n{issued}")


def test_open_findings_of_the_scope_are_followed_up(root: Path) -> None:
    findings_of_a(root, "issued: {by: ann-audit, date: 2026-10-09}\n")
    done = plan_from(root)
    assert written(root, "audit")["follow_up"] == ["a/restores"]
    assert "to follow up:\n  a/restores (minor, issued)\n" in done.err
    assert "  nobody decided on a/faster: take it up or decline it, then it can be followed up\n" in done.err
    assert "PLN008" not in called(root, TODAY, "check", "--fail-on", "never").out
    change(
        root,
        "audits/a/findings/faster.yaml",
        "raised:",
        "accepted: {by: olga-ops, date: 2026-10-12}\nraised:",
    )
    plan_new(root, "c", "--why", "x", "--process", "backup")
    assert written(root, "audit", "c")["follow_up"] == ["a/faster", "a/restores"]
    plan_new(root, "d", "--why", "x", "--process", "hiring")
    assert "follow_up" not in written(root, "audit", "d")


def test_findings_that_are_not_reported_yet_are_told(root: Path) -> None:
    findings_of_a(root, "")
    done = plan_from(root)
    assert "follow_up" not in written(root, "audit")
    assert "  the findings of a are drafts until it is reported: add them to `follow_up` then\n" in done.err


def errors(root: Path, day: str) -> list[str]:
    done = auditctl(root, "--as-of", day, "check", "--format", "json", "--fail-on", "never")
    found = json.loads(done.out)["diagnostics"]
    return sorted(f"{item['code']} {item['message']}" for item in found if item["severity"] == "error")


def test_the_next_audit_of_the_example_company(tmp_path: Path) -> None:
    root = Path(shutil.copytree(EXAMPLES / "lodos", tmp_path / "lodos"))
    before = errors(root, "2027-06-01")
    done = auditctl(root, "--as-of", "2027-06-01", "plan", "new", "2027-full", "--from", "2026-main")
    assert done.code == 0, done.err
    assert errors(root, "2027-06-01") == before
    assert not [item for item in before if "2027-full" in item]
    held = sessions(root, "2027-full")
    assert len(held) == 15
    assert of(held["isms"], "date", "start", "auditors") == ("2027-09-06", "10:00", ["ingrid-lind"])
    assert of(held["continuity"], "date") == ("2027-09-16",)
    assert written(root, "audit", "2027-full")["period"] == {
        "from": date(2026, 10, 3),
        "to": date(2027, 9, 5),
    }
    assert written(root, "criteria", "2027-full")["requirements"] == ["clauses", "controls"]
    followed = written(root, "audit", "2027-full")["follow_up"]
    assert "2026-main/restore-tests-missing" in followed
    assert not [name for name in followed if "vulnerabilities" in name or "key-management" in name]
    assert "  Full" not in done.err
    assert done.err.startswith(
        "Full ISMS audit before recertification (2027-full), from 2026-main\n  2027-09-06 to 2027-09-17; 15 sessions; lead ingrid-lind\n"
    )
    assert "  the agreement to the technical test of backup: its owner agrees anew\n" in done.err
    assert (
        "  ingrid-lind on 2027-09-06: the last evaluation, of 2026-08-31, is older than 12 months\n"
        in done.err
    )


def test_the_next_audit_of_the_small_firm_keeps_its_conflicts_in_sight(tmp_path: Path) -> None:
    root = Path(shutil.copytree(EXAMPLES / "poyraz", tmp_path / "poyraz"))
    done = auditctl(root, "--as-of", "2026-11-20", "plan", "new", "2028-full", "--from", "2027-full")
    assert done.code == 0, done.err
    assert errors(root, "2026-11-20") == []
    assert [str(session["date"]) for session in sessions(root, "2028-full").values()] == [
        "2028-01-10"
    ] * 3 + ["2028-01-11"] * 3
    assert (
        "  tolga-ak: what stood in the way in 2027-full still does: isms (IND001), operations (IND001) and development (IND001)\n"
        in done.err
    )
    assert "  all 122 criteria: 4.1, 4.2, 4.3, 4.4, 5.1, 5.2 and 116 more\n" in done.err
