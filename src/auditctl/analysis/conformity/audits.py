"""9.2.1 and what 9.2.2 asks of each audit, held against the records."""

from auditctl.analysis.assignment import of_session
from auditctl.analysis.conformity.parts import Answer, Element, Held, audit_name, audit_path, counted, each
from auditctl.analysis.coverage import last_looks
from auditctl.analysis.independence import Independence, Verdict
from auditctl.analysis.milestones import unrecorded
from auditctl.analysis.programme import Stop, StopState, planned_days, stops
from auditctl.analysis.readiness.parts import Shown
from auditctl.analysis.roster import auditing
from auditctl.repository import Audit, Repository

OVER = frozenset({StopState.held, StopState.late})


def _intervals(held: Held) -> Answer:
    if held.cycle is None:
        unplanned = tuple(audit.id for audit in held.audits)
        remark = "" if unplanned else "no audit was opened yet"
        return Answer(len(unplanned), 0, "audit", missing=unplanned, remark=remark)
    names = {audit.id for audit in held.audits}
    due = [
        stop
        for stop in stops(held.repository, held.cycle)
        if stop.state in OVER and (stop.name in names or (stop.state is StopState.late and not held.audit))
    ]
    return each(due, "audit", _held_as_planned, _out_of_time, f"no audit is over yet{held.within}")


def _out_of_time(stop: Stop) -> str:
    if stop.entry is None or stop.state is StopState.late:
        return f"{stop.name}, planned to end on {stop.last}"
    return f"{stop.name}, held from {stop.first} on and planned to end on {planned_days(stop.entry.data)[1]}"


def _held_as_planned(stop: Stop) -> Shown | None:
    """Return what shows that an audit took place, and began before its planned end."""
    is_late = stop.entry is not None and stop.first > planned_days(stop.entry.data)[1]
    if stop.state is StopState.late or stop.audit is None or is_late:
        return None
    return Shown(stop.audit.file.document.path, f"{stop.name}, {stop.first} to {stop.last}")


def _unopened(held: Held) -> str:
    return f"no audit was opened here yet{held.within}"


def _unissued(held: Held) -> str:
    return f"no report was issued here yet{held.within}"


def _own_requirements(held: Held) -> Answer:
    def judge(audit: Audit) -> Shown | None:
        count = len(held.repository.criteria_documents(audit))
        return (
            Shown(audit_path(audit, "criteria"), f"{audit.id}: {counted(count, 'own document')}")
            if count
            else None
        )

    return each(held.own, "audit", judge, audit_name, _unopened(held))


def _standard(held: Held) -> Answer:
    """Return which clauses these audits looked at; controls follow from the SoA and have a window of their own."""
    requirements = held.repository.requirements
    wanted = requirements.in_force()
    if held.audit and held.audit.is_own:
        wanted &= held.repository.criteria_requirements(held.audit)
    clauses = requirements.in_order(item for item in wanted if not requirements.is_control(item))
    if not held.audits or not clauses:
        return Answer(
            0, 0, "clause", remark="no clause among its criteria" if held.audits else _unopened(held)
        )
    last = last_looks(held.repository, held.audits)
    looks: dict[str, int] = {}
    for clause in clauses:
        if clause in last:
            looks[last[clause][1]] = looks.get(last[clause][1], 0) + 1
    records = tuple(
        Shown(audit_path(audit), f"{audit.id}: {counted(looks[audit.id], 'clause')} last audited there")
        for audit in held.audits
        if audit.id in looks
    )
    missing = tuple(clause for clause in clauses if clause not in last)
    return Answer(len(clauses), len(clauses) - len(missing), "clause", records, missing)


def _works(held: Held) -> Answer:
    def judge(audit: Audit) -> Shown | None:
        said = audit.report.data.conclusions.effectiveness if audit.report else None
        return (
            Shown(audit_path(audit, "report"), f"{audit.id}: conclusion on effectiveness") if said else None
        )

    return each(held.issued, "report", judge, audit_name, _unissued(held))


def _criteria_and_scope(held: Held) -> Answer:
    def judge(audit: Audit) -> Shown | None:
        entry = audit.entry.data if audit.entry else None
        scope = audit.scope or (entry and entry.processes)
        criteria = audit.criteria or (entry and entry.requirements)
        return (
            Shown(audit_path(audit, "scope"), f"{audit.id}: scope and criteria")
            if scope and criteria
            else None
        )

    return each(held.own, "audit", judge, audit_name, _unopened(held))


OWN_WORK = frozenset({"IND001", "IND011", "IND012"})
"""Conflicts that 9.2.2 b) itself stands against; the others rest on guidance, benchmarks and house rules."""


def _impartial(held: Held) -> Answer:
    engine = Independence(held.repository)
    told: dict[str, str] = {}

    def judge(audit: Audit) -> Shown | None:
        assigned = [] if audit.is_issued else _verdicts(engine, audit)
        codes = {conflict.code for verdict in assigned for conflict in verdict.open}
        if against := sorted(codes & OWN_WORK):
            told[audit.id] = f"{audit.id}: {', '.join(against)}"
        elif not any(session.data.auditors for session in audit.sessions.values()):
            told[audit.id] = f"{audit.id}: nobody is assigned"
        if audit.id in told:
            return None
        return Shown(audit_path(audit, "team"), f"{audit.id}: {_assigned(audit, assigned, codes)}")

    return each(held.own, "audit", judge, lambda audit: told[audit.id], _unopened(held))


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
        return f"{counted(len(people), 'auditor')}, judged when the report was issued"
    accepted = sum(len(verdict.accepted) for verdict in assigned)
    undeclared = people - set(audit.team_data.declarations)
    remarks = [
        f"{counted(len(assigned), 'assignment')}, nobody audits their own work",
        f"{counted(accepted, 'accepted exception')}" if accepted else "",
        f"look at {', '.join(sorted(codes))} (guidance or house rules)" if codes else "",
        f"no declaration yet of {', '.join(sorted(undeclared))} (house rule)"
        if undeclared
        else "all declared",
    ]
    return ", ".join(filter(None, remarks))


def _to_management(held: Held) -> Answer:
    managers = set(_management(held.repository))

    def judge(audit: Audit) -> Shown | None:
        sent = [item.to for item in audit.report.data.distribution] if audit.report else []
        relevant = [person for person in sent if person in managers]
        if not relevant:
            return None
        words = f"{audit.id}: {counted(len(sent), 'reader')}, {len(relevant)} of them in management"
        return Shown(audit_path(audit, "report"), words)

    return each(held.issued, "report", judge, audit_name, _unissued(held))


def _management(repository: Repository) -> tuple[str, ...]:
    """Return top management, the heads of departments and the owners of processes."""
    heads = (record.data.head for record in repository.departments.values())
    owners = (record.data.owner for record in repository.processes.values())
    return tuple(person for person in (*repository.settings.top_management, *heads, *owners) if person)


def _documented(held: Held) -> Answer:
    """Return which audits that are over kept plan, results of every session, and report."""
    over = [audit for audit in held.audits if audit.data.closing or audit.is_issued or audit.is_legacy]

    def judge(audit: Audit) -> Shown | None:
        if audit.data.legacy:
            kept = audit.data.legacy.report
            return Shown(audit.file.document.path, f"{audit.id}: {kept}") if kept else None
        whole = audit.data.plan.sent and audit.is_issued and not unrecorded(audit) and audit.sessions
        words = f"{audit.id}: plan, results of {counted(len(audit.sessions), 'session')}, report"
        return Shown(audit_path(audit, "report"), words) if whole else None

    return each(over, "audit", judge, audit_name, f"no audit is over yet{held.within}")


AUDITS = (
    Element(
        "9.2.1",
        "intervals",
        "Audits take place when they were planned to",
        "Which planned audit did not take place in its time, and who decided that?",
        "`auditctl audit open AUDIT`; `postponed` or `cancelled` of its entry in the programme",
        ("PRG005", "PRG010", "COV001", "COV002", "COV004"),
        _intervals,
    ),
    Element(
        "9.2.1 a) 1)",
        "",
        "Audits look at what the organisation laid down for its own ISMS",
        "Which of your own policies and procedures did the last audit hold the work against?",
        "`documents` among the `criteria` of the audit",
        ("PLN002", "FND010"),
        _own_requirements,
    ),
    Element(
        "9.2.1 a) 2)",
        "",
        "Audits look at every clause of the standard",
        "When was each clause last audited, and where is the result?",
        "`auditctl plan new` with the clauses in its criteria; `auditctl fieldwork AUDIT SESSION`",
        ("COV001", "COV003", "COV005", "ORG003", "WKP006"),
        _standard,
    ),
    Element(
        "9.2.1 b)",
        "",
        "Audits say whether the ISMS works in practice, not on paper alone",
        "On what does the conclusion on effectiveness rest, beyond reading documents?",
        "`conclusions: {effectiveness: …}` in the report of the audit",
        ("RPT001", "WKP002", "WKP005", "EVD010"),
        _works,
    ),
)
EACH_AUDIT = (
    Element(
        "9.2.2 a)",
        "",
        "Each audit has its criteria and its scope",
        "What was left out of this audit, and who knew before it began?",
        "`scope` and `criteria` of the audit",
        ("PLN001", "PLN003", "PLN005"),
        _criteria_and_scope,
    ),
    Element(
        "9.2.2 b)",
        "",
        "Auditors are chosen, and audits held, so that the judgement is impartial",
        "Who audited the internal audit itself, and the processes of the ISMS manager?",
        "`declarations` in the team of the audit; `auditctl plan suggest AUDIT` for auditors who are free",
        (
            "IND001",
            "IND002",
            "IND003",
            "IND004",
            "IND005",
            "IND007",
            "IND008",
            "IND009",
            "IND011",
            "IND012",
            "IND017",
            "IND018",
        ),
        _impartial,
    ),
    Element(
        "9.2.2 c)",
        "",
        "Results reach the managers whom they concern",
        "How did the owners of the audited processes and top management get the report, and when?",
        "`distribution` in the report: heads of departments, owners of processes, top management",
        ("RPT003", "RPT004", "RPT006"),
        _to_management,
    ),
)
DOCUMENTED = Element(
    "9.2.2",
    "evidence",
    "Plan, results and report of each audit are kept",
    "May I see plan, work papers and report of an audit that I pick?",
    "`auditctl audit send AUDIT`, `auditctl fieldwork AUDIT SESSION`, `issued` in the report; `legacy: {report: …}`",
    ("WKP004", "EVD001", "EVD005", "RPT001", "HIS001"),
    _documented,
)
