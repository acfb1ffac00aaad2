"""Seals and signatures that are gone, or that others took the place of."""

from collections.abc import Iterator

from auditctl.analysis.seal_history import BrokenLine, broken_lines
from auditctl.analysis.signature_history import lost_signatures
from auditctl.diagnostics import Severity
from auditctl.model.record import Hit, Record, Site
from auditctl.phrases import Phrase, phrase
from auditctl.repository import Audit, Repository
from auditctl.repository.history import History
from auditctl.rules.listing import listed
from auditctl.rules.registry import rule_of_history
from auditctl.source.reader import Document


@rule_of_history("HIS006", "seal-vanished", Severity.error, basis="27001 7.5.3; house")
def seal_vanished(repository: Repository, history: History) -> Iterator[Hit]:
    """A seal that stood in the history is gone, or its signature is, or the one in its place does not keep what it held.

    Why: whoever takes a seal away and seals anew can change what was issued without a trace in the files. Git still
    knows the first seal, and an amendment keeps the digests of what it changed. Without its signature, a seal is one
    that anybody could have made.

    Fix: bring it back with `git checkout COMMIT -- audits/AUDIT/SEAL.json`, or let `auditctl report seal AUDIT` do so;
    then restore what differs from it, or say why it changed: `auditctl report amend AUDIT --why …`. A signature is
    brought back alike, or made anew: `auditctl report seal AUDIT --sign KEY`.
    """
    for line in broken_lines(repository, history):
        yield Hit(
            _site(repository, line),
            _said(line),
            help=phrase(
                "bring it back: `%(command)s`; then restore what differs, or `auditctl report amend %(audit)s --why …`",
                command=line.held.bringing_back, audit=line.audit,
            ),
            audit=line.audit,
        )  # fmt: skip
    for lost in lost_signatures(repository, history):
        yield Hit(
            _site_of(lost.audit),
            phrase(
                "the seal of %(audit)s is not signed any more, and the history has its signature (%(commit)s)",
                audit=lost.audit.id, commit=lost.told,
            ),
            help=phrase(
                "bring it back: `%(command)s`; or sign anew: `auditctl report seal %(audit)s --sign KEY`",
                command=lost.bringing_back, audit=lost.audit.id,
            ),
            audit=lost.audit.id,
        )  # fmt: skip


def _said(line: BrokenLine) -> Phrase:
    if not line.lost:
        return phrase(
            "the seal of %(audit)s is gone, which the history has (%(commit)s)",
            audit=line.audit, commit=line.held.told,
        )  # fmt: skip
    return phrase(
        "the seal of %(audit)s was made anew, and no amendment keeps what the history has (%(commit)s) of: %(lost)s",
        audit=line.audit, commit=line.held.told, lost=listed(line.lost),
    )  # fmt: skip


def _site(repository: Repository, line: BrokenLine) -> Site:
    audit = repository.audits.get(line.audit)
    if audit is None:
        return Site(Document(f"audits/{line.audit}", ""))
    return _site_of(audit)


def _site_of(audit: Audit) -> Site:
    return audit.seal.key("records") if isinstance(audit.seal, Record) else audit.site("report", "issued")
