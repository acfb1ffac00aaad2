"""The small company at four moments of its audit, and what people might type."""

from datetime import date
from random import Random

import small_audit
import small_repository

NIA = "  nia-north: {name: Nia North, employer: north}\n"
REGISTERED = """\
  nia-north:
    roles: [lead-auditor, auditor]
    qualifications: [{name: ISMS lead auditor, date: 2024-03-01, evidence: CV-8}]
    evaluations: [{date: 2026-08-01, by: mia-chief, result: qualified}]
"""
SCHEDULE = """\
opening: {date: 2026-10-05, start: "09:00", minutes: 30}
closing: {date: 2026-10-07, start: "15:00", minutes: 60}
sessions:
  backup:
    process: backup
    auditors: [ann-audit]
    date: 2026-10-05
    start: "10:00"
    minutes: 120
    requirements: [A.8.13, bck-pol#4.2]
    auditees: [tom-tech]
    location: office
  # the shorter one
  hiring:
    process: hiring
    auditors: [nia-north]
    date: 2026-10-06
    start: "10:00"
    minutes: 120
    requirements: [A.6.1, "9.1"]
    auditees: [paul-people]
    location: office
"""
TEAM = """\
lead: ann-audit
auditors: [ann-audit, nia-north]
declarations: {ann-audit: {date: 2026-08-31}, nia-north: {date: 2026-08-31}}
"""
CAPA = """\
findings: [restores-untested]   # one cause
owner: olga-ops
opened: 2026-10-10
correction: {job: {what: repair the job, owner: tom-tech, due: 2026-11-20}}
cause:
  method: five-whys
  whys: [nobody tested, nobody was asked, the task left with its owner]
  cause: tasks are tied to people
  by: olga-ops
  date: 2026-10-14
extent: {checked: [key rotation], result: orphaned too, by: olga-ops, date: 2026-10-14}
actions:
  register:
    what: a register of tasks
    owner: olga-ops
    due: 2026-11-25
effectiveness: {criterion: two tests in a row on time, not_before: 2026-12-15, verifier: nia-north}
plan:
  - {step: submitted, by: olga-ops, date: 2026-10-15}
  - {step: approved, by: ann-audit, date: 2026-10-16}
"""
_DONE = CAPA.replace("due: 2026-11-20}", "due: 2026-11-20, done: 2026-10-28, proof: OPS-9}").replace(
    "due: 2026-11-25\n", "due: 2026-11-25\n    done: 2026-10-30\n    evidence: [restores-q1]\n"
)
ACTED = _DONE.replace("not_before: 2026-12-15", "not_before: 2026-11-01")


def _company() -> dict[str, str]:
    base = small_repository.files()
    settings = base["auditctl.yaml"]
    for before, more in (("firms:\n  north", ""), ("auditors:\n", NIA), ("processes:\n", REGISTERED)):
        settings = settings.replace(f"\n{before}", f"\n{more}{before}", 1)
    return base | {
        "auditctl.yaml": settings,
        "audits/a/schedule.yaml": SCHEDULE,
        "audits/a/team.yaml": TEAM,
    }


ANNOUNCED = _company()
OPENED = ANNOUNCED | {
    "audits/a/audit.yaml": ANNOUNCED["audits/a/audit.yaml"] + "opening: {date: 2026-10-05}\n"
}
REPORTED = ANNOUNCED | small_audit.FILES
ACTING = REPORTED | {"audits/a/capas/restores-untested.yaml": CAPA}
WORKING = REPORTED | {"audits/a/capas/restores-untested.yaml": ACTED}
MOMENTS: dict[str, tuple[dict[str, str], date]] = {
    "announced": (ANNOUNCED, date(2026, 10, 5)),
    "opened": (OPENED, date(2026, 10, 7)),
    "reported": (REPORTED, date(2026, 11, 2)),
    "acting": (ACTING, date(2026, 11, 2)),
    "waiting": (WORKING, date(2026, 11, 3)),
}

_TEXTS = [
    "two tests in a row were missed in Q3 2026",
    "Yedekten geri dönüş hiç denenmemiş: İzmir, şube 3",
    'he said: "it\'s fine" — see #4, [x] & *y*',
    "first line\nsecond line: with a colon\n\n- and a list",
    "🙂 emoji and 'quotes'",
    "- dash first",
    "null",
    "2026-10-05",
    "8.10",
    "trailing \\ backslash % {braces} | pipe > fold",
    "\ttab",
    "=1+1",
    "x" * 300,
]
_LETTERS = "abc ABC 019 şğıİöç -:#'\"[]{}&*!|>%@`,?\\/\n\t€日本🙂"
_STRANGE = "\u200b\u202e\x07\x85\u2028\ufeff\ufffe"
"""Characters that a terminal hides, acts upon, or that YAML does not take as they are."""


def random_text(chance: Random) -> str:
    """Return words that are awkward to write into YAML."""
    if chance.random() < 0.7:
        return chance.choice(_TEXTS)
    pool = _LETTERS + (_STRANGE if chance.random() < 0.1 else "")
    return "".join(chance.choices(pool, k=chance.randint(1, 30)))
