"""Files that are no records: evidence that was taken along, and seals."""

from collections.abc import Iterable

from auditctl.analysis.changes.change import Change, Changed, Sort
from auditctl.model.seal import SEAL


def of_files(files: Iterable[tuple[str, str, str]]) -> list[Changed]:
    """Return what became of files of evidence and seals, given with what each was and is; nothing where it is not there."""
    found = []
    for path, before, after in files:
        at = path.split("/")
        if len(at) > 4 and at[0] == "audits" and at[2:4] == ["evidence", "files"]:  # noqa: PLR2004 - audits/A/evidence/files/NAME
            name = "/".join(at[4:])
            found.append(Changed(at[1], "file of evidence", name, path, (_of_evidence(before, after),)))
        elif len(at) == 3 and at[0] == "audits" and at[2] == SEAL:  # noqa: PLR2004 - audits/A/SEAL.json
            found.append(Changed(at[1], "seal", "", path, (_of_seal(before, after),)))
    return found


def _of_evidence(before: str, after: str) -> Change:
    if not after:
        return Change(Sort.evidence_removed, "removed")
    if not before:
        return Change(Sort.evidence_added, "added")
    return Change(Sort.evidence_removed, "replaced: its bytes are others")


def _of_seal(before: str, after: str) -> Change:
    if not after:
        return Change(Sort.removed, "removed")
    return Change(Sort.fact_altered, "sealed anew") if before else Change(Sort.recorded, "sealed")
