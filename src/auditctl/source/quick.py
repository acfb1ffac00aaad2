"""The quick way from text to plain data, for files in which nothing needs a careful look.

libyaml composes a tree in C four times faster than its events can be walked, but it recurses without
a bound, unfolds aliases and keeps quiet about twins. So a file takes this way only when its text rules
that out; every other file, and every file with a fault, is read by `reader`, which says where and why.
"""

import re
from typing import Any

from auditctl.source.guards import MAX_DEPTH, MAX_NODES

MAX_BRACKETS = 200
NULLS = frozenset({"", "~", "null"})
SIGNS = re.compile(r"[&*!%\\\t]")
DECORATION = re.compile(r"(?:^|[\s\[{,:-])[&*!%]|[\\\t]", re.MULTILINE)
"""An anchor, alias, tag or directive, perhaps an escape in quotes, perhaps a tab in an indentation."""
LOST = re.compile(r"[ \t]#(?=\S)")
DEEP = (" " * 60, "- - - ", "? ? ", "- ? ", "? - ", "\n---", "\n...")
"""What nests deeply in block style, or begins another document."""


class CarefulLookNeeded(Exception):
    """The file has something that the careful reader has to judge."""


def quick(text: str) -> dict[str, Any] | None:
    """Return the data of a mapping, or None where the careful reader has to look."""
    composer = _composer()
    if composer is None or not is_harmless(text):
        return None
    import yaml  # noqa: PLC0415 - loaded by the composer

    try:
        node = composer(text).get_single_node()
        data = None if node is None else _plain(node)
    except (yaml.YAMLError, CarefulLookNeeded):
        return None
    return data if type(data) is dict else None


def trusted(text: str) -> dict[str, Any]:
    """Return the data of a file that ships with auditctl and is held well-formed by its tests."""
    composer = _composer()
    if composer is None:
        import yaml  # noqa: PLC0415 - only where libyaml is missing

        found: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - scalars stay text
        return found
    data: dict[str, Any] = _plain(composer(text).get_single_node())
    return data


def is_harmless(text: str) -> bool:
    """Whether nothing in a text can nest deeply, unfold, or need a warning."""
    if SIGNS.search(text) and DECORATION.search(text):
        return False
    if (" #" in text or "\t#" in text) and LOST.search(text):
        return False
    if text.startswith(("---", "...")):
        return False
    for sign in DEEP:
        if sign in text:
            return False
    if text.count("[") + text.count("{") > MAX_BRACKETS:
        return False
    # a text has no more values than characters; only a long one is worth counting
    return len(text) < MAX_NODES or sum(map(text.count, ("[", "{", "\n", ",", ":", "- "))) < MAX_NODES


def _plain(node: Any, deepest: int = MAX_DEPTH) -> Any:
    value = node.value
    if type(value) is str:
        return None if value in NULLS and not node.style else value
    if deepest == 0:
        raise CarefulLookNeeded
    if node.id == "sequence":
        return [_plain(item, deepest - 1) for item in value]
    data = {}
    for key, held in value:
        name = key.value
        if type(name) is not str or name in data or name in {"<<", ""}:
            raise CarefulLookNeeded
        data[name] = _plain(held, deepest - 1)
    return data


_found: list[Any] = []


def _composer() -> Any:
    """Return libyaml's composer with nothing resolved: every scalar stays text."""
    if not _found:
        _found.append(_made())
    return _found[0]


def _made() -> Any:
    try:
        from yaml._yaml import CParser  # noqa: PLC0415 - the command line starts without it
    except ImportError:
        return None

    class Composer(CParser):
        def descend_resolver(self, parent: Any, index: Any) -> None:
            pass

        def ascend_resolver(self) -> None:
            pass

        def resolve(self, kind: Any, value: Any, implicit: Any) -> str:  # noqa: ARG002
            return ""

    return Composer
