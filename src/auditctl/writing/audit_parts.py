"""The files of a new audit: audit.yaml, and its parts as keys of it or as files beside it."""

from collections.abc import Iterator, Mapping
from datetime import time
from typing import Any

from pydantic import BaseModel

from auditctl.model.audit import Criteria, Scope, Session
from auditctl.model.types import ALL
from auditctl.source.text import visible
from auditctl.writing.render import fragment, verify
from auditctl.writing.schema_line import schema_line

HOW_TO_FIND = "# `auditctl plan suggest {audit}` proposes who may audit what, and when.\n"


def audit_text(audit: str, fields: Mapping[str, Any]) -> str:
    """Return audit.yaml; parts may be among its keys."""
    return part_text(audit, "audit", fields)


def part_text(audit: str, part: str, fields: Mapping[str, Any], head: str = "") -> str:
    """Return a file of an audit, with comment lines to begin with."""
    text = schema_line(f"audits/{audit}", part) + head + fragment(fields)
    verify(text, fields)
    return text


def team_text(audit: str, team: Mapping[str, Any]) -> str:
    """Return team.yaml; a team of nobody says how to find one."""
    if team:
        return part_text(audit, "team", team)
    return part_text(audit, "team", {"auditors": []}, HOW_TO_FIND.format(audit=audit))


def schedule_text(
    audit: str,
    meetings: Mapping[str, Any],
    sessions: Mapping[str, Session],
    needs: Mapping[str, tuple[str, ...]],
) -> str:
    """Return schedule.yaml; a session that nobody audits yet says which competences its process needs."""
    fields = {name: as_fields(session) for name, session in sessions.items()}
    text = schema_line(f"audits/{audit}", "schedule")
    text += fragment(meetings) if meetings else ""
    text += "sessions:\n" + "".join(_sessions(fields, needs))
    verify(text, {**meetings, "sessions": fields})
    return text


def _sessions(fields: Mapping[str, Mapping[str, Any]], needs: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    for name, session in fields.items():
        if needed := () if "auditors" in session else needs.get(session["process"], ()):
            yield f"  # needs somebody with: {visible(', '.join(needed))}\n"
        yield fragment({"sessions": {name: session}}).partition("\n")[2]


def as_fields(model: BaseModel) -> dict[str, Any]:
    """Return what a model says as it is written: without defaults, keys by their names in files."""
    fields = model.model_dump(by_alias=True, exclude_defaults=True)
    chooses = isinstance(model, (Scope, Criteria))
    return {
        key: ALL[0] if chooses and value == ALL else _written(value)
        for key, value in fields.items()
        if value is not None
    }


def _written(value: Any) -> Any:
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, dict):
        return {key: _written(held) for key, held in value.items() if held is not None}
    return [_written(item) for item in value] if isinstance(value, (list, tuple)) else value
