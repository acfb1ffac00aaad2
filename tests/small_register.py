"""A reported audit with a corrective action in every stage that the register tells apart."""

from small_report import ISSUED, RAISED

FOUND = {
    f"audits/a/findings/{name}.yaml": f"title: {title}\ngrade: {grade}\nprocess: {process}\nrequirements: [{requirement}]\n{RAISED}\nnumber: NC-a-{number}\n"
    for number, (name, title, grade, process, requirement) in enumerate(
        [
            ("restore", "Restore never proven", "major", "backup", "A.8.13, bck-pol#4.2"),
            ("leavers", "Leavers late", "minor", "hiring", "A.6.5"),
            ("forms", "Forms lost", "minor", "hiring", "A.6.1"),
            ("twice", "Counted once", "minor", "backup", "A.8.14"),
        ],
        start=1,
    )
}
LONG_WAY = """\
findings: [restore, twice]
owner: olga-ops
opened: 2026-10-13
correction: {job: {what: Repair the job, owner: tom-tech, due: 2026-10-20, done: 2026-10-19, proof: CHG-1}}
cause: {method: other, cause: tasks are tied to people, category: organisation, by: olga-ops, date: 2026-10-14}
extent: {checked: [keys], result: keys too, by: olga-ops, date: 2026-10-14}
actions:
  register:
    what: A register of tasks
    due: 2026-11-15
    extended: [{from: 2026-11-01, to: 2026-11-15, why: illness, approved_by: ann-audit, date: 2026-10-30}]
  deputies: {what: A deputy for each, owner: tom-tech, due: 2026-12-01}
plan: [{step: submitted, by: olga-ops, date: 2026-10-15}, {step: approved, by: ann-audit, date: 2026-10-16}]
effectiveness: {criterion: a test each quarter, not_before: 2027-01-15, verifier: ann-audit}
"""
CLOSED = """\
findings: [leavers]
owner: paul-people
opened: 2026-10-13
cause: {cause: no ticket, by: paul-people, date: 2026-10-14}
extent: {checked: [all], result: none, by: paul-people, date: 2026-10-14}
actions: {ticket: {what: A ticket for each, due: 2026-10-30, done: 2026-10-29}}
plan: [{step: submitted, by: paul-people, date: 2026-10-15}, {step: approved, by: ann-audit, date: 2026-10-16}]
effectiveness: {criterion: none late, not_before: 2026-11-10, verifier: ann-audit}
verifications: [{by: ann-audit, date: 2026-11-12, result: effective, method: all leavers seen}]
"""
INCIDENT = """\
origin: {kind: incident, reference: INC-4, date: 2026-09-01, grade: minor, process: backup, statement: The tape tore.}
owner: tom-tech
opened: 2026-09-02
"""
CAPAS = {
    "audits/a/capas/restore.yaml": LONG_WAY,
    "audits/a/capas/leavers.yaml": CLOSED,
    "audits/a/capas/off.yaml": "findings: [twice]\nowner: olga-ops\nopened: 2026-10-13\ncancelled: {by: ann-audit, date: 2026-10-14, why: went into the other}\n",
    "capas/tape.yaml": INCIDENT,
}
ALL = FOUND | ISSUED | CAPAS
