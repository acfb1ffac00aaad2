"""Gates: the moments from which incompleteness counts. A gate is passed when its fact or a later one stands."""

from enum import StrEnum

from auditctl.model.capa import Capa, Step
from auditctl.repository import Audit


class Gate(StrEnum):
    announced = "announced"
    opening = "opening"
    closing = "closing"
    issue = "issue"
    submitted = "submitted"
    implemented = "implemented"
    verified = "verified"


AUDIT_GATES = (Gate.announced, Gate.opening, Gate.closing, Gate.issue)
CAPA_GATES = (Gate.submitted, Gate.implemented, Gate.verified)


def audit_gates(audit: Audit) -> frozenset[Gate]:
    """Return the gates that an audit has passed."""
    data = audit.data
    facts = (
        data.plan.sent is not None,
        data.opening is not None,
        data.closing is not None,
        audit.is_issued or data.issued is not None or data.closed is not None,
    )
    return _up_to_last(AUDIT_GATES, facts)


def capa_gates(capa: Capa) -> frozenset[Gate]:
    """Return the gates that a corrective action has passed."""
    facts = (
        any(step.step in {Step.submitted, Step.approved} for step in capa.plan),
        capa.implementation is not None,
        bool(capa.verifications),
    )
    return _up_to_last(CAPA_GATES, facts)


def results_expected_from(audit: Audit) -> Gate | None:
    """Return the gate before which no result can be missed; None where something of a later one stands."""
    has_begun = audit.data.opening or audit.data.closing or audit.report
    return None if has_begun else Gate.opening


def _up_to_last(gates: tuple[Gate, ...], facts: tuple[bool, ...]) -> frozenset[Gate]:
    last = max((index for index, stands in enumerate(facts) if stands), default=-1)
    return frozenset(gates[: last + 1])
