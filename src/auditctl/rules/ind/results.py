"""Independence where results are judged: IND006, IND013, IND015."""

from collections.abc import Iterator
from datetime import date

from auditctl.analysis.independence import Independence, gaps
from auditctl.analysis.lifecycle import is_cancelled, is_for_nonconformity
from auditctl.analysis.posts import Posts
from auditctl.analysis.verifying import may_not_approve, parts_in, reports_in
from auditctl.diagnostics import Severity
from auditctl.model.audit import AcceptedConflict
from auditctl.model.capa import Capa, VerificationResult
from auditctl.model.finding import Finding
from auditctl.model.record import Hit, Record, Site
from auditctl.repository import Repository
from auditctl.rules.registry import rule

Fact = tuple[Site, str]


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

    Fix: let an auditor, or somebody of another department, verify. A direct manager can be accepted by an
    exception with `capa:`.
    """
    engine = Independence(repository)
    for capa in repository.capas.values():
        if not is_cancelled(capa.data):
            yield from _verifications(engine, capa)
            yield from _planned_verifier(repository, engine.posts, capa)


def _verifications(engine: Independence, capa: Record[Capa]) -> Iterator[Hit]:
    repository, posts = engine.repository, engine.posts
    for index, verification in enumerate(capa.data.verifications):
        if verification.result is not VerificationResult.effective:
            continue
        parts = parts_in(posts, capa, verification.by, verification.date)
        bosses = [] if parts else reports_in(posts, capa, verification.by, verification.date)
        if not parts and not bosses:
            continue
        exception = None if parts else _exception(engine, capa, verification.by, verification.date)
        words = " and ".join(dict.fromkeys(text for _, text in parts or bosses))
        nonconformity = is_for_nonconformity(repository, capa)
        severity = Severity.error if nonconformity else Severity.warning
        approved = exception.approved if exception else None
        yield Hit(
            capa.at("verifications", index, "by"),
            f"{'accepted exception: ' if approved else ''}{verification.by} verified {capa.id} effective on {verification.date} but {words}",
            severity=Severity.note if approved else severity,
            related=tuple(dict.fromkeys(parts or bosses)),
            help="let somebody without a part in it verify the effect",
            audit=capa.audit,
            capa=capa.name,
            accepted_by=f"{approved.by} on {approved.date}" if approved else "",
        )


def _planned_verifier(repository: Repository, posts: Posts, capa: Record[Capa]) -> Iterator[Hit]:
    effectiveness = capa.data.effectiveness
    if effectiveness is None or effectiveness.verifier is None or capa.data.verifications:
        return
    person = effectiveness.verifier
    parts = parts_in(posts, capa, person, effectiveness.not_before or repository.today)
    if parts:
        words = " and ".join(dict.fromkeys(text for _, text in parts))
        yield Hit(
            capa.at("effectiveness", "verifier"),
            f"{person} is to verify {capa.id} but {words}",
            severity=Severity.warning,
            related=tuple(dict.fromkeys(parts)),
            help="name a verifier without a part in it",
            audit=capa.audit,
            capa=capa.name,
        )


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


@rule("IND013", "judges-own-finding", Severity.error, basis="19011 fair presentation")
def judges_own_finding(repository: Repository) -> Iterator[Hit]:
    """A finding was raised, regraded or withdrawn by somebody whose process it is about, or by the auditee.

    Why: a finding that the audited side can soften or take back is no finding.

    Fix: let the lead auditor or the auditor of the session decide; record the auditee's view as the answer.
    """
    posts = Independence(repository).posts
    for finding in repository.findings.values():
        for site, person, day, verb in _judgements(finding):
            words = _own(repository, posts, finding, person, day, verb)
            if words:
                yield Hit(site, f"{person} {verb} {finding.id} but {words}", audit=finding.audit)


def _judgements(finding: Record[Finding]) -> Iterator[tuple[Site, str, date, str]]:
    data = finding.data
    if data.raised.by:
        yield finding.at("raised", "by"), data.raised.by, data.raised.date, "raised"
    for index, step in enumerate(data.regraded):
        yield finding.at("regraded", index, "by"), step.by, step.date, "regraded"
    if data.withdrawn:
        yield finding.at("withdrawn", "by"), data.withdrawn.by, data.withdrawn.date, "withdrew"


def _own(
    repository: Repository, posts: Posts, finding: Record[Finding], person: str, day: date, verb: str
) -> str:
    data = finding.data
    process = repository.processes.get(data.process or "")
    held = [item for item in posts.responsible(process, day) if item.person == person] if process else []
    if held:
        return f"{held[0].words} {data.process}"
    session = repository.audits[finding.audit].sessions.get(data.session or "")
    answered = data.auditee is not None and data.auditee.by == person
    if verb != "raised" and (answered or (session is not None and person in session.data.auditees)):
        return "is the auditee"
    return ""


@rule("IND015", "sample-drawn-by-auditee", Severity.warning, basis="19011 evidence-based approach")
def sample_drawn_by_auditee(repository: Repository) -> Iterator[Hit]:
    """A sample was drawn by an auditee or a performer of the process.

    Why: who draws the sample decides what is seen.

    Fix: draw it yourself from the whole list and say so in `drawn_by`.
    """
    posts = Independence(repository).posts
    for record in repository.evidence.values():
        sample = record.data.sample
        if sample is None or sample.drawn_by is None:
            continue
        session = repository.audits[record.audit].sessions.get(record.data.session or "")
        if session is None:
            continue
        process = repository.processes.get(session.data.process)
        day = session.data.date or repository.today
        performs = process is not None and any(
            held.person == sample.drawn_by for held in posts.responsible(process, day)
        )
        if performs or sample.drawn_by in session.data.auditees:
            message = (
                f"the sample of {record.id} was drawn by {sample.drawn_by}, who is audited in {session.id}"
            )
            yield Hit(record.at("sample", "drawn_by"), message, audit=record.audit)
