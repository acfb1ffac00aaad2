"""The sandbox of templates: values are looked at and never acted on, and no expression grows without bound.

It is Jinja's immutable sandbox with less in it: no methods are called but those that list what a mapping holds, and
numbers and repetitions stay small. What runs for ever or hoards memory otherwise is for `confined`.
"""

from collections.abc import Mapping, Sized
from types import BuiltinMethodType, FunctionType, MethodType, MethodWrapperType
from typing import Any

from jinja2.exceptions import SecurityError
from jinja2.runtime import BlockReference, Context, LoopContext, Macro, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Cycler, Joiner

MOST_BITS = 4096
"""Bits of a number."""
LONGEST = 10_000_000
"""Characters or things that a repetition makes."""
LISTING = frozenset({"items", "keys", "values", "get"})
_JINJAS_OWN = (BlockReference, Context, Cycler, Joiner, LoopContext, Macro, Undefined)
_METHODS = (MethodType, BuiltinMethodType, MethodWrapperType)


class Sandbox(ImmutableSandboxedEnvironment):
    """An environment whose templates only lay out; `loaded` are the own ones that took part, in their order."""

    intercepted_binops = frozenset({"*", "**"})

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        del self.globals["lipsum"], self.filters["random"]  # the same input gives the same bytes
        self.loaded: list[str] = []
        self.judged: dict[tuple[type, str], bool] = {}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether templates may see an attribute; Jinja judges by type and name, so each pair is judged once."""
        known = type(obj), attr
        if known not in self.judged:
            self.judged[known] = super().is_safe_attribute(obj, attr, value)
        return self.judged[known]

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        if type(obj) is Macro or (type(obj) is FunctionType and not hasattr(obj, "jinja_pass_arg")):
            return _called(context, obj, args, kwargs)
        if isinstance(obj, _METHODS) and not self._may_be_called(obj):
            name, owner = obj.__name__, type(obj.__self__).__name__
            raise SecurityError(
                f"'{name}' of a {owner} is called; a template calls no methods, but has filters"
            )
        return super().call(context, obj, *args, **kwargs)

    def _may_be_called(self, method: Any) -> bool:
        held = method.__self__
        if isinstance(held, Mapping):
            return method.__name__ in LISTING
        return isinstance(held, _JINJAS_OWN) or any(method is known for known in self.globals.values())

    def wrap_str_format(self, value: Any) -> None:  # noqa: ARG002 - `format` is a method like any other here
        return None

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if operator == "**":
            _require_small_power(left, right)
        elif isinstance(left, int) and isinstance(right, int):
            _require_bits(left.bit_length() + right.bit_length())
        else:
            _require_short(left, right)
        return super().call_binop(context, operator, left, right)


def _called(context: Context, obj: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Call a macro or a function of ours without the questions that Jinja asks of others: nearly all calls are such."""
    kwargs.pop("_block_vars", None)
    kwargs.pop("_loop_vars", None)
    return obj(context.eval_ctx, *args, **kwargs) if type(obj) is Macro else obj(*args, **kwargs)


def _require_small_power(base: Any, exponent: Any) -> None:
    if isinstance(base, int) and isinstance(exponent, int):
        _require_bits(base.bit_length() * abs(exponent))


def _require_bits(bits: int) -> None:
    if bits > MOST_BITS:
        raise SecurityError(f"a number of more than {MOST_BITS} bits")


def _require_short(left: Any, right: Any) -> None:
    things, times = (left, right) if isinstance(left, Sized) else (right, left)
    if isinstance(things, Sized) and isinstance(times, int) and len(things) * times > LONGEST:
        raise SecurityError(f"a repetition that makes more than {LONGEST:,} characters or things")
