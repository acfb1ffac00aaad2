"""The order of facts: a fact before the one that it rests on moves no state, and is an error of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from auditctl.analysis.gaps import is_read
from auditctl.model.audit import HeldMeeting
from auditctl.model.capa import PlanStep, Step
from auditctl.model.finding import Finding
from auditctl.model.record import Record, Site
from auditctl.model.types import Signed
from auditctl.phrases import phrase
from auditctl.repository import Audit


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened: its key in the file, what it was in words, on which day, and where it stands."""

    key: str
    words: str
    day: date
    site: Site


REPORTED = {
    "prepared": phrase("the report was prepared"),
    "reviewed": phrase("the report was reviewed"),
    "approved": phrase("the report was approved"),
    "issued": phrase("the report was issued"),
}
Early = tuple[Fact, Fact | None]
"""A fact, and the one that it rests on: dated later, or not there at all."""


def milestones(audit: Audit) -> list[Fact]:
    """Return what happened of an audit's milestones, in the order in which each rests on the one before."""
    data, file = audit.data, audit.file
    facts: list[tuple[str, str, date | None, Site]] = [
        ("sent", phrase("the plan was sent"), data.plan.sent, file.at("plan", "sent")),
        ("opening", phrase("the audit was opened"), _day(data.opening), file.at("opening", "date")),
        ("closing", phrase("the closing meeting was held"), _day(data.closing), file.at("closing", "date")),
    ]
    if audit.report:
        report = audit.report.data
        facts += [
            (step, words, _day(getattr(report, step)), audit.report.at(step, "date"))
            for step, words in REPORTED.items()
        ]
    facts.append(("closed", phrase("the audit was closed"), _day(data.closed), file.at("closed", "date")))
    return [Fact(key, words, day, site) for key, words, day, site in facts if day]


def _day(fact: Signed | HeldMeeting | None) -> date | None:
    return fact.date if fact else None


def early_milestones(audit: Audit) -> Iterator[Early]:
    """Yield each milestone before the one that it rests on: one that is dated later, or a plan never sent, a report never issued."""
    held = milestones(audit)
    known = {fact.key: fact for fact in held}
    yield from _early_acceptance(audit, known.get("sent"))
    is_unreported = "issued" not in known and is_read(audit, "audit", "report")
    latest = held[0] if held else None
    for fact in held[1:]:
        if latest and fact.day >= latest.day:
            latest = fact
        elif latest and not (fact.key == "closed" and is_unreported):
            yield fact, latest
    if "closed" in known and is_unreported:
        yield known["closed"], None


def _early_acceptance(audit: Audit, sent: Fact | None) -> Iterator[Early]:
    accepted = audit.data.plan.accepted
    if accepted and (sent is None or accepted.date < sent.day):
        site = audit.file.at("plan", "accepted", "date")
        yield Fact("accepted", phrase("the plan was accepted"), accepted.date, site), sent


def judged_from(audit: Audit) -> date:
    """Return the day from which the facts of an audit's findings are judged: all before the issue, after it what follows."""
    issued = audit.report.data.issued if audit.report else None
    return issued.date if issued else date.min


def facts_of(finding: Record[Finding]) -> list[Fact]:
    """Return what became of a finding after it was raised."""
    data = finding.data
    single: list[tuple[str, str, Signed | None]] = [
        ("auditee", phrase("answered"), data.auditee),
        ("decision", phrase("decided"), data.decision),
        ("withdrawn", phrase("withdrawn"), data.withdrawn),
        ("accepted", phrase("accepted"), data.accepted),
        ("declined", phrase("declined"), data.declined),
        ("repeat_marked", phrase("marked as a repeat"), data.repeat_marked),
    ]
    facts = [
        Fact(key, words, signed.date, finding.at(key, "date")) for key, words, signed in single if signed
    ]
    facts += [
        Fact("regraded", phrase("regraded"), step.date, finding.at("regraded", index, "date"))
        for index, step in enumerate(data.regraded)
    ]
    facts += [
        Fact("transferred", phrase("transferred"), step.date, finding.at("transferred", index, "date"))
        for index, step in enumerate(data.transferred)
    ]
    return facts


def early_facts(finding: Record[Finding]) -> list[Early]:
    """Return the facts of a finding that come before it was raised, and a decision before the answer it decides on."""
    data = finding.data
    raised = Fact("raised", phrase("raised"), data.raised.date, finding.at("raised", "date"))
    facts = facts_of(finding)
    known = {fact.key: fact for fact in facts}
    found: list[Early] = [(fact, raised) for fact in facts if fact.day < raised.day]
    decision, answer = known.get("decision"), known.get("auditee")
    if decision and decision.day >= raised.day and (answer is None or decision.day < answer.day):
        found.append((decision, answer))
    return found


def counts(stands: PlanStep | None, step: PlanStep) -> bool:
    """Whether a step of a plan rests on what stands: only what was submitted is approved or rejected, not before that day.

    What was approved can still be rejected; what was rejected has to be submitted anew.
    """
    if step.step is Step.submitted:
        return True
    if stands is None or step.date < stands.date:
        return False
    return step.step is Step.rejected or stands.step is not Step.rejected
