"""Who leads the audit of a suggested plan."""

from collections.abc import Iterable

from auditctl.analysis.competence import is_lead_auditor
from auditctl.planning.suggest.aims import Placed
from auditctl.planning.suggest.building import Posed
from auditctl.repository import Audit, Repository


def lead(repository: Repository, audit: Audit, posed: Posed, placed: Iterable[Placed]) -> str:
    """Return who leads: the lead so far where they could audit every session, else the lead auditor with most to audit.

    Whoever has a conflict with a session answers badly for its result, and so leads only where nobody else can.
    Without a lead auditor who audits, whoever has most to audit.
    """
    before, problem = audit.team_data.lead or "", posed.problem
    if before and before == problem.lead:
        return before
    minutes = dict(problem.loads)
    for item in placed:
        for person in item.auditors:
            if not problem.options[item.task.id][person].companion:
                minutes[person] = minutes.get(person, 0) + item.task.minutes
    conflicted = {person for refused in problem.refusals.values() for person in refused}
    able = [person for person in minutes if is_lead_auditor(repository, person)]
    clear = [person for person in able if person not in conflicted]
    return min(
        clear or able or minutes,
        key=lambda person: (person != before, -minutes[person], person),
        default=before,
    )
