"""Rules on rotation, appearance, declarations and exceptions: IND010, IND016 to IND020."""

from collections.abc import Iterator
from datetime import date

from auditctl.analysis.assignment import of_session
from auditctl.analysis.gates import Gate
from auditctl.analysis.independence import Independence, gaps
from auditctl.analysis.roster import auditing
from auditctl.diagnostics import Severity
from auditctl.model.audit import AcceptedConflict, Session
from auditctl.model.record import Hit, Record, Site
from auditctl.repository import Audit, Repository
from auditctl.rules.registry import rule


@rule("IND010", "familiarity", Severity.warning, basis="19011: familiarity; house: the number")
def familiarity(repository: Repository) -> Iterator[Hit]:
    """Somebody audits the same process more often in a row than the house allows.

    Why: who has audited a process for years stops seeing it with fresh eyes.

    Fix: rotate; `policy.max_consecutive_audits` sets how often in a row is fine.
    """
    most = repository.settings.policy.max_consecutive_audits
    history = _history(repository)
    for audit in repository.own_audits:
        for session in audit.sessions.values():
            before = [
                held
                for day, held, name in history.get(session.data.process, ())
                if name != audit.id and day < _day(audit)
            ]
            for person, site in auditing(audit, session):
                row = _run(before, person)
                if row + 1 > most:
                    message = f"{person} would audit {session.data.process} for the {row + 1}th time in a row (house rule: {most})"
                    yield Hit(site, message, audit=audit.id, help="assign somebody else this time")


def _history(repository: Repository) -> dict[str, list[tuple[date, frozenset[str], str]]]:
    """Return (day, auditors, audit) of every audit of each process, the latest first."""
    found: dict[str, dict[str, tuple[date, frozenset[str]]]] = {}
    for audit in repository.audits.values():
        if audit.is_external or audit.data.cancelled:
            continue
        if audit.data.legacy and audit.data.legacy.lead:
            named = audit.data.legacy.processes
            for process in repository.processes if named in {(), ("all",)} else named:
                found.setdefault(process, {})[audit.id] = (_day(audit), frozenset({audit.data.legacy.lead}))
        for session in audit.sessions.values():
            held = found.setdefault(session.data.process, {})
            people = held.get(audit.id, (_day(audit), frozenset()))[1]
            held[audit.id] = (_day(audit), people | {person for person, _ in auditing(audit, session)})
    return {
        process: sorted(
            ((day, people, name) for name, (day, people) in held.items()),
            key=lambda item: item[0],
            reverse=True,
        )
        for process, held in found.items()
    }


def _day(audit: Audit) -> date:
    return audit.fieldwork[0] if audit.fieldwork else date.max


def _run(before: list[frozenset[str]], person: str) -> int:
    """Return how many of the last audits, without a break, a person did."""
    count = 0
    for people in before:
        if person not in people:
            break
        count += 1
    return count


@rule("IND016", "mutual-audit", Severity.warning, basis="appearance of impartiality")
def mutual_audit(repository: Repository) -> Iterator[Hit]:
    """Two people audit each other's processes in one cycle.

    Why: it may be fair, but it looks like an arrangement, and an external auditor will ask.

    Fix: change one of the two, or let a third person read both sets of work papers.
    """
    engine = Independence(repository)
    pairs: dict[tuple[str, str, str], tuple[Audit, Record[Session], Site]] = {}
    for audit in repository.own_audits + [
        audit for audit in repository.audits.values() if audit.is_issued and audit.is_own
    ]:
        cycle = audit.cycle.programme.id if audit.cycle else audit.id
        for session in audit.sessions.values():
            for person, site in auditing(audit, session):
                for owner in _answering(engine, audit, session):
                    if owner != person:
                        pairs.setdefault((cycle, person, owner), (audit, session, site))
    for (cycle, person, owner), (audit, session, site) in pairs.items():
        mirror = pairs.get((cycle, owner, person))
        if mirror and person < owner:
            message = f"{person} audits {session.data.process} for which {owner} answers, and {owner} audits {mirror[1].data.process} for which {person} answers"
            later, related = _later((audit, site), (mirror[0], mirror[2]))
            yield Hit(
                later[1],
                message,
                audit=later[0].id,
                label="one way",
                related=((related[1], "the other way"),),
            )


def _later(
    one: tuple[Audit, Site], other: tuple[Audit, Site]
) -> tuple[tuple[Audit, Site], tuple[Audit, Site]]:
    """Return the one that can still be changed first, the other second."""
    return (other, one) if one[0].is_issued and not other[0].is_issued else (one, other)


def _answering(engine: Independence, audit: Audit, session: Record[Session]) -> set[str]:
    """Return who answers for a process: owner, deputy, and the head of its department."""
    repository = engine.repository
    process = repository.processes.get(session.data.process)
    if process is None:
        return set()
    day = of_session(repository, audit, session).on
    found = {held.person for held in engine.posts.responsible(process, day) if held.words != "performs"}
    department = repository.departments.get(process.data.department or "")
    return found | ({department.data.head} if department and department.data.head else set())


@rule("IND017", "no-declaration", Severity.error, basis="house; IIA 2.3", gate=Gate.opening)
def no_declaration(repository: Repository) -> Iterator[Hit]:
    """An auditor on the team has not declared impartiality for this audit.

    Why: a dated declaration before the opening shows that everybody was asked, and asked in time.

    Fix: add `declarations: {NAME: {date: …}}` to the team, with `conflicts` where there are some.
    """
    for audit in repository.own_audits:
        if audit.team is None or not audit.members:
            continue
        assigned = (person for session in audit.sessions.values() for person in session.data.auditors)
        everybody = dict.fromkeys((*audit.members, *assigned))
        lacking = [person for person in everybody if person not in audit.team.data.declarations]
        if lacking:
            message = f"no declaration of impartiality by {', '.join(lacking)}"
            help_ = f"add under `declarations:` of the team: {lacking[0]}: {{date: YYYY-MM-DD}}"
            yield Hit(_team_key(audit, "declarations"), message, audit=audit.id, help=help_)


def _team_key(audit: Audit, key: str) -> Site:
    return audit.team.key(key) if audit.team else audit.file.key()


@rule("IND018", "weak-exception", Severity.error, basis="house; 19011 independence")
def weak_exception(repository: Repository) -> Iterator[Hit]:
    """An exception lacks what makes it one, covers what none can, or matches no conflict.

    Why: an accepted conflict is only as good as its reason, its safeguards and somebody else's approval.

    Fix: give `reason`, `safeguards` and `approved` by somebody who is neither auditor nor auditee, with an
    `expires` that covers the session. Take out an exception that nothing needs.
    """
    engine = Independence(repository)
    for audit in repository.own_audits:
        for index, exception in enumerate(audit.team_data.exceptions):
            if exception.rule != "IND006" and audit.team:
                yield from _exception_hits(engine, audit, exception, audit.team.at("exceptions", index))


def _exception_hits(
    engine: Independence, audit: Audit, exception: AcceptedConflict, site: Site
) -> Iterator[Hit]:
    repository = engine.repository
    sessions = [item for item in audit.sessions.values() if item.data.process == exception.process]
    missing: list[str] = []
    matched, errors = False, False
    for session in sessions:
        if exception.auditor not in {person for person, _ in auditing(audit, session)}:
            continue
        assignment = of_session(repository, audit, session)
        conflicts = [
            item for item in engine.conflicts(exception.auditor, assignment) if item.code == exception.rule
        ]
        matched = matched or bool(conflicts)
        errors = errors or any(item.weight.name == "error" for item in conflicts)
        missing += gaps(exception, assignment, engine.owners(assignment))
    told = f"the exception for {exception.auditor} and {exception.process or 'no process'}"
    if errors:
        yield Hit(
            site,
            f"{told} covers {exception.rule}, which cannot be excepted here",
            audit=audit.id,
            help="assign somebody else",
        )
    elif not matched:
        message = f"{told} matches no conflict of {exception.rule}"
        yield Hit(
            site,
            message,
            audit=audit.id,
            severity=Severity.warning,
            help="take it out, or correct rule, auditor or process",
        )
    if missing and not errors:
        message = f"{told} does not hold: {'; '.join(dict.fromkeys(missing))}"
        help_ = "somebody approves it who neither audits nor owns the process, nor is met in the session"
        yield Hit(site, message, audit=audit.id, help=help_)


@rule("IND019", "declaration-against-records", Severity.warning, basis="19011 integrity")
def declaration_against_records(repository: Repository) -> Iterator[Hit]:
    """A declaration names no conflict although the records show a personal tie or a service.

    Why: a declaration that the organisation's own records contradict is worth less than none.

    Fix: ask the auditor, and add the tie under `conflicts` of the declaration or correct the records.
    """
    engine = Independence(repository)
    for audit in repository.own_audits:
        for session in audit.sessions.values():
            assignment = of_session(repository, audit, session)
            for person, _ in auditing(audit, session):
                declaration = audit.team_data.declarations.get(person)
                if declaration is None or declaration.conflicts or audit.team is None:
                    continue
                ties = [
                    item for item in engine.conflicts(person, assignment) if item.code in {"IND007", "IND008"}
                ]
                if ties:
                    message = (
                        f"{person} declared no conflict, but the records show that {person} {ties[0].reason}"
                    )
                    site = audit.team.key("declarations", person)
                    yield Hit(site, message, audit=audit.id, related=ties[0].facts)


@rule("IND020", "auditor-and-auditee", Severity.warning, basis="19011 independence")
def auditor_and_auditee(repository: Repository) -> Iterator[Hit]:
    """Somebody is auditor and auditee or guide of the same session.

    Why: one cannot ask and answer at once; often it is a slip in the plan.

    Fix: name another auditee or guide, or another auditor.
    """
    for audit in repository.own_audits:
        for session in audit.sessions.values():
            met = {"auditees": session.data.auditees, "guides": session.data.guides}
            for person, site in auditing(audit, session):
                places = [
                    (session.at(role, people.index(person)), f"under {role}")
                    for role, people in met.items()
                    if person in people
                ]
                if places:
                    message = f"{person} audits the session {session.id} and is met in it"
                    yield Hit(site, message, audit=audit.id, related=tuple(places))
