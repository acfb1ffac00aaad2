"""The internal audit process held against ISO/IEC 27001:2022 9.2.1, 9.2.2 and 10.2, element by element.

Elements are named by their identifiers and described in words of our own; the text of the standard is ISO's.
"""

from collections import Counter
from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date

from auditctl.analysis.conformity.audits import AUDITS, DOCUMENTED, EACH_AUDIT
from auditctl.analysis.conformity.corrective import CORRECTIVE
from auditctl.analysis.conformity.parts import Answer, Element, State
from auditctl.analysis.conformity.programme import PROGRAMME
from auditctl.analysis.conformity.scope import held
from auditctl.diagnostics import Diagnostic
from auditctl.repository import Audit, Repository

__all__ = [
    "ELEMENTS",
    "STANDARD",
    "Answer",
    "Conformity",
    "Element",
    "Judged",
    "State",
    "conformity",
]

STANDARD = "ISO/IEC 27001:2022"
LACKING = frozenset({State.partly, State.not_shown})
ELEMENTS: tuple[Element, ...] = (*AUDITS, *PROGRAMME, *EACH_AUDIT, DOCUMENTED, *CORRECTIVE)


@dataclass(frozen=True, slots=True)
class Judged:
    """An element with its answer, and the rules that guard it, each with how many of its diagnostics are open."""

    element: Element
    answer: Answer
    guards: tuple[tuple[str, int], ...]

    @property
    def state(self) -> State:
        return self.answer.state

    @property
    def lacking(self) -> str:
        """What fills it: a field or a command; nothing where it is shown or cannot be yet."""
        return self.element.filled_by if self.state in LACKING else ""


@dataclass(frozen=True, slots=True)
class Conformity:
    """Every element; `programme` and `audit` are ids, empty where there is none or no single one is meant."""

    name: str
    today: date
    programme: str
    days: tuple[date, date] | None
    audit: str
    audits: int
    nonconformities: int
    judged: tuple[Judged, ...]

    def count(self, state: State) -> int:
        return sum(item.state is state for item in self.judged)


def conformity(
    repository: Repository,
    diagnostics: Iterable[Diagnostic],
    codes: Container[str],
    audit: Audit | None = None,
) -> Conformity:
    """Return how the audit process stands against each element, over the programme in force or in one audit.

    `diagnostics` are those of a check of everything, `codes` the rules that there are.
    """
    looked = held(repository, audit)
    found = Counter(item.code for item in diagnostics if audit is None or _is_of(item, audit))
    programme = looked.cycle.programme if looked.cycle else None
    return Conformity(
        name=repository.settings.name,
        today=repository.today,
        programme=programme.id if programme else "",
        days=(programme.data.from_, programme.data.to) if programme else None,
        audit=audit.id if audit else "",
        audits=len(looked.audits),
        nonconformities=len(looked.nonconformities),
        judged=tuple(
            Judged(
                element,
                element.answer(looked),
                tuple((code, found[code]) for code in element.rules if code in codes),
            )
            for element in ELEMENTS
        ),
    )


def _is_of(item: Diagnostic, audit: Audit) -> bool:
    return item.audit == audit.id or item.location.path.startswith(f"audits/{audit.id}/")
