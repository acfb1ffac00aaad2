"""The name that somebody probably meant."""

from collections.abc import Iterable


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name nearest to this one, or nothing where none is near."""
    from rapidfuzz import fuzz, process, utils  # noqa: PLC0415 - only a mistake needs it

    best = process.extractOne(
        name, sorted(known), scorer=fuzz.WRatio, processor=utils.default_process, score_cutoff=75
    )
    return best[0] if best else ""
