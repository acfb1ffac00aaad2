"""A new audit planned, told, judged and written."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import typer

from auditctl.analysis.lifecycle import finding_state
from auditctl.analysis.programme import in_force
from auditctl.cli.asking import one_line, say, unheard
from auditctl.cli.call import audit_of
from auditctl.cli.changing import carry_out
from auditctl.cli.days import day
from auditctl.cli.desk import Desk
from auditctl.cli.how import How
from auditctl.cli.naming import chosen_name, record_named
from auditctl.model.nearest import nearest
from auditctl.model.types import ALL, Kind
from auditctl.planning.new.draft import NewAudit, new_audit
from auditctl.planning.new.origin import entry_of, open_entries, require_plan
from auditctl.planning.new.refusals import FolderThere, NotPlanned, Past
from auditctl.planning.new.request import About, Remark, Request
from auditctl.planning.new.standing import remarks
from auditctl.repository import Repository
from auditctl.rules.listing import counted
from auditctl.writing.audit_parts import as_fields, audit_text, part_text, schedule_text, team_text
from auditctl.writing.change import Change

PLAIN = frozenset({About.programme, About.scope, About.days})
HEADS = {
    About.never_audited: "never audited so far",
    About.undecided: "not followed up yet",
    About.not_carried: "not carried over",
    About.open: "still open",
}
"""What is said under a head of its own; all else has changed since the earlier audit."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the flags say."""

    previous: str
    processes: tuple[str, ...]
    start: str
    title: str
    lead: str
    why: str


def plan_audit(ctx: typer.Context, asked: Asked, how: How) -> None:
    """Plan a new audit and write it, or show it."""
    desk = Desk.of(ctx, how)
    request = _request(desk, asked)
    planned = new_audit(desk.repository, request)
    change = _change(desk.repository, planned)
    after = change.repository_after()
    said = [*planned.remarks, *remarks(desk.repository, after, planned.name, request.previous)]
    if not how.as_json:
        with unheard():
            _tell(desk.repository, planned, said, request)
    carry_out(change, how, _following(ctx, planned, said), more=_document(planned, said, request))


def _request(desk: Desk, asked: Asked) -> Request:
    """Return what was asked for, with its names resolved; where no programme lists it, why it is held."""
    repository = desk.repository
    name = _free(repository, chosen_name(desk.how.name))
    found = entry_of(repository, name)
    start = day("--start", asked.start) if asked.start else None
    if start and start < repository.today:
        raise Past(start, repository.today)
    request = Request(
        name=name,
        cycle=found[0] if found else None,
        entry=found[1] if found else None,
        previous=require_plan(audit_of(repository, asked.previous), name) if asked.previous else None,
        processes=_processes(repository, asked.processes),
        start=start,
        title=one_line("--title", asked.title) if asked.title else "",
        lead=record_named(repository, Kind.person, asked.lead) if asked.lead else "",
        why=one_line("--why", asked.why) if asked.why else "",
    )
    return request if found else _unplanned(desk, request)


def _free(repository: Repository, name: str) -> str:
    """Return the name of an audit that has no folder yet; FolderThere for another one."""
    taken = name in repository.names.get((Kind.audit, ""), {})
    if taken or os.path.lexists(repository.root / "audits" / name):
        raise FolderThere(name, repository.audits.get(name))
    return name


def _processes(repository: Repository, given: Sequence[str]) -> tuple[str, ...]:
    """Return the processes that are named."""
    if ALL[0] in given:
        return ALL
    return tuple(dict.fromkeys(record_named(repository, Kind.process, item) for item in given))


def _unplanned(desk: Desk, request: Request) -> Request:
    """Return an audit that no programme lists, with the reason and the processes that a terminal is asked for."""
    if request.why:
        return request
    repository = desk.repository
    near = nearest(request.name, open_entries(repository))
    missing = NotPlanned(request.name, near, in_force(repository), request.start or repository.today)
    if not desk.asking.allowed:
        raise missing
    say(missing.sentence)
    for line in missing.way_out.splitlines():
        say(f"  {line}")
    why = desk.text("", "--why", "Why it is held all the same")
    if request.processes or request.previous:
        return replace(request, why=why)
    options = [(record.id, record.data.name) for record in repository.live_processes(repository.today)]
    chosen = desk.asking.several(
        "Processes, none for all",
        options,
        lambda answer: record_named(repository, Kind.process, answer),
        lambda name: repository.processes[name].data.name if name in repository.processes else "",
    )
    return replace(request, why=why, processes=tuple(chosen))


def _change(repository: Repository, planned: NewAudit) -> Change:
    """Return the new files: audit.yaml and its four parts."""
    name, change = planned.name, Change(repository)
    needs = {record.id: record.data.needs for record in repository.processes.values()}
    texts = {
        "audit": audit_text(name, as_fields(planned.file)),
        "scope": part_text(name, "scope", as_fields(planned.scope)),
        "criteria": part_text(name, "criteria", as_fields(planned.criteria)),
        "team": team_text(name, as_fields(planned.team)),
        "schedule": schedule_text(name, as_fields(planned.schedule), planned.sessions, needs),
    }
    for part, text in texts.items():
        change.create(f"audits/{name}/{part}.yaml", text)
    return change


def _following(ctx: typer.Context, planned: NewAudit, said: Sequence[Remark]) -> str:
    """Return the next step: to look at a plan that can stand, else to find auditors and days."""
    if not planned.is_complete:
        return f"`auditctl plan suggest {planned.name}` proposes auditors, days and hours"
    if any(remark.about is About.conflict for remark in said):
        return f"`auditctl plan suggest {planned.name}` looks for auditors without a conflict"
    commands = getattr(ctx.parent.command, "commands", {}) if ctx.parent else {}
    shows = f"plan show {planned.name}" if planned.name in commands else f"plan {planned.name}"
    return f"`auditctl {shows}`"


def _tell(repository: Repository, planned: NewAudit, said: Sequence[Remark], request: Request) -> None:
    """Say what is planned, what changed since the earlier audit, what is followed up, and what is missing."""
    since = f", from {request.previous.id}" if request.previous else ""
    say(f"{planned.file.title} ({planned.name}){since}")
    say(f"  {'; '.join(_summary(planned))}")
    for remark in said:
        if remark.about in PLAIN:
            say(f"  {remark.text}")
    for head, lines in _heads(said, request):
        say(f"{head}:")
        for line in lines:
            say(f"  {line}")
    if planned.follow_up:
        say("to follow up:")
    for finding in planned.follow_up:
        state = finding_state(repository, finding).value
        say(f"  {finding.name} ({finding.data.grade.value}, {state})")


def _summary(planned: NewAudit) -> Iterator[str]:
    days = planned.days
    yield f"{days[0]} to {days[-1]}" if days else "no days yet"
    yield counted(len(planned.sessions), "session")
    yield f"lead {planned.team.lead}" if planned.team.lead else "nobody leads yet"


def _heads(said: Sequence[Remark], request: Request) -> Iterator[tuple[str, list[str]]]:
    """Yield each head with its lines, in the order in which they matter."""
    changed = f"changed since {request.previous.id}" if request.previous else "to look at"
    grouped: dict[str, list[str]] = {changed: [], **{head: [] for head in HEADS.values()}}
    for remark in said:
        if remark.about not in PLAIN:
            grouped[HEADS.get(remark.about, changed)].append(remark.text)
    yield from ((head, lines) for head, lines in grouped.items() if lines)


def _document(planned: NewAudit, said: Sequence[Remark], request: Request) -> dict[str, Any]:
    """Return the same as JSON."""
    days = planned.days
    return {
        "audit": planned.name,
        "title": planned.file.title,
        "from": request.previous.id if request.previous else None,
        "first_day": days[0].isoformat() if days else None,
        "last_day": days[-1].isoformat() if days else None,
        "lead": planned.team.lead,
        "sessions": [_session(name, planned) for name in planned.sessions],
        "follow_up": [finding.name for finding in planned.follow_up],
        "remarks": [
            {"about": item.about.value, "names": list(item.names), "text": item.text} for item in said
        ],
    }


def _session(name: str, planned: NewAudit) -> dict[str, Any]:
    session = planned.sessions[name]
    return {
        "session": name,
        "process": session.process,
        "auditors": list(session.auditors),
        "auditees": list(session.auditees),
        "date": session.date.isoformat() if session.date else None,
        "start": f"{session.start:%H:%M}" if session.start else None,
        "minutes": session.minutes,
    }
