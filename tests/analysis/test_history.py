"""The dated facts of a finding and of a corrective action."""

from datetime import date
from pathlib import Path

from auditctl.analysis.history import Fact, facts
from auditctl.repository import load
from small_actions import APPROVED, CAUSE, DONE, EXTENT, FAILED, POSSIBLE, SEEN, repository

LODOS = Path(__file__).parent.parent.parent / "examples" / "lodos"


def told(found: list[Fact]) -> list[str]:
    return [f"{fact.date:%m-%d} {fact.who or '-'}: {fact.what}" for fact in found]


def test_a_finding_is_raised_contested_decided_regraded_and_passed_on(tmp_path: Path) -> None:
    more = """\
auditee: {by: olga-ops, date: 2026-10-06, response: contested, text: "a test
  was run"}
decision: {by: ann-audit, date: 2026-10-07, text: it was not}
regraded: [{from: major, to: minor, by: ann-audit, date: 2026-10-07, why: the copy held}]
transferred: [{from: olga-ops, to: tom-tech, date: 2026-10-20, why: a new post}]
"""
    found = repository(tmp_path, None, more=more)
    assert told(facts(found, found.findings["a/restore"])) == [
        "10-05 ann-audit: raised as major",
        "10-06 olga-ops: contested: a test was run",
        "10-07 ann-audit: decided on the objection: it was not",
        "10-07 ann-audit: regraded from major to minor: the copy held",
        "10-12 ann-audit: report issued",
        "10-20 -: responsibility passed from olga-ops to tom-tech: a new post",
    ]


def test_what_was_withdrawn_before_the_report_was_not_reported(tmp_path: Path) -> None:
    gone = "withdrawn: {by: ann-audit, date: 2026-10-07, why: it was there}\n"
    found = repository(tmp_path, None, more=gone)
    assert told(facts(found, found.findings["a/restore"])) == [
        "10-05 ann-audit: raised as minor",
        "10-07 ann-audit: withdrawn: it was there",
    ]


def test_an_improvement_is_taken_up_or_declined_and_can_come_back(tmp_path: Path) -> None:
    again = "title: Again\ngrade: ofi\nrepeat_of: restore\nraised: {by: ann-audit, date: 2026-11-02}\naccepted: {by: olga-ops, date: 2026-11-03}\n"
    declined = "declined: {by: olga-ops, date: 2026-10-20, why: too dear}\n"
    found = repository(tmp_path, None, "ofi", declined, {"audits/a/findings/again.yaml": again})
    assert told(facts(found, found.findings["a/restore"]))[2:] == [
        "10-20 olga-ops: declined: too dear",
        "11-02 ann-audit: came back as a/again",
    ]
    assert told(facts(found, found.findings["a/again"]))[-1] == "11-03 olga-ops: taken up"


def test_a_corrective_action_runs_through_its_chain(tmp_path: Path) -> None:
    extended = DONE.replace(
        "}}\n",
        ", extended: [{from: 2026-10-25, to: 2026-11-01, why: a holiday, approved_by: ann-audit, date: 2026-10-24}], proof: ticket 7}}\n",
    )
    facts_of = "opened: 2026-10-13\n" + CAUSE + EXTENT + extended + POSSIBLE + SEEN + APPROVED + FAILED
    follower = "findings: [restore]\nowner: olga-ops\nfollows: restore\nopened: 2026-11-17\n"
    found = repository(tmp_path, facts_of, others={"audits/a/capas/again.yaml": follower})
    chain = [
        "10-13 -: opened, olga-ops owns it",
        "10-14 tom-tech: cause: tasks are tied to people",
        "10-14 tom-tech: extent: orphaned too",
        "10-15 tom-tech: plan submitted",
        "10-16 ann-audit: plan approved",
        "10-24 ann-audit: action register extended from 2026-10-25 to 2026-11-01: a holiday",
        "10-30 tom-tech: action register done: ticket 7",
        "11-02 ann-audit: seen to be done",
        "11-16 ann-audit: verified ineffective",
        "11-17 -: followed by a/again",
    ]
    assert told(facts(found, found.capas["a/restore"])) == chain
    whole = told(facts(found, found.findings["a/restore"], with_capas=True))
    assert whole[0] == "10-05 ann-audit: raised as minor"
    assert whole[2] == "10-13 -: restore: opened, olga-ops owns it"
    assert whole[-2:] == ["11-17 -: restore: followed by a/again", "11-17 -: again: opened, olga-ops owns it"]


def test_one_that_an_incident_raised_begins_with_it() -> None:
    found = load(LODOS, date(2026, 11, 20))
    incident = told(facts(found, found.capas["outage-notices"]))
    assert incident[0] == "03-02 -: incident: INC-2026-004"
    assert incident[-1].startswith("10-09 ingrid-lind: verified effective: three outages")
    cancelled = told(facts(found, found.capas["2026-main/key-management-procedure"]))
    assert cancelled[-1] == "10-16 ingrid-lind: cancelled: the finding was withdrawn"


def test_a_repeat_that_was_seen_later_and_facts_without_a_day(tmp_path: Path) -> None:
    earlier = "title: Before\ngrade: minor\nraised: {by: ann-audit, date: 2026-10-05}\n"
    marked = "repeat_of: before\nrepeat_marked: {by: ann-audit, date: 2026-10-09}\n"
    undated = (
        "cause: {method: other, cause: nobody was asked}\nextent: {checked: [key rotation]}\n"
        "actions: {register: {what: a list, extended: [{from: 2026-11-01, to: 2026-12-01, why: a holiday}]}}\n"
    )
    found = repository(tmp_path, undated, more=marked, others={"audits/a/findings/before.yaml": earlier})
    assert (
        told(facts(found, found.findings["a/restore"]))[1] == "10-09 ann-audit: marked as a repeat of before"
    )
    assert facts(found, found.capas["a/restore"]) == []
