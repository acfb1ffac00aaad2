"""The house windows: what was neither audited nor planned in time."""

from collections.abc import Callable, Iterator

from auditctl.analysis.about import process_of
from auditctl.analysis.cycle_coverage import (
    Cover,
    CoverState,
    last_of_processes,
    process_covers,
    records_begin,
    requirement_covers,
)
from auditctl.analysis.days import months_after
from auditctl.analysis.homes import homeless
from auditctl.diagnostics import Severity
from auditctl.model.finding import Grade
from auditctl.model.process import Importance
from auditctl.model.record import Hit
from auditctl.phrases import Phrase, Series, counted, joined, naming, phrase
from auditctl.repository import Repository
from auditctl.rules.cov.subjects import is_judged, programme_site
from auditctl.rules.listing import listed
from auditctl.rules.registry import rule

OPEN = frozenset({CoverState.overdue, CoverState.never})
SHOWN = 8


@rule("COV001", "clauses-not-covered", Severity.warning, basis="house; 27001 9.2.1", timed=True)
def clauses_not_covered(repository: Repository) -> Iterator[Hit]:
    """Clauses were neither audited within the house window nor are they planned within it.

    Why: internal audits show whether the management system conforms, and that is all of it. How often each clause is
    looked at is a house rule: `policy.audit_every_months`.

    Fix: plan an audit that covers them in the programme, or set the window that the house means. A late or cancelled
    audit covers nothing. Requirements that belong to no process are told by ORG003.
    """
    months = repository.settings.policy.audit_every_months
    if missing := _uncovered(repository, lambda item: not repository.requirements.is_control(item)):
        message = counted(
            "%(n)s clause neither audited within %(months)s months nor planned for the next %(months)s: %(missing)s",
            "%(n)s clauses neither audited within %(months)s months nor planned for the next %(months)s: %(missing)s",
            len(missing),
            months=months,
            missing=_shown(missing),
        )
        yield from _to_plan(repository, naming(message, (cover.what for cover in missing)))


@rule("COV002", "controls-not-covered", Severity.warning, basis="house; 27001 9.2.1", timed=True)
def controls_not_covered(repository: Repository) -> Iterator[Hit]:
    """Applicable controls were neither audited within the house window nor are they planned within it.

    Why: a control that nobody looks at may have stopped long ago. Over how many audits the controls are spread is a
    house rule: `policy.control_every_months`.

    Fix: plan an audit that covers them in the programme, or exclude in the SoA what does not apply. A late or
    cancelled audit covers nothing.
    """
    months = repository.settings.policy.control_every_months
    if missing := _uncovered(repository, repository.requirements.is_control):
        message = counted(
            "%(n)s control neither audited within %(months)s months nor planned for the next %(months)s: %(missing)s",
            "%(n)s controls neither audited within %(months)s months nor planned for the next %(months)s: %(missing)s",
            len(missing),
            months=months,
            missing=_shown(missing),
        )
        yield from _to_plan(repository, naming(message, (cover.what for cover in missing)))


def _uncovered(repository: Repository, is_meant: Callable[[str], bool]) -> list[Cover]:
    """Return the requirements of a kind that are neither audited nor planned in time; none where nobody can tell."""
    if programme_site(repository) is None or not is_judged(repository):
        return []
    homes = frozenset(homeless(repository))
    covers = requirement_covers(repository).values()
    return [
        cover for cover in covers if cover.state in OPEN and is_meant(cover.what) and cover.what not in homes
    ]


def _to_plan(repository: Repository, message: Phrase) -> Iterator[Hit]:
    if site := programme_site(repository):
        yield Hit(
            site,
            message,
            help="plan an audit that covers them: `audits` of the programme, with `processes` and `requirements`",
        )


def _shown(missing: list[Cover]) -> Series:
    """Return what was never audited, and what was too long ago with its days."""
    never = [cover.what for cover in missing if cover.last is None]
    before = [cover.what for cover in missing if cover.last]
    days = sorted({cover.last[0] for cover in missing if cover.last})
    parts = [phrase("%(requirements)s (never audited)", requirements=listed(never))] if never else []
    if len(days) == 1:
        parts.append(
            phrase("%(requirements)s (last audited on %(day)s)", requirements=listed(before), day=days[0])
        )
    elif days:
        told = phrase(
            "%(requirements)s (last audited between %(first)s and %(last)s)",
            requirements=listed(before),
            first=days[0],
            last=days[-1],
        )
        parts.append(told)
    return joined("; ", parts)


@rule("COV004", "important-process-not-audited", Severity.warning, basis="house; 27001 9.2.2", timed=True)
def important_process_not_audited(repository: Repository) -> Iterator[Hit]:
    """A process of high importance, or with a major or repeated finding last time, was not audited within the house window.

    Why: importance and the results of previous audits bear on how often a process is audited. Where most depends on it,
    or where it went wrong, a year is long; how long is a house rule: `policy.audit_every_months`.

    Fix: audit it. For one that was never audited, an audit is enough that is planned within the window from today, or
    from the first day of the first programme where that lies ahead. A follow-up looks at corrective actions and does
    not count.
    """
    if not is_judged(repository):
        return
    reasons = _reasons(repository)
    missed = [
        (repository.processes[cover.what], cover)
        for cover in process_covers(repository).values()
        if cover.what in reasons and _is_missed(repository, cover)
    ]
    if missed:
        words = [
            phrase(
                "%(what)s (%(detail)s)",
                what=process.id,
                detail=joined(", ", (reasons[process.id], _last(cover))),
            )
            for process, cover in missed
        ]
        first, *others = (process for process, _ in missed)
        months = repository.settings.policy.audit_every_months
        yield Hit(
            first.key(),
            phrase(
                "not audited within %(months)s months: %(processes)s", months=months, processes=listed(words)
            ),
            help="audit it, and plan it in the programme as often as the house asks for",
            related=tuple((process.key(), process.id) for process in others[:SHOWN]),
        )


def _reasons(repository: Repository) -> dict[str, Phrase]:
    """Return the processes that are to be audited within the window, each with the reason in words."""
    last = last_of_processes(repository)
    found: dict[str, Phrase] = {}
    for finding in repository.findings.values():
        process, data = process_of(repository, finding), finding.data
        if process is None or data.withdrawn or last.get(process, ("", ""))[1] != finding.audit:
            continue
        if data.grade is Grade.major:
            found[process] = phrase("a major last time")
        elif data.repeat_of:
            found.setdefault(process, phrase("a repeated finding last time"))
    high = {
        process.id: phrase("high importance")
        for process in repository.live_processes(repository.today)
        if process.data.importance is Importance.high
    }
    return found | high


def _is_missed(repository: Repository, cover: Cover) -> bool:
    """Whether the window since the last audit has passed; for a first one, whether none is planned in time."""
    months, today = repository.settings.policy.audit_every_months, repository.today
    if cover.last:
        return months_after(cover.last[0], months) < today
    begin = max(today, records_begin(repository) or today)
    return cover.next is None or cover.next[0] > months_after(begin, months)


def _last(cover: Cover) -> Phrase:
    return phrase("last on %(day)s", day=cover.last[0]) if cover.last else phrase("never audited")
