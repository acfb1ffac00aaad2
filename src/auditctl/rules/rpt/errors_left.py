"""Errors that stand in the way of a report: found in a second pass over what the check says."""

from auditctl.diagnostics import Severity
from auditctl.rules.registry import found_in_reading

CODE = "RPT002"


@found_in_reading(CODE, "errors-left", Severity.error)
def errors_left() -> None:
    """Errors of an audit stand although its report is issued, or while it is about to be.

    Why: a report that rests on contradictions tells management what does not hold. An audit that was issued under a
    seal is judged by what held then; for one without a seal the check asks again.

    Fix: mend what it names, as `auditctl check --gate issue` shows beforehand; or seal the report once nothing is
    left: `auditctl report seal AUDIT`.
    """
