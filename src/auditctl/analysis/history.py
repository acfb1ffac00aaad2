"""The dated facts of a finding and of a corrective action, in the order of their days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from auditctl.analysis.deadlines import GROUPS, report_day
from auditctl.analysis.naming import called
from auditctl.model.capa import Capa, Item
from auditctl.model.finding import Finding
from auditctl.model.record import Record
from auditctl.repository import Audit, Repository


@dataclass(frozen=True, slots=True)
class Fact:
    """What happened on a day; `who` is a person's id, or nothing where the record names nobody."""

    date: date
    who: str
    what: str


def facts(
    repository: Repository, record: Record[Finding] | Record[Capa], *, with_capas: bool = False
) -> list[Fact]:
    """Return the dated facts of a record, the earliest first; those of one day in the order of the chain.

    `with_capas` adds to a finding those of the corrective actions that answer it, each with its name.
    """
    if isinstance(record.data, Capa):
        found = [*_of_capa(repository, record)]
    else:
        found = [*_of_finding(repository, record), *(_of_capas(repository, record) if with_capas else ())]
    return sorted(found, key=lambda fact: fact.date)


def _of_capas(repository: Repository, record: Record[Finding]) -> Iterator[Fact]:
    """Yield the facts of every corrective action that answers a finding, the first opened first."""
    answering = repository.capas_of.get(record.name, [])
    for capa in sorted(answering, key=lambda capa: capa.data.opened or date.max):
        name = called(repository, capa)
        yield from (Fact(fact.date, fact.who, f"{name}: {fact.what}") for fact in _of_capa(repository, capa))


def _of_finding(repository: Repository, record: Record[Finding]) -> Iterator[Fact]:
    data = record.data
    first = data.regraded[0].from_ if data.regraded else data.grade
    yield Fact(data.raised.date, data.raised.by or "", f"raised as {first}")
    if data.repeat_marked:
        what = f"marked as a repeat of {data.repeat_of}"
        yield Fact(data.repeat_marked.date, data.repeat_marked.by, what)
    if data.auditee:
        yield Fact(data.auditee.date, data.auditee.by, _told(data.auditee.response.value, data.auditee.text))
    if data.decision:
        what = _told("decided on the objection", data.decision.text)
        yield Fact(data.decision.date, data.decision.by, what)
    for step in data.regraded:
        yield Fact(step.date, step.by, _told(f"regraded from {step.from_} to {step.to}", step.why))
    if data.withdrawn:
        yield Fact(data.withdrawn.date, data.withdrawn.by, _told("withdrawn", data.withdrawn.why))
    yield from _reported(repository, record)
    if data.accepted:
        yield Fact(data.accepted.date, data.accepted.by, "taken up")
    if data.declined:
        yield Fact(data.declined.date, data.declined.by, _told("declined", data.declined.why))
    for passed in data.transferred:
        what = f"responsibility passed from {passed.from_} to {passed.to}"
        yield Fact(passed.date, "", _told(what, passed.why))
    for repeat in repository.repeats.get(record.name, []):
        raised = repeat.data.raised
        yield Fact(raised.date, raised.by or "", f"came back as {repeat.name}")


def _reported(repository: Repository, record: Record[Finding]) -> Iterator[Fact]:
    """Yield the report, unless the finding was withdrawn before it."""
    audit, withdrawn = repository.audit_of(record), record.data.withdrawn
    day = report_day(audit) if audit else None
    if audit and day and not (withdrawn and withdrawn.date < day):
        yield Fact(day, _issuer(audit), "report issued")


def _issuer(audit: Audit) -> str:
    """Return who issued the report of an own audit."""
    issued = audit.report.data.issued if audit.report else None
    return issued.by if issued else ""


def _of_capa(repository: Repository, record: Record[Capa]) -> Iterator[Fact]:
    data = record.data
    if data.origin:
        what = _told(data.origin.kind.value.replace("-", " "), data.origin.reference)
        yield Fact(data.origin.date, "", what)
    if data.opened:
        yield Fact(data.opened, "", f"opened, {data.owner} owns it")
    yield from _items(record, "containment", "correction")
    yield from _analysis(data)
    for step in data.plan:
        yield Fact(step.date, step.by, _told(f"plan {step.step}", step.why))
    yield from _items(record, "actions")
    if data.implementation:
        yield Fact(data.implementation.date, data.implementation.by, "seen to be done")
    for look in data.verifications:
        yield Fact(look.date, look.by, _told(f"verified {look.result}", look.method))
    if data.cancelled:
        yield Fact(data.cancelled.date, data.cancelled.by, _told("cancelled", data.cancelled.why))
    for follower in repository.followers.get(record.name, []):
        if follower.data.opened:
            yield Fact(follower.data.opened, "", f"followed by {follower.name}")


def _analysis(capa: Capa) -> Iterator[Fact]:
    if capa.cause and capa.cause.date:
        yield Fact(capa.cause.date, capa.cause.by or "", _told("cause", capa.cause.cause))
    if capa.extent and capa.extent.date:
        result = capa.extent.result or ", ".join(capa.extent.checked)
        yield Fact(capa.extent.date, capa.extent.by or "", _told("extent", result))


def _items(record: Record[Capa], *groups: str) -> Iterator[Fact]:
    for group, key, item in record.data.items():
        if group in groups:
            yield from _of_item(f"{GROUPS[group]} {key}", item, item.owner or record.data.owner)


def _of_item(name: str, item: Item, owner: str) -> Iterator[Fact]:
    for extension in item.extended:
        if extension.date:
            what = f"{name} extended from {extension.from_} to {extension.to}"
            yield Fact(extension.date, extension.approved_by or "", _told(what, extension.why))
    if item.done:
        shown = item.proof or ", ".join(item.evidence)
        yield Fact(item.done, owner, _told(f"{name} done", shown))


def _told(what: str, words: str | None) -> str:
    """Return a fact with its reason or text in one line."""
    return f"{what}: {' '.join(words.split())}" if words else what
