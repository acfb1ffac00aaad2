"""What holds against a new audit as it would stand in the repository: conflicts, competence, what nobody audited yet."""

from collections.abc import Iterator
from datetime import date

from auditctl.analysis.appointments import appointments, is_trainee
from auditctl.analysis.assignment import of_session
from auditctl.analysis.competence import is_lead_auditor, outdated, unfit
from auditctl.analysis.conflicts import Conflict
from auditctl.analysis.coverage import last_looks, looks
from auditctl.analysis.independence import Independence
from auditctl.model.audit import Session
from auditctl.model.record import Record
from auditctl.planning.new.request import About, Remark
from auditctl.repository import Audit, Repository
from auditctl.rules.listing import listed


def remarks(before: Repository, after: Repository, name: str, previous: Audit | None) -> Iterator[Remark]:
    """Yield what is known once the new audit stands beside the others; `before` has not got it yet."""
    audit = after.audits.get(name)
    if audit is None:  # a repository of a newer format, which the judgement refuses
        return
    if previous:
        yield from _conflicts(before, after, audit, previous)
    yield from _competence(after, audit)
    if previous:
        yield from _soa(before, previous)
    yield from _never_audited(after, audit)


def _conflicts(before: Repository, after: Repository, audit: Audit, previous: Audit) -> Iterator[Remark]:
    """Yield the conflicts of carried auditors: one for each that is new, and one for those that stood before."""
    engine, engine_before = Independence(after), Independence(before)
    standing: dict[str, list[str]] = {}
    for session in audit.sessions.values():
        assignment = of_session(after, audit, session)
        for person in session.data.auditors:
            found = engine.verdict(person, assignment).open
            known = _codes_before(engine_before, previous, session.id, person)
            if new := [conflict for conflict in found if conflict.code not in known]:
                yield _new_conflict(session, person, new, engine.free(assignment))
            elif found:
                standing.setdefault(person, []).append(f"{session.id} ({found[0].code})")
    for person, where in standing.items():
        text = f"{person}: what stood in the way in {previous.id} still does: {listed(where)}"
        yield Remark(About.conflict, text, (person,))


def _codes_before(engine: Independence, previous: Audit, session: str, person: str) -> frozenset[str]:
    """Return what spoke against somebody in the session of the earlier audit, accepted or not."""
    held = previous.sessions.get(session)
    if held is None or person not in held.data.auditors:
        return frozenset()
    assignment = of_session(engine.repository, previous, held)
    return frozenset(conflict.code for conflict in engine.conflicts(person, assignment))


def _new_conflict(session: Record[Session], person: str, found: list[Conflict], free: list[str]) -> Remark:
    reasons = ", ".join(f"{conflict.reason} ({conflict.code})" for conflict in found)
    way_out = f"free of conflict: {listed(free)}" if free else "nobody on the register is free of conflict"
    return Remark(
        About.conflict, f"{person} would audit {session.id} but {reasons}; {way_out}", (person, session.id)
    )


def _competence(repository: Repository, audit: Audit) -> Iterator[Remark]:
    """Yield whose competence does not stand on their first day, as the register says it now."""
    for held in appointments(repository, audit):
        day, words = held.days[0][0], list[str]()
        if not is_trainee(repository, held.person):
            words += [*unfit(repository, held.person, day), *_outdated(repository, held.person, day)]
        if held.person == audit.team_data.lead and not is_lead_auditor(repository, held.person):
            words.append("is not registered as lead auditor, and is to lead it")
        if words:
            yield Remark(
                About.competence,
                f"{held.person} on {day}: {listed(list(dict.fromkeys(words)))}",
                (held.person,),
            )


def _outdated(repository: Repository, person: str, day: date) -> Iterator[str]:
    entry = repository.auditors.get(person)
    if entry:
        yield from (words for words, _ in outdated(repository, entry, day))


def _soa(repository: Repository, previous: Audit) -> Iterator[Remark]:
    """Yield that the SoA was approved anew since an audit, and what it excludes of what that one looked at."""
    soa, held = repository.soa, previous.fieldwork
    if soa is None or held is None:
        return
    approved = soa.data.approved
    if approved and approved.date > held[1]:
        version = f" {soa.data.version}" if soa.data.version else ""
        yield Remark(About.soa, f"the SoA{version} was approved on {approved.date}, after {previous.id}")
    requirements = repository.requirements
    gone = tuple(requirements.in_order(requirements.excluded & looks(repository, previous).keys()))
    if gone:
        text = f"the SoA excludes {listed(gone)}, which {previous.id} looked at"
        yield Remark(About.soa, text, gone)


def _never_audited(repository: Repository, audit: Audit) -> Iterator[Remark]:
    """Yield the criteria that no internal audit has looked at so far."""
    criteria = repository.criteria_requirements(audit)
    seen = last_looks(repository, repository.audits.values()).keys()
    never = tuple(repository.requirements.in_order(criteria - seen))
    if never:
        whole = len(never) == len(criteria)
        some_of = f"all {len(criteria)} criteria" if whole else f"{len(never)} of {len(criteria)} criteria"
        text = f"{some_of}: {listed(never)}"
        yield Remark(About.never_audited, text, never)
