"""What a programme holds, what it considers, and that it is looked at again."""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date

from auditctl.analysis.coverage import counts
from auditctl.analysis.deadlines import report_day
from auditctl.analysis.programme import REVIEW_MONTHS, is_before_records, knows_programmes, review_due
from auditctl.diagnostics import Severity
from auditctl.model.programme import Programme
from auditctl.model.record import Hit
from auditctl.phrases import Phrase, phrase
from auditctl.repository import Repository
from auditctl.repository.audit import Cycle
from auditctl.rules.listing import listed
from auditctl.rules.registry import rule

ELEMENTS = (phrase("methods"), phrase("responsibilities"), phrase("planning"), phrase("reporting"))
"""Keys of a programme, each of which is its own name."""


@rule("PRG003", "incomplete-programme", Severity.error, basis="27001 9.2.2")
def incomplete_programme(repository: Repository) -> Iterator[Hit]:
    """An approved programme lacks planned audits, methods, responsibilities, planning or reporting.

    Why: these five are what an audit programme consists of; the planned audits are its frequency. What was approved
    without one of them says nothing about it.

    Fix: write what is missing, each a sentence or more; under `audits` each audit with its days.
    """
    for cycle in repository.cycles.values():
        programme = cycle.programme.data
        is_judged = programme.approved and not is_before_records(repository, programme.to)
        if is_judged and (missing := list(_missing(repository, cycle))):
            yield Hit(
                cycle.programme.key(),
                phrase(
                    "the programme %(programme)s is approved without %(missing)s",
                    programme=cycle.programme.id,
                    missing=listed(missing),
                ),
                help=phrase("write %(keys)s", keys=listed([f"`{key}: …`" for key in _keys(missing)])),
            )


def _missing(repository: Repository, cycle: Cycle) -> Iterator[str]:
    entries = cycle.audits.values()
    if not cycle.audits and _knows_entries(repository, cycle):
        yield phrase("planned audits")
    elif cycle.audits and all(entry.data.cancelled for entry in entries) and knows_programmes(repository):
        yield phrase("planned audits that were not cancelled")
    yield from (key for key in ELEMENTS if getattr(cycle.programme.data, key) is None)


def _knows_entries(repository: Repository, cycle: Cycle) -> bool:
    """Whether no entry of a programme stands there unread; `audits` that is no mapping is told as such."""
    site = cycle.programme.at("audits")
    broken = (hit.site for hit in repository.problems if hit.code == "SCH003")
    is_told = any(at.document.path == site.document.path and at.route == site.route for at in broken)
    return knows_programmes(repository) and not is_told


def _keys(missing: list[str]) -> list[str]:
    return ["audits" if words.startswith("planned audits") else words for words in missing]


@rule("PRG004", "results-not-considered", Severity.warning, basis="27001 9.2.2")
def results_not_considered(repository: Repository) -> Iterator[Hit]:
    """An audit was reported before a programme's approval or last revision, and `previous_results` does not name it.

    Why: the results of previous audits decide what is audited next, and how often. A programme that was written after
    a report can take it into account, and shows that it did.

    Fix: look at what those audits found, change the plan where it asks for it, and name them in `previous_results`.
    What an earlier programme considered need not be named again.
    """
    reported = sorted(_reported(repository))
    days = [day for day, _ in reported]
    start, named = 0, set[str]()
    for cycle in sorted(repository.cycles.values(), key=_beginning):
        named.update(cycle.programme.data.previous_results)
        end = bisect_left(days, _written(cycle.programme.data))
        missing = [name for _, name in reported[start:end] if name not in named]
        start = max(start, end)
        if missing:
            yield Hit(
                cycle.programme.at("previous_results"),
                phrase(
                    "the programme %(programme)s of %(day)s does not name what was reported before: %(missing)s",
                    programme=cycle.programme.id,
                    day=_written(cycle.programme.data),
                    missing=listed(missing),
                ),
                help="add to `previous_results` what was considered",
                related=tuple(
                    (repository.audits[name].file.key(), "reported before") for name in missing[:3]
                ),
            )


def _reported(repository: Repository) -> Iterator[tuple[date, str]]:
    for audit in repository.audits.values():
        day = report_day(audit)
        if day and counts(audit):
            yield day, audit.id


def _beginning(cycle: Cycle) -> tuple[date, str]:
    return cycle.programme.data.from_, cycle.programme.id


def _written(programme: Programme) -> date:
    """Return the day of the approval or of the last revision, whichever came later."""
    days = [revision.date for revision in programme.revisions]
    return max((*days, programme.approved.date) if programme.approved else days, default=date.min)


@rule("PRG007", "programme-not-reviewed", Severity.warning, basis="house; 19011", timed=True)
def programme_not_reviewed(repository: Repository) -> Iterator[Hit]:
    """A programme under way was not reviewed for 12 months.

    Why: what mattered when it was written changes: processes, incidents, findings, people. A look once a year shows
    whether the programme still reaches its objectives; how often is a house rule.

    Fix: review it and write `reviews: [{by: …, date: …, result: …}]`.
    """
    for cycle in repository.cycles.values():
        data = cycle.programme.data
        if not data.covers(repository.today):
            continue
        if review_due(data) < repository.today:
            yield Hit(
                cycle.programme.at("reviews"),
                _unreviewed(cycle),
                help="review it and write `reviews: [{by: …, date: …, result: …}]`",
            )


def _unreviewed(cycle: Cycle) -> Phrase:
    data, name = cycle.programme.data, cycle.programme.id
    if data.reviews:
        return phrase(
            "the programme %(programme)s was last reviewed on %(day)s, more than %(months)s months ago",
            programme=name,
            day=max(review.date for review in data.reviews),
            months=REVIEW_MONTHS,
        )
    return phrase(
        "the programme %(programme)s has not been reviewed since %(day)s, more than %(months)s months ago",
        programme=name,
        day=max(data.from_, data.approved.date) if data.approved else data.from_,
        months=REVIEW_MONTHS,
    )
