"""The audit process against 9.2 and 10.2: the structure of the clauses, and what each element is shown by."""

import re
from datetime import date
from pathlib import Path

import pytest

from auditctl.analysis.conformity import ELEMENTS, Conformity, Element, Judged, conformity
from auditctl.check import check
from auditctl.repository import load
from auditctl.rules.registry import registry
from ready_repository import CAPA, REPORT, ready_repository
from small_repository import files, lay

DAY = date(2026, 11, 20)
IDS = [
    "9.2.1", "9.2.1 a) 1)", "9.2.1 a) 2)", "9.2.1 b)",
    "9.2.2", "9.2.2", "9.2.2", "9.2.2", "9.2.2", "9.2.2", "9.2.2", "9.2.2 a)", "9.2.2 b)", "9.2.2 c)", "9.2.2",
    "10.2 a) 1)", "10.2 a) 2)", "10.2 b) 1)", "10.2 b) 2)", "10.2 b) 3)", "10.2 c)", "10.2 d)", "10.2 e)", "10.2",
    "10.2 f)", "10.2 g)",
]  # fmt: skip
"""The structure of ISO/IEC 27001:2022 9.2 and 10.2; paragraphs without a letter bear the clause's number."""
ASPECTS = [
    "intervals", "frequency", "methods", "responsibilities", "planning", "reporting", "importance", "previous results",
    "evidence", "proportion",
]  # fmt: skip
REPORTED = """\
summary: One minor nonconformity.
issued: {by: ann-audit, date: 2026-10-09}
"""


def judged(root: Path, audit: str = "", today: date = DAY) -> Conformity:
    found = load(root, today)
    return conformity(found, check(found).diagnostics, registry(), found.audits.get(audit))


def elements(root: Path, audit: str = "", today: date = DAY) -> dict[str, Judged]:
    """Return each element by its aspect, or by its identifier where it has none."""
    return {item.element.aspect or item.element.id: item for item in judged(root, audit, today).judged}


def states(root: Path, audit: str = "") -> dict[str, str]:
    return {key: item.state.value for key, item in elements(root, audit).items()}


def test_every_element_is_there_once_and_in_order() -> None:
    assert [element.id for element in ELEMENTS] == IDS
    assert [element.aspect for element in ELEMENTS if element.aspect] == ASPECTS
    assert len({(element.id, element.aspect) for element in ELEMENTS}) == len(ELEMENTS)


@pytest.mark.parametrize("element", ELEMENTS, ids=lambda element: f"{element.id} {element.aspect}")
def test_an_element_is_told_in_one_line_with_a_question_and_never_demands(element: Element) -> None:
    assert len(element.title) <= 76
    assert element.question.endswith(("?", "."))
    words = f"{element.title} {element.question}"
    assert not re.search(r"\bshall\b|\bthe organization\b", words, re.IGNORECASE)


def test_the_rules_named_exist_or_come_with_the_report() -> None:
    named = {code for element in ELEMENTS for code in element.rules}
    assert {code[:3] for code in named - set(registry())} <= {"RPT", "HIS"}


def test_a_small_repository_in_order(tmp_path: Path) -> None:
    root = ready_repository(tmp_path)
    assert states(root) == {
        "intervals": "shown", "9.2.1 a) 1)": "shown", "9.2.1 a) 2)": "shown", "9.2.1 b)": "shown",
        "frequency": "shown", "methods": "shown", "responsibilities": "shown", "planning": "shown",
        "reporting": "shown", "importance": "not shown", "previous results": "nothing to judge yet",
        "9.2.2 a)": "shown", "9.2.2 b)": "shown", "9.2.2 c)": "shown", "evidence": "shown",
        "10.2 a) 1)": "shown", "10.2 a) 2)": "not shown", "10.2 b) 1)": "shown", "10.2 b) 2)": "shown",
        "10.2 b) 3)": "shown", "10.2 c)": "not shown", "10.2 d)": "nothing to judge yet",
        "10.2 e)": "nothing to judge yet", "proportion": "shown", "10.2 f)": "shown", "10.2 g)": "shown",
    }  # fmt: skip


def told(root: Path, key: str, more: dict[str, str]) -> tuple[str, list[str]]:
    """Return state and what is missing of an element, with further files."""
    item = elements(ready_repository(root, more))[key]
    return item.state.value, list(item.answer.missing)


@pytest.mark.parametrize("key", ["methods", "responsibilities", "planning", "reporting"])
def test_a_programme_that_does_not_say_how(tmp_path: Path, key: str) -> None:
    silent = re.sub(rf"    {key}: .*\n", "", files()["auditctl.yaml"])
    assert told(tmp_path, key, {"auditctl.yaml": silent}) == ("not shown", [key])


def test_a_programme_without_audits_and_one_that_names_what_it_considered(tmp_path: Path) -> None:
    base = files()["auditctl.yaml"]
    empty = base[: base.index("    audits:\n")]
    assert told(tmp_path / "1", "frequency", {"auditctl.yaml": empty}) == ("not shown", ["audits"])
    revised = "    revisions: [{by: mia-chief, date: 2026-11-02, why: results}]\n"
    more = {"auditctl.yaml": base + revised}
    assert told(tmp_path / "2", "previous results", more) == ("not shown", ["a"])
    named = {"auditctl.yaml": base + revised + "    previous_results: [a]\n"}
    assert told(tmp_path / "3", "previous results", named) == ("shown", [])


def test_importance_is_shown_where_processes_say_it(tmp_path: Path) -> None:
    base = files()["auditctl.yaml"]
    low = base.replace(
        "    department: ops\n    systems", "    importance: low\n    department: ops\n    systems"
    )
    assert elements(ready_repository(tmp_path / "1", {"auditctl.yaml": low}))["importance"].answer.told == (
        "no process is of high importance"
    )
    high = low.replace("importance: low", "importance: high")
    item = elements(ready_repository(tmp_path / "2", {"auditctl.yaml": high}))["importance"]
    assert item.answer.told == "1 of 1 processes of high importance audited or planned in time"
    bare = lay(tmp_path / "3", {"auditctl.yaml": "auditctl: 1\nname: X\nstandards: [iso27001-2022]\n"})
    assert elements(bare)["importance"].answer.told == "no process on record yet"
    assert elements(bare)["intervals"].state.value == "nothing to judge yet"


def test_audits_that_were_late_or_never_held(tmp_path: Path) -> None:
    programme = """\
from: 2026-01-01
to: 2026-12-31
owner: mia-chief
audits:
  a: {planned: {from: 2026-09-01, to: 2026-09-02}}
  spring: {planned: {from: 2026-03-02, to: 2026-03-03}}
"""
    base = files()["auditctl.yaml"]
    more = {"auditctl.yaml": base[: base.index("programmes:\n")], "programmes/cycle.yaml": programme}
    assert told(tmp_path, "intervals", more) == (
        "not shown",
        [
            "spring, planned to end on 2026-03-03",
            "a, held from 2026-10-05 on and planned to end on 2026-09-02",
        ],
    )


def test_each_audit_is_asked_for_scope_conclusion_readers_and_records(tmp_path: Path) -> None:
    reported = {"audits/a/report.yaml": REPORTED}
    assert told(tmp_path / "1", "9.2.1 b)", reported) == ("not shown", ["a"])
    assert told(tmp_path / "2", "9.2.2 c)", reported) == ("not shown", ["a"])
    elsewhere = {
        "audits/a/report.yaml": REPORT.replace("to: mia-chief", "to: tom-tech").replace(
            "to: olga-ops", "to: tom-tech"
        )
    }
    assert told(tmp_path / "3", "9.2.2 c)", elsewhere) == ("not shown", ["a"])
    assert told(
        tmp_path / "4", "evidence", {"audits/a/schedule.yaml": files()["audits/a/schedule.yaml"]}
    ) == ("not shown", ["a"])
    before = "title: B\nlegacy: {from: 2026-02-02, to: 2026-02-03, requirements: all, processes: all}\n"
    assert told(tmp_path / "5", "evidence", {"audits/b/audit.yaml": before}) == ("partly", ["b"])


def test_auditors_who_are_not_free_or_did_not_declare(tmp_path: Path) -> None:
    team = "lead: ann-audit\nauditors: [ann-audit]\n"
    # a declaration is a house rule, which 9.2.2 b) does not ask for
    assert told(tmp_path / "1", "9.2.2 b)", {"audits/a/team.yaml": team}) == ("shown", [])
    own = files()["audits/a/schedule.yaml"].replace("auditors: [ann-audit]", "auditors: [tom-tech]", 1)
    # what was issued is not judged anew
    assert told(tmp_path / "issued", "9.2.2 b)", {"audits/a/schedule.yaml": own}) == ("shown", [])
    open_ = {"audits/a/schedule.yaml": own, "audits/a/report.yaml": "summary: a draft\n"}
    state, missing = told(tmp_path / "2", "9.2.2 b)", open_)
    assert state == "not shown"
    assert missing == ["a: IND001"]
    empty = {"audits/a/schedule.yaml": "sessions: {}\n"}
    assert told(tmp_path / "3", "9.2.2 b)", empty) == ("not shown", ["a: nobody is assigned"])


def test_a_corrective_action_to_its_end(tmp_path: Path) -> None:
    done = CAPA.replace("due: 2026-12-20", "due: 2026-11-02, done: 2026-11-02, proof: T-1").replace(
        "2027-03-01", "2026-11-10"
    )
    ripe = {"audits/a/capas/leavers.yaml": done}
    assert told(tmp_path / "1", "10.2 c)", ripe) == ("shown", [])
    assert told(tmp_path / "2", "10.2 d)", ripe) == ("not shown", ["leavers"])
    verified = "verifications: [{by: ann-audit, date: 2026-11-16, result: effective}]\n"
    closed = {"audits/a/capas/leavers.yaml": done + verified}
    assert told(tmp_path / "3", "10.2 d)", closed) == ("shown", [])
    proof = "leavers: proof of 2 of 3 actions and verifications"
    assert told(tmp_path / "4", "10.2 g)", closed) == ("partly", [proof])
    # only a change that is needed is asked for
    assert told(tmp_path / "5", "10.2 e)", closed) == ("shown", [])
    changed = {"audits/a/capas/leavers.yaml": done + verified + "isms_change: the leavers' checklist\n"}
    assert told(tmp_path / "6", "10.2 e)", changed) == ("shown", [])


def test_what_an_incident_raised_is_a_nonconformity_too(tmp_path: Path) -> None:
    outage = "origin: {kind: incident, date: 2026-03-02, grade: minor}\nowner: olga-ops\n"
    old = outage.replace("2026-03-02", "2025-03-02")
    more = {
        "capas/outage.yaml": outage,
        "capas/old.yaml": old,
        "capas/idea.yaml": outage.replace(", grade: minor", ""),
    }
    root = ready_repository(tmp_path, more)
    assert judged(root).nonconformities == 2
    assert elements(root)["10.2 b) 1)"].answer.missing == ("outage",)
    assert elements(root)["10.2 f)"].answer.missing == ("outage",)


def test_an_audit_alone_that_no_programme_lists(tmp_path: Path) -> None:
    spot = """\
title: Spot check
unplanned: a hint
plan: {sent: 2026-08-01}
opening: {date: 2026-08-10}
closing: {date: 2026-08-10}
scope: {processes: [backup]}
criteria: {requirements: [A.8.13], documents: {bck-pol: "2.2"}}
"""
    root = ready_repository(tmp_path, {"audits/spot/audit.yaml": spot})
    found = judged(root, "spot")
    assert (found.programme, found.audit, found.audits, found.nonconformities) == ("cycle", "spot", 1, 0)
    assert elements(root, "spot")["9.2.1 a) 2)"].answer.told == "no clause among its criteria"
    assert elements(root, "spot")["intervals"].answer.told == "1 of 1 audit"
    assert judged(root).audits == 2


def test_only_diagnostics_of_the_audit_count_with_it(tmp_path: Path) -> None:
    outage = "origin: {kind: incident, date: 2026-03-02, grade: minor}\nowner: olga-ops\nplan: [{step: submitted, by: olga-ops, date: 2026-03-05}]\n"
    root = ready_repository(tmp_path, {"capas/outage.yaml": outage})
    assert dict(elements(root)["10.2 b) 2)"].guards)["CAP003"] == 1
    assert dict(elements(root, "a")["10.2 b) 2)"].guards)["CAP003"] == 0
