"""A repository of any size for the measures: records of about thirty lines, as auditors write them."""

from pathlib import Path

SETTINGS = """\
auditctl: 1
name: Measured Ltd
standards: [iso27001-2022]
top_management: [mia-chief]
organisation:
  departments: {ops: {name: Operations, head: olga-ops}, people: {name: People, head: paul-people}}
  locations: {office: {name: Office}}
people:
  mia-chief: {name: Mia Chief}
  olga-ops: {name: Olga Ops, department: ops, manager: mia-chief}
  paul-people: {name: Paul People, department: people, manager: mia-chief}
  ann-audit: {name: Ann Audit, employer: north}
firms: {north: {name: North Assurance}}
auditors:
  ann-audit:
    roles: [lead-auditor]
    qualifications: [{name: ISMS lead auditor, date: 2024-03-01, evidence: CV-7}]
    evaluations: [{date: 2026-08-01, by: mia-chief, result: qualified}]
programmes: {"2026": {from: 2026-01-01, to: 2026-12-31, owner: mia-chief}}
documents: {acc-prc: {title: Access procedure, version: "3.0", approved: {by: mia-chief, date: 2024-01-10}}}
processes:
  access: {name: Access management, owner: olga-ops, department: ops, requirements: [controls]}
  governance: {name: Governance, owner: paul-people, department: people, requirements: [clauses]}
"""

AUDIT = """\
title: Audit {number}
unplanned: made for a measure
objectives: [conformity]
criteria: {{requirements: all, documents: {{acc-prc: "3.0"}}}}
period: {{from: 2025-10-01, to: 2026-10-02}}
plan: {{sent: 2026-09-21}}
scope: {{processes: all}}
team: {{lead: ann-audit, auditors: [ann-audit], declarations: {{ann-audit: {{date: 2026-08-31}}}}}}
schedule:
  opening: {{date: 2026-10-05}}
  sessions:
    access: {{process: access, auditors: [ann-audit], date: 2026-10-05}}
    governance: {{process: governance, auditors: [ann-audit], date: 2026-10-06}}
"""

FINDING = """\
# yaml-language-server: $schema=../../../.schemas/finding.json
title: Case {number} of accounts that stayed active after the last working day
grade: {grade}
grade_reason: the control did not reach its result for {days} days
process: access
location: office
session: access
# what it is held against
requirements:
  - A.5.{control}
  - A.8.{technical}
statement: |
  Account {number} stayed active for {days} days after the last working day of its holder.
  The export of 2026-10-05 shows {logins} logins in that time, from two addresses.
  The ticket for the removal was opened {days} days late and closed without a check.
  Case {number} came about because {reason}.
effect: |
  Somebody who has left can still read data of {number} customers.
  The agreement with them promises removal within one working day.
evidence:
  - item-{number}
raised:
  by: ann-audit
  date: 2026-10-06
auditee:
  by: olga-ops
  date: 2026-10-07
  response: agreed
details: |
  Row {number} of the list, sorted by the day of leaving.
"""

EVIDENCE = """\
# yaml-language-server: $schema=../../../.schemas/evidence.json
kind: record
title: Row {number} of the export of accounts
source: identity provider, query leavers
collected:
  by: ann-audit
  date: 2026-10-06
purpose: fieldwork
session: access
period:
  from: 2025-10-01
  to: 2026-10-02
# what was looked at
sample:
  population: leavers of the period
  size: 400
  taken: 15
  method: judgement
  drawn_by: ann-audit
viewed: https://accounts.example/export/{number}
classification: internal
personal_data: true
retention_until: 2029-12-31
details: |
  Columns name, last day, state of the account, last login.
  Read on the auditee's screen, sorted by the last day.
  Account {number} had {logins} logins.
  The time zone of the export is UTC.
"""


REASONS = (
    "the leaver list reached operations a week late",
    "two systems keep accounts of their own that no list names",
    "the contract of the agency ended without a notice to anybody",
    "a shared mailbox was still read by the old team",
    "the holder came back for one day of handover in the month after",
    "the removal failed at night and nobody looks at the log of that job",
    "the account belongs to a script whose author has left",
    "the manager asked to keep it open until the quarter was closed",
    "the ticket was assigned to a queue that is no longer watched",
    "the name was changed after a marriage and did not match",
    "the customer had asked for access during the migration",
)


def write_repository(root: Path, records: int, each: int = 50) -> None:
    """Write an audit repository with so many records, half of them findings and half evidence; `each` is of an audit."""
    root.mkdir(parents=True)
    (root / "auditctl.yaml").write_text(SETTINGS, "utf-8")
    for number in range(records // 2):
        audit = root / "audits" / f"audit-{number // each}"
        if number % each == 0:
            for folder in ("findings", "evidence"):
                (audit / folder).mkdir(parents=True)
            (audit / "audit.yaml").write_text(AUDIT.format(number=number // each), "utf-8")
        facts = {
            "number": number, "control": number % 37 + 1, "technical": number % 29 + 1, "reason": REASONS[number * 7 % len(REASONS)], "days": number % 41 + 2, "logins": number % 13,
            "grade": ("minor", "ofi", "major")[number % 3],
        }  # fmt: skip
        (audit / "findings" / f"case-{number}.yaml").write_text(FINDING.format(**facts), "utf-8")
        (audit / "evidence" / f"item-{number}.yaml").write_text(EVIDENCE.format(**facts), "utf-8")
