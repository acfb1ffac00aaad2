"""Files that are no records: evidence that was taken along, and seals; and records that nobody could read."""

from collections.abc import Collection, Iterable, Iterator

from auditctl.analysis.changes.change import Change, Changed, Sort
from auditctl.model.seal import SEAL, SIGNATURE
from auditctl.repository import Repository

EVIDENCE = ("evidence", "files")
SEALS = {SEAL: "seal", SIGNATURE: "signature of the seal"}
READING = ("SYN", "SCH")
"""Families of what keeps a file from being read."""


def of_files(files: Iterable[tuple[str, str, str]], gone_audits: Collection[str] = ()) -> list[Changed]:
    """Return what became of files of evidence and seals, given with what each was and is; nothing where it is not there.

    A file moves within its audit, and out of one of `gone_audits` alone.
    """
    known = [(path.split("/"), path, before, after) for path, before, after in files]
    ours = [item for item in known if item[0][0] == "audits" and len(item[0]) > 2]  # noqa: PLR2004 - audits/A/…
    origins = _origins([(path, before, after) for _, path, before, after in ours], gone_audits)
    gone = set(origins.values())
    found = []
    for at, path, before, after in ours:
        name = "/".join(at[4:])
        if path in gone:
            continue
        if tuple(at[2:4]) == EVIDENCE and name:
            change = _renamed(origins[path], at[1]) if path in origins else _of_evidence(before, after)
            found.append(Changed(at[1], "file of evidence", name, path, (change,)))
        elif len(at) == 3 and at[2] in SEALS and path not in origins:  # noqa: PLR2004 - audits/A/SEAL.json
            found.append(Changed(at[1], SEALS[at[2]], "", path, (_of_seal(at[2], before, after),)))
    return found


def _origins(files: Iterable[tuple[str, str, str]], gone_audits: Collection[str]) -> dict[str, str]:
    """Return the path that each file had before which has the same bytes under another name."""
    gone: dict[str, list[str]] = {}
    for path, before, after in files:
        if before and not after:
            gone.setdefault(before, []).append(path)
    found = {}
    for path, before, after in files:
        audit = path.split("/")[1]
        near = [at for at in gone.get(after, ()) if at.split("/")[1] in {audit, *gone_audits}]
        if after and not before and near:
            found[path] = near[0]
            gone[after].remove(near[0])
    return found


def _renamed(origin: str, audit: str) -> Change:
    old_audit, name = origin.split("/")[1], "/".join(origin.split("/")[4:])
    before = name if old_audit == audit else f"{old_audit}/{name}"
    return Change(Sort.renamed, f"renamed, {before} before", (), before, None)


def _of_evidence(before: str, after: str) -> Change:
    if not after:
        return Change(Sort.evidence_removed, "removed")
    if not before:
        return Change(Sort.evidence_added, "added")
    return Change(Sort.evidence_removed, "replaced: its bytes are others")


def _of_seal(name: str, before: str, after: str) -> Change:
    if not after:
        return Change(Sort.removed, "removed")
    verb = "sealed" if name == SEAL else "signed"
    return Change(Sort.fact_altered, f"{verb} anew") if before else Change(Sort.recorded, verb)


def of_unread(before: Repository, after: Repository) -> Iterator[Changed]:
    """Yield the files that changed and of which something could be read neither before nor now."""
    both = before.unread & after.unread
    if not both:
        return
    old, new = _faulty(before), _faulty(after)
    for path in sorted(old.keys() & new.keys()):
        audit = path.split("/")[1] if path.startswith("audits/") else ""
        if old[path] != new[path] and any(owner == audit for owner, _ in both):
            told = "changed, and cannot be read in full, before and now: `auditctl check` says why"
            yield Changed(audit, "file", path, path, (Change(Sort.unreadable, told),))


def _faulty(repository: Repository) -> dict[str, str]:
    """Return the text of each file that could not be read, by path."""
    return {
        hit.site.document.path: hit.site.document.text
        for hit in repository.problems
        if hit.code.startswith(READING) and hit.site.document.text
    }
