"""`auditctl report --kind review`: trends for the management review, each number with its day and what it is of."""

import re
from datetime import date
from pathlib import Path

from auditctl.analysis.metrics.metrics import metrics
from auditctl.analysis.overview import overview
from auditctl.outputs.metrics import document
from auditctl.repository import load
from pages import assert_well_made
from small_kinds import made, rows, section
from small_register import ALL
from small_report import AS_OF, RAISED
from small_repository import files, lay

YEAR = ["2025-11-20", "2026-02-20", "2026-05-20", "2026-08-20", "2026-11-20"]
ITEMS = re.compile(r"9\.3\.2 [a-g]\)(?: \d\))?")
MORE = {
    "audits/a/findings/idea.yaml": f"title: Ask less\ngrade: ofi\nprocess: hiring\nrequirements: [A.6.1]\nnumber: OFI-a-1\n{RAISED}\n",
    "audits/a/findings/idea-2.yaml": f"title: Ask more\ngrade: ofi\nprocess: hiring\nrequirements: [A.6.1]\n{RAISED}\ndeclined: {{by: mia-chief, date: 2026-10-20, why: costs}}\n",
    "capas/review.yaml": "title: Hire a tester\norigin: {kind: management-review, reference: MR-1, date: 2026-01-20, statement: hire a tester}\nowner: mia-chief\nopened: 2026-01-20\n",
}


def test_it_cites_the_items_of_9_3_2_and_says_what_it_does_not_hold(tmp_path: Path) -> None:
    text = made(tmp_path, "review", ALL)
    assert text.startswith("# Management review input: Audits, nonconformities and corrective actions\n")
    cited = {
        title: ITEMS.findall(section(text, title))
        for title in (
            "Nonconformities and corrective actions",
            "Results of the audits",
            "Opportunities for improvement",
            "Earlier management reviews",
        )
    }
    assert list(cited.values()) == [["9.3.2 d) 1)"], ["9.3.2 d) 3)"], ["9.3.2 g)"], ["9.3.2 a)"]]
    elsewhere = ITEMS.findall(section(text, "In short"))
    every = {"a)", "b)", "c)", "d) 1)", "d) 2)", "d) 3)", "d) 4)", "e)", "f)", "g)"}
    assert {*elsewhere, *(item for found in cited.values() for item in found)} == {
        f"9.3.2 {item}" for item in every
    }
    other = {"auditctl.yaml": files()["auditctl.yaml"].replace("iso27001-2022", "iso9001-2015")}
    assert "9.3.2" not in made(tmp_path / "other", "review", other)


def test_a_rate_is_told_over_a_year_with_its_numbers(tmp_path: Path) -> None:
    text = section(made(tmp_path, "review", ALL), "Nonconformities and corrective actions")
    head = next(line for line in text.splitlines() if line.startswith("| Figure"))
    assert [cell.strip() for cell in head.strip("|").split("|")][1:] == YEAR
    told = {row[0].partition(" (")[0]: row[1:] for row in rows(text)}
    assert told["Closed"] == ["no data", "no data", "no data", "no data", "1 of 4 (25%)"]
    assert told["Days to close, median"] == ["no data", "no data", "no data", "no data", "31 (1 of 4)"]
    assert told["On time by the day first agreed"][-1] == "2 of 3 (67%)"
    assert told["On time by the day after extensions"][-1] == "2 of 3 (67%)"
    assert told["Repeats of an earlier finding"][-1] == "0 of 4 (0%)"
    assert told["Effective at the first verification"][-1] == "1 of 1 (100%)"


def test_a_past_day_says_what_status_said_then(tmp_path: Path) -> None:
    """The last column of an earlier report is a column of this one."""
    today = made(tmp_path, "review", ALL, today=date(2027, 2, 28))
    before = made(tmp_path, "review", ALL, today=date(2026, 11, 28))
    for now, then in zip(
        rows(section(today, "Nonconformities and corrective actions"))[:9],
        rows(section(before, "Nonconformities and corrective actions"))[:9],
        strict=True,
    ):
        assert now[0] == then[0]
        assert now[4] == then[5]


def test_every_figure_is_that_of_status(tmp_path: Path) -> None:
    repository = load(lay(tmp_path / "same", ALL | MORE), AS_OF)
    status, text = document(metrics(repository)), made(tmp_path, "review", ALL | MORE)

    def share(held: dict[str, object]) -> str:
        return f"{held['numerator']} of {held['denominator']} ("

    told = {row[0].partition(" (")[0]: row[-1] for row in rows(text)}
    assert told["On time by the day first agreed"].startswith(share(status["items_on_time"]["by_first_day"]))
    assert told["On time by the day after extensions"].startswith(share(status["items_on_time"]["by_extended_day"]))  # fmt: skip
    assert told["Repeats of an earlier finding"].startswith(share(status["repeat_rate"]))
    assert told["Effective by the latest verification"].startswith(share(status["effectiveness"]["now"]))
    assert told["On time"] == "no data"
    assert status["reports_on_time"]["denominator"] == 0
    coverage = rows(section(text, "Coverage"))
    for row, held in zip(coverage, status["coverage"].values(), strict=True):
        assert row[1].startswith(share(held))
        assert list(map(int, row[2:])) == [held["states"][state] for state in ("planned", "overdue", "never")]
    states = dict(rows(section(text, "Corrective actions by state")))
    assert int(states["Total"]) == status["capas"]["denominator"]
    programme = rows(section(text, "Fulfilment of the programme"))
    total = next(row for row in programme if row[0] == "Total")
    assert list(map(int, total[1:])) == [
        *status["audits"]["counts"].values(),
        status["audits"]["denominator"],
    ]
    assert len(rows(section(text, "Open major nonconformities"))) == status["ageing"]["findings"]["major"]["denominator"]  # fmt: skip
    due = overview(repository).overdue
    assert f"{len(due)} things are overdue." in text
    assert len(rows(section(section(text, "Nonconformities and corrective actions"), "Overdue"))) == len(due)


def test_open_majors_overdue_things_and_improvements_say_who_and_when(tmp_path: Path) -> None:
    text = made(tmp_path, "review", ALL | MORE)
    assert rows(section(text, "Open major nonconformities")) == [
        ["NC-a-1", "Restore never proven", "Main audit", "39", "in corrective action", "Agreed actions, the next of them: Olga Ops, 2026-11-15 (5 days late)"],
    ]  # fmt: skip
    overdue = rows(section(section(text, "Nonconformities and corrective actions"), "Overdue"))
    assert ["2026-10-01 (50 days late)", "Tom Tech", "plan of corrective action", "tape"] in overdue
    assert ["2026-11-15 (5 days late)", "Olga Ops", "corrective action", "restore"] in overdue
    improvements = section(text, "Opportunities for improvement")
    assert (
        "2 opportunities for improvement were raised by internal audits: 1 declined, 1 issued."
        in improvements
    )
    assert rows(improvements) == [
        ["OFI-a-1", "Ask less", "Main audit", "39", "issued", "Decision on an opportunity for improvement: Paul People, 2026-12-11"],
    ]  # fmt: skip


def test_what_earlier_reviews_asked_for_is_followed(tmp_path: Path) -> None:
    earlier = section(made(tmp_path, "review", ALL | MORE), "Earlier management reviews")
    assert rows(earlier) == [
        ["MR-1", "Hire a tester", "Mia Chief", "2026-01-20", "open", "Agreed actions, the next of them: Mia Chief, –"],
    ]  # fmt: skip
    assert "No report says that a management review has seen it." in earlier
    seen = ALL["audits/a/report.yaml"] + "management_review: {date: 2026-11-02, record: MR-2 item 4}\n"
    assert "- Main audit: 2026-11-02, MR-2 item 4" in made(
        tmp_path, "review", ALL | {"audits/a/report.yaml": seen}
    )


def test_what_was_not_audited_in_time_is_named_as_a_state_of_its_own(tmp_path: Path) -> None:
    text = section(made(tmp_path, "review", ALL, today=date(2027, 11, 20)), "Coverage")
    named = re.search(r"Not audited in time, and not planned in time: (.*)", text)
    assert named
    counted = sum(int(row[3]) + int(row[4]) for row in rows(text)[:2])
    assert len(named[1].split("; ")) == counted > 0
    assert (
        "4.1 Understanding the organization and its context (neither audited nor planned in time)" in named[1]
    )


def test_the_page_is_marked_up_with_care(tmp_path: Path) -> None:
    page = assert_well_made(made(tmp_path, "review", ALL | MORE, "html"))
    assert page.tags.count("svg") == 5
    assert "\n\n\n" not in made(tmp_path, "review", ALL | MORE)


def test_without_any_record_it_says_so_and_divides_by_nothing(tmp_path: Path) -> None:
    bare = files()["auditctl.yaml"]
    more = {"auditctl.yaml": bare[: bare.index("programmes:")]}
    text = made(tmp_path, "review", more)
    assert text.count("There is no audit programme.") == 2
    assert "No internal audit has reported by 2026-11-20." in text
    assert "0 of 0" not in text
    assert "\n\n\n" not in text
    assert_well_made(made(tmp_path, "review", more, "html"))
