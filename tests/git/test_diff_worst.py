"""What a reviewer asks about first: each marked, and no other words for what is none of it."""

from pathlib import Path

import pytest

from committed import committed, replace, repository
from told_changes import changes

RESTORE = "audits/a/findings/restore.yaml"
ACTION = "audits/a/capas/restore.yaml"
PAPER = "audits/a/workpapers/backup.yaml"
TEAM = "audits/a/team.yaml"
LINES = """\
lines:
  - ask: Are restore tests held each quarter?
    requirements: [A.8.13]
    by: ann-audit
    result: nonconform
    evidence: [register]
    findings: [restore]
  - ask: Is the vault locked?
    requirements: [A.8.13]
    by: ann-audit
"""
VERIFIED = """\
verifications:
  - {by: ann-audit, date: 2026-10-06, result: ineffective, method: two tests, evidence: [register, policy]}
"""
REPORT = """\
conclusions: {conformity: but for A.8.13, effectiveness: yes}
diverging_opinions: the owner calls it minor
"""
MORE = {PAPER: LINES, "audits/a/report.yaml": REPORT}
Edit = tuple[str, str, str, list[str]]


def told(root: Path, *revisions: str) -> list[str]:
    """Return what is told, each with its mark and record."""
    return [
        f"{'!' if change['look'] else ' '} {record['kind']} {record['id'] or ''}: {change['told']}".replace(
            " :", ":"
        )
        for record, change in changes(root, *revisions)
    ]


EDITS: dict[str, Edit] = {
    "a line of a work paper is taken out": (
        PAPER, LINES[LINES.index("  - ask: Is the"):], "", ["! work paper backup: line 2 taken out: Is the vault locked?"],
    ),
    "a decided line is taken out with its evidence": (
        PAPER, LINES[LINES.index("  - ask: Are"):LINES.index("  - ask: Is the")], "",
        ["! work paper backup: line 1: evidence removed: register",
         "! work paper backup: line 1 taken out: Are restore tests held each quarter? (nonconform)"],
    ),
    "another auditor answered a line": (
        PAPER, "by: ann-audit\n    result", "by: olga-ops\n    result", ["! work paper backup: line 1: by: ann-audit → olga-ops"],
    ),
    "a line that was nonconform is conform": (
        PAPER, "result: nonconform", "result: conform", ["! work paper backup: line 1: result: nonconform → conform"],
    ),
    "a decided line is decided no more": (
        PAPER, "    result: nonconform\n", "", ["! work paper backup: line 1: result: nonconform → nothing"],
    ),
    "a line leads to no finding": (
        PAPER, "    findings: [restore]\n", "", ["! work paper backup: line 1: findings: without restore"],
    ),
    "a line is put before the others": (
        PAPER, "lines:\n", "lines:\n  - {ask: Who holds the key?, requirements: [A.8.13]}\n",
        ["  work paper backup: line 1 added: Who holds the key?"],
    ),
    "a conclusion": (
        "audits/a/report.yaml", "but for A.8.13", "in full", ["! report: conclusion on conformity: but for A.8.13 → in full"],
    ),
    "an opinion that diverged": (
        "audits/a/report.yaml", "diverging_opinions: the owner calls it minor\n", "",
        ["! report: diverging opinions: the owner calls it minor → nothing"],
    ),
    "a finding that no action answers": (
        ACTION, "findings: [restore]", "findings: [other]", ["! CAPA restore: findings: restore → other"],
    ),
    "the owner of a process": (
        "auditctl.yaml", "owner: olga-ops\n    performers", "owner: tom-tech\n    performers", ["! process backup: owner: olga-ops → tom-tech"],
    ),
    "the owner of a process, who had been it": (
        "auditctl.yaml", "owner: olga-ops\n    performers",
        "owner: tom-tech\n    past: [{role: owner, person: olga-ops, to: 2026-10-05}]\n    performers",
        ["  process backup: earlier part 1 added: owner, olga-ops, … to 2026-10-05", "  process backup: owner: olga-ops → tom-tech"],
    ),
    "the author of a document": (
        "auditctl.yaml", "authors: [tom-tech]", "authors: [paul-people]", ["! document bck-pol: authors: tom-tech → paul-people"],
    ),
    "a session is taken out": (
        "audits/a/schedule.yaml",
        '  hiring:\n    process: hiring\n    auditors: [ann-audit]\n    date: 2026-10-06\n    start: "10:00"\n    minutes: 120\n    auditees: [paul-people]\n    location: office\n',
        "", ["! session hiring: session removed: process hiring, auditors ann-audit"],
    ),
    "a requirement of the criteria": (
        "audits/a/criteria.yaml", "requirements: all", "requirements: [clauses]", ["! criteria: requirements: all → clauses"],
    ),
    "criteria that are widened": (
        "audits/a/criteria.yaml", 'documents: {bck-pol: "2.2"}\n', "", ["  criteria: document bck-pol: 2.2 → nothing"],
    ),
    "the period under review": (
        "audits/a/audit.yaml", "from: 2025-10-01", "from: 2026-04-01", ["! audit a: period: first day: 2025-10-01 → 2026-04-01"],
    ),
    "a house rule": (
        "auditctl.yaml", "name: Kestrel Ltd", "name: Kestrel Ltd\npolicy: {cooling_off_months: 3}",
        ["! settings: house rules: months of cooling off: 12 → 3"],
    ),
    "a stricter house rule": (
        "auditctl.yaml", "name: Kestrel Ltd", "name: Kestrel Ltd\npolicy: {cooling_off_months: 24}",
        ["  settings: house rules: months of cooling off: 12 → 24"],
    ),
    "a rule that weighs more than by itself": (
        "auditctl.yaml", "name: Kestrel Ltd", "name: Kestrel Ltd\nrules: {severity: {CRD001: error}}",
        ["  settings: rule CRD001: as the table has it → error"],
    ),
    "a family of which a rule weighs less": (
        "auditctl.yaml", "name: Kestrel Ltd", "name: Kestrel Ltd\nrules: {severity: {COV: note}}",
        ["! settings: rules COV: as the table has it → note"],
    ),
    "a rule kept quiet by a comment": (
        RESTORE, "grade: major", "grade: major   # auditctl: ignore[FND003] it is one case",
        ["! finding restore: rule FND003 kept quiet by a comment: it is one case"],
    ),
    "a comment that only says something": (RESTORE, "grade: major", "grade: major   # auditctl: knows this", []),
    "a standard": (
        "auditctl.yaml", "standards: [iso27001-2022]", "standards: [iso9001-2015, iso27001-2022]",
        ["  settings: standards in force: also iso9001-2015"],
    ),
    "a finding is no repeat, is of another process": (
        RESTORE, "process: backup", "process: hiring", ["  finding restore: process: backup → hiring"],
    ),
    "the order of the causes": (
        ACTION, "owner: olga-ops\n", "owner: olga-ops\ncause: {whys: [nobody asks, nobody knows]}\n",
        ['  CAPA restore: answers to why: also "nobody asks", "nobody knows"'],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", EDITS)
def test_what_is_marked(name: str, tmp_path: Path) -> None:
    path, old, new, expected = EDITS[name]
    root = repository(tmp_path, MORE)
    replace(root, path, old, new)
    assert told(root) == expected


def test_a_verification_that_is_altered_names_the_evidence_it_loses(tmp_path: Path) -> None:
    root = repository(tmp_path, {ACTION: "findings: [restore]\nowner: olga-ops\n" + VERIFIED})
    replace(root, ACTION, "result: ineffective", "result: effective")
    replace(root, ACTION, "[register, policy]", "[policy]")
    assert told(root) == [
        (
            "! CAPA restore: altered: verified ineffective by ann-audit on 2026-10-06: two tests"
            " → verified effective by ann-audit on 2026-10-06: two tests"
        ),
        "! CAPA restore: verification 1: evidence removed: register",
    ]
    replace(root, ACTION, "verifications:\n", "")
    (root / ACTION).write_text("findings: [restore]\nowner: olga-ops\n", "utf-8")
    assert told(root) == [
        "! CAPA restore: verification 1: evidence removed: register, policy",
        "! CAPA restore: taken out: verified ineffective by ann-audit on 2026-10-06: two tests",
    ]


def test_steps_in_another_order(tmp_path: Path) -> None:
    steps = [
        "{step: submitted, by: olga-ops, date: 2026-10-06}",
        "{step: approved, by: ann-audit, date: 2026-10-06}",
    ]
    base = "findings: [restore]\nowner: olga-ops\n"
    root = repository(tmp_path, {ACTION: f"{base}plan: [{', '.join(steps)}]\n"})
    (root / ACTION).write_text(f"{base}plan: [{', '.join(reversed(steps))}]\n", "utf-8")
    assert told(root) == ["! CAPA restore: each step of the plan stands in another order than before"]


def test_an_issued_audit_changes_by_amendment_alone(tmp_path: Path) -> None:
    issued = "issued: {by: ann-audit, date: 2026-10-06}\n"
    root = repository(tmp_path, MORE | {"audits/a/report.yaml": REPORT + issued})
    replace(root, RESTORE, "title: Restore tests are missing", "title: Restore tests are late")
    replace(root, RESTORE, "raised:", "auditee: {by: olga-ops, date: 2026-10-06, response: agreed}\nraised:")
    assert told(root) == [
        "! finding restore: title: Restore tests are missing → Restore tests are late, after the report was issued",
        "  finding restore: answered (agreed) by olga-ops on 2026-10-06",
    ]
    with (root / "audits/a/report.yaml").open("a", encoding="utf-8") as file:
        file.write(
            "amendments: [{by: ann-audit, date: 2026-10-06, why: a typing error, records: [findings/restore]}]\n"
        )
    assert told(root) == [
        "! report: amended by ann-audit on 2026-10-06: a typing error (findings/restore)",
        "  finding restore: answered (agreed) by olga-ops on 2026-10-06",
        "  finding restore: title: Restore tests are missing → Restore tests are late",
    ]


def test_what_comes_with_a_new_record_is_told_with_it(tmp_path: Path) -> None:
    root = repository(tmp_path)
    (root / TEAM).unlink()
    committed(root, "2026-10-06")
    (root / TEAM).write_text(
        "lead: ann-audit\nexceptions: [{rule: IND002, auditor: ann-audit, process: backup}]\n", "utf-8"
    )
    assert told(root) == [
        "! team: exception added: IND002 for ann-audit on backup, not approved: no reason",
        "  team: team added: lead ann-audit",
    ]


def test_a_comment_moves_with_its_part(tmp_path: Path) -> None:
    root = repository(tmp_path)
    quiet = "   # auditctl: ignore[DOC001] it is being written"
    replace(root, "auditctl.yaml", "  bck-pol: {", "  # auditctl: ignore[CRD001] we know\n  bck-pol: {")
    assert told(root) == ["! document bck-pol: rule CRD001 kept quiet by a comment: we know"]
    committed(root, "2026-10-06")
    text = (root / "auditctl.yaml").read_text("utf-8")
    start, end = text.index("documents:\n  #"), text.index("soa:\n")
    part = "\n".join(line.removeprefix("  ") for line in text[start:end].splitlines()[1:]) + "\n"
    (root / "documents.yaml").write_text(part, "utf-8")
    (root / "auditctl.yaml").write_text(text[:start] + text[end:], "utf-8")
    assert told(root) == []
    replace(root, "documents.yaml", "we know", "it is being written")
    replace(root, "documents.yaml", "bck-pol: {", f"bck-pol: {{ {quiet}\n  ")
    assert told(root) == [
        "! document bck-pol: rule DOC001 kept quiet by a comment: it is being written",
        "  document bck-pol: why rule CRD001 is kept quiet: we know → it is being written",
    ]
