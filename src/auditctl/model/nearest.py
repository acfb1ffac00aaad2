"""The name that somebody probably meant."""

from collections.abc import Iterable

SHORTEST = 3
"""Letters of a name of which one slip, or two letters that changed places, may be meant."""


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name nearest to this one, or nothing where none is near."""
    from rapidfuzz import fuzz, process, utils  # noqa: PLC0415 - only a mistake needs it

    names = sorted(known)
    best = process.extractOne(
        name, names, scorer=fuzz.WRatio, processor=utils.default_process, score_cutoff=75
    )
    return best[0] if best else _one_slip_away(name, names)


def _one_slip_away(name: str, names: list[str]) -> str:
    """Return a short name such as `pdf` that differs in one slip: a ratio thinks that much."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - only a mistake needs it

    slips = (each for each in names if OSA.distance(name.lower(), each.lower()) == 1)
    return next(slips, "") if len(name) >= SHORTEST else ""
