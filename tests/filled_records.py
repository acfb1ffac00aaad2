"""Records of every kind with a value at every key, made from the models, and the same with one value changed or gone."""

import copy
import types
from collections.abc import Iterator
from enum import Enum
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from auditctl.model.audit import AuditFile, Criteria, Schedule, Scope, Session, Team
from auditctl.model.capa import Capa
from auditctl.model.catalog import Catalog
from auditctl.model.evidence import Evidence
from auditctl.model.finding import Finding
from auditctl.model.organisation import Department, Firm, OwnDocument, Place, Soa, System
from auditctl.model.people import Auditor, Person
from auditctl.model.process import Process
from auditctl.model.programme import PlannedAudit, Programme
from auditctl.model.report import Report
from auditctl.model.settings import Settings
from auditctl.model.workpaper import Checklist, Workpaper

Route = tuple[str | int, ...]
MODELS: dict[str, type[BaseModel]] = {
    "person": Person,
    "auditor": Auditor,
    "process": Process,
    "department": Department,
    "location": Place,
    "system": System,
    "firm": Firm,
    "document": OwnDocument,
    "checklist": Checklist,
    "standard": Catalog,
    "CAPA": Capa,
    "settings": Settings,
    "statement of applicability": Soa,
    "programme": Programme,
    "planned audit": PlannedAudit,
    "audit": AuditFile,
    "scope": Scope,
    "criteria": Criteria,
    "team": Team,
    "schedule": Schedule,
    "report": Report,
    "session": Session,
    "work paper": Workpaper,
    "evidence": Evidence,
    "finding": Finding,
}
"""The models by what `diff` calls the records."""
NOT_TOGETHER = {"evidence": ({"kind": "interview"}, {"kind": "observation"})}
"""Values on which it depends whether other keys may stand there."""
EARLY = ("2026-01-02", "2026-01-03")
LATE = ("2026-05-02", "2026-05-03")


def filled(kind: str) -> list[dict[str, Any]]:
    """Return plain data with a value at every key; several where some keys cannot stand together."""
    model = MODELS[kind]
    whole = _of_model(model)
    found = []
    for given in NOT_TOGETHER.get(kind, ({},)):
        data = whole | given
        while faults := refused(model, data):
            for route in faults:
                del data[str(route[0])]
        found.append(data)
    return found


def refused(model: type[BaseModel], data: Any) -> list[Route]:
    """Return where a model refuses data."""
    try:
        model.model_validate(data)
    except ValidationError as error:
        return [item["loc"] for item in error.errors()]
    return []


def _of_model(model: type[BaseModel]) -> dict[str, Any]:
    return {
        field.alias or name: _of(field.annotation, field, field.alias or name)
        for name, field in model.model_fields.items()
    }


def _of(annotation: Any, field: FieldInfo | None, key: str) -> Any:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in {Union, types.UnionType}:
        return _of(next(item for item in arguments if item is not type(None)), field, key)
    if origin is Annotated and get_origin(arguments[0]) in {tuple, dict}:
        return _of(arguments[0], field, key)
    if origin is tuple:
        count = 2 if key == "external_audit_lead_days" else 1
        return [_of(arguments[0], None, f"{key} {number}") for number in range(count)]
    if origin is dict:
        return {_of(arguments[0], None, key): _of(arguments[1], None, key)}
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _of_model(annotation)
    return next(value for value in values(annotation, field, key))


def values(annotation: Any, field: FieldInfo | None, key: str) -> Iterator[str]:
    """Yield texts that a value may be, none of them its default."""
    kinds = [item for item in (annotation, *get_args(annotation)) if isinstance(item, type)]
    choices = [member.value for kind in kinds if issubclass(kind, Enum) for member in kind]
    days = LATE if key == "to" else EARLY
    numbers = ("1",) if key == "auditctl" else ("70", "80", "90")
    slug = "".join(letter if letter.isalnum() else "-" for letter in key.lower()).strip("-")
    words = (f"{slug}-x", f"{slug}-y")
    exact = (*days, "10:30", "11:30", *numbers, "true", "false", "a" * 64, "b" * 64, "IND002", "IND003")
    whole: Any = Annotated[annotation, *field.metadata] if field and field.metadata else annotation
    adapter: TypeAdapter[Any] = TypeAdapter(whole)
    for text in words if _takes(adapter, words[0]) else (*choices, *exact):
        if _takes(adapter, text) and adapter.validate_python(text) != (field.default if field else None):
            yield text


def _takes(adapter: TypeAdapter[Any], text: str) -> bool:
    try:
        adapter.validate_python(text)
    except ValidationError:
        return False
    return True


def leaves(data: Any, route: Route = ()) -> Iterator[Route]:
    """Yield the route to every single value."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from leaves(value, (*route, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from leaves(value, (*route, index))
    else:
        yield route


def places(data: Any, route: Route = ()) -> Iterator[Route]:
    """Yield the route to every key and item, whatever stands there."""
    steps = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in steps:
        yield (*route, step)
        yield from places(value, (*route, step))


def with_value(data: Any, route: Route, value: str) -> Any:
    """Return data with another value at a route."""
    made = copy.deepcopy(data)
    _above(made, route)[route[-1]] = value
    return made


def without(data: Any, route: Route) -> Any:
    """Return data without what stands at a route."""
    made = copy.deepcopy(data)
    del _above(made, route)[route[-1]]
    return made


def _above(data: Any, route: Route) -> Any:
    for step in route[:-1]:
        data = data[step]
    return data


def others(kind: str, data: Any, route: Route) -> Iterator[Any]:
    """Yield the data with each other value at a route that its model takes, the likeliest first."""
    held = _above(data, route)[route[-1]]
    words = ["word-z", "2026-02-09", "2026-06-09", "12:45", "85", "false", "c" * 64, "IND006", *_choices()]
    for text in words:
        if text != held and not (held.islower() and "-x" in held and text != "word-z"):
            made = with_value(data, route, text)
            if not refused(MODELS[kind], made):
                yield made


def _choices() -> Iterator[str]:
    for model in _all(tuple(MODELS.values())):
        for field in model.model_fields.values():
            for item in _flat(field.annotation):
                if isinstance(item, type) and issubclass(item, Enum):
                    yield from (member.value for member in item)


def _flat(annotation: Any) -> Iterator[Any]:
    yield annotation
    for item in get_args(annotation):
        yield from _flat(item)


def _all(models: tuple[type[BaseModel], ...]) -> Iterator[type[BaseModel]]:
    for model in models:
        yield model
        inner = tuple(
            item
            for field in model.model_fields.values()
            for item in _flat(field.annotation)
            if isinstance(item, type) and issubclass(item, BaseModel)
        )
        yield from _all(inner)
