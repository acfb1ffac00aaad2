"""A file judged as it would stand in the repository, before it is written."""

from dataclasses import dataclass, replace
from functools import cached_property

from auditctl.analysis.vicinity import vicinity
from auditctl.check import EVERYTHING, Options, check
from auditctl.diagnostics import Diagnostic, Severity
from auditctl.repository import Repository, load

READING = ("SYN", "SCH", "REF")


@dataclass(frozen=True)
class Preview:
    """A record that is not written yet, at the path that it would get."""

    repository: Repository
    path: str
    data: bytes

    def faults(self) -> list[Diagnostic]:
        """Return the errors of reading that it would bring: format, values, references."""
        found = self._judged(Options(select=READING))
        return [item for item in found if item.severity is Severity.error]

    def broken(self) -> list[Diagnostic]:
        """Return the errors of other rules that it would bring; delays come by themselves."""
        return [
            item
            for item in self.hints
            if item.severity is Severity.error and not item.timed and not item.code.startswith(READING)
        ]

    @cached_property
    def hints(self) -> list[Diagnostic]:
        """Return everything that the check says of it."""
        return self._judged(EVERYTHING)

    def _judged(self, options: Options) -> list[Diagnostic]:
        return list(check(self._after, replace(options, paths=(self.path,))).diagnostics)

    @cached_property
    def _after(self) -> Repository:
        only = vicinity(self.repository, [self.path])
        after = load(self.repository.root, self.repository.today, {self.path: self.data}, only)
        return replace(after, hashes=self.repository.hashes)
