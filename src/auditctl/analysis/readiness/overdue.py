"""What is overdue before an external audit."""

from datetime import date

from auditctl.analysis.dues import dues
from auditctl.analysis.owed import Due, DueKind, overdue
from auditctl.analysis.readiness.parts import SETTINGS, Condition, Lack, owing, root_site
from auditctl.model.programme import PlannedAudit
from auditctl.model.record import Record, Site
from auditctl.phrases import counted, joined, phrase
from auditctl.repository import Repository

ITEMS = {
    DueKind.containment: "containment",
    DueKind.correction: "correction",
    DueKind.action: "actions",
}
"""The dues of a CAPA's items, and the key under which these stand."""
OF_CAPAS = frozenset({DueKind.first_response, DueKind.plan, DueKind.verification, DueKind.follower})
OF_FINDINGS = frozenset({DueKind.corrective_action, DueKind.improvement, DueKind.objection})
REVIEWED = phrase("review it and write `reviews: [{by: …, date: …, result: …}]`")


def nothing_overdue(repository: Repository, _: date) -> Condition:
    """Return whether anything that somebody owes has passed its day."""
    owed = dues(repository)
    late = overdue(owed)
    told = phrase("nothing is owed on a known day")
    if owed:
        told = phrase("%(n)s of %(all)s overdue", n=len(late), all=len(owed))
    lacks = tuple(_lack(repository, due) for due in late)
    return Condition("RDY003", phrase("Nothing is overdue"), told, lacks=lacks)


def _lack(repository: Repository, due: Due) -> Lack:
    site = _site(repository, due)
    what: str = joined(": ", (due.called, due.what))
    if due.detail:
        what = phrase("%(what)s (%(detail)s)", what=what, detail=due.detail)
    return Lack(
        counted(
            "%(what)s was due on %(day)s, %(n)s day ago",
            "%(what)s was due on %(day)s, %(n)s days ago",
            -due.days,
            what=what,
            day=due.day,
        ),
        site,
        site.document.path if site else SETTINGS,
        due.people or owing(repository),
        due.day,
        due.command,
        hint=REVIEWED if due.kind is DueKind.review else "",
        brief=what,
    )


def _site(repository: Repository, due: Due) -> Site | None:
    """Return where what is owed stands."""
    if due.kind in ITEMS:
        return repository.capas[due.where].at(ITEMS[due.kind], due.key, "due")
    if due.kind in OF_CAPAS:
        return repository.capas[due.where].key()
    if due.kind in OF_FINDINGS:
        return repository.findings[due.where].key()
    if due.kind is DueKind.disposal:
        return repository.evidence[due.where].at("retention_until")
    if due.kind is DueKind.review:
        return repository.cycles[due.where].programme.at("reviews")
    if due.kind is DueKind.audit and (entry := _entry(repository, due.where)):
        return entry.key()
    audit = repository.audits.get(due.where)
    if audit is None:
        return root_site(repository)[0]
    session = audit.sessions.get(due.key)
    return session.key() if session else audit.file.key()


def _entry(repository: Repository, name: str) -> Record[PlannedAudit] | None:
    entries = (cycle.audits.get(name) for cycle in repository.cycles.values())
    return next((entry for entry in entries if entry), None)
