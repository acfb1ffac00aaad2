"""The geometry of the pictures: whatever the numbers, every part is in its place and nothing is lost."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditctl.analysis.burn_down import Course, Level, level, looked_at
from auditctl.analysis.cover_map import CoverCell, CoverGroup, CoverPart
from auditctl.analysis.metrics.causes import CauseRank
from auditctl.analysis.metrics.figures import Share, Tally
from auditctl.analysis.metrics.series import AuditFigures
from auditctl.analysis.programme_overview import ProgrammeOverview, StopLine
from auditctl.model.finding import Grade
from auditctl.phrases import titled
from auditctl.reports.language import Language
from auditctl.reports.pictures import (
    burn_down,
    causes,
    coverage_map,
    findings_by_grade,
    findings_by_theme,
    last_audits,
    matrix,
    time_line,
)
from auditctl.reports.pictures.drawing import WIDTH, Code, Drawing, Words
from auditctl.reports.pictures.lettering import fitting, lettered, width
from auditctl.reports.pictures.scale import heights
from auditctl.reports.pictures.stacked import BAR, GRADES, Stack, stacked
from auditctl.reports.prose import clean
from auditctl.reports.words import WORDS
from drawings import LANGUAGES, assert_sound

DAY = date(2026, 11, 20)
counts = st.integers(min_value=0, max_value=3) | st.integers(min_value=0, max_value=1_000_000)
graded = st.fixed_dictionaries({grade.value: counts for grade in Grade})
texts = st.text(max_size=90) | st.sampled_from(
    ["W" * 300, "مرحبا " * 20, "審査" * 40, "🔥" * 60, "İstanbul ığüşöç " * 9]
)
days = st.dates(min_value=date(2015, 1, 1), max_value=date(2035, 12, 31))


def total_width(drawing: Drawing, y: float) -> float:
    return sum(box.width for box in drawing.boxes if box.y == y and box.height == BAR)


@given(st.lists(st.tuples(texts, graded), max_size=14))
def test_stacked_bars_are_as_long_as_their_sums(rows: list[tuple[str, dict[str, int]]]) -> None:
    drawing = stacked([Stack(name, held) for name, held in rows], GRADES, "grades")
    assert_sound(drawing)
    most = max((sum(held.values()) for _, held in rows), default=0)
    lengths = sorted({box.y for box in drawing.boxes if box.height == BAR})
    sums = [sum(held.values()) for _, held in rows if sum(held.values())]
    for y, expected in zip(lengths, sums, strict=True):
        assert total_width(drawing, y) == pytest.approx((WIDTH - 1) * expected / most, abs=0.03)


@given(graded)
def test_the_bar_of_grades_has_every_grade_in_its_legend(held: dict[str, int]) -> None:
    drawing = findings_by_grade.findings_by_grade(held)
    assert_sound(drawing)
    for language in LANGUAGES:
        said = [lettered(words, language) for words in drawing.words]
        for grade, count in held.items():
            assert f"{language.word('grades', grade)}: {language.number(count)}" in said


def ranks(numbers: list[int]) -> tuple[CauseRank, ...]:
    categories = ["organisation", "method", "people", "tooling", "supplier", "not-named"]
    total, so_far, found = sum(numbers), 0, []
    for category, number in zip(categories, sorted(numbers, reverse=True), strict=False):
        so_far += number
        found.append(CauseRank(category, Share(DAY, number, total, ""), Share(DAY, so_far, total, "")))
    return tuple(found)


@given(st.lists(st.integers(min_value=1, max_value=100_000), max_size=6))
def test_the_line_of_a_pareto_climbs_to_all(numbers: list[int]) -> None:
    drawing = causes.pareto(ranks(numbers))
    assert_sound(drawing)
    dots = drawing.dots[: len(numbers)]
    assert [dot.x for dot in dots] == sorted(dot.x for dot in dots)
    if numbers:
        assert dots[-1].x == causes.LANE_END
        bars = [box.width for box in drawing.boxes[: len(numbers)]]
        assert bars == sorted(bars, reverse=True)
        assert bars[0] == causes.BARS - 1


courses = st.lists(st.builds(Course, days, st.none() | days, st.none() | days, st.none() | days), max_size=30)


@given(courses, days)
def test_the_curves_of_a_burn_down_say_what_was_open(held: list[Course], today: date) -> None:
    begun = [course for course in held if course.since <= today]
    last = max([today, *(course.due for course in begun if course.due)])
    first = min([today, *(course.since for course in begun)])
    levels = tuple(level(begun, day, today) for day in looked_at(first, today, last))
    assert len(levels) <= 20
    assert_sound(burn_down.curves(levels, today))
    for item in levels:
        assert 0 <= item.planned <= item.opened <= len(begun)
        assert 0 <= item.first_planned <= item.opened
        if item.day <= today:
            assert item.opened == (item.open or 0) + (item.done or 0)
        else:
            assert item.open is item.done is None


def test_a_burn_down_of_one_day_is_drawn() -> None:
    assert_sound(burn_down.curves((Level(DAY, 3, 1, 2, 2, 2),), DAY))


@given(days, st.integers(min_value=0, max_value=20_000), st.data())
def test_days_are_looked_at_in_order_and_are_few(first: date, span: int, data: st.DataObject) -> None:
    last = first + timedelta(days=span)
    today = first + timedelta(days=data.draw(st.integers(min_value=0, max_value=span)))
    found = looked_at(first, today, last)
    assert found == sorted(set(found))
    assert (found[0], found[-1]) == (first, last)
    assert today in found
    assert len(found) <= 20


def figures(place: int, title: str, held: dict[str, int]) -> AuditFigures:
    return AuditFigures(
        f"a{place}", title, DAY, DAY, DAY, place % 3 == 0, 5, Tally(DAY, held, ""), 0, Share(DAY, 0, 0, "")
    )


@given(st.lists(st.tuples(texts, graded), max_size=8))
def test_columns_of_the_last_audits_are_on_one_scale(rows: list[tuple[str, dict[str, int]]]) -> None:
    audits = [
        last_audits.Numbered(place, figures(place, title, held))
        for place, (title, held) in enumerate(rows, 1)
    ]
    drawing = last_audits.columns(audits)
    assert_sound(drawing)
    numbers = [held[grade.value] for grade in Grade for _, held in rows]
    most = max(numbers, default=0)
    high = [box.height for box in drawing.boxes]
    assert high == pytest.approx([last_audits.HIGH * number / most for number in numbers if number], abs=0.01)


cells = st.builds(matrix.Cell, st.sampled_from(list(matrix.FILLS)), st.just(()), st.booleans())


@given(st.lists(texts, max_size=14), st.lists(texts, max_size=30), st.data())
def test_the_matrix_has_a_cell_for_each_pair_that_has_room(
    people: list[str], processes: list[str], data: st.DataObject
) -> None:
    row = st.lists(cells, min_size=len(people), max_size=len(people))
    lines = [matrix.Line(process, tuple(data.draw(row))) for process in processes]
    drawing = matrix.grid(people, lines)
    assert_sound(drawing)
    drawn = [box for box in drawing.boxes if box.width == matrix.CELL - 1]
    assert len(drawn) == min(len(people), matrix.MOST_PEOPLE) * min(len(processes), matrix.MOST_PROCESSES)


@settings(max_examples=30)
@given(st.lists(st.tuples(texts, st.integers(min_value=0, max_value=30)), max_size=9), st.data())
def test_the_coverage_map_has_a_cell_for_each_requirement(
    groups: list[tuple[str, int]], data: st.DataObject
) -> None:
    state = st.sampled_from(list(coverage_map.FILLS))
    held = [
        CoverGroup(
            f"A.{place}",
            titled(title),
            tuple(CoverCell(f"A.{place}.{number}", titled(""), data.draw(state)) for number in range(size)),
        )
        for place, (title, size) in enumerate(groups)
    ]
    part = CoverPart("a standard", "controls", 36, tuple(held))
    drawing = coverage_map.coverage_map(part)
    assert_sound(drawing)
    assert sum(box.style == "cell" for box in drawing.boxes) == sum(size for _, size in groups)


@settings(max_examples=40)
@given(days, st.integers(min_value=0, max_value=4000), days, st.data())
def test_the_time_line_has_every_audit(first: date, span: int, today: date, data: st.DataObject) -> None:
    stop = st.builds(
        stop_line,
        texts,
        st.sampled_from(list(time_line.FILLS)),
        days,
        st.integers(min_value=0, max_value=900),
    )
    stops = tuple(data.draw(st.lists(stop, max_size=6) | st.lists(stop, min_size=61, max_size=70)))
    view = ProgrammeOverview(
        "o", today, "p", "t", first, first + timedelta(days=span), "in force", "", "", None,
        (), stops, (), (), 0, (), (), (), knows_coverage=True,
    )  # fmt: skip
    drawing = time_line.time_line(view).drawing
    assert_sound(drawing)
    assert len(drawing.boxes) == len(stops)
    assert all(box.width >= time_line.NARROWEST for box in drawing.boxes)


def stop_line(title: str, state: str, first: date, span: int) -> StopLine:
    last = first + timedelta(days=span)
    return StopLine("a", title, state, first, last, None, True, (), (), "", (), None, 0, 0)


def test_a_long_id_of_a_requirement_stays_in_its_cell() -> None:
    cell = CoverCell("iso42001-2023:A.10.4-with-a-very-long-name-of-its-own", titled(""), "audited")
    drawing = coverage_map.coverage_map(
        CoverPart("s", "controls", 1, (CoverGroup("A", titled("t"), (cell,)),))
    )
    assert_sound(drawing)


def test_of_many_themes_the_less_frequent_ones_are_one_bar() -> None:
    themes = [
        findings_by_theme.Theme(f"A.{place}", "t", {grade.value: place for grade in Grade})
        for place in range(1, 31)
    ]
    shown = findings_by_theme.most_frequent(themes)
    assert len(shown) == findings_by_theme.MOST
    assert [theme.id for theme in shown] == [*(f"A.{place}" for place in range(20, 31)), "rest"]
    assert sum(theme.total for theme in shown) == sum(theme.total for theme in themes)


@given(texts, st.floats(min_value=0, max_value=400), st.sampled_from([11, 13]))
def test_words_are_cut_where_they_do_not_fit(text: str, room: float, size: int) -> None:
    found = fitting(text, room, size)
    assert width(found, size) <= room
    assert "\n" not in found
    whole = " ".join(clean(text).split())
    if width(whole, size) <= room:
        assert found == whole


@pytest.mark.parametrize(
    ("text", "ems"),
    [
        ("Opportunities for improvement", 15.57),
        ("Şirket İçi Denetim Raporu, ığ", 14.41),
        ("WWWWWWWWWW", 9.89),
        ("2026-11-20", 5.81),
        ("A.8.34 (100%)", 7.19),
    ],
)
def test_words_are_never_wider_than_estimated(text: str, ems: float) -> None:
    """The ems are what DejaVu Sans takes, the widest of the fonts."""
    assert ems <= width(text, 1) <= ems * 1.25


@given(st.integers(min_value=0, max_value=10_000_000))
def test_the_scale_reaches_the_highest_value_in_a_few_round_steps(most: int) -> None:
    scale = heights(most, 100, 0)
    assert scale.lines[0] == 0
    assert scale.lines[-1] >= most
    assert 2 <= len(scale.lines) <= 5
    assert str(scale.lines[1]).rstrip("0") in {"1", "2", "5"}
    assert 0 <= scale.y(most) <= 100


@pytest.mark.parametrize("kind", ["grades", "cover", "may", "line", "capa grade", "age", "cause", "theme"])
@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_no_word_of_a_legend_is_cut(kind: str, language: Language) -> None:
    room = {"cause": causes.BARS - 40}.get(kind, 336)
    for code in WORDS[kind]:
        words = Words(0, 0, Code(kind, code), room=room, count=None if kind == "cause" else 999)
        assert not lettered(words, language).endswith("…"), code
