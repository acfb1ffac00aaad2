"""No message, template or page speaks of a command that does not exist."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from typer.main import get_command

from auditctl.cli.commands import COMMANDS

ROOT = Path(__file__).parent.parent
GROUPS = {
    entry.name: set(get_command(import_module(f"auditctl.cli.{entry.module}").app).commands)  # type: ignore[attr-defined]
    for entry in COMMANDS
    if entry.name in {"audit", "capa", "evidence", "finding"}
}
NAMES = {entry.name for entry in COMMANDS}
PAGES = [
    path
    for folder in ("src", "templates", "examples")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in {".py", ".j2", ".md", ".yaml", ".yml", ".sh"}
] + [ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
MENTION = re.compile(
    r"(?:`|\$ |^ {2,})auditctl(?: (?:--?[\w-]+(?: 2\d{3}-\d\d-\d\d)?))* ([a-z]+)(?: ([a-z]+))?", re.MULTILINE
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_command_that_is_mentioned_exists(page: Path) -> None:
    for match in MENTION.finditer(page.read_text("utf-8")):
        assert match[1] in NAMES, match[0]
        if match[1] in GROUPS and match[2]:
            assert match[2] in GROUPS[match[1]], match[0]
