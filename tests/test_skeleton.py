"""The skeleton of `auditctl init`: sound as it stands, and sound once its examples are uncommented.

In its YAML templates a line that begins with `## ` explains, and one that begins with `# ` is an example: without
these two characters it is YAML.
"""

import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

import auditctl
from auditctl.analysis.gates import Gate
from auditctl.check import Options, check
from auditctl.diagnostics import Diagnostic, Severity
from auditctl.model.audit import Method
from auditctl.repository import load
from auditctl.resources import examples_folder, templates_folder

INIT = templates_folder() / "init"
SETTINGS, AUDIT = "auditctl.yaml", "audits/AUDIT/audit.yaml"
CHECKLISTS = sorted((INIT / "checklists").glob("*.yaml"))
STARTS = [date(2026, 11, 25), date(2027, 1, 1)]
NAMES = ["Lodos Payroll", "Ayşe's Bakery: bread & more", "No. #1", "yes", '"Quoted" \\ Ltd']
FIVE_SETTINGS = """\
auditctl: 1
name: Five Ltd
standards: [iso27001-2022]
top_management: [ada]
people:
  ada: {name: Ada, title: Managing director}
  bo: {name: Bo, manager: ada}
  cem: {name: Cem, manager: ada}
  dilek: {name: Dilek, manager: bo}
  eva: {name: Eva, manager: bo}
  ingrid: {name: Ingrid, employer: north}
firms: {north: {name: North Assurance}}
processes:
  isms: {name: Management system, owner: ada, requirements: [clauses, A.5]}
  office: {name: Office and people, owner: cem, requirements: [A.6, A.7]}
  operations: {name: Operations, owner: bo, performers: [dilek, eva], requirements: [A.8]}
auditors:
  ingrid:
    roles: [lead-auditor, auditor]
    qualifications: [{name: ISMS lead auditor, date: 2024-03-01, evidence: contract}]
    evaluations: [{date: 2026-11-02, by: ada, result: qualified}]
programmes:
  yearly:
    from: 2026-01-01
    to: 2026-12-31
    owner: cem
    audits:
      2026-internal: {planned: {from: 2026-12-07, to: 2026-12-08}, processes: all, requirements: all}
"""
FIVE_AUDIT = """\
title: Internal audit 2026
objectives: [see whether we work as the standard and our own rules ask]
team: {lead: ingrid, auditors: [ingrid]}
schedule:
  sessions:
    isms: {process: isms, auditors: [ingrid], date: 2026-12-07, start: "09:30", minutes: 180}
    office: {process: office, auditors: [ingrid], date: 2026-12-07, start: "13:30", minutes: 120}
    operations: {process: operations, auditors: [ingrid], date: 2026-12-08, start: "09:30", minutes: 180}
"""


def rendered(path: str, today: date, name: str = "Lodos Payroll", ci: str = "") -> str:
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, keep_trailing_newline=True)
    template = environment.from_string((INIT / f"{path}.j2").read_text("utf-8"))
    return template.render(name=name, year=today.year, audit=f"{today.year}-internal", today=today, ci=ci)


def uncommented(text: str) -> str:
    return "".join(line.removeprefix("# ") for line in text.splitlines(keepends=True))


def plain(text: str) -> Any:
    return yaml.load(text, Loader=yaml.CSafeLoader)


def judged(root: Path, files: dict[str, str], today: date, gate: Gate | None = None) -> list[Diagnostic]:
    """Return the errors of a repository of these files, and everything that is said about reading them."""
    for path, text in files.items():
        target = root / path.replace("AUDIT", f"{today.year}-internal")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    found = check(load(root, today), Options(gate=gate)).diagnostics
    return [
        item
        for item in found
        if item.severity is Severity.error or item.code.startswith(("SYN", "SCH", "REF", "SUP"))
    ]


def skeleton(today: date) -> dict[str, str]:
    checklists = {f"checklists/{path.name}": path.read_text("utf-8") for path in CHECKLISTS}
    return checklists | {path: rendered(path, today) for path in (SETTINGS, AUDIT)}


def leaves() -> set[str]:
    catalogue = plain((Path(auditctl.__file__).parent / "catalogs" / "iso27001-2022.yaml").read_text("utf-8"))
    return {node["id"] for node in catalogue["nodes"] if node["assessable"]}


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_the_organisation_survives_as_it_is(name: str) -> None:
    assert plain(rendered(SETTINGS, STARTS[0], name)) == {
        "auditctl": 1,
        "name": name,
        "standards": ["iso27001-2022"],
    }


def test_the_audit_starts_with_its_title_alone() -> None:
    assert plain(rendered(AUDIT, STARTS[0])) == {"title": "Internal audit 2026"}


@pytest.mark.parametrize("path", [SETTINGS, AUDIT])
def test_each_comment_explains_or_is_an_example(path: str) -> None:
    lines = rendered(path, STARTS[0]).splitlines()
    assert [line for line in lines if line.startswith("#") and not line.startswith(("## ", "# "))] == []
    assert len(lines) <= 110


@pytest.mark.parametrize("today", STARTS)
def test_the_examples_show_every_part_that_the_first_audits_need(today: date) -> None:
    settings, audit = (plain(uncommented(rendered(path, today))) for path in (SETTINGS, AUDIT))
    assert settings.keys() >= {
        "top_management", "organisation", "people", "processes", "auditors", "documents", "soa", "programmes", "certifications", "policy",
    }  # fmt: skip
    assert list(audit) == ["title", "client", "objectives", "period", "scope", "criteria", "team", "schedule"]
    assert audit["team"].keys() == {"lead", "auditors", "declarations"}
    assert len(audit["schedule"]["sessions"]) == len(settings["processes"])


@pytest.mark.parametrize("today", STARTS)
def test_the_skeleton_can_be_read_as_it_stands(today: date, tmp_path: Path) -> None:
    said = judged(tmp_path, skeleton(today), today)
    assert [item for item in said if item.code.startswith(("SYN", "SCH", "REF", "SUP"))] == []


@pytest.mark.parametrize("today", STARTS)
def test_the_examples_make_an_audit_that_may_be_announced_and_opened(today: date, tmp_path: Path) -> None:
    files = {
        path: uncommented(text) if path in {SETTINGS, AUDIT} else text
        for path, text in skeleton(today).items()
    }
    assert judged(tmp_path, files, today, Gate.opening) == []


def test_a_firm_of_five_announces_its_first_audit_with_45_lines(tmp_path: Path) -> None:
    files = {SETTINGS: FIVE_SETTINGS, AUDIT: FIVE_AUDIT}
    assert sum(len(text.splitlines()) for text in files.values()) <= 45
    assert judged(tmp_path, files, STARTS[0], Gate.announced) == []


@pytest.mark.parametrize("path", CHECKLISTS, ids=lambda path: path.stem)
def test_a_checklist_asks_about_leaves_of_the_catalogue(path: Path) -> None:
    checklist = plain(path.read_text("utf-8"))
    assert checklist["title"]
    assert 8 <= len(checklist["lines"]) <= 14
    asked = {requirement for line in checklist["lines"] for requirement in line["requirements"]}
    assert asked <= leaves()
    assert set(checklist["requirements"]) == asked


@pytest.mark.parametrize("path", CHECKLISTS, ids=lambda path: path.stem)
def test_a_line_says_what_to_ask_what_to_look_for_and_how(path: Path) -> None:
    lines = plain(path.read_text("utf-8"))["lines"]
    assert {tuple(line) for line in lines} == {("ask", "requirements", "look_for", "method")}
    assert {line["method"] for line in lines} <= set(Method)
    assert [line["ask"] for line in lines if not line["ask"].endswith("?")] == []
    assert len({line["ask"] for line in lines}) == len(lines)
    assert all(len(line["look_for"].split()) >= 8 for line in lines)


@pytest.mark.parametrize("path", CHECKLISTS, ids=lambda path: path.stem)
def test_the_example_uses_the_checklists_of_the_skeleton(path: Path) -> None:
    assert (examples_folder() / "lodos" / "checklists" / path.name).read_bytes() == path.read_bytes()


def test_there_are_six_checklists() -> None:
    assert [path.stem for path in CHECKLISTS] == [
        "access-control", "backup-and-restore", "clean-desk", "leadership", "physical-security", "risk-management",
    ]  # fmt: skip


def test_git_keeps_the_bytes_of_evidence_and_evens_out_other_line_ends(tmp_path: Path) -> None:
    evidence, record = (
        tmp_path / "audits/a/evidence/files/deep/log.csv",
        tmp_path / "audits/a/evidence/log.yaml",
    )
    evidence.parent.mkdir(parents=True)
    (tmp_path / ".gitattributes").write_bytes((INIT / "gitattributes").read_bytes())
    for path in (evidence, record):
        path.write_bytes(b"a\r\nb\r\n")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    subprocess.run(["git", "add", "."], cwd=tmp_path, check=True, capture_output=True)
    shown = [
        subprocess.run(
            ["git", "show", f":{path.relative_to(tmp_path).as_posix()}"],
            cwd=tmp_path,
            check=True,
            capture_output=True,
        )
        for path in (evidence, record)
    ]
    assert [run.stdout for run in shown] == [b"a\r\nb\r\n", b"a\nb\n"]


def test_the_readme_names_the_commands_in_the_order_of_an_audit() -> None:
    text = rendered("README.md", STARTS[0])
    assert text.startswith("# Internal audits of Lodos Payroll\n")
    commands = [line.split() for line in text.splitlines() if line.strip().startswith("auditctl ")]
    named = [" ".join(words[1:3]) for words in commands]
    told = {"plan", "check", "evidence", "finding", "report", "verify", "pack", "history", "diff"}
    assert [name for name in named if name.split()[0] in told] == [
        "plan 2026-internal", "check --gate", "evidence add", "finding add", "check --gate", "check --gate", "report 2026-internal",
        "report issue", "verify 2026-internal", "pack 2026-internal", "verify pack.zip", "history 2026-internal", "diff HEAD~1",
    ]  # fmt: skip
    assert "`allowed_signers`" in text
