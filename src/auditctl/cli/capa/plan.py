"""The plan of a corrective action: submitted, answered, carried out item by item."""

from typing import Any

import typer

from auditctl.analysis.gates import Gate
from auditctl.analysis.lifecycle import is_for_nonconformity
from auditctl.analysis.naming import called
from auditctl.cli.asking import one_line
from auditctl.cli.changing import carry_out
from auditctl.cli.days import day
from auditctl.cli.desk import Desk
from auditctl.cli.following import next_of_capa
from auditctl.cli.how import How
from auditctl.cli.naming import capa_named, item_named
from auditctl.errors import UsageError
from auditctl.model.capa import Capa, Item, Step
from auditctl.model.record import Record
from auditctl.source.editor import Set
from auditctl.writing.capa import SHOWS, done, extended, plan_step, planned_effect, require_going_on
from auditctl.writing.change import Change
from auditctl.writing.judging import of_record


def submitted(
    ctx: typer.Context, how: How, given: str, effect: dict[str, str], isms_change: str, by: str, date: str
) -> None:
    """Submit a plan that is complete; what its effect is judged by is asked for where it is missing."""
    desk, capa = _at_work(ctx, how, given)
    fields: dict[str, Any] = {}
    with desk.keeping(f"capa submit {capa.name}", fields):
        _fill_effect(desk, capa, effect, fields)
        by = desk.actor(by, "--by", "Submitted by", capa.data.owner)
        change = Change(desk.repository)
        change.edit(capa, *planned_effect(fields))
        if isms_change:
            change.edit(capa, Set(("isms_change",), one_line("--isms-change", isms_change)))
        change.edit(capa, plan_step(capa, Step.submitted, by, desk.day(date), {}))
        shown = f"auditctl check --gate {Gate.submitted}"
        carry_out(change, how, next_of_capa(capa.name), gate=of_record(capa), seen_with=shown)


def _at_work(ctx: typer.Context, how: How, given: str) -> tuple[Desk, Record[Capa]]:
    desk = Desk.of(ctx, how)
    capa = capa_named(desk.repository, given)
    require_going_on(desk.repository, capa)
    return desk, capa


def _fill_effect(desk: Desk, capa: Record[Capa], given: dict[str, str], fields: dict[str, Any]) -> None:
    held = capa.data.effectiveness
    asks = desk.asking.allowed
    if given["criterion"] or (asks and not (held and held.criterion)):
        fields["criterion"] = desk.text(given["criterion"], "--criterion", "Criterion of its effect")
    if given["not_before"] or (asks and not (held and held.not_before)):
        fields["not_before"] = desk.day_asked(given["not_before"], "--not-before", "Not before")
    if given["verifier"] or (asks and not (held and held.verifier)):
        fields["verifier"] = desk.person(given["verifier"], "--verifier", "Verifier")


def answered(
    ctx: typer.Context,
    how: How,
    given: str,
    answer: str,
    by: str,
    date: str,
    *,
    why: str = "",
    resubmit_due: str = "",
) -> None:
    """Approve a submitted plan or send it back."""
    desk, capa = _at_work(ctx, how, given)
    step = Step(answer)
    fields: dict[str, Any] = {}
    with desk.keeping(f"capa {'approve' if step is Step.approved else 'reject'} {capa.name}", fields):
        if step is Step.rejected:
            fields["why"] = desk.text(why, "--why", "Why it is sent back")
        if resubmit_due:
            fields["resubmit_due"] = day("--resubmit-due", resubmit_due)
        by = desk.actor(by, "--by", f"{step.value.capitalize()} by")
        change = Change(desk.repository)
        change.edit(capa, plan_step(capa, step, by, desk.day(date), fields))
        carry_out(change, how, next_of_capa(capa.name))


def item_done(
    ctx: typer.Context, how: How, given: str, item: str, date: str, proof: str, evidence: tuple[str, ...]
) -> None:
    """Record an item as done; on a terminal it is asked what shows it."""
    desk, capa, (group, key, held) = _item(ctx, how, given, item)
    fields: dict[str, Any] = {}
    with desk.keeping(f"capa done {capa.name} {key}", fields):
        names = desk.evidence(capa.audit, evidence)
        if proof or (desk.asking.allowed and not (names or held.evidence or held.proof)):
            fields["proof"] = desk.text(proof, "--proof", "What shows it, in a few words")
        on = desk.day(date) if date or not held.done else None
        edits = done(group, key, held, on, fields.get("proof", ""), names)
        change = Change(desk.repository)
        change.edit(capa, *edits)
        carry_out(change, how, next_of_capa(capa.name))
    if not (fields or names or held.proof or held.evidence) and is_for_nonconformity(desk.repository, capa):
        _warn_unshown(desk, capa, key)


def _warn_unshown(desk: Desk, capa: Record[Capa], key: str) -> None:
    command = f"auditctl capa done {called(desk.repository, capa)} {key}"
    typer.echo(
        f"nothing shows yet that {key} is done; before the effect is verified (CAP017): `{command} {SHOWS}`",
        err=True,
    )


def _item(
    ctx: typer.Context, how: How, given: str, item: str
) -> tuple[Desk, Record[Capa], tuple[str, str, Item]]:
    desk, capa = _at_work(ctx, how, given)
    group, key = item_named(capa, item or _open_item(desk, capa))
    return desk, capa, (group, key, getattr(capa.data, group)[key])


def _open_item(desk: Desk, capa: Record[Capa]) -> str:
    """Return the item that is meant of those that are not done; the only one needs no naming."""
    waiting = [(key, item.what) for _, key, item in capa.data.items() if not item.done]
    if not waiting:
        raise UsageError(f"{capa.name} has no item that is not done", "`auditctl capa show` shows its items")
    if len(waiting) == 1:
        return waiting[0][0]
    if not desk.asking.allowed:
        names = ", ".join(key for key, _ in waiting)
        raise UsageError("several items are not done: one of them has to be named", f"name one of: {names}")
    return desk.choice("", "ITEM", "Item", waiting)


def item_extended(
    ctx: typer.Context, how: How, given: str, item: str, to: str, why: str, approved_by: str, date: str
) -> None:
    """Move a due date, with the reason and who agreed."""
    desk, capa, (group, key, held) = _item(ctx, how, given, item)
    fields: dict[str, Any] = {}
    with desk.keeping(f"capa extend {capa.name} {key}", fields):
        moved = desk.day_asked(to, "--to", "New due date")
        fields["why"] = one_line("--why", why) if why else desk.text("", "--why", "Why")
        fields["approved_by"] = desk.person(approved_by, "--approved-by", "Approved by")
        fields["date"] = desk.day(date)
        change = Change(desk.repository)
        change.edit(capa, *extended(group, key, held, moved, fields))
        carry_out(change, how, next_of_capa(capa.name))
