"""The files of a new audit repository: a commented skeleton, or a complete example."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from auditctl.resources import examples_folder, templates_folder
from auditctl.writing.schema_line import FOLDER, with_schema_line

RENAMED = {
    "gitattributes": ".gitattributes",
    "github-audit.yml": ".github/workflows/audit.yml",
    "gitlab-ci.yml": ".gitlab-ci.yml",
    "vscode-settings.json": ".vscode/settings.json",
    "vscode-extensions.json": ".vscode/extensions.json",
}
CI_FILES = {"github": "github-audit.yml", "gitlab": "gitlab-ci.yml", "none": ""}
"""The file of each CI that can be picked."""
EDITOR_FILES = ("vscode-settings.json", "vscode-extensions.json")
EXAMPLES = ("lodos", "poyraz")


def skeleton(name: str, today: date, ci: str = "github") -> Iterator[tuple[str, bytes]]:
    """Yield path and content of each file of the skeleton."""
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415 - only `init` renders the skeleton

    folder = templates_folder() / "init"
    audit = f"{today.year}-internal"
    words = {
        "name": name, "year": today.year, "audit": audit, "today": today.isoformat(), "ci": RENAMED.get(CI_FILES[ci], ""),
    }  # fmt: skip
    environment = Environment(undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False)  # noqa: S701 - YAML and Markdown
    for path in _files(folder):
        source = path.relative_to(folder).as_posix()
        if source in {*CI_FILES.values(), *EDITOR_FILES}:
            continue
        text = path.read_text("utf-8")
        if source.endswith(".j2"):
            text = environment.from_string(text).render(words)
        target = source.removesuffix(".j2").replace("AUDIT", audit)
        yield _named(target, text)
    yield from schemas()


def example(name: str) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of each file of an example."""
    folder = examples_folder() / name
    for path in _files(folder):
        target = path.relative_to(folder).as_posix()
        if target.endswith((".yaml", ".md")):
            yield _named(target, path.read_text("utf-8"))
        else:
            yield target, path.read_bytes()
    yield from schemas()


def further(ci: str, *, vscode: bool) -> Iterator[tuple[str, bytes]]:
    """Yield the file for the CI that was picked, and those for an editor."""
    folder = templates_folder() / "init"
    for source in (CI_FILES[ci], *(EDITOR_FILES if vscode else ())):
        if source:
            yield RENAMED[source], (folder / source).read_bytes()


def _named(target: str, text: str) -> tuple[str, bytes]:
    """Return a file under the name that it gets, with the line that names its schema."""
    path = RENAMED.get(target, target)
    return path, with_schema_line(path, text).encode()


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def schemas() -> Iterator[tuple[str, bytes]]:
    """Yield the schemas that editors complete and check the files with."""
    from auditctl.writing.schemas import schema_files  # noqa: PLC0415 - the models are loaded where it is called

    for name, data in schema_files():
        yield f"{FOLDER}/{name}", data
