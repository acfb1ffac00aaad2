"""What a report says before it is issued, and to whom."""

from collections.abc import Iterator

from auditctl.analysis.gaps import is_read
from auditctl.analysis.gates import Gate
from auditctl.analysis.uncovered import uncovered
from auditctl.diagnostics import Severity
from auditctl.model.record import Hit
from auditctl.model.report import Report
from auditctl.model.types import Kind
from auditctl.phrases import joined, phrase
from auditctl.repository import Audit, Repository
from auditctl.rules.listing import listed
from auditctl.rules.registry import rule
from auditctl.rules.rpt.subjects import expected_from, held_at_issue, unsealed


@rule("RPT001", "incomplete-report", Severity.error, basis="27001 9.2.1; 19011", gate=Gate.issue)
def incomplete_report(repository: Repository) -> Iterator[Hit]:
    """A report has no summary, no conclusion on conformity or on effectiveness, no preparer or no approver.

    Why: an internal audit tells whether the management system conforms, and whether it is effective: of these five,
    9.2.1 asks for the two conclusions alone. That a reader also finds a summary, and who prepared and who approved the
    report, is guidance and good practice.

    Fix: write `summary`, `conclusions: {conformity: …, effectiveness: …}`, `prepared` and `approved` in report.yaml.
    """
    for audit in unsealed(repository):
        if not is_read(audit, "report", "audit"):
            continue
        missing = dict(_missing(audit.report.data if audit.report else Report()))
        if missing:
            yield Hit(
                audit.report.key() if audit.report else audit.file.key(),
                phrase(
                    "the report of %(audit)s has %(missing)s", audit=audit.id, missing=listed(list(missing))
                ),
                help=phrase("write %(keys)s in report.yaml", keys=listed(list(missing.values()))),
                expected_from=expected_from(audit),
                audit=audit.id,
            )


def _missing(report: Report) -> Iterator[tuple[str, str]]:
    """Yield what a report lacks, and what to write."""
    if not report.summary:
        yield phrase("no summary"), "`summary`"
    if not report.conclusions.conformity:
        yield phrase("no conclusion on conformity"), "`conclusions: {conformity: …}`"
    if not report.conclusions.effectiveness:
        yield phrase("no conclusion on effectiveness"), "`conclusions: {effectiveness: …}`"
    if not report.prepared:
        yield phrase("no preparer"), "`prepared: {by: …, date: …}`"
    if not report.approved:
        yield phrase("no approver"), "`approved: {by: …, date: …}`"


@rule("RPT003", "undistributed", Severity.error, basis="27001 9.2.2 c", gate=Gate.issue)
def undistributed(repository: Repository) -> Iterator[Hit]:
    """Nobody gets the report; that neither top management nor the head of a department gets it is warned about.

    Why: results of audits are reported to the managers whom they concern. What nobody with a say has read changes
    nothing.

    Fix: write `distribution: [{to: …, date: …}]` in report.yaml, with top management and the heads of what was
    audited.
    """
    yield from held_at_issue(repository, "RPT003")
    for audit in unsealed(repository):
        if not is_read(audit, "report", "audit"):
            continue
        getters = {item.to for item in audit.report.data.distribution} if audit.report else set()
        if not getters:
            yield Hit(
                audit.report.key() if audit.report else audit.file.key(),
                phrase("the report of %(audit)s goes to nobody", audit=audit.id),
                help=phrase("write %(keys)s in report.yaml", keys="`distribution: [{to: …}]`"),
                expected_from=expected_from(audit),
                audit=audit.id,
            )
        elif (managers := _managers(repository)) and not getters & managers:
            yield Hit(
                audit.site("report", "distribution"),
                phrase(
                    "neither top management nor the head of a department gets the report of %(audit)s",
                    audit=audit.id,
                ),
                help="add those whom the results concern to `distribution`",
                severity=Severity.warning,
                audit=audit.id,
            )


def _managers(repository: Repository) -> set[str]:
    heads = (record.data.head for record in repository.departments.values())
    return {*repository.settings.top_management, *(head for head in heads if head)}


@rule("RPT007", "silently-not-covered", Severity.warning, basis="19011", gate=Gate.issue)
def silently_not_covered(repository: Repository) -> Iterator[Hit]:
    """Something in scope was not audited, and `not_covered` of the report does not say so.

    Why: who reads the conclusion takes it for the whole scope. What nobody looked at may conform or not.

    Fix: audit it, or name its ids in report.yaml: `not_covered: [{what: "hiring, A.6.1", why: …}]`. Words beside them
    are free; an id of a group, such as A.7, stands for all of it.
    """
    yield from held_at_issue(repository, "RPT007")
    for audit in unsealed(repository):
        if not is_read(
            audit, "audit", "report", "scope", "criteria", "schedule", Kind.session, Kind.workpaper
        ):
            continue
        left = uncovered(repository, audit)
        if left:
            yield Hit(
                audit.site("report", "not_covered"),
                phrase(
                    "in scope, not audited, and not in `not_covered` of %(audit)s: %(left)s",
                    audit=audit.id,
                    left=joined("; ", [listed(names) for names in left]),
                ),
                help=_naming(audit, [name for names in left for name in names]),
                expected_from=expected_from(audit),
                audit=audit.id,
            )


def _naming(audit: Audit, left: list[str]) -> str:
    """Return what to write, with every id that is to be named."""
    entry = f'{{what: "{", ".join(left)}", why: …}}'
    if audit.report and audit.report.data.not_covered:
        return phrase("say why, with the ids, in one more item of `not_covered`: `%(entry)s`", entry=entry)
    keys = f"`not_covered: [{entry}]`"
    return phrase("write %(keys)s in report.yaml", keys=keys)
