"""Fields and their values: what the loader finds itself."""

from auditctl.diagnostics import Severity
from auditctl.rules.registry import found_in_reading


@found_in_reading("SCH001", "unknown-key", Severity.error)
def unknown_key() -> None:
    """A record holds a key that the format does not know.

    Why: a misspelt key would be a fact that nobody reads, such as a deadline that never becomes overdue.

    Fix: take the key that the message proposes. Further prose goes to `details`.
    """


@found_in_reading("SCH002", "missing-field", Severity.error)
def missing_field() -> None:
    """A record lacks a field, or an audit its `audit.yaml`, without which it means nothing.

    Why: a finding without a grade or a session without a process cannot be judged at all. What may come
    later in the work is not demanded here but at its gate.

    Fix: add the field that the message names.
    """


@found_in_reading("SCH003", "wrong-value", Severity.error)
def wrong_value() -> None:
    """A value has the wrong type, is outside its choices, or a name cannot be an id.

    Why: a value that has to be guessed is no fact. Dates are `YYYY-MM-DD`, times `HH:MM`, ids use a-z, 0-9 and
    hyphens; nothing is converted silently.

    Fix: write one of the forms or choices that the message lists.
    """


@found_in_reading("SCH004", "no-such-date", Severity.error)
def no_such_date() -> None:
    """A date or time does not exist in the calendar or on the clock.

    Why: 30 February is a slip of the pen, and only its author knows which day was meant.

    Fix: correct the day or the time.
    """


@found_in_reading("SCH005", "newer-format", Severity.error)
def newer_format() -> None:
    """The repository is written in a newer format than this version of auditctl reads.

    Why: reading it with old rules would pass over what the new format says. Nothing else is judged.

    Fix: upgrade auditctl.
    """


@found_in_reading("SCH006", "stray-file", Severity.warning)
def stray_file() -> None:
    """A file or folder stands among the records and is none of them.

    Why: `shedule.yaml` or `finding.yml` looks like a record, and nobody would notice that it is not read.

    Fix: rename it to the name that the hint proposes, or move it elsewhere. Files of evidence belong in
    `evidence/files/`.
    """


@found_in_reading("SCH007", "stands-twice", Severity.error)
def stands_twice() -> None:
    """One part stands as a file and as a key, or one record as `NAME.yaml` and `NAME.md`.

    Why: two places for one fact will differ one day, and nothing decides which one holds.

    Fix: move everything into one of the two and remove the other.
    """


@found_in_reading("SCH008", "future-fact", Severity.error)
def future_fact() -> None:
    """A field that records what happened bears a date after today.

    Why: an approval, a verification or a meeting of next week has not happened. Written down
    beforehand it would count as if it had.

    Fix: correct the date, or record the fact on its day. Planned days have their own fields, such as `due`.
    """
