"""The register of corrective actions, of all audits or of one: what is open, how old, who owes what until when."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from auditctl.analysis.deadlines import answer_due
from auditctl.analysis.dues import dues
from auditctl.analysis.metrics.counted import belongs, counted_capas
from auditctl.analysis.metrics.counts import CapaCounts, capa_bands, capa_counts
from auditctl.analysis.metrics.figures import Tally
from auditctl.analysis.metrics.timeliness import ItemsOnTime, items_on_time
from auditctl.analysis.owed import Due, by_person
from auditctl.analysis.waiting import responsible, wants_capa
from auditctl.model.capa import Capa
from auditctl.model.record import Record
from auditctl.phrases import phrase
from auditctl.reports.capas import days_late
from auditctl.reports.people import People
from auditctl.reports.pictures.burn_down import BurnDownPicture, burn_down
from auditctl.reports.pictures.capa_ageing import CapaAgeing, capa_ageing
from auditctl.reports.register_entries import ENDED, OPEN, OVER, Entry, entry, group_of
from auditctl.reports.view_title import ViewTitle, unread_places, view_title
from auditctl.repository import Audit, Repository


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A reported nonconformity that no corrective action answers."""

    number: str
    title: str
    grade: str
    audit: str
    owner: str
    due: date | None
    late: int


@dataclass(frozen=True, slots=True)
class OwnerLine:
    """What one person has to do: open corrective actions owned, open actions and how many are overdue, and the next day.

    Without a name nobody is named. `next_late` are the days that the next one is late.
    """

    name: str
    capas: int
    actions: int
    overdue: int
    next: date | None
    next_late: int


@dataclass(frozen=True, slots=True)
class CapaRegister:
    """Every corrective action; figures are those of `status`. `audit` is the title of the one audit, or empty."""

    unread: tuple[str, ...]
    title: ViewTitle
    audit: str
    counts: CapaCounts
    bands: Tally
    items: ItemsOnTime
    ageing: CapaAgeing
    burn_down: BurnDownPicture
    owners: tuple[OwnerLine, ...]
    unanswered: tuple[Unanswered, ...]
    entries: tuple[Entry, ...]

    @property
    def open(self) -> tuple[Entry, ...]:
        return self._of(OPEN)

    @property
    def over(self) -> tuple[Entry, ...]:
        """What was closed, or did not work and is followed by another."""
        return self._of(OVER)

    @property
    def ended(self) -> tuple[Entry, ...]:
        """What was cancelled or merged: listed, and counted in no figure."""
        return self._of(ENDED)

    def _of(self, group: str) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.group == group)


def capa_register(repository: Repository, audit: Audit | None = None) -> CapaRegister:
    """Return the register as of the day of the repository, of one audit or of all."""
    people, name = People(repository), audit.id if audit else ""
    held = [capa for capa in repository.capas.values() if not audit or belongs(repository, capa, audit.id)]
    title = audit.data.title if audit else phrase("All corrective actions")
    return CapaRegister(
        unread=unread_places(repository, name),
        title=view_title(repository, "capa", title, audit.fieldwork if audit else None, name),
        audit=audit.data.title if audit else "",
        counts=capa_counts(repository, name),
        bands=capa_bands(repository, name),
        items=items_on_time(repository, name),
        ageing=capa_ageing(repository, audit),
        burn_down=burn_down(repository, audit),
        owners=owners(people, name, held),
        unanswered=tuple(_unanswered(people, name)),
        entries=_entries(people, held),
    )


def _entries(people: People, held: Iterable[Record[Capa]]) -> tuple[Entry, ...]:
    """Return the lines, those opened first before the others."""
    ranked = sorted(held, key=lambda capa: (capa.data.opened or date.max, capa.name))
    return tuple(entry(people, capa, f"capa-{place}") for place, capa in enumerate(ranked, start=1))


def _unanswered(people: People, audit: str) -> Iterable[Unanswered]:
    repository = people.repository
    for finding in repository.findings.values():
        if (not audit or finding.audit == audit) and wants_capa(repository, finding):
            due, of, data = answer_due(repository, finding), repository.audit_of(finding), finding.data
            yield Unanswered(
                data.number or data.reference or finding.name, data.title, data.grade.value,
                of.data.title if of else finding.audit,
                people.name(responsible(repository, finding)), due, days_late(due, repository.today),
            )  # fmt: skip


def owners(people: People, audit: str, held: Collection[Record[Capa]]) -> tuple[OwnerLine, ...]:
    """Return who has what to do in corrective actions, in the order of their next days, who has none last."""
    repository, today = people.repository, people.repository.today
    names = {capa.name for capa in held}
    owed = by_person(due for due in dues(repository) if due.where in names)
    capas = Counter(capa.data.owner for capa in held if group_of(repository, capa) == OPEN)
    todo = [
        (item.owner or capa.data.owner, item.due)
        for capa in counted_capas(repository, audit)
        for _, _, item in capa.data.items()
        if item.done is None or item.done > today
    ]
    actions = Counter(owner for owner, _ in todo)
    overdue = Counter(owner for owner, due in todo if due and due < today)
    lines = [
        OwnerLine(people.name(who), capas[who], actions[who], overdue[who], *_next(owed.get(who, ()), today))
        for who in dict.fromkeys((*owed, *capas, *actions))
    ]
    return tuple(sorted(lines, key=lambda line: (line.next or date.max, not line.name, line.name)))


def _next(owed: tuple[Due, ...], today: date) -> tuple[date | None, int]:
    day = owed[0].day if owed else None
    return day, days_late(day, today)
