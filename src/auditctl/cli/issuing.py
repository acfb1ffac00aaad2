"""A report on its way out: what stands in the way of it, and the seal that it goes out under, signed where it is asked for."""

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from auditctl.analysis.issue import before_issue
from auditctl.analysis.seal_signature import signature_held
from auditctl.check import AT_ISSUE, check, errors_of
from auditctl.cli.asking import say
from auditctl.cli.changing import carry_out, refuse
from auditctl.cli.desk import Desk
from auditctl.cli.following import next_of_sealed
from auditctl.cli.past import history_for
from auditctl.cli.report_digests import report_digests
from auditctl.cli.signing import signed, worth
from auditctl.diagnostics import Diagnostic, Severity
from auditctl.errors import UsageError
from auditctl.model.record import Record
from auditctl.repository import Audit, Repository
from auditctl.repository.history import History
from auditctl.writing import seal as seals
from auditctl.writing.change import Change


class SignedBefore(UsageError):
    def __init__(self, audit: str) -> None:
        super().__init__(
            f"the seal of {audit} is signed, and its signature would not fit the new one",
            "sign that too: --sign KEY; nothing was written",
        )


@dataclass(frozen=True)
class Issuing:
    """A report on its way out, or one that is out."""

    desk: Desk
    audit: Audit
    key: Path | None

    @property
    def repository(self) -> Repository:
        return self.desk.repository

    @cached_property
    def history(self) -> History | None:
        """What git knows of the repository, asked once; that it cannot tell is said."""
        return history_for(self.repository)

    def require_sound(self, seen_with: str = "") -> None:
        """Show and refuse every error on which the report would rest; `seen_with` shows the same beforehand."""
        asked = before_issue(self.repository, [self.audit.id])
        found = check(asked, replace(AT_ISSUE, history=self.history)).diagnostics
        held = asked.audits[self.audit.id]
        left = [*errors_of(held, found), *(item for item in found if self._is_in_the_way(item))]
        if left:
            refuse(tuple(left), seen_with)

    def _is_in_the_way(self, item: Diagnostic) -> bool:
        """Whether an error is of the report itself or of its history, or keeps a file from being read on which it rests."""
        if item.severity is not Severity.error:
            return False
        is_ours = item.audit == self.audit.id or item.location.path.startswith(f"audits/{self.audit.id}/")
        if item.code.startswith(("SYN", "SCH", "REF")):
            return is_ours or (
                not item.location.path.startswith("audits/") and not item.code.startswith("REF")
            )
        return is_ours and item.code.startswith(("RPT", "HIS")) and item.code != "RPT002"

    def end(self, change: Change, seal: dict[str, Any]) -> None:
        """Put the seal, and where it is asked for its signature, into a change, and carry it out."""
        self.carry_out(change, put_with_report(change, self.audit, seal))

    def carry_out(self, change: Change, text: str) -> None:
        """Carry out a change that leaves the seal with this text, signed where it is asked for; say what the signature is worth.

        A dry run signs nothing.
        """
        made = "" if self.key is None or self.desk.how.dry_run else signed(text, self.key)
        if made:
            seals.put_signature(change, self.audit, made)
        told = worth(self.repository, self.audit, text, made)
        carry_out(change, self.desk.how, next_of_sealed(self.audit.id))
        if self.desk.how.dry_run:
            told = f"the seal would be signed with {self.key}" if self.key else ""
        if told:
            say(told)

    def require_key(self) -> None:
        """Raise SignedBefore where a seal that is signed would be made anew without a signature."""
        if self.key is None and signature_held(self.repository, self.audit) is not None:
            raise SignedBefore(self.audit.id)


def put_with_report(change: Change, audit: Audit, seal: dict[str, Any]) -> str:
    """Put a seal into a change with the digests of the report as it then is, and return its text."""
    seals.put_seal(change, audit, seals.seal_text(seal))
    repository = change.repository_after()
    digests = report_digests(repository, repository.audits[audit.id])
    text = seals.seal_text(seals.with_report(seal, digests))
    seals.put_seal(change, audit, text)
    return text


def sealed_along(change: Change, audit: str) -> None:
    """Seal anew what a change amends; a signed seal waits for `report seal --sign`, which the check says."""
    after = change.repository_after()
    held = after.audits[audit]
    if isinstance(held.seal, Record) and signature_held(after, held) is None:
        put_with_report(change, held, seals.sealed_anew(after, held))
