"""The signature of a seal that is made, and what it is worth by the allowed signers of the repository."""

from pathlib import Path

from auditctl.analysis.seal_signature import allowed_signers, signature_held, signed_bytes
from auditctl.model.seal import NAMESPACE, Seal
from auditctl.repository import Audit, Repository
from auditctl.source.files import reason
from auditctl.source.ssh import ALLOWED, EXAMPLE, signature, signed_by


def signed(text: str, key: Path) -> str:
    """Return the signature of a seal. Raises SshRefusal, CannotSign."""
    return signature(signed_bytes(text), key.expanduser(), NAMESPACE)


def worth(repository: Repository, audit: Audit, text: str, made: str) -> str:
    """Return why the signature of a seal counts for nothing or is missed, and the way out; nothing where all is well.

    Raises SshRefusal.
    """
    try:
        allowed = allowed_signers(repository)
    except OSError as error:
        return f"warning: {ALLOWED} cannot be read: {reason(error)}"
    if not made:
        if allowed is None or signature_held(repository, audit) is not None:
            return ""
        missed = f"the seal is not signed, though {ALLOWED} says whose signatures count"
        return f"warning: {missed}; sign it: `auditctl report seal {audit.id} --sign KEY`"
    add = f"write a line for it in {ALLOWED}, with an address and what KEY.pub holds: `{EXAMPLE}`"
    if allowed is None:
        return f"warning: the seal is signed, and no {ALLOWED} in the root says whose signatures count; {add}"
    day = Seal.model_validate_json(text).day
    told = signed_by(signed_bytes(text), made.encode(), allowed, NAMESPACE, day)
    if not told.fault:
        return ""
    again = f"sign with another key: `auditctl report seal {audit.id} --sign KEY`"
    return f"warning: the signature counts for nothing: {told.fault}; {add}; or {again}"
