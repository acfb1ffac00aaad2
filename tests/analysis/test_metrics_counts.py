"""How many there are: findings, audits of the programme, corrective actions, causes, audits in a row."""

from datetime import date
from pathlib import Path

from auditctl.analysis.metrics.metrics import metrics
from auditctl.repository import load
from figures_cases import EXTERNAL, PLAN, TODAY, capa, closed, done, figures, finding, reported

GONE = "withdrawn: {by: ann-audit, date: 2026-10-07, why: it was there}\n"
CALLED_OFF = "cancelled: {by: ann-audit, date: 2026-10-20, why: twice}\n"
EMPTY = "auditctl: 1\nname: K\nstandards: [iso27001-2022]\n"


def test_nothing_at_all_is_no_data_and_never_zero_or_a_hundred_percent(tmp_path: Path) -> None:
    (tmp_path / "auditctl.yaml").write_text(EMPTY, "utf-8")
    found = metrics(load(tmp_path, TODAY))
    rates = (
        found.items.by_first_day, found.items.by_extended_day, found.items.overdue, found.reports, found.repeated,
        found.effectiveness.first_try, found.effectiveness.now,
    )  # fmt: skip
    assert [(rate.numerator, rate.denominator, rate.value) for rate in rates] == [(0, 0, None)] * 7
    assert (found.days_to_close.median.value, found.days_to_close.percentile_90.value) == (None, None)
    assert (found.causes.ranks, found.series, found.audits.programme) == ((), (), "")
    assert found.coverage["processes"].audited.value is None
    clauses = found.coverage["clauses"]
    assert (clauses.audited.value, clauses.audited.denominator) == (0, 30)
    assert clauses.states.counts == {"audited": 0, "planned": 0, "overdue": 0, "never": 30}


def test_findings_count_once_by_grade_and_state_and_withdrawn_ones_apart(tmp_path: Path) -> None:
    found = figures(
        tmp_path,
        reported(
            {
                "findings/one.yaml": finding("major"),
                "findings/two.yaml": finding(),
                "findings/three.yaml": finding(more=GONE),
                "findings/four.yaml": finding("ofi"),
                "findings/five.yaml": finding("strength"),
                "capas/two.yaml": closed("two", "2026-11-01"),
            }
        ),
    ).findings
    assert {grade: held.counts for grade, held in found.grades.items()} == {
        "major": {"issued": 1},
        "minor": {"closed": 1},
        "ofi": {"issued": 1},
        "strength": {"noted": 1},
    }
    assert (found.denominator, found.withdrawn, found.as_of) == (4, 1, TODAY)


def test_findings_of_an_external_audit_stand_apart_and_their_corrective_actions_count(tmp_path: Path) -> None:
    found = figures(
        tmp_path,
        {
            "audits/cert/audit.yaml": EXTERNAL,
            "audits/cert/findings/backups.yaml": finding().replace("2026-10-05", "2026-09-02"),
            "audits/cert/capas/backups.yaml": closed("backups", "2026-11-09"),
        },
    )
    assert found.findings.denominator == 0
    assert found.findings.external.counts == {"major": 0, "minor": 1, "ofi": 0, "strength": 0}
    assert (found.repeated.value, found.series) == (None, ())
    assert found.capas.states.counts == {"closed": 1}
    assert (found.days_to_close.median.value, found.days_to_close.median.denominator) == (60, 1)
    assert (found.effectiveness.first_try.value, found.items.by_first_day.value) == (1, 1)
    assert found.causes.ranks[0].category == "method"
    assert (found.audits.states.counts["held"], found.audits.external) == (0, 1)


def test_drafts_of_a_cancelled_audit_count_nowhere(tmp_path: Path) -> None:
    plan = "title: Main audit\nplan: {sent: 2026-09-21}\n" + CALLED_OFF
    found = figures(tmp_path, {"audits/a/audit.yaml": plan, "audits/a/findings/one.yaml": finding()})
    assert (found.findings.denominator, found.findings.withdrawn) == (0, 0)
    assert found.audits.states.counts == {
        "planned": 0, "underway": 0, "held": 0, "late": 0, "cancelled": 1,
    }  # fmt: skip


def test_what_was_cancelled_merged_or_answers_a_withdrawn_finding_stands_apart(tmp_path: Path) -> None:
    item = done("2026-11-10")
    found = figures(
        tmp_path,
        reported(
            {
                "findings/one.yaml": finding(),
                "findings/two.yaml": finding(),
                "findings/gone.yaml": finding(more=GONE),
                "capas/one.yaml": capa("one, two", PLAN, done("2026-10-17")),
                "capas/two.yaml": capa("two", PLAN, item, "merged_into: one\n", CALLED_OFF),
                "capas/off.yaml": capa("one", PLAN, item, CALLED_OFF),
                "capas/gone.yaml": capa("gone", PLAN, item),
            }
        ),
    )
    assert found.capas.states.counts == {"implemented": 1}
    assert found.capas.apart.counts == {"cancelled": 1, "merged": 1, "withdrawn": 1}
    # the three would be late, and each has a cause
    assert (found.items.by_first_day.numerator, found.items.by_first_day.denominator) == (1, 1)
    assert found.causes.denominator == 1


def test_what_is_dated_after_the_day_is_not_there_yet(tmp_path: Path) -> None:
    files = reported(
        {
            "findings/one.yaml": finding(),
            "findings/later.yaml": finding().replace("2026-10-05", "2026-10-14"),
            "capas/one.yaml": closed("one", "2026-11-01"),
        }
    )
    before = figures(tmp_path / "before", files, date(2026, 10, 11))
    assert (before.findings.denominator, before.capas.states.denominator) == (1, 0)
    assert (before.repeated.denominator, before.series) == (0, ())
    opened = figures(tmp_path / "opened", files, date(2026, 10, 13))
    assert (opened.findings.denominator, opened.capas.states.denominator) == (1, 1)
    # the cause is of the day after; the report was issued the day before
    assert (opened.causes.denominator, opened.repeated.denominator) == (0, 1)
    assert [held.grades.denominator for held in opened.series] == [1]
    assert (opened.days_to_close.median.value, opened.effectiveness.now.value) == (None, None)


def test_the_programme_counts_what_is_planned_held_late_and_cancelled(tmp_path: Path) -> None:
    programme = """\
from: 2026-01-01
to: 2026-12-31
owner: mia
audits:
  autumn: {planned: {from: 2026-10-05, to: 2026-10-06}}
  forgotten: {planned: {from: 2026-05-04, to: 2026-05-05}}
  moved:
    planned: {from: 2026-06-01, to: 2026-06-02}
    postponed: [{to: 2026-12-01, by: mia, date: 2026-05-20, why: move}]
  winter: {planned: {from: 2026-12-14, to: 2026-12-15}}
  off:
    planned: {from: 2026-03-02, to: 2026-03-02}
    cancelled: {by: mia, date: 2026-02-20, why: merged, approved_by: mia}
"""
    lay_alone(tmp_path, "programmes/cycle.yaml", programme)
    lay_alone(
        tmp_path,
        "audits/autumn/audit.yaml",
        "title: Autumn\nopening: {date: 2026-10-05}\nclosing: {date: 2026-10-06}\n",
    )
    lay_alone(
        tmp_path,
        "auditctl.yaml",
        EMPTY + "people: {mia: {name: Mia}}\ncertifications:\n"
        "  - {standard: iso27001-2022, audits: [{kind: surveillance, from: 2026-12-20, to: 2026-12-21}]}\n",
    )
    found = metrics(load(tmp_path, TODAY)).audits
    assert (found.programme, found.external, found.states.denominator) == ("cycle", 1, 5)
    assert found.states.counts == {"planned": 2, "underway": 0, "held": 1, "late": 1, "cancelled": 1}


def lay_alone(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, "utf-8")


def test_causes_rank_by_number_then_by_the_order_of_the_format_and_what_names_none_is_last(
    tmp_path: Path,
) -> None:
    def cause(category: str) -> str:
        return f"cause: {{cause: it is so{category}}}\n"

    names = {"a1": "people", "a2": "method", "a3": "method", "a4": "people", "a5": "supplier"}
    files = {f"capas/{name}.yaml": capa("one", cause(f", category: {what}")) for name, what in names.items()}
    files |= {f"capas/b{number}.yaml": capa("one", cause("")) for number in range(3)}
    files["capas/sought.yaml"] = capa("one", "cause: {method: fishbone, by: olga-ops}\n")
    found = figures(tmp_path, reported(files | {"findings/one.yaml": finding()})).causes
    assert found.denominator == 8
    assert [(rank.category, rank.share.numerator, rank.cumulative.numerator) for rank in found.ranks] == [
        ("method", 2, 2),
        ("people", 2, 4),
        ("supplier", 1, 5),
        ("not-named", 3, 8),
    ]
    assert found.ranks[-1].cumulative.value == 1


def test_open_ones_stand_in_bands_of_age_with_how_many_there_are(tmp_path: Path) -> None:
    found = figures(tmp_path, reported({"findings/one.yaml": finding(), "capas/one.yaml": capa("one")})).ages
    # the report is of 2026-10-12, 39 days ago; the corrective action was opened a day later
    assert found.findings["minor"].counts == {"0-30": 0, "31-60": 1, "61-90": 0, "91+": 0}
    assert found.findings["major"].denominator == 0
    assert found.capas.counts == {"0-30": 0, "31-60": 1, "61-90": 0, "91+": 0, "undated": 0}


SECOND = """\
title: Spring audit
unplanned: a customer asked
legacy: {from: 2026-03-02, to: 2026-03-03, requirements: [A.8.13, "9.1"], processes: [backup]}
"""


def test_audits_stand_in_a_row_with_what_they_found_and_how_much_they_looked_at(tmp_path: Path) -> None:
    files = reported(
        {
            "findings/one.yaml": finding(more="repeat_of: spring/old\n"),
            "findings/two.yaml": finding("major"),
            "findings/gone.yaml": finding(more=GONE),
            "findings/good.yaml": finding("strength"),
            "workpapers/backup.yaml": "lines: [{ask: Restored?, requirements: [A.8.13], result: nonconform, findings: [one]},"
            " {ask: Copied?, requirements: [A.8.14], result: not-audited, notes: no time}]\n",
        }
    )
    old = finding().replace("2026-10-05", "2026-03-02")
    files |= {"audits/spring/audit.yaml": SECOND, "audits/spring/findings/old.yaml": old}
    files["audits/draft/audit.yaml"] = (
        "title: Going on\nunplanned: a customer asked\nopening: {date: 2026-11-02}\n"
    )
    files["audits/draft/findings/new.yaml"] = finding().replace("2026-10-05", "2026-11-03")
    spring, autumn = figures(tmp_path, files).series
    assert (spring.id, spring.is_legacy, spring.issued, spring.requirements) == (
        "spring", True, date(2026, 3, 3), 3,
    )  # fmt: skip
    assert spring.grades.counts == {"major": 0, "minor": 1, "ofi": 0, "strength": 0}
    # what was not audited counts as looked at where a nonconformity stands against it
    assert (autumn.id, autumn.is_legacy, autumn.issued, autumn.requirements) == (
        "a", False, date(2026, 10, 12), 2,
    )  # fmt: skip
    assert autumn.grades.counts == {"major": 1, "minor": 1, "ofi": 0, "strength": 1}
    assert (autumn.withdrawn, autumn.repeated.numerator, autumn.repeated.denominator) == (1, 1, 2)


def test_coverage_tells_audited_from_planned_overdue_and_never(tmp_path: Path) -> None:
    files = {
        "audits/old/audit.yaml": "title: Old\nunplanned: before\n"
        'legacy: {from: 2025-01-08, to: 2025-01-09, requirements: ["4.1", A.8.13], processes: [backup]}\n',
        "audits/a/criteria.yaml": "requirements: [A.8.14]\n",
        "programmes/cycle.yaml": "",
    }
    found = figures(tmp_path, files, date(2026, 10, 1)).coverage
    assert found["clauses"].states.counts["overdue"] == 1
    assert found["clauses"].audited.numerator == 0
    assert found["controls"].states.counts["audited"] == 1
    assert found["controls"].states.counts["planned"] == 1
    assert found["controls"].states.counts["never"] == 91
    assert (found["controls"].audited.numerator, found["controls"].audited.denominator) == (1, 93)
    assert (found["processes"].audited.numerator, found["processes"].audited.denominator) == (1, 2)
