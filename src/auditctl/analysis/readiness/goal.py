"""The external audit that readiness looks to."""

from dataclasses import dataclass
from datetime import date

from auditctl.model.settings import Certification, ExternalAudit
from auditctl.repository import Repository


@dataclass(frozen=True, slots=True)
class Goal:
    """A day with the days left until then, and the audit that a certification of the settings has on it, if any.

    `standards` are those of every certification with an audit on that day, `names` what they are called.
    """

    day: date
    days: int
    certification: Certification | None = None
    audit: ExternalAudit | None = None
    standards: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What it is in words, such as `the surveillance audit of ISO/IEC 27001:2022`."""
        if self.audit is None:
            return "an external audit"
        return f"the {self.audit.kind.value} audit of {' and '.join(self.names)}"


def goal_on(repository: Repository, day: date) -> Goal:
    """Return what readiness looks to on a day."""
    days = (day - repository.today).days
    held = [pair for pair in repository.settings.external_audits() if pair[1].from_ <= day <= pair[1].to]
    if not held:
        return Goal(day, days)
    standards = tuple(dict.fromkeys(item.standard for item, _ in held))
    return Goal(day, days, *held[0], standards, tuple(map(repository.requirements.name, standards)))


def next_goal(repository: Repository) -> Goal | None:
    """Return the next audit of a certification that does not begin before today."""
    audits = (audit for _, audit in repository.settings.external_audits())
    first = min((audit.from_ for audit in audits if audit.from_ >= repository.today), default=None)
    return goal_on(repository, first) if first else None
