"""Findings by grade and theme, as bars of stacked parts."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from auditctl.analysis.metrics.counted import is_internal, stands
from auditctl.analysis.themes import DOCUMENTS, OTHERS, UNNAMED, Themes
from auditctl.model.finding import Grade
from auditctl.reports.pictures.drawing import Code, Drawing
from auditctl.reports.pictures.stacked import GRADES, Stack, stacked
from auditctl.repository import Audit, Repository

MOST = 12
"""Themes that have a bar of their own; of a repository with many standards the rest is one bar."""
REST = "rest"


@dataclass(frozen=True, slots=True)
class Theme:
    """The findings of a theme by grade; one without a title is no heading of a standard, its id a word of `theme`."""

    id: str
    title: str
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class FindingsByTheme:
    """The themes that have findings, in the order of the standards; a finding counts under its first requirement."""

    as_of: date
    of_audit: bool
    themes: tuple[Theme, ...]
    counts: dict[str, int]
    drawing: Drawing

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def findings_by_theme(repository: Repository, audit: Audit | None = None) -> FindingsByTheme:
    """Return the findings that stand by grade and theme: those of an audit, or of all internal ones."""
    held = [
        finding
        for finding in (audit.findings if audit else repository.findings).values()
        if stands(repository, finding) and (audit or is_internal(repository, finding))
    ]
    sorting = Themes(repository.requirements)
    by_theme: dict[str, Counter[Grade]] = {}
    for finding in held:
        by_theme.setdefault(sorting.of(finding.data), Counter())[finding.data.grade] += 1
    order = (*sorting.titles, DOCUMENTS, OTHERS, UNNAMED)
    themes = [
        Theme(id_, sorting.titles.get(id_, ""), _every(by_theme[id_])) for id_ in order if id_ in by_theme
    ]
    return FindingsByTheme(
        as_of=repository.today,
        of_audit=audit is not None,
        themes=tuple(themes),
        counts=_every(Counter(finding.data.grade for finding in held)),
        drawing=stacked([_stack(theme) for theme in most_frequent(themes)], GRADES, "grades"),
    )


def _every(counts: Counter[Grade]) -> dict[str, int]:
    return {grade.value: counts[grade] for grade in Grade}


def most_frequent(themes: Iterable[Theme]) -> list[Theme]:
    """Return the themes that are drawn, in their order; the less frequent of too many are one."""
    held = list(themes)
    if len(held) <= MOST:
        return held
    ranked = sorted(held, key=lambda theme: -theme.total)
    drawn, rest = ranked[: MOST - 1], ranked[MOST - 1 :]
    sums = {grade.value: sum(theme.counts[grade.value] for theme in rest) for grade in Grade}
    return [*(theme for theme in held if theme in drawn), Theme(REST, "", sums)]


def _stack(theme: Theme) -> Stack:
    if theme.title:
        return Stack(theme.title, theme.counts, lead=theme.id)
    return Stack(Code("theme", theme.id), theme.counts)
