"""`auditctl status`: one page that says what comes next, what is due and where everything stands."""

import json
from pathlib import Path

import pytest

from small_actions import ACTIONS, APPROVED, CRITERION, files
from small_programme import EVERY_STATE
from small_repository import auditctl, lay

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
DAY = ("--as-of", "2026-11-20")
EXTERNAL = "certifications: [{standard: iso27001-2022, audits: [{kind: surveillance, from: 2026-11-21, to: 2026-11-23}]}]\n"
EMPTY = "auditctl: 1\nname: K\nstandards: [iso27001-2022]\n"


def headings(page: str) -> list[str]:
    known = ("Next steps", "Overdue", "Due in", "Audits", "Findings", "Corrective actions")
    return [line.split(":")[0] for line in page.splitlines() if line.startswith(known)]


def test_what_comes_next_and_what_is_due_stand_before_the_numbers() -> None:
    done = auditctl(EXAMPLES / "lodos", *DAY, "status")
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0] == "Lodos Payroll, 2026-11-20: 18 days to the surveillance audit on 2026-12-08"
    assert lines[2:10] == [
        "Next steps: the most urgent 3 of 18",
        "",
        "1. build-images: find the cause (asli-polat, 219 days late)",
        "   auditctl capa cause build-images",
        "2. visitor-log-gaps: open the corrective action (naz-gunes, 14 days late)",
        "   auditctl capa add visitor-log-gaps",
        "3. supplier-reviews-overdue: remaining-reviews: The remaining three reviews",
        "   (gizem-erdem, 7 days late)",
    ]
    assert headings(done.out) == [
        "Next steps", "Overdue", "Due in the next 30 days", "Audits by state", "Findings by grade and age",
        "Corrective actions by state and age",
    ]  # fmt: skip


@pytest.mark.parametrize("example", ["lodos", "poyraz"])
def test_the_examples_fit_in_80_columns(example: str) -> None:
    done = auditctl(EXAMPLES / example, *DAY, "status")
    assert max(map(len, done.out.splitlines())) <= 80


def test_a_repository_without_records_reads_well(tmp_path: Path) -> None:
    (tmp_path / "auditctl.yaml").write_text(EMPTY, "utf-8")
    assert (
        auditctl(tmp_path, *DAY, "status").out
        == """\
K, 2026-11-20

Next steps: nothing waits

Overdue: nothing

Due in the next 30 days: nothing

Audits: none yet

Findings: none yet

Corrective actions: none yet

The management's figures: `auditctl status --metrics`
"""
    )


@pytest.mark.parametrize(
    ("day", "head"),
    [
        ("2026-11-20", "K, 2026-11-20: 1 day to the surveillance audit on 2026-11-21"),
        ("2026-11-21", "K, 2026-11-21: the surveillance audit is under way until 2026-11-23"),
        ("2026-11-24", "K, 2026-11-24"),
    ],
)
def test_the_head_counts_the_days_to_the_external_audit(day: str, head: str, tmp_path: Path) -> None:
    (tmp_path / "auditctl.yaml").write_text(EMPTY + EXTERNAL, "utf-8")
    assert auditctl(tmp_path, "--as-of", day, "status").out.splitlines()[0] == head


def test_findings_and_corrective_actions_stand_in_bands_of_age(tmp_path: Path) -> None:
    done = auditctl(lay(tmp_path, files(ACTIONS + CRITERION + APPROVED)), *DAY, "status")
    rows = [line.split() for line in done.out.splitlines()]
    assert ["minor", "nonconformity", "1", "of", "1", "1"] in rows
    assert ["approved", "1", "1"] in rows
    assert "1 of 1 open" in done.out.splitlines()
    minor = next(line for line in done.out.splitlines() if "minor nonconformity" in line)
    head = next(line for line in done.out.splitlines() if "31-60" in line)
    assert minor.rindex("1") == head.index("31-60")


def test_an_audit_that_is_late_is_so_beside_its_state(tmp_path: Path) -> None:
    root = lay(tmp_path, EVERY_STATE)
    day = ("--as-of", "2026-12-05")
    rows = auditctl(root, *day, "status").out.splitlines()
    states = [" ".join(line.split()[:4]) for line in rows if "late" in line.split()[:2]]
    assert states == ["scheduled, late 2 forgotten", "draft, late 1 coming"]
    found = json.loads(auditctl(root, *day, "status", "--json").out)
    plan = json.loads(auditctl(root, *day, "plan", "--json").out)
    late = {line["id"] for line in found["audits"] if line["late"]}
    assert (
        late
        == {stop["id"] for stop in plan["audits"] if stop["state"] == "late"}
        == {"forgotten", "listed", "coming"}
    )
    assert found["metrics"]["audits"]["counts"]["late"] == 3


def test_a_long_list_says_how_many_more_there_are(tmp_path: Path) -> None:
    items = "".join(
        f"  item-{number:02}: {{what: do it, owner: tom-tech, due: 2026-11-0{number % 9 + 1}}}\n"
        for number in range(12)
    )
    done = auditctl(lay(tmp_path, files(f"actions:\n{items}{CRITERION}{APPROVED}")), *DAY, "status")
    assert "Overdue: 12" in done.out.splitlines()
    assert "and 2 more; `auditctl due` lists them" in done.out.splitlines()
    listed = [
        line
        for line in done.out[done.out.index("Overdue") :].splitlines()
        if "days late" in line and "tom-tech" in line
    ]
    assert len(listed) == 10


def test_json_holds_everything_that_the_page_shows() -> None:
    found = json.loads(auditctl(EXAMPLES / "lodos", *DAY, "status", "--json").out)
    assert found["schema_version"] == 1
    assert found["external_audit"] == {
        "kind": "surveillance",
        "from": "2026-12-08",
        "to": "2026-12-10",
        "days": 18,
    }
    assert found["next_steps"][0] == {
        "where": "2026-supplier/build-images", "what": "find the cause", "who": "asli-polat", "due": "2026-04-15",
        "grade": "minor", "command": "auditctl capa cause build-images",
    }  # fmt: skip
    assert found["audit_states"] == {
        "scheduled": 2, "planned": 1, "fieldwork": 1, "follow-up": 1, "closed": 2, "cancelled": 1,
    }  # fmt: skip
    assert found["finding_ages"]["grades"]["minor"] == {
        "open": 10, "ages": {"0-30": 7, "31-60": 0, "61-90": 0, "91+": 3}, "closed": 1, "total": 11,
    }  # fmt: skip
    assert found["capa_ages"]["states"]["in-progress"] == {
        "open": 2, "ages": {"0-30": 1, "31-60": 1, "61-90": 0, "91+": 0}, "undated": 0,
    }  # fmt: skip
    assert [item["days"] for item in found["overdue"]] == [-219, -14, -7, -5, -1]


def test_what_stands_in_the_files_cannot_steer_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "auditctl.yaml").write_text(EMPTY.replace("name: K", 'name: "K\\e[31m\\nL"'), "utf-8")
    assert auditctl(tmp_path, *DAY, "status").out.splitlines()[0] == "K\\x1b[31m\\nL, 2026-11-20"
