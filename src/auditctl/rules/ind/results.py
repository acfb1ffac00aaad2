"""Independence where results are judged: IND006, IND013, IND015."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from auditctl.analysis.about import process_of
from auditctl.analysis.independence import Independence, gaps
from auditctl.analysis.lifecycle import is_cancelled, is_for_nonconformity, is_reported
from auditctl.analysis.posts import Posts
from auditctl.analysis.verifying import Part, may_not_approve, parts_in, planned_day, reports_in
from auditctl.diagnostics import Severity
from auditctl.model.audit import AcceptedConflict, Session
from auditctl.model.capa import Capa, VerificationResult
from auditctl.model.finding import Finding
from auditctl.model.record import Hit, Record, Site
from auditctl.phrases import Phrase, filled, phrase
from auditctl.repository import Audit, Repository
from auditctl.rules.fnd.subjects import followed_up
from auditctl.rules.ind.exceptions import excepted
from auditctl.rules.listing import together
from auditctl.rules.registry import rule

JUDGED = {
    "raised": phrase("%(person)s raised %(finding)s but %(words)s"),
    "regraded": phrase("%(person)s regraded %(finding)s but %(words)s"),
    "decided on": phrase("%(person)s decided on %(finding)s but %(words)s"),
    "withdrew": phrase("%(person)s withdrew %(finding)s but %(words)s"),
}

SINCE_WHEN = phrase(
    "the files do not say since when: write who owned it before in `past` of the process, or `since` at the person"
)
"""What helps where a post or an ownership of a day past is only assumed."""


@rule(
    "IND006",
    "verifies-own-action",
    Severity.error,
    basis="objectivity by analogy; 27001 10.2 d names no verifier",
    exceptable=True,
    after_issue=True,
)
def verifies_own_action(repository: Repository) -> Iterator[Hit]:
    """Somebody judges the effect of a corrective action in which they have a part.

    Why: the owner of a corrective action hopes that it worked. An effect is believed when somebody
    without a part in it has seen it. ISO/IEC 27001 asks for a review of effectiveness and names no
    reviewer; this is the reasoning of objective auditing, carried over.

    Fix: let an auditor, or somebody of another department, verify (`auditctl capa verify --by`). A direct manager
    can be accepted by an exception with `capa:`. Somebody planned as verifier is warned about. So is, once the report
    went out, whose post or ownership has no date, since it may have come after the verification: an owner before in
    `past`, or `since` at the person, tells.
    """
    engine = Independence(repository)
    for capa in repository.capas.values():
        if not is_cancelled(capa.data):
            yield from _verifications(engine, capa)
            yield from _planned_verifier(engine, capa)


def _verifications(engine: Independence, capa: Record[Capa]) -> Iterator[Hit]:
    severity = Severity.error if is_for_nonconformity(engine.repository, capa) else Severity.warning
    for index, verification in enumerate(capa.data.verifications):
        if verification.result is VerificationResult.effective:
            judged = phrase(
                "%(person)s verified %(capa)s effective on %(day)s",
                person=verification.by,
                capa=capa.id,
                day=verification.date,
            )
            hit = Hit(
                capa.at("verifications", index, "by"),
                judged,
                severity=severity,
                help=phrase("let somebody without a part in it verify the effect"),
                audit=capa.audit,
                capa=capa.name,
            )
            yield from _judged(engine, capa, verification.by, verification.date, hit)


def _planned_verifier(engine: Independence, capa: Record[Capa]) -> Iterator[Hit]:
    effectiveness = capa.data.effectiveness
    if effectiveness and effectiveness.verifier and not capa.data.verifications:
        hit = Hit(
            capa.at("effectiveness", "verifier"),
            phrase("%(person)s is to verify %(capa)s", person=effectiveness.verifier, capa=capa.id),
            severity=Severity.warning,
            help="name a verifier without a part in it",
            audit=capa.audit,
            capa=capa.name,
        )
        day = planned_day(engine.repository, capa.data)
        yield from _judged(engine, capa, effectiveness.verifier, day, hit)


def _judged(engine: Independence, capa: Record[Capa], person: str, day: date, hit: Hit) -> Iterator[Hit]:
    """Yield the hit with its reason, where a person has a part in it or manages one who has.

    Of an audit that went out, what is only assumed of that day warns: a post or an owner that came later, and was
    written down without a date, turns nothing red.
    """
    parts = parts_in(engine.posts, capa, person, day)
    reports = reports_in(engine.posts, capa, person, day)
    audit = engine.repository.audits.get(capa.audit)
    if audit and is_reported(audit):
        certain = _certain(parts) or _certain(reports)
        if not certain and (parts or reports):
            hit = replace(hit, severity=Severity.warning, help=SINCE_WHEN)
        parts, reports = (_certain(parts), _certain(reports)) if certain else (parts, reports)
    facts = tuple((part.site, part.words) for part in dict.fromkeys(parts or reports))
    if not facts:
        return
    message = phrase(
        "%(judgement)s but %(parts)s", judgement=hit.message, parts=together(words for _, words in facts)
    )
    exception = None if parts else _exception(engine, capa, person, day)
    if exception and exception.approved:
        approval = phrase("%(by)s on %(day)s", by=exception.approved.by, day=exception.approved.date)
        message = phrase("accepted exception: %(what)s", what=message)
        yield replace(hit, message=message, severity=Severity.note, related=facts, accepted_by=approval)
    else:
        yield replace(hit, message=message, related=facts)


def _certain(parts: list[Part]) -> list[Part]:
    return [part for part in parts if not part.is_assumed]


def _exception(engine: Independence, capa: Record[Capa], person: str, day: date) -> AcceptedConflict | None:
    """Return the exception that accepts a manager as verifier on that day."""
    repository = engine.repository
    for audit in repository.audits.values():
        for item in audit.team_data.exceptions:
            if item.rule != "IND006" or item.auditor != person or not item.capa:
                continue
            named = repository.capa(item.capa, audit.id)
            if named == capa and not gaps(item, day, may_not_approve(engine.posts, capa, day)):
                return item
    return None


@rule("IND013", "judges-own-finding", Severity.error, basis="19011 fair presentation", after_issue=True)
def judges_own_finding(repository: Repository) -> Iterator[Hit]:
    """A finding was raised, regraded, decided on or withdrawn by somebody whose process it is about, or by the auditee.

    Why: a finding that the audited side can soften or take back is no finding.

    Fix: let the lead auditor or the auditor of the session decide; record the auditee's view with
    `auditctl finding answer`.
    """
    posts = Independence(repository).posts
    for audit, finding, since in followed_up(repository):
        judged = [
            (site, filled(JUDGED[verb], person=person, finding=finding.id, words=words))
            for site, person, day, verb in _judgements(finding)
            if day >= since and (words := _own(posts, audit, finding, (person, day, verb)))
        ]
        if judged:
            site, message = judged[0]
            yield Hit(site, message, related=tuple(judged[1:]), audit=audit.id)


def _judgements(finding: Record[Finding]) -> Iterator[tuple[Site, str, date, str]]:
    data = finding.data
    if data.raised.by:
        yield finding.at("raised", "by"), data.raised.by, data.raised.date, "raised"
    for index, step in enumerate(data.regraded):
        yield finding.at("regraded", index, "by"), step.by, step.date, "regraded"
    if data.decision:
        yield finding.at("decision", "by"), data.decision.by, data.decision.date, "decided on"
    if data.withdrawn:
        yield finding.at("withdrawn", "by"), data.withdrawn.by, data.withdrawn.date, "withdrew"


def _own(
    posts: Posts, audit: Audit, finding: Record[Finding], judged: tuple[str, date, str]
) -> Phrase | None:
    """Return what somebody has to do with what a finding is about, in words; nothing where it is nothing."""
    person, day, verb = judged
    data = finding.data
    process = posts.repository.processes.get(process_of(posts.repository, finding) or "")
    held = [item for item in posts.responsible(process, day) if item.person == person] if process else []
    if process and held:
        return held[0].of_process(process.id)
    session = audit.sessions.get(data.session or "")
    answered = data.auditee is not None and data.auditee.by == person
    if verb != "raised" and (answered or (session is not None and person in session.data.auditees)):
        return phrase("is the auditee")
    return None


@rule("IND015", "sample-drawn-by-auditee", Severity.warning, basis="19011 evidence-based approach")
def sample_drawn_by_auditee(repository: Repository) -> Iterator[Hit]:
    """A sample was drawn by an auditee or a performer of the process.

    Why: who draws the sample decides what is seen.

    Fix: draw it yourself from the whole list with `auditctl evidence sample`, and say so in `drawn_by`.
    """
    engine = Independence(repository)
    for audit in repository.own_audits:
        for record in audit.evidence.values():
            sample = record.data.sample
            session = audit.sessions.get(record.data.session or "")
            if sample and sample.drawn_by and session and _is_audited(engine, session, sample.drawn_by):
                person = sample.drawn_by
                message = phrase(
                    "the sample of %(evidence)s was drawn by %(person)s, who is audited in %(session)s",
                    evidence=record.id,
                    person=person,
                    session=session.id,
                )
                hit = Hit(record.at("sample", "drawn_by"), message, audit=audit.id)
                yield excepted(engine, audit, session, person, "IND015", hit)


def _is_audited(engine: Independence, session: Record[Session], person: str) -> bool:
    """Whether somebody is met in a session, or answers for its process or performs it."""
    process = engine.repository.processes.get(session.data.process)
    day = session.data.date or engine.repository.today
    held = engine.posts.responsible(process, day) if process else ()
    return person in session.data.auditees or any(item.person == person for item in held)
