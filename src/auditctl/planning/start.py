"""The files of a new audit repository: a commented skeleton, or a complete example."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from auditctl.resources import examples_folder, templates_folder

RENAMED = {"gitattributes": ".gitattributes", "github-audit.yml": ".github/workflows/audit.yml"}
EXAMPLES = ("lodos", "poyraz")


def skeleton(name: str, today: date) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of each file of the skeleton."""
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415 - only `init` renders the skeleton

    folder = templates_folder() / "init"
    audit = f"{today.year}-internal"
    words = {"name": name, "year": today.year, "audit": audit, "today": today.isoformat()}
    environment = Environment(undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False)  # noqa: S701 - YAML and Markdown
    for path in _files(folder):
        target = path.relative_to(folder).as_posix()
        data = path.read_bytes()
        if target.endswith(".j2"):
            data = environment.from_string(data.decode()).render(words).encode()
        target = target.removesuffix(".j2").replace("AUDIT", audit)
        yield RENAMED.get(target, target), data
    yield from _schemas()


def example(name: str) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of each file of an example."""
    folder = examples_folder() / name
    for path in _files(folder):
        yield path.relative_to(folder).as_posix(), path.read_bytes()
    yield from _schemas()


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _schemas() -> Iterator[tuple[str, bytes]]:
    """Yield the schemas that editors complete and check the files with."""
    import json  # noqa: PLC0415

    from auditctl.writing.schemas import schemas  # noqa: PLC0415

    for kind, schema in schemas().items():
        yield f".schemas/{kind}.json", (json.dumps(schema, ensure_ascii=False, indent=1) + "\n").encode()
