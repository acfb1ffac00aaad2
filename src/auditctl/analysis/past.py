"""Conflicts from what somebody did before: IND004 and IND005."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from auditctl.analysis.conflicts import Case, Conflict, Weight
from auditctl.analysis.days import months_before
from auditctl.model.organisation import Designer, OwnDocument, System, SystemRole
from auditctl.model.people import PastRole
from auditctl.model.process import Process, ProcessRole
from auditctl.model.record import Record, Site
from auditctl.model.types import Period
from auditctl.phrases import Phrase, listed, phrase


@dataclass(frozen=True, slots=True)
class _Stint:
    """A time that has ended: in words, with its place; `answered` where they owned or performed the process."""

    period: Period
    words: str
    site: Site
    answered: bool


def worked_there(case: Case) -> Iterator[Conflict]:
    """Yield IND004: worked in, owned or managed the area within the cooling-off time."""
    since = months_before(case.day, case.repository.settings.policy.cooling_off_months)
    stints = [stint for stint in _stints(case) if _ended_within(stint.period, case, since)]
    if not stints:
        return
    first, last = case.assignment.period
    under_review = [
        stint for stint in stints if stint.answered and (first or last) and stint.period.meets(first, last)
    ]
    told = under_review[0] if under_review else stints[0]
    reason = phrase("%(work)s until %(day)s", work=told.words, day=told.period.to)
    if under_review:
        reason = phrase("%(work)s, within the period under review", work=reason)
    facts = tuple((stint.site, stint.words) for stint in stints)
    yield Conflict("IND004", Weight.error if under_review else Weight.justifiable, reason, facts)


def _ended_within(period: Period, case: Case, since: date) -> bool:
    return period.to is not None and since <= period.to < case.day


def _stints(case: Case) -> Iterator[_Stint]:
    for index, role in enumerate(case.person.data.posts_before):
        if _touches(case, role):
            performed = case.what in role.processes
            words = (
                phrase("performed %(process)s", process=case.what)
                if performed
                else phrase(
                    "worked in %(department)s, the department of %(process)s,",
                    department=role.department,
                    process=case.what,
                )
            )
            yield _Stint(role, words, case.person.at("past_roles", index), performed)
    for index, item in enumerate(case.process.data.past):
        if item.person == case.who:
            yield _Stint(item, _held(item.role, case.what), case.process.at("past", index), answered=True)
    for system in case.posts.systems(case.process):
        for index, past in enumerate(system.data.past):
            if past.person == case.who:
                words = _held_system(past.role, system.id, case.what)
                yield _Stint(past, words, system.at("past", index), answered=False)
    for record, index, role in case.posts.roles_under.get(case.who, ()):
        if _touches(case, role):
            words = phrase("managed %(person)s in %(process)s", person=record.id, process=case.what)
            yield _Stint(role, words, record.at("past_roles", index), answered=False)


def _held(role: ProcessRole, process: str) -> Phrase:
    match role:
        case ProcessRole.owner:
            return phrase("owned %(process)s", process=process)
        case ProcessRole.deputy:
            return phrase("deputised for %(process)s", process=process)
        case ProcessRole.performer:
            return phrase("performed %(process)s", process=process)


def _held_system(role: SystemRole, system: str, process: str) -> Phrase:
    match role:
        case SystemRole.owner:
            return phrase("owned %(system)s, a system of %(process)s,", system=system, process=process)
        case SystemRole.operator:
            return phrase("operated %(system)s, a system of %(process)s,", system=system, process=process)


def _touches(case: Case, role: PastRole) -> bool:
    """Whether a past role lay in the area of the process; without `processes` it was the whole department."""
    if role.processes:
        return case.what in role.processes
    return role.department is not None and role.department == case.process.data.department


Work = tuple[Site, str, date | None]
"""Where it stands, in words, and when; no day where it is not known."""


def designed(case: Case) -> Iterator[Conflict]:
    """Yield IND005: designed the process or a system of it, or wrote or approved a document audited against."""
    since = months_before(case.day, case.repository.settings.policy.design_look_back_months)
    counting = [(site, words) for site, words, day in _works(case) if day is None or since <= day <= case.day]
    if counting:
        reason = listed(dict.fromkeys(words for _, words in counting))
        yield Conflict("IND005", Weight.justifiable, reason, tuple(counting))


def _works(case: Case) -> Iterator[Work]:
    yield from _designs(case, case.process, case.process.data.designers, case.what)
    for system in case.posts.systems(case.process):
        what = phrase("%(system)s, a system of %(process)s", system=system.id, process=case.what)
        yield from _designs(case, system, system.data.designers, what)
    for name in sorted(case.assignment.documents):
        if name in case.repository.documents:
            yield from _writings(case, case.repository.documents[name])


def _designs(
    case: Case, record: Record[Process] | Record[System], designers: tuple[Designer, ...], name: str
) -> Iterator[Work]:
    for index, designer in enumerate(designers):
        if designer.person == case.who:
            words = phrase("designed %(what)s", what=name)
            if designer.date:
                words = phrase("designed %(what)s on %(day)s", what=name, day=designer.date)
            yield record.at("designers", index), words, designer.date


def _writings(case: Case, document: Record[OwnDocument]) -> Iterator[Work]:
    """Yield authorship, dated like the approval of the version, and the approval itself."""
    approved = document.data.approved
    for index, author in enumerate(document.data.authors):
        if author == case.who:
            words = phrase("wrote %(document)s", document=document.id)
            yield document.at("authors", index), words, approved.date if approved else None
    if approved and approved.by == case.who:
        words = phrase("approved %(document)s on %(day)s", document=document.id, day=approved.date)
        yield document.at("approved"), words, approved.date
