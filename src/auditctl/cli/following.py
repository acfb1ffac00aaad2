"""The next sensible step, told at the end of a command."""

from collections.abc import Callable
from datetime import date
from functools import partial

from auditctl.analysis.lifecycle import capa_state
from auditctl.analysis.next_steps import NextStep, next_step
from auditctl.analysis.seal_differences import differences
from auditctl.analysis.waiting import audit_step, finding_step
from auditctl.errors import some
from auditctl.outputs.words import until
from auditctl.repository import Repository
from auditctl.repository.attachments import digest

Following = Callable[[Repository], str]
"""Says what comes next in the repository as it is after a change."""


def in_words(step: NextStep, today: date) -> str:
    """Return a step in one line: what, who, until when or since when it is overdue, and its command."""
    who = f" ({step.who})" if step.who else ""
    command = f": `{step.command}`" if step.command else ""
    return f"{step.what}{who}{until(step.due, today)}{command}"


def next_of_capa(name: str) -> Following:
    """Return what tells the next step of a corrective action, or how it ended."""

    def told(repository: Repository) -> str:
        capa = repository.capas.get(name)
        if capa is None:
            return ""
        step = next_step(repository, capa)
        ended = f"{name} is {capa_state(repository, capa).value}; `auditctl capa show {name}` shows it whole"
        return in_words(step, repository.today) if step else ended

    return told


def next_of_finding(name: str) -> Following:
    """Return what tells the next step of a finding."""

    def told(repository: Repository) -> str:
        finding = repository.findings.get(name)
        step = finding_step(repository, finding) if finding else None
        return in_words(step, repository.today) if step else f"`auditctl finding show {name}` shows it whole"

    return told


def next_of_sealed(name: str) -> Following:
    """Return what tells the next step of an audit under a seal: first what still differs from it."""

    def told(repository: Repository) -> str:
        audit = repository.audits.get(name)
        found = differences(repository, audit, partial(digest, repository)) if audit else []
        if left := list(dict.fromkeys(item.name for item in found)):
            amend = f"`auditctl report amend {name} --why …`"
            return f"restore what still differs from the seal ({some(left)}), or say why it changed: {amend}"
        return next_of_audit(name)(repository)

    return told


def next_of_audit(name: str) -> Following:
    """Return what tells the next step of an audit."""

    def told(repository: Repository) -> str:
        audit = repository.audits.get(name)
        step = audit_step(repository, audit) if audit else None
        return in_words(step, repository.today) if step else f"`auditctl audit show {name}` shows it whole"

    return told
