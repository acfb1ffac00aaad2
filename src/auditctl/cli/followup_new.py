"""A follow-up audit planned, shown, judged and written."""

from dataclasses import dataclass
from typing import Any

import typer

from auditctl.cli.call import Call, audit_of
from auditctl.cli.changing import carry_out
from auditctl.cli.days import day
from auditctl.cli.how import How
from auditctl.cli.naming import chosen_name, finding_named, record_named
from auditctl.errors import AlreadyThere, UsageError
from auditctl.model.types import Kind
from auditctl.planning.follow_up.auditors import Candidate
from auditctl.planning.follow_up.draft import FollowUp, follow_up, free_audit_name
from auditctl.planning.follow_up.findings import Followed, named_findings, waiting_findings
from auditctl.planning.follow_up.sessions import Planned
from auditctl.repository import Audit, Repository
from auditctl.source.text import visible
from auditctl.writing.audit_parts import audit_text
from auditctl.writing.change import Change


@dataclass(frozen=True, slots=True)
class Asked:
    """What the flags say; `everything` lets an approved plan be enough."""

    start: str
    lead: str
    auditors: tuple[str, ...]
    findings: tuple[str, ...]
    everything: bool


def plan_follow_up(ctx: typer.Context, given: str, asked: Asked, how: How) -> None:
    """Plan the follow-up of an audit and write it, or show it."""
    repository = Call.of(ctx).repository()
    audit = audit_of(repository, given)
    name = _free(repository, chosen_name(how.name)) or free_audit_name(repository, audit)
    start = day("--start", asked.start) if asked.start else None
    lead = record_named(repository, Kind.person, asked.lead) if asked.lead else ""
    auditors = tuple(record_named(repository, Kind.person, person) for person in asked.auditors)
    followed, left_out = _followed(repository, audit, asked)
    planned = follow_up(repository, audit, followed, name, start=start, lead=lead, auditors=auditors)
    change = Change(repository)
    change.create(f"audits/{name}/audit.yaml", audit_text(name, planned.fields))
    if not how.as_json:
        _tell(planned, left_out)
    carry_out(change, how, f"`auditctl plan {name}`", more=_told(planned, left_out))


def _free(repository: Repository, name: str) -> str:
    """Return the name of an audit that has no folder yet; AlreadyThere for another one."""
    if name in repository.names.get((Kind.audit, ""), {}):
        raise AlreadyThere(f"audits/{name}")
    return name


def _followed(repository: Repository, audit: Audit, asked: Asked) -> tuple[list[Followed], list[str]]:
    if not asked.findings:
        return waiting_findings(repository, audit, planned_too=asked.everything)
    known = audit.findings
    found = [known[name] if name in known else finding_named(repository, name) for name in asked.findings]
    if strange := next((finding for finding in found if finding.audit != audit.id), None):
        raise UsageError(
            f"{strange.name} is no finding of {audit.id}", f"run `auditctl followup {strange.audit}` for it"
        )
    return named_findings(repository, {finding.name: finding for finding in found}.values()), []


def _told(planned: FollowUp, left_out: list[str]) -> dict[str, Any]:
    return {"sessions": [_document(session) for session in planned.sessions], "left_out": left_out}


def _document(session: Planned) -> dict[str, Any]:
    chosen = session.chosen
    return {
        "process": session.subject.process,
        "date": session.begin.date().isoformat(),
        "start": f"{session.begin:%H:%M}",
        "findings": [item.finding.name for item in session.subject.followed],
        "auditor": chosen.person if chosen else None,
        "why": _reason(session, chosen) if chosen else None,
        "needs_outside_auditor": chosen is None,
        "against": {item.person: list(item.against) for item in session.candidates if not item.is_free},
    }


def _tell(planned: FollowUp, left_out: list[str]) -> None:
    """Say what is verified where, by whom and why; and what is not."""
    for session in planned.sessions:
        _tell_session(session)
    late = [session for session in planned.sessions if planned.ready and session.begin.date() < planned.ready]
    if late:
        _say(f"not everything can be verified before {planned.ready}")
    if left_out:
        _say("left out:")
    for item in left_out:
        _say(f"  {item}")


def _tell_session(session: Planned) -> None:
    chosen, subject = session.chosen, session.subject
    when = f"{session.begin:%Y-%m-%d %H:%M}"
    who = f"{chosen.person}, {_reason(session, chosen)}" if chosen else "nobody is free"
    _say(f"{subject.process}, {when}: {who}")
    for item in subject.followed:
        _say(f"  verifies {item.finding.name}")
    if chosen is None:
        _say("  an auditor from outside is needed; of those known:")
    for other in session.candidates:
        if not other.is_free and (chosen is None or other.person in subject.verifiers):
            _say(f"  not {other.person}: {', '.join(other.against)}")
    for gap in chosen.gaps if chosen else ():
        _say(f"  note: {gap}")


def _reason(session: Planned, chosen: Candidate) -> str:
    """Return why somebody was chosen."""
    if chosen.planned:
        return "the planned verifier"
    planned = session.subject.verifiers
    instead = f" in place of {' and '.join(planned)}" if planned else ""
    return f"free of conflict and without a part in the corrective action{instead}"


def _say(words: str) -> None:
    typer.echo(visible(words), err=True)
