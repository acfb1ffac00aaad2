"""`check --since` and fingerprints: another layout, name, file or ending makes no old problem a new one."""

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from auditctl.check import check
from auditctl.fingerprints import fingerprints
from auditctl.repository import load
from committed import FINDING, committed, git, replace, repository
from in_process import called
from small_repository import Ended

TODAY = date(2026, 11, 20)
EXAMPLES = Path(__file__).parents[2] / "examples"
BROKEN = FINDING.replace("grade: major", "grade: hopeless")
UNFOUNDED = FINDING.replace("evidence: [register, policy]\n", "").replace("requirements: [A.8.13]\n", "")
"""A finding without criterion and evidence."""


def since(root: Path, name: str = "HEAD", *words: str) -> list[str]:
    """Return the codes and places of what the change introduced."""
    done = called(root, TODAY, "check", "--since", name, "--format", "json", *words)
    return [f"{item['code']} {item['location']['path']}" for item in json.loads(done.out)["diagnostics"]]


def faulty(root: Path) -> Path:
    """Return a repository with problems of a finding, of a part, of evidence and of a file that cannot be read."""
    return repository(
        root,
        {
            "audits/a/findings/loose.yaml": UNFOUNDED,
            "audits/a/findings/broken.yaml": BROKEN,
            "audits/a/evidence/files/stray.csv": "x",
            "audits/a/evidence/gone.yaml": "kind: record\ntitle: Gone\nfile: files/gone.csv\n",
            "audits/a/notes.yaml": "a: b\n",
            "audits/a/schedule.yaml": "sessions:\n  backup: {process: backup, auditors: [olga-ops], date: 2026-10-05, "
            'start: "10:00", minutes: 60}\n',
        },
    )


def problems(root: Path) -> Ended:
    return called(root, TODAY, "check", "--fail-on", "never")


def test_the_repository_of_these_tests_has_problems_of_many_kinds(tmp_path: Path) -> None:
    told = problems(faulty(tmp_path)).out
    for code in ("FND001", "FND002", "SCH003", "IND001", "EVD005"):
        assert code in told, told


def restyled(root: Path, *, flow: bool) -> None:
    """Write each file anew in one style, with its keys in the order of the alphabet."""
    for path in root.rglob("*.yaml"):
        if ".git" not in path.parts and not path.name.startswith("."):
            held = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - text stays text
            path.write_text(yaml.dump(held, allow_unicode=True, default_flow_style=flow, width=90), "utf-8")


@pytest.mark.parametrize("flow", [False, True], ids=["block", "flow"])
def test_block_and_flow_style_and_another_order_introduce_nothing(flow: bool, tmp_path: Path) -> None:
    root = faulty(tmp_path)
    restyled(root, flow=flow)
    assert since(root) == []


@pytest.mark.parametrize("name", ["lodos", "poyraz"])
def test_fingerprints_of_an_example_hold_whatever_its_layout(name: str, tmp_path: Path) -> None:
    root = shutil.copytree(EXAMPLES / name, tmp_path / name)
    known = [fingerprints(check(load(root, TODAY)).diagnostics)]
    for flow in (False, True):
        restyled(root, flow=flow)
        known.append(fingerprints(check(load(root, TODAY)).diagnostics))
    assert known[0]
    assert [set(marks) for marks in known] == [set(known[0])] * 3


def test_a_list_written_as_a_block_keeps_the_fingerprint_of_each_item(tmp_path: Path) -> None:
    root = repository(tmp_path)
    replace(root, "audits/a/findings/restore.yaml", "[register, policy]", "[register, policies, papers]")
    committed(root, "2026-10-06")
    replace(
        root,
        "audits/a/findings/restore.yaml",
        "evidence: [register, policies, papers]",
        "evidence:\n  - papers\n  - 'policies'\n  - register",
    )
    assert since(root) == []
    replace(root, "audits/a/findings/restore.yaml", "papers", "paper")
    assert since(root) == ["REF001 audits/a/findings/restore.yaml"]


@pytest.mark.parametrize("is_committed", [True, False], ids=["committed", "not-committed"])
def test_a_renamed_audit_introduces_nothing(is_committed: bool, tmp_path: Path) -> None:
    root = faulty(tmp_path)
    git(root, "mv", "audits/a", "audits/first")
    replace(root, "auditctl.yaml", "      a: {planned", "      first: {planned")
    if is_committed:
        committed(root, "2026-10-06")
    assert since(root, "HEAD~1" if is_committed else "HEAD") == []
    (root / "audits/first/findings/new.yaml").write_text(BROKEN, "utf-8")
    name = "HEAD~1" if is_committed else "HEAD"
    assert since(root, name) == ["SCH003 audits/first/findings/new.yaml"]


def test_a_record_that_is_renamed_by_the_command_introduces_nothing(tmp_path: Path) -> None:
    root = repository(tmp_path, {"audits/a/findings/loose.yaml": UNFOUNDED})
    assert called(root, TODAY, "rename", "finding", "loose", "unfounded").code == 0
    assert called(root, TODAY, "rename", "finding", "restore", "tests").code == 0
    assert called(root, TODAY, "rename", "audit", "a", "first").code == 0
    assert since(root) == []
    committed(root, "2026-10-06")
    assert since(root, "HEAD~1") == []


def test_a_record_that_becomes_markdown_introduces_nothing(tmp_path: Path) -> None:
    root = faulty(tmp_path)
    for name in ("loose", "broken"):
        old = root / f"audits/a/findings/{name}.yaml"
        old.with_suffix(".md").write_text(f"---\n{old.read_text('utf-8')}---\n\nTold at length.\n", "utf-8")
        old.unlink()
    assert since(root) == []


def test_a_part_that_gets_a_file_of_its_own_introduces_nothing(tmp_path: Path) -> None:
    root = faulty(tmp_path)
    schedule = root / "audits/a/schedule.yaml"
    with (root / "audits/a/audit.yaml").open("a", encoding="utf-8") as file:
        file.write(
            "schedule:\n" + "".join(f"  {line}\n" for line in schedule.read_text("utf-8").splitlines())
        )
    schedule.unlink()
    assert since(root) == []


def test_a_document_whose_author_audits_it_stood_there_before(tmp_path: Path) -> None:
    above = tmp_path / "company"
    root = repository(
        above / "isms",
        {
            "audits/a/schedule.yaml": "sessions:\n  backup: {process: backup, auditors: [ann-audit], date: 2026-10-05}\n"
        },
    )
    shutil.rmtree(root / ".git")
    replace(root, "auditctl.yaml", "kind: policy,", "kind: policy, path: ../policies/backup.md,")
    replace(root, "auditctl.yaml", "employer: north}", "employer: north, emails: [ann@north.example]}")
    policy = above / "policies" / "backup.md"
    policy.parent.mkdir()
    policy.write_text("how we back up", "utf-8")
    committed(above, "2026-10-01", "ann@north.example")
    assert "HIS003" in called(root, TODAY, "check", "--select", "HIS").out
    replace(root, "audits/a/findings/restore.yaml", "eleven months", "a year")
    assert since(root, "HEAD", "--select", "HIS") == []
    committed(above, "2026-10-06", "ann@north.example")
    assert since(root, "HEAD~1", "--select", "HIS") == []


def sarif(root: Path, *words: str) -> dict[tuple[str, int], str]:
    done = called(root, TODAY, "check", "--format", "sarif", "--fail-on", "never", *words)
    results: list[dict[str, Any]] = json.loads(done.out)["runs"][0]["results"]
    return {
        (item["ruleId"], item["locations"][0]["physicalLocation"]["region"]["startLine"]): next(
            iter(item["partialFingerprints"].values())
        )
        for item in results
    }


def test_twins_keep_their_number_when_others_are_left_out(tmp_path: Path) -> None:
    root = repository(tmp_path)
    replace(root, "audits/a/findings/restore.yaml", "[register, policy]", "[nothing, register, policy]")
    committed(root, "2026-10-06")
    replace(root, "audits/a/findings/restore.yaml", "evidence: [nothing, register, policy]",
            "evidence:\n- nothing\n- register\n- nothing\n- policy")  # fmt: skip
    whole = sarif(root)
    part = sarif(root, "--since", "HEAD")
    assert part
    assert {key: whole[key] for key in part} == part
    assert len({mark for (code, _), mark in whole.items() if code == "REF001"}) == 2
