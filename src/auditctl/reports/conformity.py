"""The audit process held against its elements, as templates see it."""

from dataclasses import dataclass

from auditctl.analysis.conformity import STANDARD, Conformity, Judged, State
from auditctl.phrases import phrase
from auditctl.reports.view_title import ViewTitle, unread_places, view_title
from auditctl.repository import Repository


@dataclass(frozen=True, slots=True)
class ElementView:
    """An element; `state` is a `State`, `records` are words and path, `rules` codes and how many are open.

    `filled_by` says which field or command shows what is missing, empty where nothing is.
    """

    id: str
    aspect: str
    anchor: str
    title: str
    state: str
    told: str
    records: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    filled_by: str
    rules: tuple[tuple[str, int], ...]
    question: str

    @property
    def clause(self) -> str:
        """The clause that the element is of."""
        return self.id.split()[0]


@dataclass(frozen=True, slots=True)
class ConformityReport:
    """Every element, and how many stand in which state; `programme` and `audit` are names or empty."""

    unread: tuple[str, ...]
    title: ViewTitle
    standard: str
    programme: str
    audit: str
    audits: int
    nonconformities: int
    states: tuple[tuple[str, int], ...]
    elements: tuple[ElementView, ...]


def conformity_report(repository: Repository, view: Conformity) -> ConformityReport:
    cycle = repository.cycles.get(view.programme)
    audit = repository.audits.get(view.audit)
    programme = (cycle.programme.data.title or view.programme) if cycle else ""
    heading = audit.data.title if audit else programme or phrase("Internal audit")
    days = audit.fieldwork if audit else view.days
    return ConformityReport(
        unread=unread_places(repository, view.audit),
        title=view_title(repository, "conformity", heading, days, view.audit or view.programme),
        standard=STANDARD,
        programme=programme,
        audit=audit.data.title if audit else "",
        audits=view.audits,
        nonconformities=view.nonconformities,
        states=tuple((state.value, view.count(state)) for state in State),
        elements=tuple(_element(index, item) for index, item in enumerate(view.judged, start=1)),
    )


def _element(number: int, item: Judged) -> ElementView:
    element, answer = item.element, item.answer
    return ElementView(
        id=element.id,
        aspect=element.aspect,
        anchor=f"element-{number}",
        title=element.title,
        state=item.state.value,
        told=answer.told,
        records=tuple((record.words, record.path) for record in answer.records),
        missing=answer.missing,
        filled_by=item.lacking,
        rules=item.guards,
        question=element.question,
    )
