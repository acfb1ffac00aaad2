"""Why things went wrong: causes by category, the most frequent first, and how far they add up (Pareto)."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from auditctl.analysis.metrics import causes as metrics
from auditctl.analysis.metrics.causes import CauseRank
from auditctl.reports.pictures.drawing import (
    DOT,
    LETTERS,
    LINE,
    WIDTH,
    Box,
    Code,
    Dot,
    Drawing,
    Path,
    Percent,
    Words,
    rounded,
    together,
)
from auditctl.reports.pictures.legends import Key, legend, line_key
from auditctl.reports.pictures.stacked import BAR
from auditctl.repository import Audit, Repository

ROW = 52
HEAD = 22
"""Height of the line of scales."""
BARS = 200
"""Width of the longest bar; right of it lies the lane of the sums so far."""
LANE, LANE_END = 224, 312
"""Where none and all of the causes lie."""


@dataclass(frozen=True, slots=True)
class CausesPicture:
    """The categories that occur, of `total` corrective actions whose cause is recorded."""

    as_of: date
    of_audit: bool
    ranks: tuple[CauseRank, ...]
    total: int
    drawing: Drawing


def causes(repository: Repository, audit: Audit | None = None) -> CausesPicture:
    """Return the causes behind the corrective actions of an audit and its findings, or of all."""
    found = metrics.causes(repository, audit.id if audit else "")
    return CausesPicture(
        repository.today, audit is not None, found.ranks, found.denominator, pareto(found.ranks)
    )


def pareto(ranks: tuple[CauseRank, ...]) -> Drawing:
    """Return a bar for each category, and beside the bars the line of their share together."""
    end = HEAD + len(ranks) * ROW
    most = max((rank.share.numerator for rank in ranks), default=0)
    points = [
        (rounded(_lane(rank)), HEAD + row * ROW + LETTERS + 7 + BAR / 2) for row, rank in enumerate(ranks)
    ]
    lane = Drawing(
        grid=(
            Path(((LANE, HEAD - 4), (LANE, end - 8)), "grid"),
            Path(((LANE_END, HEAD - 4), (LANE_END, HEAD + 4)), "grid"),
        ),
        lines=tuple(Path(ends, "line") for ends in pairwise([(LANE, HEAD - 4.0), *points])),
        dots=tuple(Dot(x, y, DOT, "dot") for x, y in points),
        words=(
            Words(LANE, LETTERS, Percent(0), "middle", 2 * (WIDTH - LANE_END), "small soft"),
            Words(LANE_END, LETTERS, Percent(100), "middle", 2 * (WIDTH - LANE_END), "small soft"),
            *(
                Words(x + 7, y - 5, Percent(rank.cumulative.percent or 0), room=WIDTH - x - 7)
                for rank, (x, y) in zip(ranks, points, strict=True)
            ),
        ),
    )
    bars = [_bar(rank, HEAD + row * ROW, most) for row, rank in enumerate(ranks)]
    total = ranks[0].share.denominator if ranks else 0
    return together(
        [
            lane,
            *bars,
            legend(end + 6, [Key("solid", Code("line", "causes"), total)]),
            line_key(end + 6 + LINE, "line", "dot", Code("line", "together")),
        ]
    )


def _lane(rank: CauseRank) -> float:
    share = rank.cumulative
    return LANE + (LANE_END - LANE) * share.numerator / share.denominator


def _bar(rank: CauseRank, y: float, most: int) -> Drawing:
    count = rank.share.numerator
    room = BARS - 40
    return Drawing(
        boxes=(Box(0.5, y + LETTERS + 7, rounded((BARS - 1) * count / most), BAR, "solid"),),
        words=(
            Words(0, y + LETTERS, Code("cause", rank.category), room=room),
            Words(BARS, y + LETTERS, count, anchor="end", room=BARS - room),
        ),
    )
