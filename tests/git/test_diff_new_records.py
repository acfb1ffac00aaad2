"""What a record that is new or gone is: each kind in a few lines, in text, Markdown and JSON, and in `history`."""

import json
from pathlib import Path

import pytest

from auditctl.analysis.changes.whole import added, removed
from committed import CAPA, EVIDENCE, FINDING, committed, git, repository
from filled_records import MODELS, filled
from small_repository import auditctl
from told_changes import changes

COURSE = """\
cause: {cause: tasks are tied to people, category: organisation, by: olga-ops, date: 2026-10-06}
plan:
  - {step: submitted, by: olga-ops, date: 2026-10-07}
  - {step: approved, by: ann-audit, date: 2026-10-08}
effectiveness: {criterion: two tests on time, not_before: 2027-01-15, verifier: ann-audit}
verifications:
  - {by: ann-audit, date: 2026-10-20, result: effective, method: both reports read}
"""
DONE = CAPA.replace("due: 2026-11-30", "due: 2026-11-30\n    done: 2026-10-10") + COURSE
NEW = "audits/a/capas/labels.yaml"
LINES = [
    "cause: tasks are tied to people, kind of cause organisation",
    "action register: control register with owner and deputy, by tom-tech, due 2026-11-30, done 2026-10-10",
    "effect: two tests on time, not before 2027-01-15, verifier ann-audit",
    "cause found by olga-ops on 2026-10-06",
    "plan submitted by olga-ops on 2026-10-07",
    "plan approved by ann-audit on 2026-10-08",
    "verified effective by ann-audit on 2026-10-20: both reports read",
]
AUDIT = {
    "audits/b/audit.yaml": (
        "title: Spot check\nunplanned: a complaint\nteam: {lead: ann-audit, auditors: [ann-audit]}\n"
        "schedule: {sessions: {one: {process: backup, auditors: [ann-audit], date: 2026-11-02, minutes: 60}}}\n"
    ),
    "audits/b/findings/late.yaml": FINDING,
    "audits/b/evidence/list.yaml": EVIDENCE,
}


def told(root: Path, *revisions: str) -> dict[str, tuple[str, list[str]]]:
    """Return the first change of each record with its further lines."""
    found: dict[str, tuple[str, list[str]]] = {}
    for record, change in changes(root, *revisions):
        found.setdefault(f"{record['kind']} {record['id'] or ''}".strip(), (change["told"], change["more"]))
    return found


@pytest.mark.parametrize("way", ["new", "gone"])
def test_a_capa_brought_to_its_verified_effect_within_a_branch(way: str, tmp_path: Path) -> None:
    root = repository(tmp_path)
    git(root, "checkout", "-q", "-b", "work")
    (root / NEW).write_text(DONE, "utf-8")
    committed(root, "2026-10-21")
    ends = "main..work" if way == "new" else "work..main"
    verb = "added" if way == "new" else "removed"
    assert told(root, ends) == {"CAPA labels": (f"CAPA {verb}: answers restore, owner olga-ops", LINES)}
    page = auditctl(root, "diff", ends).out
    assert "        - plan approved by ann-audit on 2026-10-08\n" in page
    assert max(map(len, page.splitlines())) <= 80
    made = auditctl(root, "diff", ends, "--format", "markdown").out
    assert "    - plan approved by ann-audit on 2026-10-08\n" in made


def test_an_audit_with_its_parts(tmp_path: Path) -> None:
    root = repository(tmp_path)
    for path, text in AUDIT.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    found = told(root)
    assert found == {
        "audit b": (
            "audit added: Spot check, internal",
            ["2026-11-02, lead ann-audit", "outside of the programme: a complaint"],
        ),
        "team": ("team added: lead ann-audit, auditors ann-audit", []),
        "schedule": ("schedule added", []),
        "session one": (
            "session added: process backup, auditors ann-audit",
            ["on 2026-11-02, 60 minutes"],
        ),
        "finding late": (
            "finding added: Restore tests are missing, major",
            [
                "against A.8.13, process backup, evidence register, policy",
                "raised by ann-audit on 2026-10-05",
            ],
        ),
        "evidence list": (
            "evidence added: Restore test register, record",
            [
                "from ticketing, query restore-test, viewed at https://tickets.example/restore",
                "collected by ann-audit on 2026-10-05",
            ],
        ),
    }


def test_history_says_what_was_added_and_each_fact_once(tmp_path: Path) -> None:
    root = repository(tmp_path)
    (root / NEW).write_text(
        DONE + "cancelled: {by: ann-audit, date: 2026-10-21, why: merged by hand}\n", "utf-8"
    )
    committed(root, "2026-10-21")
    done = auditctl(root, "history", "labels", "--json")
    (step,) = json.loads(done.out)["records"][0]["commits"]
    said = [change["told"] for change in step["changes"]]
    assert len(said) == len({*said})
    assert said[-1] == "CAPA added: answers restore, owner olga-ops"
    assert step["changes"][-1]["more"] == LINES[:3]
    assert "plan approved by ann-audit on 2026-10-08" in said
    assert "cancelled by ann-audit on 2026-10-21: merged by hand" in said
    page = auditctl(root, "history", "labels").out
    assert "CAPA added: answers restore, owner olga-ops" in page
    assert "- cause: tasks are tied to people" in page


@pytest.mark.parametrize("kind", MODELS)
def test_no_kind_is_only_said_to_be_new_or_gone(kind: str) -> None:
    for data in filled(kind):
        for change in (next(added(kind, data)), removed(kind, data)):
            assert len(change.told) > len(f"{kind} removed: "), change
            assert not any(mark in line for line in (change.told, *change.more) for mark in "{}[]_")
