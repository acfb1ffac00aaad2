"""What stands against the house windows, and what each audit reaches."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from auditctl.analysis.cycle_coverage import (
    Cover,
    CoverState,
    knows_coverage,
    process_covers,
    records_begin,
    requirement_covers,
)
from auditctl.analysis.programme import stops
from auditctl.analysis.reach import Reach, reach
from auditctl.repository import Repository, load

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
TODAY = date(2026, 11, 20)
SETTINGS = """\
auditctl: 1
name: Kestrel Ltd
standards: [iso27001-2022]
people: {mia: {name: Mia Chief}}
organisation:
  departments: {shop: {name: Shop}, desk: {name: Front desk}}
  locations: {yard: {name: Yard}, hall: {name: Hall}}
processes:
  canteen: {name: Canteen, owner: mia}
  archive: {name: Archive, owner: mia, importance: low, requirements: ["7.5"]}
  works: {name: Works, owner: mia, importance: high, department: shop, locations: [yard], requirements: [A.8]}
  isms: {name: ISMS, owner: mia, importance: high, department: desk, requirements: ["4", A.5.1]}
"""
CYCLE = "from: 2026-01-01\nto: 2028-12-31\nowner: mia\naudits:\n"


def repository(root: Path, entries: str, more: dict[str, str] | None = None) -> Repository:
    """Return a programme of these entries, with audits."""
    files = {"auditctl.yaml": SETTINGS, "programmes/cycle.yaml": CYCLE + entries} | dict(more or {})
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    return load(root, TODAY)


def legacy(days: str, what: str) -> str:
    return f"title: Before\nlegacy: {{from: {days}, to: {days}, {what}}}\n"


def states(covers: dict[str, Cover]) -> Counter[str]:
    return Counter(cover.state.value for cover in covers.values())


def test_the_example_company_has_audited_everything_within_the_year() -> None:
    found = load(EXAMPLES / "lodos", TODAY)
    covers = requirement_covers(found)
    assert states(covers) == {"audited": 121}
    assert list(covers)[:3] == ["4.1", "4.2", "4.3"]
    assert "A.8.30" not in covers
    assert covers["9.2.1"] == Cover(
        "9.2.1",
        CoverState.audited,
        (date(2026, 10, 5), "2026-main"),
        (date(2027, 9, 6), "2027-full"),
        date(2027, 10, 5),
    )
    assert covers["A.8.13"].due == date(2029, 10, 6)
    assert covers["A.8.13"].next == (date(2026, 12, 1), "2026-followup")


def test_a_year_later_its_clauses_are_overdue_unless_they_are_planned() -> None:
    late = load(EXAMPLES / "lodos", date(2027, 10, 20))
    covers = requirement_covers(late)
    assert covers["9.2.1"].state is CoverState.overdue
    assert covers["A.8.13"].state is CoverState.audited
    before = requirement_covers(load(EXAMPLES / "lodos", date(2027, 9, 6)))
    assert before["9.2.1"].state is CoverState.audited


def test_the_firm_of_nine_has_planned_what_it_never_audited() -> None:
    found = load(EXAMPLES / "poyraz", TODAY)
    assert states(requirement_covers(found)) == {"planned": 122}
    access = process_covers(found)["access"]
    assert (access.state, access.last, access.due) == (CoverState.planned, None, date(2027, 11, 1))


@pytest.mark.parametrize(
    ("entry", "state"),
    [
        ("planned: {from: 2027-11-20, to: 2027-11-21}", CoverState.planned),
        ("planned: {from: 2027-11-21, to: 2027-11-21}", CoverState.never),
        ("planned: {from: 2027-03-01, to: 2027-03-02}, processes: [works]", CoverState.never),
        (
            "planned: {from: 2027-03-01, to: 2027-03-02}, processes: [isms], requirements: [A.5]",
            CoverState.never,
        ),
        (
            "planned: {from: 2027-03-01, to: 2027-03-02}, processes: [isms], requirements: all",
            CoverState.planned,
        ),
        (
            "planned: {from: 2027-03-01, to: 2027-03-02}, processes: all, requirements: [clauses]",
            CoverState.planned,
        ),
        ("planned: {from: 2026-11-18, to: 2026-11-19}", CoverState.never),
        ("planned: {from: 2026-11-18, to: 2026-11-20}", CoverState.planned),
        (
            "planned: {from: 2027-03-01, to: 2027-03-02}, cancelled: {by: mia, date: 2026-10-01}",
            CoverState.never,
        ),
        ("planned: {from: 9999-12-31, to: 9999-12-31}", CoverState.never),
    ],
)
def test_a_clause_that_was_never_audited(entry: str, state: CoverState, tmp_path: Path) -> None:
    cover = requirement_covers(repository(tmp_path, f"  b: {{{entry}}}\n"))["4.1"]
    assert (cover.state, cover.last, cover.due) == (state, None, date(2027, 1, 1))


@pytest.mark.parametrize(
    ("day", "state"), [("2025-11-20", CoverState.audited), ("2025-11-19", CoverState.overdue)]
)
def test_a_clause_that_was_audited_before(day: str, state: CoverState, tmp_path: Path) -> None:
    found = repository(tmp_path, "", {"audits/x/audit.yaml": legacy(day, "requirements: [clauses, A.5.1]")})
    covers = requirement_covers(found)
    assert (covers["4.1"].state, covers["4.1"].last) == (state, (date.fromisoformat(day), "x"))
    assert covers["A.5.1"].state is CoverState.audited
    assert covers["A.5.2"].state is CoverState.never
    assert records_begin(found) == date.fromisoformat(day)


def test_processes_stand_by_importance_each_with_its_window(tmp_path: Path) -> None:
    more = {"audits/x/audit.yaml": legacy("2025-06-02", "processes: [works, archive]")}
    found = repository(tmp_path, "", more)
    covers = process_covers(found)
    assert covers == process_covers(found)
    assert [(name, cover.state.value, cover.due) for name, cover in covers.items()] == [
        ("works", "overdue", date(2026, 6, 2)),
        ("isms", "never", date(2026, 6, 2)),
        ("canteen", "never", date(2028, 6, 2)),
        ("archive", "audited", date(2028, 6, 2)),
    ]


def test_a_process_is_audited_by_a_decided_line_and_not_by_a_follow_up(tmp_path: Path) -> None:
    schedule = "schedule:\n  sessions:\n    one: {process: works, date: 2026-10-05}\n    two: {process: isms, date: 2026-10-06}\n"
    followed = "title: Follow-up\nkind: follow-up\nschedule:\n  sessions:\n    one: {process: isms, date: 2026-10-06, result: conform}\n"
    more = {
        "audits/a/audit.yaml": f"title: A\nopening: {{date: 2026-10-05}}\n{schedule}",
        "audits/a/workpapers/one.yaml": "lines: [{ask: Done?, requirements: [A.8.1], result: ofi}]\n",
        "audits/a/workpapers/two.yaml": "lines: [{ask: Done?, requirements: ['4.1'], result: not-audited}]\n",
        "audits/f/audit.yaml": followed,
    }
    covers = process_covers(repository(tmp_path, "", more))
    assert covers["works"].last == (date(2026, 10, 5), "a")
    assert covers["isms"].last is None


def test_an_audit_under_way_is_expected_to_look_until_its_closing_meeting(tmp_path: Path) -> None:
    audit = "title: A\nopening: {date: 2026-10-05}\nschedule:\n  sessions:\n    one: {process: isms, date: 2026-10-05}\n"
    found = repository(tmp_path, "", {"audits/a/audit.yaml": audit})
    assert requirement_covers(found)["4.1"].next == (TODAY, "a")
    closed = repository(tmp_path, "", {"audits/a/audit.yaml": f"{audit}closing: {{date: 2026-10-06}}\n"})
    assert requirement_covers(closed)["4.1"].state is CoverState.never


def reached(found: Repository, name: str) -> Reach:
    return next(reach(found, stop) for stop in stops(found, found.cycles["cycle"]) if stop.name == name)


BOTH = frozenset({"shop", "desk"}), frozenset({"yard", "hall"})


@pytest.mark.parametrize(
    ("entry", "departments", "locations"),
    [
        ("", *BOTH),
        ("processes: all", *BOTH),
        ("processes: [works]", frozenset({"shop"}), frozenset({"yard"})),
        ("processes: [archive]", frozenset[str](), frozenset[str]()),
    ],
)
def test_an_entry_goes_where_its_processes_are(
    entry: str, departments: frozenset[str], locations: frozenset[str], tmp_path: Path
) -> None:
    found = repository(tmp_path, f"  b: {{planned: {{from: 2027-03-01, to: 2027-03-02}}, {entry}}}\n")
    held = reached(found, "b")
    assert (held.departments, held.locations) == (departments, locations)


@pytest.mark.parametrize(
    ("scope", "processes", "departments", "locations"),
    [
        ("processes: [works]", {"works"}, {"shop"}, {"yard"}),
        ("processes: [works]\n  locations: all", {"works"}, {"shop"}, {"yard", "hall"}),
        ("departments: [desk]", {"isms"}, {"desk"}, set[str]()),
        ("processes: [archive]\n  departments: all", {"archive"}, {"shop", "desk"}, set[str]()),
        (
            "processes: all\n  excluded: [{what: the hall, why: let}, {what: canteen, why: shut}]",
            {"works", "isms", "archive"},
            {"shop", "desk"},
            {"yard"},
        ),
    ],
)
def test_the_folder_goes_where_its_scope_says(
    scope: str, processes: set[str], departments: set[str], locations: set[str], tmp_path: Path
) -> None:
    entry = "  a: {planned: {from: 2027-03-01, to: 2027-03-02}}\n"
    found = repository(tmp_path, entry, {"audits/a/audit.yaml": f"title: A\nscope:\n  {scope}\n"})
    held = reached(found, "a")
    assert (set(held.processes), set(held.departments), set(held.locations)) == (
        processes,
        departments,
        locations,
    )


def test_a_folder_without_criteria_is_held_against_what_the_programme_names(tmp_path: Path) -> None:
    entry = "  a: {planned: {from: 2027-03-01, to: 2027-03-02}, requirements: [A.8.1, A.5]}\n"
    scope = "scope: {processes: [works, isms]}\n"
    found = repository(tmp_path / "entry", entry, {"audits/a/audit.yaml": f"title: A\n{scope}"})
    assert reached(found, "a").requirements == {"A.8.1", "A.5.1"}
    stated = f"title: A\n{scope}criteria: {{requirements: ['4.1']}}\n"
    found = repository(tmp_path / "criteria", entry, {"audits/a/audit.yaml": stated})
    assert reached(found, "a").requirements == {"4.1"}
    sessions = f"{stated}schedule:\n  sessions:\n    one: {{process: works, requirements: [A.8.2]}}\n"
    found = repository(tmp_path / "sessions", entry, {"audits/a/audit.yaml": sessions})
    assert reached(found, "a").requirements == {"A.8.2"}


def test_what_was_cancelled_or_comes_from_outside_reaches_nothing(tmp_path: Path) -> None:
    entries = "  b: {planned: {from: 2027-03-01, to: 2027-03-02}, cancelled: {by: mia, date: 2026-10-01}}\n"
    external = "title: E\nkind: external\nfrom: 2027-01-02\nto: 2027-01-03\nscope: {processes: all}\n"
    found = repository(tmp_path, entries, {"audits/e/audit.yaml": external})
    assert reached(found, "b") == reached(found, "e") == Reach()


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("audits/a/audit.yaml", "titel: A\n"),
        ("audits/a/audit.yaml", "title: A\nschedule: {sessions: {one: {}}}\n"),
        ("audits/a/scope.yaml", "proceses: all\n"),
        ("soa.yaml", "exluded: {}\n"),
        ("programmes/next.yaml", "from: 2029-01-01\n"),
    ],
)
def test_coverage_is_not_known_while_what_says_it_cannot_be_read(
    path: str, text: str, tmp_path: Path
) -> None:
    assert knows_coverage(repository(tmp_path / "before", ""))
    assert not knows_coverage(repository(tmp_path / "after", "", {path: text}))


def test_without_programme_and_audits_nothing_begins(tmp_path: Path) -> None:
    (tmp_path / "auditctl.yaml").write_text(SETTINGS, "utf-8")
    found = load(tmp_path, TODAY)
    assert records_begin(found) is None
    assert requirement_covers(found)["4.1"] == Cover("4.1", CoverState.never, None, None, None)
