"""What a new audit is made from: its name, its entry in the programme, an earlier audit, what was asked besides."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from auditctl.model.programme import PlannedAudit
from auditctl.model.record import Record
from auditctl.repository import Audit, Cycle


class About(StrEnum):
    """What there is to say of a new audit before anybody looks into its files."""

    programme = "programme"
    scope = "scope"
    days = "days"
    left = "left"
    owner = "owner"
    process = "process"
    place = "place"
    requirement = "requirement"
    document = "document"
    soa = "soa"
    conflict = "conflict"
    competence = "competence"
    never_audited = "never-audited"
    undecided = "undecided"
    not_carried = "not-carried"
    cancelled = "cancelled"
    open = "open"


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to know, in a sentence; `names` are the ids that it speaks of."""

    about: About
    text: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for; ids are known ones, and texts are clean."""

    name: str
    entry: Record[PlannedAudit] | None = None
    cycle: Cycle | None = None
    previous: Audit | None = None
    processes: tuple[str, ...] = ()
    """The only processes to look at, or `ALL`; none leaves it to the programme, then to the earlier audit."""
    start: date | None = None
    title: str = ""
    lead: str = ""
    why: str = ""
    """Why it is held although no programme lists it."""
