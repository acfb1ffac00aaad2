"""Conflicts from ties to people and firms: IND007, IND008 and IND009."""

from collections.abc import Iterator
from datetime import date

from auditctl.analysis.conflicts import Case, Conflict, Weight
from auditctl.analysis.days import months_before
from auditctl.model.people import Person, RelationKind, Service, ServiceKind
from auditctl.model.process import ProcessRole
from auditctl.model.record import Record, Site
from auditctl.phrases import Phrase, phrase
from auditctl.repository import Repository

SERVICE_ERROR_MONTHS = 12
"""A service that ended within this time cannot be excepted (benchmark: 17021-1)."""


def relations(case: Case) -> Iterator[Conflict]:
    """Yield IND007: a relation, recorded or declared, to the owner, the deputy or an auditee."""
    roles = dict.fromkeys(case.assignment.met, phrase("auditee of the session"))
    deputy = phrase("deputy of %(process)s", process=case.what)
    owner = phrase("owner of %(process)s", process=case.what)
    for role, words in ((ProcessRole.deputy, deputy), (ProcessRole.owner, owner)):
        roles |= {held.person: words for held in case.posts.holders(case.process, role, case.day)}
    owners = {held.person for held in case.owners()}
    told: set[tuple[str, RelationKind]] = set()
    for other, kind, site in _relations_of(case):
        if other in roles and (other, kind) not in told:
            told.add((other, kind))
            weight = Weight.error if kind is RelationKind.family and other in owners else Weight.justifiable
            reason = _related(kind, other, roles[other])
            yield Conflict("IND007", weight, reason, ((site, f"{kind.value}: {other}"),))


def _related(kind: RelationKind, other: str, role: Phrase) -> Phrase:
    match kind:
        case RelationKind.family:
            return phrase("is family of %(person)s, %(role)s", person=other, role=role)
        case RelationKind.close:
            return phrase("is close to %(person)s, %(role)s", person=other, role=role)
        case RelationKind.financial:
            return phrase("has a financial tie to %(person)s, %(role)s", person=other, role=role)
        case RelationKind.dispute:
            return phrase("is in a dispute with %(person)s, %(role)s", person=other, role=role)


def _relations_of(case: Case) -> Iterator[tuple[str, RelationKind, Site]]:
    """Yield relations that either side recorded, and those declared for this audit."""
    for index, relation in enumerate(case.person.data.relations):
        yield relation.person, relation.kind, case.person.at("relations", index)
    for record, index in case.posts.relations_to.get(case.who, ()):
        yield record.id, record.data.relations[index].kind, record.at("relations", index)
    audit = case.assignment.audit
    if audit and audit.team and (declaration := audit.team.data.declarations.get(case.who)):
        for index, relation in enumerate(declaration.conflicts):
            yield relation.person, relation.kind, audit.team.at("declarations", case.who, "conflicts", index)


def services(case: Case) -> Iterator[Conflict]:
    """Yield IND008: a service that touched what is audited, their own or their firm's; the strongest is told."""
    people = [case.person]
    if case.person.data.employer is not None and not _touching(case, case.person):
        people = list(_colleagues(case))
    found = [(person, index, service) for person in people for index, service in _touching(case, person)]
    if not found:
        return
    own = people == [case.person]
    person, _, service = max(found, key=lambda item: item[2].to or date.max)
    weight = Weight.error if own and _is_recent(service, case.day) else Weight.justifiable
    facts = tuple((held.at("services", index), f"service of {held.id}") for held, index, _ in found)
    yield Conflict("IND008", weight, _service_words(case, person, service, own=own), facts)


def _touching(case: Case, person: Record[Person]) -> list[tuple[int, Service]]:
    """Return the services of a person that touched what is audited, and ended within the window or go on."""
    window = months_before(case.day, case.repository.settings.policy.consultant_cooling_off_months)
    return [
        (index, service)
        for index, service in enumerate(person.data.services)
        if (not service.processes or case.what in service.processes)
        and (service.from_ is None or service.from_ <= case.day)
        and (service.to is None or service.to >= window)
    ]


def _is_recent(service: Service, day: date) -> bool:
    return service.to is None or service.to >= months_before(day, SERVICE_ERROR_MONTHS)


def _service_words(case: Case, person: Record[Person], service: Service, *, own: bool) -> Phrase:
    what = case.what if service.processes else phrase("the whole management system")
    words = _service(service.kind, what)
    if service.to:
        words = phrase("%(work)s until %(day)s", work=words, day=service.to)
    if own:
        return words
    return phrase("works for the firm of %(person)s, who %(service)s", person=person.id, service=words)


def _service(kind: ServiceKind, what: str) -> Phrase:
    match kind:
        case ServiceKind.consulting:
            return phrase("did consulting for %(what)s", what=what)
        case ServiceKind.implementation:
            return phrase("did implementation for %(what)s", what=what)
        case ServiceKind.operation:
            return phrase("did operation for %(what)s", what=what)


def _colleagues(case: Case) -> Iterator[Record[Person]]:
    firm = case.person.data.employer
    for record in case.repository.people.values():
        employer = record.data.employer
        if record.id != case.who and employer and firm and same_group(case.repository, employer, firm):
            yield record


def same_group(repository: Repository, one: str, other: str) -> bool:
    """Whether two firms are one, or of one group."""
    if one == other:
        return True
    first, second = repository.firms.get(one), repository.firms.get(other)
    return bool(first and second and first.data.group and first.data.group == second.data.group)


def certification_body(case: Case) -> Iterator[Conflict]:
    """Yield IND009: an internal audit by the certification body, its people or its group."""
    employer = case.person.data.employer
    audit = case.assignment.audit
    record = case.repository.settings_record
    if employer is None or record is None or (audit and audit.is_external):
        return
    for index, held in enumerate(record.data.certifications):
        if held.body and same_group(case.repository, employer, held.body):
            facts = (
                (record.at("certifications", index, "body"), "certification body"),
                (case.person.at("employer"), "employer"),
            )
            yield Conflict(
                "IND009",
                Weight.error,
                phrase("works for %(firm)s, the certification body or a firm of its group", firm=employer),
                facts,
            )
            return
