"""Every number of a report is that of `status --json`: the example on several days, in each format and language."""

import json
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import pytest

from in_process import called
from shown_report import LODOS, Shown, shown

DAYS = ("2025-11-20", "2026-04-20", "2026-10-30", "2026-11-20", "2027-06-30")
GRADES = ("major", "minor", "ofi", "strength")
Report = Callable[..., Shown]


@pytest.fixture(scope="module", params=DAYS)
def day(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def status(day: str) -> dict[str, Any]:
    return status_on(day)


def status_on(day: str) -> dict[str, Any]:
    done = called(LODOS, date.fromisoformat(day), "status", "--json")
    held: dict[str, Any] = json.loads(done.out)
    return held


@pytest.fixture(scope="module", params=["md-en", "md-tr", "html-en", "html-tr"])
def report(day: str, request: pytest.FixtureRequest) -> Report:
    format_, language = request.param.split("-")
    made: dict[tuple[str, ...], Shown] = {}

    def report_of(*words: str) -> Shown:
        if words not in made:
            made[words] = shown(day, format_, language, "--kind", *words)
        return made[words]

    return report_of


@pytest.fixture(scope="module")
def review(report: Report) -> Shown:
    return report("review")


def share(held: dict[str, Any], *, percent: bool = True) -> list[float]:
    """Return the numbers with which reports say a share; without anything to count there are none."""
    if percent and not held["denominator"]:
        return []
    of_all = [held["numerator"], held["denominator"]]
    return [*of_all, round(100 * held["numerator"] / held["denominator"])] if percent else of_all


def test_the_trends_end_at_today(status: dict[str, Any], review: Shown) -> None:
    figures = status["metrics"]
    table = review.rows("Nonconformities and corrective actions")

    def told(label: str) -> list[float]:
        start = review.language.phrase(label)
        return review.numbers(next(row[-1] for row in table if row[0].startswith(start)))

    assert told("On time by the day first agreed") == share(figures["items_on_time"]["by_first_day"])
    assert told("On time by the day after extensions") == share(figures["items_on_time"]["by_extended_day"])
    assert told("Overdue") == share(figures["items_overdue"])
    assert told("Repeats of an earlier finding") == share(figures["repeat_rate"])
    assert told("Effective at the first verification") == share(figures["effectiveness"]["first_try"])
    assert told("Effective by the latest verification") == share(figures["effectiveness"]["now"])
    [on_time] = review.rows("Reports on time")
    assert review.numbers(on_time[-1]) == share(figures["reports_on_time"])
    for name, label in (
        ("median", "Days to close, median"),
        ("percentile_90", "Days to close, 90th percentile"),
    ):
        held = figures["days_to_close"][name]
        value = held["value"]
        days = [] if value is None else [value, held["numerator"], held["denominator"]]
        assert told(label) == days


def test_what_is_overdue(status: dict[str, Any], review: Shown) -> None:
    late = status["metrics"]["overdue"]["numerator"]
    told = review.language.counted("%(n)s thing is overdue", "%(n)s things are overdue", late)
    assert told % {"n": late} in review.words
    listed = review.rows("Overdue")
    assert len(listed) == late == len(status["overdue"])
    assert [row[0].partition(" ")[0] for row in listed] == [
        review.language.date(date.fromisoformat(due["day"])) for due in status["overdue"]
    ]


def test_corrective_actions_by_state_and_age(status: dict[str, Any], review: Shown, report: Report) -> None:
    register = report("capa")
    capas, ages = status["metrics"]["capas"], status["metrics"]["ageing"]["capas"]
    for page, title in ((review, "Corrective actions by state"), (register, "In short")):
        *states, total = page.rows(title)
        assert numbers(page, (row[1] for row in states)) == [n for n in capas["counts"].values() if n]
        assert page.number(total[1]) == capas["denominator"]
    apart = capas["apart"]["counts"]
    sentence = register.language.phrase(
        "Listed and not counted: %(cancelled)s cancelled, %(merged)s merged into another, "
        "%(withdrawn)s that answer withdrawn findings alone."
    )
    assert sentence % apart in register.words
    assert len(register.rows("Open", ages["denominator"])) == ages["denominator"]
    for page in (review, register):
        *bands, total = page.table("Age of what is open")
        assert numbers(page, (row[-1] for row in bands)) == [
            n for band, n in ages["counts"].items() if n or band != "undated"
        ]
        assert page.number(total[-1]) == ages["denominator"]


def test_causes_and_audits(status: dict[str, Any], review: Shown) -> None:
    causes, series = status["metrics"]["causes"], status["metrics"]["audit_series"]
    told = review.rows("Causes")[:-1]
    assert [[review.numbers(cell) for cell in row[1:]] for row in told] == [
        [[item["numerator"]], share(item), share(item["cumulative"])] for item in causes["categories"]
    ]
    audits = [
        [review.numbers(cell) for cell in row[-7:]] for row in review.rows("Findings of the last audits")
    ]
    in_force = sum(status["metrics"]["coverage"][part]["denominator"] for part in ("clauses", "controls"))
    assert audits == [
        [
            *([audit["grades"]["counts"][grade]] for grade in GRADES),
            [audit["withdrawn"]],
            share(audit["repeated"], percent=False),
            [audit["requirements"], in_force],
        ]
        for audit in series
    ]


def test_findings_by_theme_and_grade(status: dict[str, Any], review: Shown) -> None:
    held = status["metrics"]["findings"]
    *_, total = review.rows("Findings by theme") or [["Total", "0", "0", "0", "0", "0"]]
    told = dict(zip(GRADES, numbers(review, total[1:-1]), strict=True))
    assert told == {grade: held["grades"].get(grade, {"denominator": 0})["denominator"] for grade in GRADES}
    assert review.number(total[-1]) == held["denominator"]


def test_coverage_and_the_programme(status: dict[str, Any], review: Shown, report: Report) -> None:
    figures = status["metrics"]
    for row, held in zip(review.rows("Coverage"), figures["coverage"].values(), strict=True):
        assert review.numbers(row[1]) == share(held)
        assert numbers(review, row[2:]) == [
            held["states"][state] for state in ("planned", "overdue", "never")
        ]
    total = review.table("Fulfilment of the programme")[-1]
    counts = figures["audits"]["counts"]
    assert numbers(review, total[1:]) == [*counts.values(), figures["audits"]["denominator"]]
    programme = report("programme")
    totals = [
        numbers(programme, row[1:6])
        for row in programme.rows("Coverage")
        if row[0] == programme.language.phrase("Total")
    ]
    assert totals == [
        [
            held["denominator"],
            *(held["states"][state] for state in ("audited", "planned", "overdue", "never")),
        ]
        for held in (figures["coverage"]["clauses"], figures["coverage"]["controls"])
    ]
    audits = {audit["id"]: audit for audit in status["audits"]}
    for row in programme.rows("Time line"):
        name = row[0].replace("(", " ").rstrip(")").split()[-1]
        if audit := audits.get(name):
            told = [audit["open"], audit["findings"]] if audit["findings"] else []
            assert programme.numbers(row[-1]) == told, name


@pytest.mark.parametrize("language", ["en", "tr"])
@pytest.mark.parametrize("format_", ["md", "html"])
def test_an_audit_counts_each_finding_once_and_no_withdrawn_one(format_: str, language: str) -> None:
    status = status_on("2026-11-20")
    [audit] = [held for held in status["metrics"]["audit_series"] if held["id"] == "2026-main"]
    counts = [audit["grades"]["counts"][grade] for grade in GRADES]
    total = audit["grades"]["denominator"]
    for kind in ("audit", "summary"):
        page = shown("2026-11-20", format_, language, "2026-main", "--kind", kind)
        assert numbers(page, (row[1] for row in page.rows("Findings by grade"))) == [*counts, total]
    [line] = [held for held in status["audits"] if held["id"] == "2026-main"]
    assert line["findings"] == total == sum(counts)
    assert audit["withdrawn"] == 1


def test_numbers_are_read_as_a_language_writes_them() -> None:
    english, turkish = (shown("2026-11-20", "md", code, "--kind", "capa") for code in ("en", "tr"))
    assert english.numbers("1,234.5 (12 of 1,000; 1%)") == [1234.5, 12, 1000, 1]
    assert turkish.numbers("1.234,5 (12 / 1.000; %1)") == [1234.5, 12, 1000, 1]
    assert turkish.numbers("–") == turkish.numbers("veri yok") == []


def numbers(page: Shown, cells: Iterable[str]) -> list[float]:
    return [page.number(cell) for cell in cells]
