"""Days on the command line."""

from datetime import date

from auditctl.errors import UsageError


def day(flag: str, written: str) -> date:
    """Return a day written as YYYY-MM-DD; UsageError for anything else."""
    try:
        found = date.fromisoformat(written)
    except ValueError:
        raise UsageError(f"{flag} {written!r} is no day of the calendar", "write YYYY-MM-DD") from None
    if found.isoformat() != written:
        raise UsageError(f"{flag} {written!r} is no date", f"write {found}")
    return found


def day_given(flag: str, written: str, default: date) -> date:
    """Return a day, or the default for none."""
    return day(flag, written) if written else default
