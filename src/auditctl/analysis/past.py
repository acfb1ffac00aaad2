"""Conflicts from what somebody did before: IND004 and IND005."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from auditctl.analysis.conflicts import Case, Conflict, Weight
from auditctl.analysis.days import months_before
from auditctl.analysis.posts import PAST_SYSTEM_WORDS, PAST_WORDS
from auditctl.model.organisation import Designer, OwnDocument, System
from auditctl.model.people import PastRole
from auditctl.model.process import Process
from auditctl.model.record import Record, Site
from auditctl.model.types import Period


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
    until = f" until {told.period.to}" if told.period.to else ""
    reason = f"{told.words}{until}" + (", within the period under review" if under_review else "")
    facts = tuple((stint.site, stint.words) for stint in stints)
    yield Conflict("IND004", Weight.error if under_review else Weight.justifiable, reason, facts)


def _ended_within(period: Period, case: Case, since: date) -> bool:
    return period.to is not None and since <= period.to < case.day


def _stints(case: Case) -> Iterator[_Stint]:
    for index, role in enumerate(case.person.data.posts_before):
        if _touches(case, role):
            performed = case.what in role.processes
            words = (
                f"performed {case.what}"
                if performed
                else f"worked in {role.department}, the department of {case.what},"
            )
            yield _Stint(role, words, case.person.at("past_roles", index), performed)
    for index, item in enumerate(case.process.data.past):
        if item.person == case.who:
            yield _Stint(
                item, f"{PAST_WORDS[item.role]} {case.what}", case.process.at("past", index), answered=True
            )
    for system in case.posts.systems(case.process):
        for index, past in enumerate(system.data.past):
            if past.person == case.who:
                words = f"{PAST_SYSTEM_WORDS[past.role]} {system.id}, a system of {case.what},"
                yield _Stint(past, words, system.at("past", index), answered=False)
    for record, index, role in case.posts.roles_under.get(case.who, ()):
        if _touches(case, role):
            yield _Stint(
                role, f"managed {record.id} in {case.what}", record.at("past_roles", index), answered=False
            )


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
        reason = " and ".join(dict.fromkeys(words for _, words in counting))
        yield Conflict("IND005", Weight.justifiable, reason, tuple(counting))


def _works(case: Case) -> Iterator[Work]:
    yield from _designs(case, case.process, case.process.data.designers, case.what)
    for system in case.posts.systems(case.process):
        yield from _designs(case, system, system.data.designers, f"{system.id}, a system of {case.what}")
    for name in sorted(case.assignment.documents):
        if name in case.repository.documents:
            yield from _writings(case, case.repository.documents[name])


def _designs(
    case: Case, record: Record[Process] | Record[System], designers: tuple[Designer, ...], name: str
) -> Iterator[Work]:
    for index, designer in enumerate(designers):
        if designer.person == case.who:
            when = f" on {designer.date}" if designer.date else ""
            yield record.at("designers", index), f"designed {name}{when}", designer.date


def _writings(case: Case, document: Record[OwnDocument]) -> Iterator[Work]:
    """Yield authorship, dated like the approval of the version, and the approval itself."""
    approved = document.data.approved
    for index, author in enumerate(document.data.authors):
        if author == case.who:
            yield document.at("authors", index), f"wrote {document.id}", approved.date if approved else None
    if approved and approved.by == case.who:
        yield document.at("approved"), f"approved {document.id} on {approved.date}", approved.date
