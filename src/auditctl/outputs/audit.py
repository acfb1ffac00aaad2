"""Audits as text and as JSON: a list, and one with its milestones and what stands before the next."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from auditctl.analysis.gates import Gate
from auditctl.analysis.lifecycle import audit_state, finding_state, is_open
from auditctl.analysis.milestones import closing_due, notice_due, opening_due, report_due, unrecorded
from auditctl.analysis.waiting import audit_step
from auditctl.check import Options
from auditctl.diagnostics import Outcome, Severity
from auditctl.model.finding import Grade
from auditctl.outputs.step import document as step_document
from auditctl.outputs.tables import hanging, table
from auditctl.outputs.words import counted, until, wrapped
from auditctl.repository import Audit, Repository
from auditctl.source.text import visible

if TYPE_CHECKING:
    from rich.console import RenderableType

INDENT = 14


def audits(repository: Repository, state: str) -> list[Audit]:
    """Return the audits in that state, all of them without one, the earliest first."""
    found = (
        audit for audit in repository.audits.values() if state in {"", audit_state(repository, audit).value}
    )
    return sorted(found, key=lambda audit: (audit.fieldwork[0] if audit.fieldwork else date.max, audit.id))


def kind(audit: Audit) -> str:
    return "legacy" if audit.is_legacy else audit.data.kind.value


def listed(repository: Repository, found: list[Audit]) -> "Iterator[RenderableType]":
    """Yield the audits as a table with a line of sums."""
    from rich.text import Text  # noqa: PLC0415 - JSON does not need it

    if found:
        rows = [
            (
                audit.id,
                kind(audit),
                audit_state(repository, audit).value,
                " to ".join(dict.fromkeys(map(str, audit.fieldwork))) if audit.fieldwork else "",
                _open_of_all(repository, audit),
            )
            for audit in found
        ]
        yield table("", ["audit", "kind", "state", "days", "findings open"], rows, whole=1)
    yield Text(counted(len(found), "audit"))


def _open_of_all(repository: Repository, audit: Audit) -> str:
    waiting = sum(is_open(repository, finding) for finding in audit.findings.values())
    return f"{waiting} of {len(audit.findings)}" if audit.findings else ""


def document(repository: Repository, audit: Audit) -> dict[str, Any]:
    """Return an audit as one object of JSON: what its file says, and what follows from it."""
    return {
        "name": audit.id,
        "path": audit.file.document.path,
        "state": audit_state(repository, audit).value,
        **audit.data.model_dump(mode="json", by_alias=True, exclude_none=True),
        "days": [day.isoformat() for day in audit.fieldwork] if audit.fieldwork else [],
        "team": list(audit.members),
        "sessions": sorted(audit.sessions),
        "sessions_unrecorded": [session.id for session in unrecorded(audit)],
        "findings": {
            finding.id: finding_state(repository, finding).value for finding in audit.findings.values()
        },
        "next": step_document(audit_step(repository, audit)),
    }


@dataclass(frozen=True, slots=True)
class NextGate:
    """The gate that an audit passes next, and the command that passes it."""

    gate: Gate
    command: str

    @property
    def options(self) -> Options:
        """How the check judges as if the gate were passed; delays stand in nobody's way."""
        return Options(gate=self.gate, timed=False)


def next_gate(audit: Audit) -> NextGate | None:
    """Return the gate before an audit that the house holds; None behind the last."""
    data = audit.data
    if not audit.is_own or data.cancelled or data.closed or audit.is_issued:
        return None
    if data.closing:
        return NextGate(Gate.issue, "")
    if data.opening:
        return NextGate(Gate.closing, f"auditctl audit close {audit.id}")
    if data.plan.sent:
        return NextGate(Gate.opening, f"auditctl audit open {audit.id}")
    return NextGate(Gate.announced, f"auditctl audit send {audit.id}")


def text(
    repository: Repository, audit: Audit, gate: NextGate | None, outcome: Outcome | None
) -> "Iterator[RenderableType]":
    """Yield one screen: milestones, team, sessions, findings, and what stands before the next gate."""
    from rich.text import Text  # noqa: PLC0415 - JSON does not need it

    state = audit_state(repository, audit).value
    yield Text(visible(f"{audit.data.title} ({audit.id})"), style="bold")
    yield Text(f"{kind(audit)}, {state}")
    yield Text("")
    for label, lines in _parts(repository, audit):
        for number, line in enumerate(lines):
            yield hanging(line, INDENT, first=label if number == 0 else "")
    if gate and outcome:
        yield Text("")
        yield from _before(audit, gate, outcome)
    step = audit_step(repository, audit)
    if step:
        yield Text("")
        who = f" ({step.who})" if step.who else ""
        due = until(step.due, repository.today)
        yield Text(visible(f"Next: {step.what}{who}{due}"), style="bold")
        yield Text(visible(f"  {step.command}"))


def _parts(repository: Repository, audit: Audit) -> Iterator[tuple[str, list[str]]]:
    """Yield label and lines of each part that the audit has."""
    team = audit.team_data
    members = ", ".join(f"{name} (lead)" if name == team.lead else name for name in audit.members)
    left = len(unrecorded(audit))
    recorded = f"{len(audit.sessions) - left} of {len(audit.sessions)} recorded"
    grades = Counter(item.data.grade for item in audit.findings.values() if not item.data.withdrawn)
    found = ", ".join(f"{grades[grade]} {grade.value}" for grade in Grade if grades[grade])
    parts = (
        ("Milestones", list(_milestones(repository, audit))),
        ("Team", wrapped(members, INDENT)),
        ("Sessions", [recorded] if audit.sessions else []),
        ("Findings", [f"{found}; {_open_of_all(repository, audit)} open"] if found else []),
        ("Follows up", [visible(name) for name in audit.data.follow_up]),
        ("File", [audit.file.document.path]),
    )
    yield from ((label, held) for label, held in parts if held)


def _milestones(repository: Repository, audit: Audit) -> Iterator[str]:
    """Yield each milestone with its day, or when it is planned or due."""
    data, report = audit.data, audit.report.data if audit.report else None
    if not audit.is_own:
        return
    issued = report.issued.date if report and report.issued else None
    ladder = (
        ("plan sent", data.plan.sent, notice_due(repository, audit)),
        ("plan accepted", data.plan.accepted.date if data.plan.accepted else None, None),
        ("opened", data.opening.date if data.opening else None, opening_due(audit)),
        ("closing meeting", data.closing.date if data.closing else None, closing_due(audit)),
        ("report issued", issued, report_due(repository, audit)),
        ("closed", data.closed.date if data.closed else None, None),
        ("cancelled", data.cancelled.date if data.cancelled else None, None),
    )
    for word, held, planned in ladder:
        if held:
            yield f"{held}  {word}"
        elif planned and not data.cancelled:
            late = " (late)" if planned < repository.today else ""
            yield f"{'':10}  {word}, planned or due on {planned}{late}"


def _before(audit: Audit, gate: NextGate, outcome: Outcome) -> "Iterator[RenderableType]":
    """Yield what stands before a gate: its errors one by one, the rest counted."""
    from rich.text import Text  # noqa: PLC0415

    own = [item for item in outcome.diagnostics if item.audit == audit.id]
    errors = [item for item in own if item.severity is Severity.error]
    warnings = sum(item.severity is Severity.warning for item in own)
    stand = "nothing stands in the way" if not errors else f"{counted(len(errors), 'error')} in the way"
    yield Text(f"Gate {gate.gate.value}: {stand}, {counted(warnings, 'warning')}", style="bold")
    for item in errors:
        yield hanging(visible(item.message), 10, "red", first=f"  {item.code}")
