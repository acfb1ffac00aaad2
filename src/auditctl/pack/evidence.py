"""Which files of evidence go into a pack, and why the others stay out."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from auditctl.model.evidence import Classification, Evidence
from auditctl.model.record import Record
from auditctl.repository import Audit, Repository
from auditctl.repository.attachments import attached, attachment
from auditctl.repository.stored import is_pointer

ABSENT = "the file does not exist"
POINTER = "only a pointer of Git LFS lies here"
REDACTED = "the pack is redacted"
UNNAMED = "no record of evidence names it"


@dataclass(frozen=True, slots=True)
class Limits:
    """What may go along: up to which classification, and no file at all where a pack is redacted."""

    classification: Classification
    is_redacted: bool = False
    called: Callable[[str], str] = str
    """Gives what a file is called in the pack."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file of evidence by its name below evidence/; `why` says why it stays out, `real` where it lies."""

    audit: str
    name: str
    record: Record[Evidence] | None
    why: str = ""
    real: Path | None = None

    def as_told(self) -> dict[str, str | None]:
        """Return what a manifest says of a file that stays out."""
        return {
            "audit": self.audit,
            "file": f"evidence/{self.name}",
            "evidence": self.record.id if self.record else None,
            "classification": self.record.data.classification.value if self.record else None,
            "why": self.why,
        }


def rank(classification: Classification) -> int:
    """Return how far up a classification is."""
    return list(Classification).index(classification)


def in_order(audit: Audit) -> list[Record[Evidence]]:
    """Return the records of evidence by their ids."""
    return sorted(audit.evidence.values(), key=lambda item: item.id)


def files(repository: Repository, audit: Audit, limits: Limits) -> list[Attached]:
    """Return every file of evidence by its name: what records name, what lies there, and what was sealed."""
    named = {item.name: item for item in _named(repository, audit, limits)}
    return [named[name] for name in sorted(named)] + [
        Attached(audit.id, name, None, REDACTED if limits.is_redacted else UNNAMED)
        for name in sorted({*map(limits.called, _further(repository, audit))} - named.keys())
    ]


def _named(repository: Repository, audit: Audit, limits: Limits) -> Iterator[Attached]:
    """Yield each file that records name; one record that keeps it out is enough, and comes last."""
    kept_out = []
    for item in in_order(audit):
        for held in item.data.named_files():
            file = _decided(repository, item, held.name, limits)
            if file.why:
                kept_out.append(file)
            else:
                yield file
    yield from reversed(kept_out)


def _decided(repository: Repository, item: Record[Evidence], name: str, limits: Limits) -> Attached:
    data = item.data
    if data.disposed:
        return Attached(item.audit, name, item, f"disposed of on {data.disposed.date}")
    if rank(data.classification) > rank(limits.classification):
        return Attached(item.audit, name, item, f"classified {data.classification.value}")
    if limits.is_redacted:
        return Attached(item.audit, name, item, REDACTED)
    held = attachment(repository, item.audit, name)
    if held.real is None:
        return Attached(item.audit, name, item, ABSENT if held.is_absent else f"the file {held.problem}")
    return Attached(item.audit, name, item, POINTER if is_pointer(held.real) else "", held.real)


def _further(repository: Repository, audit: Audit) -> set[str]:
    """Return the files that lie there or are sealed."""
    sealed: Mapping[str, str] = audit.seal.data.files if isinstance(audit.seal, Record) else {}
    return {*attached(repository, audit.id), *(name.removeprefix("evidence/") for name in sealed)}
