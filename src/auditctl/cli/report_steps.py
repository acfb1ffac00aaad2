"""The steps of a report that goes out: issued, amended, sealed; each written as a whole or not at all."""

from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import typer

from auditctl.analysis.issue import before_issue
from auditctl.analysis.seal_differences import Difference, What, differences
from auditctl.analysis.seal_history import HeldSeal
from auditctl.analysis.seal_signature import signature_held, signature_path, signed_bytes
from auditctl.analysis.seals import as_sealed, open_amendments
from auditctl.check import AT_ISSUE, check, errors_of
from auditctl.cli.author import likely_auditor
from auditctl.cli.call import audit_of, named
from auditctl.cli.changing import BreaksRule, carry_out
from auditctl.cli.desk import Desk
from auditctl.cli.following import next_of_audit
from auditctl.cli.how import How
from auditctl.cli.past import history_for
from auditctl.cli.report_digests import report_digests
from auditctl.cli.sealed_before import IssuedBefore, SealedOtherwise, sealed_before
from auditctl.diagnostics import Diagnostic, Severity
from auditctl.errors import AuditctlError, UsageError
from auditctl.model.record import Record
from auditctl.model.seal import NAMESPACE
from auditctl.repository import Audit, Repository
from auditctl.repository.attachments import digest
from auditctl.repository.history import History
from auditctl.source.editor import Append, Set
from auditctl.source.ssh import signature
from auditctl.writing import milestones
from auditctl.writing import seal as seals
from auditctl.writing.capa import AlreadyRecorded
from auditctl.writing.change import Change


class NothingChanged(AuditctlError):
    def __init__(self, audit: str) -> None:
        super().__init__(
            f"nothing of {audit} changed since it was sealed, so there is nothing to amend",
            "change the records first, then say why",
        )


class NotChanged(UsageError):
    def __init__(self, record: str, changed: list[str]) -> None:
        super().__init__(
            f"{record!r} is not among what changed since the report was sealed",
            f"name one of: {', '.join(changed)}",
        )


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

    def require_sound(self) -> None:
        """Raise BreaksRule while an error stands on which the report would rest."""
        asked = before_issue(self.repository, [self.audit.id])
        found = check(asked, replace(AT_ISSUE, history=self.history)).diagnostics
        held = asked.audits[self.audit.id]
        left = [*errors_of(held, found), *(item for item in found if self._is_in_the_way(item))]
        if left:
            raise BreaksRule(tuple(left))

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
        text = put_with_report(change, self.audit, seal)
        if self.key and not self.desk.how.dry_run:
            seals.put_signature(
                change, self.audit, signature(signed_bytes(text), self.key.expanduser(), NAMESPACE)
            )
        carry_out(change, self.desk.how, next_of_audit(self.audit.id))

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


def _at_work(ctx: typer.Context, how: How, given: str, key: Path | None) -> Issuing:
    desk = Desk.of(ctx, how)
    audit = audit_of(desk.repository, given)
    if not audit.is_own:
        raise milestones.NotHeldHere(audit)
    return Issuing(desk, audit, key)


def report_issued(ctx: typer.Context, how: How, given: str, by: str, date: str, key: Path | None) -> None:
    """Issue a report under a seal, once nothing stands in its way."""
    issuing = _at_work(ctx, how, given, key)
    desk, audit = issuing.desk, issuing.audit
    _require_unissued(audit)
    _require_never_sealed(desk.repository, audit)
    milestones.require_going_on(audit)
    issuing.require_sound()
    assert audit.report is not None, "RPT001 asks for it"  # noqa: S101
    fields: dict[str, Any] = {}
    with desk.keeping(f"report issue {audit.id}", fields):
        fields["by"] = desk.actor(by, "--by", "Issued by", likely_auditor(desk.repository, audit))
        fields["date"] = desk.day(date)
        fields["version"] = 1
        change = Change(desk.repository)
        for finding, number in seals.numbers(audit, desk.repository.settings.policy.numbering):
            change.edit(finding, Set(("number",), number))
        change.edit(audit.report, Set(("issued",), fields))
        after = change.repository_after()
        issuing.end(
            change, seals.new_seal(after, after.audits[audit.id], desk.repository.today, issuing.history)
        )


def _require_unissued(audit: Audit) -> None:
    issued = audit.report.data.issued if audit.report else None
    if issued:
        hint = "" if audit.is_sealed else f"; seal it with `auditctl report seal {audit.id}`"
        raise AlreadyRecorded(f"the report of {audit.id} was issued by {issued.by} on {issued.date}{hint}")


def _require_never_sealed(repository: Repository, audit: Audit) -> None:
    """Raise IssuedBefore where only the word `issued` was taken out of what is sealed."""
    before = sealed_before(repository, audit) if audit.seal is None else None
    if audit.seal is not None or before:
        raise IssuedBefore(audit, before[0] if before else None)


def report_sealed(ctx: typer.Context, how: How, given: str, key: Path | None) -> None:
    """Seal what was issued or amended by hand; with a key, sign a seal that stands."""
    issuing = _at_work(ctx, how, given, key)
    desk, audit = issuing.desk, issuing.audit
    if not audit.is_issued:
        raise milestones.NotYet(
            audit, "has no issued report yet", f"issue it: `auditctl report issue {audit.id}`"
        )
    change = Change(desk.repository)
    if audit.seal is None and (before := sealed_before(desk.repository, audit)):
        _brought_back(issuing, *before)
        return
    if audit.seal is None:
        issuing.require_sound()
        issuing.end(change, seals.new_seal(desk.repository, audit, desk.repository.today, issuing.history))
        return
    record = seals.seal_of(audit)
    _require_explained(issuing)
    if open_amendments(audit, record.data):
        issuing.require_key()
        issuing.end(change, seals.sealed_anew(desk.repository, audit))
    elif key is None:
        raise AlreadyRecorded(f"{audit.id} was sealed on {record.data.sealed}, and nothing changed since")
    else:
        text = signature(signed_bytes(record.document.text), key.expanduser(), NAMESPACE)
        seals.put_signature(change, audit, text)
        carry_out(change, desk.how, next_of_audit(audit.id))


def _brought_back(issuing: Issuing, held: HeldSeal, text: str) -> None:
    """Put back a seal that only the history has, and seal anew what amendments explain since.

    Raises SealedOtherwise for what none explains.
    """
    audit = issuing.audit
    change = Change(issuing.repository)
    change.create(seals.seal_path(audit), text)
    after = change.repository_after()
    back = after.audits[audit.id]
    seal = seals.seal_of(back)
    if left := differences(after, back, partial(digest, after)):
        raise SealedOtherwise(audit, held, [item.name for item in left])
    if open_amendments(back, seal.data):
        issuing.require_key()
        issuing.end(change, seals.sealed_anew(after, back))
        return
    if issuing.key and not issuing.desk.how.dry_run:
        signed = signature(signed_bytes(text), issuing.key.expanduser(), NAMESPACE)
        seals.put_signature(change, audit, signed)
    carry_out(change, issuing.desk.how, next_of_audit(audit.id))


def _require_explained(issuing: Issuing) -> None:
    """Raise BreaksRule for what changed without an amendment."""
    found = check(issuing.repository, AT_ISSUE).diagnostics
    own = (item for item in found if item.code == "RPT005" and item.audit == issuing.audit.id)
    left = [item for item in own if item.location.path != signature_path(issuing.audit)]
    if left:
        raise BreaksRule(tuple(left))


def report_amended(
    ctx: typer.Context,
    how: How,
    given: str,
    why: str,
    records: tuple[str, ...],
    by: str,
    date: str,
    key: Path | None,
) -> None:
    """Record why sealed records changed, and seal them anew."""
    issuing = _at_work(ctx, how, given, key)
    desk, audit = issuing.desk, issuing.audit
    seals.seal_of(audit)
    issuing.require_key()
    found = differences(desk.repository, audit, partial(digest, desk.repository))
    fields: dict[str, Any] = {}
    with desk.keeping(f"report amend {audit.id}", fields):
        names = _amended(audit, found, records)
        fields["by"] = desk.actor(by, "--by", "Amended by", likely_auditor(desk.repository, audit))
        fields["date"] = desk.day(date)
        fields["why"] = desk.text(why, "--why", "Why")
        fields["records"] = names
        assert audit.report is not None, "a sealed report is one"  # noqa: S101
        change = Change(desk.repository)
        change.edit(audit.report, Append(("amendments",), fields))
        after = change.repository_after()
        issuing.end(change, seals.sealed_anew(after, after.audits[audit.id]))


def _amended(audit: Audit, found: list[Difference], asked: tuple[str, ...]) -> list[str]:
    """Return what an amendment names: what is asked for, else all that changed."""
    changed = list(
        dict.fromkeys(item.name for item in found if item.what not in {What.unamended, What.unreadable})
    )
    if not changed:
        raise NothingChanged(audit.id)
    if not asked:
        return changed
    return list(dict.fromkeys(_changed(audit, name, changed) for name in asked))


def _changed(audit: Audit, given: str, changed: list[str]) -> str:
    name = as_sealed(audit.id, given)
    if name not in changed and not any(name in item for item in changed):
        raise NotChanged(given, changed)
    return named("changed record", name, changed)
