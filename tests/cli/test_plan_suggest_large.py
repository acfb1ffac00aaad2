"""`auditctl plan suggest` at size: too many sessions, and as many as have to be planned within seconds."""

from datetime import date, timedelta
from pathlib import Path

from small_suggestion import HEAD, flat, is_narrow, lay_company, problems, registered, suggest


def large(sessions: int, auditors: int) -> tuple[str, str]:
    """Return a company of departments of five processes each, and an audit of an hour for each process."""
    homes = [f"d{number}" for number in range(sessions // 5)]
    names = [f"p{number:03}" for number in range(sessions)]
    staff = [f"a{number:02}" for number in range(auditors)]
    text = "auditctl: 1\nname: Large\nstandards: [iso27001-2022]\ntop_management: [mia-chief]\norganisation:\n  departments:\n"
    text += "".join(f"    {home}: {{name: {home}, head: head-{home}}}\n" for home in homes)
    text += "people:\n  mia-chief: {name: Mia}\n"
    text += "".join(f"  head-{home}: {{name: H, department: {home}, manager: mia-chief}}\n" for home in homes)
    for number, person in enumerate(staff):
        home = homes[number % len(homes)]
        text += f"  {person}: {{name: A, department: {home}, manager: head-{home}}}\n"
    text += "auditors:\n" + "".join(registered(person, "lead-auditor") for person in staff) + "processes:\n"
    for number, name in enumerate(names):
        home = homes[number % len(homes)]
        text += f"  {name}: {{name: P, owner: head-{home}, department: {home}, requirements: [A.5.{number % 37 + 1}]}}\n"
    lengths = (60, 90, 120, 45)
    lines = [
        f"    {name}: {{process: {name}, minutes: {lengths[at % 4]}}}\n" for at, name in enumerate(names)
    ]
    return text, HEAD + "schedule:\n  sessions:\n" + "".join(lines)


def test_200_sessions_are_too_many_for_two_auditors(tmp_path: Path) -> None:
    text, audit = large(200, 2)
    done = suggest(lay_company(tmp_path, company=text, audit=audit), "--start", "2027-03-01", "--days", "2")
    assert done.code == 1, done.err
    page = flat(done.out)
    assert "No plan for Audit of 2027 (b) There is no time for 1" in page
    assert "All sessions take 262 h 30; the 2 auditors have" in page
    assert "a00: may audit it" in page
    assert "1. Give more time: the hours alone ask for at least 15 more working days (--days 17)." in page
    assert "Traceback" not in done.err
    assert is_narrow(done.out)


def test_60_sessions_and_12_auditors_have_a_plan_and_its_distance_from_the_best(tmp_path: Path) -> None:
    text, audit = large(60, 12)
    root = lay_company(tmp_path, company=text, audit=audit)
    done = suggest(root, "--start", "2027-03-01", "--days", "5", "--apply")
    assert done.code == 0, done.err
    assert "no plan can cost less than" in done.out or "no other plan costs less" in done.out
    assert is_narrow(done.out)
    assert problems(root) == []
    last = date(2027, 3, 1) + timedelta(days=4)
    assert f"{last}" >= max(line.split()[1] for line in done.out.split("\n") if line[:3] in {"Mon", "Fri"})
