"""The small repository on the eve of a surveillance audit, with everything that readiness asks for."""

from pathlib import Path

from small_repository import files, lay

TODAY = "2026-11-20"
EXTERNAL = "2026-12-08"
CERTIFICATION = f"""\
certifications:
  - standard: iso27001-2022
    body: certa
    audits: [{{kind: surveillance, from: {EXTERNAL}, to: 2026-12-10}}]
"""
CAPA = """\
findings: [leavers]
owner: paul-people
cause: {method: other, cause: nobody tells IT, by: paul-people, date: 2026-10-14}
extent: {checked: [contractors], result: the same, by: paul-people, date: 2026-10-14}
correction: {accounts: {what: close the three accounts, due: 2026-10-20, done: 2026-10-19, proof: ticket 7}}
actions: {ticket: {what: a ticket for each leaver, owner: tom-tech, due: 2026-12-20}}
effectiveness: {criterion: no account open after a day, not_before: 2027-03-01, verifier: ann-audit}
plan:
  - {step: submitted, by: paul-people, date: 2026-10-20}
  - {step: approved, by: ann-audit, date: 2026-10-21}
"""
FINDING = """\
title: Leavers keep their accounts
grade: minor
process: hiring
requirements: [A.5.18]
statement: 3 of 15 leavers kept their accounts after 2026-09-01.
effect: Somebody who has left can still read customer data.
evidence: [export]
raised: {by: ann-audit, date: 2026-10-06}
auditee: {by: paul-people, date: 2026-10-07, response: agreed}
"""
REPORT = """\
summary: One minor nonconformity.
conclusions: {conformity: It conforms but for one., effectiveness: It works.}
prepared: {by: ann-audit, date: 2026-10-09}
approved: {by: mia-chief, date: 2026-10-09}
issued: {by: ann-audit, date: 2026-10-09}
distribution: [{to: mia-chief, date: 2026-10-09}, {to: olga-ops, date: 2026-10-09}]
management_review: {date: 2026-11-02, record: minutes of 2026-11-02}
"""
AUDIT = """\
title: Main audit
client: mia-chief
objectives: [conformity and effectiveness]
period: {from: 2025-10-01, to: 2026-10-02}
plan: {sent: 2026-09-21}
opening: {date: 2026-10-05}
closing: {date: 2026-10-07}
"""


def ready_files(more: dict[str, str] | None = None) -> dict[str, str]:
    """Return the files, with further or other ones."""
    base = files()
    schedule = base["audits/a/schedule.yaml"].replace(
        "    minutes: 120\n", "    minutes: 120\n    result: conform\n"
    )
    return {
        **base,
        "auditctl.yaml": base["auditctl.yaml"].replace("firms:\n", "firms:\n  certa: {name: Certa}\n")
        + CERTIFICATION,
        "audits/a/audit.yaml": AUDIT,
        "audits/a/schedule.yaml": schedule,
        "audits/a/report.yaml": REPORT,
        "audits/a/findings/leavers.yaml": FINDING,
        "audits/a/evidence/export.yaml": "kind: record\ntitle: Export of accounts\nsource: identity provider\ncollected: {by: ann-audit, date: 2026-10-06}\n",
        "audits/a/capas/leavers.yaml": CAPA,
        **(more or {}),
    }


def ready_repository(root: Path, more: dict[str, str] | None = None) -> Path:
    return lay(root, ready_files(more))
