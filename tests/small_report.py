"""A small audit with one finding of every kind, and its report."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from auditctl.check import check
from auditctl.reports.render import render
from auditctl.repository import load
from small_repository import lay

AS_OF = date(2026, 11, 20)
RAISED = "raised: {by: ann-audit, date: 2026-10-05}"
FINDINGS = {
    "audits/a/findings/no-restore.yaml": f"""\
title: Restore never proven
grade: major
process: backup
requirements: [A.8.13, "8.1", bck-pol#4.2]
statement: |
  No restore test since **2025-11-18**.
effect: Data could be lost.
evidence: [register, lost]
{RAISED}
auditee: {{by: olga-ops, date: 2026-10-07, response: contested, text: we did test}}
number: NC-a-01
""",
    "audits/a/findings/late.yaml": f"title: Leavers late\ngrade: minor\nprocess: hiring\nrequirements: [A.6.5]\n{RAISED}\nresponse_due: 2026-11-10\n",
    "audits/a/findings/better.yaml": f"title: Could be better\ngrade: ofi\nrequirements: [A.8.14]\n{RAISED}\n",
    "audits/a/findings/good.yaml": f"title: Well kept\ngrade: strength\nrequirements: [A.8.14]\nstatement: tidy\n{RAISED}\n",
    "audits/a/findings/gone.yaml": f"""\
title: Was no finding
grade: major
requirements: [A.8.13]
{RAISED}
withdrawn: {{by: ann-audit, date: 2026-10-07, why: the register was found}}
""",
    "audits/a/evidence/register.yaml": """\
kind: record
title: Restore register
collected: {by: ann-audit, date: 2026-10-05}
sample: {population: quarters, size: 4, taken: 3, method: judgement, drawn_by: ann-audit}
""",
    "audits/a/capas/mend.yaml": """\
findings: [no-restore]
owner: olga-ops
actions: {test: {what: Run the test, owner: tom-tech, due: 2026-11-15}, rule: {what: Write the rule, due: 2026-12-01}}
plan: [{step: submitted, by: olga-ops, date: 2026-10-20}, {step: approved, by: ann-audit, date: 2026-10-21}]
""",
    "audits/a/workpapers/backup.yaml": """\
lines:
  - {ask: Is a restore tested?, requirements: [A.8.13, bck-pol#4.2], result: nonconform}
  - {ask: Is there a second site?, requirements: [A.8.14], result: not-audited}
  - {ask: Does planning work?, requirements: ["8.1", A.8.13], result: conform}
""",
}
ISSUED = {
    "audits/a/report.yaml": """\
summary: It *mostly* works.
conclusions: {conformity: It conforms except for two., effectiveness: Backup is not shown to work.}
not_covered: [{what: the archive, why: closed for works}]
prepared: {by: ann-audit, date: 2026-10-10}
approved: {by: mia-chief, date: 2026-10-12}
issued: {by: mia-chief, date: 2026-10-12, version: 2}
distribution: [{to: mia-chief, date: 2026-10-12}, {to: olga-ops}]
"""
}


def report(root: Path, format_: str = "md", files: Mapping[str, str] = FINDINGS, today: date = AS_OF) -> str:
    repository = load(lay(root, files), today)
    return render(repository, repository.audits["a"], check(repository), format_)
