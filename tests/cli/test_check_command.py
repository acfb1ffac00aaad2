"""`auditctl check` as a command: files that it writes, the summary of a step, a folder of a bigger repository."""

import json
import re
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from junitparser import JUnitXml

from in_process import called
from problems import SCHEDULE
from small_repository import auditctl, lay

WRONG = {"audits/a/schedule.yaml": SCHEDULE}
FORMATS = ["text", "json", "sarif", "junit", "github", "gitlab", "markdown"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return lay(tmp_path / "repository", WRONG)


@pytest.mark.parametrize("shown", FORMATS)
def test_a_file_holds_what_stdout_would_and_is_written_anew(shown: str, root: Path) -> None:
    printed = auditctl(root, "check", "--format", shown)
    for _ in range(2):
        done = auditctl(root, "check", "--format", shown, "-o", "result.txt")
        assert done.code == printed.code == 1
        assert done.out == ""
        assert done.err.endswith("written to result.txt\n")
        assert (root / "result.txt").read_text("utf-8") == printed.out


def test_one_result_may_take_the_place_of_another(root: Path) -> None:
    for shown in [*FORMATS, "text"]:
        assert auditctl(root, "check", "--format", shown, "-o", "result").code == 1


def test_what_is_no_result_is_not_overwritten(root: Path) -> None:
    before = (root / "auditctl.yaml").read_bytes()
    done = auditctl(root, "check", "-o", "auditctl.yaml")
    assert done.code == 3
    assert "auditctl.yaml exists and is no result of a check of auditctl" in done.err
    assert (root / "auditctl.yaml").read_bytes() == before
    (root / "note.txt").write_text("mine", "utf-8")
    assert auditctl(root, "check", "-o", "note.txt", "--force").code == 1
    (root / "empty.txt").write_bytes(b"")
    assert auditctl(root, "check", "-o", "empty.txt").code == 1


def test_a_dry_run_writes_nothing(root: Path) -> None:
    assert auditctl(root, "check", "--format", "markdown", "-o", "m.md").code == 1
    before = (root / "m.md").read_text("utf-8")
    done = auditctl(root, "check", "--format", "junit", "-o", "m.md")
    assert (done.code, "m.md has the ending of another format than junit" in done.err) == (2, True)
    assert (root / "m.md").read_text("utf-8") == before
    done = auditctl(root, "check", "--format", "sarif", "-o", "new.sarif", "--dry-run")
    assert done.code == 1
    assert "new.sarif would be written" in done.err
    assert not (root / "new.sarif").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--json", "--format", "sarif"), "ask for two things"),
        (("--statistics", "--format", "junit"), "--statistics is text"),
        (("--watch", "--format", "sarif"), "-o"),
        (("--force",), "name it with -o"),
    ],
)
def test_flags_that_do_not_fit_together_are_usage_errors(
    words: tuple[str, ...], said: str, root: Path
) -> None:
    done = auditctl(root, "check", *words)
    assert done.code == 2
    assert said in done.err


def test_the_summary_of_a_step_is_added_to_what_stands_there(root: Path) -> None:
    summary = root.parent / "summary.md"
    summary.write_text("## Before\n", "utf-8")
    env = {"GITHUB_STEP_SUMMARY": str(summary)}
    done = auditctl(root, "check", "--format", "github", env=env)
    assert "::error file=audits/a/schedule.yaml,line=2," in done.out
    text = summary.read_text("utf-8")
    assert text.startswith("## Before\n### auditctl check: ")
    assert "**error** IND001" in text
    auditctl(root, "check", "--format", "text", env=env)
    assert summary.read_text("utf-8") == text


@pytest.mark.parametrize("stands", [1024 * 1024 - 2000, 1024 * 1024 - 3, 1024 * 1024])
def test_the_summary_stays_within_what_github_takes(stands: int, root: Path) -> None:
    summary = root.parent / "summary.md"
    summary.write_bytes(b"x" * stands)
    done = auditctl(root, "check", "--format", "github", env={"GITHUB_STEP_SUMMARY": str(summary)})
    assert done.code == 1
    assert summary.stat().st_size <= 1024 * 1024
    if stands > 1024 * 1024 - 100:
        assert "the summary of the step is full" in done.err


def test_paths_begin_at_the_top_of_the_git_repository(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    root = lay(tmp_path / "kalite" / "iç denetim", WRONG)
    assert (
        "file=kalite/iç denetim/audits/a/schedule.yaml," in auditctl(root, "check", "--format", "github").out
    )
    log = json.loads(auditctl(root, "check", "--format", "sarif").out)
    uris = {
        item["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for item in log["runs"][0]["results"]
    }
    assert "kalite/i%C3%A7%20denetim/audits/a/schedule.yaml" in uris
    assert "--> audits/a/schedule.yaml:2:40" in auditctl(root, "check").out
    told = json.loads(auditctl(root, "check", "--json").out)
    assert "audits/a/schedule.yaml" in {item["location"]["path"] for item in told["diagnostics"]}


def test_the_exit_code_stands_in_the_log(root: Path) -> None:
    for flag, code in (("error", 1), ("never", 0)):
        done = auditctl(root, "check", "--format", "sarif", "--fail-on", flag)
        assert done.code == code
        assert json.loads(done.out)["runs"][0]["invocations"][0]["exitCode"] == code


def _json(text: str) -> set[str]:
    return {item["code"] for item in json.loads(text)["diagnostics"]}


READ: dict[str, Callable[[str], set[str]]] = {
    "text": lambda text: set(re.findall(r"^error\[(\w+)\]", text, re.MULTILINE)),
    "json": _json,
    "sarif": lambda text: {item["ruleId"] for item in json.loads(text)["runs"][0]["results"]},
    "junit": lambda text: {case.name[:6] for suite in JUnitXml.fromstring(text.encode()) for case in suite},
    "github": lambda text: set(re.findall(r"^::error file=auditctl\.yaml,.*title=(\w+)", text, re.MULTILINE)),
    "gitlab": lambda text: {item["check_name"] for item in json.loads(text)},
    "markdown": lambda text: set(re.findall(r"^\| \*\*error\*\* (\w+)", text, re.MULTILINE)),
}


@pytest.mark.parametrize("shown", FORMATS)
@pytest.mark.parametrize(
    ("settings", "code"),
    [
        (b"auditctl: 1\nname: \xff\n", "SYN005"),
        (b"name: [x\n", "SYN001"),
        (b"a" * 1_100_000, "SYN004"),
        (b"auditctl: 2\nname: x\n", "SCH005"),
        (b"", "SCH002"),
    ],
    ids=["bytes", "syntax", "size", "version", "empty"],
)
def test_settings_that_cannot_be_read_are_a_problem_in_every_format(
    settings: bytes, code: str, shown: str, tmp_path: Path
) -> None:
    (tmp_path / "auditctl.yaml").write_bytes(settings)
    done = called(tmp_path, date(2026, 10, 6), "check", "--format", shown)
    assert done.code == 1, done.err
    assert code in READ[shown](done.out)


@pytest.mark.parametrize("shown", FORMATS)
def test_a_check_without_problems_is_whole_in_every_format(shown: str, tmp_path: Path) -> None:
    done = called(lay(tmp_path), date(2026, 10, 6), "check", "--format", shown, "--select", "SYN")
    assert done.code == 0, done.err
    assert READ[shown](done.out) - {"auditc"} == set()
