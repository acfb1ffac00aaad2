"""What `auditctl plan` shows of a programme in a small repository."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from small_programme import EVERY_STATE, WITHOUT
from small_repository import Ended, auditctl, lay


def plan(root: Path, more: Mapping[str, str], *words: str, **env: str) -> Ended:
    return auditctl(lay(root, more), "plan", *words, env=env)


def page(root: Path, more: Mapping[str, str] = EVERY_STATE) -> str:
    """Return the page of the programme, which always fits."""
    done = plan(root, more)
    assert done.code == 0, done.err
    assert max(map(len, done.out.splitlines())) <= 80
    return done.out


def data(root: Path, more: Mapping[str, str] = EVERY_STATE, *words: str) -> dict[str, Any]:
    done = plan(root, more, "--json", *words)
    assert done.code == 0, done.err
    found: dict[str, Any] = json.loads(done.out)
    assert found["schema_version"] == 1
    return found


def only(programme: str, **more: str) -> dict[str, str]:
    """Return the small repository with this programme in place of its own."""
    return {"auditctl.yaml": WITHOUT, "programmes/x.yaml": programme} | more


def section(text: str, title: str) -> str:
    """Return a part of the page up to the next heading."""
    found = re.search(
        rf"^{title}.*?(?=^(?:Coverage|Processes by|Due next|Postponed)|\Z)", text, re.MULTILINE | re.DOTALL
    )
    assert found, f"no {title} in\n{text}"
    return found[0]


def process_row(text: str, process: str) -> str:
    """Return the lines of a process as one, its columns apart."""
    found = re.search(rf"^{process} .*\n(?: .*\n)*", text, re.MULTILINE)
    assert found, text
    return " ".join(found[0].split())


def process(found: dict[str, Any], name: str) -> dict[str, Any]:
    line: dict[str, Any] = next(line for line in found["processes"] if line["id"] == name)
    return line
