"""The shape of the models: what stands at a route, and where references and facts stand in a record."""

import types
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from auditctl.model.types import Happened, RefTo, keys_of
from auditctl.source.nodes import Route

Mark = RefTo | Happened


@dataclass(frozen=True, slots=True)
class Shape:
    """What one annotation holds: a marked value, a model, a list of a shape, or a mapping of one."""

    mark: Mark | None = None
    model: type[BaseModel] | None = None
    each: "Shape | None" = None
    keys: "Shape | None" = None

    @property
    def is_bare(self) -> bool:
        return self == Shape()


@cache
def _shape(annotation: Any) -> Shape:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        mark = next((item for item in arguments[1:] if isinstance(item, (RefTo, Happened))), None)
        return Shape(mark=mark) if mark else _shape(arguments[0])
    if origin in {Union, types.UnionType}:
        return _shape(next(item for item in arguments if item is not type(None)))
    if origin is tuple:
        return Shape(each=_shape(arguments[0]))
    if origin is dict:
        return Shape(keys=_shape(arguments[0]), each=_shape(arguments[1]))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return Shape(model=annotation)
    return Shape()


@cache
def _fields(model: type[BaseModel]) -> dict[str, tuple[str, Shape]]:
    """Return attribute and shape of each key of a model."""
    hints = get_type_hints(model, include_extras=True)
    return {field.alias or name: (name, _shape(hints[name])) for name, field in model.model_fields.items()}


@cache
def _holds_marks(shape: Shape) -> bool:
    if shape.mark:
        return True
    if shape.model:
        return any(_holds_marks(inner) for _, inner in _fields(shape.model).values())
    return any(_holds_marks(inner) for inner in (shape.each, shape.keys) if inner)


@cache
def _marked_fields(model: type[BaseModel]) -> tuple[tuple[str, str, Shape], ...]:
    return tuple((key, name, shape) for key, (name, shape) in _fields(model).items() if _holds_marks(shape))


def marks(value: BaseModel, route: Route = ()) -> Iterator[tuple[Route, bool, Mark, Any]]:
    """Yield every marked value of a record as (route, stands in a key, mark, value)."""
    for key, name, shape in _marked_fields(type(value)):
        held = getattr(value, name)
        if held is not None and held not in ((), {}):
            yield from _marks(held, shape, (*route, key))


def _marks(held: Any, shape: Shape, route: Route) -> Iterator[tuple[Route, bool, Mark, Any]]:
    if shape.mark:
        yield route, False, shape.mark, held
    elif shape.model:
        yield from marks(held, route)
    elif shape.keys and shape.each:
        for key, inner in held.items():
            if shape.keys.mark:
                yield (*route, key), True, shape.keys.mark, key
            if not shape.each.is_bare:
                yield from _marks(inner, shape.each, (*route, key))
    elif shape.each:
        for index, inner in enumerate(held):
            yield from _marks(inner, shape.each, (*route, index))


def keys_at(model: type[BaseModel], route: Route) -> frozenset[str]:
    """Return the keys known where the route ends; empty where no model stands there."""
    shape: Shape | None = Shape(model=model)
    for step in route:
        if shape and shape.model:
            shape = _fields(shape.model).get(str(step), ("", None))[1]
        elif shape:
            shape = shape.each
    return keys_of(shape.model) if shape and shape.model else frozenset()
