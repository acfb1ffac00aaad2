"""The errors that a check leaves before an external audit."""

from auditctl.analysis.readiness.parts import Condition, Lack, owing
from auditctl.analysis.waiting import lead, responsible
from auditctl.diagnostics import Diagnostic, Outcome, Severity
from auditctl.phrases import counted, joined, phrase, remark
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
    files = counted("%(n)s file", "%(n)s files", outcome.files)
    told = counted("%(n)s error in %(files)s", "%(n)s errors in %(files)s", len(errors), files=files)
    return Condition(CODE, phrase("A check finds no error"), told, lacks=lacks)


def _lack(repository: Repository, error: Diagnostic, keepers: dict[str, str], *, is_silenced: bool) -> Lack:
    message: str = joined(" ", (error.code, error.message))
    if is_silenced:
        message = phrase("%(error)s (silenced in the file)", error=message)
    audit = repository.audits.get(error.audit)
    return Lack(
        message,
        None,
        error.location.path,
        owing(repository, keepers.get(error.location.path, ""), lead(audit) if audit else ""),
        command=f"auditctl explain {error.code}",
        hint=_hint(error),
        line=error.location.line,
    )


def _hint(error: Diagnostic) -> str:
    return remark(error.help, phrase("`auditctl explain %(code)s` explains it", code=error.code))


def _keepers(repository: Repository) -> dict[str, str]:
    """Return by path who answers for a record of its own: a finding's process owner, a CAPA's owner."""
    findings = {item.document.path: responsible(repository, item) for item in repository.findings.values()}
    return findings | {item.document.path: item.data.owner for item in repository.capas.values()}
