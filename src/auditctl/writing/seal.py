"""The seal of a report: made at issue, made anew by an amendment, which keeps what the records held before."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from auditctl import __version__
from auditctl.analysis.issue import before_issue
from auditctl.analysis.seal_differences import Difference, What, differences_whole, explained_by
from auditctl.analysis.seal_signature import signature_held, signature_path
from auditctl.analysis.seals import amendments, evidence_files, open_amendments, sealable
from auditctl.check import AT_ISSUE, Options, check
from auditctl.diagnostics import Diagnostic, Severity
from auditctl.errors import AuditctlError
from auditctl.model.finding import Finding, Grade
from auditctl.model.record import Hit, Record
from auditctl.model.report import Amendment
from auditctl.model.seal import SEAL, VERSION, ReportDigests, Seal
from auditctl.model.settings import FORMAT_VERSION, Numbering
from auditctl.repository import Audit, Repository
from auditctl.repository.attachments import digest
from auditctl.repository.history import History
from auditctl.source.reader import Document
from auditctl.writing.change import Change

UNKNOWN = "0" * 64
"""Stands for the digests of the report until it can be made, which needs a seal."""


class NoSeal(AuditctlError):
    def __init__(self, audit: Audit) -> None:
        way_out = f"seal what was issued by hand: `auditctl report seal {audit.id}`"
        if not audit.is_own:
            way_out = "only reports of internal audits that are kept here are sealed"
        elif not audit.is_issued:
            way_out = f"issue it: `auditctl report issue {audit.id}`"
        super().__init__(f"the report of {audit.id} has no seal", way_out)


class BrokenSeal(AuditctlError):
    def __init__(self, fault: Hit) -> None:
        super().__init__(
            f"{fault.site.document.path} cannot be read: {fault.message}",
            "restore it from the history: nothing can be held against it as it is",
        )


def seal_path(audit: Audit) -> str:
    return f"audits/{audit.id}/{SEAL}"


def seal_of(audit: Audit) -> Record[Seal]:
    """Return the seal of an audit. Raises NoSeal, BrokenSeal."""
    if audit.seal is None:
        raise NoSeal(audit)
    if isinstance(audit.seal, Hit):
        raise BrokenSeal(audit.seal)
    return audit.seal


def numbers(audit: Audit, numbering: Numbering) -> list[tuple[Record[Finding], str]]:
    """Return the findings that get a number with it: the gravest first, then the earliest; none is used twice.

    What was withdrawn gets none.
    """
    taken = {record.data.number for record in audit.findings.values() if record.data.number}
    ranks = list(Grade)
    waiting = sorted(
        (item for item in audit.findings.values() if not item.data.number and not item.data.withdrawn),
        key=lambda item: (ranks.index(item.data.grade), item.data.raised.date, item.id),
    )
    found = []
    for record in waiting:
        prefix = f"{_prefix(record.data.grade, numbering)}-{audit.id}-"
        number = _after(prefix, taken)
        taken.add(number)
        found.append((record, number))
    return found


def _prefix(grade: Grade, numbering: Numbering) -> str:
    if grade.is_nonconformity:
        return numbering.nonconformity
    return numbering.ofi if grade is Grade.ofi else numbering.strength


def _after(prefix: str, taken: Iterable[str]) -> str:
    """Return the number after the highest of a prefix."""
    tails = (number.removeprefix(prefix) for number in taken if number.startswith(prefix))
    return f"{prefix}{max((int(tail) for tail in tails if tail.isdecimal()), default=0) + 1:02}"


def new_seal(
    repository: Repository, audit: Audit, day: date, history: History | None = None
) -> dict[str, Any]:
    """Return the seal of a report that is issued in this repository, the digests of the report still unknown.

    With the history it says what the rules of the history find too.
    """
    files = evidence_files(repository, audit)
    return {
        "seal": VERSION,
        "auditctl": __version__,
        "format": FORMAT_VERSION,
        "audit": audit.id,
        "sealed": str(day),
        "check": _check(repository, audit, history),
        "report": {"language": repository.settings.language.value, "md": UNKNOWN, "html": UNKNOWN},
        "records": {name: item.sha256 for name, item in sealable(audit).items()},
        "files": {name: digest(repository, item.real) for name, item in files.items() if item.real},
        "amended": [_as_sealed(item) for item in amendments(audit)],
    }


def _check(repository: Repository, audit: Audit, history: History | None) -> dict[str, Any]:
    """Return what the check says of what is sealed at this moment, as if the report were about to go out."""
    draft = before_issue(repository, [audit.id])
    found = [*check(draft, replace(AT_ISSUE, timed=True, history=history)).diagnostics]
    found += check(repository, Options(select=("RPT004",))).diagnostics
    start = f"audits/{audit.id}/"
    later = f"{start}capas/"
    own = [
        item
        for item in found
        if (item.audit == audit.id or item.location.path.startswith(start))
        and not item.location.path.startswith(later)
    ]
    counts = {f"{level.name}s": sum(item.severity is level for item in own) for level in reversed(Severity)}
    return {**counts, "problems": [_problem(item) for item in sorted(own, key=_weight)]}


def _weight(item: Diagnostic) -> tuple[int, tuple[str, int, int, str, str]]:
    return -item.severity, item.order


def _problem(item: Diagnostic) -> dict[str, str]:
    return {
        "code": item.code,
        "severity": item.severity.name,
        "path": item.location.path,
        "message": str(item.message),
    }


def _as_sealed(item: Amendment, **more: Any) -> dict[str, Any]:
    said = {"by": item.by, "date": str(item.date), "why": item.why, "records": list(item.records)}
    return {**said, **more}


def sealed_anew(repository: Repository, audit: Audit) -> dict[str, Any]:
    """Return the seal with what open amendments explain taken up; what they do not name keeps its old digest."""
    record = seal_of(audit)
    held: dict[str, Any] = record.data.model_dump(mode="json", by_alias=True, exclude_none=True)
    found = differences_whole(repository, audit, partial(digest, repository))
    now = {name: item.sha256 for name, item in sealable(audit).items() if item.data is not None}
    for item in open_amendments(audit, record.data):
        names = [
            change
            for change in found
            if change.what is not What.unreadable and explained_by(audit, item, change)
        ]
        before: dict[str, str] = {}
        for change in names:
            digests = held["files" if change.is_file else "records"]
            if change.name in digests:
                before.setdefault(change.name, digests[change.name])
            _take_up(repository, audit, change, digests, now)
        held["amended"].append(_as_sealed(item, before=before))
    return held


def _take_up(
    repository: Repository, audit: Audit, change: Difference, digests: dict[str, str], now: Mapping[str, str]
) -> None:
    """Put what a record or file holds now into the seal."""
    if change.what is What.removed:
        digests.pop(change.name, None)
    elif change.is_file:
        held = evidence_files(repository, audit)[change.name]
        if held.real:
            digests[change.name] = digest(repository, held.real)
    else:
        digests[change.name] = now[change.name]


def with_report(seal: Mapping[str, Any], report: ReportDigests) -> dict[str, Any]:
    """Return a seal with the digests of the report as it is now: of the last amendment, else of the issue."""
    digests = report.model_dump(mode="json")
    if not seal["amended"] or seal["report"]["md"] == UNKNOWN:
        return {**seal, "report": digests}
    *earlier, last = seal["amended"]
    return {**seal, "amended": [*earlier, {**last, "report": digests}]}


def seal_text(seal: Mapping[str, Any]) -> str:
    """Return a seal as its file has it: one digest a line, in an order that tells nothing."""
    ordered = {
        key: dict(sorted(value.items())) if key in {"records", "files"} else value
        for key, value in seal.items()
    }
    return json.dumps(ordered, ensure_ascii=False, indent=2) + "\n"


def put_seal(change: Change, audit: Audit, text: str) -> None:
    """Let a change write the seal, be it new or anew."""
    if isinstance(audit.seal, Record):
        change.rewrite(audit.seal.document, Document(audit.seal.document.path, text))
    else:
        change.create(seal_path(audit), text)


def put_signature(change: Change, audit: Audit, text: str) -> None:
    path = signature_path(audit)
    held = signature_held(change.repository, audit)
    if held is None:
        change.create(path, text)
    else:
        change.rewrite(Document(path, held.decode("utf-8", "replace")), Document(path, text))
