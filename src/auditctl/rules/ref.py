"""References: what the loader finds itself once everything is read."""

from auditctl.diagnostics import Severity
from auditctl.rules.registry import found_in_reading


@found_in_reading("REF001", "unknown-name", Severity.error)
def unknown_name() -> None:
    """A reference names a person, process, document, session, record or audit that does not exist.

    Why: rules follow references. An owner whose name is misspelt has no conflicts, and a finding that no
    CAPA reaches is never followed.

    Fix: take the name that the hint proposes, or add what is missing to its part. Names inside an audit
    are bare; records of another audit are written `AUDIT/name`.
    """


@found_in_reading("REF002", "unknown-requirement", Severity.error)
def unknown_requirement() -> None:
    """A requirement is not in its catalogue, or its catalogue is not in force here.

    Why: coverage is counted by requirement. `8.10` is no clause of ISO/IEC 27001, `A.8.10` is a control;
    the two are easy to mix up.

    Fix: write controls `A.5.1` and clauses `5.1`; a section of an own document is `bck-pol#4.2`. A
    requirement of another catalogue is `iso9001-2015:9.2.2`, with that catalogue in `standards`.
    """


@found_in_reading("REF003", "group-for-requirement", Severity.warning)
def group_for_requirement() -> None:
    """A finding or work paper names a group where a single requirement is meant.

    Why: a finding against `9.2` leaves open what is not fulfilled, and a work paper line against it would count
    everything below as audited.

    Fix: name the requirement that was looked at, such as `9.2.2`. Plans and scopes may name groups.
    """


@found_in_reading("REF004", "near-twins", Severity.error)
def near_twins() -> None:
    """Two names differ only by upper and lower case or by the form of their characters.

    Why: some file systems take them for one file, and people always do.

    Fix: rename one of them, and the references to it.
    """
