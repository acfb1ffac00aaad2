"""Whether everything was done, and whether it worked."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import typer

from auditctl.analysis.gates import Gate
from auditctl.cli.asking import one_line
from auditctl.cli.call import audit_of
from auditctl.cli.changing import carry_out
from auditctl.cli.desk import Desk
from auditctl.cli.following import next_of_capa
from auditctl.cli.how import How
from auditctl.cli.naming import capa_named
from auditctl.model.capa import Capa, VerificationResult
from auditctl.model.record import Record
from auditctl.source.editor import Append
from auditctl.writing.capa import require_going_on, require_plan, seen, written_once
from auditctl.writing.change import Change
from auditctl.writing.judging import of_record

RESULTS = (
    (VerificationResult.effective, "the criterion is met: what was found no longer happens"),
    (VerificationResult.ineffective, "it is not met: another corrective action follows"),
)


@dataclass(frozen=True, slots=True)
class Seen:
    """Who saw it, when, in which audit and on what, as the flags say."""

    audit: str
    evidence: tuple[str, ...]
    by: str
    date: str


def implementation_seen(ctx: typer.Context, how: How, given: str, saw: Seen, isms_change: str) -> None:
    """Record that everything was done."""
    desk = Desk.of(ctx, how)
    capa = capa_named(desk.repository, given)
    require_going_on(desk.repository, capa)
    fields: dict[str, Any] = {}
    with desk.keeping(f"capa check {capa.name}", fields):
        fields |= {"by": desk.actor(saw.by, "--by", "Seen by"), "date": desk.day(saw.date)}
        fields |= _where(desk, capa, saw)
        change = Change(desk.repository)
        change.edit(capa, seen(capa, fields))
        if isms_change:
            change.edit(capa, written_once(capa, "isms_change", one_line("--isms-change", isms_change)))
        carry_out(change, how, next_of_capa(capa.name))


def _where(desk: Desk, capa: Record[Capa], saw: Seen) -> dict[str, Any]:
    audit = {"audit": audit_of(desk.repository, saw.audit).id} if saw.audit else {}
    names = desk.evidence(capa.audit, saw.evidence)
    return audit | ({"evidence": names} if names else {})


def verified(ctx: typer.Context, how: How, given: str, saw: Seen, result: str, method: str) -> None:
    """Record whether it worked; one that did not asks for the corrective action that follows it."""
    desk = Desk.of(ctx, how)
    capa = capa_named(desk.repository, given)
    require_going_on(desk.repository, capa, also_closed=True)
    fields: dict[str, Any] = {}
    with desk.keeping(f"capa verify {capa.name}", fields):
        _fill(desk, capa, saw, result, method, fields)
        change = Change(desk.repository)
        change.edit(capa, Append(("verifications",), fields))
        planned = partial(require_plan, desk.repository, capa)
        # that it failed is recorded whatever was wrong before
        gate = of_record(capa) if fields["result"] == VerificationResult.effective else None
        shown = f"auditctl check --gate {Gate.verified}"
        carry_out(change, how, next_of_capa(capa.name), gate=gate, seen_with=shown, require=planned)
    if fields["result"] == VerificationResult.ineffective and desk.asking.allowed and not how.dry_run:
        _offer_follower(ctx, desk, capa)


def _fill(
    desk: Desk, capa: Record[Capa], saw: Seen, result: str, method: str, fields: dict[str, Any]
) -> None:
    effect = capa.data.effectiveness
    planned = effect.verifier or "" if effect else ""
    fields["by"] = desk.actor(saw.by, "--by", "Verified by", planned if desk.asking.allowed else "")
    fields["date"] = desk.day(saw.date)
    fields["result"] = desk.choice(result, "--result", "Result", RESULTS)
    if method or desk.asking.allowed:
        fields["method"] = desk.text(method, "--method", "How it was looked at")
    fields |= _where(desk, capa, saw)
    if desk.asking.allowed and "evidence" not in fields:
        known = desk.repository.audits[capa.audit].evidence if capa.audit else {}
        chosen = desk.asking.several(
            "Evidence",
            [(name, item.data.title) for name, item in sorted(known.items())],
            lambda answer: desk.evidence(capa.audit, [answer])[0],
            lambda name: known[name].data.title if name in known else "",
        )
        fields |= {"evidence": chosen} if chosen else {}


def _offer_follower(ctx: typer.Context, desk: Desk, capa: Record[Capa]) -> None:
    if desk.asking.agrees(f"{capa.id} did not work. Start the corrective action that follows it?"):
        from auditctl.cli.capa.new import follow_up  # noqa: PLC0415 - only what failed needs it

        follow_up(ctx, replace(desk.how, name=""), capa.name, "")
