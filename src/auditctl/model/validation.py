"""From plain data to a frozen model, or to faults with the route of each."""

import re
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from auditctl.model.nearest import nearest
from auditctl.model.shape import keys_at
from auditctl.model.types import FILLED, named
from auditctl.source.nodes import Route

M = TypeVar("M", bound=BaseModel)
_CHOICE = re.compile(r"'[^']*'")

FAMILIAR = {
    "id": "a record's id is its file name or its key",
    "status": "states are derived from the dated facts, nobody writes them",
    "state": "states are derived from the dated facts, nobody writes them",
    "clause": "write the clauses and controls as `requirements: [...]`",
    "clauses": "write the clauses and controls as `requirements: [...]`",
    "control": "write the clauses and controls as `requirements: [...]`",
    "controls": "write the clauses and controls as `requirements: [...]`",
    "severity": "a finding has a `grade`: major, minor, ofi or strength",
    "description": "write `statement` for what was found, `details` for further prose",
    "notes": "write `details` for further prose",
    "root_cause": "write `cause`",
    "corrective_actions": "write `actions`",
    "auditor": "write `auditors: [...]`",
    "role": "write `title` for a post, `roles` in the register of auditors",
}
"""Words that people bring from spreadsheets, and where the matter belongs here."""


SENTENCES = {
    "model_type": "a mapping of keys and values is expected here",
    "dict_type": "a mapping of keys and values is expected here",
    "tuple_type": "a list is expected here",
    "too_short": "at least {min_length} expected, {actual_length} given",
    "too_long": "at most {max_length} expected, {actual_length} given",
    "greater_than_equal": "at least {ge} is expected",
    "less_than_equal": "at most {le} is expected",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that does not fit the format; `on_key` points at the key instead of its value."""

    code: str
    route: Route
    message: str
    hint: str = ""
    on_key: bool = False


def validate(model: type[M], data: Any) -> tuple[M | None, list[Fault]]:
    """Return the model, or None and every fault."""
    try:
        return model.model_validate(data), []
    except ValidationError as refusal:
        details = refusal.errors(include_url=False)
        return None, _without_echoes(model, [fault_of(model, item) for item in details])


def _without_echoes(model: type[BaseModel], faults: list[Fault]) -> list[Fault]:
    """Leave out a missing field where a misspelt key means it: one mistake, one message."""
    unknown = (fault.route for fault in faults if fault.code == "SCH001")
    meant = {(*route[:-1], nearest(str(route[-1]), keys_at(model, route[:-1]))) for route in unknown}
    return [fault for fault in faults if fault.code != "SCH002" or fault.route not in meant]


def fault_of(model: type[BaseModel], error: ErrorDetails) -> Fault:
    route: Route = error["loc"]
    kind = error["type"]
    if kind == "extra_forbidden":
        return _unknown_key(model, route)
    if kind == "missing":
        return Fault("SCH002", route, f"`{route[-1]}` is missing", f"add `{route[-1]}:` here", on_key=True)
    if kind == "missing_key":
        return Fault("SCH002", route, error["msg"], f"add `{error['ctx']['key']}:` here")
    if kind == "no_such_moment":
        return Fault("SCH004", route, error["msg"], "correct the day or the time")
    if route and route[-1] == "[key]":
        return Fault("SCH003", route[:-1], error["msg"], on_key=True)
    return Fault("SCH003", route, f"{_named(route)}{_sentence(error)}", _hint(model, route, error))


def _unknown_key(model: type[BaseModel], route: Route) -> Fault:
    key = str(route[-1])
    known = keys_at(model, route[:-1])
    near = nearest(key, known)
    hint = f"did you mean `{near}`?" if near else ""
    if key in FAMILIAR and not (near and near.startswith(key)):
        hint = FAMILIAR[key]
    return Fault(
        "SCH001",
        route,
        f"unknown key `{key}`",
        hint or "known here: " + ", ".join(sorted(known)),
        on_key=True,
    )


def _named(route: Route) -> str:
    words = [step for step in route if isinstance(step, str)]
    return f"`{words[-1]}`: " if words else ""


def _hint(model: type[BaseModel], route: Route, error: ErrorDetails) -> str:
    """Return the choice that was probably meant, or the keys of the mapping that is expected."""
    if error["type"] == "enum" and isinstance(error["input"], str):
        near = nearest(
            error["input"], [word.strip("'") for word in _CHOICE.findall(error["ctx"]["expected"])]
        )
        return f"did you mean {near}?" if near else ""
    if error["type"] == "model_type":
        return "keys known here: " + ", ".join(sorted(keys_at(model, route)))
    return ""


def _sentence(error: ErrorDetails) -> str:
    """Return what is allowed, in words that need no knowledge of Python."""
    kind, given = error["type"], error["input"]
    if kind == "enum":
        said = f"{given!r} is not allowed" if isinstance(given, str) else "this is not allowed"
        return f"{said}; write one of {error['ctx']['expected']}".replace("'", "")
    if kind == "string_pattern_mismatch":
        filled = error["ctx"]["pattern"] == FILLED
        return "this text is empty" if filled else f"{given!r} is no rule of independence, such as IND002"
    if kind == "string_type":
        return f"one text is expected here, not {named(given)}"
    return SENTENCES.get(kind, "{message}").format(message=error["msg"], **error.get("ctx", {}))
