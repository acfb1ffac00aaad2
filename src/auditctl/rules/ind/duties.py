"""Rules on rotation, appearance and declarations: IND010, IND016, IND017, IND019, IND020."""

from collections.abc import Iterator

from auditctl.analysis.assignment import of_session
from auditctl.analysis.conflicts import Conflict
from auditctl.analysis.gates import Gate
from auditctl.analysis.independence import Independence
from auditctl.analysis.responsibility import answering
from auditctl.analysis.roster import auditing
from auditctl.analysis.rotation import before, in_a_row, turns
from auditctl.diagnostics import Severity
from auditctl.model.audit import Session
from auditctl.model.record import Hit, Record, Site
from auditctl.phrases import counted, joined, phrase
from auditctl.repository import Audit, Repository
from auditctl.rules.ind.exceptions import excepted
from auditctl.rules.registry import rule


@rule("IND010", "familiarity", Severity.warning, basis="19011: familiarity; house: the number")
def familiarity(repository: Repository) -> Iterator[Hit]:
    """Somebody audits the same process more often in a row than the house allows.

    Why: who has audited a process for years stops seeing it with fresh eyes.

    Fix: rotate; `policy.max_consecutive_audits` sets how often in a row is fine.
    """
    engine = Independence(repository)
    most = repository.settings.policy.max_consecutive_audits
    history = turns(repository)
    for audit in repository.own_audits:
        for session in audit.sessions.values():
            earlier = before(history, session.data.process, audit)
            for person, site in auditing(audit, session):
                row = in_a_row(earlier, person)
                if row + 1 > most:
                    message = counted(
                        "%(person)s audits %(process)s again after the last once in a row (house rule: at most %(most)s)",
                        "%(person)s audits %(process)s again after the last %(n)s times in a row (house rule: at most %(most)s)",
                        row,
                        person=person,
                        process=session.data.process,
                        most=most,
                    )
                    hit = Hit(site, message, audit=audit.id, help="assign somebody else this time")
                    yield excepted(engine, audit, session, person, "IND010", hit)


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
                for owner in answering(
                    engine.posts, session.data.process, of_session(repository, audit, session).on
                ):
                    if owner != person:
                        pairs.setdefault((cycle, person, owner), (audit, session, site))
    for (cycle, person, owner), (audit, session, site) in pairs.items():
        mirror = pairs.get((cycle, owner, person))
        if mirror and person < owner:
            message = phrase(
                "%(person)s audits %(process)s for which %(owner)s answers, and %(owner)s audits %(other)s for which %(person)s answers",
                person=person,
                process=session.data.process,
                owner=owner,
                other=mirror[1].data.process,
            )
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


@rule("IND017", "no-declaration", Severity.error, basis="house; IIA 2.3", gate=Gate.opening)
def no_declaration(repository: Repository) -> Iterator[Hit]:
    """An auditor on the team has not declared impartiality for this audit.

    Why: a dated declaration before the opening shows that everybody was asked, and asked in time.

    Fix: name the auditor under `declarations` of the team with the `date`, and with `conflicts` where there are some.
    """
    for audit in repository.own_audits:
        if audit.team is None or not audit.members:
            continue
        assigned = (person for session in audit.sessions.values() for person in session.data.auditors)
        everybody = dict.fromkeys((*audit.members, *assigned))
        lacking = [person for person in everybody if person not in audit.team.data.declarations]
        if lacking:
            message = phrase("no declaration of impartiality by %(people)s", people=joined(", ", lacking))
            lines = ", ".join(f"{person}: {{date: …}}" for person in lacking)
            help_ = phrase("add to the team: declarations: %(declarations)s", declarations="{" + lines + "}")
            yield Hit(_team_key(audit, "declarations"), message, audit=audit.id, help=help_)


def _team_key(audit: Audit, key: str) -> Site:
    return audit.team.key(key) if audit.team else audit.file.key()


@rule("IND019", "declaration-against-records", Severity.warning, basis="19011 integrity")
def declaration_against_records(repository: Repository) -> Iterator[Hit]:
    """A declaration names no conflict although the records show a personal tie or a service.

    Why: a declaration that the organisation's own records contradict is worth less than none.

    Fix: ask the auditor, and add the tie under `conflicts` of the declaration or correct the records.
    """
    engine = Independence(repository)
    for audit in repository.own_audits:
        if audit.team is None:
            continue
        silent = {person for person, said in audit.team.data.declarations.items() if not said.conflicts}
        for person, tie in _ties(engine, audit, silent).items():
            message = phrase(
                "%(person)s declared no conflict, but the records show that %(person)s %(reason)s",
                person=person,
                reason=tie.reason,
            )
            yield Hit(audit.team.key("declarations", person), message, audit=audit.id, related=tie.facts)


def _ties(engine: Independence, audit: Audit, people: set[str]) -> dict[str, Conflict]:
    """Return for each of these people the first tie or service that the records show in a session of theirs."""
    found: dict[str, Conflict] = {}
    for session in audit.sessions.values():
        assignment = of_session(engine.repository, audit, session)
        for person, _ in auditing(audit, session):
            if person in people and person not in found:
                ties = [
                    item for item in engine.conflicts(person, assignment) if item.code in {"IND007", "IND008"}
                ]
                found |= {person: ties[0]} if ties else {}
    return found


@rule("IND020", "auditor-and-auditee", Severity.warning, basis="19011 independence")
def auditor_and_auditee(repository: Repository) -> Iterator[Hit]:
    """Somebody is auditor and auditee or guide of the same session.

    Why: one cannot ask and answer at once; often it is a slip in the plan.

    Fix: name another auditee or guide, or another auditor.
    """
    engine = Independence(repository)
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
                    message = phrase(
                        "%(person)s audits the session %(session)s and is met in it",
                        person=person,
                        session=session.id,
                    )
                    hit = Hit(site, message, audit=audit.id, related=tuple(places))
                    yield excepted(engine, audit, session, person, "IND020", hit)
