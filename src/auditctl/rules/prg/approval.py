"""That there is a programme, who approved it and when."""

from collections.abc import Iterator
from datetime import date

from auditctl.analysis.gates import Gate, audit_gates
from auditctl.analysis.programme import Stop, StopState, is_before_records, knows_programmes, stops
from auditctl.diagnostics import Severity
from auditctl.model.record import Hit
from auditctl.phrases import phrase
from auditctl.repository import Audit, Repository
from auditctl.repository.audit import Cycle
from auditctl.rules.registry import rule

HELD = frozenset({StopState.held, StopState.underway})
SHOWN = 3
"""Audits that a message points at."""


@rule("PRG001", "no-programme", Severity.error, basis="27001 9.2.2; house")
def no_programme(repository: Repository) -> Iterator[Hit]:
    """There are audits but no programme; a programme is not approved, or only after its first audit (warnings).

    Why: audits are planned in a programme: how often, by which methods, who answers for what. That somebody
    approves it before the first audit is a house rule.

    Fix: write `programmes/NAME.yaml` with `from`, `to`, `owner` and the `audits`, and let somebody approve it. While
    an audit is a draft, this is a note.
    """
    if not knows_programmes(repository):
        return
    if not repository.cycles:
        yield from _missing(repository)
    for cycle in repository.cycles.values():
        yield from _approval(repository, cycle)


def _missing(repository: Repository) -> Iterator[Hit]:
    """Yield one hit for all audits: an error as soon as one of them is announced."""
    settings, audits = repository.settings_record, _recorded(repository)
    if settings is None or not audits:
        return
    is_kept = any(audit.is_own and audit.is_issued for audit in audits)
    waiting = sorted((audit for audit in audits if audit.is_own and not audit.is_issued), key=_rank)
    yield Hit(
        settings.at("name"),
        phrase("there are audits, but no audit programme"),
        help=phrase(
            "write `programmes/NAME.yaml` with `from`, `to`, `owner` and `audits`, or the key `programmes` here"
        ),
        related=tuple((audit.file.key(), "an audit") for audit in audits[:SHOWN]),
        # an audit that went out has passed every gate, and is itself not judged anew
        gate=None if is_kept else Gate.announced,
        audit=waiting[0].id if waiting and not is_kept else "",
    )


def _recorded(repository: Repository) -> list[Audit]:
    """Return the audits of the house that were not cancelled, of the time since records are kept."""
    return [
        audit
        for audit in repository.audits.values()
        if not audit.is_external
        and not audit.data.cancelled
        and not (audit.fieldwork and is_before_records(repository, audit.fieldwork[1]))
    ]


def _rank(audit: Audit) -> tuple[bool, date, str]:
    """Put what was announced first, the earliest of several."""
    is_draft = Gate.announced not in audit_gates(audit)
    return is_draft, audit.fieldwork[0] if audit.fieldwork else date.max, audit.id


def _approval(repository: Repository, cycle: Cycle) -> Iterator[Hit]:
    programme = cycle.programme
    if programme.data.approved is None and not is_before_records(repository, programme.data.to):
        yield Hit(
            programme.key(),
            phrase("the programme %(programme)s is not approved", programme=programme.id)
            if cycle.audits
            else phrase(
                "the programme %(programme)s is not approved, and plans no audits", programme=programme.id
            ),
            help="write `approved: {by: …, date: …}` when somebody other than its owner has",
            severity=Severity.warning,
        )
    first = _first_held(repository, cycle)
    if programme.data.approved and first and first.entry and first.first < programme.data.approved.date:
        yield Hit(
            programme.at("approved", "date"),
            phrase(
                "the programme %(programme)s was approved on %(day)s, after its first audit %(audit)s on %(first)s",
                programme=programme.id,
                day=programme.data.approved.date,
                audit=first.name,
                first=first.first,
            ),
            help="correct the date that is wrong; where both are right, silence it here with the reason",
            related=((first.entry.key(), "its first audit"),),
            severity=Severity.warning,
        )


def _first_held(repository: Repository, cycle: Cycle) -> Stop | None:
    """Return the first audit of a programme that was opened."""
    listed = (stop for stop in stops(repository, cycle) if stop.entry)
    return next((stop for stop in listed if stop.state in HELD), None)


@rule("PRG002", "programme-approved-by-owner", Severity.warning, basis="house")
def programme_approved_by_owner(repository: Repository) -> Iterator[Hit]:
    """A programme was approved by its owner.

    Why: whoever plans the audits would alone decide what is looked at. A second pair of eyes, best of top
    management, sees what was left out.

    Fix: let somebody else approve it, and correct `approved`.
    """
    for cycle in repository.cycles.values():
        data = cycle.programme.data
        if data.approved and data.approved.by == data.owner:
            yield Hit(
                cycle.programme.at("approved", "by"),
                phrase(
                    "the programme %(programme)s was approved by %(owner)s, its owner",
                    programme=cycle.programme.id,
                    owner=data.owner,
                ),
                help="let somebody else approve it",
                related=((cycle.programme.at("owner"), "owner"),),
            )
