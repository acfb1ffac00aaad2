"""A small company in which two people may audit, and its audit `b` of March 2027, which is to be planned."""

import json
import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from in_process import called
from small_repository import Ended

EXAMPLES = Path(__file__).parents[1] / "examples"
TODAY = date(2026, 11, 20)
COMPANY = """\
auditctl: 1
name: Kestrel Ltd
standards: [iso27001-2022]
top_management: [mia-chief]
organisation:
  departments:
    ops: {name: Operations, head: olga-ops}
    people: {name: People, head: paul-people}
    finance: {name: Finance, head: finn-fin}
  locations: {office: {name: Office}}
firms: {north: {name: North Assurance}}
people:
  mia-chief: {name: Mia Chief}
  olga-ops: {name: Olga Ops, department: ops, manager: mia-chief}
  tom-tech: {name: Tom Tech, department: ops, manager: olga-ops}
  paul-people: {name: Paul People, department: people, manager: mia-chief}
  pia-people: {name: Pia People, department: people, manager: paul-people}
  finn-fin: {name: Finn Fin, department: finance, manager: mia-chief}
  fay-fin: {name: Fay Fin, department: finance, manager: finn-fin}
  ann-audit: {name: Ann Audit, employer: north}
auditors:
  fay-fin:
    roles: [auditor]
    qualifications: [{name: Internal auditor course, date: 2024-03-01, evidence: HR-1}]
    evaluations: [{date: 2026-08-01, by: mia-chief, result: qualified}]
  pia-people:
    roles: [lead-auditor]
    qualifications: [{name: Lead auditor course, date: 2024-03-01, evidence: HR-2}]
    evaluations: [{date: 2026-08-01, by: mia-chief, result: qualified}]
processes:
  backup: {name: Backup, owner: olga-ops, performers: [tom-tech], department: ops, requirements: [A.8.13]}
  hiring: {name: Hiring, owner: paul-people, department: people, requirements: [A.6]}
  payroll: {name: Payroll, owner: finn-fin, department: finance, requirements: [clauses]}
"""
"""fay-fin may audit backup and hiring, pia-people backup and payroll; nobody else is on the register."""
HEAD = """\
title: Audit of 2027
objectives: [conformity]
scope: {processes: all}
"""
SCHEDULE = """\
team: {lead: pia-people, auditors: [pia-people, fay-fin]}
schedule:
  opening: {date: 2027-03-01, start: "09:00", minutes: 30}
  closing: {date: 2027-03-02, start: "16:00", minutes: 30}
  sessions:
    backup: {process: backup, auditors: [fay-fin], date: 2027-03-01, start: "10:00", minutes: 60}
    hiring: {process: hiring, auditors: [fay-fin], date: 2027-03-01, start: "11:15", minutes: 60}
    payroll: {process: payroll, auditors: [pia-people], date: 2027-03-02, start: "10:00", minutes: 90}
"""
AUDIT = HEAD + SCHEDULE
"""A plan that nothing speaks against."""
OPENED = AUDIT.replace("team:", "opening: {date: 2027-03-01}\nteam:")


def registered(person: str, roles: str = "auditor", more: str = "") -> str:
    """Return the entry of somebody who may audit, as text under `auditors:`."""
    return f"""\
  {person}:
    roles: [{roles}]
    qualifications: [{{name: Course, date: 2024-03-01, evidence: CV-1}}]
    evaluations: [{{date: 2026-08-01, by: mia-chief, result: qualified}}]
{more}"""


def company(*, auditors: str = "", people: str = "", **replaced: str) -> str:
    """Return the company with more people, with more on the register, and with a process or person put otherwise."""
    text = COMPANY.replace("\nauditors:\n", f"\nauditors:\n{auditors}").replace(
        "\npeople:\n", f"\npeople:\n{people}"
    )
    lines = {name.replace("_", "-"): line for name, line in replaced.items()}
    found = {name: [item for item in text.split("\n") if item.startswith(f"  {name}: {{")] for name in lines}
    for name, line in lines.items():
        text = text.replace(found[name][0], f"  {name}: {line}")
    return text


WITH_ANN = company(auditors=registered("ann-audit", "lead-auditor, auditor"))
"""ann-audit, from outside, may audit everything."""


def session(name: str, line: str, text: str = AUDIT) -> str:
    """Return the audit with one of its sessions put otherwise."""
    before = next(item for item in text.split("\n") if item.startswith(f"    {name}: {{"))
    return text.replace(before, f"    {name}: {line}")


def lay_company(root: Path, files: dict[str, str] | None = None, **parts: str) -> Path:
    """Write the company and its audit, each as given or as above, with further files."""
    held = {
        "auditctl.yaml": parts.get("company", COMPANY),
        "audits/b/audit.yaml": parts.get("audit", AUDIT),
        **(files or {}),
    }
    for path, text in held.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8", newline="")
    return root


def suggest(root: Path, *words: str, today: date = TODAY) -> Ended:
    return called(root, today, "plan", "suggest", "b", *words)


def planned(root: Path, *words: str, today: date = TODAY) -> dict[str, Any]:
    """Return the plan as JSON; there is one."""
    done = suggest(root, *words, "--json", today=today)
    assert done.code == 0, done.out + done.err
    plan = json.loads(done.out)["plan"]
    assert isinstance(plan, dict)
    return plan


def impasse(root: Path, *words: str) -> dict[str, Any]:
    """Return why there is no plan, as JSON."""
    done = suggest(root, *words, "--json")
    assert done.code == 1, done.out + done.err
    data = json.loads(done.out)
    assert data["plan"] is None
    found = data["impasse"]
    assert isinstance(found, dict)
    return found


def timetable(plan: dict[str, Any]) -> dict[str, tuple[list[str], str]]:
    """Return who audits each session, and when it begins."""
    return {item["id"]: (item["auditors"], f"{item['date']} {item['start']}") for item in plan["sessions"]}


def flat(text: str) -> str:
    """Return a page as one line, whatever its width."""
    return " ".join(text.split())


def is_narrow(text: str) -> bool:
    return all(len(line) <= 80 for line in text.split("\n"))


def schedule(root: Path, path: str = "audits/b/audit.yaml") -> dict[str, Any]:
    """Return the schedule that a file says to a reader of YAML."""
    data = yaml.safe_load((root / path).read_text("utf-8"))
    held = data.get("schedule", data)
    assert isinstance(held, dict)
    return held


def problems(root: Path, gate: str = "announced", today: date = TODAY) -> Sequence[str]:
    """Return the errors of independence, of competence and of double bookings, as if that gate were passed."""
    words = ("check", "--gate", gate, "--select", "IND,CMP,PLN004", "--format", "json", "--fail-on", "never")
    found = json.loads(called(root, today, *words).out)["diagnostics"]
    return [item["message"] for item in found if item["severity"] == "error" and item["code"] != "IND017"]


def example(name: str, root: Path) -> Path:
    """Return a copy of an example."""
    return Path(shutil.copytree(EXAMPLES / name, root / name))


def solve_poyraz(root: Path) -> None:
    """Add to Poyraz whom its README adds, each line under its key."""
    page = (EXAMPLES / "poyraz" / "README.md").read_text("utf-8")
    block = page.split("```yaml\n")[1].split("```")[0]
    text = (root / "auditctl.yaml").read_text("utf-8")
    for key, lines in _parts(block).items():
        head = next(line for line in text.split("\n") if line.startswith(f"{key}:"))
        text = text.replace(head, f"{head}\n{lines}", 1)
    (root / "auditctl.yaml").write_text(text, "utf-8")


def _parts(block: str) -> dict[str, str]:
    """Return the lines under each key of a block of YAML."""
    found: dict[str, list[str]] = {}
    for line in block.rstrip("\n").split("\n"):
        if line.startswith(" "):
            found[next(reversed(found))].append(line)
        else:
            found[line.rstrip(":")] = []
    return {key: "\n".join(lines) for key, lines in found.items()}
