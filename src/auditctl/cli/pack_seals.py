"""What a pack has to say of the seals of its audits: what differs from them, and what only the repository can tell."""

import contextlib
from collections.abc import Iterator, Sequence
from functools import partial

from auditctl.analysis.seal_differences import differences
from auditctl.analysis.seal_signature import signature_path, signing
from auditctl.analysis.seals import evidence_files
from auditctl.cli.evidence.progress import progress
from auditctl.cli.sealed_before import SealGone, sealed_before, told_of_seal
from auditctl.model.record import Hit
from auditctl.repository import Audit, Repository
from auditctl.repository.attachments import attachment, digest
from auditctl.repository.stored import is_pointer
from auditctl.rules.rpt.keeping import sentence
from auditctl.source.ssh import SshRefusal
from auditctl.writing.seal import seal_path


def hash_first(repository: Repository) -> None:
    """Hash what the check will ask for and nobody knows yet, where it takes a while and somebody watches."""
    files = [
        item.real
        for audit in repository.audits.values()
        for item in evidence_files(repository, audit).values()
        if item.real and not repository.hashes.knows(item.real)
    ]
    with progress("hashing", sum(real.stat().st_size for real in files)) as advance:
        for real in files if advance else ():
            with contextlib.suppress(OSError):  # the check says what cannot be read
                repository.hashes.hashed(real, advance)


def differing(repository: Repository, names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return what differs from the seal of each audit, in words; a file that only has to be fetched does not."""
    return {name: tuple(_of_audit(repository, repository.audits[name])) for name in names}


def _of_audit(repository: Repository, audit: Audit) -> Iterator[str]:
    if isinstance(audit.seal, Hit):
        yield f"{seal_path(audit)} cannot be read: {audit.seal.message}"
    for item in differences(repository, audit, partial(digest, repository)):
        if not (item.is_file and _is_pointer(repository, audit, item.name)):
            yield sentence(audit, item)


def _is_pointer(repository: Repository, audit: Audit, name: str) -> bool:
    real = attachment(repository, audit.id, name.removeprefix("evidence/")).real
    return real is not None and is_pointer(real)


def told_by_history(repository: Repository, audit: Audit) -> Iterator[str]:
    """Yield what is wrong with a seal and no pack can show: that it is gone, was made anew or lost its signature."""
    if audit.seal is None:
        if audit.is_issued and (before := sealed_before(repository, audit)):
            yield SealGone(audit, before[0]).sentence
        return
    yield from told_of_seal(repository, audit).problems
    try:
        found = signing(repository, audit)
    except SshRefusal:
        return  # the check says that nobody could tell
    if found and found.fault:
        yield f"{signature_path(audit)}: {found.fault}"
