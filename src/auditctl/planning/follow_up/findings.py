"""Which findings of an audit wait for somebody to see that what was decided against them works."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from auditctl.analysis.about import process_of
from auditctl.analysis.followup import answers
from auditctl.analysis.lifecycle import CapaState, capa_state, finding_state, is_open
from auditctl.analysis.waiting import EFFECT_AHEAD
from auditctl.errors import AuditctlError, some
from auditctl.model.capa import Capa
from auditctl.model.finding import Finding
from auditctl.model.record import Record
from auditctl.repository import Audit, Repository, full_name

PLANNED = EFFECT_AHEAD | {CapaState.approved, CapaState.in_progress}
"""States of a corrective action whose plan stands, so that it is known when its effect can be seen."""


@dataclass(frozen=True, slots=True)
class Followed:
    """A finding that an audit is to follow up, with the corrective actions that answer it."""

    finding: Record[Finding]
    process: str
    capas: tuple[Record[Capa], ...]

    @property
    def verifiers(self) -> tuple[str, ...]:
        """Who is planned to judge the effect, each once."""
        effects = (capa.data.effectiveness for capa in self.capas)
        return tuple(dict.fromkeys(effect.verifier for effect in effects if effect and effect.verifier))

    @property
    def ready(self) -> date | None:
        """The day from which all of it can be verified: after what is still due, and not before its day."""
        days = [effect.not_before for capa in self.capas if (effect := capa.data.effectiveness)]
        days += [item.due for capa in self.capas for _, _, item in capa.data.items() if not item.done]
        return max((day for day in days if day), default=None)


class NothingWaits(AuditctlError):
    def __init__(self, audit: Audit, opened: Iterable[str], way_out: str) -> None:
        told = some(list(opened))
        more = f"; open: {told}" if told else ", for no finding of it is open"
        super().__init__(f"nothing of {audit.id} waits for verification{more}", way_out)


class NotVerifiable(AuditctlError):
    """A finding that was named and cannot be followed up."""

    def __init__(self, finding: Record[Finding], why: str, way_out: str) -> None:
        super().__init__(f"{finding.name} cannot be followed up: {why}", way_out)


def waiting_findings(
    repository: Repository, audit: Audit, *, planned_too: bool
) -> tuple[list[Followed], list[str]]:
    """Return what an audit's follow-up verifies, and in words what it leaves out and why.

    With `planned_too` an approved plan is enough. Raises NothingWaits where nothing is left.
    """
    wanted = PLANNED if planned_too else EFFECT_AHEAD
    found, left_out = [], []
    for finding in audit.findings.values():
        if not is_open(repository, finding):
            continue
        if why := _obstacle(repository, finding, wanted):
            left_out.append(f"{finding.id} ({why})")
        else:
            found.append(_followed(repository, finding))
    if not found:
        hint = "" if planned_too else "`--all` takes an approved plan too; "
        raise NothingWaits(
            audit, left_out, f"{hint}`auditctl finding list {audit.id}` shows where each stands"
        )
    return found, left_out


def named_findings(repository: Repository, findings: Iterable[Record[Finding]]) -> list[Followed]:
    """Return findings that somebody named, an approved plan being enough; NotVerifiable for another one."""
    found = []
    for finding in findings:
        if why := _obstacle(repository, finding, PLANNED):
            raise NotVerifiable(
                finding, why, f"leave it out; `auditctl finding show {finding.name}` says more"
            )
        found.append(_followed(repository, finding))
    return found


def _followed(repository: Repository, finding: Record[Finding]) -> Followed:
    return Followed(finding, process_of(repository, finding) or "", tuple(answers(repository, finding)))


def _obstacle(repository: Repository, finding: Record[Finding], wanted: frozenset[CapaState]) -> str:
    """Return in words why a finding is not to be followed up now, nothing where it is."""
    if other := _named_by(repository, finding):
        return f"{other} follows it up"
    if not is_open(repository, finding):
        return finding_state(repository, finding).value
    states = {capa_state(repository, capa) for capa in answers(repository, finding)}
    if not states & wanted:
        return _standing(repository, finding, states)
    if process_of(repository, finding) not in repository.processes:
        return "it names no process in which to look"
    return ""


def _standing(repository: Repository, finding: Record[Finding], states: set[CapaState]) -> str:
    """Return where a finding stands, and from when it can be verified where a plan says so."""
    if not states:
        return f"{finding_state(repository, finding).value}, no corrective action"
    standing = next(state for state in reversed(CapaState) if state in states)
    ready = _followed(repository, finding).ready if standing in PLANNED else None
    return f"{standing.value}, to be verified from {ready}" if ready else standing.value


def _named_by(repository: Repository, finding: Record[Finding]) -> str:
    """Return the audit that is not over and follows a finding up, nothing where there is none."""
    naming = (
        audit.id
        for audit in repository.own_audits
        if any(full_name(reference, audit.id) == finding.name for reference in audit.data.follow_up)
    )
    return next(naming, "")
