"""Competence of those who audit: register, qualifications, evaluations, roles."""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice

from auditctl.analysis.appointments import appointments, is_register_clear, is_trainee
from auditctl.analysis.competence import lacking, outdated, unproven, unqualified
from auditctl.analysis.gates import Gate
from auditctl.analysis.roster import auditing
from auditctl.diagnostics import Severity
from auditctl.model.audit import Session
from auditctl.model.people import AuditorRole
from auditctl.model.process import Process
from auditctl.model.record import Hit, Record, Site
from auditctl.phrases import phrase
from auditctl.repository import Audit, Repository
from auditctl.rules.listing import listed
from auditctl.rules.registry import rule

Told = tuple[str, Site | None]
"""What is missing or no longer holds, in words, with the place in the register where there is one."""


@rule(
    "CMP001",
    "competence-not-shown",
    Severity.error,
    basis="27001 7.2; house: an evaluation beforehand",
    gate=Gate.opening,
)
def competence_not_shown(repository: Repository) -> Iterator[Hit]:
    """An auditor has no register entry, no qualification with evidence, or was not found qualified before the session.

    Why: competence of those who audit has to be determined, and documented information has to show it. An
    evaluation after the session says nothing about the day on which the judgement was made.

    Fix: complete the entry in the register of auditors, or assign somebody whose competence is shown. For a
    trainee the entry is enough; CMP006 looks after them.
    """
    yield from _hits(repository, lambda person, day: _missing(repository, person, day))


def _hits(repository: Repository, gaps_on: Callable[[str, date], list[Told]]) -> Iterator[Hit]:
    """Yield one hit per audit and appointed person, for the first of their days on which something is missing."""
    for audit in repository.own_audits:
        for held in appointments(repository, audit):
            days = held.days if is_register_clear(repository, held.person) else ()
            told = ((doing, gaps) for day, doing in days if (gaps := gaps_on(held.person, day)))
            for doing, gaps in islice(told, 1):
                yield Hit(
                    held.site,
                    phrase(
                        "%(person)s %(doing)s but %(gaps)s",
                        person=held.person,
                        doing=doing,
                        gaps=listed([words for words, _ in gaps]),
                    ),
                    label="appointed here",
                    help=phrase("complete the register of auditors, or appoint somebody else"),
                    related=tuple((site, words) for words, site in gaps if site),
                    audit=audit.id,
                )


def _missing(repository: Repository, person: str, day: date) -> list[Told]:
    """Return what the register lacks on a day; a trainee needs the entry only."""
    record = repository.auditors.get(person)
    if record is None:
        return [(phrase("is not on the register of auditors"), None)]
    if is_trainee(repository, person):
        return []
    return [*unproven(record, day), *unqualified(record, day)]


@rule("CMP002", "competence-out-of-date", Severity.warning, basis="house; 27001 7.2")
def competence_out_of_date(repository: Repository) -> Iterator[Hit]:
    """On the day of a session an auditor's evaluation is older than the house allows, or a certificate has expired.

    Why: knowledge ages, and a certificate says until when it vouches. How long an evaluation counts is
    a house rule.

    Fix: evaluate again, or record the renewed certificate as a further qualification of the same name;
    `policy.evaluation_valid_months` sets the window.
    """
    yield from _hits(repository, lambda person, day: _outdated(repository, person, day))


def _outdated(repository: Repository, person: str, day: date) -> list[Told]:
    record = repository.auditors.get(person)
    return [*outdated(repository, record, day)] if record else []


@rule("CMP003", "competence-missing", Severity.warning, basis="27001 7.2; 19011")
def competence_missing(repository: Repository) -> Iterator[Hit]:
    """Nobody in a session has a competence that the process needs.

    Why: who does not know the field cannot tell a good answer from a confident one.

    Fix: add an auditor or a technical expert with that competence, or record it in `competences` of
    the register where somebody has it.
    """
    for audit in repository.own_audits:
        for session in audit.sessions.values():
            process = repository.processes.get(session.data.process)
            if process and process.data.needs and session.data.auditors:
                yield from _uncovered(repository, audit, session, process)


def _uncovered(
    repository: Repository, audit: Audit, session: Record[Session], process: Record[Process]
) -> Iterator[Hit]:
    people = [person for person, _ in auditing(audit, session)]
    if not all(is_register_clear(repository, person) for person in people):
        return
    missing = lacking(repository, process.data, people)
    if missing:
        yield Hit(
            session.at("auditors"),
            phrase(
                "nobody in the session %(session)s has what %(process)s needs: %(missing)s",
                session=session.id,
                process=process.id,
                missing=listed(missing),
            ),
            help="add an auditor or expert who has it",
            related=((process.at("needs"), f"needs of {process.id}"),),
            audit=audit.id,
        )


@rule("CMP004", "evaluated-themselves", Severity.warning, basis="house")
def evaluated_themselves(repository: Repository) -> Iterator[Hit]:
    """Somebody on the register evaluated themselves.

    Why: an evaluation of one's own competence convinces nobody else.

    Fix: let somebody else evaluate, such as the owner of the programme or top management.
    """
    for record in repository.auditors.values():
        own = [index for index, item in enumerate(record.data.evaluations) if item.by == record.id]
        if own:
            days = listed([record.data.evaluations[index].date for index in own])
            yield Hit(
                record.at("evaluations", own[0], "by"),
                phrase("%(person)s evaluated themselves on %(days)s", person=record.id, days=days),
                help="let somebody else evaluate",
            )


@rule("CMP005", "lead-not-appointed", Severity.error, basis="19011", gate=Gate.announced)
def lead_not_appointed(repository: Repository) -> Iterator[Hit]:
    """The lead of an audit is not among its auditors, or not on the register as lead auditor (a warning).

    Why: the lead answers for the team's work and its conclusions, and therefore belongs to the team; leading
    takes more than auditing, which the role in the register says.

    Fix: add the lead to `auditors`, or `lead-auditor` to their roles once their competence covers it.
    """
    for audit in repository.own_audits:
        if audit.team is None or not audit.team.data.lead:
            continue
        lead, site = audit.team.data.lead, audit.team.at("lead")
        if lead not in audit.team.data.auditors:
            yield Hit(
                site,
                phrase("%(lead)s leads the audit but is not among its auditors", lead=lead),
                help=phrase("add them to `auditors`"),
                audit=audit.id,
            )
        record = repository.auditors.get(lead)
        if record and AuditorRole.lead_auditor not in record.data.roles:
            yield Hit(
                site,
                phrase("%(lead)s leads the audit but is not registered as lead auditor", lead=lead),
                help="add the role `lead-auditor` once their competence covers it, or name another lead",
                related=((record.at("roles"), f"roles of {lead}"),),
                severity=Severity.warning,
                audit=audit.id,
            )


@rule("CMP006", "trainee-alone", Severity.warning, basis="19011")
def trainee_alone(repository: Repository) -> Iterator[Hit]:
    """A trainee is in a session without their supervisor or another auditor.

    Why: a trainee learns by auditing with somebody who can; alone, nobody answers for what they conclude.

    Fix: add the supervisor or another auditor to the session.
    """
    for audit in repository.own_audits:
        for session in audit.sessions.values():
            people = tuple(dict.fromkeys(session.data.auditors))
            if people and all(is_trainee(repository, person) for person in people):
                yield Hit(
                    session.at("auditors"),
                    phrase(
                        "%(people)s would audit %(process)s without supervisor or another auditor",
                        people=listed(people),
                        process=session.data.process,
                    ),
                    help=_company(repository, people),
                    audit=audit.id,
                )


def _company(repository: Repository, people: tuple[str, ...]) -> str:
    """Return who could join the session."""
    known = [repository.auditors[person].data.supervised_by for person in people]
    named = list(dict.fromkeys(person for person in known if person))
    return f"add {' or '.join(named)} to the session" if named else "add another auditor to the session"
