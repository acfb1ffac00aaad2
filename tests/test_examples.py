"""The examples, as of 2026-11-20: the complete output of every view is a golden file."""

import re
import shutil
from hashlib import sha256
from pathlib import Path

import pytest

from small_repository import auditctl

ROOT = Path(__file__).parent.parent
GOLDENS = Path(__file__).parent / "goldens"
DAY = ("--as-of", "2026-11-20")
VIEWS = {
    "lodos-check.txt": ("lodos", "check", 1),
    "lodos-check.json": ("lodos", "check --format json", 1),
    "lodos-check-statistics.txt": ("lodos", "check --statistics --fail-on never", 0),
    "lodos-plan.txt": ("lodos", "plan 2026-main", 0),
    "lodos-plan-followup.json": ("lodos", "plan 2026-followup --json", 0),
    "lodos-plan-programme.txt": ("lodos", "plan", 0),
    "lodos-plan-programme.json": ("lodos", "plan --json", 0),
    "lodos-who-backup.txt": ("lodos", "who backup --on 2026-10-06", 0),
    "lodos-status.txt": ("lodos", "status", 0),
    "lodos-status.json": ("lodos", "status --json", 0),
    "lodos-findings.txt": ("lodos", "finding list", 0),
    "lodos-evidence.txt": ("lodos", "evidence list 2026-main", 0),
    "lodos-finding.txt": ("lodos", "finding show 2026-main/restore-tests-missing", 0),
    "lodos-report.md": ("lodos", "report 2026-main", 0),
    "lodos-report.html": ("lodos", "report 2026-main --format html", 0),
    "lodos-report-programme.md": ("lodos", "report --kind programme", 0),
    "lodos-report-programme.html": ("lodos", "report --kind programme --format html", 0),
    "lodos-report-summary.md": ("lodos", "report 2026-main --kind summary", 0),
    "lodos-report-summary.html": ("lodos", "report 2026-main --kind summary --format html", 0),
    "lodos-report-plan.md": ("lodos", "report 2026-main --kind plan", 0),
    "lodos-report-plan.html": ("lodos", "report 2026-main --kind plan --format html", 0),
    "lodos-report-capa.md": ("lodos", "report --kind capa", 0),
    "lodos-report-capa.html": ("lodos", "report --kind capa --format html", 0),
    "lodos-report-review.md": ("lodos", "report --kind review", 0),
    "lodos-report-review.html": ("lodos", "report --kind review --format html", 0),
    "lodos-report-summary-tr.md": ("lodos", "report 2026-main --kind summary --lang tr", 0),
    "lodos-report-summary-tr.html": ("lodos", "report 2026-main --kind summary --lang tr --format html", 0),
    "lodos-report-plan-tr.md": ("lodos", "report 2026-main --kind plan --lang tr", 0),
    "lodos-report-plan-tr.html": ("lodos", "report 2026-main --kind plan --lang tr --format html", 0),
    "lodos-report-capa-tr.md": ("lodos", "report --kind capa --lang tr", 0),
    "lodos-report-capa-tr.html": ("lodos", "report --kind capa --lang tr --format html", 0),
    "lodos-report-review-tr.md": ("lodos", "report --kind review --lang tr", 0),
    "lodos-report-review-tr.html": ("lodos", "report --kind review --lang tr --format html", 0),
    "lodos-report-tr.md": ("lodos", "report 2026-main --lang tr", 0),
    "lodos-report-tr.html": ("lodos", "report 2026-main --lang tr --format html", 0),
    "lodos-report-programme-tr.md": ("lodos", "report --kind programme --lang tr", 0),
    "lodos-report-programme-tr.html": ("lodos", "report --kind programme --lang tr --format html", 0),
    "lodos-ready-tr.md": ("lodos", "ready --format markdown --lang tr", 1),
    "lodos-ready-tr.html": ("lodos", "ready --format html --lang tr", 1),
    "lodos-conformity-tr.md": ("lodos", "conformity --format markdown --lang tr", 0),
    "lodos-ready.txt": ("lodos", "ready --for 2026-12-08", 1),
    "lodos-ready.json": ("lodos", "ready --format json", 1),
    "lodos-ready.md": ("lodos", "ready --format markdown", 1),
    "lodos-ready.html": ("lodos", "ready --format html", 1),
    "lodos-conformity.txt": ("lodos", "conformity", 0),
    "lodos-conformity.md": ("lodos", "conformity --format markdown", 0),
    "poyraz-check.txt": ("poyraz", "check", 0),
    "poyraz-check-announced.txt": ("poyraz", "check --gate announced", 1),
    "poyraz-plan.txt": ("poyraz", "plan 2027-full", 0),
    "poyraz-plan-programme.txt": ("poyraz", "plan", 0),
    "poyraz-report.md": ("poyraz", "report 2027-full", 0),
}


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the examples in a folder of their own: here they would have the history of auditctl itself."""
    return shutil.copytree(ROOT / "examples", tmp_path_factory.mktemp("examples") / "examples")


@pytest.mark.parametrize("name", VIEWS)
def test_the_view_is_the_golden_one(name: str, write_goldens: bool, examples: Path) -> None:
    example, words, code = VIEWS[name]
    done = auditctl(examples / example, *DAY, *words.split())
    assert done.code == code, done.err
    golden = GOLDENS / name
    if write_goldens:
        golden.write_text(done.out, "utf-8", newline="\n")
    assert done.out == golden.read_text("utf-8")


def test_texts_fit_in_80_columns_where_no_path_or_source_line_is_longer() -> None:
    for name in (
        "lodos-status.txt",
        "lodos-plan.txt",
        "lodos-plan-programme.txt",
        "poyraz-plan.txt",
        "poyraz-plan-programme.txt",
        "lodos-findings.txt",
        "lodos-evidence.txt",
        "lodos-ready.txt",
        "lodos-conformity.txt",
    ):
        assert max(map(len, (GOLDENS / name).read_text("utf-8").splitlines())) <= 80, name


def test_poyraz_needs_an_auditor_from_outside() -> None:
    plan = " ".join((GOLDENS / "poyraz-plan.txt").read_text("utf-8").split())
    assert plan.count("an auditor from outside is needed") >= 3
    announced = (GOLDENS / "poyraz-check-announced.txt").read_text("utf-8")
    assert "error[IND001]" in announced
    assert "error[IND003]" in announced


def test_every_state_of_a_corrective_action_is_in_lodos() -> None:
    from auditctl.analysis.lifecycle import CapaState

    status = (GOLDENS / "lodos-status.json").read_text("utf-8")
    assert all(f'"{state.value}"' in status for state in CapaState)


@pytest.mark.parametrize("ending", ["md", "html"])
@pytest.mark.parametrize("audit", ["2026-main", "2026-supplier"])
def test_the_report_of_the_example_is_the_one_that_it_was_sealed_with(
    audit: str, ending: str, write_goldens: bool, examples: Path, tmp_path: Path
) -> None:
    report = tmp_path / f"report.{ending}"
    done = auditctl(examples / "lodos", *DAY, "report", audit, "-o", str(report))
    assert done.code == 0, done.err
    if (
        write_goldens
    ):  # what a report looks like is ours to change; its digest is no record, and the history says nothing
        seal = ROOT / "examples" / "lodos" / "audits" / audit / "SEAL.json"
        digest = sha256(report.read_bytes()).hexdigest()
        seal.write_text(
            re.sub(rf'("{ending}": ")[0-9a-f]{{64}}', rf"\g<1>{digest}", seal.read_text("utf-8"), count=1),
            "utf-8",
        )
        shutil.copy(seal, examples / seal.relative_to(ROOT / "examples"))
    verified = auditctl(examples / "lodos", *DAY, "verify", audit, "--report", str(report))
    assert (verified.code, "is the report as it was sealed" in verified.out) == (0, True), verified.out
