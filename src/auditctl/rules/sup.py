"""Silencing: what is wrong with a comment or setting that keeps a rule quiet."""

from auditctl.diagnostics import Severity
from auditctl.rules.registry import found_in_reading


@found_in_reading("SUP001", "silenced-without-reason", Severity.error)
def silenced_without_reason() -> None:
    """A comment silences a rule and does not say why.

    Why: whoever reads the file next year has to know whether the reason still holds.

    Fix: write the reason behind the bracket: `# auditctl: ignore[FND003] the figures stand in the annex`.
    """


@found_in_reading("SUP002", "nothing-to-silence", Severity.warning)
def nothing_to_silence() -> None:
    """A comment silences a code that does not fire there, or that does not exist.

    Why: a comment that has outlived its cause would silence the next mistake on that line.

    Fix: take the comment out, or correct the code in it.
    """


@found_in_reading("SUP003", "cannot-be-silenced", Severity.error)
def cannot_be_silenced() -> None:
    """A comment silences, or a setting lowers, a rule for which neither is allowed.

    Why: unread files, broken references and conflicts of independence are never a matter of taste. A
    conflict that is accepted is recorded as an exception, with its approval.

    Fix: mend what the rule reports, and take the comment or the line of the settings out.
    """
