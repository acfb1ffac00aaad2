"""The milestones of an audit, recorded one at a time; each is refused while an error stands."""

from typing import Any

import typer

from auditctl.analysis.gates import Gate
from auditctl.cli.asking import prose
from auditctl.cli.author import likely_auditor
from auditctl.cli.call import audit_of
from auditctl.cli.changing import carry_out
from auditctl.cli.days import day
from auditctl.cli.desk import Desk
from auditctl.cli.following import next_of_audit
from auditctl.cli.how import How
from auditctl.cli.naming import record_named
from auditctl.model.types import Kind
from auditctl.repository import Audit
from auditctl.source.editor import Edit
from auditctl.writing import milestones
from auditctl.writing.change import Change
from auditctl.writing.judging import of_audit


def plan_sent(ctx: typer.Context, how: How, given: str, date: str) -> None:
    """Record that the plan went out, once everything that it needs stands."""
    desk, audit = _at_work(ctx, how, given)
    _pass(desk, audit, milestones.sent(audit, desk.day(date)), gate=Gate.announced)


def acceptance_recorded(ctx: typer.Context, how: How, given: str, by: str, date: str) -> None:
    """Record who accepted the plan."""
    desk, audit = _at_work(ctx, how, given)
    person = desk.person(by, "--accepted-by", "Accepted by")
    _pass(desk, audit, milestones.plan_accepted(audit, person, desk.day(date)), gate=Gate.announced)


def _at_work(ctx: typer.Context, how: How, given: str) -> tuple[Desk, Audit]:
    desk = Desk.of(ctx, how)
    audit = audit_of(desk.repository, given)
    milestones.require_going_on(audit)
    return desk, audit


def _pass(desk: Desk, audit: Audit, edit: Edit, *, gate: Gate | None = None, is_strict: bool = True) -> None:
    """Record a milestone; a strict one is refused while an error of the audit stands, which `gate` tells beforehand."""
    change = Change(desk.repository)
    change.edit(audit.file, edit)
    stands = of_audit(audit) if is_strict else None
    shown = f"auditctl check --gate {gate}" if gate else ""
    carry_out(change, desk.how, next_of_audit(audit.id), gate=stands, seen_with=shown)


def meeting_held(
    ctx: typer.Context, how: How, given: str, key: str, participants: tuple[str, ...], date: str
) -> None:
    """Record the opening or closing meeting that was held."""
    desk, audit = _at_work(ctx, how, given)
    fields: dict[str, Any] = {"date": desk.day(date)}
    names = [record_named(desk.repository, Kind.person, name) for name in participants]
    if names:
        fields["participants"] = list(dict.fromkeys(names))
    edit = milestones.opened if key == "opening" else milestones.closing_held
    _pass(desk, audit, edit(audit, fields), gate=Gate(key))


def audit_finished(
    ctx: typer.Context, how: How, given: str, retention_until: str, lessons: str, by: str, date: str
) -> None:
    """Close an audit whose report was issued."""
    desk, audit = _at_work(ctx, how, given)
    fields: dict[str, Any] = {}
    with desk.keeping(f"audit finish {audit.id}", fields):
        milestones.finished(audit, fields)
        fields["by"] = desk.actor(by, "--by", "Closed by", likely_auditor(desk.repository, audit))
        fields["date"] = desk.day(date)
        if retention_until:
            fields["retention_until"] = day("--retention-until", retention_until)
        if lessons:
            fields["lessons"] = prose("--lessons", lessons)
        _pass(desk, audit, milestones.finished(audit, fields))


def audit_cancelled(ctx: typer.Context, how: How, given: str, why: str, by: str, date: str) -> None:
    """Cancel an audit, with the reason; nothing of it has to be complete for that."""
    desk, audit = _at_work(ctx, how, given)
    fields: dict[str, Any] = {}
    with desk.keeping(f"audit cancel {audit.id}", fields):
        milestones.cancelled(audit, fields)
        fields["by"] = desk.actor(by, "--by", "Cancelled by", likely_auditor(desk.repository, audit))
        fields["date"] = desk.day(date)
        fields["why"] = desk.text(why, "--why", "Why")
        _pass(desk, audit, milestones.cancelled(audit, fields), is_strict=False)
