"""What stands in a pack, file by file."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from auditctl import __version__
from auditctl.analysis.conformity import conformity
from auditctl.diagnostics import Outcome
from auditctl.model.capa import Capa
from auditctl.model.evidence import Classification, Evidence
from auditctl.model.record import Record
from auditctl.model.seal import SEAL, SIGNATURE
from auditctl.outputs import conformity as conformity_json
from auditctl.outputs import json as check_json
from auditctl.pack.archive import Item
from auditctl.pack.evidence import Attached, Limits, files, in_order
from auditctl.pack.redaction import Redacted
from auditctl.pack.told import MANIFEST, README, VERIFIER
from auditctl.reports.audit_plan import audit_plan
from auditctl.reports.capa_register import capa_register
from auditctl.reports.conformity import conformity_report
from auditctl.reports.context import audit_report
from auditctl.reports.kinds import written
from auditctl.reports.language import Language
from auditctl.reports.programme import programme_report
from auditctl.repository import Audit, Cycle, Repository
from auditctl.rules.registry import registry
from auditctl.source.files import read_bytes

VERIFIER_SOURCE = Path(__file__).with_name("verifier.py")
HEADS = (
    "evidence", "kind", "title", "source", "collected by", "collected on", "session", "classification",
    "personal data", "viewed", "file", "sha256", "in this pack", "list of the sample", "sha256 of the list",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for a formula at the head of a cell."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a pack is to hold: which audits, up to which classification, in which formats besides HTML."""

    audits: tuple[str, ...]
    limit: Classification
    formats: tuple[str, ...] = ()
    language: Language | None = None


@dataclass(frozen=True)
class Contents:
    """What goes into a pack: everything is made of the repository, which may be a redacted one."""

    repository: Repository
    outcome: Outcome
    asked: Asked
    redacted: Redacted | None = None
    differing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What differs from the seal of an audit, in words that may stand in the pack."""

    def items(self) -> Iterator[Item]:
        """Yield every file but the manifest; the conformity table, the programme, then each audit."""
        yield Item(README, _readme(self.repository, is_redacted=self.redacted is not None).encode())
        yield Item(VERIFIER, VERIFIER_SOURCE.read_bytes().replace(b"\r\n", b"\n"))
        yield Item("check.json", check_json.text(self.outcome).encode())
        yield from self._conformity()
        for cycle in self._cycles():
            yield from self._laid_out(
                f"{cycle.programme.id}-programme", "programme", programme_report(self.repository, cycle)
            )
        for audit in self.audits:
            yield from self._of_audit(audit)
        yield from self._capas()

    @property
    def audits(self) -> list[Audit]:
        return [self.repository.audits[name] for name in self.asked.audits]

    def withheld(self) -> list[Attached]:
        """Return the files of evidence that stay out."""
        return [item for audit in self.audits for item in self._attached(audit) if item.why]

    def _attached(self, audit: Audit) -> list[Attached]:
        called = self.redacted.names.replaced if self.redacted else str
        return files(self.repository, audit, Limits(self.asked.limit, self.redacted is not None, called))

    def _cycles(self) -> list[Cycle]:
        cycles = {audit.cycle.programme.id: audit.cycle for audit in self.audits if audit.cycle}
        return [cycles[name] for name in sorted(cycles)]

    def _laid_out(self, name: str, kind: str, view: object) -> Iterator[Item]:
        for format_ in ("html", *self.asked.formats):
            data = written(self.repository, kind, view, format_, self.asked.language)
            yield Item(f"{name}.{format_}", data)

    def _conformity(self) -> Iterator[Item]:
        view = conformity(self.repository, self.outcome.diagnostics, registry())
        yield from self._laid_out("conformity", "conformity", conformity_report(self.repository, view))
        yield Item("conformity.json", _json({"schema_version": 1, **conformity_json.document(view)}))

    def _of_audit(self, audit: Audit) -> Iterator[Item]:
        folder = audit.id
        if audit.is_own:
            yield from self._laid_out(f"{folder}/plan", "plan", audit_plan(self.repository, audit))
            report = audit_report(self.repository, audit, self.outcome)
            yield from self._laid_out(f"{folder}/report", "audit", report)
        yield from self._laid_out(f"{folder}/capa", "capa", capa_register(self.repository, audit))
        yield Item(f"{folder}/evidence.csv", self._index(audit).encode())
        yield from self._files(audit)
        if not self.redacted:
            yield from self._seal(audit)

    def _index(self, audit: Audit) -> str:
        """Return the index of evidence as CSV."""
        text = io.StringIO()
        table = csv.writer(text, lineterminator="\n")
        table.writerow(HEADS)
        held = {item.name: item for item in self._attached(audit)}
        for record in in_order(audit):
            own = [held[named.name] for named in record.data.named_files()]
            table.writerow([_cell(value) for value in _row(record, own)])
        return text.getvalue()

    def _files(self, audit: Audit) -> Iterator[Item]:
        """Yield the files of evidence that may go along, each once."""
        for item in self._attached(audit):
            if item.real and not item.why:
                yield Item(f"{audit.id}/evidence/{item.name}", item.real)

    def _capas(self) -> Iterator[Item]:
        """Yield the records of the corrective actions that answer the findings of these audits, and of those that follow them."""
        found: dict[str, Record[Capa]] = {}
        waiting = [capa for audit in self.audits for capa in self._answers(audit)]
        while waiting:
            capa = waiting.pop()
            if capa.name not in found:
                found[capa.name] = capa
                waiting += self.repository.followers.get(capa.name, [])
        for capa in found.values():
            folder = f"{capa.audit}/capas" if capa.audit else "capas"
            yield Item(f"{folder}/{capa.document.path.rpartition('/')[2]}", _text(capa.document.text))

    def _answers(self, audit: Audit) -> list[Record[Capa]]:
        answers = (self.repository.capas_of.get(item.name, []) for item in audit.findings.values())
        return [*audit.capas.values(), *(capa for held in answers for capa in held)]

    def _seal(self, audit: Audit) -> Iterator[Item]:
        for name in (SEAL, SIGNATURE):
            try:
                data = read_bytes(self.repository.root, f"audits/{audit.id}/{name}")
            except FileNotFoundError:
                continue
            yield Item(f"{audit.id}/{name}", data.replace(b"\r\n", b"\n"))


def _row(record: Record[Evidence], files: Sequence[Attached]) -> Sequence[object]:
    """Return the row of a record of evidence in the index."""
    data = record.data
    collected = data.collected
    why = next((item.why for item in files if item.why), "yes")
    listed = (data.sample.list, data.sample.list_sha256) if data.sample else (None, None)
    return (
        record.id, data.kind.value, data.title, data.source,
        collected.by if collected else None, collected.date if collected else None,
        data.session, data.classification.value, "yes" if data.personal_data else "no", data.viewed,
        data.file, data.sha256, why if files else "no file", *listed,
    )  # fmt: skip


def _cell(value: object) -> str:
    """Return a value as a spreadsheet shows it and never runs it."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def _text(text: str) -> bytes:
    return text.replace("\r\n", "\n").encode()


def _json(data: dict[str, Any]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def _readme(repository: Repository, *, is_redacted: bool) -> str:
    lines = [
        f"Audit pack of {repository.settings.name}, as of {repository.today}, made by auditctl {__version__}.",
        "",
        "conformity.html        the internal audit process, element by element",
        "check.json             what a check of the whole repository says",
        "*-programme.html       the audit programme",
        "AUDIT/plan.html        the audit plan",
        "AUDIT/report.html      the internal audit report",
        "AUDIT/capa.html        the register of corrective actions; AUDIT/capas/ has their records",
        "AUDIT/evidence.csv     the index of evidence; AUDIT/evidence/ has the files that may go along",
    ]
    if is_redacted:
        lines += [
            "",
            "People on record, the firms of auditors and classified evidence stand under pseudonyms: Person 1a2b is the",
            "same one everywhere, and so is Firm 3c4d.",
            "Files of evidence and seals stay out, for names in them cannot be replaced; digests of evidence are salted.",
        ]
    else:
        lines += [
            "AUDIT/SEAL.json        the sha256 of each record and file of evidence when the report was issued",
            "",
            "A seal shows that files of evidence in this pack are those of the issue. Of files that stay out and of the",
            f"records, which are not in it, it shows the sha256 alone; what differed when it was packed stands in {MANIFEST}.",
            "Who has the repository sees more: `auditctl verify AUDIT` holds every record against the seal.",
        ]
    lines += [
        "",
        f"{MANIFEST}          every file with its sha256, and the files of evidence that stay out, with the reason",
        f"python {VERIFIER}       checks every file against {MANIFEST}; it needs Python alone.",
    ]
    return "\n".join(lines) + "\n"
