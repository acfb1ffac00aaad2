"""The open findings of the processes in scope, which a new audit follows up."""

from collections.abc import Iterator
from datetime import date

from auditctl.analysis.about import process_of
from auditctl.analysis.followup import is_waiting
from auditctl.analysis.lifecycle import FindingState, finding_state, is_reported
from auditctl.model.finding import Finding
from auditctl.model.record import Record
from auditctl.planning.new.request import About, Remark, Request
from auditctl.repository import Repository
from auditctl.rules.listing import listed


def to_follow_up(
    repository: Repository, request: Request, processes: tuple[str, ...], day: date
) -> list[Record[Finding]]:
    """Return what is open in the scope and was decided upon: nonconformities, and improvements taken up."""
    return [
        finding
        for finding in _open(repository, request, processes, day)
        if not _is_undecided(repository, finding)
    ]


def _open(
    repository: Repository, request: Request, processes: tuple[str, ...], day: date
) -> Iterator[Record[Finding]]:
    for finding in repository.findings.values():
        is_earlier = finding.audit != request.name and finding.data.raised.date < day
        if is_earlier and process_of(repository, finding) in processes and is_waiting(repository, finding):
            yield finding


def _is_undecided(repository: Repository, finding: Record[Finding]) -> bool:
    """Whether an improvement still waits for somebody to take it up, so that there is no action to look at."""
    is_improvement = not finding.data.is_nonconformity
    return is_improvement and finding_state(repository, finding) is FindingState.issued


def remarks(
    repository: Repository, request: Request, processes: tuple[str, ...], day: date
) -> Iterator[Remark]:
    """Yield what is not followed up yet: improvements that nobody decided on, findings not reported yet."""
    undecided = tuple(
        finding.name
        for finding in _open(repository, request, processes, day)
        if _is_undecided(repository, finding)
    )
    if undecided:
        text = f"nobody decided on {listed(undecided)}: take it up or decline it, then it can be followed up"
        yield Remark(About.undecided, text, undecided)
    previous = request.previous
    if previous and previous.findings and not is_reported(previous) and not previous.data.cancelled:
        text = f"the findings of {previous.id} are drafts until it is reported: add them to `follow_up` then"
        yield Remark(About.undecided, text, tuple(finding.name for finding in previous.findings.values()))
