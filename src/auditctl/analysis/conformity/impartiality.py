"""9.2.2 b): whether the audits were impartial, as far as the records tell."""

from auditctl.analysis.assignment import of_session
from auditctl.analysis.conformity.parts import Answer, Held, audit_path, each, unopened
from auditctl.analysis.conformity.units import of_audits
from auditctl.analysis.independence import Independence, Verdict
from auditctl.analysis.readiness.parts import Shown
from auditctl.analysis.roster import auditing
from auditctl.phrases import counted, joined, phrase
from auditctl.repository import Audit

OWN_WORK = frozenset({"IND001", "IND011", "IND012"})
"""Conflicts that 9.2.2 b) itself stands against; the others rest on guidance, benchmarks and house rules."""


def impartial(held: Held) -> Answer:
    engine = Independence(held.repository)
    told: dict[str, str] = {}

    def judge(audit: Audit) -> Shown | None:
        assigned = [] if audit.is_issued else _verdicts(engine, audit)
        codes = {conflict.code for verdict in assigned for conflict in verdict.open}
        if against := sorted(codes & OWN_WORK):
            told[audit.id] = joined(": ", (audit.id, joined(", ", against)))
        elif not any(session.data.auditors for session in audit.sessions.values()):
            told[audit.id] = joined(": ", (audit.id, phrase("nobody is assigned")))
        if audit.id in told:
            return None
        return Shown(audit_path(audit, "team"), joined(": ", (audit.id, _assigned(audit, assigned, codes))))

    return each(held.own, of_audits, judge, lambda audit: told[audit.id], unopened(held))


def _verdicts(engine: Independence, audit: Audit) -> list[Verdict]:
    return [
        engine.verdict(person, of_session(engine.repository, audit, session))
        for session in audit.sessions.values()
        for person, _ in auditing(audit, session)
    ]


def _assigned(audit: Audit, assigned: list[Verdict], codes: set[str]) -> str:
    """Return in words who audits, and what guidance and house rules say of it; an issued audit is not judged anew."""
    people = {person for session in audit.sessions.values() for person in session.data.auditors}
    if audit.is_issued:
        return counted(
            "%(n)s auditor, judged when the report was issued",
            "%(n)s auditors, judged when the report was issued",
            len(people),
        )
    remarks = [
        counted(
            "%(n)s assignment, nobody audits their own work",
            "%(n)s assignments, nobody audits their own work",
            len(assigned),
        )
    ]
    if accepted := sum(len(verdict.accepted) for verdict in assigned):
        remarks.append(counted("%(n)s accepted exception", "%(n)s accepted exceptions", accepted))
    if codes:
        looked_at = joined(", ", sorted(codes))
        remarks.append(phrase("look at %(codes)s (guidance or house rules)", codes=looked_at))
    if undeclared := sorted(people - set(audit.team_data.declarations)):
        told = phrase("no declaration yet of %(people)s (house rule)", people=joined(", ", undeclared))
        remarks.append(told)
    else:
        remarks.append(phrase("all declared"))
    return joined(", ", remarks)
