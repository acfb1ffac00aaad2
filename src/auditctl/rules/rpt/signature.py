"""The signature of a seal that is held against the seal."""

from collections.abc import Iterator

from auditctl.analysis.seal_signature import signature_path, signing
from auditctl.diagnostics import Severity
from auditctl.model.record import Hit, Record, Site
from auditctl.phrases import phrase
from auditctl.repository import Audit, Repository
from auditctl.source.reader import Document
from auditctl.source.ssh import ALLOWED, EXAMPLE, SshRefusal


def signature_hits(repository: Repository, audit: Audit) -> Iterator[Hit]:
    """Yield that a signature does not fit its seal or its signer, or that nobody can say whose it is."""
    if not isinstance(audit.seal, Record):
        return
    site = Site(Document(signature_path(audit), ""))
    try:
        found = signing(repository, audit)
    except SshRefusal as refusal:
        message = phrase(
            "the signature of the seal of %(audit)s is not checked: %(why)s",
            audit=audit.id,
            why=refusal.sentence,
        )
        yield Hit(site, message, help=refusal.way_out, severity=Severity.note, audit=audit.id)
        return
    if found and found.fault:
        yield Hit(
            site,
            phrase(
                "the signature of the seal of %(audit)s counts for nothing: %(why)s",
                audit=audit.id, why=found.fault,
            ),
            help=phrase(
                "restore seal and signature from the history; who may no longer sign stays in %(allowed)s with "
                "`valid-before`; `auditctl report seal %(audit)s --sign KEY` signs anew",
                allowed=ALLOWED, audit=audit.id,
            ),
            audit=audit.id,
        )  # fmt: skip
    elif found and not found.signer:
        yield Hit(
            site,
            phrase(
                "the seal of %(audit)s is signed, and no %(allowed)s in the root says whose signatures count",
                audit=audit.id, allowed=ALLOWED,
            ),
            help=phrase("write a line for each who signs, an address and a public key: `%(example)s`", example=EXAMPLE),
            severity=Severity.warning,
            audit=audit.id,
        )  # fmt: skip
