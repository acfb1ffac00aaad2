"""What came back, and what verifications found."""

from pathlib import Path

import pytest

from auditctl.analysis.metrics.figures import Share
from figures_cases import PLAN, capa, done, figures, finding, reported, verified

OLD = "title: Old\nlegacy: {from: 2026-03-02, to: 2026-03-03}\n"
GONE = "withdrawn: {by: ann-audit, date: 2026-10-07, why: it was there}\n"


def counted(share: Share) -> tuple[int, int]:
    return share.numerator, share.denominator


def with_old(files: dict[str, str], more: str = "") -> dict[str, str]:
    old = finding(more=more).replace("2026-10-05", "2026-03-02")
    return reported(files) | {"audits/old/audit.yaml": OLD, "audits/old/findings/was.yaml": old}


def test_repeats_are_counted_of_the_nonconformities_that_were_issued(tmp_path: Path) -> None:
    files = {
        "findings/back.yaml": finding(more="repeat_of: old/was\n"),
        "findings/new.yaml": finding("major"),
        "findings/better.yaml": finding("ofi", "repeat_of: old/was\n"),
        "findings/gone.yaml": finding(more="repeat_of: old/was\n" + GONE),
    }
    assert counted(figures(tmp_path, with_old(files)).repeated) == (1, 3)


def test_a_draft_is_no_repeat_yet_and_a_withdrawn_finding_cannot_come_back(tmp_path: Path) -> None:
    files = {"findings/back.yaml": finding(more="repeat_of: old/was\n")}
    draft = with_old(files)
    del draft["audits/a/report.yaml"]
    assert counted(figures(tmp_path / "draft", draft).repeated) == (0, 1)
    gone = with_old(files, GONE.replace("2026-10-07", "2026-03-04"))
    assert counted(figures(tmp_path / "gone", gone).repeated) == (0, 1)


@pytest.mark.parametrize(
    ("tries", "first", "now"),
    [
        ([], (0, 0), (0, 0)),
        ([("2026-11-10", "effective")], (1, 1), (1, 1)),
        ([("2026-11-10", "ineffective")], (0, 1), (0, 1)),
        ([("2026-11-10", "ineffective"), ("2026-11-15", "effective")], (0, 1), (1, 1)),
        ([("2026-11-10", "effective"), ("2026-11-15", "ineffective")], (1, 1), (0, 1)),
        # written in another order than it happened
        ([("2026-11-15", "effective"), ("2026-11-10", "ineffective")], (0, 1), (1, 1)),
        # on one day the later line is the later one
        ([("2026-11-10", "ineffective"), ("2026-11-10", "effective")], (0, 1), (1, 1)),
        # before everything was done no effect could be judged
        ([("2026-10-16", "effective"), ("2026-11-10", "ineffective")], (0, 1), (0, 1)),
        ([("2026-10-16", "effective")], (0, 0), (0, 0)),
    ],
)
def test_effective_at_the_first_try_and_now(
    tries: list[tuple[str, str]], first: tuple[int, int], now: tuple[int, int], tmp_path: Path
) -> None:
    text = capa("one", PLAN, done("2026-10-17"), verified(*tries) if tries else "")
    found = figures(
        tmp_path, reported({"findings/one.yaml": finding(), "capas/one.yaml": text})
    ).effectiveness
    assert (counted(found.first_try), counted(found.now)) == (first, now)


def test_what_follows_is_a_corrective_action_of_its_own(tmp_path: Path) -> None:
    def tried(day: str, result: str, more: str = "") -> str:
        return capa("one", PLAN, done("2026-10-17"), verified((day, result)), more)

    files = {
        "findings/one.yaml": finding(),
        "capas/one.yaml": tried("2026-10-30", "ineffective"),
        "capas/again.yaml": tried("2026-11-18", "effective", "follows: one\n"),
    }
    found = figures(tmp_path, reported(files)).effectiveness
    assert (counted(found.first_try), counted(found.now)) == ((1, 2), (1, 2))


def test_what_an_incident_raised_is_verified_like_the_rest(tmp_path: Path) -> None:
    text = capa("one", PLAN, done("2026-10-17"), verified(("2026-11-10", "effective")))
    text = text.replace("findings: [one]", "origin: {kind: incident, date: 2026-10-01, grade: minor}")
    found = figures(tmp_path, {"capas/outage.yaml": text})
    assert counted(found.effectiveness.first_try) == (1, 1)
    assert counted(found.items.by_first_day) == (1, 1)
    # no audit issued it
    assert found.days_to_close.median.denominator == 0
