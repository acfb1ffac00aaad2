"""On time by the first and by the extended day, overdue, reports in time, days to close."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditctl.analysis.metrics.figures import Share
from auditctl.analysis.metrics.metrics import Metrics
from figures_cases import (
    EXTERNAL,
    PLAN,
    REPORT,
    TODAY,
    capa,
    closed,
    done,
    figures,
    finding,
    reported,
    verified,
)

FIRST, SECOND = "2026-10-20", "2026-11-01"


def item(name: str, due: str, done: str = "", moved_from: tuple[str, ...] = ()) -> str:
    """Return an action with its day, when it was done, and the days from which it was extended."""
    days = (*moved_from, due)
    moves = ", ".join(
        f"{{from: {a}, to: {b}, why: x, approved_by: ann-audit, date: 2026-10-16}}" for a, b in pairwise(days)
    )
    parts = [f"what: do it, owner: tom-tech, due: {due}"]
    parts += [f"done: {done}"] if done else []
    parts += [f"extended: [{moves}]"] if moves else []
    return f"  {name}: {{{', '.join(parts)}}}\n"


def of_items(root: Path, *items: str, today: date = TODAY) -> Metrics:
    """Return the figures of one corrective action with these actions."""
    text = capa("one", "actions:\n" + "".join(items))
    return figures(root, reported({"findings/one.yaml": finding(), "capas/one.yaml": text}), today)


def counted(share: Share) -> tuple[int, int]:
    return share.numerator, share.denominator


@pytest.mark.parametrize(
    ("written", "first", "extended", "overdue"),
    [
        pytest.param(item("i", FIRST, FIRST), (1, 1), (1, 1), (0, 0), id="done-on-the-day"),
        pytest.param(item("i", FIRST, "2026-10-21"), (0, 1), (0, 1), (0, 0), id="done-a-day-late"),
        pytest.param(item("i", "2027-01-01", FIRST), (1, 1), (1, 1), (0, 0), id="done-early"),
        pytest.param(item("i", "2026-11-19"), (0, 1), (0, 1), (1, 1), id="overdue-by-a-day"),
        pytest.param(item("i", "2026-11-20"), (0, 0), (0, 0), (0, 1), id="due-today-is-not-decided"),
        pytest.param(item("i", "2026-12-01"), (0, 0), (0, 0), (0, 1), id="due-ahead"),
        pytest.param(
            item("i", SECOND, "2026-10-25", (FIRST,)), (0, 1), (1, 1), (0, 0), id="done-after-the-first-day"
        ),
        pytest.param(
            item("i", SECOND, "2026-10-19", (FIRST,)), (1, 1), (1, 1), (0, 0), id="done-before-the-first-day"
        ),
        pytest.param(
            item("i", SECOND, "2026-11-02", (FIRST,)), (0, 1), (0, 1), (0, 0), id="done-after-the-extended-day"
        ),
        pytest.param(
            item("i", "2026-12-01", "", (FIRST,)), (0, 1), (0, 0), (0, 1), id="open-extended-beyond-today"
        ),
        pytest.param(
            item("i", "2026-11-15", "2026-11-14", (FIRST, SECOND)), (0, 1), (1, 1), (0, 0), id="extended-twice"
        ),
        pytest.param("  i: {what: do it, owner: tom-tech, done: 2026-10-19}\n", (0, 0), (0, 0), (0, 0), id="no-day"),
        pytest.param("  i: {what: do it, owner: tom-tech}\n", (0, 0), (0, 0), (0, 0), id="no-day-and-open"),
    ],
)  # fmt: skip
def test_an_item_is_held_against_the_day_first_agreed_and_against_the_extended_one(
    written: str, first: tuple[int, int], extended: tuple[int, int], overdue: tuple[int, int], tmp_path: Path
) -> None:
    found = of_items(tmp_path, written).items
    assert (counted(found.by_first_day), counted(found.by_extended_day)) == (first, extended)
    assert counted(found.overdue) == overdue
    assert (found.by_first_day.as_of, found.overdue.as_of) == (TODAY, TODAY)


def test_a_later_day_finds_everything_overdue_and_an_earlier_one_nothing_done(tmp_path: Path) -> None:
    items = (item("a", FIRST, "2026-10-19"), item("b", "2026-12-01"))
    late = of_items(tmp_path / "later", *items, today=date(2028, 1, 1)).items
    assert (counted(late.by_first_day), counted(late.overdue)) == ((1, 2), (1, 1))
    early = of_items(tmp_path / "earlier", *items, today=date(2026, 10, 14)).items
    assert (counted(early.by_first_day), counted(early.overdue)) == ((0, 0), (0, 2))


DAY = st.integers(-30, 30).map(lambda offset: TODAY + timedelta(days=offset))
ITEMS = st.lists(
    st.tuples(DAY, st.lists(st.integers(1, 20), max_size=2), st.none() | st.integers(0, 30)), max_size=6
)


@settings(max_examples=30, deadline=None)
@given(drawn=ITEMS)
def test_any_items_count_as_one_would_count_them_by_hand(
    tmp_path_factory: pytest.TempPathFactory, drawn: list[tuple[date, list[int], int | None]]
) -> None:
    written: list[str] = []
    first: list[str] = []
    extended: list[str] = []
    for number, (start, moves, ago) in enumerate(drawn):
        days = [start]
        for move in moves:
            days.append(days[-1] + timedelta(days=move))
        end = TODAY - timedelta(days=ago) if ago is not None else None
        *before, due = (f"{day}" for day in days)
        written.append(item(f"i{number}", due, f"{end or ''}", tuple(before)))
        for day, into in ((days[0], first), (days[-1], extended)):
            if end:
                into.append("kept" if end <= day else "late")
            elif day < TODAY:
                into.append("late")
    found = of_items(tmp_path_factory.mktemp("drawn"), *(written or [item("x", "2030-01-01")])).items
    assert counted(found.by_first_day) == (first.count("kept"), len(first))
    assert counted(found.by_extended_day) == (extended.count("kept"), len(extended))


AUDIT = (
    "title: Main audit\nplan: {sent: 2026-09-21}\nopening: {date: 2026-10-05}\nclosing: {date: 2026-10-07}\n"
)


@pytest.mark.parametrize(
    ("today", "issued", "expected"),
    [
        # 15 working days after Wednesday 2026-10-07 is Wednesday 2026-10-28
        (date(2026, 10, 28), "", (0, 0)),
        (date(2026, 10, 29), "", (0, 1)),
        (TODAY, "2026-10-28", (1, 1)),
        (TODAY, "2026-10-29", (0, 1)),
        (date(2026, 10, 10), "2026-10-09", (1, 1)),
    ],
)
def test_a_report_has_the_house_days_from_the_closing_meeting(
    today: date, issued: str, expected: tuple[int, int], tmp_path: Path
) -> None:
    files = {"audits/a/audit.yaml": AUDIT}
    if issued:
        files["audits/a/report.yaml"] = REPORT.replace("2026-10-12", issued)
    assert counted(figures(tmp_path, files, today).reports) == expected


def test_neither_external_nor_legacy_nor_cancelled_audits_owe_a_report(tmp_path: Path) -> None:
    files = {
        "audits/a/audit.yaml": AUDIT + "cancelled: {by: mia-chief, date: 2026-10-08, why: fire}\n",
        "audits/cert/audit.yaml": EXTERNAL + "closing: {date: 2026-09-02}\n",
        "audits/old/audit.yaml": "title: Old\nlegacy: {from: 2026-03-02, to: 2026-03-03}\n",
    }
    assert figures(tmp_path, files).reports.value is None


def test_one_closed_nonconformity_is_median_and_percentile(tmp_path: Path) -> None:
    found = figures(
        tmp_path,
        reported(
            {
                "findings/one.yaml": finding(),
                "findings/two.yaml": finding("major"),
                "findings/three.yaml": finding("ofi"),
                "capas/one.yaml": closed("one", "2026-11-16"),
            }
        ),
    ).days_to_close
    # 2026-10-12 to 2026-11-16; an improvement is no nonconformity
    assert (found.median.value, found.percentile_90.value) == (35, 35)
    assert (found.median.numerator, found.median.denominator) == (1, 2)


def test_the_percentile_is_a_time_that_one_of_them_took(tmp_path: Path) -> None:
    days = ["2026-10-22", "2026-10-23", "2026-10-23", "2026-11-12"]
    files = {f"findings/f{number}.yaml": finding() for number in range(4)}
    files |= {f"capas/f{number}.yaml": closed(f"f{number}", day) for number, day in enumerate(days)}
    found = figures(tmp_path, reported(files)).days_to_close
    # 10, 11, 11 and 31 days
    assert (found.median.value, found.percentile_90.value) == (11, 31)
    two = {path: text for path, text in files.items() if path.split("/")[1] in {"f0.yaml", "f1.yaml"}}
    assert figures(tmp_path / "even", reported(two)).days_to_close.median.value == 10.5


def test_what_did_not_work_is_closed_by_the_verification_of_what_follows(tmp_path: Path) -> None:
    failed = capa("one", PLAN, done("2026-10-17"), verified(("2026-10-30", "ineffective")))
    again = closed("one", "2026-11-18") + "follows: one\n"
    files = {"findings/one.yaml": finding(), "capas/one.yaml": failed}
    assert figures(tmp_path / "open", reported(files)).days_to_close.median.numerator == 0
    found = figures(tmp_path / "closed", reported(files | {"capas/again.yaml": again}))
    # 2026-10-12 to 2026-11-18
    assert found.days_to_close.median.value == 37


def test_what_follows_need_not_name_the_finding_and_may_have_gone_into_another(tmp_path: Path) -> None:
    failed = capa("one", PLAN, done("2026-10-17"), verified(("2026-10-30", "ineffective")))
    files = {
        "findings/one.yaml": finding(),
        "findings/two.yaml": finding(),
        "capas/one.yaml": failed,
        "capas/other.yaml": closed("two", "2026-11-18"),
    }
    follows = files | {"capas/other.yaml": closed("two", "2026-11-18") + "follows: one\n"}
    # both from 2026-10-12 to 2026-11-18
    found = figures(tmp_path / "follows", reported(follows)).days_to_close.median
    assert (found.value, found.numerator) == (37, 2)
    merged = files | {"capas/again.yaml": capa("two", "follows: one\nmerged_into: other\n")}
    found = figures(tmp_path / "merged", reported(merged)).days_to_close.median
    assert (found.value, found.numerator) == (37, 2)


def test_ineffective_then_effective_closes_on_the_last_day(tmp_path: Path) -> None:
    tries = verified(("2026-10-30", "ineffective"), ("2026-11-11", "effective"))
    files = {"findings/one.yaml": finding(), "capas/one.yaml": capa("one", PLAN, done("2026-10-17"), tries)}
    assert figures(tmp_path, reported(files)).days_to_close.median.value == 30


def test_several_corrective_actions_close_it_with_the_last_of_them(tmp_path: Path) -> None:
    files = {
        "findings/one.yaml": finding(),
        "capas/first.yaml": closed("one", "2026-10-20"),
        "capas/second.yaml": closed("one", "2026-11-01"),
    }
    assert figures(tmp_path, reported(files)).days_to_close.median.value == 20


def test_one_that_a_later_finding_repeats_is_open_again_and_not_measured(tmp_path: Path) -> None:
    files = {
        "findings/one.yaml": finding(),
        "findings/back.yaml": finding(more="repeat_of: one\n").replace("2026-10-05", "2026-10-06"),
        "capas/one.yaml": closed("one", "2026-11-01"),
    }
    found = figures(tmp_path, reported(files)).days_to_close.median
    assert (found.value, found.numerator, found.denominator) == (None, 0, 2)


def test_a_draft_is_not_measured_and_one_closed_before_its_report_counts_from_the_day_it_was_raised(
    tmp_path: Path,
) -> None:
    early = (
        closed("one", "2026-10-11").replace("2026-10-17", "2026-10-06").replace("2026-10-15", "2026-10-06")
    )
    early = early.replace("2026-10-16", "2026-10-07").replace("2026-10-14", "2026-10-06")
    files = {"findings/one.yaml": finding(), "capas/one.yaml": early.replace("2026-10-13", "2026-10-05")}
    found = figures(tmp_path / "reported", reported(files)).days_to_close.median
    assert (found.value, found.numerator) == (6, 1)
    draft = {f"audits/a/{path}": text for path, text in files.items()}
    assert figures(tmp_path / "draft", draft).days_to_close.median.denominator == 0


def test_one_held_before_the_repository_counts_from_the_end_of_its_audit(tmp_path: Path) -> None:
    files = {
        "audits/old/audit.yaml": "title: Old\nlegacy: {from: 2026-09-01, to: 2026-09-02}\n",
        "audits/old/findings/one.yaml": finding().replace("2026-10-05", "2026-09-01"),
        "audits/old/capas/one.yaml": closed("one", "2026-11-01"),
    }
    assert figures(tmp_path, files).days_to_close.median.value == 60
