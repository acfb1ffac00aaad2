"""How old findings and corrective actions are that wait for something."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from auditctl.analysis.ageing import BANDS, capa_ages, finding_ages
from auditctl.analysis.lifecycle import CapaState
from auditctl.repository import load
from small_actions import APPROVED, CAUSE, DONE, FAILED, WORKED, files, repository
from small_repository import lay

REPORT = date(2026, 10, 12)


@pytest.mark.parametrize(
    ("age", "band"),
    [(0, "0-30"), (30, "0-30"), (31, "31-60"), (60, "31-60"), (61, "61-90"), (90, "61-90"), (91, "91+"), (900, "91+")],
)  # fmt: skip
def test_an_age_counts_from_the_report_and_lies_in_one_band(age: int, band: str, tmp_path: Path) -> None:
    found = load(lay(tmp_path, files(None)), REPORT + timedelta(days=age))
    major, minor, ofi = finding_ages(found)
    assert minor.bands == dict.fromkeys(BANDS, 0) | {band: 1}
    assert (minor.open, minor.closed, minor.total) == (1, 0, 1)
    assert (major.total, ofi.total) == (0, 0)


def test_a_draft_ages_from_the_day_on_which_it_was_raised(tmp_path: Path) -> None:
    laid = lay(tmp_path, files(None) | {"audits/a/report.yaml": "summary: not yet\n"})
    minor = finding_ages(load(laid, date(2026, 11, 5)))[1]
    assert minor.bands["31-60"] == 1


def test_closed_ones_are_counted_and_have_no_age_and_withdrawn_ones_are_not_counted(tmp_path: Path) -> None:
    minor = finding_ages(repository(tmp_path / "closed", DONE + APPROVED + WORKED))[1]
    assert (minor.open, minor.closed) == (0, 1)
    gone = "withdrawn: {by: ann-audit, date: 2026-10-07, why: it was there}\n"
    assert finding_ages(repository(tmp_path / "withdrawn", None, more=gone))[1].total == 0
    assert sum(ages.total for ages in finding_ages(repository(tmp_path / "strength", None, "strength"))) == 0


def test_a_corrective_action_ages_from_its_opening_or_else_from_the_report(tmp_path: Path) -> None:
    def bands(name: str, facts: str) -> dict[str, int]:
        (ages,) = capa_ages(repository(tmp_path / name, facts))
        assert (ages.total, ages.undated) == (1, 0)
        return ages.bands

    assert bands("reported", CAUSE)["31-60"] == 1
    assert bands("opened", CAUSE + "opened: 2026-11-01\n")["0-30"] == 1


def test_one_that_did_not_work_ages_until_another_follows_it(tmp_path: Path) -> None:
    failed = DONE + APPROVED + FAILED
    assert [ages.state for ages in capa_ages(repository(tmp_path / "left", failed))] == [
        CapaState.ineffective
    ]
    follower = {
        "audits/a/capas/again.yaml": "findings: [restore]\nowner: olga-ops\nfollows: restore\nopened: 2026-11-17\n"
    }
    ages = capa_ages(repository(tmp_path / "followed", failed, others=follower))
    assert [(item.state, item.bands["0-30"]) for item in ages] == [(CapaState.open, 1)]
    assert capa_ages(repository(tmp_path / "closed", DONE + APPROVED + WORKED)) == ()


def test_one_whose_findings_are_unknown_has_no_day(tmp_path: Path) -> None:
    found = load(
        lay(tmp_path, {"audits/a/capas/lost.yaml": "findings: [nowhere]\nowner: olga-ops\n"}), REPORT
    )
    (ages,) = capa_ages(found)
    assert (ages.total, ages.undated, sum(ages.bands.values())) == (1, 1, 0)
