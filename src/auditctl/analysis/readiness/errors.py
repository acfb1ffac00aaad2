"""The errors that a check leaves before an external audit."""

from auditctl.analysis.readiness.parts import Condition, Lack, owing
from auditctl.analysis.waiting import lead, responsible
from auditctl.diagnostics import Diagnostic, Outcome, Severity
from auditctl.repository import Repository

CODE = "check"
FAMILY = "RDY"
"""The rules that say the same as the other conditions."""


def no_errors(repository: Repository, outcome: Outcome) -> Condition:
    """Return whether a check of everything leaves no error; those that a comment silences are left too."""
    silenced = [item.diagnostic for item in outcome.silenced]
    errors = [
        item
        for item in (*outcome.diagnostics, *silenced)
        if item.severity is Severity.error and not item.code.startswith(FAMILY)
    ]
    errors.sort(key=lambda item: item.order)
    keepers = _keepers(repository)
    lacks = tuple(_lack(repository, item, keepers, is_silenced=item in silenced) for item in errors)
    files = f"{outcome.files} file{'' if outcome.files == 1 else 's'}"
    told = f"{len(errors)} error{'' if len(errors) == 1 else 's'} in {files}"
    return Condition(CODE, "A check finds no error", told, lacks=lacks)


def _lack(repository: Repository, error: Diagnostic, keepers: dict[str, str], *, is_silenced: bool) -> Lack:
    quiet = " (silenced in the file)" if is_silenced else ""
    audit = repository.audits.get(error.audit)
    return Lack(
        f"{error.code} {error.message}{quiet}",
        None,
        error.location.path,
        owing(repository, keepers.get(error.location.path, ""), lead(audit) if audit else ""),
        command=f"auditctl explain {error.code}",
        hint=error.help,
        line=error.location.line,
    )


def _keepers(repository: Repository) -> dict[str, str]:
    """Return by path who answers for a record of its own: a finding's process owner, a CAPA's owner."""
    findings = {item.document.path: responsible(repository, item) for item in repository.findings.values()}
    return findings | {item.document.path: item.data.owner for item in repository.capas.values()}
