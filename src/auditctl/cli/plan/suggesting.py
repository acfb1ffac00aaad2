"""A plan suggested, shown and written."""

import contextlib
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import typer

from auditctl.cli.call import Call, audit_of, named, print_json
from auditctl.cli.changing import carry_out
from auditctl.cli.days import day
from auditctl.cli.how import How
from auditctl.cli.naming import record_named
from auditctl.errors import UsageError
from auditctl.model.types import Kind
from auditctl.outputs import impasse as of_impasse
from auditctl.outputs import suggestion as of_plan
from auditctl.outputs.tables import page
from auditctl.planning.suggest.calendar import Hours, Span
from auditctl.planning.suggest.request import Request
from auditctl.planning.suggest.suggestion import Impasse, Plan, suggest
from auditctl.repository import Audit, Repository
from auditctl.writing.change import Change
from auditctl.writing.planned import Planned, PlannedMeeting, PlannedSession, write_plan

PROBLEM = 1
_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the flags say."""

    start: str
    days: int
    off: tuple[str, ...]
    hours: str
    lunch: str
    auditors: tuple[str, ...]
    keep: tuple[str, ...]
    allow_gaps: bool
    effort: float


def suggest_plan(ctx: typer.Context, given: str, asked: Asked, how: How, *, apply: bool) -> None:
    """Look for a plan and show it, or write it; exit code 1 where there is none."""
    call = Call.of(ctx)
    repository = call.repository()
    audit = audit_of(repository, given)
    request = _request(repository, audit, asked)
    with _watched():
        found = suggest(repository, audit, request)
    if isinstance(found, Impasse):
        if how.as_json:
            print_json({"plan": None, "impasse": of_impasse.document(found)})
        else:
            typer.echo(page(of_impasse.text(found), color=call.uses_color()), nl=False, color=True)
        raise typer.Exit(PROBLEM)
    if not how.as_json:
        typer.echo(page(of_plan.text(found), color=call.uses_color()), nl=False, color=True)
    if apply or how.dry_run:
        _write(repository, found, how)
    elif how.as_json:
        print_json({**_told(found), "paths": [], "written": False})
    else:
        typer.echo(
            "nothing was written; --apply writes the plan, --dry-run shows what it would write", err=True
        )


def _write(repository: Repository, plan: Plan, how: How) -> None:
    """Write a plan into the files of its audit, or show what would be written."""
    change = Change(repository)
    write_plan(change, plan.audit, _planned(plan))
    if not change.paths:
        typer.echo("the files say this plan already", err=True)
    carry_out(change, how, f"`auditctl plan {plan.audit.id}`", more=_told(plan) if how.as_json else {})


def _told(plan: Plan) -> dict[str, Any]:
    return {"plan": of_plan.document(plan), "impasse": None}


@contextlib.contextmanager
def _watched() -> Iterator[None]:
    """Show on a terminal that somebody is at work."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console  # noqa: PLC0415 - only a terminal needs it

    with Console(stderr=True).status("looking for a plan …"):
        yield


def _request(repository: Repository, audit: Audit, asked: Asked) -> Request:
    """Return what was asked for; UsageError and NotThere for what cannot be meant."""
    start = day("--start", asked.start) if asked.start else None
    if start and start < repository.today:
        raise UsageError(f"--start {start} has passed", f"name a day from {repository.today} on")
    opens, closes = _span("--hours", asked.hours)
    return Request(
        hours=Hours(opens, closes, None if asked.lunch == "none" else _span("--lunch", asked.lunch)),
        start=start,
        days=asked.days or None,
        off=frozenset(day("--off", item) for item in asked.off),
        auditors=tuple(dict.fromkeys(record_named(repository, Kind.person, item) for item in asked.auditors)),
        keep=tuple(named("session", item, audit.sessions) for item in asked.keep),
        allow_gaps=asked.allow_gaps,
        effort=asked.effort,
    )


def _span(flag: str, written: str) -> Span:
    match = _SPAN.fullmatch(written)
    if match is None:
        raise UsageError(f"{flag} {written!r} is no span of hours", "write it like 09:00-17:00")
    hour, minute, to_hour, to_minute = map(int, match.groups())
    begin, end = hour * 60 + minute, to_hour * 60 + to_minute
    if begin >= end:
        raise UsageError(f"{flag} {written!r} ends before it begins", "write it like 09:00-17:00")
    return begin, end


def _planned(plan: Plan) -> Planned:
    moment = plan.problem.calendar.moment
    sessions = {
        item.task.id: PlannedSession(item.auditors, moment(item.begin), item.task.minutes, item.task.process)
        for item in plan.placed
    }
    held = plan.audit.data.opening is not None
    return Planned(
        lead=plan.lead,
        auditors=plan.auditors,
        experts=plan.experts,
        sessions=sessions,
        opening=None if held else _meeting(plan, plan.opening),
        closing=_meeting(plan, plan.closing),
    )


def _meeting(plan: Plan, span: Span) -> PlannedMeeting:
    return PlannedMeeting(plan.problem.calendar.moment(span[0]), span[1] - span[0])
