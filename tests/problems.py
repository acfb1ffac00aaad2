"""Outcomes to write down: those of the small repository with mistakes, and made ones with hostile words."""

from datetime import date
from pathlib import Path

from auditctl.check import Options, check
from auditctl.diagnostics import Diagnostic, Label, Location, Outcome, Severity
from auditctl.repository import load
from small_repository import lay

TODAY = date(2026, 11, 20)
SCHEDULE = (
    "sessions:\n"
    '  backup: {process: backup, auditors: [olga-ops], date: 2026-10-05, start: "10:00", minutes: 60}\n'
)
FINDING = (
    "title: Restore tests missing\n"
    "grade: minor  # auditctl: ignore[FND001] it is about the contract\n"
    "process: backup\nstatement: No restore test since 2025-11-18.\nraised: {by: ann-audit, date: 2026-10-05}\n"
)
SILENCED = "# auditctl: ignore[FND001] it is about the contract\n" + FINDING.replace(
    "  # auditctl: ignore[FND001] it is about the contract", ""
)
HOSTILE = "a|b `x` <b>%41</b> @someone #12\r\n::error::::set-output name=a::b [go](https://evil.example) \x1b[31m\u202e\ufffe\ud800 ]]>"


def found(root: Path, more: dict[str, str] | None = None, options: Options | None = None) -> Outcome:
    """Return what a check of the small repository with these mistakes finds."""
    files = {"audits/a/schedule.yaml": SCHEDULE, "audits/a/findings/restore.yaml": SILENCED}
    return check(load(lay(root, files if more is None else more), TODAY), options or Options())


def problem(
    message: str = "something is wrong",
    severity: Severity = Severity.error,
    *,
    code: str = "FND001",
    path: str = "audits/a/findings/x.yaml",
    line: int = 3,
    related: tuple[Label, ...] = (),
    help_: str = "",
) -> Diagnostic:
    place = Location(path, line, 8, 13, "grade: minor")
    return Diagnostic(code, "without-criterion", severity, message, place, related=related, help=help_)


def outcome(*items: Diagnostic) -> Outcome:
    return Outcome(items, (), 7)


def hostile() -> Outcome:
    """Return problems whose every word tries to mean something else."""
    related = (Label(Location("audits/a/ö ç,ı:%.yaml", 1, 1, 3, "ab"), HOSTILE),)
    return outcome(
        problem(HOSTILE, path="audits/İzmir şubesi/a,b:c%d.yaml", related=related, help_=HOSTILE),
        problem(HOSTILE, Severity.warning, path='audits/"x"/y.yaml', help_=HOSTILE),
    )


def many(number: int, severity: Severity = Severity.error) -> Outcome:
    return outcome(*(problem(f"problem {each}", severity, line=each + 1) for each in range(number)))
