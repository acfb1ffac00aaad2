"""Remarks: what a document could not be given, a sentence each."""

from collections.abc import Callable

Remark = Callable[[str], None]
"""Takes a remark."""


def ignored(_: str) -> None:
    """Take a remark and do nothing with it."""
