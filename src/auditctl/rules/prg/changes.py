"""Changes of the plan: what a postponement and a cancellation have to say."""

from collections.abc import Iterator
from dataclasses import dataclass

from auditctl.diagnostics import Severity
from auditctl.model.programme import PlannedAudit
from auditctl.model.record import Hit, Record, Site
from auditctl.phrases import Phrase, filled, phrase
from auditctl.repository import Repository
from auditctl.rules.listing import listed
from auditctl.rules.registry import rule

SHOWN = 5
"""Further places that a message names."""
CANCELLING = {"why": phrase("a reason"), "approved_by": phrase("an approver")}
"""What a cancellation has to say, and in words."""


@dataclass(frozen=True, slots=True)
class _Fault:
    """What is wrong with changes of a plan, which `words` say with the programme and its audits, and the way out."""

    words: Phrase
    way_out: str


UNEXPLAINED = _Fault(
    phrase("unexplained in %(programme)s: %(audits)s"),
    "write `why: …`, and for a cancellation `approved_by: …`",
)
EARLIER = _Fault(
    phrase("postponed to an earlier day in %(programme)s: %(audits)s"),
    "write what was brought forward as `planned` on its new days, with a revision of the programme",
)
ELSEWHERE = _Fault(
    phrase("postponed from another day than planned so far in %(programme)s: %(audits)s"),
    "`from` is the first day planned so far, or is left out; `to` is the new first day, not the last one: "
    "the audit stays as long as it was planned",
)


@rule("PRG010", "unexplained-change-of-plan", Severity.warning, basis="house")
def unexplained_change_of_plan(repository: Repository) -> Iterator[Hit]:
    """A planned audit was cancelled or postponed without a reason, cancelled without approval, or postponed to an earlier day or from one on which it was not planned.

    Why: an audit that does not take place as planned is asked about first. The reason shows that it was a decision, and
    the approval that it was not the auditee's. A postponement goes from the first day so far to the new one; whoever
    reads it as first and last day plans another audit than they mean.

    Fix: write `why`, and for a cancellation `approved_by`. Correct `from` and `to` of a postponement. What was brought
    forward is `planned` on its new days, with a revision of the programme.
    """
    for cycle in repository.cycles.values():
        found: dict[_Fault, list[tuple[Site, str]]] = {}
        for entry in cycle.audits.values():
            for fault, site, words in (*_postponed(entry), *_cancelled(entry)):
                found.setdefault(fault, []).append((site, words))
        for fault, held in found.items():
            yield Hit(
                held[0][0],
                filled(
                    fault.words, programme=cycle.programme.id, audits=listed([words for _, words in held])
                ),
                help=fault.way_out,
                related=tuple(held[1 : SHOWN + 1]),
            )


def _postponed(entry: Record[PlannedAudit]) -> Iterator[tuple[_Fault, Site, str]]:
    start = entry.data.planned.from_
    for index, step in enumerate(entry.data.postponed):
        if step.from_ and step.from_ != start:
            words = phrase(
                "%(audit)s (from %(before)s to %(to)s, planned for %(start)s)",
                audit=entry.id,
                before=step.from_,
                to=step.to,
                start=start,
            )
            yield ELSEWHERE, entry.at("postponed", index, "from"), words
        elif step.to < start:
            words = phrase("%(audit)s (from %(before)s to %(to)s)", audit=entry.id, before=start, to=step.to)
            yield EARLIER, entry.at("postponed", index, "to"), words
        if step.why is None:
            words = phrase("%(audit)s postponed to %(day)s without a reason", audit=entry.id, day=step.to)
            yield UNEXPLAINED, entry.at("postponed", index), words
        start = step.to


def _cancelled(entry: Record[PlannedAudit]) -> Iterator[tuple[_Fault, Site, str]]:
    if cancelled := entry.data.cancelled:
        lacks = [words for key, words in CANCELLING.items() if getattr(cancelled, key) is None]
        if lacks:
            words = phrase("%(audit)s cancelled without %(lacks)s", audit=entry.id, lacks=listed(lacks))
            yield UNEXPLAINED, entry.at("cancelled"), words
