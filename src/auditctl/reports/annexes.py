"""The annexes: evidence, samples, people met, the result of the checks, and the digest of the records."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from auditctl.analysis.assignment import planned_day
from auditctl.diagnostics import Diagnostic, Outcome, Severity
from auditctl.model.evidence import Evidence
from auditctl.model.record import Record
from auditctl.reports.people import People, Who
from auditctl.repository import Audit
from auditctl.source.reader import Document


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """A row of the evidence register; `place` is the file, or what was only looked at."""

    id: str
    kind: str
    title: str
    source: str
    collected_by: str
    collected_on: date | None
    purpose: str
    session: str
    period_from: date | None
    period_to: date | None
    file: str
    sha256: str
    viewed: str
    classification: str
    personal_data: bool
    retention_until: date | None
    disposed_on: date | None


@dataclass(frozen=True, slots=True)
class SampleView:
    """What was drawn: `taken` of `size`, None where that is not recorded."""

    evidence: str
    population: str
    size: int | None
    taken: int | None
    method: str
    drawn_by: str
    seed: str


@dataclass(frozen=True, slots=True)
class Met:
    """People of one title and department, and the sessions and meetings in which they were met."""

    title: str
    department: str
    where: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A diagnostic of this audit; `reason` says by what it is accepted, or why it is silenced."""

    code: str
    severity: str
    message: str
    path: str
    line: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Checks:
    """What the checks say of this audit. Accepted and silenced ones are counted apart."""

    errors: int
    warnings: int
    notes: int
    lines: tuple[CheckLine, ...]
    accepted: tuple[CheckLine, ...]
    silenced: tuple[CheckLine, ...]


@dataclass(frozen=True, slots=True)
class DigestLine:
    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Digest:
    """The sha256 of each record's text with line feeds, and of their list."""

    sha256: str
    files: tuple[DigestLine, ...]


@dataclass(frozen=True, slots=True)
class Annexes:
    evidence: tuple[EvidenceView, ...]
    samples: tuple[SampleView, ...]
    met: tuple[Met, ...]
    others_met: tuple[str, ...]
    """Sessions in which people were met who have no record; what is written of them may name them and stays there."""
    checks: Checks
    digest: Digest


def annexes(people: People, audit: Audit, outcome: Outcome) -> Annexes:
    evidence = sorted(audit.evidence.values(), key=lambda record: record.id)
    sessions = sorted(audit.sessions.values(), key=lambda record: (record.data.date or date.max, record.id))
    return Annexes(
        evidence=tuple(_evidence(people, record) for record in evidence),
        samples=tuple(_samples(people, evidence)),
        met=_met(people, audit),
        others_met=tuple(record.id for record in sessions if record.data.others),
        checks=checks(audit, outcome),
        digest=digest(audit),
    )


def _evidence(people: People, record: Record[Evidence]) -> EvidenceView:
    data = record.data
    collected = data.collected
    return EvidenceView(
        record.id,
        data.kind.value,
        data.title,
        data.source or "",
        people.name(collected.by) if collected else "",
        collected.date if collected else None,
        data.purpose.value,
        data.session or "",
        data.period.from_ if data.period else None,
        data.period.to if data.period else None,
        data.file or "",
        data.sha256 or "",
        data.viewed or "",
        data.classification.value,
        data.personal_data,
        data.retention_until,
        data.disposed.date if data.disposed else None,
    )


def _samples(people: People, evidence: Iterable[Record[Evidence]]) -> Iterator[SampleView]:
    for record in evidence:
        if sample := record.data.sample:
            method = sample.method.value if sample.method else ""
            drawn_by = people.name(sample.drawn_by)
            yield SampleView(
                record.id,
                sample.population or "",
                sample.size,
                sample.taken,
                method,
                drawn_by,
                sample.seed or "",
            )


def _met(people: People, audit: Audit) -> tuple[Met, ...]:
    """Return who was met, by title and department, without names; members of the team are left out."""
    where: dict[Who, list[str]] = {}
    for person, day, place in _encounters(audit, planned_day(people.repository, audit)):
        if person not in audit.members:
            who = people.who(person, day)
            where.setdefault(Who("", who.title, who.department or who.employer), []).append(place)
    rows = [Met(who.title, who.department, tuple(dict.fromkeys(places))) for who, places in where.items()]
    return tuple(sorted(rows, key=lambda row: (row.department, row.title)))


def _encounters(audit: Audit, first: date) -> Iterator[tuple[str, date, str]]:
    """Yield person, day and the meeting or session in which they were met."""
    for place, meeting in (("opening", audit.data.opening), ("closing", audit.data.closing)):
        for person in meeting.participants if meeting else ():
            yield person, meeting.date if meeting else first, place
    for session in audit.sessions.values():
        for person in (*session.data.auditees, *session.data.guides):
            yield person, session.data.date or first, session.id


def checks(audit: Audit, outcome: Outcome) -> Checks:
    """Return what a check of the repository says of one audit."""
    held = [item for item in outcome.diagnostics if _concerns(item, audit)]
    standing = [item for item in held if not item.accepted_by]
    return Checks(
        errors=sum(item.severity is Severity.error for item in standing),
        warnings=sum(item.severity is Severity.warning for item in standing),
        notes=sum(item.severity is Severity.note for item in standing),
        lines=tuple(_line(item) for item in sorted(standing, key=lambda item: (-item.severity, item.order))),
        accepted=tuple(_line(item, item.accepted_by) for item in held if item.accepted_by),
        silenced=tuple(
            _line(item.diagnostic, item.reason)
            for item in outcome.silenced
            if _concerns(item.diagnostic, audit)
        ),
    )


def _concerns(item: Diagnostic, audit: Audit) -> bool:
    return item.audit == audit.id or item.location.path.startswith(f"audits/{audit.id}/")


def _line(item: Diagnostic, reason: str = "") -> CheckLine:
    return CheckLine(
        item.code, item.severity.name, item.message, item.location.path, item.location.line, reason
    )


def digest(audit: Audit) -> Digest:
    """Return the digest of an audit's records; line ends do not count.

    The list is that of `sha256sum` with the paths in order; its own sha256 is the digest.
    """
    texts = {document.path: document.text for document in _documents(audit)}
    files = tuple(DigestLine(path, _sha256(texts[path].replace("\r\n", "\n"))) for path in sorted(texts))
    return Digest(_sha256("".join(f"{item.sha256}  {item.path}\n" for item in files)), files)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _documents(audit: Audit) -> Iterator[Document]:
    yield audit.file.document
    for part in (audit.scope, audit.criteria, audit.team, audit.schedule, audit.report):
        if part:
            yield part.document
    for records in (audit.workpapers, audit.evidence, audit.findings, audit.capas):
        yield from (record.document for record in records.values())
