"""What a step may change of the data that stood there: it adds, and hardly ever replaces."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

Files = dict[str, bytes]
_REFERENCE = re.compile(r"[\w./#:-]+")
REPLACES: Mapping[tuple[str, str], frozenset[str]] = {
    ("finding", "regrade"): frozenset({"grade", "grade_reason"}),
    ("capa", "extend"): frozenset({"due"}),
    ("capa", "cause"): frozenset({"cause"}),
    ("capa", "extent"): frozenset({"extent"}),
    ("capa", "submit"): frozenset({"effectiveness"}),
}
"""Keys at or below which a command says that it puts something else in place; a plan may change until it stands."""
_ANSWER = frozenset({"result", "by", "notes"})


def files(root: Path) -> Files:
    """Return every file outside of git's folder, hidden ones too."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".git" not in path.relative_to(root).parts
    }


def plain_data(held: Files) -> dict[str, Any]:
    """Return the data of every YAML file that can be read, each scalar as its text."""
    found = {path: _data(data) for path, data in held.items() if path.endswith(".yaml")}
    return {path: data for path, data in found.items() if data is not None}


@lru_cache(maxsize=2_000)
def _data(data: bytes) -> Any:
    try:
        return yaml.load(data, yaml.CBaseLoader)  # noqa: S506 - it makes nothing but texts, lists and dicts
    except (yaml.YAMLError, UnicodeDecodeError):
        return None


def lost(words: list[str], old: Any, new: Any, route: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield what stood in a file and does not any more, unless the command is there to replace it."""
    replaces = _ANSWER if words[0] == "fieldwork" else REPLACES.get((words[0], words[1]), frozenset())
    if replaces & set(route):
        if "notes" in route and str(old).strip() not in str(new):
            yield f"{'/'.join(route)}: the note {old!r} became {new!r}"
    elif isinstance(old, dict) and isinstance(new, dict):
        for key, held in old.items():
            yield from lost(words, held, new.get(key), (*route, key))
    elif isinstance(old, list) and isinstance(new, list) and len(new) >= len(old):
        for index, held in enumerate(old):
            yield from lost(words, held, new[index], (*route, str(index)))
    elif old != new:
        yield f"{'/'.join(route)}: {old!r} became {new!r}"


def renamed_path(path: str, old: str, new: str) -> str:
    """Return the only other path that a file may have after a rename."""
    return re.sub(rf"(?<=/){re.escape(old)}(?=/|\.yaml$)", new, path)


def misnamed(old: Any, new: Any, before: str, after: str, route: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield what a rename changed besides references to what it renamed."""
    if isinstance(old, dict) and isinstance(new, dict) and len(old) == len(new):
        for (key, held), (other, value) in zip(old.items(), new.items(), strict=True):
            yield from misnamed(key, other, before, after, (*route, key))
            yield from misnamed(held, value, before, after, (*route, key))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (held, value) in enumerate(zip(old, new, strict=True)):
            yield from misnamed(held, value, before, after, (*route, str(index)))
    elif old != new and not _is_renamed(old, new, before, after):
        yield f"{'/'.join(route)}: {old!r} became {new!r}"


def _is_renamed(old: Any, new: Any, before: str, after: str) -> bool:
    if not isinstance(old, str) or not _REFERENCE.fullmatch(old):
        return False
    return bool(new == re.sub(rf"(?<![\w-]){re.escape(before)}(?![\w-])", after, old))
