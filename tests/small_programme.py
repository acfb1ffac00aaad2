"""A small programme with an audit in every state, over the people and processes of the small repository."""

from small_repository import files

WITHOUT = files()["auditctl.yaml"].partition("programmes:\n")[0]
"""The small repository's settings and parts without any programme."""
HEAD = "from: 2026-01-01\nto: 2026-12-31\nowner: mia-chief\n"
CERTIFIED = """\
certifications:
  - standard: iso27001-2022
    audits: [{kind: surveillance, from: 2026-11-09, to: 2026-11-10}]
"""
LEGACY = "title: {title}\nlegacy: {{from: {day}, to: {day}, requirements: {requirements}, processes: {processes}}}\n"
AUDIT = "title: Everyday work\nscope: {processes: [backup]}\nteam: {lead: ann-audit, auditors: [ann-audit]}\n"
EVERY_STATE = {
    "auditctl.yaml": WITHOUT + CERTIFIED,
    "audits/a/audit.yaml": AUDIT
    + "plan: {sent: 2026-09-21}\nopening: {date: 2026-10-05}\n",  # under way on 2026-10-06
    "audits/coming/audit.yaml": AUDIT + "criteria: {requirements: [A.8.13]}\n",
    "audits/old/audit.yaml": LEGACY.format(
        title="Old one", day="2026-02-03", requirements='[clauses, "A.8.13"]', processes="[backup]"
    ),
    "audits/customer/audit.yaml": "title: A customer's audit\nkind: external\nbody: north\nfrom: 2026-05-04\nto: 2026-05-05\n",
    "programmes/year.yaml": HEAD
    + """\
title: The year
approved: {by: paul-people, date: 2026-01-10}
objectives: [conformity]
methods: interviews and **samples**
responsibilities: the lead plans and reports
planning: by process
reporting: to management
risks: [too few auditors]
audits:
  a: {planned: {from: 2026-10-05, to: 2026-10-07}, processes: all, why: once a year}
  coming: {title: The next, planned: {from: 2026-12-01, to: 2026-12-02}, processes: [backup]}
  forgotten: {planned: {from: 2026-03-02, to: 2026-03-03}, processes: [backup]}
  listed: {title: Only listed, planned: {from: 2026-11-02, to: 2026-11-03}, processes: [hiring], requirements: [A.6]}
  moved:
    planned: {from: 2026-06-15, to: 2026-06-16}
    processes: [hiring]
    postponed: [{from: 2026-06-15, to: 2026-12-07, by: mia-chief, date: 2026-06-01, why: office refit}]
  dropped:
    planned: {from: 2026-07-06, to: 2026-07-06}
    processes: [backup]
    cancelled: {by: mia-chief, date: 2026-07-01, approved_by: paul-people, why: merged into a}
previous_results: [old]
revisions: [{by: mia-chief, date: 2026-06-01, why: the refit}]
reviews: [{by: paul-people, date: 2026-01-20, result: Goes on as it is}]
""",
}
"""As of 2026-10-06; `a` is under way, `coming` has a folder, `old` and `customer` stand in no programme."""
