"""What a corrective action answers, and what is left unanswered."""

from collections.abc import Iterator

from auditctl.analysis.gaps import is_answer_unread, is_any_audit_unread
from auditctl.analysis.lifecycle import CapaState, FindingState, capa_state, finding_state
from auditctl.analysis.likeness import near_groups
from auditctl.analysis.naming import called
from auditctl.diagnostics import Severity
from auditctl.model.finding import Finding, Grade
from auditctl.model.record import Hit, Record
from auditctl.phrases import phrase
from auditctl.repository import Audit, Repository, full_name
from auditctl.rules.cap.subjects import live
from auditctl.rules.listing import listed
from auditctl.rules.registry import rule

SHOWN = 5
_DONE = frozenset({CapaState.closed, CapaState.ineffective})


@rule("CAP001", "answers-nothing", Severity.error)
def answers_nothing(repository: Repository) -> Iterator[Hit]:
    """A CAPA answers a strength, or only findings that were withdrawn.

    Why: a corrective action removes the cause of something. Where nothing is left to correct, the open
    record spoils every count of what is open.

    Fix: take the strength out of `findings`. Where every finding was withdrawn, cancel the CAPA with
    `auditctl capa cancel`.
    """
    for capa in live(repository):
        findings = repository.findings_of(capa)
        strengths = [finding.id for finding in findings if finding.data.grade is Grade.strength]
        if strengths:
            message = phrase(
                "%(capa)s answers %(findings)s, a strength", capa=capa.id, findings=listed(strengths)
            )
            help_ = phrase("take it out of `findings`")
        elif (
            findings
            and len(findings) == len(capa.data.findings)
            and all(item.data.withdrawn for item in findings)
        ):
            names = listed([finding.id for finding in findings])
            message = phrase(
                "%(capa)s answers only what was withdrawn: %(findings)s", capa=capa.id, findings=names
            )
            help_ = phrase(
                "cancel it, with the reason: `auditctl capa cancel %(capa)s`", capa=called(repository, capa)
            )
        else:
            continue
        yield Hit(capa.at("findings"), message, help=help_, audit=capa.audit, capa=capa.name)


@rule("CAP018", "cancelled-too-soon", Severity.error, basis="27001 10.2")
def cancelled_too_soon(repository: Repository) -> Iterator[Hit]:
    """A CAPA was cancelled although its finding stands.

    Why: with the CAPA the answer to the finding goes. Only a withdrawn finding, or an OFI that was
    declined, needs none.

    Fix: take `cancelled` out and go on, or name the CAPA that takes over in `merged_into`.
    """
    for capa in repository.capas.values():
        if capa.data.cancelled is None or capa.data.merged_into:
            continue
        stands = [finding.id for finding in repository.findings_of(capa) if _wants_answer(finding.data)]
        if stands:
            yield Hit(
                capa.at("cancelled"),
                phrase(
                    "%(capa)s was cancelled on %(day)s although %(stands)s still stands",
                    capa=capa.id,
                    day=capa.data.cancelled.date,
                    stands=listed(stands),
                ),
                help=phrase(
                    "take `cancelled` out and go on with it, or name the CAPA that takes over in `merged_into`"
                ),
                audit=capa.audit,
                capa=capa.name,
            )


def _wants_answer(finding: Finding) -> bool:
    if finding.withdrawn or finding.grade is Grade.strength:
        return False
    return not (finding.grade is Grade.ofi and finding.declined)


@rule("CAP019", "common-cause", Severity.note)
def common_cause(repository: Repository) -> Iterator[Hit]:
    """Several open CAPAs have nearly the same cause.

    Why: one cause wants one action. Several plans against it cost more, and each mends only its part.
    Texts count as nearly the same from a likeness of 90 of 100.

    Fix: keep one CAPA with all the findings and let the others go into it with `auditctl capa merge`, or word
    the causes so that one sees the difference.
    """
    causes = {
        capa.name: capa.data.cause.cause
        for capa in live(repository)
        if capa.data.cause and capa.data.cause.cause and capa_state(repository, capa) not in _DONE
    }
    for group in near_groups(causes):
        held = [repository.capas[name] for name in group]
        yield Hit(
            held[-1].at("cause", "cause"),
            phrase("%(group)s have nearly the same cause", group=listed(group)),
            help=f"one cause wants one action: `auditctl capa merge {called(repository, held[-1])} --into {called(repository, held[0])}`",
            related=tuple((capa.at("cause", "cause"), capa.name) for capa in held[:-1][:SHOWN]),
            audit=held[-1].audit,
            capa=held[-1].name,
        )


@rule("CAP020", "closed-too-soon", Severity.error, basis="19011")
def closed_too_soon(repository: Repository) -> Iterator[Hit]:
    """An audit was closed with a nonconformity that is neither closed nor followed up by a later audit.

    Why: after the audit is closed nobody looks at its list again. What is open then is lost, unless a
    later audit has it on its own.

    Fix: close the nonconformity first, or name it in the `follow_up` of a later audit.
    """
    if is_any_audit_unread(repository):
        return
    followed = _followed(repository)
    for audit in repository.audits.values():
        if audit.data.closed is None or audit.data.cancelled or is_answer_unread(repository, audit.id):
            continue
        left = [
            finding.id
            for finding in audit.findings.values()
            if _is_left(repository, finding) and not _is_followed(audit, followed.get(finding.name, ()))
        ]
        if left:
            yield Hit(
                audit.file.at("closed"),
                phrase(
                    "the closing of %(audit)s on %(day)s leaves %(left)s open and in no later follow-up",
                    audit=audit.id,
                    day=audit.data.closed.date,
                    left=listed(left),
                ),
                help=phrase("name it in the `follow_up` of a later audit, or close it first"),
                related=tuple((audit.findings[name].key(), name) for name in left[:SHOWN]),
                audit=audit.id,
            )


def _is_left(repository: Repository, finding: Record[Finding]) -> bool:
    over = {FindingState.closed, FindingState.withdrawn}
    return finding.data.is_nonconformity and finding_state(repository, finding) not in over


def _followed(repository: Repository) -> dict[str, list[Audit]]:
    """Return the audits that follow a finding up, by its name."""
    found: dict[str, list[Audit]] = {}
    for audit in repository.audits.values():
        if not audit.data.cancelled:
            for reference in audit.data.follow_up:
                found.setdefault(full_name(reference, audit.id), []).append(audit)
    return found


def _is_followed(audit: Audit, others: list[Audit] | tuple[()]) -> bool:
    """Whether one of the others is later; one without dates is still to come."""
    first = audit.fieldwork[0] if audit.fieldwork else None
    later = (other.fieldwork is None or first is None or other.fieldwork[0] > first for other in others)
    return any(later)
