"""The steps of a report that goes out: issued, amended, sealed; each written as a whole or not at all."""

from functools import partial
from pathlib import Path
from typing import Any

import typer

from auditctl.analysis.seal_differences import Difference, What, differences
from auditctl.analysis.seal_history import HeldSeal
from auditctl.analysis.seal_signature import signature_path
from auditctl.analysis.seals import as_sealed, open_amendments
from auditctl.check import AT_ISSUE, check
from auditctl.cli.author import likely_auditor
from auditctl.cli.call import audit_of, named
from auditctl.cli.changing import refuse
from auditctl.cli.desk import Desk
from auditctl.cli.how import How
from auditctl.cli.issuing import Issuing
from auditctl.cli.sealed_before import IssuedBefore, SealedOtherwise, sealed_before
from auditctl.errors import AuditctlError, UsageError
from auditctl.repository import Audit, Repository
from auditctl.repository.attachments import digest
from auditctl.source.editor import Append, Set
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
    issuing.require_sound("auditctl check --gate issue")
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
        issuing.carry_out(change, record.document.text)


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
    issuing.carry_out(change, text)


def _require_explained(issuing: Issuing) -> None:
    """Show and refuse what changed without an amendment."""
    found = check(issuing.repository, AT_ISSUE).diagnostics
    own = (item for item in found if item.code == "RPT005" and item.audit == issuing.audit.id)
    left = [item for item in own if item.location.path != signature_path(issuing.audit)]
    if left:
        refuse(tuple(left))


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
