"""The time line of a programme: which audits stand on it, where each one is, and which programme holds."""

from datetime import date
from pathlib import Path

import pytest

from auditctl.analysis.programme import (
    StopState,
    in_force,
    knows_programmes,
    looks_from,
    own_stops,
    stops,
    upcoming,
)
from auditctl.repository import Repository, load
from small_repository import files, lay

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
TODAY = date(2026, 11, 20)
SETTINGS = """\
auditctl: 1
name: Kestrel Ltd
standards: [iso27001-2022]
people: {mia: {name: Mia Chief}}
"""
CYCLE = "from: 2026-01-01\nto: 2028-12-31\nowner: mia\naudits:\n"


def repository(root: Path, more: dict[str, str], today: date = TODAY) -> Repository:
    """Return settings, one programme file and audits, without the small repository's own."""
    for path, text in ({"auditctl.yaml": SETTINGS} | more).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    return load(root, today)


def shown(found: Repository, cycle: str = "cycle") -> list[tuple[str, str, str, str]]:
    return [
        (stop.name, stop.first.isoformat(), stop.last.isoformat(), stop.state.value)
        for stop in stops(found, found.cycles[cycle])
    ]


def test_the_time_line_of_the_example_company() -> None:
    found = load(EXAMPLES / "lodos", TODAY)
    assert shown(found, "2025-2027") == [
        ("2025-full", "2025-10-06", "2025-10-15", "held"),
        ("2026-supplier", "2026-03-16", "2026-03-17", "held"),
        ("2026-ankara", "2026-09-15", "2026-09-15", "cancelled"),
        ("2026-main", "2026-10-05", "2026-10-16", "held"),
        ("2026-spot-agreements", "2026-11-19", "2026-11-24", "underway"),
        ("2026-followup", "2026-12-01", "2026-12-01", "planned"),
        ("surveillance", "2026-12-08", "2026-12-10", "external"),
        ("2027-technological", "2027-04-12", "2027-04-16", "scheduled"),
        ("2027-full", "2027-09-06", "2027-09-17", "scheduled"),
        ("recertification", "2027-11-02", "2027-11-04", "external"),
    ]
    assert [stop.name for stop in upcoming(found)] == [
        "2026-spot-agreements", "2026-followup", "2027-technological", "2027-full",
    ]  # fmt: skip


def test_what_the_programme_said_first_stays_beside_what_became_of_it() -> None:
    found = load(EXAMPLES / "lodos", TODAY)
    ankara = next(stop for stop in stops(found, found.cycles["2025-2027"]) if stop.name == "2026-ankara")
    assert ankara.planned == (date(2026, 6, 15), date(2026, 6, 15))
    assert ankara.title == "Physical security of the Ankara office"
    assert ankara.audit is None


@pytest.mark.parametrize(
    ("entry", "audit", "state", "last"),
    [
        ("planned: {from: 2026-12-07, to: 2026-12-08}", "", StopState.scheduled, "2026-12-08"),
        ("planned: {from: 2026-11-19, to: 2026-11-20}", "", StopState.scheduled, "2026-11-20"),
        ("planned: {from: 2026-11-18, to: 2026-11-19}", "", StopState.late, "2026-11-19"),
        ("planned: {from: 2026-11-18, to: 2026-11-19}", "title: A", StopState.late, "2026-11-19"),
        ("planned: {from: 2026-12-07, to: 2026-12-08}", "title: A", StopState.planned, "2026-12-08"),
        (
            "planned: {from: 2026-10-05, to: 2026-10-07}, postponed: [{to: 2026-12-01, by: mia, date: 2026-10-01}]",
            "",
            StopState.postponed,
            "2026-12-03",
        ),
        (
            "planned: {from: 2026-10-05, to: 2026-10-07}, postponed: [{to: 2026-11-01, by: mia, date: 2026-10-01}]",
            "",
            StopState.late,
            "2026-11-03",
        ),
        (
            "planned: {from: 2026-12-07, to: 2026-12-08}, cancelled: {by: mia, date: 2026-10-01}",
            "title: A",
            StopState.cancelled,
            "2026-12-08",
        ),
        (
            "planned: {from: 2026-12-07, to: 2026-12-08}",
            "title: A\ncancelled: {by: mia, date: 2026-10-01, why: merged}",
            StopState.cancelled,
            "2026-12-08",
        ),
        (
            "planned: {from: 2026-11-02, to: 2026-11-20}",
            "title: A\nopening: {date: 2026-11-09}\nschedule: {closing: {date: 2026-11-11}}",
            StopState.underway,
            "2026-11-11",
        ),
        (
            "planned: {from: 2026-11-02, to: 2026-11-20}, cancelled: {by: mia, date: 2026-10-01}",
            "title: A\nopening: {date: 2026-11-09}\nclosing: {date: 2026-11-11}",
            StopState.held,
            "2026-11-11",
        ),
        (
            "planned: {from: 2026-11-02, to: 2026-11-20}",
            "title: A\nlegacy: {from: 2026-11-03, to: 2026-11-04}",
            StopState.held,
            "2026-11-04",
        ),
        (
            "planned: {from: 2026-11-02, to: 2026-11-03}",
            "title: A\nschedule: {closing: {date: 2026-12-11}}",
            StopState.planned,
            "2026-12-11",
        ),
        (
            "planned: {from: 2026-11-02, to: 2026-11-03}",
            "titel: what it says cannot be read",
            StopState.planned,
            "2026-11-03",
        ),
        (
            "planned: {from: 2026-11-02, to: 2026-11-03}",
            "title: A\nkind: external\nfrom: 2026-11-02\nto: 2026-11-03",
            StopState.external,
            "2026-11-03",
        ),
        (
            "planned: {from: 9999-12-30, to: 9999-12-31}, postponed: [{to: 9999-12-31, by: mia, date: 2026-10-01}]",
            "",
            StopState.postponed,
            "9999-12-31",
        ),
    ],
)
def test_where_an_audit_stands(entry: str, audit: str, state: StopState, last: str, tmp_path: Path) -> None:
    folder = {"audits/a/audit.yaml": audit} if audit else {}
    found = repository(tmp_path, {"programmes/cycle.yaml": f"{CYCLE}  a: {{{entry}}}\n"} | folder)
    (stop,) = stops(found, found.cycles["cycle"])
    assert (stop.state, stop.last.isoformat()) == (state, last)


def test_the_timetable_is_shown_where_it_lies_outside_of_the_planned_days(tmp_path: Path) -> None:
    def days(planned: str, timetable: str) -> tuple[str, str, str]:
        more = {
            "programmes/cycle.yaml": f"{CYCLE}  a: {{{planned}}}\n",
            "audits/a/audit.yaml": f"title: A\nschedule: {{{timetable}}}\n",
        }
        _, *told = shown(repository(tmp_path, more))[0]
        return told[0], told[1], told[2]

    planned = "planned: {from: 2026-12-07, to: 2026-12-11}"
    meetings = "opening: {{date: {}}}, closing: {{date: {}}}"
    within = meetings.format("2026-12-08", "2026-12-09")
    assert days(planned, within) == ("2026-12-07", "2026-12-11", "planned")
    before = meetings.format("2026-11-30", "2026-12-08")
    assert days(planned, before) == ("2026-11-30", "2026-12-08", "planned")
    after = meetings.format("2026-12-10", "2026-12-15")
    assert days(planned, after) == ("2026-12-10", "2026-12-15", "planned")


def test_a_timetable_left_behind_by_a_postponement_makes_no_audit_late(tmp_path: Path) -> None:
    postponed = "postponed: [{from: 2026-10-05, to: 2026-12-07, by: mia, date: 2026-10-01, why: x}]"
    more = {
        "programmes/cycle.yaml": f"{CYCLE}  a: {{planned: {{from: 2026-10-05, to: 2026-10-07}}, {postponed}}}\n",
        "audits/a/audit.yaml": "title: A\nschedule: {opening: {date: 2026-10-05}, closing: {date: 2026-10-07}}\n",
    }
    found = repository(tmp_path, more)
    assert shown(found) == [("a", "2026-10-05", "2026-10-07", "planned")]
    (stop,) = upcoming(found)
    assert looks_from(found, stop) == date(2026, 12, 7)
    assert upcoming(repository(tmp_path, more, date(2026, 12, 10))) == []


def test_audits_that_no_programme_lists_stand_where_they_began(tmp_path: Path) -> None:
    def spot(first: str, last: str) -> str:
        return f"title: Spot\nlegacy: {{from: {first}, to: {last}}}"

    more = {
        "programmes/cycle.yaml": f"{CYCLE}  a: {{planned: {{from: 2026-12-07, to: 2026-12-08}}}}\n",
        "audits/before/audit.yaml": spot("2025-12-31", "2026-01-02"),
        "audits/first/audit.yaml": spot("2026-01-01", "2026-01-02"),
        "audits/undated/audit.yaml": "title: Spot",
    }
    found = repository(tmp_path, more)
    assert [name for name, *_ in shown(found)] == ["first", "a"]
    assert [stop.name for stop in own_stops(found)] == ["before", "first", "a"]


def test_an_external_audit_with_a_folder_stands_there_once(tmp_path: Path) -> None:
    certificate = (
        "certifications:\n  - standard: iso27001-2022\n    audits:\n"
        "      - {kind: surveillance, from: 2026-12-08, to: 2026-12-10}\n"
        "      - {kind: recertification, from: 2027-11-08, to: 2027-11-10}\n"
        "      - {kind: surveillance, from: 2029-01-01, to: 2029-01-02}\n"
    )
    more = {
        "auditctl.yaml": SETTINGS + certificate,
        "programmes/cycle.yaml": CYCLE,
        "audits/cert/audit.yaml": "title: Surveillance\nkind: external\nfrom: 2026-12-09\nto: 2026-12-09",
    }
    found = repository(tmp_path, more)
    assert shown(found) == [
        ("cert", "2026-12-09", "2026-12-09", "external"),
        ("recertification", "2027-11-08", "2027-11-10", "external"),
    ]
    assert own_stops(found) == []


@pytest.mark.parametrize(
    ("today", "name"),
    [("2024-06-01", "a"), ("2025-06-01", "a"), ("2026-06-01", "b"), ("2027-06-01", "c"), ("2029-06-01", "b")],
)
def test_the_programme_in_force_covers_today_or_comes_next_or_was_the_last(
    today: str, name: str, tmp_path: Path
) -> None:
    spans = {
        "a": ("2025-01-01", "2026-08-31"),
        "b": ("2026-01-01", "2028-12-31"),
        "c": ("2027-01-01", "2027-12-31"),
    }
    more = {
        f"programmes/{key}.yaml": f"from: {first}\nto: {last}\nowner: mia\n"
        for key, (first, last) in spans.items()
    }
    cycle = in_force(repository(tmp_path, more, date.fromisoformat(today)))
    assert cycle is not None
    assert cycle.programme.id == name


@pytest.mark.parametrize(("approved", "name"), [("", "a"), ("approved: {by: mia, date: 2026-05-01}\n", "b")])
def test_a_draft_that_covers_today_goes_behind_an_approved_programme(
    approved: str, name: str, tmp_path: Path
) -> None:
    more = {
        "programmes/a.yaml": "from: 2026-01-01\nto: 2026-12-31\nowner: mia\napproved: {by: mia, date: 2026-01-01}\n",
        "programmes/b.yaml": f"from: 2026-06-01\nto: 2027-12-31\nowner: mia\n{approved}",
    }
    cycle = in_force(repository(tmp_path, more))
    assert cycle is not None
    assert cycle.programme.id == name


def test_between_two_programmes_the_next_one_is_in_force(tmp_path: Path) -> None:
    more = {
        "programmes/a.yaml": "from: 2025-01-01\nto: 2025-12-31\nowner: mia\n",
        "programmes/b.yaml": "from: 2027-01-01\nto: 2027-12-31\nowner: mia\n",
    }
    cycle = in_force(repository(tmp_path, more))
    assert cycle is not None
    assert cycle.programme.id == "b"


def test_without_a_programme_none_is_in_force(tmp_path: Path) -> None:
    assert in_force(repository(tmp_path, {})) is None


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("programmes/cycle.yaml", "from: 2026-12-31\nto: 2026-01-01\nowner: mia\n"),
        ("programmes/cycle.yaml", f"{CYCLE}  b:\n"),
        ("programmes/cycle.yaml", f"{CYCLE}  b: {{planned: {{from: 2026-12-08, to: 2026-12-07}}}}\n"),
        ("programmes/cycle.yaml", "from: [2026-12-31\n"),
        ("auditctl.yaml", "auditctl: [\n"),
    ],
)
def test_what_cannot_be_read_is_not_taken_for_missing(path: str, text: str, tmp_path: Path) -> None:
    assert not knows_programmes(repository(tmp_path, {path: text}))


def test_a_programme_as_a_key_of_the_settings(tmp_path: Path) -> None:
    found = load(lay(tmp_path), TODAY)
    assert "programmes:" in files()["auditctl.yaml"]
    assert knows_programmes(found)
    assert shown(found) == [("a", "2026-10-05", "2026-12-18", "planned")]
