"""An audit held against its seal: every record, every file of evidence, and the signature."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from auditctl.analysis.seal_differences import differences
from auditctl.analysis.seal_signature import is_unsigned, signature_path, signed_bytes, signing
from auditctl.analysis.seals import evidence_files, open_amendments
from auditctl.cli.evidence.progress import progress
from auditctl.cli.sealed_before import SealGone, sealed_before, told_of_seal
from auditctl.errors import NAME_ANOTHER, CannotRead
from auditctl.model.seal import Seal
from auditctl.outputs.verify import Verified
from auditctl.repository import Audit, Repository
from auditctl.rules.rpt.keeping import sentence
from auditctl.source.files import reason
from auditctl.source.ssh import ALLOWED, EXAMPLE
from auditctl.writing.seal import seal_of

HOW = f"a line for each who signs: `{EXAMPLE}`"


def verified_seal(
    repository: Repository, audit: Audit, allowed: Path | None, report: Path | None
) -> Verified:
    """Return what holds of a sealed audit; hashes every file, whatever is known of it.

    Raises NoSeal, SealGone, BrokenSeal, CannotRead, SshRefusal.
    """
    if audit.seal is None and (before := sealed_before(repository, audit)):
        raise SealGone(audit, before[0])
    record = seal_of(audit)
    sizes = [item.real.stat().st_size for item in evidence_files(repository, audit).values() if item.real]
    with progress("hashing", sum(sizes), least=1) as advance:
        found = differences(repository, audit, lambda real: repository.hashes.hashed(real, advance))
    problems = [f"{sentence(audit, item)} ({item.site.document.path})" for item in found]
    signer, faults, remarks = _signature(repository, audit, allowed)
    told_by_git = told_of_seal(repository, audit)
    problems += told_by_git.problems
    holds = [*_holds(record.data), *told_by_git.holds]
    if report:
        told, fault = _report(record.data, report)
        holds, faults = [*holds, *told], [*faults, *fault]
    remarks += [
        f"the amendment of {item.date} is not sealed: `auditctl report seal {audit.id}`"
        for item in open_amendments(audit, record.data)
    ]
    remarks += told_by_git.remarks
    return Verified(
        audit.id, "seal", len(record.data.records), len(record.data.files),
        (*holds, *([f"signed by {signer}"] if signer else [])), (*problems, *faults), tuple(remarks), signer,
        sha256(signed_bytes(record.document.text)).hexdigest(),
    )  # fmt: skip


def _holds(seal: Seal) -> Iterator[str]:
    yield f"{seal.audit} was sealed on {seal.sealed} by auditctl {seal.auditctl}"
    for item in seal.amended:
        yield f"amended on {item.date} by {item.by}: {' '.join(item.why.split())} ({', '.join(item.records)})"


def _signature(
    repository: Repository, audit: Audit, allowed: Path | None
) -> tuple[str, list[str], list[str]]:
    """Return who signed, what is wrong with the signature, and what could not be told."""
    found = signing(repository, audit, allowed)
    if found is None:
        missed = f", though {ALLOWED} says whose signatures count" if is_unsigned(repository, audit) else ""
        return "", [], [f"the seal is not signed{missed}"]
    if found.fault:
        return "", [f"{signature_path(audit)}: {found.fault}"], []
    if not found.signer:
        return (
            "",
            [],
            [f"the seal is signed, and no {ALLOWED} in the repository says whose signatures count ({HOW})"],
        )
    return found.signer, [], []


def _report(seal: Seal, report: Path) -> tuple[list[str], list[str]]:
    try:
        digest = sha256(report.read_bytes()).hexdigest()
    except OSError as error:
        raise CannotRead(str(report), reason(error), NAME_ANOTHER) from error
    held = [("sealed", seal.sealed, seal.report)]
    held += [("amended", item.date, item.report) for item in seal.amended if item.report]
    last = held[-1][1]
    for word, day, digests in reversed(held):
        if digest in {digests.md, digests.html}:
            later = "" if digests is held[-1][2] else f"; the amendment of {last} superseded it"
            return [f"{report} is the report as it was {word} on {day}{later}"], []
    return [], [f"{report} is not the report as it was issued or amended"]
