"""The next sensible step, told at the end of a command."""

from collections.abc import Callable

from auditctl.analysis.next_steps import next_step
from auditctl.repository import Repository

Following = Callable[[Repository], str]
"""Says what comes next in the repository as it is after a change."""


def next_of_capa(name: str) -> Following:
    """Return what tells the next step of a corrective action."""

    def told(repository: Repository) -> str:
        capa = repository.capas.get(name)
        step = next_step(repository, capa) if capa else None
        if step is None:
            return ""
        who = f" ({step.who})" if step.who else ""
        due = f", until {step.due}" if step.due else ""
        command = f": `{step.command}`" if step.command else ""
        return f"{step.what}{who}{due}{command}"

    return told
