"""One session of the main audit walked on a terminal, with evidence and a finding recorded at once."""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pexpect

from main_audit import AT_ONCE, AUDIT, WALKED, MainAudit
from small_repository import auditctl, environment


def walk(root: Path) -> None:
    """Walk the session on a terminal: every question answered, evidence and finding recorded at once."""
    main = MainAudit()
    child: Any = pexpect.spawn(
        sys.executable,
        ["-m", "auditctl", "--as-of", "2026-10-05", "fieldwork", AUDIT, WALKED],
        cwd=str(root),
        env=environment(),
        encoding="utf-8",
        timeout=20,
        dimensions=(40, 250),
    )
    child.delaybeforesend = 0
    lines = main.workpapers[WALKED]["lines"]
    for number, line in enumerate(lines, start=1):
        child.expect_exact(f"[{number}/{len(lines)}] {line['ask'][:40]}")
        known = main.known(evidence=line.get("evidence", []), findings=line.get("findings", []))
        for prompt, answer in [("e q ?)", "s")] if known > "2026-10-05" else dialogue(main, line):
            child.expect_exact(prompt)
            child.sendline(answer)
    child.expect_exact(f"{len(lines) - 1} of {len(lines)} lines decided")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    at = next(number for number, line in enumerate(lines, start=1) if AT_ONCE[1] in line.get("findings", []))
    for words in (
        ("rename", "evidence", f"{AUDIT}/measurements-and-objectives", AT_ONCE[0]),
        ("rename", "finding", f"{AUDIT}/planned-measurements-not-carried-out", AT_ONCE[1]),
        ("fieldwork", AUDIT, WALKED, "--line", str(at), "--note", lines[at - 1]["notes"]),
    ):
        ended = auditctl(root, "--as-of", "2026-10-05", *words)
        assert ended.code == 0, ended.err


def dialogue(main: MainAudit, line: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Yield prompts and answers of one line; the note of a line with a new finding comes after it."""
    findings, evidence = line.get("findings", []), line.get("evidence", [])
    at_once = AT_ONCE[1] in findings
    yield "e q ?)", line["result"]
    if not at_once:
        yield "> ", line["notes"]
    yield "> ", ""
    yield "empty for none): ", ", ".join("new" if name == AT_ONCE[0] else name for name in evidence)
    if at_once:
        yield from new_evidence(main.evidence[AT_ONCE[0]])
        yield "empty for none): ", ""
        yield "Raise the finding now? [Y/n]", "y"
        finding = main.findings[AT_ONCE[1]]
        yield "Title: ", finding["title"]
        yield "Grade: ", finding["grade"]
        yield "> ", finding["statement"]
        yield "> ", ""
    elif findings:
        yield "Raise the finding now? [Y/n]", findings[0]


def new_evidence(data: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    yield "File to copy (empty for none): ", ""
    yield "Title: ", data["title"]
    yield "Kind: ", data["kind"]
    yield "Role of the interviewee: ", data["source"]
    yield "Topics (commas between; empty for none): ", ""
    for text in [*data["details"].splitlines(), ""]:
        yield "> ", text
