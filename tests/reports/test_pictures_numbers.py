"""The numbers of the pictures are those of the figures of management, and of the audit that they are of."""

from datetime import date
from pathlib import Path

import pytest

from auditctl.analysis.metrics.counts import capa_bands, finding_counts
from auditctl.analysis.metrics.metrics import metrics
from auditctl.analysis.metrics.series import found
from auditctl.reports.pictures.burn_down import burn_down
from auditctl.reports.pictures.capa_ageing import capa_ageing
from auditctl.reports.pictures.causes import causes
from auditctl.reports.pictures.findings_by_theme import findings_by_theme
from auditctl.reports.pictures.last_audits import MOST, last_audits
from auditctl.reports.pictures.matrix import matrix
from auditctl.repository import Repository, load
from drawings import assert_sound
from small_actions import APPROVED, ISSUED, files, repository
from small_repository import lay

LODOS = Path(__file__).parent.parent.parent / "examples" / "lodos"
DAY = date(2026, 11, 20)
RAISED = "raised: {by: ann-audit, date: 2026-10-05}"


@pytest.fixture(scope="module")
def lodos() -> Repository:
    return load(LODOS, DAY)


def test_all_themes_together_are_the_findings_of_status(lodos: Repository) -> None:
    view = findings_by_theme(lodos)
    figures = finding_counts(lodos)
    assert view.counts == {grade: tally.denominator for grade, tally in figures.grades.items()}
    assert view.total == figures.denominator == sum(theme.total for theme in view.themes)
    assert_sound(view.drawing)


@pytest.mark.parametrize(
    "audit", ["2025-full", "2026-supplier", "2026-main", "2026-spot-agreements", "2026-followup"]
)
def test_the_themes_of_an_audit_are_what_it_found(lodos: Repository, audit: str) -> None:
    view = findings_by_theme(lodos, lodos.audits[audit])
    assert view.counts == found(lodos, lodos.audits[audit]).grades.counts
    for grade, count in view.counts.items():
        assert sum(theme.counts[grade] for theme in view.themes) == count


@pytest.mark.parametrize("audit", ["", "2026-supplier", "2026-main"])
def test_the_ages_are_those_of_status(lodos: Repository, audit: str) -> None:
    view = capa_ageing(lodos, lodos.audits[audit] if audit else None)
    bands = capa_bands(lodos, audit)
    assert {band.band: band.total for band in view.bands} | {"undated": 0} == bands.counts
    assert view.total == bands.denominator == sum(view.counts.values())
    assert_sound(view.drawing)


def test_the_causes_and_the_last_audits_are_those_of_status(lodos: Repository) -> None:
    figures = metrics(lodos)
    view = causes(lodos)
    assert view.ranks == figures.causes.ranks
    assert view.total == figures.causes.denominator
    shown = last_audits(lodos)
    assert tuple(audit.figures for audit in shown.audits) == figures.series
    assert shown.earlier == 0
    assert_sound(view.drawing)
    assert_sound(shown.drawing)


def test_today_the_burn_down_has_what_is_open(lodos: Repository) -> None:
    view = burn_down(lodos)
    today = next(item for item in view.levels if item.day == DAY)
    assert (today.open, today.opened) == (view.open, view.total)
    assert view.overdue == metrics(lodos).items.overdue
    assert view.open == view.overdue.denominator + view.without_day
    assert_sound(view.drawing)


def test_the_matrix_is_that_of_the_plan(lodos: Repository) -> None:
    from auditctl.planning.view import plan_view

    audit = lodos.audits["2026-main"]
    view = matrix(lodos, audit)
    plan = plan_view(lodos, audit)
    assert len(view.lines) == len(plan.matrix)
    for line, (_, standings) in zip(view.lines, plan.matrix, strict=True):
        by_name = {lodos.person_name(held.person): held for held in standings}
        assert [cell.state for cell in line.cells] == [by_name[person].shown for person in view.people]
        assert [cell.codes for cell in line.cells] == [by_name[person].codes for person in view.people]
    assert sum(cell.audits for line in view.lines for cell in line.cells) == 15
    assert view.total == len(view.people) * len(view.lines)
    assert view.counts["unfit"], "Ceren Arslan is a trainee, who audits nothing in her own right"


def finding(title: str, grade: str, requirements: str, more: str = "") -> str:
    return f"title: {title}\ngrade: {grade}\nrequirements: {requirements}\n{RAISED}\n{more}"


def test_a_finding_counts_under_its_first_requirement(tmp_path: Path) -> None:
    held = {
        "two": finding("Two", "major", '[A.8.13, "9.2.2"]'),
        "clause": finding("Clause", "minor", '["9.2.2", A.8.13]'),
        "group": finding("Group", "minor", "[A.5]"),
        "own": finding("Own", "ofi", "[bck-pol#4.2, A.8.13]"),
        "word": finding("Word", "ofi", "[clauses]"),
        "none": finding("None", "strength", "[]"),
        "gone": finding(
            "Gone", "major", "[A.8.13]", "withdrawn: {by: ann-audit, date: 2026-10-07, why: wrong}\n"
        ),
    }
    root = lay(tmp_path, {f"audits/a/findings/{name}.yaml": text for name, text in held.items()})
    known = load(root, DAY)
    view = findings_by_theme(known, known.audits["a"])
    assert [(theme.id, theme.title, theme.total) for theme in view.themes] == [
        ("9", "Performance evaluation", 1),
        ("A.5", "Organizational controls", 1),
        ("A.8", "Technological controls", 1),
        ("documents", "", 1),
        ("others", "", 1),
        ("unnamed", "", 1),
    ]
    assert view.counts == {"major": 1, "minor": 2, "ofi": 2, "strength": 1}


def test_the_headings_of_two_standards_stand_apart(tmp_path: Path) -> None:
    settings = (lay(tmp_path) / "auditctl.yaml").read_text("utf-8")
    held = {
        "auditctl.yaml": settings.replace("[iso27001-2022]", "[iso27001-2022, iso9001-2015]", 1),
        "audits/a/findings/one.yaml": finding("One", "minor", '["9.2.2"]'),
        "audits/a/findings/two.yaml": finding("Two", "minor", "[iso9001-2015:9.2.2]"),
    }
    known = load(lay(tmp_path, held), DAY)
    themes = findings_by_theme(known, known.audits["a"]).themes
    assert [(theme.id, theme.total) for theme in themes] == [("9", 1), ("iso9001-2015:9", 1)]


def test_an_action_burns_down_from_the_day_it_was_opened(tmp_path: Path) -> None:
    capa = f"""\
opened: 2026-10-14
{APPROVED}correction: {{job: {{what: repair, owner: tom-tech, due: 2026-10-20, done: 2026-10-10}}}}
actions:
  late: {{what: late, owner: tom-tech, due: 2026-11-01}}
  moved:
    what: moved
    owner: tom-tech
    due: 2026-12-01
    extended: [{{from: 2026-11-10, to: 2026-12-01, why: parts, approved_by: mia-chief, date: 2026-11-08}}]
  dayless: {{what: some day, owner: tom-tech}}
"""
    view = burn_down(repository(tmp_path, capa))
    by_day = {
        str(item.day): (item.opened, item.done, item.open, item.planned, item.first_planned)
        for item in view.levels
    }
    assert by_day == {
        "2026-10-10": (1, 1, 0, 1, 1),
        "2026-10-17": (4, 1, 3, 4, 4),
        "2026-10-24": (4, 1, 3, 3, 3),
        "2026-10-31": (4, 1, 3, 3, 3),
        "2026-11-07": (4, 1, 3, 2, 2),
        "2026-11-14": (4, 1, 3, 2, 1),
        "2026-11-20": (4, 1, 3, 2, 1),
        "2026-11-21": (4, None, None, 2, 1),
        "2026-11-28": (4, None, None, 2, 1),
        "2026-12-01": (4, None, None, 1, 1),
    }
    assert (view.total, view.open, view.without_day, view.undated) == (4, 3, 1, 0)
    assert (view.overdue.numerator, view.overdue.denominator) == (1, 2)


def test_a_due_day_in_a_thousand_years_does_not_flatten_the_picture(tmp_path: Path) -> None:
    view = burn_down(
        repository(tmp_path, "opened: 2026-10-14\nactions: {far: {what: far, due: 9999-12-31}}\n")
    )
    assert view.levels[-1].day == date(2027, 11, 20)
    assert view.levels[-1].planned == 1


def test_what_answers_nothing_that_is_graded_has_a_column_of_its_own(tmp_path: Path) -> None:
    other = "owner: olga-ops\norigin: {kind: incident, date: 2026-10-01}\nopened: 2026-10-02\n"
    view = capa_ageing(repository(tmp_path, "opened: 2026-10-14\n", others={"capas/fire.yaml": other}))
    assert view.grades == ("major", "minor", "ofi", "ungraded")
    assert view.counts == {"major": 0, "minor": 1, "ofi": 0, "ungraded": 1}
    of_audit = repository(tmp_path, "opened: 2026-10-14\n")
    assert capa_ageing(of_audit, of_audit.audits["a"]).counts == {"major": 0, "minor": 1, "ofi": 0}


def test_the_last_audits_are_few_and_the_others_are_counted(tmp_path: Path) -> None:
    legacy = (
        "title: Audit {n}\nlegacy: {{from: 20{n}-01-05, to: 20{n}-01-06, lead: ann-audit, processes: all}}\n"
    )
    more = {f"audits/old-{n}/audit.yaml": legacy.format(n=n) for n in range(10, 24)}
    known = load(lay(tmp_path, more | {"audits/a/report.yaml": ISSUED}), DAY)
    view = last_audits(known)
    assert [audit.figures.id for audit in view.audits] == [*(f"old-{n}" for n in range(17, 24)), "a"]
    assert [audit.number for audit in view.audits] == list(range(1, MOST + 1))
    assert view.earlier == 7
    assert view.has_legacy


def test_nothing_yields_pictures_of_nothing(tmp_path: Path) -> None:
    known = load(lay(tmp_path), DAY)
    assert findings_by_theme(known).total == 0
    assert capa_ageing(known).total == 0
    assert causes(known).total == 0
    assert burn_down(known).levels == ()
    assert last_audits(known).audits == ()


def test_a_capa_of_another_audit_is_not_counted_with_this_one(tmp_path: Path) -> None:
    known = load(
        lay(
            tmp_path, files("opened: 2026-10-14\n") | {"audits/b/audit.yaml": "title: B\nunplanned: asked\n"}
        ),
        DAY,
    )
    assert capa_ageing(known, known.audits["a"]).total == 1
    assert capa_ageing(known, known.audits["b"]).total == 0
