"""The management's view as text and as JSON: no figure without its day and its denominator."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from auditctl.outputs.tables import table
from auditctl.outputs.words import counted
from auditctl.source.text import visible

if TYPE_CHECKING:
    from rich.console import RenderableType

    from auditctl.analysis.metrics.causes import Causes
    from auditctl.analysis.metrics.counts import FindingCounts
    from auditctl.analysis.metrics.figures import Days, Share, Tally
    from auditctl.analysis.metrics.metrics import Metrics
    from auditctl.analysis.metrics.programme import AuditCounts, Coverage
    from auditctl.analysis.metrics.series import AuditFigures

NO_DATA = "no data"
LATEST = 10
"""Audits in the table of the last ones; JSON holds all."""


def document(view: "Metrics") -> dict[str, Any]:
    """Return every figure as JSON; a `value` without data is null."""
    return {
        "as_of": view.as_of.isoformat(),
        "findings": _findings_document(view.findings),
        "audits": {
            "programme": view.audits.programme or None,
            **_tally(view.audits.states),
            "external": view.audits.external,
        },
        "capas": {**_tally(view.capas.states), "apart": _tally(view.capas.apart)},
        "ageing": {
            "findings": {grade: _tally(bands) for grade, bands in view.ages.findings.items()},
            "capas": _tally(view.ages.capas),
        },
        "items_on_time": {
            "by_first_day": _figure(view.items.by_first_day),
            "by_extended_day": _figure(view.items.by_extended_day),
        },
        "items_overdue": _figure(view.items.overdue),
        "overdue": _figure(view.overdue),
        "reports_on_time": _figure(view.reports),
        "days_to_close": {
            "median": _figure(view.days_to_close.median),
            "percentile_90": _figure(view.days_to_close.percentile_90),
        },
        "repeat_rate": _figure(view.repeated),
        "effectiveness": {
            "first_try": _figure(view.effectiveness.first_try),
            "now": _figure(view.effectiveness.now),
        },
        "coverage": {
            what: {**_figure(held.audited), "states": held.states.counts}
            for what, held in view.coverage.items()
        },
        "causes": _causes_document(view.causes),
        "audit_series": [_audit_document(held) for held in view.series],
    }


def _figure(figure: "Share | Days") -> dict[str, Any]:
    return {
        "value": figure.value,
        "as_of": figure.as_of.isoformat(),
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "of": figure.of,
    }


def _tally(tally: "Tally") -> dict[str, Any]:
    return {
        "as_of": tally.as_of.isoformat(),
        "counts": tally.counts,
        "denominator": tally.denominator,
        "of": tally.of,
    }


def _findings_document(counts: "FindingCounts") -> dict[str, Any]:
    return {
        "as_of": counts.as_of.isoformat(),
        "grades": {grade: _tally(states) for grade, states in counts.grades.items()},
        "denominator": counts.denominator,
        "of": counts.of,
        "withdrawn": counts.withdrawn,
        "external": _tally(counts.external),
    }


def _causes_document(causes: "Causes") -> dict[str, Any]:
    return {
        "as_of": causes.as_of.isoformat(),
        "denominator": causes.denominator,
        "of": causes.of,
        "categories": [
            {
                "category": rank.category,
                **_figure(rank.share),
                "cumulative": _figure(rank.cumulative),
            }
            for rank in causes.ranks
        ],
    }


def _audit_document(held: "AuditFigures") -> dict[str, Any]:
    return {
        "id": held.id,
        "title": held.title,
        "first": held.first.isoformat(),
        "last": held.last.isoformat(),
        "issued": held.issued.isoformat(),
        "legacy": held.is_legacy,
        "requirements": held.requirements,
        "grades": _tally(held.grades),
        "withdrawn": held.withdrawn,
        "repeated": _figure(held.repeated),
    }


def text(name: str, view: "Metrics") -> "Iterator[RenderableType]":
    """Yield the page that the management reads: rates, the programme, coverage, causes, the last audits."""
    from rich.text import Text  # noqa: PLC0415 - JSON does not need it

    yield Text(visible(f"{name}, {view.as_of}: the figures"), style="bold")
    yield Text("")
    yield table("Figures", ("figure", "value", "of"), list(_rates(view)))
    yield from _programme(view.audits)
    yield table("Audited within the house window", COVER_COLUMNS, list(_coverage(view.coverage)))
    yield from _causes(view.causes)
    yield from _series(view.series)


def _rates(view: "Metrics") -> Iterator[list[str]]:
    """Yield what was kept, what came back and what worked."""
    items, effect, days = view.items, view.effectiveness, view.days_to_close
    past_day = "items done or past that day"
    yield _rate("on time, first agreed day", items.by_first_day, past_day)
    yield _rate("on time, after extensions", items.by_extended_day, past_day)
    yield _rate("corrective-action items overdue", items.overdue, "open items with a day")
    yield _rate("overdue (`auditctl due`)", view.overdue, "things owed on a known day")
    yield _rate("reports on time", view.reports, "reports issued or past their day")
    yield _days("days to close, median", days.median)
    yield _days("days to close, 90th percentile", days.percentile_90)
    yield _rate("repeated", view.repeated, "nonconformities of own audits")
    yield _rate("effective at the first try", effect.first_try, "corrective actions verified")
    yield _rate("effective now", effect.now, "corrective actions verified")


def _rate(label: str, held: "Share", what: str) -> list[str]:
    if not held.denominator:
        return [label, NO_DATA, f"no {what}"]
    return [label, _percent(held), f"{held.numerator} of {held.denominator} {what}"]


def _days(label: str, held: "Days") -> list[str]:
    what = f"{held.numerator} of {held.denominator} nonconformities closed"
    if held.value is None:
        return [label, NO_DATA, what if held.denominator else "no nonconformities issued"]
    return [label, f"{held.value:g}", what]


def _percent(held: "Share") -> str:
    return NO_DATA if held.percent is None else f"{held.percent} %"


def _programme(audits: "AuditCounts") -> "Iterator[RenderableType]":
    from rich.text import Text  # noqa: PLC0415

    if not audits.programme:
        yield Text("Audits of the programme: there is no programme\n")
        return
    told = ", ".join(f"{count} {state}" for state, count in audits.states.counts.items())
    head = visible(f"Audits of the programme {audits.programme}: {audits.states.denominator}")
    external = f"; besides: {audits.external} external" if audits.external else ""
    yield Text(head, style="bold")
    yield Text(f"\n{told}{external}\n")


COVER_COLUMNS = ("", "audited", "", "planned", "overdue", "never")


def _coverage(coverage: "dict[str, Coverage]") -> Iterator[list[str]]:
    for what, held in coverage.items():
        if not held.audited.denominator:
            yield [what, NO_DATA, f"no {what}", "", "", ""]
            continue
        share = f"{held.audited.numerator} of {held.audited.denominator}"
        others = [str(held.states.counts[state] or "") for state in COVER_COLUMNS[3:]]
        yield [what, share, _percent(held.audited), *others]


def _causes(causes: "Causes") -> "Iterator[RenderableType]":
    from rich.text import Text  # noqa: PLC0415

    if not causes.denominator:
        yield Text("Causes: none recorded yet\n")
        return
    rows = [
        [
            rank.category.replace("-", " "),
            str(rank.share.numerator),
            _percent(rank.share),
            _percent(rank.cumulative),
        ]
        for rank in causes.ranks
    ]
    head = f"Causes of {counted(causes.denominator, 'corrective action')}"
    yield table(head, ("category", "", "share", "together"), rows)


def _series(series: "tuple[AuditFigures, ...]") -> "Iterator[RenderableType]":
    from rich.text import Text  # noqa: PLC0415

    if not series:
        yield Text("Findings of the last audits: no report issued yet")
        return
    rows = [
        [
            held.id + ("*" if held.is_legacy else ""),
            str(held.issued),
            *(str(count or "") for count in held.grades.counts.values()),
            str(held.repeated.numerator or ""),
            str(held.requirements or ""),
        ]
        for held in series[-LATEST:]
    ]
    columns = ("audit", "report", "major", "minor", "ofi", "strength", "repeated", "audited")
    yield table("Findings of the last audits, without withdrawn ones", columns, rows)
    yield Text("audited: how many of the clauses and controls in force it looked at")
    if any(held.is_legacy for held in series[-LATEST:]):
        yield Text("* held before the repository: of its findings only what is kept here counts")
