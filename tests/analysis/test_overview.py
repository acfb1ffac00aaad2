"""Where things stand in the example company on 2026-11-20."""

from datetime import date
from pathlib import Path

import pytest

from auditctl.analysis.overview import Overview, overview
from auditctl.analysis.owed import HORIZON_DAYS
from auditctl.repository import load

EXAMPLES = Path(__file__).parent.parent.parent / "examples"


@pytest.fixture(scope="module")
def lodos() -> Overview:
    return overview(load(EXAMPLES / "lodos", date(2026, 11, 20)))


def test_audits_stand_in_the_order_of_their_days(lodos: Overview) -> None:
    assert [(line.id, line.state) for line in lodos.audits] == [
        ("2025-full", "closed"),
        ("2026-supplier", "closed"),
        ("2026-ankara", "cancelled"),
        ("2026-main", "follow-up"),
        ("2026-spot-agreements", "fieldwork"),
        ("2026-followup", "planned"),
        ("2027-technological", "scheduled"),
        ("2027-full", "scheduled"),
    ]


def test_a_withdrawn_finding_counts_in_no_grade(lodos: Overview) -> None:
    counts = {grade: sum(states.values()) for grade, states in lodos.findings.items()}
    assert counts == {"major": 1, "minor": 11, "ofi": 3, "strength": 1, "withdrawn": 1}


def test_what_is_overdue_names_who_owes_it_and_since_when(lodos: Overview) -> None:
    assert [(item.where, item.who, item.days) for item in lodos.overdue] == [
        ("2026-supplier/build-images", "asli-polat", -219),
        ("2026-main/visitor-log-gaps", "naz-gunes", -14),
        ("2026-main/supplier-reviews-overdue", "gizem-erdem", -7),
        ("2026-supplier/exit-plan", "deniz-sahin", -5),
        ("2026-main/soa-outsourced-development", "elif-koc", -1),
    ]
    assert all(0 <= item.days <= HORIZON_DAYS for item in lodos.next_days)
    assert any(item.what.startswith("action ") for item in lodos.next_days)
    assert any(item.what == "session leavers" for item in lodos.next_days)


def test_the_next_steps_are_the_most_urgent_of_all_that_wait(lodos: Overview) -> None:
    assert lodos.waiting == 18
    assert [(item.where, item.step.what, item.step.who) for item in lodos.next_steps] == [
        ("2026-supplier/build-images", "find the cause", "asli-polat"),
        ("2026-main/visitor-log-gaps", "open the corrective action", "naz-gunes"),
        (
            "2026-main/supplier-reviews-overdue",
            "remaining-reviews: The remaining three reviews",
            "gizem-erdem",
        ),
    ]


def test_every_open_finding_and_corrective_action_has_an_age(lodos: Overview) -> None:
    assert sum(ages.open for ages in lodos.finding_ages) == sum(line.open for line in lodos.audits) == 13
    assert sum(ages.total for ages in lodos.finding_ages) == 15
    assert sum(ages.total for ages in lodos.capa_ages) == 11


def test_the_external_audit_is_near(lodos: Overview) -> None:
    assert lodos.external
    assert (lodos.external.from_ - lodos.today).days == 18


def test_a_postponed_audit_without_a_folder(tmp_path: Path) -> None:
    (tmp_path / "auditctl.yaml").write_text(
        "auditctl: 1\nname: Kestrel\nstandards: [iso27001-2022]\npeople: {mia: {name: Mia}}\n"
        "programmes:\n  c: {from: 2026-01-01, to: 2026-12-31, owner: mia, audits: {late: {planned: {from: 2026-05-01, to: 2026-05-02},"
        " postponed: [{to: 2026-12-01, by: mia, date: 2026-04-20, why: move}]}}}\n",
        "utf-8",
    )
    found = overview(load(tmp_path, date(2026, 11, 20)))
    assert [(line.id, line.state, line.first) for line in found.audits] == [
        ("late", "postponed", date(2026, 12, 1))
    ]
    assert found.external is None
