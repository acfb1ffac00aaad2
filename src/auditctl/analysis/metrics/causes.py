"""Which causes lie behind what went wrong: a Pareto by category."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from auditctl.analysis.metrics.counted import counted_capas
from auditctl.analysis.metrics.figures import Share
from auditctl.model.capa import Capa, CauseCategory
from auditctl.repository import Repository

OF = "corrective actions whose cause is recorded"
UNNAMED = "not-named"
"""The category of a cause that names none; it stands last, as the rest of a Pareto does."""


@dataclass(frozen=True, slots=True)
class CauseRank:
    """How many causes a category has, and how many it has together with those before it."""

    category: str
    share: Share
    cumulative: Share


@dataclass(frozen=True, slots=True)
class Causes:
    """The categories that occur, the most frequent first; equal ones in the order of the format."""

    as_of: date
    ranks: tuple[CauseRank, ...]
    denominator: int
    of: str = OF


def causes(repository: Repository, audit: str = "") -> Causes:
    """Return the causes by category, of one audit or of all; a corrective action has one, of however many findings."""
    today = repository.today
    held = counted_capas(repository, audit)
    known = [category for capa in held if (category := _category(capa.data, today))]
    counts = Counter(known)
    named = sorted(
        (item.value for item in CauseCategory if counts[item.value]), key=lambda name: -counts[name]
    )
    ranks, so_far = [], 0
    for category in (*named, *([UNNAMED] if counts[UNNAMED] else [])):
        so_far += counts[category]
        single = Share(today, counts[category], len(known), OF)
        ranks.append(CauseRank(category, single, Share(today, so_far, len(known), OF)))
    return Causes(today, tuple(ranks), len(known))


def _category(capa: Capa, today: date) -> str:
    """Return the category of a cause that is recorded, or nothing."""
    cause = capa.cause
    if cause is None or not (cause.cause or cause.category) or (cause.date and cause.date > today):
        return ""
    return cause.category.value if cause.category else UNNAMED
