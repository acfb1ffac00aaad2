"""Every file of evidence hashed again and held against its record."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from auditctl.cli.evidence.progress import progress
from auditctl.errors import UsageError
from auditctl.model.evidence import Evidence, Named
from auditctl.model.record import Record
from auditctl.model.types import Kind
from auditctl.outputs.evidence_verify import Fault, Problem, Verified
from auditctl.repository import Audit, Repository
from auditctl.repository.attachments import Attachment, attachment
from auditctl.source.copying import Advance
from auditctl.source.files import reason
from auditctl.source.hashes import HashNote

_SUBSET = re.compile(r"([0-9]{1,6})/([0-9]{1,6})\Z", re.ASCII)
SHOWN = 12
"""Characters of a sha256 that tell two apart."""


@dataclass(frozen=True, slots=True)
class Subset:
    """The n-th of t parts of all records; the parts are disjoint, and everything together."""

    number: int = 1
    parts: int = 1

    def __str__(self) -> str:
        return f"{self.number}/{self.parts}"

    def holds(self, name: str) -> bool:
        """Whether a record is in this part, which its name alone decides."""
        return int(sha256(name.encode()).hexdigest(), 16) % self.parts == self.number - 1


WHOLE = Subset()


def subset_named(written: str) -> Subset:
    """Return the part that is meant; UsageError for what is none."""
    found = _SUBSET.match(written)
    if not found or not 1 <= int(found[1]) <= int(found[2]):
        raise UsageError(
            f"--subset {written!r} is no part of a whole", "write n/t with n from 1 to t, such as 2/5"
        )
    return Subset(int(found[1]), int(found[2]))


def verified(repository: Repository, audits: Iterable[Audit], part: Subset) -> Verified:
    """Return what was hashed and what is wrong with it, of audits of every kind and state."""
    searched = tuple(audits)
    held = [
        Held(record, named, attachment(repository, record.audit, named.name))
        for audit in searched
        for record in sorted(audit.evidence.values(), key=lambda item: item.id)
        if part.holds(record.name)
        for named in record.data.named_files()
    ]
    sizes = [item.real.stat().st_size for item in held if item.real]
    with progress("hashing", sum(sizes), least=1) as advance:
        faults = [fault for item in held for fault in item.faults(repository.hashes, advance)]
    return Verified(
        faults=tuple(faults),
        files=len(sizes),
        size=sum(sizes),
        disposed=sum(item.is_disposed for item in held),
        unread=tuple(name for name in _unread(searched) if part.holds(name)),
        subset="" if part == WHOLE else str(part),
    )


def _unread(audits: Iterable[Audit]) -> list[str]:
    """Return the records of evidence that could not be read; nobody knows what their files should be."""
    parts = ((audit.id, part.partition(":")) for audit in audits for part in audit.unread)
    return sorted(f"{audit}/{name}" for audit, (kind, _, name) in parts if kind == Kind.evidence)


@dataclass(frozen=True, slots=True)
class Held:
    """A file that a record of evidence names, as it was found."""

    record: Record[Evidence]
    named: Named
    found: Attachment

    @property
    def real(self) -> Path | None:
        return self.found.real

    @property
    def is_disposed(self) -> bool:
        """Whether it is gone, as its record says."""
        return self.found.is_absent and self.record.data.disposed is not None

    def faults(self, hashes: HashNote, advance: Advance | None) -> Iterator[Fault]:
        """Yield what is wrong with it; hashes it, whatever is known of it."""
        if self.real is None:
            if not self.is_disposed:
                yield self._fault(self._problem(), self.found.problem)
            return
        try:
            digest = hashes.hashed(self.real, advance)
        except OSError as error:
            yield self._fault(Problem.unreadable, f"cannot be read: {reason(error)}")
            return
        if disposed := self.record.data.disposed:
            words = f"is still there, though it was disposed of on {disposed.date}"
            yield self._fault(Problem.kept, words, digest)
        recorded = self.named.sha256
        if recorded is None:
            yield self._fault(Problem.unhashed, f"has no sha256 in its record; now it is {digest}", digest)
        elif digest != recorded:
            words = f"changed: its sha256 begins with {digest[:SHOWN]}, recorded is {recorded[:SHOWN]}"
            yield self._fault(Problem.changed, words, digest)

    def _problem(self) -> Problem:
        if self.found.is_outside:
            return Problem.outside
        return Problem.missing if self.found.is_absent else Problem.unreadable

    def _fault(self, problem: Problem, words: str, sha256: str | None = None) -> Fault:
        record = self.record
        return Fault(
            record.name, record.document.path, self.named.name, problem, words, self.named.sha256, sha256
        )
