"""`auditctl plan suggest`: the plan, what each choice was worth, and the ways out where there is none."""

import json
import os
from datetime import date
from pathlib import Path

import pytest

from in_process import called
from small_repository import Ended, auditctl
from small_suggestion import (
    AUDIT,
    COMPANY,
    TODAY,
    WITH_ANN,
    company,
    example,
    flat,
    impasse,
    is_narrow,
    lay_company,
    planned,
    problems,
    registered,
    solve_poyraz,
    suggest,
    timetable,
)

WAYS = (
    "1. Train, evaluate and register somebody of another department who is free of conflict",
    "2. Take an auditor from outside: one is enough",
    "3. Exchange auditors with another firm, under an agreement on confidentiality",
    "4. An exception with safeguards is no way out here",
)


def of_poyraz(root: Path, *words: str, **env: str) -> Ended:
    """Run it as a process of its own."""
    return auditctl(root, "plan", "suggest", "2027-full", *words, env={"AUDITCTL_TODAY": f"{TODAY}", **env})


@pytest.fixture
def poyraz(tmp_path: Path) -> Path:
    return example("poyraz", tmp_path)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return lay_company(tmp_path)


def test_poyraz_needs_an_auditor_from_outside(poyraz: Path) -> None:
    before = {path: path.read_bytes() for path in poyraz.rglob("*") if path.is_file()}
    done = of_poyraz(poyraz)
    assert (done.code, done.err) == (1, "")
    page = flat(done.out)
    assert "Nobody on the register may audit 4 of its 6 sessions." in page
    assert "An auditor from outside is needed for: isms, access, operations, development" in page
    assert "- ece-bulut: reports to tolga-ak, who owns access (IND003)" in page
    assert "- tolga-ak: owns operations (IND001)" in page
    assert (
        "pelin-su, sude-inan for isms, access, operations, development (today: is not on the register" in page
    )
    assert "one is enough, for isms, access, operations, development (9 h 30 on 2 days)" in page
    places = [page.index(way) for way in WAYS]
    assert places == sorted(places)
    assert "isms 240 min outside auditor 1" in page
    assert is_narrow(done.out)
    assert before == {path: path.read_bytes() for path in poyraz.rglob("*") if path.is_file()}


def test_poyraz_says_the_same_as_json(poyraz: Path) -> None:
    found = impasse(lay_as_b(poyraz))
    assert found["found"] == "none"
    assert found["cannot_be_staffed"] == ["isms", "access", "operations", "development"]
    assert found["at_least"] == 4
    assert set(found["reasons"]) == set(found["cannot_be_staffed"])
    assert all(set(why) == {"ece-bulut", "tolga-ak"} for why in found["reasons"].values())
    assert found["reasons"]["access"]["tolga-ak"][0] == "owns access (IND001)"
    ways = found["ways_out"]
    assert [item["person"] for item in ways["train"]] == ["pelin-su", "sude-inan"]
    assert (ways["outside"]["people"], ways["outside"]["minutes"], ways["outside"]["days"]) == (1, 570, 2)
    assert ways["exceptions"] == []


def lay_as_b(poyraz: Path) -> Path:
    (poyraz / "audits/2027-full").rename(poyraz / "audits/b")
    return poyraz


def test_the_auditor_of_the_readme_solves_poyraz(poyraz: Path) -> None:
    solve_poyraz(poyraz)
    done = of_poyraz(poyraz)
    assert done.code == 0, done.out
    page = flat(done.out)
    assert "Team ingrid-lind (lead), ece-bulut" in page
    assert "no other plan costs less" in page
    assert "isms 240 min ingrid-lind bursa" in page
    assert "was with tolga-ak" in page
    assert "few outside days 10.00 ingrid-lind 2 days" in page
    assert "nothing was written; --apply writes the plan" in done.err
    assert is_narrow(done.out)


def test_what_is_written_for_poyraz_can_be_announced(poyraz: Path) -> None:
    solve_poyraz(poyraz)
    done = of_poyraz(poyraz, "--apply")
    assert done.code == 0, done.err
    assert done.out.endswith("audits/2027-full/audit.yaml\n")
    assert problems(poyraz) == []
    checked = called(poyraz, TODAY, "check", "--gate", "announced")
    assert checked.code == 0, checked.out
    assert "conflict IND" not in called(poyraz, TODAY, "plan", "2027-full").out


@pytest.mark.parametrize("solved", [False, True])
@pytest.mark.parametrize("flag", [(), ("--json",)])
def test_the_same_files_give_the_same_bytes(poyraz: Path, solved: bool, flag: tuple[str, ...]) -> None:
    if solved:
        solve_poyraz(poyraz)
    outs = {of_poyraz(poyraz, *flag, PYTHONHASHSEED=seed).out for seed in ("0", "1", "4711")}
    assert len(outs) == 1


def test_a_sound_plan_stays_as_it_is(root: Path) -> None:
    plan = planned(root)
    assert timetable(plan) == {
        "backup": (["fay-fin"], "2027-03-01 10:00"),
        "hiring": (["fay-fin"], "2027-03-01 11:15"),
        "payroll": (["pia-people"], "2027-03-02 10:00"),
    }
    assert (plan["lead"], plan["team"], plan["found"]) == ("pia-people", ["pia-people", "fay-fin"], "best")
    assert plan["opening"] == {"date": "2027-03-01", "start": "09:00", "minutes": 30}
    assert plan["closing"] == {"date": "2027-03-02", "start": "16:00", "minutes": 30}


def test_points_of_the_aims_are_the_points_of_the_plan(root: Path) -> None:
    plan = planned(root)
    assert plan["points"] == pytest.approx(sum(aim["points"] for aim in plan["aims"]))
    assert plan["bound"] <= plan["points"]
    load = next(aim for aim in plan["aims"] if aim["aim"] == "balanced load")
    assert (load["points"], load["by"]) == (0.375, "fay-fin 2 h, pia-people 1 h 30")


def test_each_choice_has_its_worth(tmp_path: Path) -> None:
    plan = planned(lay_company(tmp_path, company=WITH_ANN))
    backup = next(item for item in plan["sessions"] if item["id"] == "backup")
    assert [(item["person"], item["points"]) for item in backup["instead"]] == [
        ("pia-people", pytest.approx(0.625)),
        ("ann-audit", pytest.approx(2 * 5 + 0.25)),
    ]
    page = flat(suggest(tmp_path).out)
    assert "instead pia-people +0.62 (a change of the plan so far, a less even load)" in page
    assert "Under a session: who could take it instead, and what the plan would cost more." in page
    assert "Independence and competence are conditions of every plan, no aims" in page
    assert "may not: pia-people" in page


def test_no_choice_would_make_the_best_plan_cheaper(tmp_path: Path) -> None:
    audit = AUDIT.replace('start: "11:15"', 'start: "11:00"')
    plan = planned(lay_company(tmp_path, company=WITH_ANN, audit=audit))
    assert plan["found"] == "best"
    prices = [other["points"] for item in plan["sessions"] for other in item["instead"]]
    assert all(price is None or price >= 0 for price in prices)
    assert len(prices) > 3


def test_a_change_of_hours_says_what_was_planned(tmp_path: Path) -> None:
    audit = AUDIT.replace('start: "11:15"', 'start: "10:30"')
    page = flat(suggest(lay_company(tmp_path, audit=audit)).out)
    assert "was Mon 2027-03-01 10:30" in page
    assert "as planned so far 0.25 1 moved" in page


def test_control_characters_of_a_title_steer_no_terminal(tmp_path: Path) -> None:
    audit = AUDIT.replace("title: Audit of 2027", 'title: "Audit \\e[31m of\\u202e 2027\\n x"')
    done = suggest(lay_company(tmp_path, audit=audit))
    assert done.code == 0
    assert done.out.startswith("Suggested plan: Audit \\x1b[31m of\\u202e 2027\\n x (b)\n")
    stuck = suggest(lay_company(tmp_path, company=COMPANY.replace("fay-fin: {", "fay-fin: {left: 2026-12-01, "), audit=audit))  # fmt: skip
    assert (stuck.code, "\x1b" in stuck.out) == (1, False)


def test_without_ortools_one_sentence_says_how_to_install_it(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:  # fmt: skip
    broken = tmp_path_factory.mktemp("path") / "ortools"
    broken.mkdir()
    (broken / "__init__.py").write_text("raise ImportError('not here')\n")
    path = os.pathsep.join(filter(None, [f"{broken.parent}", os.environ.get("PYTHONPATH")]))
    env = {"AUDITCTL_TODAY": f"{TODAY}", "PYTHONPATH": path}
    for words in ((), ("--json",), ("--apply",)):
        done = auditctl(root, "plan", "suggest", "b", *words, env=env)
        assert (done.code, done.out) == (3, "")
        assert done.err == (
            "auditctl: a suggestion needs OR-Tools, which is not installed\n"
            "  install it with `pip install 'auditctl[plan]'`\n"
        )
    assert auditctl(root, "plan", "b", env=env).code == 0


def test_the_last_days_of_the_calendar_can_be_planned(tmp_path: Path) -> None:
    audit = AUDIT.replace("2027-03-01", "9999-12-30").replace("2027-03-02", "9999-12-31")
    root = lay_company(tmp_path, audit=audit)
    assert timetable(planned(root))["payroll"] == (["pia-people"], "9999-12-31 10:00")
    assert planned(root, "--start", "9999-12-31", "--days", "9")["days"] == ["9999-12-31"]
    page = flat(suggest(root).out)
    assert "note: fay-fin: the last evaluation, of 2026-08-01, is older than 12 months" in page


def test_pages_fit_in_80_columns_and_json_has_a_version(tmp_path: Path) -> None:
    long = "a-session-with-quite-a-long-name-that-nobody-would-like-to-type"[:60]
    audit = AUDIT.replace("    payroll: {process", f"    {long}: {{process")
    auditors = registered("ann-audit") + registered("tom-tech")
    done = suggest(lay_company(tmp_path, company=company(auditors=auditors), audit=audit))
    assert done.code == 0
    assert is_narrow(done.out)
    assert json.loads(suggest(tmp_path, "--json").out)["schema_version"] == 1


def test_a_certificate_that_runs_out_before_the_audit_is_said(tmp_path: Path) -> None:
    text = COMPANY.replace("date: 2024-03-01, evidence: HR-1", "valid_until: 2027-02-01, evidence: HR-1")
    page = flat(suggest(lay_company(tmp_path, company=text), today=date(2026, 12, 1)).out)
    assert "note: fay-fin: Internal auditor course expired on 2027-02-01 by then (CMP002)" in page
    assert "competence up to date 1.00 fay-fin" in page
