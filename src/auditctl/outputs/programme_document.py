"""A programme as JSON: every number beside its denominator, everything as of one day."""

from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from auditctl.analysis.cover_map import CoverCell, CoverPart
    from auditctl.analysis.programme_dues import ProgrammeDue
    from auditctl.analysis.programme_overview import CallOff, Move, ProcessLine, ProgrammeOverview, StopLine

Object = dict[str, Any]


def document(view: "ProgrammeOverview") -> Object:
    """Return the view as one object."""
    return {
        "name": view.organisation,
        "today": view.today.isoformat(),
        "programme": {
            "id": view.id,
            "title": view.title,
            **_span(view.first, view.last),
            "standing": view.standing,
            "owner": view.owner,
            "approved": {"by": view.approved_by, "date": _day(view.approved_on)}
            if view.approved_on
            else None,
        },
        "others": [
            {"id": other.id, **_span(other.first, other.last), "overlap": _window(other.overlap)}
            for other in view.others
        ],
        "undated": list(view.undated),
        "unread": list(view.unread),
        "knows_coverage": view.knows_coverage,
        "states": view.states,
        "audits": [_audit(line) for line in view.stops],
        "coverage": [_part(part) for part in view.coverage],
        "processes": [_process(line) for line in view.processes],
        "retired_processes": view.retired,
        "due": [_due(due) for due in view.dues],
    }


def _audit(line: "StopLine") -> Object:
    return {
        "id": line.id,
        "title": line.title,
        "state": line.state,
        **_span(line.first, line.last),
        "planned": _window(line.planned),
        "listed": line.is_listed,
        "processes": list(line.processes),
        "requirements": list(line.requirements),
        "why": line.why,
        "postponed": [_move(move) for move in line.moves],
        "cancelled": _call_off(line.cancelled) if line.cancelled else None,
        "findings": line.findings,
        "open": line.open,
    }


def _move(move: "Move") -> Object:
    return {
        "from": _day(move.from_),
        "to": _day(move.to),
        "by": move.by,
        "date": _day(move.on),
        "why": move.why,
    }


def _call_off(call_off: "CallOff") -> Object:
    return {
        "by": call_off.by,
        "date": _day(call_off.on),
        "approved_by": call_off.approved_by,
        "why": call_off.why,
    }


def _part(part: "CoverPart") -> Object:
    return {
        "standard": part.standard,
        "kind": part.kind,
        "months": part.months,
        "applicable": part.applicable,
        "states": part.counts,
        "groups": [
            {
                "id": group.id,
                "title": group.title,
                "applicable": group.applicable,
                "states": group.counts,
                "requirements": [_cell(cell) for cell in group.cells],
            }
            for group in part.groups
        ],
    }


def _cell(cell: "CoverCell") -> Object:
    return {
        "id": cell.id,
        "title": cell.title,
        "state": cell.state,
        "last": _look(cell.last_day, cell.last_audit),
        "next": _look(cell.next_day, cell.next_audit),
        "due": _day(cell.due),
    }


def _process(line: "ProcessLine") -> Object:
    return {
        "id": line.id,
        "name": line.name,
        "importance": line.importance,
        "owner": line.owner or None,
        "state": line.state,
        "last": _look(line.last.day, line.last.audit),
        "result": line.last.result.value,
        "findings": line.last.findings,
        "open": line.last.open,
        "next": _look(line.next_day, line.next_audit),
        "due": _day(line.due),
    }


def _due(due: "ProgrammeDue") -> Object:
    return {
        "kind": due.kind,
        "day": _day(due.day),
        "days": due.days,
        "who": due.who,
        "people": list(due.people),
        "what": due.what,
        "where": due.where,
        "noun": due.noun,
        "subjects": list(due.subjects),
        "command": due.command,
    }


def _look(day: date | None, audit: str) -> Object | None:
    return {"date": day.isoformat(), "audit": audit} if day else None


def _window(days: tuple[date, date] | None) -> Object | None:
    return _span(*days) if days else None


def _span(first: date, last: date) -> Object:
    return {"from": first.isoformat(), "to": last.isoformat()}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
