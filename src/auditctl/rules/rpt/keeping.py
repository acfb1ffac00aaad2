"""A report that was issued stays as it was: the seal, and amendments that say what changed."""

from collections.abc import Iterator
from functools import partial

from auditctl.analysis.seal_differences import Difference, What, differences
from auditctl.analysis.seal_signature import is_unsigned
from auditctl.analysis.seals import open_amendments
from auditctl.diagnostics import Severity
from auditctl.model.record import Hit, Record
from auditctl.phrases import Phrase, filled, phrase
from auditctl.repository import Audit, Repository
from auditctl.repository.attachments import digest
from auditctl.rules.registry import rule
from auditctl.rules.rpt.signature import signature_hits
from auditctl.rules.rpt.subjects import reported
from auditctl.source.ssh import ALLOWED

SAID = {
    (What.changed, False): phrase("%(name)s changed after the report of %(audit)s was sealed"),
    (What.removed, False): phrase("%(name)s was sealed with the report of %(audit)s and is gone"),
    (What.added, False): phrase("%(name)s was added after the report of %(audit)s was sealed"),
    (What.unreadable, False): phrase("%(name)s was sealed with the report of %(audit)s and cannot be read"),
    (What.changed, True): phrase("%(name)s holds other bytes than when the report of %(audit)s was sealed"),
    (What.removed, True): phrase("%(name)s was sealed with the report of %(audit)s and is gone"),
    (What.added, True): phrase("%(name)s was added after the report of %(audit)s was sealed"),
    (What.unreadable, True): phrase("%(name)s was sealed with the report of %(audit)s and cannot be read"),
    (What.unamended, False): phrase(
        "the amendment of %(name)s was sealed with %(audit)s and is gone or changed"
    ),
}
AMEND = phrase(
    "restore what was issued; or say why it changed: `auditctl report amend %(audit)s --record %(name)s --why …`"
)
RESTORE = phrase("write the amendment as it was; what was amended is amended again, not rewritten")


@rule("RPT005", "changed-after-issue", Severity.error, basis="27001 7.5.3; house")
def changed_after_issue(repository: Repository) -> Iterator[Hit]:
    """A record or a file of evidence is not what it was when the report was sealed, and no amendment names it.

    Why: whoever got the report goes by what it rested on; a change that nobody tells makes it say what does not hold.
    The seal that shows it is a rule of the house. Comments, layout and what rightly comes later (the answer of the
    auditee, distribution, management review, corrective actions) are not sealed.

    Fix: restore it, as from the history: `git log -p -- FILE`. Where the change is right, record it with its reason:
    `auditctl report amend AUDIT --record NAME --why …`. A file that went after retention has `disposed` in its record.
    """
    for audit in repository.audits.values():
        if isinstance(audit.seal, Hit):
            message = phrase(
                "the seal of %(audit)s cannot be read: %(why)s", audit=audit.id, why=audit.seal.message
            )
            yield Hit(
                audit.seal.site, message, help=phrase("restore SEAL.json from the history"), audit=audit.id
            )
        for item in differences(repository, audit, partial(digest, repository)):
            yield _differs(audit, item)
        yield from signature_hits(repository, audit)


def _differs(audit: Audit, item: Difference) -> Hit:
    help_ = RESTORE if item.what is What.unamended else filled(AMEND, audit=audit.id, name=item.name)
    return Hit(item.site, sentence(audit, item), help=help_, audit=audit.id)


def sentence(audit: Audit, item: Difference) -> Phrase:
    """Return in words how something differs from its seal."""
    return filled(SAID[item.what, item.is_file], name=item.name, audit=audit.id)


@rule("RPT008", "unsealed", Severity.warning, basis="house")
def unsealed_report(repository: Repository) -> Iterator[Hit]:
    """A report was issued, or amended, without a seal; or its seal is not signed, though `allowed_signers` says who signs.

    Why: without one nobody can tell later whether the records are still those that the report told of. Where the
    organisation has said whose signatures count, a seal without one is a seal that anybody could have made.

    Fix: `auditctl report issue` seals by itself. What was issued or amended by hand: `auditctl report seal AUDIT`.
    A seal is signed, also later, with `auditctl report seal AUDIT --sign KEY`.
    """
    for audit in reported(repository):
        if not audit.report or not audit.is_issued:
            continue
        if audit.seal is None:
            message: Phrase = phrase("the report of %(audit)s was issued without a seal", audit=audit.id)
            yield Hit(
                audit.report.at("issued"), message, help=f"`auditctl report seal {audit.id}`", audit=audit.id
            )
        elif isinstance(audit.seal, Record) and (found := open_amendments(audit, audit.seal.data)):
            days = sorted(str(item.date) for item in found)
            yield Hit(
                audit.report.at("amendments"),
                phrase("the amendment of %(day)s to %(audit)s is not sealed", day=days[0], audit=audit.id),
                help=f"`auditctl report seal {audit.id}`",
                audit=audit.id,
            )
        if isinstance(audit.seal, Record) and is_unsigned(repository, audit):
            yield Hit(
                audit.seal.key("records"),
                phrase(
                    "the seal of %(audit)s is not signed, though %(allowed)s says whose signatures count",
                    audit=audit.id, allowed=ALLOWED,
                ),
                help=f"`auditctl report seal {audit.id} --sign KEY`",
                audit=audit.id,
            )  # fmt: skip
