"""A record judged before it is written: the repository as it would be, and what the check says of it."""

from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from auditctl.check import EVERYTHING, Options, check
from auditctl.diagnostics import Diagnostic, Severity
from auditctl.model.evidence import Evidence
from auditctl.model.finding import Finding
from auditctl.model.record import Record
from auditctl.model.types import Kind
from auditctl.repository import Audit, Repository
from auditctl.repository.references import reference_hits
from auditctl.repository.shelf import Shelf
from auditctl.source.reader import contents

M = TypeVar("M", Finding, Evidence)
READING = ("SYN", "SCH", "REF")


@dataclass(frozen=True)
class Preview(Generic[M]):
    """A new record of an audit that is not written yet."""

    repository: Repository
    audit: Audit
    model: type[M]
    name: str
    path: str
    data: bytes

    def faults(self) -> list[Diagnostic]:
        """Return the errors of reading that it would bring: format, values, references."""
        found = self._judged(Options(select=READING))
        return [item for item in found if item.severity is Severity.error]

    def hints(self) -> list[Diagnostic]:
        """Return everything that the check says of it."""
        return self._judged(EVERYTHING)

    def _judged(self, options: Options) -> list[Diagnostic]:
        found = check(self._repository(), replace(options, paths=(self.path,)))
        return list(found.diagnostics)

    def _repository(self) -> Repository:
        """Return the repository as it would be, its problems those of the new record."""
        kind = Kind.finding if self.model is Finding else Kind.evidence
        key = (kind, self.audit.id)
        shelf: Shelf = Shelf(names={**self.repository.names, key: dict(self.repository.names.get(key, {}))})
        document, data, problems = contents(self.path, self.data)
        shelf.problems(document, problems)
        record = shelf.file(kind, self.model, self.name, data, document, self.audit.id)
        if record is not None:
            shelf.claim(kind, self.audit.id, self.name, record.key())
            _raised_by(shelf, self.audit, record)
        audits = self.repository.audits | {self.audit.id: _with(self.audit, record) if record else self.audit}
        commented = (
            (*self.repository.commented, document)
            if "auditctl:" in document.text
            else self.repository.commented
        )
        grown: Repository = replace(
            self.repository, audits=audits, names=shelf.names, problems=(), commented=commented, memo={}
        )
        return replace(grown, problems=(*shelf.hits, *reference_hits(grown)), memo={})


def _with(audit: Audit, record: Record[Finding] | Record[Evidence]) -> Audit:
    if isinstance(record.data, Finding):
        return replace(audit, findings={**audit.findings, record.id: record})
    return replace(audit, evidence={**audit.evidence, record.id: record})


def _raised_by(shelf: Shelf, audit: Audit, record: Record[Finding] | Record[Evidence]) -> None:
    """Report what an own audit needs and an external one does not, as the loader does."""
    if audit.is_own and isinstance(record.data, Finding) and record.data.raised.by is None:
        shelf.report(
            "SCH002", record.at("raised"), "`by` is missing", "name the auditor: `raised: {by: …, date: …}`"
        )
