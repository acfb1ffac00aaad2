"""Nothing is told of layout, and every value of the examples that changes is."""

import json
import random
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from auditctl.analysis.changes import changes
from auditctl.analysis.changes.differences import ORDERED
from auditctl.model.seal import SEAL
from auditctl.repository import Repository, load
from auditctl.source.nodes import Node, Route
from auditctl.source.reader import contents as plain
from auditctl.source.reader import read
from small_repository import lay
from small_sealed import FILES

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
TODAY = date(2026, 11, 20)
Data = dict[str, Any]


def records(root: Path) -> dict[str, bytes]:
    """Return the files of records by path."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.suffix in {".yaml", ".md"} and "README" not in path.name and "files" not in path.parts
    }


def data_of(path: str, text: bytes) -> Data:
    return plain(path, text)[1] or {}


def with_comments(path: str, text: bytes) -> bytes:
    if path.endswith(".md"):
        return text.replace(b"---\n", b"---\n# seen\n", 1)
    lines = text.decode().splitlines(keepends=True)
    return "".join(f"# seen\n\n{line}" if line[:1].isalpha() else line for line in lines).encode()


def with_other_line_ends(_: str, text: bytes) -> bytes:
    return text.replace(b"\n", b"\r\n")


def quoted(path: str, text: bytes) -> bytes:
    """Return everything in flow style with every value quoted: JSON is YAML."""
    return _as(path, data_of(path, text), indent=None)


def in_block_style(path: str, text: bytes) -> bytes:
    return _as(path, data_of(path, text), indent=2)


def with_other_order(path: str, text: bytes) -> bytes:
    return _as(path, _turned(data_of(path, text), ()), indent=1)


def _as(path: str, data: Data, indent: int | None) -> bytes:
    if path.endswith(".md"):
        body = data.pop("details", "")
        return f"---\n{json.dumps(data, indent=indent)}\n---\n{body}".encode()
    return json.dumps(data, indent=indent).encode()


def _turned(held: Any, route: Route) -> Any:
    """Return values with every key, and every item whose order says nothing, in the other direction."""
    if isinstance(held, dict):
        return {key: _turned(value, (*route, key)) for key, value in reversed(held.items())}
    if isinstance(held, list):
        items = [_turned(item, (*route, at)) for at, item in enumerate(held)]
        key = next((step for step in reversed(route) if isinstance(step, str)), "")
        return items if key in ORDERED else items[::-1]
    return held


LAYOUTS: list[Callable[[str, bytes], bytes]] = [
    with_comments, with_other_line_ends, quoted, in_block_style, with_other_order,
]  # fmt: skip


@pytest.fixture(scope="module", params=["lodos", "poyraz", "small"])
def before(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    name = request.param
    return load(EXAMPLES / name if name != "small" else lay(tmp_path_factory.mktemp("small"), FILES), TODAY)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layout_is_no_change(layout: Callable[[str, bytes], bytes], before: Repository) -> None:
    overlay = {path: layout(path, text) for path, text in records(before.root).items()}
    after = load(before.root, TODAY, overlay)
    assert len(after.problems) == len(before.problems)
    assert changes(before, after) == ()


def test_a_record_of_yaml_is_the_same_as_markdown(before: Repository) -> None:
    overlay: dict[str, bytes | None] = {}
    for path, text in records(before.root).items():
        if path.split("/")[-2:-1] in (["evidence"], ["findings"], ["capas"], ["workpapers"]):
            stem, _, ending = path.rpartition(".")
            data = data_of(path, text)
            overlay[path] = None
            other = f"{stem}.{'md' if ending == 'yaml' else 'yaml'}"
            overlay[other] = _as(other, data, indent=1)
    after = load(before.root, TODAY, overlay)
    assert len(after.problems) == len(before.problems)
    assert changes(before, after) == ()


def test_a_part_is_the_same_as_a_file_or_as_a_key(before: Repository) -> None:
    overlay: dict[str, bytes | None] = {}
    held = records(before.root)
    known = ("organisation", "firms", "people", "auditors", "processes", "documents", "soa")
    parts = ("scope", "criteria", "team", "schedule", "report")
    for main in ["auditctl.yaml", *(path for path in held if path.endswith("/audit.yaml"))]:
        folder = main.rpartition("/")[0] + ("/" if "/" in main else "")
        data = data_of(main, held[main])
        for name in parts if folder else known:
            own = f"{folder}{name}.yaml"
            if name in data:
                overlay[own] = _as(own, data.pop(name), indent=2)
            elif own in held:
                data[name] = data_of(own, held[own])
                overlay[own] = None
        overlay[main] = _as(main, data, indent=2)
    after = load(before.root, TODAY, overlay)
    assert len(after.problems) == len(before.problems)
    assert changes(before, after) == ()


def scalars(node: Node, route: Route = ()) -> list[tuple[Route, Node]]:
    if node.kind == "map":
        return [item for key, entry in node.value.items() for item in scalars(entry.value, (*route, key))]
    if node.kind == "seq":
        return [item for at, inner in enumerate(node.value) for item in scalars(inner, (*route, at))]
    return [(route, node)]


@pytest.mark.slow
def test_every_value_that_changes_is_told_with_its_record(before: Repository) -> None:
    places = []
    for path, text in records(before.root).items():
        reading = read(path, text)
        assert reading.root is not None
        places += [
            (path, route, node) for route, node in scalars(reading.root) if node.value and SEAL not in path
        ]
    chosen = random.Random(len(places)).sample(places, 60)  # noqa: S311 - no secret
    for path, route, node in chosen:
        whole = (before.root / path).read_text("utf-8")
        value = whole[node.start : node.end]
        end = node.end - 1 if value[:1] in {'"', "'"} else node.start + len(value.rstrip())
        after = load(before.root, TODAY, {path: (whole[:end] + "7" + whole[end:]).encode()})
        told = changes(before, after)
        assert told, f"{path} {route}"
        assert any(item.path == path or item.changes[0].sort == "removed" for item in told), f"{path} {route}"
