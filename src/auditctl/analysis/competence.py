"""Who is fit to audit on a day: appointed, qualified, evaluated, with what the process needs."""

from collections.abc import Collection, Iterator
from datetime import date

from auditctl.analysis.appointments import IN_OWN_RIGHT, is_trainee
from auditctl.analysis.days import months_after
from auditctl.model.people import Auditor, AuditorRole, EvaluationResult
from auditctl.model.process import Process
from auditctl.model.record import Record, Site
from auditctl.phrases import phrase
from auditctl.repository import Repository

Gap = tuple[str, Site]
"""What is missing or no longer holds, in words, with its place in the register."""


def unproven(record: Record[Auditor], day: date) -> Iterator[Gap]:
    """Yield that no qualification with evidence stands on a day."""
    if not any(item.evidence and (item.date or day) <= day for item in record.data.qualifications):
        yield phrase("has no qualification with evidence"), record.key("qualifications")


def unqualified(record: Record[Auditor], day: date) -> Iterator[Gap]:
    """Yield that the last evaluation before a day is missing, or found somebody not qualified."""
    last = record.data.evaluation_before(day)
    if last is None:
        yield phrase("was not evaluated before"), record.key("evaluations")
    elif last.result is not EvaluationResult.qualified:
        site = record.at("evaluations", record.data.evaluations.index(last))
        yield phrase("was evaluated as not qualified on %(day)s", day=last.date), site


def expired(record: Record[Auditor], day: date) -> Iterator[Gap]:
    """Yield each certificate that has run out; a later one of the same name renews it."""
    latest: dict[str, tuple[date, int]] = {}
    for index, item in enumerate(record.data.qualifications):
        until = item.valid_until or date.max
        latest[item.name] = max(latest.get(item.name, (date.min, index)), (until, index))
    for name, (until, index) in latest.items():
        if until < day:
            words = phrase("%(name)s expired on %(day)s", name=name, day=until)
            yield words, record.at("qualifications", index, "valid_until")


def stale(record: Record[Auditor], day: date, months: int) -> Iterator[Gap]:
    """Yield that the last evaluation is older than so many months (house: `evaluation_valid_months`)."""
    last = record.data.evaluation_before(day)
    if last and last.result is EvaluationResult.qualified and months_after(last.date, months) < day:
        site = record.at("evaluations", record.data.evaluations.index(last))
        words = phrase(
            "the last evaluation, of %(day)s, is older than %(months)s months", day=last.date, months=months
        )
        yield words, site


def outdated(repository: Repository, record: Record[Auditor], day: date) -> list[Gap]:
    """Return what can be made good before a day: certificates to renew, an evaluation to repeat."""
    months = repository.settings.policy.evaluation_valid_months
    return [*expired(record, day), *stale(record, day, months)]


def unfit(repository: Repository, person: str, day: date) -> list[str]:
    """Return in words why a person may not audit in their own right on a day."""
    record, entry = repository.people.get(person), repository.auditors.get(person)
    if record is None:
        return ["is not among the people"]
    if not record.data.is_here(day):
        return ["has left by then"]
    if entry is None:
        return ["is not on the register of auditors"]
    if not IN_OWN_RIGHT & set(entry.data.roles):
        return [f"is registered as {', '.join(entry.data.roles)} only"]
    return [words for words, _ in (*unproven(entry, day), *unqualified(entry, day))]


def unfit_companion(repository: Repository, person: str, day: date) -> list[str]:
    """Return in words why an expert or a trainee may not join an auditor on a day; a trainee needs the entry only."""
    record, entry = repository.people.get(person), repository.auditors.get(person)
    if record is None or entry is None or not record.data.is_here(day):
        return unfit(repository, person, day)
    if is_trainee(repository, person):
        return []
    return [words for words, _ in (*unproven(entry, day), *unqualified(entry, day))]


def is_lead_auditor(repository: Repository, person: str) -> bool:
    """Whether somebody is registered as lead auditor."""
    entry = repository.auditors.get(person)
    return entry is not None and AuditorRole.lead_auditor in entry.data.roles


def lacking(repository: Repository, process: Process, people: Collection[str]) -> list[str]:
    """Return the competences that a process needs and none of these people has."""
    entries = (repository.auditors[person] for person in people if person in repository.auditors)
    held = {competence.casefold() for record in entries for competence in record.data.competences}
    return [need for need in process.needs if need.casefold() not in held]
