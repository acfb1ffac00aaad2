"""9.2.1 and what 9.2.2 asks of each audit, held against the records."""

from auditctl.analysis.conformity.impartiality import impartial
from auditctl.analysis.conformity.parts import Answer, Element, Held, audit_name, audit_path, each, unopened
from auditctl.analysis.conformity.units import of_audits, of_clauses, of_reports
from auditctl.analysis.coverage import last_looks
from auditctl.analysis.milestones import unrecorded
from auditctl.analysis.programme import Stop, StopState, planned_days, stops
from auditctl.analysis.readiness.parts import Shown
from auditctl.phrases import Phrase, counted, phrase
from auditctl.repository import Audit, Repository

OVER = frozenset({StopState.held, StopState.late})


def _intervals(held: Held) -> Answer:
    if held.cycle is None:
        unplanned = tuple(audit.id for audit in held.audits)
        remark = "" if unplanned else phrase("no audit was opened yet")
        return Answer(len(unplanned), 0, of_audits, missing=unplanned, remark=remark)
    names = {audit.id for audit in held.audits}
    due = [
        stop
        for stop in stops(held.repository, held.cycle)
        if stop.state in OVER and (stop.name in names or (stop.state is StopState.late and not held.audit))
    ]
    return each(due, of_audits, _held_as_planned, _out_of_time, _none_over(held))


def _out_of_time(stop: Stop) -> str:
    if stop.entry is None or stop.state is StopState.late:
        return phrase("%(audit)s, planned to end on %(day)s", audit=stop.name, day=stop.last)
    return phrase(
        "%(audit)s, held from %(first)s on and planned to end on %(day)s",
        audit=stop.name,
        first=stop.first,
        day=planned_days(stop.entry.data)[1],
    )


def _held_as_planned(stop: Stop) -> Shown | None:
    """Return what shows that an audit took place, and began before its planned end."""
    is_late = stop.entry is not None and stop.first > planned_days(stop.entry.data)[1]
    if stop.state is StopState.late or stop.audit is None or is_late:
        return None
    words = phrase("%(audit)s, %(first)s to %(last)s", audit=stop.name, first=stop.first, last=stop.last)
    return Shown(stop.audit.file.document.path, words)


def _unissued(held: Held) -> Phrase:
    return held.within(phrase("no report was issued here yet"))


def _none_over(held: Held) -> Phrase:
    return held.within(phrase("no audit is over yet"))


def _own_requirements(held: Held) -> Answer:
    def judge(audit: Audit) -> Shown | None:
        count = len(held.repository.criteria_documents(audit))
        words = counted(
            "%(audit)s: %(n)s own document", "%(audit)s: %(n)s own documents", count, audit=audit.id
        )
        return Shown(audit_path(audit, "criteria"), words) if count else None

    return each(held.own, of_audits, judge, audit_name, unopened(held))


def _standard(held: Held) -> Answer:
    """Return which clauses these audits looked at; controls follow from the SoA and have a window of their own."""
    requirements = held.repository.requirements
    wanted = requirements.in_force()
    if held.audit and held.audit.is_own:
        wanted &= held.repository.criteria_requirements(held.audit)
    clauses = requirements.in_order(item for item in wanted if not requirements.is_control(item))
    if not held.audits or not clauses:
        remark = phrase("no clause among its criteria") if held.audits else unopened(held)
        return Answer(0, 0, of_clauses, remark=remark)
    last = last_looks(held.repository, held.audits)
    looks: dict[str, int] = {}
    for clause in clauses:
        if clause in last:
            looks[last[clause][1]] = looks.get(last[clause][1], 0) + 1
    records = tuple(
        Shown(
            audit_path(audit),
            counted(
                "%(audit)s: %(n)s clause last audited there",
                "%(audit)s: %(n)s clauses last audited there",
                looks[audit.id],
                audit=audit.id,
            ),
        )
        for audit in held.audits
        if audit.id in looks
    )
    missing = tuple(clause for clause in clauses if clause not in last)
    return Answer(len(clauses), len(clauses) - len(missing), of_clauses, records, missing)


def _works(held: Held) -> Answer:
    def judge(audit: Audit) -> Shown | None:
        said = audit.report.data.conclusions.effectiveness if audit.report else None
        words = phrase("%(audit)s: conclusion on effectiveness", audit=audit.id)
        return Shown(audit_path(audit, "report"), words) if said else None

    return each(held.issued, of_reports, judge, audit_name, _unissued(held))


def _criteria_and_scope(held: Held) -> Answer:
    def judge(audit: Audit) -> Shown | None:
        entry = audit.entry.data if audit.entry else None
        scope = audit.scope or (entry and entry.processes)
        criteria = audit.criteria or (entry and entry.requirements)
        words = phrase("%(audit)s: scope and criteria", audit=audit.id)
        return Shown(audit_path(audit, "scope"), words) if scope and criteria else None

    return each(held.own, of_audits, judge, audit_name, unopened(held))


def _to_management(held: Held) -> Answer:
    managers = set(_management(held.repository))

    def judge(audit: Audit) -> Shown | None:
        sent = [item.to for item in audit.report.data.distribution] if audit.report else []
        relevant = [person for person in sent if person in managers]
        if not relevant:
            return None
        words = counted(
            "%(audit)s: %(n)s reader, %(managers)s of them in management",
            "%(audit)s: %(n)s readers, %(managers)s of them in management",
            len(sent),
            audit=audit.id,
            managers=len(relevant),
        )
        return Shown(audit_path(audit, "report"), words)

    return each(held.issued, of_reports, judge, audit_name, _unissued(held))


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
        words = counted(
            "%(audit)s: plan, results of %(n)s session, report",
            "%(audit)s: plan, results of %(n)s sessions, report",
            len(audit.sessions),
            audit=audit.id,
        )
        return Shown(audit_path(audit, "report"), words) if whole else None

    return each(over, of_audits, judge, audit_name, _none_over(held))


AUDITS = (
    Element(
        "9.2.1",
        phrase("intervals"),
        phrase("Audits take place when they were planned to"),
        phrase("Which planned audit did not take place in its time, and who decided that?"),
        phrase("`auditctl audit open AUDIT`; `postponed` or `cancelled` of its entry in the programme"),
        ("PRG005", "PRG010", "COV001", "COV002", "COV004"),
        _intervals,
    ),
    Element(
        "9.2.1 a) 1)",
        "",
        phrase("Audits look at what the organisation laid down for its own ISMS"),
        phrase("Which of your own policies and procedures did the last audit hold the work against?"),
        phrase("`documents` among the `criteria` of the audit"),
        ("PLN002", "FND010"),
        _own_requirements,
    ),
    Element(
        "9.2.1 a) 2)",
        "",
        phrase("The ISMS is held against the standard; house: every clause in time"),
        phrase("When was each clause last audited, and where is the result?"),
        phrase("`auditctl plan new` with the clauses in its criteria; `auditctl fieldwork AUDIT SESSION`"),
        ("COV001", "COV003", "COV005", "ORG003", "WKP006"),
        _standard,
    ),
    Element(
        "9.2.1 b)",
        "",
        phrase("The report says whether the ISMS works in practice (its own words)"),
        phrase("On what does the conclusion on effectiveness rest, beyond reading documents?"),
        phrase("`conclusions: {effectiveness: …}` in the report of the audit"),
        ("RPT001", "WKP002", "WKP005", "EVD010"),
        _works,
    ),
)
EACH_AUDIT = (
    Element(
        "9.2.2 a)",
        "",
        phrase("Each audit has its criteria and its scope"),
        phrase("What was left out of this audit, and who knew before it began?"),
        phrase("`scope` and `criteria` of the audit"),
        ("PLN001", "PLN003", "PLN005"),
        _criteria_and_scope,
    ),
    Element(
        "9.2.2 b)",
        "",
        phrase("Auditors are chosen, and audits held, so that the judgement is impartial"),
        phrase("Who audited the internal audit itself, and the processes of the ISMS manager?"),
        phrase(
            "`declarations` in the team of the audit; `auditctl plan suggest AUDIT` for auditors who are free"
        ),
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
        impartial,
    ),
    Element(
        "9.2.2 c)",
        "",
        phrase("Results reach the managers whom they concern"),
        phrase("How did the owners of the audited processes and top management get the report, and when?"),
        phrase("`distribution` in the report: heads of departments, owners of processes, top management"),
        ("RPT003", "RPT004", "RPT006"),
        _to_management,
    ),
)
DOCUMENTED = Element(
    "9.2.2",
    phrase("evidence"),
    phrase("Plan, results and report of each audit are kept"),
    phrase("May I see plan, work papers and report of an audit that I pick?"),
    phrase(
        "`auditctl audit send AUDIT`, `auditctl fieldwork AUDIT SESSION`, `issued` in the report; `legacy: {report: …}`"
    ),
    ("WKP004", "EVD001", "EVD005", "RPT001", "HIS001"),
    _documented,
)
