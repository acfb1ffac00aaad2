"""A small audit whose report can be issued, with every kind of record that a seal holds."""

import subprocess
from hashlib import sha256
from pathlib import Path

from small_repository import auditctl, files, lay

DAY = "2026-10-13"
ENV = {"AUDITCTL_TODAY": DAY}
REGISTER = "cluster,last test\ndb-1,2026-09-02\ndb-2,2025-11-18\n"
TICKETS = "ticket\nT-1\nT-2\n"


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


FILES = {
    "audits/a/audit.yaml": files()["audits/a/audit.yaml"]
    + "opening: {date: 2026-10-05, participants: [ann-audit, olga-ops]}\n"
    + "closing: {date: 2026-10-07, participants: [ann-audit, olga-ops]}\n",
    "audits/a/criteria.yaml": 'requirements: [A.8.13, A.6.1]\ndocuments: {bck-pol: "2.2"}\n',
    "audits/a/schedule.yaml": """opening: {date: 2026-10-05, start: "09:00", minutes: 30}
closing: {date: 2026-10-07, start: "15:00", minutes: 60}
sessions:
  backup:
    process: backup
    auditors: [ann-audit]
    date: 2026-10-05
    start: "10:00"
    minutes: 120
    requirements: [A.8.13]
    auditees: [tom-tech]
    location: office
  hiring:
    process: hiring
    auditors: [ann-audit]
    date: 2026-10-06
    start: "10:00"
    minutes: 120
    requirements: [A.6.1]
    auditees: [paul-people]
    location: office
    result: conform
    details: five files of five were complete
""",
    "audits/a/workpapers/backup.yaml": """lines:
  - ask: Are restore tests held each quarter?
    requirements: [A.8.13]
    by: ann-audit
    result: nonconform
    notes: the last one of db-2 was on 2025-11-18
    evidence: [register]
    findings: [restore]
""",
    "audits/a/evidence/register.yaml": f"""kind: record
title: Restore register   # as shown on the day
source: ticketing, query restore-test
collected: {{by: ann-audit, date: 2026-10-05}}
session: backup
sample: {{population: clusters, size: 2, taken: 2, method: full, drawn_by: ann-audit}}
file: files/register.csv
sha256: {digest(REGISTER)}
classification: internal
""",
    "audits/a/evidence/tickets.md": f"""---
kind: log
title: Tickets of the backup job
source: ticketing
collected: {{by: ann-audit, date: 2026-10-05}}
file: files/tickets.csv
sha256: {digest(TICKETS)}
classification: confidential
---

Seen on the screen of Tom Tech,
then exported.
""",
    "audits/a/evidence/files/register.csv": REGISTER,
    "audits/a/evidence/files/tickets.csv": TICKETS,
    "audits/a/findings/restore.yaml": """title: A restore test is missing
grade: minor
process: backup
location: office
session: backup
requirements: [A.8.13]
statement: |
  No restore test of db-2 since 2025-11-18;
  three quarterly tests are missing.
effect: nobody knows whether db-2 could be restored
evidence: [register, tickets]
raised: {by: ann-audit, date: 2026-10-05}
""",
    "audits/a/findings/labels.yaml": """title: Tapes could be labelled
grade: ofi
process: backup
session: backup
requirements: [A.8.13]
statement: 4 of 12 tapes had no label on 2026-10-05
evidence: [register]
raised: {by: ann-audit, date: 2026-10-06}
""",
    "audits/a/report.yaml": """summary: |
  Backup works but for one thing.
conclusions: {conformity: but for A.8.13, effectiveness: but for A.8.13}
prepared: {by: ann-audit, date: 2026-10-09}
approved: {by: ann-audit, date: 2026-10-12}
distribution: [{to: mia-chief}]
""",
}


def lay_ready(root: Path) -> Path:
    """Write the repository with everything that an issue needs."""
    return lay(root, FILES)


def lay_issued(root: Path, *more: str) -> Path:
    """Issue the report by the command."""
    lay_ready(root)
    done = auditctl(root, "report", "issue", "a", "--by", "ann-audit", *more, env=ENV)
    assert done.code == 0, done.err
    return root


def key(folder: Path, name: str, mail: str) -> tuple[Path, str]:
    """Make a key and return it with its line of allowed signers."""
    path = folder / name
    subprocess.run(
        ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", mail, "-f", str(path)],
        check=True,
        stdin=subprocess.DEVNULL,
    )
    return path, f"{mail} {path.with_suffix('.pub').read_text('utf-8')}"
