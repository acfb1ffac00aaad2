"""Why a new audit is not planned: one sentence each."""

from datetime import date

from auditctl.errors import AuditctlError, UsageError, some
from auditctl.model.programme import CancelledPlan
from auditctl.repository import Audit, Cycle
from auditctl.rules.listing import listed


class FolderThere(AuditctlError):
    """The folder of the new audit exists; nothing in it is ever overwritten."""

    def __init__(self, name: str, audit: Audit | None) -> None:
        super().__init__(f"audits/{name} exists already and is left as it is", _way_round(name, audit))


def _way_round(name: str, audit: Audit | None) -> str:
    aside = "move that folder away, or choose another name"
    if audit is None or "audit" in audit.unread:
        return f"it holds no audit.yaml that could be read: {aside}"
    parts = {"scope": audit.scope, "criteria": audit.criteria, "team": audit.team, "schedule": audit.schedule}
    missing = [part for part, record in parts.items() if record is None and part not in audit.unread]
    if missing and audit.is_own:
        told = f"it has no {listed(missing)} yet: write them beside its audit.yaml"
        return f"{told} (`auditctl plan show {name}` shows what is missing), or {aside}"
    return f"`auditctl plan show {name}` shows it; choose another name for a new audit"


class NotPlanned(UsageError):
    """No programme lists the audit, and nobody said why it is held all the same."""

    def __init__(self, name: str, near: str, cycle: Cycle | None, day: date) -> None:
        lists = f"no programme lists {name}" if cycle else f"there is no programme that could list {name}"
        guess = [f"did you mean {near}?"] if near else []
        ways = [*guess, 'where it is held all the same, say why: --why "…"', *_entry(name, cycle, day)]
        super().__init__(f"{lists}, and no reason was given to hold it", "\n".join(ways))


def _entry(name: str, cycle: Cycle | None, day: date) -> list[str]:
    """Return in lines where an entry would stand in the programme, and how it would look."""
    if cycle is None:
        return ["or write a programme first: programmes/NAME.yaml, with the audit under `audits`"]
    place = cycle.programme.document.path
    entry = f"{{planned: {{from: {day}, to: {day}}}, processes: all, requirements: all, why: …}}"
    return [f"or add it to `audits` of the programme in {place}, with a revision:", f"  {name}: {entry}"]


class CalledOff(AuditctlError):
    def __init__(self, name: str, cancelled: CancelledPlan, place: str) -> None:
        why = f" ({' '.join(cancelled.why.split())})" if cancelled.why else ""
        super().__init__(
            f"the programme has {name} cancelled since {cancelled.date}{why}",
            f"plan another audit, or take the cancellation out of {place} with a revision that says why",
        )


class ListedTwice(AuditctlError):
    def __init__(self, name: str, places: list[str]) -> None:
        super().__init__(
            f"{name} stands in more than one programme: {some(places)}",
            "leave it in the one that it belongs to, or cancel it in the other",
        )


class FromItself(UsageError):
    def __init__(self, name: str) -> None:
        super().__init__(f"{name} cannot be planned from itself", "name an earlier audit with --from")


class NoPlanOfOurs(AuditctlError):
    def __init__(self, audit: Audit) -> None:
        super().__init__(
            f"{audit.id} is an external audit: it has no plan of ours to carry over",
            "name an internal audit with --from, or leave it out: the plan is then made from the programme",
        )


class PlanUnread(AuditctlError):
    def __init__(self, audit: Audit, parts: list[str]) -> None:
        super().__init__(
            f"the plan of {audit.id} cannot be carried over: what cannot be read is {some(parts)}",
            "`auditctl check` says where; mend it, or leave --from out",
        )


class NothingToAudit(AuditctlError):
    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            f"{name} would have nothing to audit: {why}",
            "name processes with --process, or add them to processes.yaml; nothing was written",
        )


class RetiredBy(UsageError):
    def __init__(self, process: str, retired: date) -> None:
        super().__init__(f"{process} is retired from {retired} on", "leave it out of --process")


class LeftBy(UsageError):
    def __init__(self, person: str, left: date, day: date) -> None:
        super().__init__(
            f"{person} left on {left} and cannot lead an audit on {day}", "name somebody else with --lead"
        )


class Past(UsageError):
    def __init__(self, day: date, today: date) -> None:
        super().__init__(
            f"--start {day} lies before today, {today}",
            "name a day from today on; an audit held before the repository is written as `legacy` in its audit.yaml",
        )
