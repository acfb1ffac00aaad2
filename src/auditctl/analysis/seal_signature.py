"""The signature of a seal: whose it is by the allowed signers of the repository, and whether it fits."""

from dataclasses import dataclass
from pathlib import Path

from auditctl.model.record import Record
from auditctl.model.seal import NAMESPACE, SIGNATURE, Seal
from auditctl.repository import Audit, Repository
from auditctl.repository.attachments import place_of
from auditctl.source.encoding import decoded
from auditctl.source.files import reason
from auditctl.source.ssh import ALLOWED, signed_by


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signed a seal; `fault` says why the signature counts for nothing.

    Without either it fits, and no allowed signers say whose it is.
    """

    signer: str = ""
    fault: str = ""


def signature_path(audit: Audit) -> str:
    return f"audits/{audit.id}/{SIGNATURE}"


def signature_held(repository: Repository, audit: Audit) -> bytes | None:
    """Return the signature of a seal, None where it is not signed. Raises OSError."""
    try:
        return place_of(repository, signature_path(audit)).read_bytes()
    except FileNotFoundError:
        return None


def signed_bytes(text: str) -> bytes:
    """Return what is signed of a seal: its text with the line ends that git keeps."""
    return text.replace("\r\n", "\n").encode()


def signing(repository: Repository, audit: Audit, allowed: Path | None = None) -> Signing | None:
    """Return what the signature of a seal says, None where there is none; it counts as of the day of the seal.

    A seal that is about to be written is signed along with it, and nothing is said of it before.
    `allowed` stands for the allowed signers of the repository. Raises SshRefusal.
    """
    if not isinstance(audit.seal, Record):
        return None
    try:
        held = signature_held(repository, audit)
        if held is None or not _stands(repository, audit.seal):
            return None
        names = allowed or allowed_signers(repository)
    except OSError as error:
        return Signing(fault=f"it cannot be read: {reason(error)}")
    told = signed_by(signed_bytes(audit.seal.document.text), held, names, NAMESPACE, audit.seal.data.day)
    return Signing(told.signer, told.fault)


def _stands(repository: Repository, seal: Record[Seal]) -> bool:
    """Whether a seal is the one that lies there."""
    return (
        decoded(seal.document.path, place_of(repository, seal.document.path).read_bytes())[0] == seal.document
    )


def is_unsigned(repository: Repository, audit: Audit) -> bool:
    """Whether a seal that lies there is not signed, though the repository says whose signatures count."""
    if not isinstance(audit.seal, Record):
        return False
    try:
        return (
            signature_held(repository, audit) is None
            and allowed_signers(repository) is not None
            and _stands(repository, audit.seal)
        )
    except OSError:
        return False


def allowed_signers(repository: Repository) -> Path | None:
    """Return where the repository says whose signatures count. Raises OSError."""
    try:
        return place_of(repository, ALLOWED)
    except FileNotFoundError:
        return None
