"""Days on the command line."""

from datetime import date

from auditctl.errors import UsageError


def day_given(flag: str, written: str, default: date) -> date:
    """Return a day written as YYYY-MM-DD, or the default for none."""
    return _day(flag, written) if written else default


def _day(flag: str, written: str) -> date:
    try:
        found = date.fromisoformat(written)
    except ValueError:
        raise UsageError(f"{flag} {written!r} is no day of the calendar", "write YYYY-MM-DD") from None
    if found.isoformat() != written:
        raise UsageError(f"{flag} {written!r} is no date", f"write {found}")
    return found


def day_or_none(flag: str, written: str) -> date | None:
    return _day(flag, written) if written else None
