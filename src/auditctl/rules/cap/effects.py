"""Whether it was done, and whether it worked."""

from collections.abc import Iterator
from datetime import date

from auditctl.analysis.gates import Gate
from auditctl.analysis.lifecycle import is_for_nonconformity, last_verification
from auditctl.analysis.naming import called
from auditctl.diagnostics import Severity
from auditctl.model.capa import Capa, Verification, VerificationResult
from auditctl.model.record import Hit, Record
from auditctl.phrases import Phrase, counted, filled, phrase
from auditctl.repository import Repository
from auditctl.rules.cap.subjects import live, of_nonconformities
from auditctl.rules.listing import listed
from auditctl.rules.registry import rule

VERIFIED = {
    VerificationResult.effective: phrase("%(capa)s was verified effective on %(day)s, %(reason)s"),
    VerificationResult.ineffective: phrase("%(capa)s was verified ineffective on %(day)s, %(reason)s"),
}


@rule("CAP010", "verified-too-soon", Severity.error, basis="27001 10.2 d; house: the earliest day")
def verified_too_soon(repository: Repository) -> Iterator[Hit]:
    """The effect was verified, or seen as implemented, before the last item was done; or found before `not_before`.

    Why: what is not done has no effect yet, and what was done yesterday has not shown it. Such a
    verification does not count. Only the latest one is looked at, since each try stays on record; that
    something did not work can be known before its time.

    Fix: record what was done with `auditctl capa done`. After that, and when the time has come, verify again with
    `auditctl capa verify`, as a further verification.
    """
    for capa in live(repository):
        verified = _verified_too_soon(repository, capa)
        checked = None if verified and verified.related else _checked_too_soon(capa)
        yield from filter(None, (verified, checked))


def _verified_too_soon(repository: Repository, capa: Record[Capa]) -> Hit | None:
    """Return the hit of the latest verification; where the same work was seen as done before, that is related."""
    last = last_verification(capa.data)
    if last is None:
        return None
    verification = capa.data.verifications[last]
    unfinished = _unfinished(capa.data, verification.date)
    reason = unfinished or _untimely(capa.data, verification) or _empty(repository, capa, verification)
    if not reason:
        return None
    checked = capa.data.implementation
    is_same = unfinished and checked and _unfinished(capa.data, checked.date)
    return Hit(
        capa.at("verifications", last, "date"),
        filled(VERIFIED[verification.result], capa=capa.id, day=verification.date, reason=reason),
        help=phrase(
            "verify again when it is time: `auditctl capa verify %(capa)s`", capa=called(repository, capa)
        ),
        related=((capa.at("implementation", "date"), "seen as done here already"),) if is_same else (),
        audit=capa.audit,
        capa=capa.name,
    )


def _checked_too_soon(capa: Record[Capa]) -> Hit | None:
    checked = capa.data.implementation
    reason = _unfinished(capa.data, checked.date) if checked else None
    if not checked or not reason:
        return None
    return Hit(
        capa.at("implementation", "date"),
        phrase(
            "%(capa)s was seen as implemented on %(day)s, %(reason)s",
            capa=capa.id,
            day=checked.date,
            reason=reason,
        ),
        help=phrase("record what was done and when, and look again"),
        audit=capa.audit,
        capa=capa.name,
    )


def _unfinished(capa: Capa, day: date) -> Phrase | None:
    """Return which items a judgement of that day came before, in words."""
    open_ = [key for _, key, item in capa.items() if item.done is None]
    if open_:
        return counted(
            "but %(items)s is not done", "but %(items)s are not done", len(open_), items=listed(open_)
        )
    done: date | None = max((item.done for _, _, item in capa.items() if item.done), default=None)
    return phrase("before the last item was done on %(day)s", day=done) if done and day < done else None


def _untimely(capa: Capa, verification: Verification) -> Phrase | None:
    not_before = capa.effectiveness.not_before if capa.effectiveness else None
    is_early = not_before is not None and verification.date < not_before
    is_effective = verification.result is VerificationResult.effective
    return phrase("not before %(day)s as planned", day=not_before) if is_early and is_effective else None


def _empty(repository: Repository, capa: Record[Capa], verification: Verification) -> Phrase | None:
    """Return that nothing was done at all; of a nonconformity CAP006 says that."""
    is_told = bool(capa.data.items()) or is_for_nonconformity(repository, capa)
    is_effective = verification.result is VerificationResult.effective
    return phrase("but it has no item that was done") if is_effective and not is_told else None


@rule(
    "CAP011",
    "unfounded-verification",
    Severity.error,
    basis="27001 10.2 d; house: the criterion",
    gate=Gate.verified,
)
def unfounded_verification(repository: Repository) -> Iterator[Hit]:
    """The effect of a corrective action has no criterion, or was verified without evidence.

    Why: without a criterion set beforehand every outcome can be called effective, and without evidence
    nobody else can follow the judgement.

    Fix: write the `criterion` with the plan; name the records that were looked at in the `evidence` of
    the verification.
    """
    for capa in of_nonconformities(repository):
        effect = capa.data.effectiveness
        if effect is None or effect.criterion is None:
            yield Hit(
                capa.key("effectiveness") if effect else capa.key(),
                phrase("%(capa)s has no criterion by which its effect is judged", capa=capa.id),
                help=phrase("write `effectiveness: {criterion: …, not_before: …, verifier: …}`"),
                audit=capa.audit,
                capa=capa.name,
            )
        bare = [index for index, item in enumerate(capa.data.verifications) if not item.evidence]
        if bare:
            days = [capa.data.verifications[index].date for index in bare]
            yield Hit(
                capa.at("verifications", bare[0]),
                phrase("%(capa)s was verified on %(days)s without evidence", capa=capa.id, days=listed(days)),
                help=phrase("name the records that were looked at in its `evidence`"),
                audit=capa.audit,
                capa=capa.name,
            )


@rule("CAP017", "done-without-proof", Severity.error, basis="27001 10.2 g", gate=Gate.verified)
def done_without_proof(repository: Repository) -> Iterator[Hit]:
    """An item of a nonconformity's CAPA is done, with neither evidence nor proof.

    Why: what was done and what came out is kept as documented information. A date alone shows that
    somebody wrote a date.

    Fix: name a record of evidence in `evidence`, or write in a few words what shows it as `proof`.
    """
    for capa in of_nonconformities(repository):
        bare = [
            (group, key)
            for group, key, item in capa.data.items()
            if item.done and not (item.evidence or item.proof)
        ]
        if bare:
            yield Hit(
                capa.at(*bare[0], "done"),
                phrase(
                    "in %(capa)s done without evidence or proof: %(keys)s",
                    capa=capa.id,
                    keys=listed([key for _, key in bare]),
                ),
                help=phrase(
                    "say what shows it: `auditctl capa done %(capa)s %(item)s --proof …`, or name a record with --evidence",
                    capa=called(repository, capa),
                    item=bare[0][1],
                ),
                audit=capa.audit,
                capa=capa.name,
            )
