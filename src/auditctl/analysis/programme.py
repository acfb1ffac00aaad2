"""The audits of a programme on one time line: planned, held, late, called off, and those from outside."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from auditctl.analysis.days import months_after, on_working_day, working_days_after, working_days_between
from auditctl.analysis.gaps import is_read
from auditctl.analysis.gates import Gate, audit_gates
from auditctl.analysis.lifecycle import is_reported
from auditctl.model.programme import PlannedAudit, Programme
from auditctl.model.record import Record, Site
from auditctl.model.settings import ExternalAuditKind
from auditctl.model.types import Kind
from auditctl.phrases import Phrase, phrase
from auditctl.repository import Audit, Repository
from auditctl.repository.audit import Cycle

Days = tuple[date, date]
"""First and last day, both included."""


_PARTS = frozenset({"auditctl", "programmes", Kind.programme.value, Kind.planned.value})
"""Parts and kinds of records of the root in which programmes stand."""


class StopState(StrEnum):
    """Where an audit of a programme stands; `late` ones were neither opened, postponed nor cancelled in time."""

    scheduled = "scheduled"
    postponed = "postponed"
    planned = "planned"
    underway = "underway"
    held = "held"
    late = "late"
    cancelled = "cancelled"
    external = "external"


AHEAD = frozenset({StopState.scheduled, StopState.postponed, StopState.planned, StopState.underway})
"""States in which an audit can still look at something."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One audit on the time line.

    `first` and `last` are the days on which it was held; before that those planned after all postponements, or
    those of its timetable where it lies outside of them. `planned` is what the programme said first. An external
    audit of the settings has the name of its kind.
    """

    name: str
    title: str
    first: date
    last: date
    planned: Days | None
    state: StopState
    entry: Record[PlannedAudit] | None = None
    audit: Audit | None = None

    @property
    def is_own(self) -> bool:
        """Whether it is an audit of the house, which an external one never is."""
        return self.state is not StopState.external


def stops(repository: Repository, cycle: Cycle) -> list[Stop]:
    """Return every audit of a programme and within its time, the earliest first.

    These are its entries, the audits that no programme lists and that fall into it, and the external audits:
    folders, and those of the settings that have no folder yet.
    """
    key = ("stops", cycle.programme.id)
    if key not in repository.memo:
        found = [
            *_of_entries(repository, cycle),
            *_unlisted(repository, cycle.programme.data),
            *_announced(repository, cycle.programme.data),
        ]
        repository.memo[key] = tuple(sorted(found, key=_order))
    kept: tuple[Stop, ...] = repository.memo[key]
    return list(kept)


def in_force(repository: Repository) -> Cycle | None:
    """Return the programme that covers today, else the next one, else the last.

    Of several that cover today an approved one goes before a draft, then that which began last.
    """
    ranked = sorted(
        repository.cycles.values(), key=lambda cycle: (cycle.programme.data.from_, cycle.programme.id)
    )
    current = [cycle for cycle in ranked if cycle.programme.data.covers(repository.today)]
    if current:
        approved = [cycle for cycle in current if cycle.programme.data.approved]
        return (approved or current)[-1]
    coming = (cycle for cycle in ranked if cycle.programme.data.from_ > repository.today)
    return next(coming, None) or max(ranked, key=lambda cycle: cycle.programme.data.to, default=None)


def own_stops(repository: Repository) -> list[Stop]:
    """Return the audits of the house: the entries of all programmes, and what none lists; the earliest first."""
    if "own stops" not in repository.memo:
        listed = (stop for cycle in repository.cycles.values() for stop in _of_entries(repository, cycle))
        unlisted = (_stop_of(repository, days, audit) for days, audit in _without_entry(repository))
        found = {stop.name: stop for stop in (*listed, *unlisted) if stop.is_own}
        repository.memo["own stops"] = tuple(sorted(found.values(), key=_order))
    kept: tuple[Stop, ...] = repository.memo["own stops"]
    return list(kept)


def upcoming(repository: Repository) -> list[Stop]:
    """Return the audits of the house that lie ahead or are under way, the earliest first."""
    return [stop for stop in own_stops(repository) if lies_ahead(repository, stop)]


def lies_ahead(repository: Repository, stop: Stop) -> bool:
    """Whether an audit can still look at something; what was opened can until its closing meeting."""
    return stop.state in AHEAD and (
        stop.state is StopState.underway or repository.today <= _ends(stop.entry, stop.last)
    )


def looks_from(repository: Repository, stop: Stop) -> date:
    """Return the first day, from today on, on which an audit that lies ahead is expected to look at something."""
    days = [stop.first, stop.last, *(planned_days(stop.entry.data) if stop.entry else ())]
    return next((day for day in days if day >= repository.today), repository.today)


def strays(audit: Audit) -> Days | None:
    """Return the planned days of an audit that is not opened yet, where its timetable lies outside of them."""
    if audit.entry is None or audit.fieldwork is None or was_opened(audit):
        return None
    planned = planned_days(audit.entry.data)
    return None if _lies_within(audit.fieldwork, planned) else planned


def _lies_within(days: Days, others: Days) -> bool:
    return others[0] <= days[0] and days[1] <= others[1]


def _ends(entry: Record[PlannedAudit] | None, last: date) -> date:
    """Return the day after which an audit that was not opened is late; a timetable that was left behind makes none late."""
    return max(last, planned_days(entry.data)[1]) if entry else last


def knows_programmes(repository: Repository) -> bool:
    """Whether every programme and every entry could be read, so that an absence is a fact."""
    return not any(part.partition(":")[0] in _PARTS for audit, part in repository.unread if not audit)


def is_before_records(repository: Repository, day: date) -> bool:
    """Whether a day lies before the time from which the house keeps complete records."""
    since = repository.settings.records_since
    return since is not None and day < since


def planned_days(entry: PlannedAudit) -> Days:
    """Return the days of an entry after all postponements: the last `to` is the start, the working days stay as many."""
    planned = entry.planned
    if not entry.postponed:
        return planned.from_, planned.to
    length = working_days_between(on_working_day(planned.from_), planned.to)
    return entry.start, working_days_after(entry.start, length) if length > 0 else entry.start


def planned_site(entry: Record[PlannedAudit], key: str = "to") -> Site:
    """Return where the days of an entry stand after all postponements: the last `to`, else that key of `planned`."""
    moved = len(entry.data.postponed)
    return entry.at("postponed", moved - 1, "to") if moved else entry.at("planned", key)


REVIEW_MONTHS = 12
"""How long a programme goes without a review (guidance of ISO 19011; the number is a house rule)."""


def review_due(programme: Programme) -> date:
    """Return until when a programme is to be looked at again: 12 months after it was, or came into force."""
    approved = programme.approved.date if programme.approved else programme.from_
    last = max((review.date for review in programme.reviews), default=max(programme.from_, approved))
    return months_after(last, REVIEW_MONTHS)


def was_opened(audit: Audit) -> bool:
    """Whether fieldwork began, here or before this repository."""
    return is_reported(audit) or Gate.opening in audit_gates(audit)


def _order(stop: Stop) -> tuple[date, date, str]:
    return stop.first, stop.last, stop.name


def _of_entries(repository: Repository, cycle: Cycle) -> Iterator[Stop]:
    for entry in cycle.audits.values():
        audit = repository.audits.get(entry.id)
        first, last = _days(entry.data, audit)
        yield Stop(
            name=entry.id,
            title=entry.data.title or (audit.data.title if audit else entry.id),
            first=first,
            last=last,
            planned=(entry.data.planned.from_, entry.data.planned.to),
            state=_state(repository, entry, audit, _ends(entry, last)),
            entry=entry,
            audit=audit,
        )


def _days(entry: PlannedAudit, audit: Audit | None) -> Days:
    planned = planned_days(entry)
    if audit is None or audit.fieldwork is None:
        return planned
    return audit.fieldwork if was_opened(audit) or not _lies_within(audit.fieldwork, planned) else planned


def _state(
    repository: Repository, entry: Record[PlannedAudit] | None, audit: Audit | None, last: date
) -> StopState:
    if audit and audit.data.cancelled:
        return StopState.cancelled
    if audit and audit.is_external:
        return StopState.external
    if audit and was_opened(audit):
        is_over = is_reported(audit) or Gate.closing in audit_gates(audit)
        return StopState.held if is_over else StopState.underway
    if entry and entry.data.cancelled:
        return StopState.cancelled
    # what cannot be read may have been opened long ago
    if last < repository.today and not (audit and not is_read(audit, "audit", "report")):
        return StopState.late
    if audit:
        return StopState.planned
    return StopState.postponed if entry and entry.data.postponed else StopState.scheduled


def _unlisted(repository: Repository, programme: Programme) -> Iterator[Stop]:
    """Yield the audits without an entry that began within the time of a programme."""
    ranked = _without_entry(repository)
    start = bisect_left(ranked, programme.from_, key=lambda pair: pair[0][0])
    end = bisect_right(ranked, programme.to, key=lambda pair: pair[0][0])
    yield from (_stop_of(repository, days, audit) for days, audit in ranked[start:end])


def _stop_of(repository: Repository, days: Days, audit: Audit) -> Stop:
    """Return the stop of an audit that no programme lists."""
    state = _state(repository, None, audit, days[1])
    return Stop(audit.id, audit.data.title, *days, None, state, audit=audit)


def _without_entry(repository: Repository) -> list[tuple[Days, Audit]]:
    """Return the dated audits that no programme lists, the earliest first."""
    if "audits without an entry" not in repository.memo:
        dated = [
            (audit.fieldwork, audit)
            for audit in repository.audits.values()
            if audit.fieldwork and audit.entry is None
        ]
        repository.memo["audits without an entry"] = sorted(dated, key=lambda pair: (pair[0], pair[1].id))
    kept: list[tuple[Days, Audit]] = repository.memo["audits without an entry"]
    return kept


def _announced(repository: Repository, programme: Programme) -> Iterator[Stop]:
    """Yield the external audits of the settings that begin in a programme and have no folder at that time."""
    folders = [days for days, audit in _without_entry(repository) if audit.is_external]
    for held, announced in repository.settings.external_audits():
        if programme.covers(announced.from_) and not any(announced.meets(*days) for days in folders):
            title = _title(announced.kind, repository.requirements.name(held.standard))
            days = (announced.from_, announced.to)
            yield Stop(announced.kind.value, title, *days, days, StopState.external)


def _title(kind: ExternalAuditKind, standard: str) -> Phrase:
    match kind:
        case ExternalAuditKind.stage_1:
            return phrase("stage-1 audit, %(standard)s", standard=standard)
        case ExternalAuditKind.stage_2:
            return phrase("stage-2 audit, %(standard)s", standard=standard)
        case ExternalAuditKind.surveillance:
            return phrase("surveillance audit, %(standard)s", standard=standard)
        case ExternalAuditKind.recertification:
            return phrase("recertification audit, %(standard)s", standard=standard)
