"""An audit of any number of sessions and auditors, for the measure of a suggestion."""

from pathlib import Path

DEPARTMENTS = 20
LENGTHS = (60, 90, 120, 120, 180)


def write_audit(root: Path, sessions: int, auditors: int) -> None:
    """Write a repository with one audit, `big`, whose sessions have neither auditor nor day."""
    (root / "audits" / "big").mkdir(parents=True)
    (root / "auditctl.yaml").write_text("\n".join(_organisation(sessions, auditors)) + "\n", "utf-8")
    lines = ["title: Big audit", "schedule:", "  sessions:"]
    lines += [
        f"    s{number}: {{process: p{number}, minutes: {LENGTHS[number % len(LENGTHS)]}}}"
        for number in range(sessions)
    ]
    (root / "audits" / "big" / "audit.yaml").write_text("\n".join(lines) + "\n", "utf-8")


def _organisation(sessions: int, auditors: int) -> list[str]:
    """Return the root: half of the auditors come from departments that are audited, a quarter from outside."""
    lines = ["auditctl: 1", "name: Big", "standards: [iso27001-2022]", "firms: {north: {name: North}}"]
    lines += [
        "organisation:",
        "  departments:",
        *(f"    d{number}: {{name: D}}" for number in range(DEPARTMENTS)),
    ]
    lines += ["people:", "  boss: {name: Boss}"]
    lines += [f"  a{number}: {{name: A, {_place(number)}}}" for number in range(auditors)]
    lines += [f"  o{number}: {{name: O, department: d{number % DEPARTMENTS}}}" for number in range(sessions)]
    lines.append("auditors:")
    lines += [
        f"  a{number}: {{roles: [lead-auditor], qualifications: [{{name: course, date: 2024-01-01, evidence: HR}}], "
        f"evaluations: [{{date: 2026-06-01, by: boss, result: qualified}}], competences: [c{number % 3}]}}"
        for number in range(auditors)
    ]
    lines.append("processes:")
    lines += [
        f"  p{number}: {{name: P, owner: o{number}, department: d{number % DEPARTMENTS}, requirements: [A.8.{number % 34 + 1}], "
        f"needs: [c{number % 3}]}}"
        for number in range(sessions)
    ]
    return lines


def _place(number: int) -> str:
    return "employer: north" if number % 4 == 0 else f"department: d{number}"
