"""Numbers, days and prose in words, as every page of the terminal says them."""

import textwrap
from datetime import date

from auditctl.rules.listing import counted
from auditctl.source.text import visible

__all__ = ["counted", "distance", "until", "wrapped"]

WIDTH = 80


def distance(days: int) -> str:
    """Return how far a day lies ahead, or how late it is."""
    if days == 0:
        return "today"
    return f"{counted(-days, 'day')} late" if days < 0 else f"in {counted(days, 'day')}"


def until(due: date | None, today: date) -> str:
    """Return what follows a step in a sentence: until when, or since when it is overdue; nothing where no day is known."""
    if due is None:
        return ""
    return f", overdue since {due}" if due < today else f", until {due}"


def wrapped(words: str | None, indent: int) -> list[str]:
    """Return prose as lines that fit beside a margin; nothing in it can steer the terminal."""
    paragraphs = [visible(line) for line in (words or "").strip().split("\n")]
    return [
        line for paragraph in paragraphs if paragraph for line in textwrap.wrap(paragraph, WIDTH - indent)
    ]
