"""Records that say what could hurt a reader wherever people may write."""

from hostile import HOSTILE
from small_report import RAISED
from small_repository import files

TEXTS = [*HOSTILE, "a | b || c", "`` ` unbalanced", "{{ 7*7 }} {% raw %} {#", "# heading\n## more", '" onclick="x', "🙂" * 40]  # fmt: skip


def hostile_records(text: str) -> dict[str, str]:
    """Return records that say the same thing wherever people may write."""
    said = "'" + text.replace("'", "''").replace("\n", "\n\n") + "'"
    base = files()
    return {
        "auditctl.yaml": base["auditctl.yaml"].replace("name: Kestrel Ltd", f"name: {said}").replace("name: Backup and restore", f"name: {said}").replace("title: Backup policy", f"title: {said}")
        + f"report: {{header: {said}, footer: {said}, classification: {said}}}\n",
        "audits/a/audit.yaml": base["audits/a/audit.yaml"].replace("title: Main audit", f"title: {said}").replace("[conformity and effectiveness]", f"[{said}]"),
        "audits/a/scope.yaml": f"processes: all\nexcluded: [{{what: {said}, why: {said}}}]\n",
        "audits/a/schedule.yaml": base["audits/a/schedule.yaml"].replace("auditees: [tom-tech]", f"others: {said}"),
        "audits/a/findings/f.yaml": f"title: {said}\ngrade: major\nprocess: backup\nrequirements: [A.8.13]\nnumber: {said}\n{RAISED}\n",
        "audits/a/findings/o.yaml": f"title: {said}\ngrade: ofi\nprocess: backup\nrequirements: [A.8.13]\n{RAISED}\n",
        "audits/a/findings/w.yaml": f"title: {said}\ngrade: minor\nprocess: backup\nrequirements: [A.8.13]\n{RAISED}\n",
        "audits/a/report.yaml": f"summary: {said}\nconclusions: {{conformity: {said}, effectiveness: {said}}}\nissued: {{by: mia-chief, date: 2026-10-12}}\nmanagement_review: {{date: 2026-11-02, record: {said}}}\n",
        "audits/a/capas/c.yaml": f"""\
findings: [f]
owner: olga-ops
opened: 2026-10-13
title: {said}
cause: {{cause: {said}}}
extent: {{result: {said}}}
consequences: {said}
actions: {{x: {{what: {said}, due: 2026-11-01, done: 2026-10-30, proof: {said}, extended: [{{from: 2026-10-20, to: 2026-11-01, why: {said}}}]}}}}
plan: [{{step: submitted, by: olga-ops, date: 2026-10-15}}, {{step: rejected, by: ann-audit, date: 2026-10-16, why: {said}}}]
effectiveness: {{criterion: {said}}}
isms_change: {said}
""",
        "capas/m.yaml": f"title: {said}\nowner: mia-chief\norigin: {{kind: management-review, reference: {said}, date: 2026-01-20, statement: {said}}}\nopened: 2026-01-20\n",
    }  # fmt: skip
