"""Which programme is meant: the one that is named, else the one in force."""

from collections.abc import Iterator
from datetime import date

from auditctl.analysis.days import days_after
from auditctl.analysis.programme import in_force
from auditctl.cli.call import named
from auditctl.errors import AuditctlError, some
from auditctl.model.people import AuditorRole
from auditctl.model.types import Kind
from auditctl.repository import Cycle, Repository

NOTICE_DAYS = 42
"""How far ahead the skeleton of a programme plans its first audit."""


class NoProgramme(AuditctlError):
    """A repository without any programme; the way out is one that can be pasted."""

    def __init__(self, name: str, skeleton: str) -> None:
        super().__init__(
            "there is no audit programme yet",
            f"write what will be audited when to programmes/{name}.yaml, for instance:\n{skeleton}",
        )


class UnreadProgrammes(AuditctlError):
    def __init__(self, names: list[str]) -> None:
        super().__init__(
            f"no audit programme could be read: {some(names)}",
            "`auditctl check` says what is wrong, and where",
        )


def programme_of(repository: Repository, given: str = "") -> Cycle:
    """Return the programme of that name, or unambiguous part of it; without one the programme in force.

    Raises NoProgramme, UnreadProgrammes, and NotThere or Ambiguous for a name.
    """
    found = in_force(repository)
    if found is None:
        raise _none(repository)
    if given in _unread(repository):
        raise UnreadProgrammes([given])
    return repository.cycles[named("programme", given, repository.cycles)] if given else found


def _none(repository: Repository) -> AuditctlError:
    unread = list(_unread(repository))
    if unread:
        return UnreadProgrammes(unread)
    year = str(repository.today.year)
    return NoProgramme(year, "\n".join(_skeleton(repository, year)))


def _unread(repository: Repository) -> Iterator[str]:
    """Yield what may have been a programme."""
    for audit, part in sorted(repository.unread):
        kind, _, name = part.partition(":")
        if not audit and kind in {Kind.programme, "programmes", "auditctl"}:
            yield name or part


def _skeleton(repository: Repository, year: str) -> Iterator[str]:
    """Yield the lines of a programme of this year that can be read as it stands."""
    last = date(repository.today.year, 12, 31)
    first = min(days_after(repository.today, NOTICE_DAYS), last)
    yield f"  from: {year}-01-01"
    yield f"  to: {last}"
    yield f"  owner: {_owner(repository)}"
    yield "  methods: interviews, observation, samples of records"
    yield "  responsibilities: the lead auditor plans and reports, process owners answer and correct"
    yield "  planning: by importance of the processes, changes and the results of earlier audits"
    yield "  reporting: to top management and the owners of the audited processes"
    yield "  audits:"
    yield f"    {year}-internal:"
    yield f"      planned: {{from: {first}, to: {min(days_after(first, 1), last)}}}"
    yield "      processes: all"
    yield "      requirements: all"


def _owner(repository: Repository) -> str:
    """Return who could own a programme: somebody with that role, else anybody who is there."""
    managers = (
        name
        for name, record in repository.auditors.items()
        if AuditorRole.programme_manager in record.data.roles
    )
    return next(managers, None) or next(iter(repository.people), "somebody-of-people")
