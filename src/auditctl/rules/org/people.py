"""People: their reporting lines, what waits for those who have left, and what nobody owns."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from auditctl.analysis.lifecycle import CapaState, capa_state
from auditctl.analysis.lines import circles
from auditctl.diagnostics import Severity
from auditctl.model.capa import Capa
from auditctl.model.evidence import Evidence
from auditctl.model.finding import Finding
from auditctl.model.people import EvaluationResult
from auditctl.model.record import Hit, Record, Site
from auditctl.phrases import Phrase, counted, filled, joined, phrase
from auditctl.repository import Repository
from auditctl.rules.listing import listed
from auditctl.rules.registry import rule

SHOWN = 8
"""People of a circle and further places that a message names."""
OWNED = {
    "containment": phrase("owns the open containment %(item)s"),
    "correction": phrase("owns the open correction %(item)s"),
    "actions": phrase("owns the open action %(item)s"),
}
"""That somebody owns an open item of a CAPA, by its group."""


@rule("ORG001", "management-circle", Severity.error)
def management_circle(repository: Repository) -> Iterator[Hit]:
    """A reporting line runs in a circle.

    Why: whether an auditor depends on a process owner follows from who manages whom. In a circle everybody
    is everybody's manager, and that answer means nothing.

    Fix: correct the `manager` that is wrong. Whoever leads the organisation has none.
    """
    people = repository.people
    managers = {person: record.data.manager for person, record in people.items() if record.data.manager}
    for circle in circles(managers):
        first, *others = circle
        related = tuple(
            (people[person].at("manager"), f"{person} reports to {managers[person]}") for person in others
        )
        yield Hit(
            people[first].at("manager"),
            phrase("the reporting line runs in a circle: %(circle)s", circle=_round(circle)),
            label=f"{first} reports to {managers[first]}",
            help=phrase("correct the manager of one of them"),
            related=related[:SHOWN],
        )


def _round(circle: tuple[str, ...]) -> Phrase:
    more = len(circle) - SHOWN
    others = [counted("%(n)s other", "%(n)s others", more)] if more > 0 else []
    people = joined(", ", [*circle[:SHOWN], *others])
    return phrase("%(people)s and back to %(first)s", people=people, first=circle[0])


@dataclass(frozen=True, slots=True)
class _Duty:
    """Something that waits for a person: in words, with its place, what to do, and the CAPA that it belongs to."""

    person: str
    words: str
    site: Site
    way_out: str = "name the new owner"
    capa: Record[Capa] | None = None


@rule("ORG002", "owner-left", Severity.warning, after_issue=True)
def owner_left(repository: Repository) -> Iterator[Hit]:
    """Somebody who has left still owns, is appointed, or is named as acting on a later day.

    Why: nobody does the work of a person who has gone, and its deadlines run on.

    Fix: name the new owner; the time of the former one goes to `past` of the process. The appointment
    of an auditor ends with an evaluation `not-qualified`, so that the register keeps its history.
    """
    left = {
        person for person, record in repository.people.items() if not record.data.is_here(repository.today)
    }
    duties: dict[tuple[str, str, str], list[_Duty]] = {}
    for duty in _duties(repository) if left else ():
        if duty.person in left:
            capa = duty.capa.name if duty.capa else ""
            duties.setdefault((duty.person, duty.site.document.path, capa), []).append(duty)
    for held in duties.values():
        yield _left(repository, held)
    yield from _named_after_leaving(repository)


def _named_after_leaving(repository: Repository) -> Iterator[Hit]:
    """Yield findings and evidence that name somebody as acting on a day on which they had left."""
    records: tuple[Record[Finding] | Record[Evidence], ...]
    records = (*repository.findings.values(), *repository.evidence.values())
    for record in records:
        for route, person, day in _acts(record.data):
            known = repository.people.get(person)
            if known is not None and not known.data.is_here(day):
                message = phrase(
                    "%(record)s names %(person)s on %(day)s, who left on %(left)s",
                    record=record.id,
                    person=person,
                    day=day,
                    left=known.data.left,
                )
                related = ((known.at("left"), "left"),)
                help_ = "correct the person or the day"
                yield Hit(record.at(*route), message, audit=record.audit, help=help_, related=related)


def _acts(data: Finding | Evidence) -> Iterator[tuple[tuple[str | int, ...], str, date]]:
    """Yield route, person and day of what people did, as a finding or evidence records it."""
    if isinstance(data, Evidence):
        if data.collected and data.collected.by and data.collected.date:
            yield ("collected", "by"), data.collected.by, data.collected.date
        return
    if data.raised.by:
        yield ("raised", "by"), data.raised.by, data.raised.date
    for index, step in enumerate(data.regraded):
        yield ("regraded", index, "by"), step.by, step.date
    for key in ("auditee", "decision", "withdrawn", "accepted", "declined"):
        signed = getattr(data, key)
        if signed:
            yield (key, "by"), signed.by, signed.date


def _duties(repository: Repository) -> Iterator[_Duty]:
    for process in repository.live_processes(repository.today):
        if process.data.owner:
            words = phrase("owns %(process)s", process=process.id)
            yield _Duty(process.data.owner, words, process.at("owner"))
    for auditor in repository.auditors.values():
        last = auditor.data.evaluation_before(repository.today)
        if last is None or last.result is EvaluationResult.qualified:
            way_out = "end the appointment with an evaluation `not-qualified`"
            words = phrase("stands on the register of auditors")
            yield _Duty(auditor.id, words, auditor.key(), way_out)
    for capa in repository.capas.values():
        if capa_state(repository, capa) not in {CapaState.cancelled, CapaState.closed}:
            words = phrase("owns the CAPA %(capa)s", capa=capa.name)
            yield _Duty(capa.data.owner, words, capa.at("owner"), capa=capa)
            for group, key, item in capa.data.items():
                if item.owner and not item.done:
                    words = filled(OWNED[group], item=key)
                    yield _Duty(item.owner, words, capa.at(group, key, "owner"), capa=capa)


def _left(repository: Repository, held: list[_Duty]) -> Hit:
    """Return the hit for everything that one person still holds in one file."""
    first, *others = held
    day = repository.people[first.person].data.left
    words = listed([duty.words for duty in held])
    return Hit(
        first.site,
        phrase("%(person)s left on %(day)s and still %(duties)s", person=first.person, day=day, duties=words),
        help="; ".join(dict.fromkeys(duty.way_out for duty in held)),
        related=(
            *((duty.site, duty.words) for duty in others[:SHOWN]),
            (repository.people[first.person].at("left"), "left"),
        ),
        audit=first.capa.audit if first.capa else "",
        capa=first.capa.name if first.capa else "",
    )


@rule("ORG006", "vacant-process", Severity.warning)
def vacant_process(repository: Repository) -> Iterator[Hit]:
    """A process has no owner.

    Why: nobody answers for it, so nobody can be asked, agree to a finding or own what follows from it. Whether
    an auditor is free of its owner cannot be judged either.

    Fix: name an `owner`; a deputy does not replace one. What is no longer done is `retired`.
    """
    for process in repository.live_processes(repository.today):
        if process.data.owner is None:
            yield Hit(
                process.key(),
                phrase("%(process)s has no owner", process=process.id),
                help="add `owner:`, or `retired:` with its day",
            )
